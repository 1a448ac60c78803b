"""The members panel: order, roles, mutes, filter."""

from __future__ import annotations

from datetime import UTC

import pytest
from textual.app import App, ComposeResult

from tests.ui.rows import HOSTILE, NOW, member
from tui.chat.people import Role
from tui.locale import set_language
from tui.store.rows import MemberRow
from tui.ui.theme import ThemeLibrary
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.members_panel import MembersPanel, Sort
from tui.ui.widgets.row_list import RowList

NOW_MS = int(NOW * 1000)
MEMBERS = [
    member("20005", "吕子乔", last_spoke_at=5),
    member("20004", "陈美嘉", card="美嘉", last_spoke_at=9, muted_until=NOW_MS + 600_000),
    member("20003", "胡一菲", role=Role.ADMIN),
    member("20002", "曾小贤", role=Role.OWNER),
    member("10001", "me", remark=""),
]


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


class Host(App[None]):
    CSS = "MembersPanel { width: 34; }"

    def __init__(self, members: list[MemberRow] = MEMBERS) -> None:
        super().__init__()
        self.members = members
        self.now = NOW
        self.panel = MembersPanel(zone=UTC, clock=lambda: self.now)
        self.asked: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.panel

    def on_mount(self) -> None:
        ThemeLibrary().use(self, "qiao-dark")
        self.panel.set_members(self.members, "10001")
        self.panel.focus_list()

    def on_members_panel_menu_asked(self, event: MembersPanel.MenuAsked) -> None:
        self.asked.append(event.user)

    def lines(self) -> list[str]:
        row_list = self.panel.query_one(RowList)
        return [" ".join(row_list.render_line(y).text.split()) for y in range(row_list.size.height)]


async def test_owner_admins_and_then_who_spoke_last() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.lines()[:5] == [
            "▸ 曾小贤 owner",
            "胡一菲 admin",
            "美嘉 陈美嘉 muted 14:23",
            "吕子乔",
            "me me",
        ]


async def test_a_mute_that_has_ended_is_not_shown_any_more() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.now += 601
        app.panel.show()
        await pilot.pause()
        assert app.lines()[2] == "美嘉 陈美嘉"


async def test_a_long_mute_names_its_day() -> None:
    app = Host([member("20004", muted_until=NOW_MS + 3 * 86_400_000)])
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "muted 9-24 14:13" in app.lines()[0]


@pytest.mark.parametrize("query", ["美嘉", "meijia", "mj", "20004", "chenmeijia"])
async def test_the_filter_finds_by_any_name(query: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.panel.start_filter()
        await pilot.pause()
        app.panel.query_one(FilterInput).value = query
        await pilot.pause()
        assert app.panel.highlighted is not None
        assert app.panel.highlighted.user == "20004"
        await pilot.press("enter")
        assert app.focused is app.panel.query_one(RowList)
        assert app.panel.end_filter()
        await pilot.pause()
        assert len(app.panel.query_one(RowList).rows) == 5
        assert not app.panel.end_filter()


async def test_what_is_said_without_members() -> None:
    app = Host([])
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.lines()[1] == "No members yet"
        app.panel.set_members([], "10001", is_loading=True)
        await pilot.pause()
        assert app.lines()[1] == "Fetching…"


async def test_a_click_only_selects_and_a_right_click_asks() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.click(RowList, offset=(4, 2))
        assert app.panel.highlighted is not None
        assert app.panel.highlighted.user == "20004"
        await pilot.click(RowList, offset=(4, 1), button=3)
        assert app.asked == ["20003"]


async def test_two_thousand_members_keep_the_cursor_through_a_refresh() -> None:
    members = [member(str(n), f"成员{n}", last_spoke_at=n) for n in range(2000)]
    app = Host(members)
    async with app.run_test() as pilot:
        await pilot.press("end")
        app.panel.set_members(members, "10001")
        await pilot.pause()
        assert app.panel.highlighted is not None
        assert app.panel.highlighted.user == "0"


async def test_hostile_names_are_only_text() -> None:
    app = Host([member(str(n), text, card=text) for n, text in enumerate(HOSTILE)])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("down", "end")
        assert app.is_running


async def test_the_order_goes_round_and_the_headline_says_by_what() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.pause()
        head = app.panel._head
        orders = {}
        for _ in Sort:
            orders[app.panel.sort] = [row.member.user for row in app.panel.query_one(RowList).rows]
            words = {Sort.ROLE: "by role", Sort.SEEN: "last seen", Sort.MUTED: "by mute"}[app.panel.sort]
            assert words in head.render_line(0).text
            app.panel.next_sort()
        assert orders[Sort.ROLE] == ["20002", "20003", "20004", "20005", "10001"]
        assert orders[Sort.SEEN] == ["20004", "20005", "10001", "20002", "20003"]
        assert orders[Sort.MUTED] == ["20004", "20002", "20003", "20005", "10001"]
        assert app.panel.sort is Sort.ROLE


async def test_by_last_seen_each_says_when() -> None:
    app = Host([member("1", last_spoke_at=NOW_MS), member("2", last_spoke_at=NOW_MS - 3 * 86_400_000), member("3")])
    async with app.run_test() as pilot:
        app.panel.next_sort()
        await pilot.pause()
        assert app.lines()[:3] == ["▸ member 1 14:13", "member 2 9-18", "member 3 never spoke"]


async def test_who_is_no_longer_muted_falls_back_in_the_order() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.panel.next_sort()
        app.panel.next_sort()
        app.now += 601
        app.panel._look_at_mutes()
        await pilot.pause()
        assert [row.member.user for row in app.panel.query_one(RowList).rows][:2] == ["20002", "20003"]


async def test_marks_are_signs_and_stay_through_filter_and_refresh() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.panel.toggle_mark()
        app.panel.toggle_mark()
        await pilot.pause()
        assert app.lines()[:2] == ["✓曾小贤 owner", "✓胡一菲 admin"]
        assert "✓ 2" in app.panel._head.render_line(0).text
        app.panel.start_filter()
        await pilot.pause()
        app.panel.query_one(FilterInput).value = "meijia"
        await pilot.pause()
        app.panel.mark_shown()
        assert [row.user for row in app.panel.marked] == ["20002", "20003", "20004"]
        app.panel.mark_shown()
        app.panel.set_members(MEMBERS[:3], "10001")
        assert [row.user for row in app.panel.marked] == ["20003"]
        app.panel.set_members(MEMBERS, "10001", place=2)
        assert not app.panel.clear_marks()


async def test_a_title_is_shown() -> None:
    app = Host([member("1", "胡一菲", title="女王 [/b]")])
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.lines()[0] == "▸ 胡一菲 [女王 [/b]]"
