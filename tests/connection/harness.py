"""A whole connection against the simulated NapCat: real wire, real store, no screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.segments import Segment, Text
from tui.connection.link import AccountSetup
from tui.connection.status import AccountStatus, LinkState
from tui.connection.wire_log import WireLog
from tui.connection.worker import Connection
from tui.platforms.base import Platform
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.store.rows import ConversationRow, MessageRow
from tui.store.store import Store

T = TypeVar("T")
ME = AccountId("onebot11", "10001")
GROUP = ConversationId(ME, ConversationKind.GROUP, "30002")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20001")
PATIENCE = 20.0


class Client:
    """One running connection over a store in *folder*; everything is awaited, nothing is slept for."""

    def __init__(
        self,
        folder: Path,
        url: str,
        *,
        token: str = "",
        mark_read: bool = True,
        read_only: bool = False,
        wire_log: WireLog | None = None,
        make: Callable[[], Platform] | None = None,
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.store = Store(folder)
        self.reader = self.store.reader()
        self._changed = asyncio.Event()
        self.statuses: list[AccountStatus] = []
        self.store.subscribe(lambda _: self._poke())
        make = make or (lambda: OneBot11(Settings(url=url, token=token)))
        setup = AccountSetup("main", make, mark_read, read_only)
        self.connection = Connection(self.store, [setup], pause=0.0, wire_log=wire_log)
        self.connection.start(self._on_status)

    async def close(self) -> None:
        """Stop everything and let go of the folder."""
        await asyncio.to_thread(self.connection.stop)
        self.reader.close()
        await asyncio.to_thread(self.store.close)

    async def until(self, look: Callable[[], T]) -> T:
        """Return what *look* returns as soon as it is true; it is asked again after every change."""

        async def wait() -> T:
            while True:
                self._changed.clear()
                found = look()
                if found:
                    return found
                await self._changed.wait()

        return await asyncio.wait_for(wait(), PATIENCE)

    async def online(self) -> None:
        """Wait until the account is connected and its first sync is over."""
        await self.until(lambda: self.statuses and self.statuses[-1].state is LinkState.ONLINE)
        await self.until(lambda: any(account.is_synced for account in self.reader.accounts()))

    async def row(self, where: ConversationId) -> ConversationRow:
        """Return a conversation, as soon as there is one."""
        return await self.until(lambda: self.reader.find_conversation(where))  # type: ignore[return-value]

    def messages(self, where: ConversationId) -> list[MessageRow]:
        """Return all messages of a conversation, [] when there is none."""
        row = self.reader.find_conversation(where)
        return self.reader.page(row.id, limit=1000) if row else []

    def texts(self, where: ConversationId) -> list[str]:
        """Return the words of all messages, in order."""
        return ["".join(s.text for s in m.segments if isinstance(s, Text)) for m in self.messages(where) if not m.is_notice]

    async def send(self, where: ConversationId, *segments: Segment | str) -> int:
        """Send, as the interface does; return the LocalId once it is on disk."""
        row = await self.row(where)
        parts = [Text(part) if isinstance(part, str) else part for part in segments]
        return await asyncio.wrap_future(self.connection.send(row, "我", parts))

    def _on_status(self, status: AccountStatus) -> None:
        self.loop.call_soon_threadsafe(self._note, status)

    def _note(self, status: AccountStatus) -> None:
        self.statuses.append(status)
        self._changed.set()

    def _poke(self) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._changed.set)


@asynccontextmanager
async def running(folder: Path, **options: Any) -> AsyncIterator[tuple[OneBotServer, Client]]:
    """A simulated NapCat with the small world and a client that is online; *options* are the client's, but for the first two."""
    report_self, heartbeat = options.pop("report_self", False), options.pop("heartbeat", 5.0)
    async with OneBotServer(small_world(), report_self=report_self, heartbeat=heartbeat) as server:
        client = Client(folder, server.url, **options)
        try:
            await client.online()
            yield server, client
        finally:
            await client.close()
