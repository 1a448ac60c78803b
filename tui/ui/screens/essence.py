"""The essence messages of a group: who said what, who keeps it; from here to the message, and off the list."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable

from textual.strip import Strip

from tui.chat.actions import ActionKind, Done, Outcome
from tui.chat.board_actions import SetEssence
from tui.chat.boards import Essence
from tui.chat.ids import LocalId
from tui.chat.segments import Segment, plain_text
from tui.locale import t
from tui.platforms.base import AskError
from tui.platforms.board_queries import AskEssences
from tui.store.rows import MessageRow
from tui.ui.command_table import Place
from tui.ui.describe import preview
from tui.ui.screens.board import Board
from tui.ui.strips import Piece, lead, line


class Essences(Board[Essence]):
    """The list of essence messages."""

    PLACE = Place.ESSENCE
    AREA = "essence"
    ROW_HEIGHT = 2
    NOTICES = ("essence_add", "essence_delete")
    KINDS = {"essence.remove": ActionKind.ESSENCE}  # noqa: RUF012  # declared in Board

    def wanted(self) -> AskEssences:
        """Return the question."""
        return AskEssences(self.where.conversation)

    def key_of(self, row: Essence) -> Hashable:
        """Return what names the message."""
        return row.native, row.sequence, row.random

    def draw(self, row: Essence, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return who said it and who keeps it since when, and below it the message."""
        chat = self.list.chat
        name = Piece(self.name_of(row.sender, row.sender_name), chat.sender(row.sender))
        kept = t("boards.kept", who=self.name_of(row.operator, row.operator_name), when=self.moment(row.set_at))
        said = Piece(f"  {self.moment(row.time)}", chat.dim)
        text = preview(self.content(row)) if self.content(row) else t("boards.essence_unread")
        return [
            line([*lead(chat, is_cursor), name, said], width, [Piece(f"{kept} ", chat.dim)]),
            line([Piece(f"    {text}")], width),
        ]

    def content(self, row: Essence) -> tuple[Segment, ...]:
        """Return what was said, from the store where the platform does not tell it."""
        if row.segments:
            return row.segments
        stored = self.stored(row)
        return stored.segments if stored else ()

    def stored(self, row: Essence) -> MessageRow | None:
        """Return the message in the store: its id may be one that only the list knows, its sequence is the message's own."""
        reader, where = self.services.reader, self.where
        found = reader.by_native(where.id, row.native) if row.native else None
        if found is None and row.sequence.isdecimal():
            found = reader.by_sequence(where.id, int(row.sequence))
        return found

    def command_go(self) -> None:
        """Go to the message in the conversation; fetch it when the store does not have it."""
        row = self.list.cursor_row
        if row is None:
            return
        stored = self.stored(row)
        if stored is not None:
            self._show(stored.id)
            return
        self.main.say(t("boards.fetching"))
        where = self.where

        async def work() -> None:
            try:
                id = await asyncio.wrap_future(self.services.connection.fetch_message(where, row.native))
            except AskError:
                self.main.say(t("boards.essence_gone"), is_good=False)
                if self.is_current:
                    self.command_open()
                return
            if self.is_current:
                self._show(LocalId(id))

        self.main.start(work(), t("boards.essence"))

    def command_open(self) -> None:
        """Show the message in full."""
        from tui.ui.screens.full_text import FullText

        row = self.list.cursor_row
        if row is None:
            return
        facts = [
            (t("boards.fact.who"), t("members.who", who=self.name_of(row.sender, row.sender_name), number=row.sender)),
            (t("boards.fact.when"), self.moment(row.time)),
            (t("boards.fact.kept_by"), t("members.who", who=self.name_of(row.operator, row.operator_name), number=row.operator)),
            (t("boards.fact.kept_at"), self.moment(row.set_at)),
        ]
        self.app.push_screen(FullText.of_facts(t("boards.essence_one"), facts, self._words(row), self.main.copy))

    def command_copy(self) -> None:
        """Copy what was said."""
        if self.list.cursor_row is not None:
            self.main.copy(self._words(self.list.cursor_row))

    def command_remove(self) -> None:
        """Take the message off the list, after asking."""
        from tui.ui.commands.boards import ask_remove_essence

        row, where = self.list.cursor_row, self.where
        if row is not None:
            action = SetEssence(where.conversation, row.native, False, row.sequence, row.random)
            who = self.name_of(row.sender, row.sender_name)
            ask_remove_essence(self.main, where, action, f"{who}：{preview(self.content(row))}", self._changed)

    def _changed(self, outcome: Outcome) -> None:
        if isinstance(outcome, Done):
            self.fetch()

    def _words(self, row: Essence) -> str:
        content = self.content(row)
        return plain_text(content) or (preview(content) if content else t("boards.essence_unread"))

    def _show(self, id: LocalId) -> None:
        self.dismiss(None)
        if self.main.pane.conversation != self.where.id:
            self.main.open(self.where.id)
        self.main.pane.focus()
        self.main.pane.go_to(id)
