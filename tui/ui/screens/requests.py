"""The inbox of requests and invitations of all accounts: each with how it stands, answered one by one or several at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.actions import ActionKind
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.requests import RequestKind, RequestState
from tui.chat.text import one_line
from tui.locale import has, t
from tui.store.changes import Changes
from tui.store.rows import RequestRow
from tui.ui import outcomes
from tui.ui.command_table import Place
from tui.ui.commands import contacts
from tui.ui.describe import clock, day_label, day_of
from tui.ui.screens.sheet import Sheet
from tui.ui.strips import Piece, lead, line
from tui.ui.subjects import why_not
from tui.ui.widgets.row_list import RowList
from tui.ui.widgets.status_line import Level

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

MANY_LINES = 8
"""Requests that are named before they are answered together."""

MAX_WORDS = 100
"""Characters of a remark or a reason; QQ cuts them sooner."""

_ON_WHAT = {
    RequestKind.FRIEND: ActionKind.ANSWER_FRIEND_REQUEST,
    RequestKind.JOIN: ActionKind.ANSWER_GROUP_REQUEST,
    RequestKind.INVITE: ActionKind.ANSWER_GROUP_REQUEST,
}


class _Shown(Struct, frozen=True):
    """A request as the list shows it; *label* is its account's when there are several."""

    row: RequestRow
    is_marked: bool
    label: str


class Inbox(Sheet):
    """Shows what the store has; the platforms are asked when it opens, for what was answered elsewhere."""

    PLACE: ClassVar[Place] = Place.REQUESTS
    TOGGLE: ClassVar[str] = "requests.open"

    def __init__(self, main: Main) -> None:
        super().__init__(main, t("requests.title"))
        self._list: RowList[_Shown] = RowList(
            self._draw, lambda shown: shown.row.id, row_height=2, empty=t("requests.none")
        )  # fmt: skip
        self._marked: set[int] = set()
        self._shown: dict[int, _Shown] = {}

    def body(self) -> list[Widget]:
        """Return the list."""
        return [self._list]

    def on_mount(self) -> None:
        """Show what is there, and ask what happened meanwhile."""
        self._show()
        self._list.focus()
        self._refresh(is_asked=False)

    def apply(self, changes: Changes) -> None:
        """Requests, or the names of friends and groups, changed."""
        if changes.requests or changes.lists:
            self._show()

    # Commands

    def command_accept(self) -> None:
        """Accept what is marked, else what is under the cursor, after asking."""
        self._accept(self._chosen())

    def _accept(self, asked: Sequence[RequestRow]) -> None:
        rows = self._able("requests.accept", asked)
        if len(rows) == 1 and rows[0].kind is RequestKind.FRIEND and self._takes_remark(rows[0]):
            row = rows[0]
            title = t("requests.accept_friend", who=row.who, number=row.user)
            self._ask_words(rows, True, title, *self._facts(row), t("requests.accept_friend_note"))
        elif rows:
            self._ask_all(rows, True)

    def _takes_remark(self, row: RequestRow) -> bool:
        offers = self.services.connection.offers(row.account)
        return offers is None or offers.remarks_on_accepting

    def command_refuse(self) -> None:
        """Refuse what is marked, else what is under the cursor; groups are asked for a reason."""
        self._refuse(self._chosen())

    def _refuse(self, asked: Sequence[RequestRow]) -> None:
        rows = self._able("requests.refuse", asked)
        if not rows:
            return
        if any(row.kind is not RequestKind.FRIEND for row in rows):
            self._ask_words(rows, False, _title(rows, "refuse"), *self._facts_of(rows), t("requests.refuse_note"))
        else:
            self._ask_all(rows, False)

    def command_mark(self) -> None:
        """Mark or unmark, and go on to the next."""
        shown = self._list.cursor_row
        if shown is not None:
            self._marked ^= {shown.row.id}
            self._show()
            self._list.move(1)

    def command_profile(self) -> None:
        """Show who asks."""
        row = self._cursor()
        if row is not None:
            from tui.ui.screens.profile import show_profile

            show_profile(self.main, row.account, AccountId(_protocol(self.main, row), row.own_id), row.user)

    def command_group(self) -> None:
        """Go to the group that it is about."""
        row = self._cursor()
        if row is None:
            return
        if not row.group:
            self.main.say(t("requests.not_a_group"), is_good=False)
            return
        account = AccountId(_protocol(self.main, row), row.own_id)
        found = self.services.reader.find_conversation(ConversationId(account, ConversationKind.GROUP, row.group))
        if found is None:
            self.main.say(t("requests.no_such_group"), is_good=False)
        else:
            self.dismiss(None)
            self.main.open(found.id)

    def command_reload(self) -> None:
        """Ask the platforms how the requests stand."""
        self._refresh(is_asked=True)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._menu(event.row.row)

    @on(RowList.MenuAsked)
    def _on_menu_asked(self, event: RowList.MenuAsked) -> None:
        event.stop()
        self._menu(event.row.row)

    def _menu(self, row: RequestRow) -> None:
        from tui.ui.screens.menu import ActionMenu, MenuEntry

        table = self.services.keys
        names = ("requests.accept", "requests.refuse", "requests.profile", "requests.group")
        entries = [
            MenuEntry(name, table.command(name).help, table.keys_for(name)[:1], self._why_not(name, row)) for name in names
        ]

        # It is about what its title says, whatever else is marked, and wherever the cursor goes meanwhile.
        rows = self._marked_rows() if row.id in self._marked else [row]

        def chosen(name: str | None) -> None:
            if name == "requests.accept":
                self._accept(rows)
            elif name == "requests.refuse":
                self._refuse(rows)
            elif name:
                self.action_command(name)

        self.app.push_screen(ActionMenu("\n".join(self._facts_of(rows)), entries), chosen)

    def is_shown(self, name: str) -> bool:
        """Show the keys of what can be done with the request under the cursor; of none, nothing but asking anew."""
        row = self._cursor()
        if name == "requests.reload":
            return True
        return row is not None and (name == "requests.mark" or not self._why_not(name, row))

    @on(RowList.Highlighted)
    def _on_highlighted(self) -> None:
        self.show_keys()

    # Answering

    def _why_not(self, name: str, row: RequestRow) -> str:
        if name == "requests.group":
            return "" if row.group else t("requests.not_a_group")
        if name == "requests.profile":
            return why_not(self.services.judge.of_account(ActionKind.PROFILE, row.account))
        if not row.state.is_answerable:
            return t("requests.closed")
        if not row.flag:
            return t("requests.no_flag")
        return why_not(self.services.judge.of_account(_ON_WHAT[row.kind], row.account))

    def _chosen(self) -> list[RequestRow]:
        """Return the marked ones, else what is under the cursor."""
        cursor = self._cursor()
        return self._marked_rows() or ([cursor] if cursor is not None else [])

    def _marked_rows(self) -> list[RequestRow]:
        return [shown.row for shown in self._list.rows if shown.row.id in self._marked]

    def _able(self, name: str, rows: Sequence[RequestRow]) -> list[RequestRow]:
        """Return what of *rows* can be answered; say why when nothing can."""
        able = [row for row in rows if not self._why_not(name, row)]
        if rows and not able:
            self.main.say(self._why_not(name, rows[0]), is_good=False)
        return able

    def _ask_words(self, rows: Sequence[RequestRow], is_accepted: bool, title: str, *facts: str) -> None:
        check = contacts.no_longer_than(MAX_WORDS)
        self.main.ask_text(title, lambda words: self._answer(rows, is_accepted, words), *facts, check=check)

    def _ask_all(self, rows: Sequence[RequestRow], is_accepted: bool) -> None:
        from tui.ui.screens import question

        what = "accept" if is_accepted else "refuse"
        wording = question.Wording(_title(rows, what), self._facts_of(rows), t(f"requests.{what}_yes"), destroys=not is_accepted)
        self.main.confirm(wording, lambda: self._answer(rows, is_accepted, ""))

    def _answer(self, rows: Sequence[RequestRow], is_accepted: bool, words: str) -> None:
        """Answer one after the other: each is said with its result."""
        self._marked -= {row.id for row in rows}
        self._show()
        main, connection = self.main, self.services.connection

        async def work() -> None:
            for row in rows:
                outcome = await asyncio.wrap_future(connection.answer_request(row.account, row.id, is_accepted, words))
                what = t("requests.act.accept" if is_accepted else "requests.act.refuse", who=row.who)
                said, is_good = outcomes.describe(outcome, what)
                main.tell(said, Level.GOOD if is_good else Level.ERROR)

        main.start(work(), t("requests.title"))

    def _refresh(self, *, is_asked: bool) -> None:
        """Compare with the platforms; a failure is said, and what is not offered only to who asked."""
        main, connection = self.main, self.services.connection
        for account in self.services.reader.accounts():
            if not connection.is_online(account.id):
                continue
            if why_not(self.services.judge.of_account(ActionKind.REQUESTS, account.id)):
                main.say(t("requests.only_live"), is_good=not is_asked)
                continue
            main.start(_compare(main, account.id, is_asked=is_asked), t("requests.act.list"))

    # Showing

    def _cursor(self) -> RequestRow | None:
        shown = self._list.cursor_row
        return shown.row if shown is not None else None

    def _show(self) -> None:
        accounts = {account.id: account.label for account in self.services.reader.accounts()}
        rows = self.services.reader.requests()
        self._marked &= {row.id for row in rows if row.is_answerable}
        self._list.set_rows([self._entry(row, accounts.get(row.account, "") if len(accounts) > 1 else "") for row in rows])
        waiting = sum(1 for row in rows if row.is_waiting)
        if self._marked:
            self.set_title(t("requests.title_marked", count=len(self._marked)))
        else:
            self.set_title(t("requests.title_open", count=waiting) if waiting else t("requests.title"))

    def _entry(self, row: RequestRow, label: str) -> _Shown:
        entry = _Shown(row, row.id in self._marked, label)
        if self._shown.get(row.id) != entry:
            self._shown[row.id] = entry
        return self._shown[row.id]

    def _facts_of(self, rows: Sequence[RequestRow]) -> tuple[str, ...]:
        """Return all that is known of a single request; of several who asks for what, and how many more there are."""
        if len(rows) == 1:
            return self._facts(rows[0])
        more = len(rows) - MANY_LINES
        return (*map(_line, rows[:MANY_LINES]), *([t("requests.more", count=more)] if more > 0 else []))

    def _facts(self, row: RequestRow) -> tuple[str, ...]:
        """Return all that is known of a request, line by line."""
        found = [_line(row), row.comment or t("requests.no_comment")]
        if row.invitor:
            found.append(t("requests.invited_by", who=row.invitor))
        found.append(_standing(row))
        if row.error:
            found.append(_not_taken(row))
        return tuple(found)

    def _draw(self, shown: _Shown, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat, row = self._list.chat, shown.row
        is_new = row.is_waiting
        left = [*lead(chat, is_cursor, shown.is_marked), Piece(_line(row), chat.text if is_new else chat.dim)]
        style = {
            RequestState.OPEN: chat.warning, RequestState.UNSURE: chat.warning, RequestState.ACCEPTED: chat.good,
            RequestState.REFUSED: chat.failed,
        }.get(row.state, chat.dim)  # fmt: skip
        right = [Piece(f"{shown.label} ", chat.dim)] if shown.label else []
        right.append(Piece(f"{self._moment(row)} ", chat.time))
        words = one_line(row.comment) or t("requests.no_comment")
        if row.invitor:
            words = f"{t('requests.invited_by', who=row.invitor)} · {words}"
        below = [Piece("    "), Piece(_not_taken(row) if row.error else words, chat.failed if row.error else chat.dim)]
        return [line(left, width, right), line(below, width, [Piece(f"{_standing(row)} ", style)])]

    def _moment(self, row: RequestRow) -> str:
        if not row.time:
            return t("requests.time_unknown")
        zone = self.services.zone
        today = datetime.now(zone).date()
        day = day_of(row.time, zone)
        return clock(row.time, zone) if day == today else f"{day_label(day, today)} {clock(row.time, zone)}"


async def _compare(main: Main, account: int, *, is_asked: bool) -> None:
    from tui.platforms.base import AskError

    try:
        await asyncio.wrap_future(main.services.connection.refresh_requests(account))
    except AskError as error:
        if error.reason == "not_offered":
            main.say(t("requests.only_live"), is_good=not is_asked)
        else:
            main.tell(outcomes.describe_error(error, t("requests.act.list")), Level.ERROR)
        return
    if is_asked:
        main.say(t("requests.refreshed"))


def _protocol(main: Main, row: RequestRow) -> str:
    return next((a.account.protocol for a in main.services.reader.accounts() if a.id == row.account), "")


def _line(row: RequestRow) -> str:
    who = t("requests.number", name=row.name, number=row.user) if row.name else row.user
    group = t("requests.number", name=row.group_name, number=row.group) if row.group_name else row.group
    return one_line(t(f"requests.{row.kind.value}", who=who, group=group))


def _title(rows: Sequence[RequestRow], what: str) -> str:
    if len(rows) > 1:
        return t(f"requests.{what}_many", count=len(rows))
    return t(f"requests.{what}_{rows[0].kind.value}", who=rows[0].who, number=rows[0].user)


def _standing(row: RequestRow) -> str:
    """Return how the request stands, with our words where we gave some."""
    if row.state is RequestState.ELSEWHERE and row.handled_by:
        return t("requests.state.elsewhere_by", who=row.handled_by)
    if row.state is RequestState.UNSURE and row.is_accepted is not None:
        return t("requests.state.unsure_ours")
    state = t(f"requests.state.{row.state.value}")
    if row.words and row.state in (RequestState.ACCEPTED, RequestState.REFUSED):
        return t("requests.with_words", state=state, words=one_line(row.words, 60))
    return state


def _not_taken(row: RequestRow) -> str:
    why = t(f"reason.{row.error}") if has(f"reason.{row.error}") else one_line(row.error, 200)
    return t("requests.not_taken", why=why)
