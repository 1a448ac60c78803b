"""What the sheets have in common whose list is asked of the platform, for a group: how asking goes, and words for none."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.strip import Strip
from textual.widget import Widget

from tui.chat.actions import ActionKind
from tui.chat.segments import Notice
from tui.connection.status import AccountStatus
from tui.locale import has, t
from tui.platforms.base import Query
from tui.store.changes import Changes
from tui.store.rows import ConversationRow
from tui.ui.describe import moment
from tui.ui.screens.sheet import Sheet
from tui.ui.subjects import why_not
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

T = TypeVar("T")


class Board(Sheet, Generic[T]):
    """A list of the group *where*, which :meth:`fetch` asks for; what is told of it while it is shown fetches it anew."""

    AREA: ClassVar[str]
    """``boards.<AREA>`` is what it is called, ``boards.no_<AREA>`` what is said when there is nothing."""

    ROW_HEIGHT: ClassVar[int] = 1
    NOTICES: ClassVar[Collection[str]] = ()
    """The kinds of notices after which it is fetched anew."""

    KINDS: ClassVar[dict[str, ActionKind]] = {}
    """Commands that role or platform may not allow on the group as a whole."""

    DEFAULT_CSS = """
    Board {
        .state { color: $text-muted; padding: 0 1; margin: 1 0 0 0; display: none; }
        .state.-shown { display: block; }
        .state.-failed { color: $error; }
    }
    """

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, "")
        self._opened = where
        self.list: RowList[T] = RowList(
            self.draw, self.key_of, row_height=self.ROW_HEIGHT, is_selectable=self.is_selectable, enter_chooses=False
        )
        self._state = Prose(classes="state")
        self._is_asking = False
        self._again = False
        self._was_told = False

    @property
    def where(self) -> ConversationRow:
        """The group, as lists show it now."""
        return self.main.sidebar.rows.get(self._opened.id, self._opened)

    # What each board says for itself

    def wanted(self) -> Query[Any]:
        """Return what to ask."""
        raise NotImplementedError

    def take(self, answer: Any) -> Sequence[T]:
        """Return the rows of *answer*."""
        rows: Sequence[T] = tuple(answer)
        return rows

    def draw(self, row: T, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return the lines of *row*."""
        raise NotImplementedError

    def key_of(self, row: T) -> Hashable:
        """Return what tells *row* from others."""
        raise NotImplementedError

    def is_selectable(self, row: T) -> bool:
        """Return whether something can be done with *row*."""
        return True

    def count(self, rows: Sequence[T]) -> int:
        """Return how many of *rows* are what the board is about."""
        return len(rows)

    # How it goes

    def body(self) -> list[Widget]:
        """Return the words for when there is no list, and the list."""
        return [self._state, self.list]

    def on_mount(self) -> None:
        """Ask for what is to be shown."""
        self.show_title()
        self.list.focus()
        self.fetch()

    def show_title(self, more: str = "") -> None:
        """Say what this is, of which group, and *more*."""
        where = self.where
        title = t("boards.title", what=t(f"boards.{self.AREA}"), where=where.title, number=where.conversation.peer)
        self.set_title(t("boards.title_more", title=title, more=more) if more else title)

    def fetch(self) -> None:
        """Ask the platform; one question at a time."""
        if self._is_asking:
            self._again = True
            return
        where = self.where
        if not self.services.connection.is_online(where.account):
            self.show_state(t("boards.offline", what=t(f"boards.{self.AREA}")))
            return
        self._is_asking = True
        if not self._was_told:
            self.show_state(t("boards.loading"))
        self.main.ask(where.account, self.wanted(), t(f"boards.{self.AREA}"), self._came, self._failed)

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show *rows*, or say that there are none."""
        self.show_state("" if rows else t(f"boards.no_{self.AREA}"))
        self.list.set_rows(rows)
        key = f"boards.count_{self.AREA}"
        self.show_title(t(key if has(key) else "boards.count", count=self.count(rows)) if rows else "")

    def show_state(self, words: str, *, is_failure: bool = False) -> None:
        """Say *words* above the list; "" says nothing."""
        self._state.set_class(bool(words), "-shown")
        self._state.set_class(is_failure, "-failed")
        self._state.update(words)

    def refusal(self, name: str) -> str:
        """Return in words why the command *name* can not be done, "" when it can."""
        kind = self.KINDS.get(name)
        return why_not(self.services.judge.of_group(kind, self.where)) if kind else ""

    def is_shown(self, name: str) -> bool:
        """Show the keys of what can be done."""
        return not self.refusal(name)

    def action_command(self, name: str, number: int = 0) -> None:
        """Do the command *name*, or say why that can not be."""
        reason = self.refusal(name)
        if reason:
            self.main.say(reason, is_good=False)
        else:
            super().action_command(name, number)

    def command_reload(self) -> None:
        """Ask anew."""
        self.fetch()

    def apply(self, changes: Changes) -> None:
        """Fetch anew when the group is told of a change of what stands here; what is allowed may have changed with it."""
        change = changes.by_conversation.get(self._opened.id)
        if change is None:
            return
        if change.members:
            self.show_keys()
        if self.NOTICES and change.inserted:
            rows = self.services.reader.messages(change.inserted).values()
            if any(isinstance(part, Notice) and part.what in self.NOTICES for row in rows for part in row.segments):
                self.fetch()

    def show_statuses(self, status: AccountStatus) -> None:
        """Fetch, as soon as that is possible, what could not be fetched."""
        super().show_statuses(status)
        if not self._was_told and not self._is_asking and self.services.connection.is_online(self.where.account):
            self.fetch()

    def name_of(self, user: str, told: str = "") -> str:
        """Return what to call *user*, who is *told* to be called so."""
        member = self.services.reader.member(self._opened.id, user)
        return (member.remark or member.name if member else "") or told or user or t("boards.unknown")

    def moment(self, time: int) -> str:
        """Return when *time* (ms) was, "" where it is not known."""
        return moment(time, self.services.zone)

    def _came(self, answer: Any) -> None:
        self._is_asking = False
        if not self.is_mounted or not self.is_attached:
            return
        self._was_told = True
        self.show_rows(self.take(answer))
        self._ask_again()

    def _failed(self, words: str) -> None:
        self._is_asking = False
        if self.is_mounted and self.is_attached:
            self.show_state(f"{words} {t('boards.try_again', key=self._key_of_reload())}", is_failure=True)
            self._ask_again()

    def _ask_again(self) -> None:
        if self._again:
            self._again = False
            self.fetch()

    def _key_of_reload(self) -> str:
        return self.services.keys.label_for(f"{self.PLACE.value}.reload")
