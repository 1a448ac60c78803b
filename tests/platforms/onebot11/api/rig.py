"""An API whose implementation is the test, and what a case of the table is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tui.platforms.onebot11.api import Answer, Api
from tui.platforms.onebot11.calls import Calls

from ..fakes import FakeTransport

DIALECTS = {"NC": "napcat", "LL": "llbot", "LG": "lagrange", "GC": "gocqhttp"}
ALL = "NC LL LG GC"


class Rig:
    """An API on a connection without a network."""

    def __init__(self, dialect: str = "napcat") -> None:
        self.transport = FakeTransport()
        self.calls = Calls(self.transport.send, lambda: True, timeout=5.0)
        self.api = Api(self.calls, 5.0, dialect)

    @property
    def has_sent(self) -> bool:
        return not self.transport.sent.empty()

    async def exchange(self, method: str, arguments: dict[str, Any], **answer: Any) -> tuple[dict[str, Any], Answer[Any]]:
        """Call *method*, answer it, and return the frame that went out and what the caller got."""
        call = asyncio.create_task(getattr(self.api, method)(**arguments))
        first, _ = await asyncio.wait(
            (call, frame := asyncio.create_task(self.transport.sent.get())), return_when=asyncio.FIRST_COMPLETED
        )
        if call in first:
            frame.cancel()
            return {}, await call
        sent = frame.result()
        good = {"status": "ok", "retcode": 0, "data": None, "message": "", "wording": "", "echo": sent["echo"]}
        self.calls.take(good | answer)
        return sent, await call


@dataclass(frozen=True)
class Case:
    """A method called by the mission's parameter names, what goes out for it, and how an answer is read.

    *where* has it; *others* has, by implementation, the action and the parameters where they are not NapCat's.
    """

    method: str
    arguments: dict[str, Any]
    action: str
    params: dict[str, Any]
    where: str = ALL
    others: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    answer: Any = None
    look: Callable[[Any], object] = lambda data: data
    value: object = None

    def out(self, code: str) -> tuple[str, dict[str, Any]] | None:
        """The action and the parameters on the implementation *code*; None where it has no such method."""
        if code in self.others:
            return self.others[code]
        return (self.action, self.params) if code in self.where.split() else None
