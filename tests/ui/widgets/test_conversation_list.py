"""The sidebar as it is seen and used."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from tests.ui.rows import FRIEND, HOSTILE, NOW, conversation
from tui.chat.ids import ConversationKind
from tui.chat.messages import SendState
from tui.locale import set_language
from tui.store.rows import ConversationRow
from tui.ui.sidebar_model import View
from tui.ui.theme import ThemeLibrary
from tui.ui.widgets.conversation_lines import time_label
from tui.ui.widgets.conversation_list import ConversationList
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.row_list import RowList


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


class Host(App[None]):
    CSS = "ConversationList { width: 26; }"

    def __init__(self, *rows: ConversationRow) -> None:
        super().__init__()
        self.rows = rows
        self.opened: list[Any] = []
        self.now = NOW
        self.sidebar = ConversationList(zone=UTC, clock=lambda: self.now)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.sidebar
            yield Input()

    def on_mount(self) -> None:
        ThemeLibrary().use(self, "qiao-dark")
        self.sidebar.replace(self.rows)
        self.query_one(Input).focus()

    def on_conversation_list_opened(self, event: ConversationList.Opened) -> None:
        self.opened.append(event.conversation)

    def on_conversation_list_menu_asked(self, event: ConversationList.MenuAsked) -> None:
        self.opened.append(("menu", event.conversation))

    def lines(self) -> list[str]:
        row_list = self.sidebar.query_one(RowList)
        return [row_list.render_line(y).text for y in range(row_list.size.height)]


async def test_a_conversation_shows_name_time_words_and_counts() -> None:
    rows = [
        conversation(1, name="爱情公寓", text="今晚吃什么", unread=3, mentions=1, is_pinned=True),
        conversation(2, FRIEND, "曾小贤", unread=128, ago=120),
    ]
    app = Host(*rows)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = app.lines()
        assert "▴ 爱情公寓" in lines[0]
        assert lines[0].rstrip().endswith("14:12")
        assert lines[1].startswith(" 胡一菲: 今晚")
        assert lines[1].rstrip().endswith("@  3")
        assert lines[3].startswith(" 你好")
        assert lines[3].rstrip().endswith("99+")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"draft": "half\na thought"}, "[Draft] half a thought"),
        ({"last_is_own": True}, "Me: 你好"),
        ({"last_is_own": True, "last_state": SendState.FAILED}, "! Me: 你好"),
        ({"last_is_own": True, "last_state": SendState.UNCONFIRMED}, "? Me: 你好"),
        ({"last_is_recalled": True}, "胡一菲: recalled a"),
        ({"last_message": None}, "No messages yet"),
    ],
)
async def test_the_second_line_says_what_is_the_matter(more: dict[str, Any], said: str) -> None:
    app = Host(conversation(1, **more))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert said in app.lines()[1]


@pytest.mark.parametrize(
    ("more", "badge"),
    [
        ({"unread": 5, "is_muted": True}, "5"),
        ({"is_marked": True}, "•"),
        ({"unread": 5, "mentions": 2, "is_quiet": True}, "@ •"),
    ],
)
async def test_marks_at_the_right_edge(more: dict[str, Any], badge: str) -> None:
    app = Host(conversation(1, **more))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.lines()[1].rstrip().endswith(badge)


async def test_a_stranger_is_called_one() -> None:
    app = Host(conversation(1, ConversationKind.TEMP, "路人甲"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "路人甲 temporary" in app.lines()[0]


async def test_hostile_names_and_words_are_only_text() -> None:
    app = Host(*(conversation(n, name=text, text=text, last_sender_name=text) for n, text in enumerate(HOSTILE, 1)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "[/b]" in app.lines()[0]
        for view in View:
            app.sidebar.set_view(view)
            await pilot.pause()
        await pilot.click(RowList, offset=(3, 2))
        assert app.is_running


async def test_the_order_holds_while_the_list_has_the_focus() -> None:
    rows = [conversation(id, name=f"n{id}", ago=id * 60) for id in range(1, 4)]
    app = Host(*rows)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.focus_list()
        await pilot.press("down")
        assert app.sidebar.highlighted is not None
        assert app.sidebar.highlighted.id == 2
        app.sidebar.update([replace(rows[2], last_time=int(NOW * 1000), unread=1)])
        await pilot.pause()
        assert [line[:4].strip() for line in app.lines()[0:6:2]] == ["n1", "n2", "n3"]
        assert "↑" in app.lines()[4]
        app.query_one(Input).focus()
        await pilot.pause()
        assert [line[:4].strip() for line in app.lines()[0:6:2]] == ["n3", "n1", "n2"]
        assert app.sidebar.highlighted.id == 2


async def test_views_contacts_and_groups() -> None:
    app = Host(
        conversation(1, FRIEND, "曾小贤", remark="老曾", category="friends"), conversation(2, name="爱情公寓", member_count=7)
    )
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.next_view()
        await pilot.pause()
        assert app.sidebar.view is View.CONTACTS
        assert [line.strip() for line in app.lines()[:3]] == ["▾ friends 1", "老曾 曾小贤", ""]
        app.sidebar.next_view()
        await pilot.pause()
        assert app.lines()[0].split() == ["爱情公寓", "7"]
        app.sidebar.next_view()
        assert app.sidebar.view is View.CONVERSATIONS


async def test_headers_fold_by_enter_and_conversations_open() -> None:
    app = Host(conversation(1, FRIEND, "曾小贤", category="friends"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.set_view(View.CONTACTS)
        app.sidebar.open_highlighted()
        await pilot.pause()
        assert app.lines()[0].strip() == "▸ friends 1"
        app.sidebar.open_highlighted()
        await pilot.press("tab")
        app.sidebar.focus_list()
        await pilot.press("down")
        app.sidebar.open_highlighted()
        await pilot.pause()
        assert app.opened == [1]


async def test_the_filter_finds_by_pinyin_moves_and_opens() -> None:
    app = Host(conversation(1, FRIEND, "曾小贤"), conversation(2, FRIEND, "胡一菲"), conversation(3, name="曾经", last_time=0))
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.start_filter()
        await pilot.pause()
        await pilot.press("z", "e", "n", "g")
        assert [entry.row.id for entry in app.sidebar.query_one(RowList).rows] == [1, 3]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.opened == [3]
        assert not app.sidebar.query(FilterInput)
        assert len(app.sidebar.query_one(RowList).rows) == 2


async def test_a_filter_without_a_match_says_so_and_ends() -> None:
    app = Host(conversation(1, FRIEND, "曾小贤"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.start_filter()
        await pilot.pause()
        await pilot.press("q", "q", "q")
        assert "Nothing matches" in app.lines()[1]
        assert app.sidebar.end_filter()
        await pilot.pause()
        assert not app.sidebar.end_filter()
        assert app.focused is app.sidebar.query_one(RowList)


async def test_the_nth_is_opened_by_number_and_by_mouse() -> None:
    app = Host(*(conversation(id, ago=id) for id in range(1, 5)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.open_nth(3)
        app.sidebar.open_nth(9)
        await pilot.click(RowList, offset=(3, 2))
        await pilot.click(RowList, offset=(3, 0), button=3)
        assert app.opened == [3, 2, ("menu", 1)]


async def test_a_click_on_its_name_shows_a_view() -> None:
    app = Host(conversation(1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(ConversationList, offset=(16, 0))
        assert app.sidebar.view is View.GROUPS


async def test_the_open_conversation_is_marked_and_has_the_cursor() -> None:
    app = Host(conversation(1, ago=1), conversation(2, ago=2))
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.set_current(2)
        await pilot.pause()
        assert app.lines()[2].startswith("▌")
        assert app.sidebar.highlighted is not None
        assert app.sidebar.highlighted.id == app.sidebar.current == 2


async def test_times_are_told_anew_on_another_day() -> None:
    app = Host(conversation(1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "14:12" in app.lines()[0]
        app.now += 86_400
        app.sidebar.show()
        assert "Yest." in app.lines()[0]


async def test_many_updates_settle_into_what_is_true() -> None:
    rows = [conversation(id) for id in range(1, 1001)]
    app = Host(*rows)
    async with app.run_test(size=(80, 24)) as pilot:
        for count in range(1, 50):
            app.sidebar.update([replace(rows[999], unread=count, last_time=int(NOW * 1000) + count)])
        app.sidebar.show()
        await pilot.pause()
        assert app.lines()[1].rstrip().endswith("49")


@pytest.mark.parametrize(
    ("day", "hour", "label"),
    [(24, 9, "09:00"), (23, 23, "Yest."), (21, 0, "Sun"), (18, 5, "Thu"), (17, 5, "4-17"), (25, 1, "4-25"), (-900, 0, "2021-10")],
)
def test_times_are_short(day: int, hour: int, label: str) -> None:
    said = datetime(2024, 4, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)
    assert time_label(int(said.timestamp() * 1000), date(2024, 4, 24).toordinal(), UTC) == label
