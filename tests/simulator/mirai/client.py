"""A bare WebSocket client of mirai-api-http: answers are found by syncId."""

from __future__ import annotations

import json
from typing import Any

from tests.simulator.bare_client import BareClient, Frame


class MiraiClient(BareClient):
    """One connection."""

    probe = "about"

    def _sort(self, frame: Frame) -> None:
        if frame["syncId"] == "-1":
            self._events.append(frame["data"])
        else:
            self._answers[frame["syncId"]] = frame["data"]

    async def send(self, command: str, content: Frame | None, sub: str | None = None) -> str:
        """Send a command; its syncId."""
        sync = str(next(self._numbers))
        frame = {"syncId": sync, "command": command, "subCommand": sub, "content": content}
        await self.socket.send(json.dumps(frame))
        return sync

    async def call(self, command: str, sub: str | None = None, /, **content: Any) -> Frame:
        """Send a command and wait for its answer."""
        return await self.answer(await self.send(command, content, sub))

    async def data(self, command: str, **content: Any) -> Any:
        """The data of a command that succeeds."""
        answer = await self.call(command, **content)
        assert (answer["code"], answer["msg"]) == (0, ""), answer
        return answer["data"]

    async def code(self, command: str, sub: str | None = None, /, **content: Any) -> int:
        """The code of the answer."""
        return int((await self.call(command, sub, **content))["code"])
