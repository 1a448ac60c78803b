"""Finding one's way about: sidebar, switcher, palette, help, themes, the boss key, sizes, languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import (
    FRIEND,
    GROUP,
    NARROW,
    OTHER_FRIEND,
    OWNED,
    PLAIN,
    USUAL,
    WIDE,
    Journey,
    journey,
    session,
)
from tui.chat.ids import ConversationId
from tui.simulator.model import Member, Role, User
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import World, small_world
from tui.ui.command_table import COMMANDS, SHEETS, Place
from tui.ui.commands import HANDLERS
from tui.ui.screens.boss import Boss
from tui.ui.screens.command_bar import CommandBar
from tui.ui.screens.help import Help
from tui.ui.screens.main import Main
from tui.ui.screens.quiet_picker import QuietPicker
from tui.ui.screens.requests import Inbox
from tui.ui.screens.switcher import Switcher
from tui.ui.screens.theme_picker import ThemePicker
from tui.ui.sidebar_model import View


async def three_conversations(j: Journey) -> None:
    """Let somebody speak in three conversations, and put the hand into the list."""
    await j.server.say_group("30001", "20009", "一")
    await j.server.say_private("20001", "二")
    await j.server.say_group("30002", "20002", "三")
    await j.until(lambda: len(j.main.sidebar._list.rows) == 3)
    await j.open(GROUP)
    await j.press("shift+tab")
    assert j.main.sidebar._list.has_focus


async def highlight(j: Journey, where: ConversationId) -> None:
    """Put the sidebar's cursor on *where*."""
    await j.press("home")
    for _ in j.main.sidebar._list.rows:
        if j.main.sidebar.highlighted is not None and j.main.sidebar.highlighted.id == j.row(where).id:
            return
        await j.press("down")
    raise AssertionError(f"{where} is not listed\n{j.screen}")


async def test_a_conversation_is_pinned_muted_marked_folded_and_hidden(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_conversations(j)
        await highlight(j, OWNED)
        await j.press("p")
        await j.until(lambda: j.row(OWNED).is_pinned)
        await j.press("escape")
        await j.press("shift+tab", "home")
        await j.until(lambda: j.main.sidebar.highlighted and j.main.sidebar.highlighted.id == j.row(OWNED).id, "pinned on top")
        await j.press("m")
        await j.until(lambda: j.row(OWNED).is_muted)
        await highlight(j, FRIEND)
        await j.press("u")
        await j.until(lambda: not j.row(FRIEND).unread)
        await j.press("u")
        await j.until(lambda: j.row(FRIEND).is_marked)
        await j.press("x")
        await j.until(lambda: j.row(FRIEND).is_hidden)
        await j.until(lambda: len(j.main.sidebar._list.rows) == 2)
        await j.server.say_private("20001", "又来了")
        await j.until(lambda: len(j.main.sidebar._list.rows) == 3, "back in the list")
        await highlight(j, GROUP)
        await j.press("z")
        await j.until(lambda: j.row(GROUP).is_quiet)
        await j.shows("安静的群")
        await j.until(lambda: j.row(GROUP).unread == 1)
        bells = j.app.bells
        await j.server.say_group("30002", "20002", "悄悄的")
        await j.until(lambda: j.row(GROUP).unread == 2)
        assert j.app.bells == bells


async def test_a_muted_conversation_neither_rings_nor_counts(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_conversations(j)
        await highlight(j, FRIEND)
        await j.press("m")
        await j.until(lambda: j.row(FRIEND).is_muted)
        await j.shows("未读 2")
        await j.server.say_private("20001", "嘘")
        await j.until(lambda: j.row(FRIEND).unread == 2)
        await j.shows("未读 2")


async def test_the_sidebar_shows_contacts_and_groups_that_never_spoke(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.press("alt+v")
        assert j.main.sidebar.view is View.CONTACTS
        await j.shows("我的好友", "同事", "胡一菲", "陈美嘉")
        await j.press("V")
        assert j.main.sidebar.view is View.GROUPS
        await j.shows("爱情公寓", "读书会", "羽毛球")
        await j.press("1")
        await j.until(lambda: j.main.current and j.main.current.conversation.is_group)
        await j.shows("还没有消息")
        await j.press("alt+v")
        assert j.main.sidebar.view is View.WAITING
        await j.press("alt+v")
        assert j.main.sidebar.view is View.CONVERSATIONS


async def test_the_sidebar_is_filtered_by_pinyin(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_conversations(j)
        await j.press("slash")
        await j.type("aqgy")
        await j.until(lambda: len(j.main.sidebar._list.rows) == 1)
        await j.press("enter")
        await j.until(lambda: j.main.pane.conversation == j.row(OWNED).id)
        await j.until(lambda: len(j.main.sidebar._list.rows) == 3)


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("typed", ["yumao", "ymq", "30003", "羽毛"])
async def test_the_switcher_finds_by_whatever_one_remembers(tmp_path: Path, typed: str, size: tuple[int, int]) -> None:
    async with journey(tmp_path, size=size) as j:
        await j.press("ctrl+p")
        await j.asked(Switcher)
        await j.type(typed)
        await j.shows("羽毛球")
        await j.press("enter")
        await j.until(lambda: j.main.pane.conversation == j.row(PLAIN).id)
        await j.until(lambda: j.main.composer.has_focus)


async def test_ctrl_k_switches_from_an_empty_composer_and_kills_in_a_full_one(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.type("留一半")
        await j.press("home", "right", "right", "ctrl+k")
        assert j.main.composer.text == "留一"
        await j.press("ctrl+u", "ctrl+k")
        await j.asked(Switcher)


async def test_every_command_is_in_the_palette_and_can_be_done_from_it(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.press("ctrl+p")
        await j.type(">主题")
        await j.press("enter")
        await j.asked(ThemePicker)
        await j.press("escape")
        await j.is_back()
        offered = {
            command.name for command in COMMANDS if command.place not in (Place.QUESTION, *SHEETS) and not command.is_plain
        } - {
            "palette.open",
            "sidebar.nth",
        }
        await j.press("ctrl+p")
        screen = await j.asked(Switcher)
        await j.type(">")
        found = {match.item.name for match in screen._list.rows if not isinstance(match.item, int)}
        assert found >= offered - {"switcher.open"}


async def test_help_shows_the_keys_of_where_the_hand_is(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.press("f1")
        await j.asked(Help)
        await j.shows("Ctrl+J")
        await j.press("escape")
        await j.is_back()
        await j.press("shift+tab", "question_mark")
        await j.asked(Help)


async def test_a_theme_is_tried_taken_and_kept(tmp_path: Path) -> None:
    async with OneBotServer(small_world()) as server:
        async with session(tmp_path, server) as j:
            before = j.app.theme
            await j.press("greater_than_sign")
            await j.type("theme.pick")
            await j.press("enter")
            await j.asked(ThemePicker)
            await j.press("down")
            await j.until(lambda: j.app.theme != before, "a preview")
            await j.press("escape")
            await j.is_back()
            await j.until(lambda: j.app.theme == before)
            await j.press("greater_than_sign")
            await j.type("theme.pick")
            await j.press("enter")
            await j.asked(ThemePicker)
            await j.press("down", "enter")
            await j.is_back()
            chosen = j.app.theme
            assert chosen != before
        async with session(tmp_path, server) as j:
            assert j.app.theme == chosen


async def test_a_broken_theme_is_named_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "config" / "themes").mkdir(parents=True)
    (tmp_path / "config" / "themes" / "mine.toml").write_text("name = 1\n[[[", encoding="utf-8")
    async with journey(tmp_path, theme="mine", waits=False) as j:
        await j.shows("mine")


async def test_only_the_boss_key_comes_back(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.type("秘密")
        await j.press("ctrl+backslash")
        await j.asked(Boss)
        assert "秘密" not in j.screen and "小贤" not in j.screen and "Building" in j.screen
        bells = j.app.bells
        await j.server.say_private("20002", "喂")
        await j.until(lambda: j.row(OTHER_FRIEND).unread == 1)
        await j.press(
            "a", "enter", "escape", "ctrl+p", "ctrl+n", "f1", "tab", "ctrl+c", "ctrl+c", "ctrl+q", "q", "greater_than_sign"
        )
        assert isinstance(j.app.screen, Boss)
        assert j.app.bells == bells
        assert j.app.is_running
        await j.press("f10")
        await j.is_back()
        assert j.main.composer.text == "秘密"
        await j.shows("秘密", "未读 1")


async def test_the_boss_key_works_in_a_question(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.press("ctrl+p")
        await j.asked(Switcher)
        await j.press("f10")
        await j.asked(Boss)
        await j.press("escape", "f10")
        await j.asked(Switcher)


async def test_ctrl_c_quits_only_when_pressed_twice(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.press("ctrl+c")
        await j.says("再按一次")
        assert j.app.is_running
        await j.press("ctrl+c")
        await j.until(lambda: not j.app.is_running or j.app._exit)


async def test_a_narrow_terminal_shows_one_thing_at_a_time(tmp_path: Path) -> None:
    async with journey(tmp_path, size=NARROW) as j:
        await j.shows("会话", "联系人")
        await j.server.say_private("20001", "你好呀")
        await j.shows("你好呀")
        await j.press("enter")
        await j.until(lambda: j.main.pane.conversation == j.row(FRIEND).id)
        await j.hides("联系人")
        await j.shows("你好呀", "好友 20001")
        await j.press("alt+s")
        await j.shows("联系人")
        await j.press("escape")
        await j.hides("联系人")
        await j.open(GROUP)
        await j.press("alt+m")
        await j.shows("关谷")
        await j.press("alt+m")
        await j.until(lambda: j.main.composer.has_focus)


async def test_a_change_of_size_keeps_the_draft_and_the_conversation(tmp_path: Path) -> None:
    async with journey(tmp_path, size=WIDE) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "看得见吗")
        await j.type("看得见")
        for size in (NARROW, USUAL, (200, 50), (60, 20)):
            await j.pilot.resize_terminal(*size)
            await j.shows("看得见吗")
            assert j.main.composer.text == "看得见"


@pytest.mark.parametrize(("language", "words"), [("zh", ("会话", "写点什么")), ("en", ("Chats", "Write"))])
async def test_both_languages_are_spoken(tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    async with journey(tmp_path, language=language) as j:
        await j.open(GROUP)
        for text in words:
            await j.until(lambda text=text: text.casefold() in j.screen.casefold(), text)  # type: ignore[misc]


def many_groups(count: int) -> World:
    """A world in which the account is in *count* more groups."""
    world = small_world()
    for n in range(count):
        owner = User(str(50_000 + n), f"群主{n}")
        world.add_user(owner)
        world.add_group(str(40_000 + n), f"闲群{n}", [Member(owner.id, Role.OWNER), Member("10001")])
    return world


async def test_with_many_groups_those_that_matter_are_ticked_once(tmp_path: Path) -> None:
    async with OneBotServer(many_groups(30)) as server:
        async with session(tmp_path, server) as j:
            picker = await j.asked(QuietPicker)
            await j.shows("闲群")
            await j.press("slash")
            await j.type("dsh")
            await j.until(lambda: [tick.row.title for tick in picker._list.rows] == ["读书会"])
            await j.press("down", "escape", "space", "enter")
            await j.is_back()
            await j.until(lambda: sum(row.is_quiet for row in j.reader.conversations()) == 32)
            loud = [row.title for row in j.reader.conversations() if row.conversation.is_group and not row.is_quiet]
            assert loud == ["读书会"], loud
            await j.shows("安静的群")
            bells = j.app.bells
            await server.say_group("40003", "50003", "没人看")
            await j.until(lambda: any(row.unread for row in j.reader.conversations()))
            assert j.app.bells == bells
            await j.hides("未读 1")
            await server.say_group("40004", "50004", [{"type": "at", "data": {"qq": "10001"}}])
            await j.shows("闲群4", "@1")
        async with session(tmp_path, server) as j:
            await j.is_back()
            assert not isinstance(j.app.screen, QuietPicker)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS if command.place is Place.ALWAYS])
async def test_what_works_everywhere_is_done_by_the_app(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with journey(tmp_path, waits=False) as j:
        passed_on: list[str] = []
        monkeypatch.setattr(j.main, "action_command", passed_on.append)
        await j.app.action_command(name)
        assert passed_on == []


async def test_every_command_can_be_called_with_nothing_open_and_with_something(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        for where in (None, GROUP):
            if where is not None:
                await j.open(where)
                await j.server.say_group("30002", "20001", "话")
                await j.until(lambda: j.texts(GROUP))
                await j.press("up")
            for name in HANDLERS:
                j.main.action_command(name, 1)
                await j.settle()
                while not isinstance(j.app.screen, Main):
                    await j.press("escape")
        assert j.app.is_running


@pytest.mark.parametrize("opener", ["f11", "f6", "f1"])
async def test_a_key_of_the_main_screen_says_so_where_that_is_covered(tmp_path: Path, opener: str) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        j.main.pane.focus()
        for key, said in (("f2", "F2"), ("alt+x", "Alt+X"), ("：", ":"), ("ctrl+p", "Ctrl+P")):
            await j.press(opener)
            await j.until(lambda: j.app.screen is not j.main, opener)
            covering = j.app.screen
            await j.press(key)
            await j.shows(f"{said} 在主界面用：先按 Esc 返回")
            assert j.app.screen is covering
            await j.press("escape")
            await j.is_back()
        await j.press("f2")
        await j.asked(CommandBar)


@pytest.mark.parametrize("key", ["f1", "alt+h", "question_mark", "？"])
async def test_what_opens_help_works_over_a_sheet_and_closes_it(tmp_path: Path, key: str) -> None:
    async with journey(tmp_path) as j:
        await j.press("f6")
        sheet = await j.asked(Inbox)
        await j.press(key)
        await j.asked(Help)
        await j.press(key)
        await j.until(lambda: j.app.screen is sheet, "the sheet")
