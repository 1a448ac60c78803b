"""Where plugins meet the screen: opened after the first frame; their suggestions, commands, entries and keys are offered."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.chat.text import clean_name
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.command_table import Command, Place
from tui.ui.key_names import BadKeyName, canonical, is_printable, label
from tui.ui.suggestions import Suggestions
from tui.ui.widgets.plugin_line import PluginLine, PluginWords

# The plugins' own code costs as much to import as a tenth of the first frame, and most people have none.
if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.chat.names import NameIndex
    from tui.plugins.facade import Suggestion
    from tui.plugins.manager import Plugins
    from tui.plugins.values import EntryOffer
    from tui.ui.completion import Choice
    from tui.ui.screens.main import Main
    from tui.ui.widgets.composer import Composer, ComposerState

GATHER = 0.1
"""Seconds for which news are gathered: a plugin that floods its log does not keep the screen busy."""

SAY_EVERY = 20.0
"""Seconds between two notices of what one plugin does wrong; all of it stands in the log."""

TROUBLES = ("broken", "given_up")
_PREVIEW = 300
_RUNS, _SENT, _WAITS = "runs", "sent", "waits"
_TAKEN = (Place.ALWAYS, Place.ANYWHERE, Place.SIDEBAR, Place.COMPOSER, Place.MESSAGES, Place.MEMBERS)
"""Where a key of ours means something on the main screen, so that no plugin gets it."""


Call = tuple[int, str]
"""Where (store id) and by which word a command is called."""


class PluginCommand(Command, frozen=True):
    """An entry that a plugin adds to palette and help."""

    title: str = ""

    @property
    def help(self) -> str:
        """Its title, and whose it is."""
        return self.title


class PluginDesk:
    """The interface's side of the plugins, for *main*. All methods but those that say otherwise run on the interface's thread."""

    def __init__(self, main: Main) -> None:
        self._main = main
        self.plugins: Plugins | None = None
        self.suggestions = Suggestions()
        self.listeners: set[Callable[[], None]] = set()
        self.commands: tuple[PluginCommand, ...] = ()
        """What is in the palette now; the key of each is one that is free."""
        self._keys: dict[str, str] = {}
        self._is_opening = False
        self._line: PluginLine | None = None
        self._gathering: Timer | None = None
        self._promised: Call | None = None
        self._literal: Call | None = None
        self._states: dict[str, str] = {}
        self._said_at: dict[str, float] = {}
        self._told: set[tuple[str, str]] = set()
        self._newest = time.time_ns() // 1_000_000

    # Opening -----------------------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> str:
        """Where plugins are looked for."""
        return str(self._main.services.paths.config_dir / "plugins")

    def open(self) -> None:
        """Start the plugins' thread, unless it runs or there are no plugins."""
        if self.plugins is None and not self._is_opening and self._main.services.open_plugins is not None:
            self._is_opening = True
            self._main.start(self._open(), t("plugins.ui.opening"))

    async def _open(self) -> None:
        try:
            self.plugins = await asyncio.to_thread(self._start)
        finally:
            self._is_opening = False
        if self.plugins is not None:
            self._news_came()

    def _start(self) -> Plugins | None:
        """On a thread of its own."""
        open_plugins = self._main.services.open_plugins
        if open_plugins is None or not _has_plugins(self.folder):
            return None
        plugins = open_plugins()
        plugins.start(self._suggested, self._news)
        return plugins

    # What the plugins' thread tells ------------------------------------------------------------------------------------------

    def _suggested(self, suggestion: Suggestion) -> None:
        """On the plugins' thread."""
        if self._main.is_running:
            self._main.call_later(self._add, suggestion)

    def _news(self) -> None:
        """On the plugins' thread."""
        if self._gathering is None and self._main.is_running:
            self._main.call_later(self._news_came)

    def _news_came(self) -> None:
        if self._gathering is None and self._main.is_mounted:
            self._gathering = self._main.set_timer(GATHER, self._show_news)

    def _add(self, suggestion: Suggestion) -> None:
        self.suggestions.add(suggestion)
        self.show()

    def _show_news(self) -> None:
        self._gathering = None
        if self.plugins is None:
            return
        self._offer_entries(self.plugins)
        self._say_troubles(self.plugins)
        self.show()
        for listener in tuple(self.listeners):
            listener()

    def _say_troubles(self, plugins: Plugins) -> None:
        """Say in the status line, now and then, what went wrong, and which key shows the log."""
        main, key = self._main, self._main.services.keys.label_for("plugins.open")
        for status in plugins.plugins():
            state, before = status.state.value, self._states.get(status.name)
            self._states[status.name] = state
            if state in TROUBLES and state != before:
                said = {"plugin": status.name, "state": t(f"plugins.state.{state}"), "why": last_line(status.words)}
                main.say(t("plugins.ui.trouble", key=key, **said), is_good=False)
        lines = plugins.log()
        for line in lines:
            if line.time > self._newest and line.is_error and self._states.get(line.plugin) not in TROUBLES:
                now = time.monotonic()
                if now - self._said_at.get(line.plugin, float("-inf")) >= SAY_EVERY:
                    self._said_at[line.plugin] = now
                    main.say(t("plugins.ui.went_wrong", plugin=line.plugin, why=last_line(line.text), key=key), is_good=False)
        self._newest = max((line.time for line in lines), default=self._newest)

    # Suggestions and commands above the composer -----------------------------------------------------------------------------

    def show(self) -> None:
        """Show above the composer what concerns the open conversation, and mark the others."""
        if self.plugins is None:
            return
        main = self._main
        main.sidebar.set_suggested(self.suggestions.places)
        row = main.current
        call = self._call_in(row, main.composer.snapshot()) if row is not None else None
        way = self._way_of(row, call, main.composer.text)
        self._promised = call if way in (_RUNS, _WAITS) else None
        self._literal = call if way == _SENT else None
        suggestion = self.suggestions.first(row.id) if row is not None else None
        words = None
        if call is not None and way:
            words = PluginWords(t(f"plugins.ui.{way}", command=clean_name(call[1], 40)), t(f"plugins.ui.{way}_keys"))
        elif suggestion is not None:
            words = self._words_of(suggestion)
        if self._line is None:
            if words is None:
                return
            self._line = PluginLine(id="plugin_line")
            main.query_one("#chat").mount(self._line, before=main.composer)
        self._line.show(words)

    def _call_in(self, row: ConversationRow, state: ComposerState) -> Call | None:
        """Return where and by which word what stands there might call a command; with a quote or files it is a message."""
        if self.plugins is None or state.quote is not None or state.attached or not state.text[:1].strip():
            return None
        return row.id, state.text[:200].split(maxsplit=1)[0]

    def _way_of(self, row: ConversationRow | None, call: Call | None, text: str) -> str:
        """Return what enter does: a plugin runs it, it is sent though one would, it waits for one that ended; "": none of it."""
        if row is None or call is None or self.plugins is None:
            return ""
        if self._literal == call:
            return _SENT
        if self.plugins.knows(row, text):
            return _RUNS
        return _WAITS if self._promised == call else ""

    def _words_of(self, suggestion: Suggestion) -> PluginWords:
        from tui.ui.describe import preview

        count = self.suggestions.count(suggestion.conversation)
        head = t("plugins.ui.suggests", plugin=suggestion.plugin)
        if count > 1:
            head += t("plugins.ui.more", count=count - 1)
        label_for = self._main.services.keys.label_for
        is_empty = self._main.composer.is_empty
        take = label_for("composer.complete") if is_empty else label_for("suggestion.take")
        keys = t("plugins.ui.suggests_keys", take=take, drop=label_for("composer.drop_quote"))
        return PluginWords(head, keys, preview(suggestion.segments)[:_PREVIEW])

    def take(self) -> bool:
        """Put what is suggested here into the composer, to be changed and sent; what is no text is sent after a yes."""
        main, row = self._main, self._main.current
        suggestion = self.suggestions.first(row.id) if row is not None else None
        if row is None or suggestion is None:
            return False
        from tui.ui.commands import plugins

        plugins.take(main, row, suggestion)
        return True

    def drop(self, suggestion: Suggestion) -> None:
        """Forget *suggestion*: it was taken, or is not wanted."""
        self.suggestions.remove(suggestion)
        self.show()

    def escape(self) -> bool:
        """Let a command be sent as it stands, or be run after all; else drop what is suggested. False: there is neither."""
        main, row = self._main, self._main.current
        if row is None:
            return False
        call = self._call_in(row, main.composer.snapshot())
        if way := self._way_of(row, call, main.composer.text):
            self._literal = None if way == _SENT else call
            self.show()
            return True
        suggestion = self.suggestions.first(row.id)
        if suggestion is None:
            return False
        self.drop(suggestion)
        return True

    def index(self, row: ConversationRow) -> NameIndex[Choice]:
        """Return the commands that can be typed in *row*, for completion."""
        from tui.ui.completion import CommandChoice, command_index

        offers = self.plugins.commands(row) if self.plugins is not None else []
        return command_index(
            (CommandChoice(offer.text, t("plugins.ui.of", plugin=offer.plugin)), (offer.text, *offer.aliases))
            for offer in offers
            if offer.text.startswith("/")
        )

    def runs(self, row: ConversationRow, event: Composer.Submitted) -> bool:
        """Run what was submitted if it calls a plugin's command; False: it is a message."""
        from tui.ui.commands import plugins, sending

        way = self._way_of(row, self._call_in(row, event.state), event.text)
        self._promised = self._literal = None
        if way == _RUNS and self.plugins is not None:
            plugins.run(self._main, self.plugins, row, event)
        elif way == _WAITS:
            # What was to be between the user and a plugin that has just ended is not said to everybody.
            sending.give_back(self._main, row, event.state, t("plugins.ui.gone"))
        return way in (_RUNS, _WAITS)

    # Entries of the palette, and keys ----------------------------------------------------------------------------------------

    def _offer_entries(self, plugins: Plugins) -> None:
        made: list[PluginCommand] = []
        keys: dict[str, str] = {}
        for offer in plugins.entries():
            name = f"plugin.{offer.plugin}.{offer.index}"
            key = self._free_key(offer, keys)
            if key:
                keys[key] = name
            title = t("plugins.ui.entry", title=offer.title, plugin=offer.plugin)
            made.append(PluginCommand(name, Place.ANYWHERE, (key,) if key else (), title=title))
        self.commands, self._keys = tuple(made), keys

    def _free_key(self, offer: EntryOffer, taken: dict[str, str]) -> str:
        """Return the key that *offer* gets, "" for none; what is in its way is said once."""
        if not offer.key:
            return ""
        table = self._main.services.keys
        try:
            key = canonical(offer.key)
        except BadKeyName:
            self._refuse_key(offer, t("plugins.ui.key_bad"))
            return ""
        ours = next((found for place in _TAKEN if (found := table.command_at(place, key)) is not None), None)
        if ours is not None:
            self._refuse_key(offer, t("plugins.ui.key_ours", what=ours.help))
        elif key in taken:
            self._refuse_key(offer, t("plugins.ui.key_other", plugin=taken[key].split(".")[1]))
        elif is_printable(key) or key in ("enter", "escape", "tab", "shift+tab", "backspace", "delete"):
            self._refuse_key(offer, t("plugins.ui.key_typed"))
        else:
            return key
        return ""

    def _refuse_key(self, offer: EntryOffer, why: str) -> None:
        if (offer.plugin, offer.key) not in self._told:
            self._told.add((offer.plugin, offer.key))
            shown = clean_name(offer.key, 30)
            try:
                shown = label(canonical(offer.key))
            except BadKeyName:
                pass
            self._main.say(t("plugins.ui.key_refused", plugin=offer.plugin, key=shown, title=offer.title, why=why), is_good=False)

    def pressed(self, key: str) -> bool:
        """Do what a plugin bound to *key*, as an event names it; False: no plugin did."""
        if not self._keys:
            return False
        try:
            name = self._keys.get(canonical(key))
        except BadKeyName:
            return False
        if name is not None:
            self.press(name)
        return name is not None

    def press(self, name: str) -> None:
        """Run the entry *name* of the palette, here and with the selected message."""
        from tui.ui.commands import plugins

        _, plugin, index = name.split(".")
        if self.plugins is not None:
            plugins.press(self._main, self.plugins, plugin, int(index))


def last_line(text: str) -> str:
    """Return the line of a traceback that says what went wrong."""
    lines = text.strip().splitlines()
    return clean_name(lines[-1], 120) if lines else ""


def _has_plugins(folder: str) -> bool:
    """Whether it may be worth to look into *folder* with all that it costs."""
    try:
        with os.scandir(folder) as found:
            return any(not one.name.startswith(("_", ".")) and (one.is_dir() or one.name.endswith(".py")) for one in found)
    except OSError:
        return False
