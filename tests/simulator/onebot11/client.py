"""A bare WebSocket client of OneBot 11: answers are found by echo."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.simulator.bare_client import LIMIT, BareClient, Frame


class RawClient(BareClient):
    """One connection."""

    probe = "get_version_info"

    def _sort(self, frame: Frame) -> None:
        if "post_type" in frame:
            self._events.append(frame)
        else:
            self._answers[str(frame["echo"])] = frame

    async def send(self, action: str, **params: Any) -> str:
        """Send a call; its echo."""
        echo = f"e{next(self._numbers)}"
        await self.socket.send(json.dumps({"action": action, "params": params, "echo": echo}))
        return echo

    async def call(self, action: str, /, **params: Any) -> Frame:
        """Send a call and wait for its answer."""
        return await self.answer(await self.send(action, **params))

    async def data(self, action: str, **params: Any) -> Any:
        """The data of a call that succeeds."""
        answer = await self.call(action, **params)
        assert answer["status"] == "ok", answer
        assert answer["retcode"] == 0
        return answer.get("data")

    async def wording(self, action: str, **params: Any) -> str:
        """What a call says that fails with retcode 1200."""
        answer = await self.call(action, **params)
        assert (answer["status"], answer["retcode"], answer["data"]) == ("failed", 1200, None), answer
        assert answer["message"] == answer["wording"]
        return str(answer["wording"])

    async def refused_parameter(self, action: str, **params: Any) -> str:
        """What a call says whose parameters the schema refuses."""
        answer = await self.call(action, **params)
        assert (answer["status"], answer["retcode"]) == ("failed", 1400), answer
        return str(answer["wording"])


async def get(url: str) -> tuple[int, bytes]:
    """Status and body of a link, over a bare connection."""
    place, _, path = url.removeprefix("http://").partition("/")
    host, _, port = place.partition(":")
    async with asyncio.timeout(LIMIT):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        await writer.wait_closed()
    return int(head.split()[1]), body
