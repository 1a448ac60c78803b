"""The announcements of a group: who put them up, when, and what they say; published and taken down from here."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from textual.strip import Strip

from tui.chat.actions import ActionKind, Done, Outcome
from tui.chat.board_actions import DeleteAnnouncement, PublishAnnouncement
from tui.chat.boards import Announcement
from tui.chat.text import one_line
from tui.locale import t
from tui.platforms.board_queries import AskAnnouncements
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.screens.board import Board
from tui.ui.strips import Piece, lead, line
from tui.ui.wrap import fit

PREVIEW_CELLS = 110
"""Of a text that is asked about: two lines of the question."""

if TYPE_CHECKING:
    from tui.ui.screens.main import Main


class Notices(Board[Announcement]):
    """The list of announcements. One that is being written is kept until it is published."""

    PLACE = Place.NOTICES
    AREA = "notices"
    ROW_HEIGHT = 2
    KINDS = {  # noqa: RUF012  # declared in Board
        "notices.publish": ActionKind.PUBLISH_NOTICE,
        "notices.delete": ActionKind.DELETE_NOTICE,
    }

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, where)
        self._draft = self.services.reader.setting(draft_key(where))

    def wanted(self) -> AskAnnouncements:
        """Return the question."""
        return AskAnnouncements(self.where.conversation)

    def key_of(self, row: Announcement) -> Hashable:
        """Return its id; where the platform tells none, all of it."""
        return row.id or row

    def draw(self, row: Announcement, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return who and when, and below it the beginning of the text."""
        chat = self.list.chat
        left = [
            *lead(chat, is_cursor),
            Piece(self.name_of(row.sender), chat.sender(row.sender)),
            Piece(f"  {self.moment(row.time)}", chat.dim),
        ]
        return [line(left, width, [Piece(f"{self._extras(row)} ", chat.dim)]), line([Piece(f"    {one_line(row.text)}")], width)]

    def command_open(self) -> None:
        """Show an announcement in full."""
        from tui.ui.screens.full_text import FullText

        row = self.list.cursor_row
        if row is not None:
            facts = [
                (t("boards.fact.author"), t("members.who", who=self.name_of(row.sender), number=row.sender)),
                (t("boards.fact.when"), self.moment(row.time)),
                (t("boards.fact.more"), self._extras(row)),
            ]
            self.app.push_screen(FullText.of_facts(t("boards.notice"), facts, row.text, self.main.copy))

    def command_copy(self) -> None:
        """Copy what an announcement says."""
        if self.list.cursor_row is not None:
            self.main.copy(self.list.cursor_row.text)

    def command_publish(self) -> None:
        """Write an announcement, and put it up after asking."""
        from tui.ui.screens.notice_form import NoticeForm

        where = self.where

        def answered(action: PublishAnnouncement | None) -> None:
            if action is not None:
                self.main.perform(where.account, action, t("boards.act.publish"), published)

        def published(outcome: Outcome) -> None:
            if isinstance(outcome, Done):
                self._keep("")
                self.fetch()

        self.app.push_screen(NoticeForm(where, self._draft, self.services, self._keep), answered)

    def _keep(self, text: str) -> None:
        """Keep what is written: here for whoever comes back before it is on disk."""
        self._draft = text
        self.main.remember(draft_key(self.where), text)

    def command_delete(self) -> None:
        """Take an announcement down, after asking."""
        from tui.ui.screens import question

        row, where = self.list.cursor_row, self.where
        if row is None:
            return
        action = DeleteAnnouncement(where.conversation, row.id)

        facts = (
            fit(one_line(row.text), PREVIEW_CELLS),
            t("boards.by", who=self.name_of(row.sender), number=row.sender, when=self.moment(row.time)),
            question.place_of(where),
        )
        wording = question.Wording(t("boards.delete_notice"), facts, t("boards.delete_yes"))
        what = t("boards.act.delete_notice")
        self.main.confirm(wording, lambda: self.main.perform(where.account, action, what, self._changed))

    def _changed(self, outcome: Outcome) -> None:
        if isinstance(outcome, Done):
            self.fetch()

    def _extras(self, row: Announcement) -> str:
        parts = [t("boards.pictures", count=row.pictures)] if row.pictures else []
        parts += [t("boards.readers", count=row.readers)] if row.readers else []
        return " · ".join(parts)


def draft_key(where: ConversationRow) -> str:
    """Return under what an announcement that is being written for *where* is kept."""
    return f"announcement:{where.id}"
