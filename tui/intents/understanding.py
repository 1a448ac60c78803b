"""Chooses what the words mean: all processors look, the surest wins, equals ask; nothing is done here."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from tui.chat.actions import MAX_MUTE_SECONDS, ActionKind
from tui.chat.capabilities import QUESTIONS, Subject, can
from tui.chat.ids import ConversationKind
from tui.chat.people import Role
from tui.intents import calls, plain_commands, targets, texts  # targets and texts register their processors, in this order
from tui.intents.lexicon import INTENTS, Intent
from tui.intents.registry import ACTIONS
from tui.intents.session import IntentSession
from tui.intents.strangers import STRANGER
from tui.intents.values import ENOUGH, Context, IntentCommand, Person, Several, Stranger, Target, Understanding

ALL_INTENTS: tuple[Intent, ...] = (*INTENTS, *texts.TEXT_INTENTS)
BY_NAME = {intent.name: intent for intent in ALL_INTENTS}
SUGGESTIONS = 3
_ALTERNATIVES = 30
_NO_INTENT = Intent("")
_NEARLY = frozenset(("near",))
_HERE_ONLY = QUESTIONS | {None, ActionKind.MARK_READ}
"""What an account may do to which nothing may be written."""


def understand(text: str, context: Context) -> Understanding:
    """Return what *text* means in *context*: what would be done, what must be asked first, or what may have been meant.

    Pure: nothing is done, nothing read but what *context* holds. It takes a few milliseconds; the first time after its names were
    made some more (``names.warm()`` in a thread takes that away).
    """
    session = IntentSession(text, context)
    found = (processor.handler(session) for processor in ACTIONS.processors if processor.wants(session))
    readings = [command for command in found if command is not None]
    order = {id(command): at for at, command in enumerate(readings)}
    ranked = sorted(readings, key=lambda command: (*_rank(command), order[id(command)]))
    if not ranked or ranked[0].confidence < ENOUGH:
        return Understanding(text, suggestions=_suggestions(session, ranked), stranger=_stranger(ranked))
    return _shown(text, ranked, context)


def consider(command: IntentCommand, context: Context, text: str = "") -> Understanding:
    """Return what *command* is in *context*, when somebody chose it or filled one of its slots; *text* is what was typed."""
    return _shown(text, [command], context)


def warm(context: Context) -> None:
    """Make what the first understanding would have to make; meant for a thread."""
    for intent in ALL_INTENTS:
        intent.forms  # noqa: B018
    plain_commands.phrases_of(context.commands)
    context.names.warm()


def _rank(command: IntentCommand) -> tuple[float, int, int]:
    """The surest first; then more filled slots, then the less destructive (the order of registration is that of the list)."""
    args = command.args or {}
    filled = sum(not isinstance(value, Several) for name, value in args.items() if name not in _NEARLY)
    return -min(command.confidence, 100.0), -filled, BY_NAME.get(command.name, _NO_INTENT).harm


def _shown(text: str, ranked: list[IntentCommand], context: Context) -> Understanding:
    best = ranked[0]
    args = dict(best.args or {})
    intent = BY_NAME.get(best.name, _NO_INTENT)
    is_near = bool(args.pop("near", False))
    asks: list[str] = []
    alternatives: list[IntentCommand] = []
    rivals = [other for other in ranked[1:] if _rank(other) == _rank(best) and other.name != best.name]
    if isinstance(names := args.pop("command", None), tuple):
        rivals += [best._replace(name=name, args={}) for name in names[1:]]
    if rivals:
        asks.append("meaning")
        alternatives += [_clean(best._replace(args=args)), *map(_clean, rivals)]
    for slot, value in list(args.items()):
        if isinstance(value, Several):
            del args[slot]
            asks.append("user")
            for target in value.choices[:_ALTERNATIVES]:
                alternatives.append(_clean(best._replace(args={**targets.target_args((target,)), **args})))
    command = IntentCommand(round(min(best.confidence, 100.0), 1), best.name, args, best.current_arg)
    asks += [slot for slot in missing(command, context) if slot not in asks]
    who = _who(command, context)
    if (intent.again and _asks_again(command, context)) or (is_near and intent.harm):
        asks.append("confirm")
    alternatives += [_clean(other) for other in ranked[1:] if other.confidence >= ENOUGH and other not in rivals]
    seconds = args.get("seconds")
    return Understanding(
        text,
        command,
        tuple(asks),
        tuple(alternatives[:_ALTERNATIVES]),
        who=who,
        seconds=seconds,
        until=context.now + timedelta(seconds=seconds) if seconds is not None and seconds <= MAX_MUTE_SECONDS else None,
        reason=_reason(intent, command, who, context),
        undo=_undo(intent, command, who),
        call=calls.call_of(command, context) if not asks or asks == ["confirm"] else None,
    )


def _stranger(ranked: list[IntentCommand]) -> Stranger | None:
    """Return who is missing where nothing else was found than that nobody is called so."""
    args = (ranked[0].args or {}) if ranked else {}
    return Stranger(ranked[0].name, args[STRANGER]) if STRANGER in args else None


def _clean(command: IntentCommand) -> IntentCommand:
    """Return *command* as others see it: an argument that is still open is left out."""
    kept = {
        name: value
        for name, value in (command.args or {}).items()
        if name not in ("near", "command") and not isinstance(value, Several)
    }
    return command._replace(confidence=round(min(command.confidence, 100.0), 1), args=kept)


def missing(command: IntentCommand, context: Context) -> list[str]:
    """Return the slots of *command* that are still open, in the order in which they are asked for."""
    args = command.args or {}
    needs = BY_NAME.get(command.name, _NO_INTENT).needs
    if command.name == "reply":
        needs = ("text",) if "user" in args or "group" in args or context.selected else ("user", "text")
    found = []
    for slot in needs:
        is_there = ("user" in args or "group" in args) if slot in ("target", "user") else slot in args
        if slot == "message":
            # Outside the program nothing is selected, and what was said last is only known there.
            is_there = "message" in args or ("which" in args and (args["which"] != "selected" or context.conversation is None))
        if not is_there:
            found.append("user" if slot == "target" else slot)
    return found


def _asks_again(command: IntentCommand, context: Context) -> bool:
    """Recalling one's own message does not ask; another's, or whose nobody knows, does."""
    if command.name != "recall":
        return True
    args = command.args or {}
    if "user" in args:
        return bool(args["user"] != context.own_id)
    if args.get("which") == "own_last":
        return False
    pointed = context.selected if args.get("which") == "selected" else context.last
    return pointed is None or not pointed.is_own


def _who(command: IntentCommand, context: Context) -> Target | None:
    args = command.args or {}
    number = args.get("user") or args.get("group")
    return context.names.by_id(number) if isinstance(number, str) else None


def _reason(intent: Intent, command: IntentCommand, who: Target | None, context: Context) -> str:
    """Return why it can not be done here (``reason.<key>``), "" when nothing speaks against it."""
    if (command.args or {}).get("seconds", 0) > MAX_MUTE_SECONDS:
        return "mute_too_long"
    if context.is_read_only and intent.kind not in _HERE_ONLY:
        return "read_only"
    if intent.kind is None or intent.kind is ActionKind.QUOTE:
        return ""
    message = context.selected if (command.args or {}).get("which") == "selected" else None
    is_own = who.id == context.own_id if who else bool(message and message.is_own)
    if intent.name == "recall" and (command.args or {}).get("which") == "own_last":
        is_own = True
    role = who.role if isinstance(who, Person) else Role.UNKNOWN
    if intent.kind is ActionKind.RECALL and who is None and not is_own:
        role = _role_of_sender(command, context)
    subject = Subject(
        context.kind if intent.kind is not ActionKind.FORWARD else ConversationKind.GROUP,
        None,
        own_role=context.own_role,
        target_role=role,
        is_own=is_own,
        message_time=math.floor(context.now.timestamp() * 1000),
    )
    if (
        intent.kind is ActionKind.RECALL
        and message is None
        and who is None
        and not is_own
        and (command.args or {}).get("which") == "last"
    ):
        return ""  # whose it is, is seen when it is found
    verdict = can(intent.kind, subject, subject.message_time)
    if not verdict.is_no and context.offers is not None and intent.kind not in context.offers.actions:
        return context.offers.missing_reason.get(intent.kind, "not_offered")
    if not verdict.is_no and "disband" in (command.args or {}) and context.own_role not in (Role.OWNER, Role.UNKNOWN):
        return "need_owner"
    return verdict.reason if verdict.is_no else ""


def _role_of_sender(command: IntentCommand, context: Context) -> Role:
    which = (command.args or {}).get("which")
    message = context.selected if which == "selected" else context.last
    sender = context.names.by_id(message.sender) if message else None
    return sender.role if isinstance(sender, Person) else Role.UNKNOWN


def _undo(intent: Intent, command: IntentCommand, who: Target | None) -> IntentCommand | None:
    """Return what takes it back, where that is known beforehand: a card goes back to what it was."""
    if not intent.undo or missing_user(intent, command):
        return None
    args: dict[str, Any] = {
        name: value for name, value in (command.args or {}).items() if name in ("user", "group", "message", "which")
    }
    if intent.undo in ("card", "remark"):
        before = getattr(who, intent.undo, None)
        if before is None:
            return None
        return IntentCommand(100.0, intent.undo, {**args, intent.undo: before}, before)
    return IntentCommand(100.0, intent.undo, args)


def missing_user(intent: Intent, command: IntentCommand) -> bool:
    """Return whether it is not known yet to whom *intent* would be done."""
    return "user" in intent.needs and "user" not in (command.args or {})


def _suggestions(session: IntentSession, ranked: list[IntentCommand]) -> tuple[str, ...]:
    """Return up to three names of what may have been meant: weak readings, words of intents that were said, commands like it."""
    found = [command.name for command in ranked]
    text = session.msg_text
    found += [intent.name for intent in ALL_INTENTS if any(word in text for word in _SUGGESTING.get(intent.name, ()))]
    found += plain_commands.like(session.text, session.context.commands, SUGGESTIONS)
    return tuple(dict.fromkeys(found))[:SUGGESTIONS]


_SUGGESTING: dict[str, tuple[str, ...]] = {
    "mute_all": ("全员", "全体", "everyone", "mute all"),
    "unmute": ("解除", "解禁", "unmute"),
    "mute": ("禁言", "闭嘴", "mute", "silence"),
    "kick": ("踢", "移出", "kick"),
    "recall": ("撤回", "recall", "unsend"),
    "essence": ("精华", "加精", "essence"),
    "forward": ("转发", "转给", "forward"),
    "reply": ("回复", "reply"),
    "card": ("名片", "card"),
    "title": ("头衔", "title"),
    "remark": ("备注", "remark"),
    "rename": ("群名", "rename"),
    "admin": ("管理员", "admin"),
    "delete_friend": ("删除好友", "好友", "unfriend", "friend"),
    "leave": ("退群", "退出群", "leave", "quit"),
    "poke": ("戳", "poke"),
    "quiet": ("静音", "免打扰", "notifications"),
    "pin": ("置顶", "pin "),
    "read": ("已读", "as read"),
    "open": ("打开", "open"),
    "search": ("搜", "search", "find"),
    "like": ("点赞",),
}
"""Words that bring an intent to mind, for suggestions only."""
