"""Fills what an understood command still lacks with what somebody answers: how long, whom, which words."""

from __future__ import annotations

from tui.chat.durations import DurationError, parse_duration
from tui.intents.folding import plain
from tui.intents.session import PRONOUNS, IntentSession
from tui.intents.targets import MEMBERS_ONLY, target_args, variants
from tui.intents.understanding import BY_NAME, consider
from tui.intents.values import Context, IntentCommand, Person, Target, Understanding

GIVING_UP = frozenset(("算了", "取消", "不用了", "cancel", "never mind", "nevermind"))
"""What leaves a question instead of answering it; where any words are asked for they are an answer like others."""

_WORDS = ("text", "card", "title", "remark", "name")


def fill(command: IntentCommand, slot: str, answer: str, context: Context) -> Understanding | None:
    """Return what *command* is with *answer* in its *slot*; None when it is no answer. Several may still be meant."""
    if slot in _WORDS:
        return _with(command, {slot: answer}, context, answer) if answer else None
    if slot == "seconds":
        seconds = _seconds(answer, context)
        return _with(command, {"seconds": seconds}, context, command.current_arg) if seconds else None
    targets = _targets(command, answer, context) if slot == "user" else ()
    if not targets:
        return None
    return _with(command, target_args(targets), context, command.current_arg)


def _with(command: IntentCommand, args: dict[str, object], context: Context, said: str) -> Understanding:
    return consider(command._replace(args={**(command.args or {}), **args}, current_arg=said), context)


def _seconds(answer: str, context: Context) -> int:
    try:
        return parse_duration(answer)
    except DurationError:
        timed = IntentSession(answer, context).timed(plain(answer).strip())
        return next((one.seconds for one in timed if not one.rest and one.seconds), 0)


def _targets(command: IntentCommand, answer: str, context: Context) -> tuple[Target, ...]:
    session = IntentSession(answer, context)
    members_only = command.name in MEMBERS_ONLY
    for way in variants(session.msg_text.strip()):
        if way in PRONOUNS and (pointed := session.pointed(way)):
            return (pointed,)
        found = context.names.called(way, members_only=members_only) or context.names.search(way, members_only=members_only)
        if found:
            wants_person = "user" in BY_NAME[command.name].needs
            return tuple(target for target in found.targets if not wants_person or isinstance(target, Person))
    return ()
