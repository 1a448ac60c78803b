"""The sidebar as it is seen and used."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
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
from tui.ui.widgets import conversation_list
from tui.ui.widgets.conversation_lines import time_label
from tui.ui.widgets.conversation_list import SETTLE_SECONDS, ConversationList
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
        await pilot.pause()
        assert app.sidebar.view is View.WAITING
        assert "Nobody awaits your answer" in app.lines()[0] + app.lines()[1]
        app.sidebar.next_view()
        assert app.sidebar.view is View.CONVERSATIONS


async def test_who_waits_stands_in_a_view_by_how_long_and_time_goes_on() -> None:
    since = {1: 30, 2: 3 * 3600, 3: 50 * 3600, 4: 40 * 60}
    rows = [
        conversation(id, FRIEND, f"n{id}", account=1 + id % 2, waits_since=int((NOW - ago) * 1000)) for id, ago in since.items()
    ]
    app = Host(*rows, conversation(5, FRIEND, "answered"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.set_accounts({1: "qq", 2: "b站"})
        assert app.sidebar.view is View.CONVERSATIONS
        app.sidebar.set_view(View.WAITING)
        await pilot.pause()
        assert [line.split() for line in app.lines()[:8:2]] == [
            ["n3", "b站", "2", "d"], ["n2", "qq", "3", "h"], ["n4", "qq", "40", "min"], ["n1", "b站", "just", "now"],
        ]  # fmt: skip
        app.now += 60
        app.sidebar._look_at_the_clock()
        await pilot.pause()
        assert app.lines()[6].split() == ["n1", "b站", "1", "min"]
        app.sidebar.update([replace(rows[0], waits_since=0)])
        app.sidebar.show()
        await pilot.pause()
        assert "n1" not in "".join(app.lines())


async def test_the_views_and_how_many_wait_have_room_in_a_narrow_sidebar() -> None:
    app = Host(*(conversation(id, FRIEND, waits_since=1) for id in range(1, 13)))
    for language, told in (("zh", "待回 12"), ("en", "Due 12")):
        set_language(language)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            tabs = app.sidebar.query_one("_Tabs")
            assert tabs.render_line(0).text.rstrip().endswith(told), tabs.render_line(0).text
            await pilot.click(ConversationList, offset=(21, 0))
            assert app.sidebar.view is View.WAITING
        app = Host(*app.rows)


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


async def test_a_flood_moves_the_list_once_in_a_while_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(conversation_list, "time", SimpleNamespace(monotonic=lambda: now))
    row = conversation(1, unread=0)
    app = Host(row)

    def count() -> str:
        return app.lines()[1].split()[-1]

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.sidebar.update([replace(row, unread=1)])
        assert (count(), app.sidebar.is_stale) == ("1", False)
        for unread in (2, 3, 4):
            now += SETTLE_SECONDS / 4
            app.sidebar.update([replace(row, unread=unread)])
            assert (count(), app.sidebar.is_stale) == ("1", True)
        now += SETTLE_SECONDS / 8
        app.sidebar.update([])
        assert (count(), app.sidebar.is_stale) == ("1", True)
        now += SETTLE_SECONDS / 4
        app.sidebar.update([])
        assert (count(), app.sidebar.is_stale) == ("4", False)
        app.sidebar.update([replace(row, unread=5)])
        assert (count(), app.sidebar.is_stale) == ("4", True)


async def test_what_changes_nothing_that_is_shown_makes_the_list_not_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_list, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    row = conversation(1)
    app = Host(row)
    async with app.run_test(size=(80, 24)):
        app.sidebar.update([replace(row, unread=1)])
        app.sidebar.update([])
        assert not app.sidebar.is_stale


async def test_what_a_person_does_is_shown_at_once_also_in_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_list, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    row = conversation(1)
    app = Host(row, conversation(2, ago=99))
    async with app.run_test(size=(80, 24)):
        app.sidebar.update([replace(row, unread=1)])
        app.sidebar.update([replace(row, unread=2)])
        app.sidebar.set_current(2)
        assert app.lines()[2].startswith("▌")
        assert app.lines()[1].split()[-1] == "2"
        assert not app.sidebar.is_stale


def in_sight(app: Host) -> list[str]:
    """The names in the sidebar that are seen, from above."""
    return [name for line in app.lines() for name in re.findall(r"\bn\d+", line)]


async def test_the_open_conversation_is_not_lost_from_sight_when_it_moves() -> None:
    rows = [conversation(id, name=f"n{id}", ago=id * 60) for id in range(1, 61)]
    app = Host(*rows)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.set_current(40)
        await pilot.pause()
        assert "n40" in in_sight(app) and "n1" not in in_sight(app)
        app.sidebar.update([replace(rows[39], last_time=int(NOW * 1000))])
        await pilot.pause()
        assert in_sight(app)[:2] == ["n40", "n1"]
        assert app.lines()[0].startswith("▌")
        assert app.sidebar.highlighted is not None and app.sidebar.highlighted.id == 40


async def test_who_has_scrolled_away_from_the_open_conversation_is_left_there_by_news_of_others() -> None:
    rows = [conversation(id, name=f"n{id}", ago=id * 60) for id in range(1, 61)]
    app = Host(*rows)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.set_current(1)
        await pilot.pause()
        app.sidebar.query_one(RowList).scroll_to(y=60, animate=False)
        await pilot.pause()
        before = in_sight(app)
        assert "n1" not in before
        app.sidebar.update([replace(rows[1], unread=1)])
        await pilot.pause()
        assert in_sight(app) == before


async def test_a_hand_in_the_list_is_not_pulled_to_the_open_conversation() -> None:
    rows = [conversation(id, name=f"n{id}", ago=id * 60) for id in range(1, 61)]
    app = Host(*rows)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.set_current(40)
        app.sidebar.focus_list()
        await pilot.press("home")
        assert app.sidebar.highlighted is not None and app.sidebar.highlighted.id == 1
        app.sidebar.update([conversation(99, name="n99", ago=1)])
        await pilot.pause()
        assert app.sidebar.highlighted.id == 1
        assert "n40" not in in_sight(app)


@pytest.mark.parametrize(
    ("day", "hour", "label"),
    [(24, 9, "09:00"), (23, 23, "Yest."), (21, 0, "Sun"), (18, 5, "Thu"), (17, 5, "4-17"), (25, 1, "4-25"), (-900, 0, "2021-10")],
)
def test_times_are_short(day: int, hour: int, label: str) -> None:
    said = datetime(2024, 4, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)
    assert time_label(int(said.timestamp() * 1000), date(2024, 4, 24).toordinal(), UTC) == label
