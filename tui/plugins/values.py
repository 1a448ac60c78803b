"""What the plugins' manager tells the interface: how plugins stand, what they offer, and what was logged."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from tui.plugins.process import HostState
from tui.plugins.rights import Rights


class PluginStatus(Struct, frozen=True):
    """One plugin now; *words* say why it is broken or was given up.

    *restarts* counts how often it ended lately, *memory* is what its process holds (bytes, 0: unknown).
    """

    name: str
    path: Path
    state: HostState
    rights: Rights
    words: str = ""
    restarts: int = 0
    memory: int = 0


class LogLine(Struct, frozen=True):
    """A line (or a traceback) of a plugin's log; *time* in ms. *is_error*: it tells of a mistake of the plugin."""

    time: int
    plugin: str
    text: str
    is_error: bool = False


class CommandOffer(Struct, frozen=True):
    """A command that can be typed: *text* like ``/weather``; *aliases* are typed in its place."""

    plugin: str
    text: str
    aliases: tuple[str, ...] = ()


class EntryOffer(Struct, frozen=True):
    """An entry that a plugin adds to the palette, with the key it would like ("" for none); *index* names it."""

    plugin: str
    index: int
    title: str
    key: str = ""
