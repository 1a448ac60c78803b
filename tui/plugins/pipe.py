"""What the house and a plugin's host process say to each other: one JSON object a line, typed by its tag."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from msgspec import Struct

MAX_LINE = 16 * 1024 * 1024
"""Bytes of one line; a host that says more at once is ended."""


class Start(Struct, frozen=True, tag="start"):
    """Load the plugin at *path* under *name*. *superusers*: the numbers of the user's own accounts."""

    name: str
    path: str
    superusers: list[int | str]
    megabytes: int
    language: str = "zh"


class Consider(Struct, frozen=True, tag="consider"):
    """Say what would handle *event*, which happened in the conversation *origin* (the store's id); keep it as *id*."""

    id: int
    event: dict[str, Any]
    origin: int


class Handle(Struct, frozen=True, tag="handle"):
    """Handle the kept event by a session or as a command; a command that wants to know more fails if not *interactive*."""

    id: int
    interactive: bool = True


class Think(Struct, frozen=True, tag="think"):
    """Look for intents in the kept event."""

    id: int


class Follow(Struct, frozen=True, tag="follow"):
    """Run the command of one of the intents that were found."""

    id: int
    intent: int


class Press(Struct, frozen=True, tag="press"):
    """Run an entry of the palette with *event*."""

    id: int
    entry: int
    event: dict[str, Any]
    origin: int


class Answer(Struct, frozen=True, tag="answer"):
    """How a call ended: *data*, or *failure* as the ``result`` of the error that is raised."""

    call: int
    data: Any = None
    failure: dict[str, Any] | None = None


class Ping(Struct, frozen=True, tag="ping"):
    """Are you there?"""


ToHost = Start | Consider | Handle | Think | Follow | Press | Answer | Ping


class CommandTold(Struct, frozen=True):
    """A command: its name in parts, other names, and whether it answers only to messages to us."""

    name: list[str]
    aliases: list[str] = []
    only_to_me: bool = True


class EntryTold(Struct, frozen=True):
    """An entry of the palette, and its key ("" for none)."""

    title: str
    key: str = ""


class Loaded(Struct, frozen=True, tag="loaded"):
    """The plugin is loaded. *starts* are what commands begin with, *processors* how many look at natural language."""

    commands: list[CommandTold]
    entries: list[EntryTold]
    starts: list[str]
    processors: int


class Broken(Struct, frozen=True, tag="broken"):
    """The plugin can not be loaded; *words* say why, with where."""

    words: str


class Considered(Struct, frozen=True, tag="considered"):
    """What would handle an event: privileged, session, command, none, or ignored; *thinks*: there are processors."""

    id: int
    verdict: str
    thinks: bool = False


class Handled(Struct, frozen=True, tag="handled"):
    """Whether an event was handled; or *switched*, the event that is to be handled instead."""

    id: int
    is_handled: bool
    switched: dict[str, Any] | None = None


class Thought(Struct, frozen=True, tag="thought"):
    """The confidences of the intents that were found, the surest first."""

    id: int
    confidences: list[float]


class Call(Struct, frozen=True, tag="call"):
    """Do *action* on the account *self_id* ("": that of the conversation *origin*)."""

    call: int
    action: str
    params: dict[str, Any]
    self_id: str = ""
    origin: int = 0


class Logged(Struct, frozen=True, tag="log"):
    """Something for the plugin log; *is_error*: the plugin did something wrong."""

    text: str
    is_error: bool = False


class Pong(Struct, frozen=True, tag="pong"):
    """I am."""


FromHost = Loaded | Broken | Considered | Handled | Thought | Call | Logged | Pong

_encoder = msgspec.json.Encoder(enc_hook=str)
to_host = msgspec.json.Decoder(ToHost)
from_host = msgspec.json.Decoder(FromHost)


def line(message: ToHost | FromHost) -> bytes:
    """Return *message* as a line. What JSON has no form for is written as its text, half a surrogate pair as a question mark."""
    try:
        return _encoder.encode(message) + b"\n"
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(message, enc_hook=str)
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
