"""NapCat's HTTP client: every event is posted once to an address, signed, and what is answered is done at once."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from tui.simulator import traffic
from tui.simulator.onebot11 import quick
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.posting import Poster

LOOK_EVERY = 1.0


class WebhookPoster(Poster):
    """Posts the events of `server` to `url`, in order. `statuses` are what was answered, 0 where nobody answered.

    NapCat signs with the adapter's token, greets nobody here, sends no heartbeat, and tries nothing a second time. That somebody
    began to listen there is told to `server.on_connected`, as of a client that dials.
    """

    def __init__(self, server: OneBotServer, url: str, secret: str = "") -> None:
        super().__init__(server.outlets, url)
        self.statuses: list[int] = []
        self._server = server
        self._secret = secret
        self._watching: asyncio.Task[None] | None = None
        self._is_taken = False

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._watch())
        return await super().__aenter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._watching is not None
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        await super().__aexit__(kind, error, trace)

    def went_astray(self) -> None:
        """Note it, and look whether anybody listens."""
        self.statuses.append(0)
        self._is_taken = False

    async def _watch(self) -> None:
        # Who listens is knocked at no more: a server that takes requests would log each time that none came.
        place = urlsplit(self.url)
        while True:
            if not self._is_taken and self._server.on_connected is not None:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection(place.hostname, place.port or 80)
                    writer.close()
                    self._is_taken = True
                    self._server.on_connected()
            await asyncio.sleep(LOOK_EVERY)

    async def post(self, client: httpx.AsyncClient, text: str) -> None:
        """Post an event, signed where there is a secret, and do what is answered."""
        body = text.encode()
        headers = {"content-type": "application/json", "x-self-id": self._server.self_id}
        if self._secret:
            headers["x-signature"] = f"sha1={hmac.new(self._secret.encode(), body, hashlib.sha1).hexdigest()}"
        reply = await client.post(self.url, content=body, headers=headers)
        self.statuses.append(reply.status_code)
        if not reply.is_success:
            traffic.log.info("-- %s did not take an event: HTTP %d", self.url, reply.status_code)
        with contextlib.suppress(ValueError):
            operation = json.loads(reply.content or b"null")
            if isinstance(operation, dict) and reply.is_success:
                await quick.handle(self._server.shapes, Params({"context": json.loads(text), "operation": operation}))
