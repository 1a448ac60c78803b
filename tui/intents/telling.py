"""Says an understanding in words: what would be done to whom, where, how long, and what is asked before."""

from __future__ import annotations

from tui.chat.text import one_line
from tui.intents.targets import MEMBERS_ONLY
from tui.intents.understanding import BY_NAME
from tui.intents.values import Context, IntentCommand, Target, Understanding
from tui.locale import has, t

_TEXTS = ("text", "card", "title", "remark", "name")
_TO_MEMBERS = MEMBERS_ONLY | {"recall"}
_LONGEST_NAME = 30


def label(name: str) -> str:
    """Return what the intent or command *name* does, in the language spoken now."""
    for key in (f"intents.do.{name}", f"keys.{name}"):
        if has(key):
            return t(key)
    return name


def who(target: Target) -> str:
    """Return the name and number of *target*."""
    return t("intents.who", name=one_line(target.name), number=target.id)


def sentence(command: IntentCommand, context: Context) -> str:
    """Return what *command* does, in one line."""
    args = command.args or {}
    parts = [label(command.name)]
    target = context.names.by_id(str(args.get("user") or args.get("group") or ""))
    if target is not None:
        parts.append(who(target))
    if "which" in args:
        parts.append(t(f"intents.which.{args['which']}"))
    if "seconds" in args:
        parts.append(duration(args["seconds"]))
    parts += [f"“{one_line(str(args[name]))}”" for name in _TEXTS if name in args]
    parts += [t(f"intents.{flag}") for flag in ("block", "disband") if args.get(flag)]
    return " · ".join(parts)


def lines(understanding: Understanding, context: Context) -> list[str]:
    """Return all there is to say, a line each: what is done, until when, what speaks against it, what is asked, alternatives."""
    command = understanding.command
    if command is None:
        names = "  ".join(label(name) for name in understanding.suggestions)
        stranger = understanding.stranger
        first = nobody(stranger.name, stranger.intent) if stranger is not None else t("intents.cli.none")
        return [first, *([t("intents.cli.perhaps", names=names)] if names else [])]
    first = sentence(command, context)
    if understanding.until is not None:
        first += " · " + t("intents.until", moment=f"{understanding.until:%Y-%m-%d %H:%M}")
    found = [first]
    if understanding.reason:
        found.append(t(f"reason.{understanding.reason}"))
    found += [t(f"intents.ask.{slot}") for slot in understanding.asks]
    return found + [f"  - {sentence(other, context)}" for other in understanding.alternatives]


def nobody(name: str, intent: str) -> str:
    """Return that nobody to whom *intent* can be done is called *name*."""
    kind = "member" if intent in _TO_MEMBERS else "person" if "user" in BY_NAME[intent].needs else "anybody"
    return t(f"intents.nobody.{kind}", name=one_line(name, _LONGEST_NAME))


def duration(seconds: int) -> str:
    """Return *seconds* in the largest units that say them."""
    parts = []
    for name, size in (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(t(f"segment.duration.{name}", n=count))
    return " ".join(parts) or t("segment.duration.seconds", n=0)
