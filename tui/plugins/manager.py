"""The plugins as the interface knows them: a thread of its own that keeps hosts, hands them messages and answers their calls.

They see what others say by the store's changes, and act by the connection alone. Nothing runs until the user enables a plugin.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tui.chat import plugin_shape as shape
from tui.chat.ids import LocalId
from tui.chat.messages import Message, Sender
from tui.chat.segments import Segment, Text
from tui.chat.text import clean_name, clean_text, one_line
from tui.connection.loop_thread import LoopThread, end
from tui.locale import language, t
from tui.plugins import pipe, rights
from tui.plugins.dispatch import Dispatcher
from tui.plugins.facade import Caller, Facade, Suggestion
from tui.plugins.loading import find_plugins
from tui.plugins.process import MEGABYTES, Hooks, HostProcess, HostState, Timing, answer_of
from tui.plugins.rights import Pace, Rights
from tui.plugins.sending import Sending
from tui.plugins.values import CommandOffer, EntryOffer, LogLine, PluginStatus
from tui.store import conversations
from tui.store.changes import Changes
from tui.store.reader import Reader
from tui.store.rows import ConversationRow

if TYPE_CHECKING:
    from tui.connection.worker import Connection
    from tui.store.store import Store

log = logging.getLogger(__name__)

TOO_OLD = 5 * 60 * 1000
"""Milliseconds after which a message is not news any more, even where the platform tells of it as if it were."""

MOST_LINES = 1000
MOST_WAITING = 200
"""Messages that plugins look at together; more are passed over, and that is said."""

COMMAND_STOPS = "/."
"""What separates the parts of a command's name."""


class Plugins:
    """All plugins of *folder*. Public methods may be called from any thread and return at once.

    *on_suggestion* and *on_news* (states, offers or the log changed) are called on the plugins' own thread.
    """

    def __init__(self, store: Store, connection: Connection, folder: Path, timing: Timing | None = None) -> None:
        self._store = store
        self._connection = connection
        self._folder = folder
        self._timing = timing or Timing()
        self._on_suggestion: Callable[[Suggestion], None] = lambda suggestion: None
        self._on_news: Callable[[], None] = lambda: None
        self._thread = LoopThread("qiao-plugins", self._main, absent=lambda: RuntimeError("the plugins do not run"))
        self._changing = asyncio.Lock()
        self._paths: dict[str, Path] = {}
        self._rights: dict[str, Rights] = {}
        self._hosts: dict[str, HostProcess] = {}
        self._callers: dict[str, Caller] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._lines: deque[LogLine] = deque(maxlen=MOST_LINES)
        self._dispatcher = Dispatcher()
        self._looked_at: set[asyncio.Task[Any]] = set()

    def start(self, on_suggestion: Callable[[Suggestion], None], on_news: Callable[[], None]) -> None:
        """Start the thread, and the plugins that are enabled."""
        self._on_suggestion = on_suggestion
        self._on_news = on_news
        self._thread.start()

    def stop(self) -> None:
        """End all hosts. Nothing happens when never started."""
        self._thread.stop()

    # What the interface asks.

    def plugins(self) -> list[PluginStatus]:
        """Return the plugins that lie in the folder, by name."""
        return [self._status(name, path) for name, path in sorted(self._paths.items())]

    def _status(self, name: str, path: Path) -> PluginStatus:
        host = self._hosts.get(name)
        if host is None:
            return PluginStatus(name, path, HostState.OFF, self.rights(name))
        return PluginStatus(name, path, host.state, self.rights(name), clean_text(host.words, 2000), host.deaths, host.memory)

    def rights(self, name: str) -> Rights:
        """Return what *name* may do."""
        return self._rights.get(name, Rights())

    def log(self, name: str = "") -> list[LogLine]:
        """Return the last lines of the log, or those of one plugin."""
        return [line for line in tuple(self._lines) if name in ("", line.plugin)]

    def commands(self, row: ConversationRow) -> list[CommandOffer]:
        """Return the commands that can be typed in this conversation, by their text."""
        offers = []
        for name, loaded in self._loaded(row):
            start = "/" if "/" in loaded.starts or not loaded.starts else loaded.starts[0]
            for command in loaded.commands:
                aliases = tuple(one_line(start + alias) for alias in command.aliases)
                offers.append(CommandOffer(name, one_line(start + COMMAND_STOPS[0].join(command.name)), aliases))
        return sorted(offers, key=lambda offer: (offer.text, offer.plugin))

    def knows(self, row: ConversationRow, text: str) -> bool:
        """Return whether *text* calls a command here; what calls none is a message like any other."""
        return any(_calls(loaded, text) for _, loaded in self._loaded(row))

    def entries(self) -> list[EntryOffer]:
        """Return what plugins add to the palette."""
        offers = []
        for name, host in sorted(self._hosts.items()):
            if host.loaded is not None and self.rights(name).is_enabled:
                told = enumerate(host.loaded.entries)
                offers += [EntryOffer(name, index, clean_name(entry.title), entry.key) for index, entry in told]
        return offers

    def _loaded(self, row: ConversationRow) -> list[tuple[str, pipe.Loaded]]:
        hosts = sorted(self._hosts.items())
        return [(name, h.loaded) for name, h in hosts if h.loaded is not None and self.rights(name).hears(row.conversation)]

    # What the interface does.

    def set_rights(self, name: str, wanted: Rights) -> Future[None]:
        """Let *name* do just this from now on. Done when it is on disk and the plugin runs, or not."""
        wanted = replace(wanted, a_minute=max(1, min(wanted.a_minute, rights.MOST_SENDS_A_MINUTE)))
        return self._thread.call(self._set_rights(name, wanted))

    def enable(self, name: str, row: ConversationRow, is_on: bool) -> Future[None]:
        """Turn *name* on or off in one conversation; it runs as long as it is on in any."""
        now = self.rights(name)
        place = frozenset({rights.place(row.conversation)})
        places = now.conversations | place if is_on else now.conversations - place
        return self.set_rights(name, replace(now, is_enabled=bool(places), conversations=places))

    def reload(self, name: str = "") -> Future[None]:
        """Look into the folder again, and start one plugin or all of them anew."""
        return self._thread.call(self._reload(name))

    def run_command(self, row: ConversationRow, text: str, segments: tuple[Segment, ...] = ()) -> Future[bool]:
        """Run what the user typed as a command in *row*; the result says whether a plugin did it.

        *segments* are the same words with whom they mention, where they mention somebody.
        """
        return self._thread.call(self._run_command(row, segments or (Text(text),)))

    def press(self, name: str, index: int, row: ConversationRow, message: LocalId | None = None) -> Future[bool]:
        """Run an entry of the palette in *row*, with the message that is selected."""
        return self._thread.call(self._press(name, index, row, message))

    # On the thread.

    async def _main(self) -> None:
        self._reader: Reader = self._store.reader()
        self._sending = Sending(self._connection, self._reader)
        self._facade = Facade(self._connection, self._reader, self._sending, self._suggest)
        self._rights = rights.read(self._reader.setting(rights.SETTING))
        self._store.subscribe(self._changed)
        self._thread.keep(self._reload(""))  # one that loads for ever does not keep us from ending
        try:
            await self._thread.stopping.wait()
        finally:
            self._store.unsubscribe(self._changed)
            # First who may still start a host, then the hosts.
            await end(self._thread.tasks)
            await end([*self._running.values(), *self._thread.tasks])
            self._reader.close()

    async def _reload(self, name: str) -> None:
        async with self._changing:
            self._paths = await asyncio.to_thread(find_plugins, self._folder)
            for one in [name] if name else sorted({*self._paths, *self._hosts}):
                await self._end(one)
                self._begin(one)
            begun = [host.settled() for one, host in self._hosts.items() if name in ("", one)]
        self._on_news()
        await asyncio.gather(*begun)

    async def _set_rights(self, name: str, wanted: Rights) -> None:
        async with self._changing:
            self._rights = {**self._rights, name: wanted}
            kept = rights.write(self._rights)
            await asyncio.wrap_future(self._store.submit(lambda tx: conversations.set_setting(tx, rights.SETTING, kept)))
            if not wanted.is_enabled:
                await self._end(name)
            elif name not in self._hosts:
                self._begin(name)
            host = self._hosts.get(name)
        self._on_news()
        if host is not None:
            await host.settled()

    def _begin(self, name: str) -> None:
        path = self._paths.get(name)
        if path is None or not self.rights(name).is_enabled:
            return
        caller = Caller(name, lambda: self.rights(name), lambda text: self._log(name, text), Pace(), Pace(), Pace())
        self._callers[name] = self._callers.get(name, caller)  # what it did lately counts on when it is started anew
        hooks = Hooks(
            lambda call: self._facade.answer(self._callers[name], call),
            lambda text, is_error: self._log(name, text, is_error),
            self._on_news,
        )
        own = [shape.number(account.account.own_id) for account in self._reader.accounts()]
        host = HostProcess(pipe.Start(name, str(path), own, MEGABYTES, language()), hooks, self._timing)
        self._hosts = {**self._hosts, name: host}  # a new dict: other threads read the old one undisturbed
        self._running[name] = asyncio.create_task(host.run())

    async def _end(self, name: str) -> None:
        task = self._running.pop(name, None)
        self._hosts = {other: host for other, host in self._hosts.items() if other != name}
        if task is not None:
            await end([task])

    def _log(self, name: str, text: str, is_error: bool = False) -> None:
        shown = clean_text(text, 10_000)
        self._lines.append(LogLine(time.time_ns() // 1_000_000, name, shown, is_error))
        log.info("%s: %s", name, shown)
        self._on_news()

    def _suggest(self, suggestion: Suggestion) -> None:
        self._on_suggestion(suggestion)

    # Messages of others.

    def _changed(self, changes: Changes) -> None:
        """On the writer's thread, after each commit."""
        told = [
            (id, frozenset(change.heard), sorted(change.heard | change.live)) for id, change in changes.by_conversation.items()
        ]
        self._thread.tell(self._take, changes, [one for one in told if one[2]])

    def _take(self, changes: Changes, told: Sequence[tuple[int, frozenset[int], list[int]]]) -> None:
        self._sending.changed(changes)
        if not told or not self._hosts:
            return
        own = {account.account.own_id for account in self._reader.accounts()}
        oldest = time.time_ns() // 1_000_000 - TOO_OLD
        for conversation, heard, ids in told:
            row = self._reader.conversation(conversation)
            hosts = self._hosts_of(row) if row is not None else []
            if row is None or not hosts:
                continue
            asked_since = self._connection.asked_since(row.account)
            for message in self._reader.messages(ids).values():
                if message.is_own or message.is_notice or message.is_recalled or message.sender in own or message.time < oldest:
                    continue
                if message.id not in heard and (asked_since is None or message.time < asked_since // 1000 * 1000):
                    continue  # it fills a gap; where no events tell what is new, a page with what was said since then does
                if len(self._looked_at) >= MOST_WAITING:
                    self._log(hosts[0].name, t("plugins.log.passed_over"))
                    continue
                looking = self._thread.keep(self._dispatcher.dispatch(hosts, self._facade.event(row, message), conversation))
                self._looked_at.add(looking)
                looking.add_done_callback(self._looked_at.discard)

    def _hosts_of(self, row: ConversationRow) -> list[HostProcess]:
        return [
            host
            for name, host in sorted(self._hosts.items())
            if host.state is HostState.RUNNING and self.rights(name).hears(row.conversation)
        ]

    # What the user does.

    async def _run_command(self, row: ConversationRow, segments: tuple[Segment, ...]) -> bool:
        event = self._own_event(row, segments)
        return await self._dispatcher.dispatch(self._hosts_of(row), event, row.id, is_typed=True)

    async def _press(self, name: str, index: int, row: ConversationRow, message: LocalId | None) -> bool:
        host = self._hosts.get(name)
        if host is None:
            return False
        chosen = self._reader.message(message) if message is not None else None
        event = self._facade.event(row, chosen) if chosen is not None else self._own_event(row, ())
        id = host.next_id()
        handled = await answer_of(host.post(id, pipe.Press(id, index, event, row.id)), pipe.Handled)
        return handled is not None and handled.is_handled

    def _own_event(self, row: ConversationRow, segments: tuple[Segment, ...]) -> dict[str, Any]:
        account = row.conversation.account
        member = self._reader.member(row.id, account.own_id) if row.conversation.is_group else None
        sender = Sender(account.own_id, self._reader.own_name(account), member.card if member else "")
        if member is not None:
            sender = replace(sender, role=member.role, title=member.title)
        now = time.time_ns() // 1_000_000
        message = Message(row.conversation, "", sender, now, segments, is_own=True, via=row.via)
        return {**shape.event_of(message), "to_me": True}


def _calls(loaded: pipe.Loaded, text: str) -> bool:
    """Whether *text* names a command; patterns are not looked at: what only they would match goes out as it was typed."""
    start = max((start for start in loaded.starts if text.startswith(start)), key=len, default=None)
    if start is None:
        return False
    word, *_ = text[len(start) :].split(maxsplit=1) or [""]
    return any(
        word in command.aliases or any(stop.join(command.name) == word for stop in COMMAND_STOPS) for command in loaded.commands
    )
