"""Plugins over a whole connection to the simulated NapCat: real wire, real store, real host processes, no screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any, TypeVar

from tests.connection.harness import FRIEND, GROUP, Client, running
from tui.chat.ids import ConversationId
from tui.chat.segments import plain_text
from tui.locale import set_language
from tui.plugins.facade import Suggestion
from tui.plugins.manager import Plugins
from tui.plugins.process import HostState, Timing
from tui.plugins.rights import Rights, place
from tui.plugins.values import PluginStatus
from tui.simulator.model import Message
from tui.simulator.onebot11.server import OneBotServer

T = TypeVar("T")
PATIENCE = 30.0
QUICK = Timing(ping_every=0.05, answer_within=1.0, load_within=20.0, restart_after=0.05, most_deaths=3)

__all__ = ["FRIEND", "GROUP", "PATIENCE", "QUICK", "Rig", "rig"]


class Rig:
    """The plugins of *folder*, beside a client that is online."""

    def __init__(self, server: OneBotServer, client: Client, folder: Path, timing: Timing | None) -> None:
        self.server = server
        self.client = client
        self.folder = folder
        self.suggestions: list[Suggestion] = []
        set_language("en")  # the words of the log, which plugins' processes speak too
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        folder.mkdir(exist_ok=True)
        self.plugins = Plugins(client.store, client.connection, folder, timing)
        client.store.subscribe(lambda _: self._tell())
        self.plugins.start(self._suggested, self._tell)

    def write(self, name: str, source: str) -> None:
        """Put the plugin *name* into the folder."""
        (self.folder / f"{name}.py").write_text(dedent(source), encoding="utf-8")

    async def let(self, name: str, *where: ConversationId, **more: Any) -> None:
        """Enable *name* in these conversations, with more rights as given."""
        for conversation in where:
            await self.client.row(conversation)
        await asyncio.wrap_future(self.plugins.reload())
        rights = Rights(True, frozenset(map(place, where)), **more)
        await asyncio.wrap_future(self.plugins.set_rights(name, rights))

    async def add(self, name: str, source: str, *where: ConversationId, **more: Any) -> None:
        """Write a plugin, and enable it."""
        self.write(name, source)
        await self.let(name, *where, **more)
        assert self.status(name).state is HostState.RUNNING, self.logged(name)

    def status(self, name: str) -> PluginStatus:
        """Return how *name* stands."""
        return next(status for status in self.plugins.plugins() if status.name == name)

    def logged(self, name: str = "") -> str:
        """Return the log as one text."""
        return "\n".join(line.text for line in self.plugins.log(name))

    def suggested(self) -> list[str]:
        """Return the words of the suggestions."""
        return [plain_text(suggestion.segments) for suggestion in self.suggestions]

    async def until(self, look: Callable[[], T]) -> T:
        """Return what *look* returns as soon as it is true; it is asked again after every news."""

        async def wait() -> T:
            while True:
                self._news.clear()
                if found := look():
                    return found
                await self._news.wait()

        try:
            return await asyncio.wait_for(wait(), PATIENCE)
        except TimeoutError:
            raise AssertionError(f"never came; suggested {self.suggested()}, logged:\n{self.logged()}") from None

    async def say(self, text: str, user: str = "20001", group: str = "30002") -> Message:
        """Let somebody say something in a group, and wait until it is in the store."""
        return await self.server.say_group(group, user, text)

    async def tell(self, text: str, user: str = "20001") -> Message:
        """Let a friend say something in private."""
        return await self.server.say_private(user, text)

    def _suggested(self, suggestion: Suggestion) -> None:
        self.suggestions.append(suggestion)
        self._tell()

    def _tell(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)


@asynccontextmanager
async def rig(folder: Path, timing: Timing | None = None, **options: Any) -> AsyncIterator[Rig]:
    """A rig at home in *folder*."""
    async with running(folder / "data", **options) as (server, client):
        made = Rig(server, client, folder / "plugins", timing)
        try:
            yield made
        finally:
            await asyncio.to_thread(made.plugins.stop)
