"""A bare WebSocket client of mirai-api-http: answers are found by syncId, events are kept in order."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

from websockets.asyncio.client import ClientConnection

Frame = dict[str, Any]
LIMIT = 5.0


class MiraiClient:
    """One connection."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[str, Any] = {}
        self._events: list[Frame] = []

    async def receive(self) -> Frame:
        """The next frame, whatever it is."""
        async with asyncio.timeout(LIMIT):
            frame: Frame = json.loads(await self.socket.recv())
        return frame

    async def _sort_next(self) -> None:
        frame = await self.receive()
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

    async def answer(self, sync: str) -> Frame:
        """The answer to a command."""
        while sync not in self._answers:
            await self._sort_next()
        found: Frame = self._answers.pop(sync)
        return found

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

    async def event(self) -> Frame:
        """The next event."""
        while not self._events:
            await self._sort_next()
        return self._events.pop(0)

    async def has_no_event(self) -> bool:
        """Whether none came before the answer to a command sent now."""
        await self.call("about")
        return not self._events
