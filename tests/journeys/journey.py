"""One person's session: the real app, store and connection under Textual's Pilot, against the simulated NapCat."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from tests.journeys.roads import Dialled, Road
from tui import locale
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import SendState
from tui.chat.segments import plain_text
from tui.config import Config, Paths
from tui.connection.link import AccountSetup
from tui.connection.status import LinkState
from tui.connection.wire_log import WireLog
from tui.connection.worker import Connection
from tui.platforms.base import Platform
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.serving import Serving
from tui.simulator.world import World, small_world
from tui.store.changes import Changes
from tui.store.rows import ConversationRow, MessageRow
from tui.store.store import Store
from tui.ui.app import QiaoApp
from tui.ui.screens.main import Main
from tui.ui.services import Services

if TYPE_CHECKING:
    from tui.plugins.manager import Plugins

T = TypeVar("T")
S = TypeVar("S", bound=Screen[Any])

ME = AccountId("onebot11", "10001")
OWNED = ConversationId(ME, ConversationKind.GROUP, "30001")
GROUP = ConversationId(ME, ConversationKind.GROUP, "30002")
PLAIN = ConversationId(ME, ConversationKind.GROUP, "30003")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20001")
OTHER_FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20002")

PATIENCE = 20.0
"""Seconds after which what was awaited will not come any more."""

HOPS = 4
"""Messages that follow from one another until what a key does is done."""

CHARACTERS = {
    "space": " ", "slash": "/", "at": "@", "greater_than_sign": ">", "question_mark": "?", "left_square_bracket": "[",
    "right_square_bracket": "]", "enter": "\r", "tab": "\t",
}  # fmt: skip
"""Keys that are named by a word, and what a terminal sends for them."""

LOOK_AGAIN = 0.1
"""Seconds after which a condition is looked at without a sign that something changed: not all that changes is painted."""

WIDE = (120, 36)
USUAL = (80, 24)
NARROW = (60, 20)


class WatchedApp(QiaoApp):
    """The app as it is; *on_painted* is called after every frame."""

    on_painted: Callable[[], None] = staticmethod(lambda: None)
    bells = 0

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        self.on_painted()

    def bell(self) -> None:
        """Count instead of ringing."""
        self.bells += 1


class Journey:
    """A running app. Keys are pressed, conditions awaited: they are looked at after every frame and every change of the store."""

    def __init__(
        self,
        folder: Path,
        server: Any,
        setups: Sequence[AccountSetup],
        config: Config,
        wire_log: WireLog | None,
        road: Road,
    ) -> None:
        paths = Paths(config.path, folder / "config", folder, folder, folder / "qiao.log")
        self.server = server
        self.road = road
        self.store = Store(folder)
        self.reader = self.store.reader()
        self.connection = Connection(self.store, setups, pause=0.0, wire_log=wire_log)
        self.plugins: Plugins | None = None
        self.services = Services.build(config, paths, self.store, self.reader, self.connection, open_plugins=self._open_plugins)
        self.app = WatchedApp(self.services)
        self.app.on_painted = self._note
        self.now = 0.0
        self.app.reading._clock = lambda: self.now
        self.app.reading._last_key = -5.0
        self.copied: list[str] = []
        self.app.copy_to_clipboard = self.copied.append  # type: ignore[method-assign]
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._pilot: Pilot[int] | None = None
        self.store.subscribe(self._changed)

    # What there is --------------------------------------------------------------------------------------------------------

    @property
    def main(self) -> Main:
        """The main screen."""
        return self.app.main

    @property
    def pilot(self) -> Pilot[int]:
        """Textual's pilot of the running app."""
        assert self._pilot is not None
        return self._pilot

    @property
    def screen(self) -> str:
        """What stands on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def row(self, where: ConversationId) -> ConversationRow:
        """The conversation *where* in the store."""
        found = self.reader.find_conversation(where)
        assert found is not None, where
        return found

    def messages(self, where: ConversationId) -> list[MessageRow]:
        """The messages of *where* without the quiet system lines."""
        return [row for row in self.reader.page(self.row(where).id, limit=2000) if not row.is_notice]

    def texts(self, where: ConversationId) -> list[str]:
        """The words of all messages of *where*."""
        return [plain_text(row.segments) for row in self.messages(where)]

    def calls(self, action: str) -> list[dict[str, Any]]:
        """The parameters of each call of *action* that reached the other side."""
        return [call.params for call in self.server.calls if call.action == action]

    def wired(self, what: str) -> list[dict[str, Any]]:
        """The parameters of each call by which the other side was told of *what*, whatever it calls that (``Road.wire``)."""
        return [call.params for call in self.server.calls if call.action in self.road.wire[what]]

    def heard(self, where: ConversationId) -> Sequence[Any]:
        """What has been said in *where* as the other side knows it."""
        return self.road.heard(self.server, where)

    # What a person does ---------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press *keys*, each after what the one before led to."""
        driver = self.app._driver
        assert driver is not None
        await self.caught_up()
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            character = key if len(key) == 1 else CHARACTERS.get(key)
            event = events.Key(name, character)
            event.set_sender(self.app)
            turn = self.app._turn
            driver.send_message(event)
            await self.settle()
            if self.app._turn != turn:  # it had to wait for the key before
                while self.app._typed:
                    await self.settle()
                await self.settle()

    async def caught_up(self) -> None:
        """Wait until the screen knows what the store knows: a person acts on what they see."""
        for _ in range(2):  # a job is done before its batch is told of, but after all earlier ones were
            await asyncio.wrap_future(self.store.submit(lambda tx: None))
        await self.until(lambda: not self.app._is_scheduled, "the screen")
        await self.settle()

    async def settle(self) -> None:
        """Let everything happen that follows from what was done: a message may lead to another one, and that to a third.

        Textual's own ``Pilot.pause`` waits for an idle processor instead, which takes a tenth of a second a key.
        """
        for _ in range(HOPS):
            await self.pilot._wait_for_screen()
        self.app.screen._on_timer_update()

    async def type(self, text: str) -> None:
        """Type *text* letter by letter."""
        await self.press(*text)

    async def open(self, where: ConversationId) -> None:
        """Open *where*, as soon as it is listed."""
        await self.until(lambda: self.reader.find_conversation(where))
        await self.until(lambda: self.row(where).id in self.main.sidebar.rows)
        self.main.open(self.row(where).id)
        await self.until(lambda: self.main.pane.conversation == self.row(where).id)
        await self.settle()

    async def look(self, seconds: float) -> None:
        """Sit before the screen for so long, as far as reading is concerned."""
        await self.settle()
        self.now += seconds
        self.app.reading.tick()
        await self.settle()

    async def select(self, text: str) -> None:
        """Put the cursor of the pane on the message that says *text*, going up with the keys."""
        self.main.pane.focus()
        await self.settle()
        await self.press("up", "end")
        for _ in range(60):
            row = self.main.pane.cursor_row
            if row is not None and text in plain_text(row.segments):
                return
            await self.press("k")
        raise AssertionError(f"no message says {text!r}\n{self.screen}")

    # What is awaited ------------------------------------------------------------------------------------------------------

    async def until(self, look: Callable[[], T], what: str = "") -> T:
        """Return what *look* returns as soon as that is true."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := look()):
                    self._news.clear()
                    try:
                        async with asyncio.timeout(LOOK_AGAIN):
                            await self._news.wait()
                    except TimeoutError:
                        continue
        except TimeoutError:
            raise AssertionError(f"never came: {what}\n{self.screen}") from None
        return found

    async def shows(self, *texts: str) -> None:
        """Wait until all *texts* stand on the screen."""
        for text in texts:
            await self.until(lambda text=text: text in self.screen, f"{text!r} on the screen")  # type: ignore[misc]

    async def hides(self, text: str) -> None:
        """Wait until *text* no longer stands on the screen."""
        await self.until(lambda: text not in self.screen, f"{text!r} gone")

    async def says(self, text: str) -> None:
        """Wait until the status line says *text*."""
        await self.until(lambda: (notice := self.main.status.notice) and text in notice.text, f"{text!r} in the status line")

    async def asked(self, screen: type[S]) -> S:
        """Wait until a screen of this kind is up, and return it."""
        await self.until(lambda: isinstance(self.app.screen, screen), screen.__name__)
        await self.settle()
        assert isinstance(self.app.screen, screen)
        return self.app.screen

    async def is_back(self) -> None:
        """Wait until the main screen is up again."""
        await self.asked(Main)

    async def called(self, action: str, count: int = 1) -> dict[str, Any]:
        """Wait until *action* was called *count* times; return the parameters of the last."""
        await self.until(lambda: len(self.calls(action)) >= count, f"{count} x {action}")
        return self.calls(action)[-1]

    async def was_wired(self, what: str, count: int = 1) -> dict[str, Any]:
        """Wait until the other side was told of *what* so often; return the parameters of the last call."""
        await self.until(lambda: len(self.wired(what)) >= count, f"{count} x {what}")
        return self.wired(what)[-1]

    async def sent(self, where: ConversationId, count: int = 1) -> None:
        """Wait until so many messages of ours in *where* are known to have been sent, and none is on its way."""
        wanted = [SendState.SENT] * count
        await self.until(lambda: [row.state for row in self.messages(where) if row.is_own] == wanted, f"{count} sent")

    async def members(self, where: ConversationId) -> None:
        """Wait until the members of *where*, which is open, are known."""
        await self.until(lambda: len(self.reader.members(self.row(where).id)) == 6, "the members")

    async def online(self) -> None:
        """Wait until the account is connected and its first sync is over."""
        await self.link(LinkState.ONLINE)
        await self.until(lambda: any(account.is_synced for account in self.reader.accounts()), "synced")
        await self.until(lambda: self.main.sidebar.rows, "a list")

    async def link(self, state: LinkState) -> None:
        """Wait until the first account's link is in *state*, and the status line knows."""
        await self.until(lambda: [status.state for status in self.main.status._accounts[:1]] == [state], state.value)

    async def lose_the_network(self) -> None:
        """Break the connection; it stays broken until :meth:`find_the_network`."""
        self.server.refuse()
        await self.server.drop()
        await self.link(LinkState.WAITING)

    async def find_the_network(self) -> None:
        """Let the account connect again, at once."""
        self.server.reopen()
        self.connection.reconnect()
        await self.link(LinkState.ONLINE)

    # How it runs ----------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self, size: tuple[int, int]) -> AsyncIterator[None]:
        """Run the app on a screen of *size* until the block is left; then stop everything, in the order of ``tui.compose``."""
        switch_interval = sys.getswitchinterval()
        try:
            async with self.app.run_test(size=size) as pilot:
                self._pilot = pilot
                yield
        finally:
            self.store.unsubscribe(self._changed)
            if self.plugins is not None:
                await asyncio.to_thread(self.plugins.stop)
            await asyncio.to_thread(self.connection.stop)
            self.reader.close()
            await asyncio.to_thread(self.store.close)
            sys.setswitchinterval(switch_interval)

    def _open_plugins(self) -> Plugins:
        """As ``tui.compose`` does."""
        from tui.plugins.manager import Plugins

        self.plugins = Plugins(self.store, self.connection, self.services.paths.config_dir / "plugins")
        return self.plugins

    def _note(self) -> None:
        self._news.set()

    def _changed(self, _: Changes) -> None:
        self._loop.call_soon_threadsafe(self._news.set)


@asynccontextmanager
async def session(
    folder: Path,
    server: Serving,
    *,
    road: Road | None = None,
    size: tuple[int, int] = WIDE,
    language: str = "zh",
    token: str = "",
    read_only: bool = False,
    waits: bool = True,
    settings: Settings | None = None,
    make: Callable[[], Platform] | None = None,
    also: Sequence[AccountSetup] = (),
    wire_log: WireLog | None = None,
    **config: Any,
) -> AsyncIterator[Journey]:
    """Run the app with its data in *folder* against *server*; with *waits*, until it is online. *config*: fields of Config.

    *road* is that on which *server* is reached; without one, *settings* are those of another way to NapCat than dialling it,
    and *make* makes another platform; *also*: more accounts.
    """
    before = locale.language()
    locale.set_language(language)
    reached = settings or Settings(url=getattr(server, "url", ""), token=token)
    make = make or (road.platform if road else lambda: OneBot11(reached))
    setup = AccountSetup("main", make, True, read_only)
    config.setdefault("timezone", "Asia/Shanghai")
    configured = Config(folder / "config.toml", language=language, **config)
    journey = Journey(folder, server, [setup, *also], configured, wire_log, road or Dialled())
    try:
        async with journey.running(size):
            if waits:
                await journey.online()
            yield journey
    finally:
        locale.set_language(before)


@asynccontextmanager
async def journey(
    folder: Path, world: World | None = None, *, road: Road | None = None, server: dict[str, Any] | None = None, **options: Any
) -> AsyncIterator[Journey]:
    """Run what stands at the end of *road* over *world* (the small one) and the app against it; *server* are its options.

    Without a road it is a simulated NapCat that takes all options of OneBotServer.
    """
    if road is not None:
        async with (
            road.serve(world or small_world(), **(server or {})) as reached,
            session(folder, reached, road=road, **options) as begun,
        ):
            yield begun
        return
    async with (
        OneBotServer(world or small_world(), **{"heartbeat": 5.0, **(server or {})}) as running,
        session(folder, running, **options) as begun,
    ):
        yield begun
