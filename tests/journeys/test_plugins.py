"""Plugins on the screen: real files in a config folder, real processes; what they suggest, are let do, offer and get wrong."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.journeys.journey import FRIEND, GROUP, NARROW, OTHER_FRIEND, OWNED, USUAL, WIDE, Journey, journey
from tui.chat.ids import ConversationId
from tui.plugins.process import Timing
from tui.plugins.rights import Rights
from tui.ui.commands.conversations import conversation_menu
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.help import Help
from tui.ui.screens.main import Main
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.plugin_log import PluginLog
from tui.ui.screens.plugins import PluginsSheet
from tui.ui.screens.question import Question
from tui.ui.screens.switcher import Switcher

QUICK = Timing(ping_every=0.05, answer_within=1.5, load_within=20.0, restart_after=0.05, most_deaths=2)

WEATHER = """
    from tui.plugins import CommandSession, on_command, on_palette, on_key

    @on_command("weather", aliases=("天气",), only_to_me=False)
    async def weather(session: CommandSession):
        city = session.current_arg_text.strip() or "?"
        await session.send(f"{city}今天晴，23 度")

    @on_command("greet", only_to_me=False)
    async def greet(session):
        await session.send("你好", at_sender=True)

    @on_command("picture", only_to_me=False)
    async def picture(session):
        await session.send("[CQ:image,file=http://127.0.0.1:9/a.png]看图")

    @on_command("fail", only_to_me=False)
    async def fail(session):
        raise RuntimeError("\\x1b[31mno [bold]weather[/bold]\\u202e today")

    @on_palette("看看选中的消息", key="ctrl+alt+y")
    async def selected(session):
        await session.send(f"选中了：{session.msg_text}")

    @on_key("ctrl+q", "想退出")
    async def quit(session):
        await session.send("never")
"""

HANGING = """
    import time
    from tui.plugins import on_command

    @on_command("hang", only_to_me=False)
    async def hang(session):
        while True:
            pass
"""


@asynccontextmanager
async def with_plugins(folder: Path, *, on: dict[str, list[ConversationId]], **more: Any) -> AsyncIterator[Journey]:
    """Run the app with plugins in its config folder; *on* says where they are turned on, from the sheet."""
    sources = more.pop("sources")
    write(folder, **sources)
    async with journey(folder, **more) as j:
        await j.until(lambda: j.main.plugins.plugins and len(j.main.plugins.plugins.plugins()) == len(sources), "plugins")
        for name, places in on.items():
            for where in places:
                await j.open(where)
                await turn_on(j, name)
        yield j


def write(folder: Path, **sources: str) -> None:
    """Put plugins into the config folder of a journey."""
    place = folder / "config" / "plugins"
    place.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        (place / f"{name}.py").write_text(dedent(source), encoding="utf-8")


async def sheet(j: Journey, name: str) -> PluginsSheet:
    """Open the sheet, the cursor on *name*."""
    await j.press("alt+comma")
    shown = await j.asked(PluginsSheet)
    await j.until(lambda: any(row.name == name for row in shown._list.rows), name)
    shown._list.move_to(name)
    await j.settle()
    return shown


async def turn_on(j: Journey, name: str) -> None:
    """Turn a plugin on in the open conversation, by keys."""
    await sheet(j, name)
    await j.press("enter")
    await j.asked(Question)
    await j.press("y")
    await j.until(lambda: j.plugins and status(j, name) == "running", f"{name} running")
    await j.press("escape")
    await j.is_back()


def status(j: Journey, name: str) -> str:
    """How a plugin stands."""
    assert j.plugins is not None
    return next(one.state.value for one in j.plugins.plugins() if one.name == name)


async def test_nothing_is_imported_where_there_are_no_plugins(tmp_path: Path) -> None:
    for name in [name for name in sys.modules if name.startswith("tui.plugins")]:
        del sys.modules[name]
    (tmp_path / "config" / "plugins").mkdir(parents=True)
    (tmp_path / "config" / "plugins" / "_notes.py").write_text("", encoding="utf-8")
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.type("/help")
        await j.press("enter")
        await j.called("send_private_msg")
        assert j.plugins is None
        assert not [name for name in sys.modules if name.startswith("tui.plugins")]


@pytest.mark.parametrize("size", [NARROW, USUAL, WIDE])
async def test_a_suggestion_is_shown_taken_changed_and_sent(tmp_path: Path, size: tuple[int, int]) -> None:
    async with with_plugins(tmp_path, on={"weather": [FRIEND]}, sources={"weather": WEATHER}, size=size) as j:
        await j.server.say_private("20001", "/weather 北京")
        await j.shows("插件 weather 建议：", "北京今天晴，23 度")
        assert j.main.composer.is_empty
        await j.press("tab")
        assert j.main.composer.text == "北京今天晴，23 度"
        await j.hides("插件 weather 建议")
        assert not j.calls("send_private_msg")
        await j.type("!")
        await j.press("enter")
        call = await j.called("send_private_msg")
        assert call["message"] == [{"type": "text", "data": {"text": "北京今天晴，23 度!"}}]


async def test_a_suggestion_disturbs_nobody_who_is_typing_and_waits_elsewhere_with_a_mark(tmp_path: Path) -> None:
    on = {"weather": [OTHER_FRIEND, FRIEND]}
    async with with_plugins(tmp_path, on=on, sources={"weather": WEATHER}) as j:
        await j.type("我正")
        await j.server.say_private("20002", "/weather 上海")
        await j.server.say_private("20001", "/weather 北京")
        await j.server.say_private("20001", "/weather 广州")
        await j.shows("[插件建议]", "（还有 1 条）", "北京今天晴")
        assert (j.main.composer.text, j.app.focused) == ("我正", j.main.composer)
        await j.type("说")
        await j.press("alt+full_stop")
        assert j.main.composer.text == "我正说北京今天晴，23 度"
        await j.press("ctrl+z")
        assert j.main.composer.text == "我正说"
        await j.shows("广州今天晴")
        await j.press("escape")
        await j.hides("插件 weather 建议")
        assert j.main.composer.text == "我正说"
        await j.press("ctrl+u")
        await j.open(OTHER_FRIEND)
        await j.shows("上海今天晴")
        await j.hides("[插件建议]")


async def test_own_messages_make_no_suggestion(tmp_path: Path) -> None:
    async with with_plugins(tmp_path, on={"weather": [FRIEND]}, sources={"weather": WEATHER}) as j:
        await j.type("天气")
        await j.press("enter")
        await j.called("send_private_msg")
        await j.type("/none 北京")  # no plugin knows it: it goes out as it stands
        await j.press("enter")
        call = await j.called("send_private_msg", 2)
        assert call["message"][0]["data"]["text"] == "/none 北京"
        await j.server.say_private("20001", "/weather 深圳")
        await j.shows("深圳今天晴")
        assert j.main.plugins.suggestions.count(j.row(FRIEND).id) == 1


async def test_a_mention_stays_one_and_a_picture_goes_out_after_a_yes(tmp_path: Path) -> None:
    async with with_plugins(tmp_path, on={"weather": [GROUP]}, sources={"weather": WEATHER}) as j:
        await j.server.say_group("30002", "20001", "/greet")
        await j.shows("插件 weather 建议：")
        await j.press("tab", "enter")
        call = await j.called("send_group_msg")
        assert call["message"][0] == {"type": "at", "data": {"qq": "20001"}}
        await j.server.say_group("30002", "20001", "/picture")
        await j.shows("插件 weather 建议：")
        await j.press("tab")
        await j.asked(Question)
        await j.press("enter")  # no is marked
        await j.is_back()
        assert len(j.calls("send_group_msg")) == 1
        await j.press("tab")
        await j.asked(Question)
        await j.press("y")
        call = await j.called("send_group_msg", 2)
        assert [part["type"] for part in call["message"]] == ["image", "text"]
        await j.hides("插件 weather 建议")


async def test_sending_by_itself_and_acting_are_rights_that_are_asked_for(tmp_path: Path) -> None:
    async with with_plugins(tmp_path, on={"weather": [FRIEND]}, sources={"weather": WEATHER}) as j:
        await sheet(j, "weather")
        await j.press("s")
        asked = await j.asked(Question)
        assert "不再问你" in asked._wording.lines[0]
        await j.press("enter")  # no is marked
        await j.asked(PluginsSheet)
        assert j.plugins is not None
        assert not j.plugins.rights("weather").may_send
        await j.press("s")
        await j.asked(Question)
        await j.press("y")
        await j.shows("自动发送，每分钟至多 6 条")
        await j.press("m")
        await j.asked(AskText)
        await j.press("backspace", "0", "enter")
        await j.shows("1 到 60 的整数")
        await j.press("backspace", "2", "enter")
        await j.shows("每分钟至多 2 条")
        await j.press("a")
        await j.asked(Question)
        await j.press("y")
        await j.shows("可执行操作")
        await j.press("escape")
        await j.is_back()
        for city in ("北京", "上海", "广州"):
            await j.server.say_private("20001", f"/weather {city}")
        await j.called("send_private_msg", 2)
        await j.shows("插件 weather 建议：")  # beyond the limit
        await sheet(j, "weather")
        await j.press("x")
        await j.shows("未启用", "只建议")
        assert not j.plugins.rights("weather").may_act


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_command_is_completed_and_run_and_sent_literally_when_that_is_wanted(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with with_plugins(tmp_path, on={"weather": [GROUP]}, sources={"weather": WEATHER}, size=size) as j:
        await j.type("/we")
        await j.shows("/weather", "插件 weather")
        await j.press("tab")
        assert j.main.composer.text == "/weather "
        await j.shows("/weather 由插件运行，不会发出")
        await j.type("北京")
        await j.press("enter")
        await j.shows("插件 weather 建议：", "北京今天晴")
        assert not j.calls("send_group_msg")
        await j.press("escape")
        await j.type("/天气 上海")
        await j.press("escape")
        await j.shows("/天气 原样发出，插件不运行")
        await j.press("enter")
        call = await j.called("send_group_msg")
        assert call["message"][0]["data"]["text"] == "/天气 上海"
        await j.open(OWNED)  # where it is not on
        await j.type("/weather 北京")
        assert j.main.plugins._line is not None
        assert j.main.plugins._line.words is None
        await j.press("enter")
        await j.called("send_group_msg", 2)


@pytest.mark.parametrize("is_seen", [True, False])
async def test_a_command_whose_plugin_ends_meanwhile_is_not_said_to_everybody(tmp_path: Path, is_seen: bool) -> None:
    async with with_plugins(tmp_path, on={"weather": [GROUP]}, sources={"weather": WEATHER}) as j:
        await j.type("/weather x")
        await j.shows("由插件运行")
        assert j.plugins is not None
        if not is_seen:  # the moment between two looks at the plugins
            j.main.plugins._news_came = lambda: None  # type: ignore[method-assign]
        await asyncio.wrap_future(j.plugins.set_rights("weather", Rights()))
        if is_seen:
            await j.shows("的插件现在没有运行")
        await j.press("enter")
        await j.says("什么也没有发出")
        assert j.main.composer.text == "/weather x"
        assert not j.calls("send_group_msg")
        await j.press("enter")  # now it is known that no plugin knows it
        await j.called("send_group_msg")
        assert j.texts(GROUP) == ["/weather x"]


async def test_escape_sends_a_command_whose_plugin_ended(tmp_path: Path) -> None:
    async with with_plugins(tmp_path, on={"weather": [GROUP]}, sources={"weather": WEATHER}) as j:
        await j.type("/weather x")
        await j.shows("由插件运行")
        assert j.plugins is not None
        await asyncio.wrap_future(j.plugins.set_rights("weather", Rights()))
        await j.shows("的插件现在没有运行")
        await j.press("escape")
        await j.shows("原样发出")
        await j.press("enter")
        await j.called("send_group_msg")


async def test_entries_stand_in_palette_and_help_and_keys_are_given_where_free(tmp_path: Path) -> None:
    async with with_plugins(tmp_path, on={"weather": [FRIEND]}, sources={"weather": WEATHER}) as j:
        await j.server.say_private("20001", "翻译我")
        await j.shows("翻译我")
        await j.until(lambda: j.main.plugins.commands, "entries")
        await j.until(lambda: any("ctrl+q" in text.lower() and "退出" in text for text in said(j)), "the key that is not free")
        await j.select("翻译我")
        await j.press("ctrl+alt+y")
        await j.shows("选中了：翻译我")
        await j.press("escape", "escape")
        await j.hides("插件 weather 建议")
        assert [command.keys for command in j.main.plugins.commands] == [("alt+ctrl+y",), ()]
        await j.press("ctrl+p")
        await j.asked(Switcher)
        await j.type(">想退出")
        await j.shows("想退出 · 插件 weather")
        await j.press("enter")
        await j.shows("never")
        await j.press("f1")
        await j.asked(Help)
        await j.press("end")
        await j.shows("来自插件", "看看选中的消息")


def said(j: Journey) -> list[str]:
    """What the status line says, and what waits behind it."""
    status = j.main.status
    return [notice.text for notice in (status.notice, *status._waiting) if notice is not None]


async def test_what_goes_wrong_is_said_and_stands_in_the_log_and_hostile_text_is_harmless(tmp_path: Path) -> None:
    async with with_plugins(tmp_path, on={"weather": [FRIEND]}, sources={"weather": WEATHER}) as j:
        await j.server.say_private("20001", "/fail")
        await j.says("插件 weather 出错：RuntimeError")
        await sheet(j, "weather")
        await j.press("l")
        await j.asked(PluginLog)
        await j.shows("Traceback", "no [bold]weather[/bold]")
        assert "\x1b" not in j.screen
        assert "\u202e" not in j.screen
        await j.press("y")
        await j.until(lambda: j.copied and "RuntimeError" in j.copied[0], "copied")
        await j.press("escape", "escape")
        await j.is_back()
        await j.server.say_private("20001", "/weather [CQ:face,id=14]\x1b[31m[b]x[/b]\u202e")
        await j.shows("[b]x[/b]")
        assert "\x1b" not in j.screen
        await j.press("tab")
        assert "\u202e" not in j.main.composer.text


async def test_a_plugin_that_never_answers_and_one_that_does_not_load_are_said_and_the_app_lives(tmp_path: Path) -> None:
    write(tmp_path, hang=HANGING, weather=WEATHER, broken="import nothing_of_the_kind\n")
    async with journey(tmp_path) as j:
        await j.until(lambda: j.main.plugins.plugins and len(j.main.plugins.plugins.plugins()) == 3, "plugins")
        assert j.plugins is not None
        j.plugins._timing = QUICK
        await j.open(FRIEND)
        await sheet(j, "broken")
        await j.press("enter")
        await j.asked(Question)
        await j.press("y")
        await j.shows("无法加载", "nothing_of_the_kind")
        await j.press("escape")
        await j.is_back()
        await turn_on(j, "weather")
        await turn_on(j, "hang")
        for _ in range(2):
            await j.until(lambda: status(j, "hang") == "running")
            await j.server.say_private("20001", "/hang")
            await j.until(lambda: status(j, "hang") != "running", "it is noticed")
        await j.until(lambda: status(j, "hang") == "given_up", "given up")
        await j.says("插件 hang：多次退出，已停用")
        await j.server.say_private("20001", "/weather 北京")
        await j.shows("北京今天晴")
        assert isinstance(j.app.screen, Main)


async def test_a_plugin_that_is_put_there_later_is_found_and_one_that_was_mended_reloads(tmp_path: Path) -> None:
    async with journey(tmp_path, size=USUAL) as j:
        await j.open(FRIEND)
        await j.press("f11")
        await j.asked(PluginsSheet)
        await j.shows("没有插件")
        write(tmp_path, weather="raise SystemError('not yet')\n")
        await j.press("R")
        await j.shows("weather")
        await j.press("enter")
        await j.asked(Question)
        await j.press("y")
        await j.shows("not yet")
        write(tmp_path, weather=WEATHER)
        await j.press("r")
        await j.shows("运行中", "在此启用")
        await j.press("p")
        await j.shows("启用于", "小贤 20001")
        await j.press("enter")
        await j.shows("未启用", "未在此启用")


async def test_a_log_that_is_flooded_is_followed_at_its_end_and_bounded(tmp_path: Path) -> None:
    noisy = """
        from tui.plugins import on_command

        @on_command("noise", only_to_me=False)
        async def noise(session):
            for number in range(40):
                print(f"line {number} " + "x" * 1500)
            print("that was all")
    """
    async with with_plugins(tmp_path, on={"noisy": [FRIEND]}, sources={"noisy": noisy}, size=USUAL) as j:
        shown = await sheet(j, "noisy")
        await j.press("l")
        await j.asked(PluginLog)
        await j.shows("日志是空的")
        await j.server.say_private("20001", "/noise")
        await j.shows("that was all")
        await j.press("f")
        await j.shows("日志是空的")
        await j.press("f", "home")
        await j.shows("……前面还有")
        await j.press("escape")
        assert shown is await j.asked(PluginsSheet)


async def test_the_sheet_opens_from_the_menus_of_a_group_and_of_a_conversation(tmp_path: Path) -> None:
    async with with_plugins(tmp_path, on={}, sources={"weather": WEATHER}) as j:
        await j.open(GROUP)
        await j.press("alt+g", "b")
        await j.asked(PluginsSheet)
        await j.press("escape")
        await j.is_back()
        conversation_menu(j.main, j.row(FRIEND).id)
        await j.asked(ActionMenu)
        assert "sidebar.plugins" in {entry.name for entry in j.app.screen._entries}  # type: ignore[attr-defined]
        await j.press("escape")
        await j.is_back()
        await j.server.say_private("20001", "在吗")
        await j.shows("在吗")
        j.main.sidebar.focus_list()
        await j.until(lambda: j.main.sidebar._list.move_to(j.row(FRIEND).id), "listed")
        await j.press("b")
        await j.asked(PluginsSheet)
        await j.shows("插件 · 小贤")
        await j.press("s")
        await j.says("先启用这个插件")
