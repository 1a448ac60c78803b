"""The members of a group at the side: roles, who is muted until when, sorted, marked, found by any of their names."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from datetime import tzinfo
from enum import StrEnum

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import Named, NameIndex
from tui.chat.people import Role
from tui.locale import t
from tui.store.rows import MemberRow
from tui.ui.describe import clock as clock_label
from tui.ui.describe import day_of, short_moment
from tui.ui.strips import Piece, lead, line
from tui.ui.theme import chat_theme
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.row_list import RowList


class Sort(StrEnum):
    """What the order of the members goes by; members who are alike in it stand in the order of the first."""

    ROLE = "role"
    SEEN = "seen"
    MUTED = "muted"


class _Shown(Struct, frozen=True):
    """A member as the panel shows them; *until* says until when they are muted, "" when they are not, *seen* when they last
    spoke, where the order goes by that.
    """

    member: MemberRow
    until: str
    seen: str
    is_me: bool
    is_marked: bool


class MembersPanel(Vertical):
    """The panel. It shows what :meth:`set_members` tells it and says whom a person wants to act on."""

    DEFAULT_CSS = """
    MembersPanel { background: $surface; height: 1fr; }
    MembersPanel > RowList { height: 1fr; }
    """

    class MenuAsked(Message):
        """A right click asks what can be done with *user*."""

        def __init__(self, user: str) -> None:
            super().__init__()
            self.user = user

    def __init__(
        self,
        *,
        zone: tzinfo | None = None,
        clock: Callable[[], float] = time.time,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty panel. *zone* None is the local one; *clock* returns seconds since the epoch."""
        super().__init__(id=id, classes=classes)
        self._zone = zone
        self._clock = clock
        self._own_id = ""
        self._members: dict[str, MemberRow] = {}
        self._order: list[str] = []
        self._place: Hashable = None
        self._marked: set[str] = set()
        self._sort = Sort.ROLE
        self._index: NameIndex[str] | None = None
        self._shown: dict[str, _Shown] = {}
        self._filter = ""
        self._is_loading = False
        self.is_cut = False
        self._list: RowList[_Shown] = RowList(self._draw, lambda shown: shown.member.user, enter_chooses=False)
        self._head = _Head(self)

    def compose(self) -> ComposeResult:
        """Yield the headline and the list."""
        yield self._head
        yield self._list

    def on_mount(self) -> None:
        """Take the marks of mutes that have ended away."""
        self.set_interval(30, self._look_at_mutes)

    @property
    def count(self) -> int:
        """How many members are known."""
        return len(self._members)

    @property
    def sort(self) -> Sort:
        """What the order goes by."""
        return self._sort

    @property
    def marked(self) -> list[MemberRow]:
        """The marked members, in the order in which they stand, also those that the filter hides."""
        return [self._members[user] for user in self._order if user in self._marked]

    @property
    def highlighted(self) -> MemberRow | None:
        """The member under the cursor."""
        row = self._list.cursor_row
        return row.member if row else None

    def set_members(
        self,
        members: Iterable[MemberRow],
        own_id: str,
        *,
        is_loading: bool = False,
        is_cut: bool = False,
        place: Hashable = None,
    ) -> None:
        """Show *members* of the group *place*; *own_id* is ours. Marks of another group are forgotten.

        *is_loading*: they are just being fetched; *is_cut*: they can not be, as there is no connection.
        """
        self._members = {member.user: member for member in members}
        self._marked = self._marked & self._members.keys() if place == self._place else set()
        self._place = place
        self._own_id = own_id
        self._is_loading = is_loading
        self.is_cut = is_cut
        self._index = None
        self._arrange()
        self.show()

    def next_sort(self) -> None:
        """Let the order go by the next thing."""
        sorts = list(Sort)
        self._sort = sorts[(sorts.index(self._sort) + 1) % len(sorts)]
        self._arrange()
        self.show()

    def toggle_mark(self) -> None:
        """Mark the member under the cursor, or take the mark away, and go on to the next."""
        member = self.highlighted
        if member is not None:
            self._marked ^= {member.user}
            self.show()
            self._list.move(1)

    def mark_shown(self) -> None:
        """Mark everybody whom the list shows, or nobody of them when all are."""
        shown = {row.member.user for row in self._list.rows}
        self._marked = self._marked - shown if shown <= self._marked else self._marked | shown
        self.show()

    def unmark(self, users: Iterable[str]) -> None:
        """Take the marks of *users* away."""
        self._marked -= set(users)
        self.show()

    def clear_marks(self) -> bool:
        """Take all marks away; return whether there were any."""
        had = bool(self._marked)
        self._marked = set()
        self.show()
        return had

    def focus_list(self) -> None:
        """Give the list the focus."""
        self._list.focus()

    def start_filter(self) -> None:
        """Open the line for the filter, or go back into it."""
        fields = self.query(FilterInput)
        if fields:
            fields.first().focus()
            return
        field = FilterInput(t("members.filter"))
        self.mount(field, before=self._list)
        field.focus()

    def end_filter(self) -> bool:
        """Show all again; return whether there was a filter."""
        fields = self.query(FilterInput)
        if not fields:
            return False
        has_focus = fields.first().has_focus
        fields.first().remove()
        self._filter = ""
        self.show()
        if has_focus:
            self._list.focus()
        return True

    def show(self) -> None:
        """Arrange the list anew, for when mutes have ended too."""
        users = self._order
        if self._filter:
            if self._index is None:
                self._index = NameIndex(_named(self._members[user]) for user in self._order)
            users = [match.item for match in self._index.search(self._filter, len(self._index))]
        self._list.set_empty(t(self._empty_key()))
        self._list.set_rows([self._entry(self._members[user]) for user in users])
        self._head.refresh()

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        # A click only moves the cursor here: what is done to a member is never done by a slip of the mouse.
        event.stop()

    @on(RowList.MenuAsked)
    def _on_menu_asked(self, event: RowList.MenuAsked) -> None:
        event.stop()
        self.post_message(self.MenuAsked(event.row.member.user))

    @on(FilterInput.Changed)
    def _on_changed(self, event: FilterInput.Changed) -> None:
        event.stop()
        self._filter = event.value.strip()
        self.show()
        self._list.action_first()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        event.stop()
        event.move(self._list)

    @on(FilterInput.Submitted)
    def _on_submitted(self, event: FilterInput.Submitted) -> None:
        # The filter stays: the keys of the list now act on who was found.
        event.stop()
        self._list.focus()

    def _look_at_mutes(self) -> None:
        if any(shown.until != self._until(shown.member) for shown in self._list.rows if shown.until):
            self._arrange()
            self.show()

    def _arrange(self) -> None:
        now = int(self._clock() * 1000)
        first: dict[Sort, Callable[[MemberRow], tuple[int, ...]]] = {
            Sort.ROLE: lambda member: (-member.role.rank,),
            Sort.SEEN: lambda member: (),
            Sort.MUTED: lambda member: (0, -member.muted_until) if member.muted_until > now else (1, -member.role.rank),
        }
        rank = first[self._sort]
        ordered = sorted(self._members.values(), key=lambda member: (*rank(member), -member.last_spoke_at, member.user))
        self._order = [member.user for member in ordered]

    def _empty_key(self) -> str:
        if self._is_loading:
            return "members.loading"
        if self.is_cut and not self._members:
            return "members.cut"
        return "members.no_match" if self._filter else "members.none"

    def _entry(self, member: MemberRow) -> _Shown:
        seen = self._seen(member) if self._sort is Sort.SEEN else ""
        entry = _Shown(member, self._until(member), seen, member.user == self._own_id, member.user in self._marked)
        known = self._shown.get(member.user)
        if known == entry:
            return known
        self._shown[member.user] = entry
        return entry

    def _until(self, member: MemberRow) -> str:
        now = int(self._clock() * 1000)
        if member.muted_until <= now:
            return ""
        return short_moment(member.muted_until, now, self._zone)

    def _seen(self, member: MemberRow) -> str:
        if not member.last_spoke_at:
            return t("members.never")
        day, today = day_of(member.last_spoke_at, self._zone), day_of(int(self._clock() * 1000), self._zone)
        if day == today:
            return clock_label(member.last_spoke_at, self._zone)
        return f"{day.month}-{day.day}" if day.year == today.year else f"{day.year}-{day.month}"

    def _draw(self, shown: _Shown, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        member = shown.member
        left = lead(chat, is_cursor, shown.is_marked)
        name = member.remark or member.name
        left.append(Piece(name, chat.own if shown.is_me else chat.text))
        if member.nickname and member.nickname != name:
            left.append(Piece(f" {member.nickname}", chat.dim))
        if member.title:
            left.append(Piece(f" {t('members.titled', title=member.title)}", chat.dim))
        right = []
        if shown.seen:
            right.append(Piece(f"{shown.seen} ", chat.dim))
        if shown.is_me:
            right.append(Piece(f"{t('members.me')} ", chat.dim))
        if shown.until:
            right.append(Piece(f"{t('members.muted', until=shown.until)} ", chat.warning))
        if member.role in (Role.OWNER, Role.ADMIN):
            style = chat.owner if member.role is Role.OWNER else chat.admin
            right.append(Piece(f"{t(f'members.{member.role.value}')} ", style))
        return [line(left, width, right)]


class _Head(Widget):
    """The headline: how many members there are, what their order goes by, how many are marked."""

    DEFAULT_CSS = """
    _Head { height: 1; background: $surface; color: $foreground; }
    """

    def __init__(self, panel: MembersPanel) -> None:
        super().__init__()
        self._panel = panel

    def render_line(self, y: int) -> Strip:
        chat, panel = chat_theme(self.app), self._panel
        pieces = [
            Piece(f" {t('members.title', count=panel.count or '')}".rstrip(), chat.title),
            Piece(f" · {t(f'members.sort.{panel.sort.value}')}", chat.dim),
        ]
        marked = len(panel.marked)
        right = [Piece(f"{t('members.marked', mark=chat.icon('mark'), count=marked)} ", chat.key)] if marked else []
        return line(pieces, self.size.width, right).apply_style(self.rich_style)


def _named(member: MemberRow) -> Named[str]:
    names = dict.fromkeys(name for name in (member.remark, member.card, member.nickname) if name)
    return Named(member.user, member.user, tuple(names))
