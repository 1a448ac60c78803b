"""Hands one message to the plugins that hear it: a session goes before a command, a command before natural language.

One plugin is one process, so what NoneBot 1 decides within one is decided between them here, and always in the same way: by
rank, then by confidence, then by the plugin's name, then by the order in which it registered what answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from tui.plugins import pipe
from tui.plugins.process import HostProcess, answer_of

CONSIDER_SECONDS = 5.0
THINK_SECONDS = 5.0
"""Seconds until a plugin that does not answer is passed over; a processor itself may take two."""

MOST_SWITCHES = 3
"""How often one message may become another one."""

RANKS = {"privileged": 0, "session": 1, "command": 2}


class Dispatcher:
    """Hands messages of one conversation on in the order in which they came."""

    def __init__(self) -> None:
        self._turns: dict[int, asyncio.Lock] = {}

    async def dispatch(self, hosts: Sequence[HostProcess], event: dict[str, Any], origin: int, *, is_typed: bool = False) -> bool:
        """Let the first that can handle *event*; return whether one did.

        *is_typed*: the user typed it here as a command: no session and no processor looks at it, and nothing is asked back.
        """
        for _ in range(1 + MOST_SWITCHES):
            handled = await self._once(hosts, event, origin, is_typed)
            if handled is None or handled.switched is None:
                return handled is not None and handled.is_handled
            event = handled.switched
        return False

    async def _once(
        self, hosts: Sequence[HostProcess], event: dict[str, Any], origin: int, is_typed: bool
    ) -> pipe.Handled | None:
        # The turn ends when the first candidate has been told: a session that it begins is there for the message behind.
        async with self._turns.setdefault(origin, asyncio.Lock()):
            asked = [(host, host.next_id()) for host in hosts]
            answers = [host.post(id, pipe.Consider(id, event, origin)) for host, id in asked]
            verdicts = await asyncio.gather(*(answer_of(answer, pipe.Considered, CONSIDER_SECONDS) for answer in answers))
            found = [(host, id, verdict) for (host, id), verdict in zip(asked, verdicts, strict=True) if verdict is not None]
            able = [
                (RANKS[verdict.verdict], host.name, id, host)
                for host, id, verdict in found
                if verdict.verdict in RANKS and not (is_typed and verdict.verdict == "session")
            ]
            able.sort(key=lambda one: one[:2])
            first = able[0][3].post(able[0][2], pipe.Handle(able[0][2], not is_typed)) if able else None
        for place, (_, _, id, host) in enumerate(able):
            told = first if place == 0 and first is not None else host.post(id, pipe.Handle(id, not is_typed))
            handled = await answer_of(told, pipe.Handled)
            if handled is not None and (handled.is_handled or handled.switched is not None):
                return handled
        thinking = [(host, id) for host, id, verdict in found if verdict.thinks and verdict.verdict != "ignored"]
        return None if is_typed or not thinking else await self._think(thinking)

    async def _think(self, hosts: Sequence[tuple[HostProcess, int]]) -> pipe.Handled | None:
        answers = [host.post(id, pipe.Think(id)) for host, id in hosts]
        thoughts = await asyncio.gather(*(answer_of(answer, pipe.Thought, THINK_SECONDS) for answer in answers))
        best = min(
            (
                (-thought.confidences[0], host.name, id, host)
                for (host, id), thought in zip(hosts, thoughts, strict=True)
                if thought is not None and thought.confidences
            ),
            key=lambda one: one[:2],
            default=None,
        )
        if best is None:
            return None
        _, _, id, host = best
        return await answer_of(host.post(id, pipe.Follow(id, 0)), pipe.Handled)
