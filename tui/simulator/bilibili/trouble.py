"""Switches that make the simulated Bilibili misbehave: refusals, risk control, silence; set by tests and control lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tui.simulator.bilibili.codes import WORDS

SILENT, EXECUTED, HUNG_UP, BLOCKED, VOUCHER = "silent", "executed", "hang_up", "412", "voucher"
WAYS = (SILENT, EXECUTED, HUNG_UP, BLOCKED, VOUCHER)
"""No answer; executed without an answer; the connection breaks; HTTP 412; code 0 with a voucher."""
EVERY = "*"
QrWay = Literal["confirms", "scans", "ignores"]


@dataclass(slots=True)
class Trouble:
    """What befalls the next `times` calls of an action (None: all of them): one of WAYS, or a code."""

    kind: str
    times: int | None = None

    @property
    def code(self) -> int:
        """The code that is answered, 0 for one of WAYS."""
        return 0 if self.kind in WAYS else int(self.kind)


@dataclass(slots=True)
class Troubles:
    """All switches.

    * `delay`: seconds before any call is looked at; `delays`: the same for one action.
    * `signed`: actions that want a signature.
    * `wants_refresh`: the cookie is to be renewed; `is_correspond_stale`: the page that leads to it is not there.
    * `qr`: whether somebody confirms the code, only scans it, or does not see it; `qr_seconds` until they have.
    * `fills_from_oldest`: of a long gap the oldest part comes first.
    """

    delay: float = 0.0
    delays: dict[str, float] = field(default_factory=dict)
    signed: set[str] = field(default_factory=lambda: {"send_msg"})
    wants_refresh: bool = False
    is_correspond_stale: bool = False
    qr: QrWay = "confirms"
    qr_seconds: float = 4.0
    qr_lifetime: float = 180.0
    fills_from_oldest: bool = False
    _actions: dict[str, list[Trouble]] = field(default_factory=dict)

    def befall(self, action: str, kind: str | int, times: int | None = None) -> None:
        """Let the next calls of an action (`*`: of any) end like this: one of WAYS, or a code. Raises ValueError."""
        trouble = Trouble(str(kind), times)
        if trouble.kind not in WAYS and trouble.code not in WORDS:
            raise ValueError(f"{kind} is neither a code nor one of {', '.join(WAYS)}")
        self._actions.setdefault(action, []).append(trouble)

    def heal(self, action: str | None = None) -> None:
        """Take back what befell an action; without one, everything."""
        if action is None:
            self._actions.clear()
        else:
            self._actions.pop(action, None)

    def take(self, action: str) -> Trouble | None:
        """What befalls this call, counted down."""
        for trouble in self._actions.get(action, []) + self._actions.get(EVERY, []):
            if trouble.times == 0:
                continue
            if trouble.times is not None:
                trouble.times -= 1
            return trouble
        return None

    def delay_of(self, action: str) -> float:
        """Seconds to wait before looking at this call."""
        return self.delays.get(action, self.delay)

    def switch(self, name: str, value: object) -> None:
        """Turn a switch by its name. Raises ValueError for none."""
        if name.startswith("_") or name not in self.__slots__:
            raise ValueError(f"no switch is called {name}")
        setattr(self, name, set(value) if name == "signed" and isinstance(value, (list, tuple, set)) else value)
