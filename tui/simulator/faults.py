"""Switches that make a simulated server misbehave: what a client has to survive, set by tests and by the demo's tour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(slots=True)
class Fault:
    """What befalls the next `times` calls of an action (None: all of them) for which `where` holds."""

    kind: Literal["silent", "executed", "fail"]
    times: int | None = None
    retcode: int = 1200
    wording: str = ""
    where: Callable[[dict[str, Any]], bool] = field(default=lambda params: True)


@dataclass(slots=True)
class Faults:
    """All switches, off at first.

    * `delay`: seconds before any action is executed; `delays`: the same for one action.
    * `duplicate_events`: every event is sent twice.
    * `reorder_events`: so many events are held back and then sent last to first (0: none).
    * `garbled_events`: so many of the next events are cut in the middle, which leaves broken JSON.
    * `is_qq_online`: False makes heartbeats and get_status say that QQ is offline though the socket lives.
    * `own_events_after_answer`: a client's own action is answered before its event is sent, not after.
    * `are_links_expired`: links to pictures and files answer as QQ's do when their key has run out.
    * `is_mute`: nothing is sent at all, heartbeats included, while connections stay open (a half-open network).
    """

    delay: float = 0.0
    delays: dict[str, float] = field(default_factory=dict)
    duplicate_events: bool = False
    reorder_events: int = 0
    garbled_events: int = 0
    is_qq_online: bool = True
    own_events_after_answer: bool = False
    are_links_expired: bool = False
    is_mute: bool = False
    _actions: dict[str, list[Fault]] = field(default_factory=dict)

    def silence(self, action: str, times: int | None = None) -> None:
        """Neither execute nor answer."""
        self._add(action, Fault("silent", times))

    def execute_only(self, action: str, times: int | None = None) -> None:
        """Execute, but never answer."""
        self._add(action, Fault("executed", times))

    def fail(self, action: str, wording: str, *, retcode: int = 1200, times: int | None = None) -> None:
        """Answer with a failure in these words instead of executing."""
        self._add(action, Fault("fail", times, retcode, wording))

    def fail_where(self, action: str, wording: str, where: Callable[[dict[str, Any]], bool]) -> None:
        """Fail only the calls whose parameters satisfy `where`."""
        self._add(action, Fault("fail", None, 1200, wording, where))

    def _add(self, action: str, fault: Fault) -> None:
        self._actions.setdefault(action, []).append(fault)

    def heal(self, action: str | None = None) -> None:
        """Take back what was set for an action; without one, turn every switch off."""
        if action is not None:
            self._actions.pop(action, None)
            return
        healthy = Faults()
        for name in self.__slots__:
            setattr(self, name, getattr(healthy, name))

    def take(self, action: str, params: dict[str, Any]) -> Fault | None:
        """The fault that befalls this call, counted down."""
        for fault in self._actions.get(action, []):
            if fault.times == 0 or not fault.where(params):
                continue
            if fault.times is not None:
                fault.times -= 1
            return fault
        return None

    def delay_of(self, action: str) -> float:
        """Seconds to wait before executing this action."""
        return self.delays.get(action, self.delay)
