"""Managing a group from the keyboard: each act only where role and platform allow it, each with its result in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, NARROW, OWNED, PLAIN, USUAL, Journey, journey
from tui.chat.actions import ActionKind
from tui.chat.ids import ConversationId
from tui.platforms.onebot11.platform import OneBot11
from tui.simulator.model import User
from tui.simulator.segments import png
from tui.ui.screens.ask_file import AskFile
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.ignored import Ignored
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.muted import MutedSheet
from tui.ui.screens.question import Question
from tui.ui.screens.requests import Inbox
from tui.ui.screens.switcher import Switcher


async def test_everybody_is_muted_and_may_speak_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        await j.press("ctrl+g")
        await j.asked(ActionMenu)
        await j.press("m")
        await j.asked(Question)
        await j.shows("读书会（30002）")
        await j.press("y")
        await j.until(lambda: j.row(GROUP).is_muted_all, "the event")
        await j.says("完成")
        await j.shows("全员禁言中")
        await j.press("ctrl+g", "m")
        await j.until(lambda: not j.row(GROUP).is_muted_all, "the event")
        await j.says("完成")


async def test_who_is_no_admin_is_told_so(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(PLAIN)
        await j.until(lambda: len(j.reader.members(j.row(PLAIN).id)) > 0, "the members")
        await j.press("ctrl+g")
        await j.asked(ActionMenu)
        await j.press("m")
        await j.shows("需要群主或管理员权限")
        assert not j.calls("set_group_whole_ban")


async def test_a_friend_is_no_group(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.press("ctrl+g")
        await j.says("只能在群里使用")


async def menu(j: Journey, where: ConversationId, key: str) -> None:
    """Open *where*, its menu, and take the entry of *key*."""
    await j.open(where)
    await j.until(lambda: len(j.reader.members(j.row(where).id)) == 6, "the members")
    await j.press("ctrl+g")
    await j.asked(ActionMenu)
    await j.press(key)


async def test_a_group_is_renamed(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await menu(j, GROUP, "r")
        await j.asked(AskText)
        await j.press("ctrl+u", "enter")
        await j.shows("群名不能为空")
        await j.type("夜读")
        await j.press("enter")
        await j.until(lambda: j.row(GROUP).name == "夜读", "the event")
        await j.says("完成")
        await j.shows("夜读  群 30002")


async def test_a_group_gets_a_picture_from_a_file_that_is_completed(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    picture = tmp_path / "pictures" / "group.png"
    picture.write_bytes(png(8, 8, (1, 2, 3)))
    (tmp_path / "pictures" / "words.txt").write_text("no picture")
    async with journey(tmp_path) as j:
        await menu(j, GROUP, "p")
        asked = await j.asked(AskFile)
        asked._write(f"{tmp_path}/pict")
        await j.shows("pictures/")
        await j.press("tab")
        await j.shows("words.txt")
        await j.type("w")
        await j.hides("group.png")
        await j.press("tab", "enter")
        await j.says("不是图片")
        assert not j.calls("set_group_portrait")
        await menu(j, GROUP, "p")
        asked = await j.asked(AskFile)
        asked._write(f"{tmp_path}/pictures/nothing")
        await j.shows("没有匹配的文件")
        await j.press("enter")
        await j.shows("没有这个文件")
        asked._write(f"{tmp_path}/pictures/")
        await j.shows("group.png")
        await j.press("down", "up", "enter")
        await j.says("完成")
        kept = j.server.world.group("30002").portrait
        assert j.server.world.media[kept] == picture.read_bytes()


async def test_who_is_muted_is_seen_live_and_may_speak_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.server.mute("30002", "20001", 600)
        await menu(j, GROUP, "u")
        await j.asked(MutedSheet)
        await j.called("get_group_shut_list")
        await j.shows("禁言列表 · ", "1 人", "小贤（20001）", "还有 9 分钟")
        await j.server.mute("30002", "20003", 3 * 86_400)
        await j.shows("· 2 人", "陈美嘉（20003）", "还有 2 天")
        await j.press("space", "space", "u")
        await j.asked(Question)
        await j.press("y")
        await j.shows("· 0 人", "没有人被禁言")
        assert {call["user_id"] for call in j.calls("set_group_ban")} == {20001, 20003}
        await j.press("escape")
        await j.is_back()


async def test_without_a_list_of_the_muted_the_members_tell(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        account = j.reader.accounts()[0].id
        link = j.connection._link(account)
        assert link is not None and isinstance(link._platform, OneBot11)
        link._platform._offers = link._platform.offers.without(ActionKind.MUTED_LIST)
        await j.server.mute("30002", "20001", 600)
        await menu(j, GROUP, "u")
        await j.shows("以成员列表里的为准", "小贤（20001）")
        assert not j.calls("get_group_shut_list")


async def test_how_often_everybody_can_be_mentioned(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await menu(j, GROUP, "a")
        await j.says("本群剩 20 次，你剩 10 次")
        await menu(j, PLAIN, "a")
        await j.says("今天不能再")


@pytest.mark.parametrize("size", [NARROW, USUAL])
async def test_the_menu_says_of_which_group_it_is_however_low_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with journey(tmp_path, size=size) as j:
        await j.open(PLAIN)
        await j.press("ctrl+g", "end")
        await j.shows("（30003）", "退出这个群", "Esc 返回")
        await j.press("home")
        await j.shows("（30003）", "全员禁言", "Esc 返回")


async def test_the_inbox_is_reached_from_the_menu(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.press("ctrl+g", "q")
        await j.asked(Inbox)


async def test_signing_in(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await menu(j, PLAIN, "s")
        await j.says("群签到：完成")
        assert j.server.world.group("30003").signed


async def test_requests_that_were_put_aside(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.world.ask("add", "20002", "让我进 [/b]", group_id="30001", is_filtered=True)
        await menu(j, OWNED, "i")
        await j.asked(Ignored)
        await j.shows("被过滤的请求 · 1 个", "胡一菲（20002）", "想加入 爱情公寓（30001）", "让我进 [/b]")


async def test_who_was_put_aside_is_let_in_or_turned_away(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        for user in ("20006", "20007"):
            j.server.world.add_user(User(user, f"路人{user[-1]}"))
        j.server.world.ask("add", "20006", "我是好人", group_id="30001", is_filtered=True)
        j.server.world.ask("add", "20007", "", group_id="30003", is_filtered=True)
        await j.open(PLAIN)
        await j.until(lambda: len(j.reader.members(j.row(PLAIN).id)) == 6, "the members, and with them our rank")
        await menu(j, OWNED, "i")
        await j.shows("路人6（20006）")
        await j.press("a")
        await j.asked(Question)
        await j.shows("让 路人6（20006） 加入 爱情公寓？", "我是好人")
        await j.press("y")
        await j.until(lambda: j.reader.member(j.row(OWNED).id, "20006"), "the event")
        await j.shows("已处理")
        await j.press("home", "a")
        await j.says("需要群主或管理员权限")
        await j.press("end", "x")
        await j.says("已经处理过了")
        j.server.world.ask("add", "20007", "", group_id="30001", is_filtered=True)
        await j.press("r")
        await j.shows("被过滤的请求 · 3 个")
        await j.press("home", "x")
        await j.asked(AskText)
        await j.type("不认识")
        await j.press("enter")
        call = await j.called("set_group_add_request", 2)
        assert (call["approve"], call["reason"]) == (False, "不认识")
        await j.says("的请求：完成")


async def test_the_card_of_a_group_goes_to_another_conversation_and_keeps_its_draft(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.type("half")
        await menu(j, OWNED, "c")
        await j.asked(ActionMenu)
        await j.shows("分享 爱情公寓 的群名片")
        await j.press("2")
        await j.asked(Switcher)
        await j.type("小贤")
        await j.press("enter")
        call = await j.called("send_private_msg")
        assert (call["user_id"], call["message"][0]["type"]) == (20001, "json")
        await j.says("名片已发往 小贤")
        assert j.reader.draft(j.row(FRIEND).id).text == "half"


async def test_leaving_asks_for_the_name(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await menu(j, PLAIN, "L")
        await j.asked(AskText)
        await j.shows("退出 羽毛球（30003）？", "重新申请")
        await j.type("羽毛")
        await j.press("enter")
        await j.shows("和群名“羽毛球”（30003）不一样")
        await j.type("球")
        await j.press("enter")
        assert (await j.called("set_group_leave"))["is_dismiss"] is False
        await j.until(lambda: not j.row(PLAIN).is_listed, "the event")
        await j.says("退出 羽毛球：完成")


async def test_the_owner_is_told_that_leaving_disbands_and_when_it_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.connection.link.LOOK_AGAIN_AFTER", (0.01, 0.01))
    async with journey(tmp_path) as j:
        await menu(j, OWNED, "L")
        await j.shows("退出就是解散")
        await j.type("30001")
        await j.press("enter")
        assert (await j.called("set_group_leave"))["is_dismiss"] is True
        await j.says("还没有看到结果")  # NapCat only leaves, which QQ does not let an owner do
        assert j.row(OWNED).is_listed


async def test_an_ordinary_member_sees_in_the_menu_what_is_not_for_them(tmp_path: Path) -> None:
    async with journey(tmp_path, size=USUAL) as j:
        await menu(j, PLAIN, "r")
        await j.shows("不可用：需要群主或管理员权限", "改群名 — 需要群主", "换群头像 — 需要群主")
        assert isinstance(j.app.screen, ActionMenu)
