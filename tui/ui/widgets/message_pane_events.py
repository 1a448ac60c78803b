"""What the conversation pane tells the screen; the classes are attributes of ``MessagePane`` too."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tui.chat.ids import LocalId


@dataclass
class NeedOlder(Message, namespace="message_pane"):
    """What is missing in *gap* of *conversation* is about to be looked at."""

    conversation: int
    gap: int


@dataclass
class Selected(Message, namespace="message_pane"):
    """The cursor is on *id* now."""

    id: LocalId


@dataclass
class Shown(Message, namespace="message_pane"):
    """The screen shows the rows from *top* to *bottom* now; *at_bottom*: the last line of the newest is among them."""

    conversation: int
    top: LocalId
    bottom: LocalId
    at_bottom: bool


@dataclass
class Activated(Message, namespace="message_pane"):
    """Somebody wants to do something with *id*; *by* is "key", "double_click" or "right_click"."""

    id: LocalId
    by: str


@dataclass
class LinkClicked(Message, namespace="message_pane"):
    """A link, or something that has one behind it, was clicked."""

    url: str


@dataclass
class CommandClicked(Message, namespace="message_pane"):
    """The words of a command (``message.resend``, ``message.discard``, ``message.go_to_quoted``) at *id* were clicked."""

    command: str
    id: LocalId
