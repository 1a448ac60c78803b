"""The requests to join that the platform put aside as doubtful, of which no event told."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.strip import Strip

from tui.chat.actions import ActionKind, Outcome
from tui.chat.requests import AnswerGroupRequest
from tui.chat.text import one_line
from tui.locale import t
from tui.platforms.group_queries import AskIgnoredRequests, JoinRequest
from tui.ui.command_table import Place
from tui.ui.screens.board import Board
from tui.ui.screens.question import Wording, where
from tui.ui.strips import Piece, lead, line
from tui.ui.subjects import why_not


class Ignored(Board[JoinRequest]):
    """Those of all groups of the account of *where*, those of this group first."""

    PLACE = Place.IGNORED
    AREA = "ignored"
    ROW_HEIGHT = 2

    def wanted(self) -> AskIgnoredRequests:
        """Return the question."""
        return AskIgnoredRequests()

    def take(self, answer: Sequence[JoinRequest]) -> Sequence[JoinRequest]:
        """Return what waits before what was answered."""
        here = self.where.conversation.peer
        return sorted(answer, key=lambda row: (row.is_answered, row.group != here))

    def key_of(self, row: JoinRequest) -> Hashable:
        """Return what it is answered by."""
        return row.flag, row.user

    def show_title(self, more: str = "") -> None:
        """Say what this is; it is of more than one group."""
        self.set_title(" · ".join(part for part in (t("boards.ignored"), more) if part))

    def draw(self, row: JoinRequest, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return who asks for what, and below it in which words."""
        chat = self.list.chat
        what = "group.ignored_invites" if row.is_invitation else "group.ignored_into"
        left = [
            *lead(chat, is_cursor),
            Piece(_who(row), chat.dim if row.is_answered else chat.text),
            Piece(f"  {t(what, group=row.group_name or row.group, number=row.group)}", chat.dim),
        ]
        right = [Piece(f"{t('group.ignored_answered')} ", chat.dim)] if row.is_answered else []
        comment = one_line(row.comment) or t("requests.no_comment")
        return [line(left, width, right), line([Piece("    "), Piece(comment, chat.dim)], width)]

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
        row = self.list.cursor_row
        if row is None:
            return None
        reason = t("group.ignored_already") if row.is_answered else ""
        group = self.where.conversation._replace(peer=row.group)
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
                self.fetch()

        self.main.perform(self.where.account, action, what, ended)


def _who(row: JoinRequest) -> str:
    return t("members.who", who=row.name or row.user, number=row.user)
