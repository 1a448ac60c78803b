"""What every command works with, and what a command is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tui.simulator.mirai.chain import Chains
from tui.simulator.mirai.codes import Frame
from tui.simulator.mirai.params import Field, Params, fields
from tui.simulator.mirai.taking import Taking
from tui.simulator.mirai.view import View


@dataclass(slots=True)
class Room:
    """One process: what its account sees, and whom it tells of what the world knows nothing of."""

    view: View
    chains: Chains
    taking: Taking
    tell: Callable[[Frame], None]
    console: set[str] = field(default_factory=lambda: {"help", "status"})
    """The commands that mirai's console knows."""


Run = Callable[[Room, Params], Frame]


@dataclass(frozen=True, slots=True)
class Command:
    """`method` is that of HTTP; over a WebSocket the command's name, and `sub` for two of them, is all."""

    method: str
    run: Run
    fields: tuple[Field, ...]
    needs_session: bool = True


def get(run: Run, expected: str = "", *, needs_session: bool = True) -> Command:
    """A command that HTTP calls by GET."""
    return Command("GET", run, fields(expected), needs_session)


def post(run: Run, expected: str = "") -> Command:
    """A command that HTTP calls by POST."""
    return Command("POST", run, fields(expected))
