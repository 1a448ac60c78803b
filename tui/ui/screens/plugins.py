"""The plugins: how each stands, where it is on, what it may do; nothing is given without a question that says what it means."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.text import one_line
from tui.locale import t
from tui.plugins.rights import MOST_SENDS_A_MINUTE, Rights, place
from tui.plugins.values import PluginStatus
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.screens import question
from tui.ui.screens.question import Wording
from tui.ui.screens.sheet import Sheet
from tui.ui.strips import Piece, lead, line
from tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.plugins.manager import Plugins
    from tui.ui.screens.main import Main

LOOK_EVERY = 2.0
"""Seconds after which memory is looked at again."""

_BAD = ("broken", "given_up", "restarting")


class PluginsSheet(Sheet):
    """The list of plugins, as seen from the conversation *where* (None: from none)."""

    PLACE = Place.PLUGINS
    TOGGLE = "plugins.open"

    def __init__(self, main: Main, where: ConversationRow | None) -> None:
        self._where = where
        super().__init__(main, t("plugins.ui.title", where=where.title) if where is not None else t("plugins.ui.title_nowhere"))
        self._shown: dict[str, PluginStatus] = {}
        self._list: RowList[PluginStatus] = RowList(self._draw, lambda row: row.name, row_height=3, enter_chooses=False)

    def body(self) -> list[Widget]:
        """Return the list."""
        return [self._list]

    def on_mount(self) -> None:
        """Show how they stand, and follow it."""
        key = self.services.keys.label_for("plugins.reload_all")
        self._list.set_empty(t("plugins.ui.none", folder=self.main.plugins.folder, key=key))
        self._show()
        self._list.focus()
        self.main.plugins.listeners.add(self._show)
        self.set_interval(LOOK_EVERY, self._show)

    def on_unmount(self) -> None:
        """Listen no longer."""
        self.main.plugins.listeners.discard(self._show)

    @property
    def _plugins(self) -> Plugins | None:
        return self.main.plugins.plugins

    def _show(self) -> None:
        found = self._plugins.plugins() if self._plugins is not None else []
        rows = [self._shown[row.name] if self._shown.get(row.name) == row else row for row in found]
        self._shown = {row.name: row for row in rows}
        self._list.set_rows(rows)

    # What is done ------------------------------------------------------------------------------------------------------------

    def command_here(self) -> None:
        """Turn a plugin on in this conversation, after asking, or off."""
        row, where = self._list.cursor_row, self._where
        if row is None:
            return
        if where is None:
            self.main.say(t("plugins.ui.no_place"), is_good=False)
            return
        if row.rights.hears(where.conversation):
            self._change(row.name, lambda plugins: plugins.enable(row.name, where, False))
            return
        more = [
            t(f"plugins.ui.enable_{key}") for key, may in (("sends", row.rights.may_send), ("acts", row.rights.may_act)) if may
        ]
        wording = Wording(
            t("plugins.ui.enable", plugin=row.name),
            (question.place_of(where), one_line(str(row.path)), *more, t("plugins.ui.enable_note")),
            t("plugins.ui.enable_yes"),
        )
        self.main.confirm(wording, lambda: self._change(row.name, lambda plugins: plugins.enable(row.name, where, True)))

    def command_send(self) -> None:
        """Let a plugin send by itself, after asking, or no longer."""
        self._right("send", "may_send")

    def command_act(self) -> None:
        """Let a plugin act, after asking, or no longer."""
        self._right("act", "may_act")

    def _right(self, name: str, field: str) -> None:
        row = self._list.cursor_row
        if row is None:
            return
        if getattr(row.rights, field):
            self._set(row.name, **{field: False})
            return
        if not row.rights.is_enabled:
            self.main.say(t("plugins.ui.is_off"), is_good=False)
            return
        note = t(f"plugins.ui.{name}_note", pace=row.rights.a_minute)
        wording = Wording(
            t(f"plugins.ui.{name}", plugin=row.name), (note, " · ".join(self._names(row.rights))), t(f"plugins.ui.{name}_yes")
        )
        self.main.confirm(wording, lambda: self._set(row.name, **{field: True}))

    def command_pace(self) -> None:
        """Ask how often a plugin may send by itself."""
        row = self._list.cursor_row
        if row is None:
            return

        def check(text: str) -> str:
            fits = text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST_SENDS_A_MINUTE
            return "" if fits else t("plugins.ui.pace_wrong", most=MOST_SENDS_A_MINUTE)

        self.main.ask_text(
            t("plugins.ui.pace", plugin=row.name),
            lambda text: self._set(row.name, a_minute=int(text)),
            t("plugins.ui.pace_note", most=MOST_SENDS_A_MINUTE),
            text=str(row.rights.a_minute),
            check=check,
        )

    def command_places(self) -> None:
        """List where a plugin is on; choosing one turns it off there."""
        from tui.ui.screens.menu import ActionMenu, MenuEntry

        row = self._list.cursor_row
        if row is None:
            return
        names = dict(zip(sorted(row.rights.conversations), self._names(row.rights), strict=True))
        if not names:
            self.main.say(t("plugins.ui.nowhere", plugin=row.name))
            return

        def chosen(gone: str | None) -> None:
            if gone is not None and self._plugins is not None:
                places = self._plugins.rights(row.name).conversations - {gone}
                self._set(row.name, is_enabled=bool(places), conversations=places)

        entries = [MenuEntry(where, name) for where, name in names.items()]
        self.app.push_screen(ActionMenu(t("plugins.ui.places", plugin=row.name), entries), chosen)

    def command_off(self) -> None:
        """Turn a plugin off everywhere, and take its rights."""
        row = self._list.cursor_row
        if row is not None:
            self._set(row.name, is_enabled=False, conversations=frozenset(), may_send=False, may_act=False)

    def command_log(self) -> None:
        """Show what a plugin printed and got wrong."""
        if self._list.cursor_row is not None:
            self._show_log(self._list.cursor_row.name)

    def command_log_all(self) -> None:
        """Show the log of all."""
        self._show_log("")

    def _show_log(self, name: str) -> None:
        from tui.ui.screens.plugin_log import PluginLog

        if self._plugins is not None:
            self.app.push_screen(PluginLog(self.main, name))

    def command_reload(self) -> None:
        """Start one plugin anew."""
        row = self._list.cursor_row
        if row is not None:
            self._change(row.name, lambda plugins: plugins.reload(row.name))

    def command_reload_all(self) -> None:
        """Look into the folder again, and start all of them anew."""
        plugins = self._plugins
        if plugins is None:
            self.main.plugins.open()
            return

        async def work() -> None:
            await asyncio.wrap_future(plugins.reload())
            self.main.say(t("plugins.ui.reloaded"))

        self.main.say(t("plugins.ui.reloading"))
        self.main.start(work(), t("plugins.ui.reloading"))

    def _set(self, name: str, **changed: object) -> None:
        def act(plugins: Plugins) -> Future[None]:
            return plugins.set_rights(name, replace(plugins.rights(name), **changed))

        self._change(name, act)

    def _change(self, name: str, act: Callable[[Plugins], Future[None]]) -> None:
        """Do *act*, and say how the plugin stands then."""
        plugins = self._plugins
        if plugins is None:
            return

        async def work() -> None:
            await asyncio.wrap_future(act(plugins))
            status = next((one for one in plugins.plugins() if one.name == name), None)
            if status is not None:
                state = t(f"plugins.state.{status.state.value}")
                self.main.say(t("plugins.ui.now", plugin=name, state=state), is_good=status.state.value not in _BAD)

        self.main.start(work(), t("plugins.ui.changing", plugin=name))

    def _names(self, rights: Rights) -> list[str]:
        """Return what the conversations are called in which it is on, in the order of their places."""
        known = {place(row.conversation): row for row in self.main.sidebar.rows.values()}
        found = [(where, known.get(where)) for where in sorted(rights.conversations)]
        return [f"{row.title} {row.conversation.peer}" if row is not None else where for where, row in found]

    # How it looks ------------------------------------------------------------------------------------------------------------

    def _draw(self, row: PluginStatus, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat, rights = self._list.chat, row.rights
        is_here = self._where is not None and rights.hears(self._where.conversation)
        is_bad = row.state.value in _BAD
        facts = []
        if row.memory:
            facts.append(t("plugins.ui.memory", count=round(row.memory / 1_000_000)))
        if row.restarts:
            facts.append(t("plugins.ui.restarts", count=row.restarts))
        state = t(f"plugins.state.{row.state.value}")
        style = chat.failed if is_bad else chat.good if row.state.value == "running" else chat.dim
        first = line(
            [*lead(chat, is_cursor, is_here), Piece(row.name, chat.title)],
            width,
            [Piece("".join(f"{fact}  " for fact in facts), chat.dim), Piece(f"{state} ", style)],
        )
        may = [t("plugins.ui.on_here" if is_here else "plugins.ui.off_here")]
        if len(rights.conversations) > (1 if is_here else 0):
            may.append(t("plugins.ui.on_in", count=len(rights.conversations)))
        may.append(t("plugins.ui.sending", count=rights.a_minute) if rights.may_send else t("plugins.ui.suggesting"))
        if rights.may_act:
            may.append(t("plugins.ui.acting"))
        is_risky = rights.may_send or rights.may_act
        second = line([Piece(f"   {' · '.join(may)}", chat.warning if is_risky else chat.text)], width)
        words = row.words.strip().splitlines()
        third = Piece(f"   {words[-1]}", chat.failed) if words and is_bad else Piece(f"   {one_line(str(row.path))}", chat.dim)
        return [first, second, line([third], width)]
