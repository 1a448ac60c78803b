"""Says what a plan of the command bar comes to: what is done to whom, where, until when, by which call, and what is asked."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from tui.chat.actions import Action
from tui.chat.ids import ConversationId, LocalId, MessageRef
from tui.chat.names import How, Match
from tui.chat.text import one_line
from tui.intents import Context, IntentCommand, Person, Understanding
from tui.intents.telling import label, nobody, sentence, who
from tui.intents.values import Target
from tui.intents.why import why_found
from tui.locale import t
from tui.ui.bar_context import command_rows
from tui.ui.bar_plan import Plan
from tui.ui.describe import clock, preview
from tui.ui.wrap import fit

if TYPE_CHECKING:
    from tui.store.rows import MessageRow

_SHORT = 100
_LONGEST_VALUE = 60


class Choice(Struct, frozen=True):
    """One of several that may be meant: a *command* as it was read, a *message*, or a *suggestion* by its name."""

    place: int
    label: str
    notes: tuple[str, ...] = ()
    command: IntentCommand | None = None
    message: LocalId | None = None
    suggestion: str = ""


def does(plan: Plan, zone: tzinfo | None) -> str:
    """Return what is done to whom, how long and until when."""
    understanding = plan.understanding
    if understanding.command is None:
        return ""
    said = sentence(understanding.command, plan.context)
    if understanding.until is not None:
        from tui.ui.screens.duration import until_label

        until, now = (round(moment.timestamp() * 1000) for moment in (understanding.until, plan.context.now))
        said += " · " + t("intents.until", moment=until_label(until, now, zone))
    return said


def where(plan: Plan) -> str:
    """Return where it is done: the open conversation, or the one it goes to."""
    is_said_there = plan.name in ("reply", "forward", "search")
    row = plan.target or (None if is_said_there else plan.where)  # as long as it is open where it goes, nothing is said of it
    if row is None or "." in plan.name or plan.name in ("open", "like", "remark", "delete_friend", "profile"):
        return ""
    key = "bar.to" if plan.name in ("reply", "forward") else "question.where"
    return t(key, where=row.title, number=row.conversation.peer)


def about(plan: Plan) -> str:
    """Return which message it is about, so that nobody takes the last one for another."""
    if plan.message is None:
        return ""
    return t("bar.message", who=plan.message.sender_name or plan.message.sender, line=fit(preview(plan.message.segments), _SHORT))


def call(plan: Plan) -> str:
    """Return the exact action with its parameters, for those who write bots; "" for what the interface does by itself."""
    action = plan.understanding.call
    if not isinstance(action, Action) or not plan.is_complete:
        return ""
    parts = [action.kind.value]
    for name, value in asdict(action).items():
        if isinstance(value, ConversationId):
            parts.append(f"{value.kind.value}={value.peer}")
        elif isinstance(value, MessageRef):
            parts.append(f"message={value.native}")
        elif value not in (None, ""):
            parts.append(f"{name}={fit(one_line(str(value).lower() if isinstance(value, bool) else str(value)), _LONGEST_VALUE)}")
    return " ".join(parts)


def asked(plan: Plan) -> str:
    """Return what is asked before it is done."""
    return " · ".join(t(f"intents.ask.{slot}") for slot in plan.understanding.asks)


def not_understood(plan: Plan) -> str:
    """Return that nothing was understood, or who is missing; and that there is something to choose from, where there is."""
    stranger, has_choices = plan.understanding.stranger, bool(plan.understanding.suggestions)
    if stranger is None:
        return t("bar.perhaps" if has_choices else "intents.cli.none")
    words = nobody(stranger.name, stranger.intent)
    if plan.where is not None and plan.where.conversation.is_group and not plan.where.members_at:
        words += t("bar.no_member_list")
    return t("bar.nobody_perhaps", nobody=words) if has_choices else words


def choices_of(understanding: Understanding, context: Context) -> list[Choice]:
    """Return what can be chosen: who is meant, which reading, or what may have been wanted when nothing was sure."""
    if understanding.command is None:
        return [Choice(place, label(name), (name,), suggestion=name) for place, name in enumerate(understanding.suggestions, 1)]
    if "meaning" in understanding.asks:
        readings = {command.name: command for command in reversed(understanding.alternatives)}
        return [Choice(place, sentence(one, context), command=one) for place, one in enumerate(reversed(readings.values()), 1)]
    return _people(understanding, context) if "user" in understanding.asks else []


def _people(understanding: Understanding, context: Context) -> list[Choice]:
    """Return a row for each who may be meant: name and number, role and card, and why it is they."""
    found: list[tuple[Target, IntentCommand]] = []
    for command in understanding.alternatives:
        args = command.args or {}
        target = context.names.by_id(str(args.get("user") or args.get("group") or ""))
        if target is not None and understanding.command is not None and command.name == understanding.command.name:
            found.append((target, command))
    why = why_found(understanding.text, [target for target, _ in found])
    return [
        Choice(place, who(target), (*_facts(target), _why(why.get(target.id))), command=command)
        for place, (target, command) in enumerate(found, 1)
    ]


def _facts(target: Target) -> tuple[str, ...]:
    if not isinstance(target, Person):
        return (t("bar.group"),)
    others = dict.fromkeys(one_line(name) for name in (target.card, target.nickname) if name and name != target.name)
    role = t(f"members.{target.role.value}") if target.role.rank > 1 else ""
    return (role, *others)


def _why(match: Match[Target] | None) -> str:
    if match is None:
        return t("bar.why.like")
    keys = {
        How.NUMBER: "number", How.EXACT: "exact", How.PREFIX: "part", How.SUBSTRING: "part", How.PINYIN: "pinyin",
        How.INITIALS: "initials",
    }  # fmt: skip
    return t(f"bar.why.{keys.get(match.how, 'like')}", name=one_line(match.name))


def messages_as_choices(rows: list[MessageRow], zone: tzinfo | None) -> list[Choice]:
    """Return messages to choose from, the newest first."""
    return [
        Choice(place, fit(preview(row.segments), _SHORT), (row.sender_name or row.sender, clock(row.time, zone)), message=row.id)
        for place, row in enumerate(rows, 1)
    ]


def named_so(typed: str) -> tuple[str, list[Choice]]:
    """Return what all commands whose names begin with *typed* begin with, and those commands."""
    names = sorted(row.name for row in command_rows() if row.name.startswith(typed))
    if not names:
        return "", []
    first, last = names[0], names[-1]  # what these two share, all between them share
    common = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:common], [Choice(place, name, (label(name),), suggestion=name) for place, name in enumerate(names, 1)]
