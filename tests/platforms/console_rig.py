"""A platform whose console is tried, and each frame of its connection."""

from __future__ import annotations

from tui.platforms.base import Platform
from tui.platforms.console import AskActions, CallAction, ConsoleAction
from tui.platforms.frames import Frame


class ConsoleRig:
    """A *platform* and the frames between it and its server."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.frames: list[Frame] = []
        platform.on_frame = self.frames.append

    async def call(self, action: str, is_raw: bool = False, only_reads: bool = False, **params: object) -> tuple[Frame, Frame]:
        """Call an action; return the last call's frame and its answer's."""
        answer = await self.platform.ask(CallAction(action, params, is_raw, only_reads))
        asked, told = (frame for frame in self.frames if frame.call == answer.calls[-1])
        assert asked.is_by_hand and told.is_by_hand
        assert answer.is_failed == told.is_failed
        return asked, told

    async def described(self) -> dict[str, ConsoleAction]:
        """All actions by their names."""
        return {action.name: action for action in await self.platform.ask(AskActions())}
