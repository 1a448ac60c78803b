"""The requests to join that the platform put aside as doubtful, of which no event told."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from tui.locale import t
from tui.platforms.group_queries import AskIgnoredRequests, JoinRequest
from tui.store.rows import ConversationRow
from tui.ui.keys import Place
from tui.ui.screens.main import Main
from tui.ui.screens.sheet import Sheet
from tui.ui.strips import Piece, line
from tui.ui.widgets.row_list import RowList


class IgnoredSheet(Sheet):
    """Those of all groups of the account of *where*, those of this group first."""

    PLACE = Place.IGNORED

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, t("group.ignored_title", count=""))
        self._where = where
        self._list: RowList[JoinRequest] = RowList(
            self._draw, lambda row: (row.flag, row.user), row_height=2, enter_chooses=False
        )

    def body(self) -> list[Widget]:
        """Return the list."""
        return [self._list]

    def on_mount(self) -> None:
        """Ask for the list."""
        super().on_mount()
        self._list.focus()
        self.command_reload()

    def command_reload(self) -> None:
        """Fetch the list anew."""
        self._list.set_empty(t("group.ignored_loading"))
        self.main.ask(self._where.account, AskIgnoredRequests(), t("group.act.ignored"), self._show, self._list.set_empty)

    def _show(self, requests: Sequence[JoinRequest]) -> None:
        here = self._where.conversation.peer
        rows = sorted(requests, key=lambda row: (row.is_answered, row.group != here))
        self._list.set_empty(t("group.ignored_none"))
        self._list.set_rows(rows)
        self.set_title(t("group.ignored_title", count=len(rows)))

    def _draw(self, row: JoinRequest, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        what = "group.ignored_invites" if row.is_invitation else "group.ignored_into"
        left = [
            Piece(f" {chat.icon('folded') if is_cursor else ' '} "),
            Piece(t("members.who", who=row.name or row.user, number=row.user), chat.dim if row.is_answered else chat.text),
            Piece(f"  {t(what, group=row.group_name or row.group, number=row.group)}", chat.dim),
        ]
        right = [Piece(f"{t('group.ignored_answered')} ", chat.dim)] if row.is_answered else []
        return [line(left, width, right), line([Piece("    "), Piece(row.comment, chat.dim)], width)]
