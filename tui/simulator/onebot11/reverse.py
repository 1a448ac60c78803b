"""NapCat's WebSocket client: it dials whoever listens for it, again and again, and then serves as if it had been dialled."""

from __future__ import annotations

from websockets.asyncio.client import connect

from tui.simulator.dialling import HANDSHAKE_SECONDS, RECONNECT_SECONDS, Dialler
from tui.simulator.onebot11.server import MAX_FRAME, OneBotServer


class ReverseDialler(Dialler):
    """Keeps one connection of `server` to `url`. `every`: seconds between two attempts, NapCat's reconnectInterval."""

    def __init__(self, server: OneBotServer, url: str, *, token: str = "", every: float = RECONNECT_SECONDS) -> None:
        super().__init__(server, url, every)
        self._server = server
        self._token = token

    async def dial(self) -> None:
        """Dial once."""
        # NapCat sends the header without a token, too.
        headers = {"x-self-id": self._server.self_id, "x-client-role": "Universal", "authorization": f"Bearer {self._token}"}
        async with connect(
            self.url,
            additional_headers=headers,
            user_agent_header="OneBot/11",
            compression=None,
            max_size=MAX_FRAME,
            ping_interval=None,
            open_timeout=HANDSHAKE_SECONDS,
            proxy=None,
        ) as socket:
            await self._server.serve(socket)
