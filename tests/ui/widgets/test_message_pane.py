from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollUp
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.looks import CHINA, KEYS, make_theme
from tests.ui.store_fixture import MINUTE, NOON, OWN, StoreFixture
from tui.chat import segments as seg
from tui.chat.ids import LocalId
from tui.chat.messages import SendState
from tui.locale import set_language
from tui.store.changes import Change
from tui.store.reader import Reader
from tui.ui.widgets.message_pane import MAX_NEW, MessagePane


class Host(App[None]):
    """The pane, a line to type in, and what the pane said."""

    CSS = "Input { height: 3; }"

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.now = NOON
        self.said: list[Message] = []
        self.pane = MessagePane(
            reader, make_theme(), zone=CHINA, clock=lambda: self.now, key_of=lambda command: KEYS.get(command, "")
        )

    def compose(self) -> ComposeResult:
        yield self.pane
        yield Input()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def heard(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.said if isinstance(message, kind)]

    def screen_text(self) -> list[str]:
        return [self.pane.render_line(y).text for y in range(self.pane.size.height)]


Opened = Callable[..., AbstractAsyncContextManager[tuple[Host, Pilot[None]]]]


@pytest.fixture
def store(tmp_path: Path) -> StoreFixture:
    set_language("zh")
    store = StoreFixture(tmp_path)
    store.conversation()
    return store


@pytest.fixture
def opened(store: StoreFixture) -> Opened:
    @asynccontextmanager
    async def open_(at: LocalId | None = None, size: tuple[int, int] = (50, 20)) -> AsyncIterator[tuple[Host, Pilot[None]]]:
        app = Host(store.reader())

        def hear(message: Message) -> None:
            # The hook hears a message once for every widget that it bubbles through.
            if type(message).__module__.endswith("message_pane_events") and all(message is not one for one in app.said):
                app.said.append(message)

        async with app.run_test(size=size, message_hook=hear) as pilot:
            app.pane.open(1, at)
            await pilot.pause()
            yield app, pilot

    return open_


async def test_nothing_open_and_nothing_said_are_quiet_hints(opened: Opened) -> None:
    async with opened() as (app, _pilot):
        assert any("还没有消息" in line for line in app.screen_text())
        app.pane.close()
        assert any("选择一个会话" in line for line in app.screen_text())
        app.pane.open(999)
        assert app.pane.conversation is None
        for act in (app.pane.end, app.pane.home, lambda: app.pane.move(-1), lambda: app.pane.page(-1), app.pane.activate):
            act()


async def test_it_opens_at_the_end_and_says_what_it_shows(opened: Opened, store: StoreFixture) -> None:
    ids = store.many(100)
    async with opened() as (app, pilot):
        assert app.pane.conversation == 1
        assert app.pane.is_following
        assert "第 99 条" in app.screen_text()[-1]
        shown = app.heard(MessagePane.Shown)[-1]
        assert (shown.conversation, shown.bottom, shown.at_bottom) == (1, ids[-1], True)
        count = len(app.heard(MessagePane.Shown))
        app.pane.apply(Change(1, inserted={1}))
        await pilot.pause()
        assert len(app.heard(MessagePane.Shown)) == count


async def test_it_opens_at_the_first_unread(opened: Opened, store: StoreFixture) -> None:
    store.many(50)
    store.many(60, unread=1)
    async with opened() as (app, _pilot):
        text = app.screen_text()
        assert "以下是新消息" in text[1]
        assert not app.pane.is_following
        assert app.pane.new_below > 30
        assert f"↓ {app.pane.new_below} 条新消息" in text[-1]


async def test_it_opens_at_a_message(opened: Opened, store: StoreFixture) -> None:
    ids = store.many(200)
    async with opened(at=ids[50]) as (app, _pilot):
        assert any("第 50 条" in line for line in app.screen_text())
        assert app.pane.go_to(ids[150])
        assert app.pane.cursor == ids[150]
        assert app.pane.cursor_row is not None
        assert any("第 150 条" in line for line in app.screen_text())
        assert not app.pane.go_to(LocalId(99_999))


async def test_arrivals_are_followed_or_counted(opened: Opened, store: StoreFixture) -> None:
    store.many(50)
    async with opened() as (app, pilot):
        new = store.many(5, unread=1)
        app.pane.apply(Change(1, inserted=set(new), live=set(new)))
        assert "第 4 条" in app.screen_text()[-1]
        app.pane.page(-1)
        before = [line[:-1] for line in app.screen_text()[:-1]]
        new = store.many(3, unread=1)
        app.pane.apply(Change(1, inserted=set(new), live=set(new)))
        assert [line[:-1] for line in app.screen_text()[:-1]] == before
        assert app.pane.new_below >= 3
        app.pane.end()
        assert app.pane.new_below == 0
        assert app.pane.is_following
        store.db.execute("UPDATE message SET unread = 0")
        app.pane.page(-1)
        many = store.many(MAX_NEW + 10, unread=1)
        app.pane.apply(Change(1, inserted=set(many), live=set(many)))
        assert f"{MAX_NEW}+" in app.screen_text()[-1]
        await pilot.click(app.pane, offset=(app.pane.size.width - 4, app.pane.size.height - 1))
        assert app.pane.is_at_bottom


async def test_what_came_while_one_read_further_up_is_ruled_off(opened: Opened, store: StoreFixture) -> None:
    store.many(50)
    async with opened() as (app, _pilot):
        app.pane.page(-1)
        new = store.many(3, unread=1)
        app.pane.apply(Change(1, inserted=set(new), live=set(new)))
        app.pane.end()
        assert any("以下是新消息" in line for line in app.screen_text())


async def test_changes_of_rows_are_drawn_and_those_of_others_are_not_read(opened: Opened, store: StoreFixture) -> None:
    ids = store.many(50)
    async with opened() as (app, _pilot):
        store.set(ids[-1], recalled_by="20002", recalled_at=NOON)
        app.pane.apply(Change(2, updated={ids[-1]}))
        assert "第 49 条" in app.screen_text()[-1]
        app.pane.apply(Change(1, updated={ids[-1]}))
        assert "已撤回" in app.screen_text()[-1]
        assert app.pane.copy_text(ids[-1]) == ""
        app.pane.reveal(ids[-1])
        assert "第 49 条" in app.screen_text()[-2]
        assert app.pane.copy_text(ids[-1]) == "第 49 条"
        assert app.pane.copy_text(LocalId(99_999)) == ""


async def test_roles_and_names_are_read_anew_when_members_change(opened: Opened, store: StoreFixture) -> None:
    store.add("你好")
    async with opened() as (app, _pilot):
        store.member("20002", "owner")
        app.pane.apply(Change(1, members=True))
        assert any("曾小贤 群主" in line for line in app.screen_text())


async def test_a_gap_is_asked_for_once_until_something_changes(opened: Opened, store: StoreFixture) -> None:
    ids = store.many(40)
    gap = store.gap(ids[0])
    async with opened() as (app, pilot):
        assert app.heard(MessagePane.NeedOlder) == []
        app.pane.home()
        app.pane.scroll_lines(1)
        app.pane.scroll_lines(-1)
        await pilot.pause()
        assert [(said.conversation, said.gap) for said in app.heard(MessagePane.NeedOlder)] == [(1, gap)]
        app.pane.set_gap_loading(gap, True)
        assert "正在加载" in app.screen_text()[0]
        app.pane.page(-1)
        app.pane.set_gap_loading(gap, False)
        await pilot.pause()
        assert len(app.heard(MessagePane.NeedOlder)) == 1
        app.pane.page(-1)
        await pilot.pause()
        assert len(app.heard(MessagePane.NeedOlder)) == 2
        store.db.execute("UPDATE gap SET state = 'refused', words = '消息已过期'")
        app.pane.apply(Change(1, gaps=True, updated={ids[0]}))
        await pilot.pause()
        assert len(app.heard(MessagePane.NeedOlder)) == 2
        assert "消息已过期" in app.screen_text()[0]


async def test_the_cursor_moves_and_repaints_only_what_it_left_and_reached(opened: Opened, store: StoreFixture) -> None:
    ids = store.many(30)
    async with opened() as (app, pilot):
        app.pane.focus()
        app.pane.move(-1)
        app.pane.move(-1)
        await pilot.pause()
        assert [said.id for said in app.heard(MessagePane.Selected)] == [ids[-1], ids[-2]]
        assert [line[0] for line in app.screen_text()[-3:]] == [" ", "▌", " "]
        app.pane.activate()
        await pilot.pause()
        assert [(said.id, said.by) for said in app.heard(MessagePane.Activated)] == [(ids[-2], "key")]
        app.pane.select(None)
        assert app.pane.cursor_row is None


async def test_with_the_focus_on_it_the_cursor_stays_on_the_screen(opened: Opened, store: StoreFixture) -> None:
    store.many(30)
    async with opened() as (app, pilot):
        app.pane.focus()
        await pilot.pause()
        app.pane.move(-1)
        new = store.many(100, unread=1)
        app.pane.apply(Change(1, inserted=set(new), live=set(new)))
        assert any(line.startswith("▌") for line in app.screen_text())
        assert not app.pane.is_following


async def test_marks(opened: Opened, store: StoreFixture) -> None:
    ids = store.many(5)
    async with opened() as (app, _pilot):
        app.pane.toggle_mark(ids[4])
        app.pane.toggle_mark(ids[2])
        app.pane.toggle_mark(ids[1])
        app.pane.toggle_mark(ids[2])
        assert app.pane.marked == (ids[4], ids[1])
        assert app.screen_text()[-1].startswith("✓")
        app.pane.apply(Change(1, replaced={ids[4]: ids[3]}, removed={ids[4]}))
        assert app.pane.marked == (ids[1], ids[3])
        app.pane.clear_marks()
        assert app.pane.marked == ()


async def test_clicks_select_open_links_and_run_commands(opened: Opened, store: StoreFixture) -> None:
    store.add("看 https://example.com/a", time=NOON)
    failed = store.own("好", state=SendState.FAILED, time=NOON + MINUTE)
    async with opened() as (app, pilot):
        bottom = app.pane.size.height - 1
        await pilot.click(app.pane, offset=(8, bottom - 4))
        await pilot.click(app.pane, offset=(4, bottom))
        await pilot.click(app.pane, offset=(30, bottom - 2), times=2)
        await pilot.click(app.pane, offset=(30, bottom - 2), button=3)
        await pilot.pause()
        assert [said.url for said in app.heard(MessagePane.LinkClicked)] == ["https://example.com/a"]
        assert [(said.command, said.id) for said in app.heard(MessagePane.CommandClicked)] == [("message.resend", failed)]
        assert [said.by for said in app.heard(MessagePane.Activated)] == ["double_click", "right_click"]
        assert app.pane.cursor == failed
        assert app.screen.get_selected_text() in (None, "")


async def test_the_wheel_scrolls(opened: Opened, store: StoreFixture) -> None:
    store.many(100)
    async with opened() as (app, pilot):
        last = app.screen_text()[-1]
        await pilot._post_mouse_events([MouseScrollUp], app.pane, (5, 5))
        assert app.screen_text()[-1] != last
        assert not app.pane.is_following


async def test_the_scrollbar_can_be_clicked(opened: Opened, store: StoreFixture) -> None:
    store.many(1000)
    async with opened() as (app, pilot):
        edge = app.pane.size.width - 1
        await pilot.click(app.pane, offset=(edge, 0))
        assert "第 0 条" in "".join(app.screen_text())
        await pilot.click(app.pane, offset=(edge, app.pane.size.height // 2))
        assert not app.pane.is_at_bottom
        await pilot.click(app.pane, offset=(edge, app.pane.size.height - 1))
        assert app.pane.is_following


async def test_text_is_selected_over_messages(opened: Opened, store: StoreFixture) -> None:
    store.add("今天晚上吃什么", time=NOON)
    store.add("我请客", time=NOON)
    store.own("随便", time=NOON)
    async with opened() as (app, pilot):
        bottom = app.pane.size.height - 1
        await pilot.mouse_down(app.pane, offset=(7, bottom - 3))
        await pilot.hover(app.pane, offset=(4, bottom))
        await pilot.hover(app.pane, offset=(5, bottom))
        await pilot.mouse_up(app.pane, offset=(5, bottom))
        assert app.screen.get_selected_text() == "晚上吃什么\n我请客\n随便"
        assert app.pane.render_line(bottom - 2).text.strip() == "我请客"


async def test_links_and_texts_to_copy(opened: Opened, store: StoreFixture) -> None:
    words = store.add([seg.Mention(OWN, "胡一菲"), seg.Text(" 看 https://example.com/a")])
    image = store.add(seg.Image("x", "https://example.com/x.png", 1000))
    async with opened() as (app, _pilot):
        assert app.pane.copy_text(words) == "@胡一菲 看 https://example.com/a"
        assert app.pane.links(words) == ["https://example.com/a"]
        assert app.pane.copy_text(image) == "[图片 1.0 kB]"
        assert app.pane.links(image) == ["https://example.com/x.png"]


async def test_a_resize_a_theme_a_language_and_a_new_day_redraw(opened: Opened, store: StoreFixture) -> None:
    store.add("话" * 60, time=NOON)
    async with opened() as (app, pilot):
        assert any("今天" in line for line in app.screen_text())
        await pilot.resize_terminal(30, 15)
        await pilot.pause()
        assert all(app.pane.render_line(y).cell_length == 30 for y in range(app.pane.size.height))
        set_language("en")
        app.pane.set_theme(make_theme())
        assert any("Today" in line for line in app.screen_text())
        app.now = NOON + 24 * 60 * MINUTE
        app.pane.apply(Change(1, gaps=True))
        assert any("Yesterday" in line for line in app.screen_text())
    set_language("zh")


@pytest.mark.parametrize(
    "text", ["[/b] [@click=app.quit]x[/]", "e" + "\u0301" * 200, "长" * 100_000, "👨‍👩‍👧‍👦" * 300, "\u202ehello"]
)
async def test_hostile_text_is_data(opened: Opened, store: StoreFixture, text: str) -> None:
    id = store.add(text, name=text[:80])
    async with opened() as (app, pilot):
        app.pane.move(-1)
        app.pane.reveal(id)
        app.pane.end()
        await pilot.pause()
        assert all(app.pane.render_line(y).cell_length == 50 for y in range(app.pane.size.height))
        await pilot.click(app.pane, offset=(8, app.pane.size.height - 1))
        assert app.is_running
