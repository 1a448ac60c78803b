"""Who is muted in a group until when, as it is now: whoever is muted or may speak again comes and goes by itself."""

from __future__ import annotations

import asyncio
import time

from msgspec import Struct
from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.actions import ActionKind
from tui.locale import t
from tui.platforms.base import AskError
from tui.store.changes import Changes
from tui.store.rows import ConversationRow, MemberRow
from tui.ui import outcomes
from tui.ui.command_table import Place
from tui.ui.commands import member_acts
from tui.ui.commands.member_acts import Targets
from tui.ui.describe import human_duration, short_moment
from tui.ui.screens.main import Main
from tui.ui.screens.sheet import Sheet
from tui.ui.strips import Piece, lead, line
from tui.ui.subjects import why_not
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList

_FOREVER = 400 * 86_400
"""Seconds beyond which the end of a mute is one that nobody told."""


_LONGEST = "12-31 23:59"
"""The longest way of saying until when: all take as many cells."""


class _Row(Struct, frozen=True):
    member: MemberRow
    until: str
    left: str
    is_marked: bool


class MutedSheet(Sheet):
    """The list of the group *where*: from the store, which is brought up to date when the sheet opens."""

    PLACE = Place.MUTED
    DEFAULT_CSS = """
    MutedSheet .note { color: $warning; padding: 0 1; display: none; }
    MutedSheet .note.-shown { display: block; }
    """

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, "")
        self._where = where
        self._marked: set[str] = set()
        self._shown: dict[str, _Row] = {}
        self._list: RowList[_Row] = RowList(self._draw, lambda row: row.member.user, enter_chooses=False)
        self._note = Prose(classes="note")

    def body(self) -> list[Widget]:
        """Return the list, and the place for what limits it."""
        return [self._note, self._list]

    def on_mount(self) -> None:
        """Show what the store has, and ask for the rest."""
        self._list.set_empty(t("group.muted_none"))
        self._show()
        self._list.focus()
        self.set_interval(1, self._show)
        verdict = self.services.judge.of_group(ActionKind.MUTED_LIST, self._where)
        if verdict.is_no:
            self._note.add_class("-shown")
            self._note.update(t("group.muted_by_members") if verdict.reason == "not_offered" else why_not(verdict))
        else:
            self.command_reload()

    def apply(self, changes: Changes) -> None:
        """Somebody was muted, or may speak."""
        change = changes.by_conversation.get(self._where.id)
        if change is not None and change.members:
            self._show()

    def command_reload(self) -> None:
        """Fetch the list anew."""
        connection, what = self.services.connection, t("group.act.muted")
        self._list.set_empty(t("group.muted_loading"))

        async def work() -> None:
            is_listed = not self.services.judge.of_group(ActionKind.MUTED_LIST, self._where).is_no
            try:
                await asyncio.wrap_future((connection.list_muted if is_listed else connection.list_members)(self._where))
            except AskError as error:
                self.main.say(outcomes.describe_error(error, what), is_good=False)
            self._list.set_empty(t("group.muted_none"))

        self.main.start(work(), what)

    def command_mark(self) -> None:
        """Mark who is under the cursor, or take the mark away."""
        row = self._list.cursor_row
        if row is not None:
            self._marked ^= {row.member.user}
            self._show()
            self._list.move(1)

    def command_unmute(self) -> None:
        """Let the marked ones speak, or who is under the cursor."""
        targets = self._targets("members.unmute")
        if targets is not None:
            member_acts.unmute(targets)

    def command_mute(self) -> None:
        """Mute the marked ones for another time, or who is under the cursor."""
        targets = self._targets("members.mute")
        if targets is not None:
            member_acts.mute(targets)

    def _targets(self, name: str) -> Targets | None:
        row = self._list.cursor_row
        members = [row.member for row in self._list.rows if row.is_marked] or ([row.member] if row else [])
        targets = Targets(self.main, name, self._where, members)
        if targets.members:
            return targets
        if targets.refused:
            self.main.say(next(iter(targets.refused)), is_good=False)
        return None

    def _show(self) -> None:
        now = int(time.time() * 1000)
        members = [member for member in self.services.reader.members(self._where.id) if member.muted_until > now]
        members.sort(key=lambda member: (member.muted_until, member.user))
        self._marked &= {member.user for member in members}
        self._list.set_rows([self._row(member, now) for member in members])
        self.set_title(t("group.muted_title", where=self._where.title, number=self._where.conversation.peer, count=len(members)))

    def _row(self, member: MemberRow, now: int) -> _Row:
        seconds = (member.muted_until - now) // 1000
        until = left = ""
        if seconds < _FOREVER:
            until = short_moment(member.muted_until, now, self.services.zone)
            left = human_duration(seconds if seconds < 60 else seconds // 60 * 60)
        row = _Row(member, until, left, member.user in self._marked)
        known = self._shown.get(member.user)
        if known == row:
            return known
        self._shown[member.user] = row
        return row

    def _draw(self, row: _Row, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat, member = self._list.chat, row.member
        name = member.remark or member.name
        left = [*lead(chat, is_cursor, row.is_marked), Piece(t("members.who", who=name, number=member.user), chat.text)]
        if member.nickname and member.nickname != name:
            left.append(Piece(f" {member.nickname}", chat.dim))
        right = []
        if row.until:
            until = t("group.muted_until", until=row.until)
            cells = cell_len(t("group.muted_until", until=_LONGEST))
            right = [
                Piece(f"{t('group.muted_left', left=row.left)}  ", chat.warning),
                Piece(f"{' ' * (cells - cell_len(until))}{until} ", chat.dim),
            ]
        return [line(left, width, right)]
