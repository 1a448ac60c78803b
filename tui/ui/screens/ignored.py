"""The requests to join that the platform put aside as doubtful, of which no event told."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from tui.chat.actions import ActionKind, Outcome
from tui.chat.requests import AnswerGroupRequest
from tui.chat.text import one_line
from tui.locale import t
from tui.platforms.group_queries import AskIgnoredRequests, JoinRequest
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.screens.main import Main
from tui.ui.screens.question import Wording, where
from tui.ui.screens.sheet import Sheet
from tui.ui.strips import Piece, lead, line
from tui.ui.subjects import why_not
from tui.ui.widgets.row_list import RowList


class IgnoredSheet(Sheet):
    """Those of all groups of the account of *where*, those of this group first."""

    PLACE = Place.IGNORED

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, t("group.ignored_title"))
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

    def command_accept(self) -> None:
        """Let in who asked, or follow the invitation, after asking."""
        row = self._answerable()
        if row is None:
            return
        who, group = _who(row), row.group_name or row.group
        key = "group.ignored_follow" if row.is_invitation else "group.ignored_accept"
        lines = tuple(line for line in (where(group, row.group), row.comment) if line)
        wording = Wording(t(key, who=who, group=group), lines, t("group.ignored_yes"), destroys=False)
        action = AnswerGroupRequest(row.flag, True, row.is_invitation)
        self.main.confirm(wording, lambda: self._answer(row, action, t("group.act.accept", who=who)))

    def command_refuse(self) -> None:
        """Turn away who asked, with a reason or without."""
        row = self._answerable()
        if row is None:
            return
        who = _who(row)

        def refuse(reason: str) -> None:
            action = AnswerGroupRequest(row.flag, False, row.is_invitation, reason)
            self._answer(row, action, t("group.act.refuse", who=who))

        place = where(row.group_name or row.group, row.group)
        self.main.ask_text(t("group.ignored_refuse", who=who), refuse, place, t("group.ignored_reason"))

    def _answerable(self) -> JoinRequest | None:
        """Return the request under the cursor; None, and why in words, when it can not be answered by us."""
        row = self._list.cursor_row
        if row is None:
            return None
        reason = t("group.ignored_already") if row.is_answered else ""
        group = self._where.conversation._replace(peer=row.group)
        place = self.services.reader.find_conversation(group)
        if not reason and place is not None and not row.is_invitation:
            reason = why_not(self.services.judge.of_group(ActionKind.IGNORED_REQUESTS, place))
        if reason:
            self.main.say(reason, is_good=False)
            return None
        return row

    def _answer(self, row: JoinRequest, action: AnswerGroupRequest, what: str) -> None:
        def ended(outcome: Outcome) -> None:
            # Whatever was answered, the list tells what came of it.
            if self.is_attached:
                self.command_reload()

        self.main.perform(self._where.account, action, what, ended)

    def _show(self, requests: Sequence[JoinRequest]) -> None:
        here = self._where.conversation.peer
        rows = sorted(requests, key=lambda row: (row.is_answered, row.group != here))
        self._list.set_empty(t("group.ignored_none"))
        self._list.set_rows(rows)
        self.set_title(t("group.ignored_count", count=len(rows)) if rows else t("group.ignored_title"))

    def _draw(self, row: JoinRequest, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        what = "group.ignored_invites" if row.is_invitation else "group.ignored_into"
        left = [
            *lead(chat, is_cursor),
            Piece(_who(row), chat.dim if row.is_answered else chat.text),
            Piece(f"  {t(what, group=row.group_name or row.group, number=row.group)}", chat.dim),
        ]
        right = [Piece(f"{t('group.ignored_answered')} ", chat.dim)] if row.is_answered else []
        return [
            line(left, width, right),
            line([Piece("    "), Piece(one_line(row.comment) or t("requests.no_comment"), chat.dim)], width),
        ]


def _who(row: JoinRequest) -> str:
    return t("members.who", who=row.name or row.user, number=row.user)
