"""People and the account itself, from the keyboard: cards, likes, remarks, friendships, profile, state, typing, voices."""

from __future__ import annotations

import base64
import copy
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from tests.journeys.journey import FRIEND, GROUP, OTHER_FRIEND, PLAIN, Journey, journey
from tui.chat.ids import ConversationId, ConversationKind
from tui.simulator import segments as make
from tui.simulator.segments import png
from tui.ui.screens.ask_file import AskFile
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.full_text import FullText
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.profile import OwnProfileSheet, ProfileSheet
from tui.ui.screens.question import Question
from tui.ui.screens.voices import Voices


async def command(j: Journey, name: str) -> None:
    """Do a command of the palette."""
    j.main.action_command(name)
    await j.settle()


async def card_of_friend(j: Journey) -> ProfileSheet:
    """Open the card of the friend from the sidebar's list of friends by category."""
    await j.open(FRIEND)
    await j.press("alt+v")
    await j.shows("我的好友 2", "同事 1")
    j.main.show_list()
    await j.settle()
    j.main.sidebar._list.move_to(j.row(FRIEND).id)
    await j.press("i")
    return await j.asked(ProfileSheet)


async def test_the_card_of_a_friend(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.world.users["20001"].signature = "天行健[/b]\x1b[31m"
        await card_of_friend(j)
        await j.shows("小贤（20001）", "曾小贤", "20", "天行健[/b]", "在线")
        assert "\x1b" not in j.screen
        await j.press("P")
        await j.called("send_poke")
        await j.press("y")
        await j.until(lambda: j.copied == ["小贤（20001）"])


async def test_what_one_fact_lacks_takes_no_other_along(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.fail("nc_get_user_status", "packet backend")
        j.server.world.like("20002", "20001", 3)
        await card_of_friend(j)
        await j.shows("曾小贤", "问不到：对方拒绝了", "共 3 次，今天 3 次")


async def test_the_card_of_a_member_says_what_they_are_there(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        await j.press("alt+m")
        await j.until(lambda: j.main.members.highlighted)
        j.main.members._list.move_to("20004")
        await j.press("i")
        await j.asked(ProfileSheet)
        await j.shows("唐悠悠（20004）", "读书会（30002）", "成员", "不是")
        await j.press("enter")
        await j.is_back()
        temp = ConversationId(GROUP.account, ConversationKind.TEMP, "20004")
        await j.until(lambda: (row := j.reader.find_conversation(temp)) and j.main.pane.conversation == row.id)


async def test_likes_have_a_daily_bound(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await card_of_friend(j)
        await j.press("l")
        await j.asked(AskText)
        await j.shows("每人每天最多 10 次")
        await j.press("enter")
        await j.until(lambda: sum(like.times for like in j.server.world.likes) == 10)
        await j.says("点 10 个赞：完成")
        await j.asked(ProfileSheet)
        await j.press("l")
        await j.asked(AskText)
        await j.press("ctrl+u", *"99", "enter")
        await j.shows("1 到 20")
        j.app.screen.query_one(Input).value = "9" * 5000  # more digits than Python reads
        await j.press("enter")
        await j.shows("1 到 20")
        await j.press("end", "ctrl+u", "1", "enter")
        await j.says("今天的次数用完了")


async def test_a_remark_is_changed_everywhere(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await card_of_friend(j)
        await j.press("m")
        await j.asked(AskText)
        await j.press("ctrl+u", *"Xian", "enter")
        assert (await j.called("set_friend_remark"))["remark"] == "Xian"
        await j.until(lambda: j.row(FRIEND).remark == "Xian")
        await j.shows("Xian（20001）")
        assert j.server.world.friends["10001"]["20001"].remark == "Xian"


async def test_a_friend_is_deleted_only_after_a_yes(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await card_of_friend(j)
        await j.press("D")
        await j.asked(Question)
        await j.shows("删除好友 小贤（20001）？")
        await j.press("enter")
        await j.asked(ProfileSheet)
        assert not j.calls("delete_friend")
        await j.press("D")
        await j.asked(Question)
        await j.press("y")
        await j.called("delete_friend")
        await j.until(lambda: not j.row(FRIEND).is_listed)
        await j.press("escape")
        await j.is_back()
        await j.shows("不在列表里了")


async def test_the_signature_is_set(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.world.users["10001"].signature = "old"
        await command(j, "account.signature")
        dialog = await j.asked(AskText)
        assert dialog._input.value == "old"
        await j.press("ctrl+u", *"new", "enter")
        await j.until(lambda: j.server.world.users["10001"].signature == "new")
        await j.says("修改签名：完成")


async def test_our_own_card_and_what_changes_it(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        me = j.server.world.users["10001"]
        me.signature = "稳"
        await command(j, "account.profile")
        await j.asked(OwnProfileSheet)
        await j.shows("吕小布（10001）", "稳")
        await j.press("n")
        await j.asked(AskText)
        await j.press("ctrl+u", *"Bu", "enter")
        await j.until(lambda: me.nickname == "Bu")
        assert me.signature == "稳", "a new name leaves the signature"
        await j.until(lambda: j.reader.accounts()[0].nickname == "Bu")
        await j.shows("Bu（10001）")
        await j.press("x")
        await j.asked(ActionMenu)
        await j.press("2")
        await j.until(lambda: me.sex == "female")
        await j.asked(OwnProfileSheet)
        await j.press("o")
        await j.asked(ActionMenu)
        await j.press("4")
        await j.until(lambda: me.status.kind == 50)
        await j.shows("忙碌")
        await j.asked(OwnProfileSheet)
        await j.press("o")
        await j.asked(ActionMenu)
        await j.press("7")
        await j.asked(AskText)
        await j.press("ctrl+u", *"10 1028 0", "enter")
        await j.until(lambda: (me.status.kind, me.status.detail) == (10, 1028))


async def test_a_home_that_is_none_is_said(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await command(j, "account.avatar")
        await j.asked(AskFile)
        await j.press(*"~nobody-here/a.png", "enter")
        await j.shows("没有这个文件")
        assert not j.calls("set_qq_avatar")


async def test_another_avatar(tmp_path: Path) -> None:
    picture, words = tmp_path / "me.png", tmp_path / "me.txt"
    picture.write_bytes(png(4, 4, (1, 2, 3)))
    words.write_text("no picture")
    async with journey(tmp_path / "data") as j:
        await command(j, "account.avatar")
        (await j.asked(AskFile))._write(str(words))
        await j.press("enter")
        await j.says("不是图片")
        assert not j.calls("set_qq_avatar")
        await command(j, "account.avatar")
        (await j.asked(AskFile))._write(str(picture))
        await j.press("enter")
        call = await j.called("set_qq_avatar")
        assert base64.b64decode(call["file"].removeprefix("base64://")) == picture.read_bytes()
        await j.says("更换头像：完成")
        assert len(j.calls("set_qq_avatar")) == 1


async def test_a_signature_that_nobody_tells_survives_another_name(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"dialect": "gocqhttp"}) as j:
        me = j.server.world.users["10001"]
        me.signature, me.sex = "稳", "female"
        answer = j.server.dialect.actions["get_stranger_info"]

        async def tells_little(shapes: Any, params: Any) -> Any:
            return {**await answer(shapes, params), "sign": "", "long_nick": "", "longNick": "", "sex": "unknown"}

        j.server.dialect = copy.copy(j.server.dialect)
        j.server.dialect.actions = {**j.server.dialect.actions, "get_stranger_info": tells_little}  # type: ignore[misc]
        await command(j, "account.nickname")
        await j.asked(AskText)
        await j.press("ctrl+u", *"Bu", "enter")
        await j.until(lambda: me.nickname == "Bu")
        assert (me.signature, me.sex) == ("稳", "female")


async def test_who_liked_us(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.server.like("20002", 3)
        await command(j, "account.likes")
        await j.asked(FullText)
        await j.shows("共 3 次，今天 3 次", "胡一菲（20002）赞了 3 次")


async def test_recent_contacts_are_asked_for_anew(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.server.say_private("20002", "在吗")
        await command(j, "account.recents")
        await j.asked(ActionMenu)
        await j.shows("胡一菲  在吗")
        await j.press("1")
        await j.until(lambda: j.main.pane.conversation == j.row(OTHER_FRIEND).id)


async def test_a_kept_face_is_sent(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await command(j, "account.faces")
        await j.asked(ActionMenu)
        await j.press("2")
        sent = await j.called("send_private_msg")
        assert sent["message"][0]["type"] == "image"
        assert sent["message"][0]["data"]["url"].startswith("http")


async def test_a_person_is_recommended(tmp_path: Path) -> None:
    async with journey(tmp_path / "card") as j:
        await card_of_friend(j)
        await j.press("s")
        await j.asked(ActionMenu)
        await j.press("1")
        sent = await j.called("send_private_msg")
        assert sent["message"][0]["type"] == "json"
    async with journey(tmp_path / "number", server={"dialect": "lagrange"}) as j:
        await card_of_friend(j)
        await j.press("s")
        await j.asked(Question)
        await j.press("y")
        sent = await j.called("send_private_msg")
        assert sent["message"][0] == {"type": "contact", "data": {"type": "qq", "id": "20001"}}


async def test_an_english_message_is_translated_read_and_kept(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "hello world")
        await j.until(lambda: "hello world" in j.texts(FRIEND))
        await j.select("hello world")
        await command(j, "message.translate")
        assert (await j.called("translate_en2zh"))["words"] == ["hello world"]
        await j.asked(FullText)
        await j.shows("译文", "hello world")
        await j.press("y")
        await j.until(lambda: j.copied)
        await j.press("escape")
        await command(j, "message.collect")
        assert (await j.called("create_collection"))["brief"] == "hello world"
        await j.says("收藏：完成")
        await command(j, "message.read_picture")
        await j.says("没有图片")


async def test_the_words_on_a_picture(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        picture = make.image("sign.png", 100)
        picture["data"]["content"] = j.server.world.keep(png(8, 8, (1, 2, 3), "小心台阶"), ".png")
        await j.server.say_private("20001", [picture, make.text("看图")])
        await j.until(lambda: "看图" in j.texts(FRIEND))
        await j.select("看图")
        await command(j, "message.read_picture")
        await j.asked(FullText)
        await j.shows("图片里的文字", "小心台阶")


async def test_a_voice_speaks_in_the_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path / "downloads"))
    async with journey(tmp_path) as j:
        await j.open(PLAIN)
        await command(j, "voices.open")
        await j.asked(Voices)
        await j.shows("小新", "猴哥")
        await j.press("down", "enter")
        await j.asked(AskText)
        await j.press(*"hi", "enter")
        call = await j.called("send_group_ai_record")
        assert (call["character"], call["text"]) == ("lucy-voice-houge", "hi")
        await j.says("完成")
        await j.until(lambda: [row.is_own for row in j.messages(PLAIN)] == [True], "the voice in the group")
        await j.asked(Voices)
        await j.press("g")
        await j.asked(AskText)
        await j.press("enter")
        await j.called("get_ai_record")
        await j.asked(ActionMenu)
        await j.press("2")
        await j.until(lambda: j.copied and j.copied[0].startswith("http"))
        await j.asked(Voices)
        await j.press("g")
        await j.asked(AskText)
        await j.press("enter")
        await j.asked(ActionMenu)
        await j.press("3")
        await j.says("已保存到")
        (path,) = (tmp_path / "downloads").iterdir()
        assert path.name.startswith("猴哥.") and path.stat().st_size


async def test_they_are_typing(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.server.typing("20001")
        await j.shows("正在输入…")
        await j.server.typing("20001", False)
        await j.hides("正在输入…")
        await j.server.typing("20001")
        await j.shows("正在输入…")
        await j.open(OTHER_FRIEND)
        await j.hides("正在输入…")
        await j.open(FRIEND)
        await j.shows("正在输入…")
        await j.server.say_private("20001", "好了")
        await j.hides("正在输入…")


async def test_that_we_type_is_shown_only_where_the_config_says_so(tmp_path: Path) -> None:
    async with journey(tmp_path / "off") as j:
        await j.open(FRIEND)
        await j.type("hm")
        await j.press("ctrl+u")
        await j.server.typing("20001")
        await j.shows("正在输入…")
        assert not j.calls("set_input_status")
    async with journey(tmp_path / "on", typing=True) as j:
        await j.open(FRIEND)
        await j.type("hmm")
        assert (await j.called("set_input_status"))["event_type"] == 1
        await j.press("enter")
        assert (await j.called("set_input_status", 2))["event_type"] == 2
        await j.called("send_private_msg")
        assert len(j.calls("set_input_status")) == 2, "not for every key"
        await j.open(GROUP)
        await j.type("hm")
        await j.server.typing("20001")
        await j.open(FRIEND)
        await j.shows("正在输入…")
        assert len(j.calls("set_input_status")) == 2


async def test_what_is_not_offered_says_so(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        for action, name in (("set_online_status", "account.status"), ("set_self_longnick", "account.signature")):
            j.server.faults.fail(action, "不支持的Api", retcode=1404)
            assert name
        await command(j, "account.status")
        await j.asked(ActionMenu)
        await j.press("1")
        await j.says("没有这个功能")
        await command(j, "account.status")
        await j.says("这里不支持")
        await command(j, "account.signature")
        await j.asked(AskText)
        await j.press("ctrl+u", *"a", "enter")
        await j.says("没有这个功能")
        await command(j, "account.signature")
        await j.asked(AskText)
        await j.press("ctrl+u", *"b", "enter")
        await j.until(lambda: j.server.world.users["10001"].signature == "b", "by the whole profile instead")
