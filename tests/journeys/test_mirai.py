"""What only mirai-api-http has: ids that count within a conversation, a server that forgets, commands that it lacks."""

from __future__ import annotations

import json
from pathlib import Path

from tests.journeys.journey import Journey, journey
from tests.journeys.roads import MiraiSocket
from tui.chat.messages import SendState
from tui.connection.status import LinkState
from tui.simulator import segments as make
from tui.ui.screens.files import Files
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question
from tui.ui.screens.switcher import Switcher

ROAD = MiraiSocket()
GROUP, FRIEND, OTHER_FRIEND = ROAD.group, ROAD.friend, ROAD.other_friend


async def test_two_conversations_may_have_messages_of_one_number(tmp_path: Path) -> None:
    async with journey(tmp_path, road=MiraiSocket()) as j:
        for where, text in ((GROUP, "在群里"), (FRIEND, "在私聊")):
            await j.open(where)
            await j.type(text)
            await j.press("enter")
            await j.until(lambda where=where: [row.state for row in j.messages(where)] == [SendState.SENT], "sent")
        assert [row.native for where in (GROUP, FRIEND) for row in j.messages(where)] == ["1", "1"]
        await j.select("在私聊")
        await j.press("d")
        await j.asked(Question)
        await j.press("y")
        assert await j.called("recall") == {"messageId": 1, "target": 20001}
        await j.until(lambda: j.messages(FRIEND)[0].is_recalled, "recalled")
        assert not j.messages(GROUP)[0].is_recalled


async def test_a_quote_by_an_id_that_means_nothing_is_found_by_its_words(tmp_path: Path) -> None:
    async with journey(tmp_path, road=MiraiSocket()) as j:
        await j.open(FRIEND)
        for words in ("今晚吃什么", "随便"):
            await j.server.say_private("20001", words)
            await j.shows(words)
        wanted = j.messages(FRIEND)[0]
        sender = {"id": 20001, "nickname": "曾小贤", "remark": "小贤"}
        for native, words in ((50, "今晚吃什么"), (51, "没人说过")):
            quote = {"type": "Quote", "id": -7, "senderId": 20001, "targetId": 10001, "groupId": 0}
            origin = [{"type": "Plain", "text": words}]
            chain = [{"type": "Source", "id": native, "time": wanted.position.time // 1000 + 60}, quote | {"origin": origin}]
            said = [*chain, {"type": "Plain", "text": f"是问我吗{native}"}]
            packet = {"type": "FriendMessage", "messageChain": said, "sender": sender}
            await j.server.send_raw(json.dumps({"syncId": "-1", "data": packet}))
            await j.shows(f"是问我吗{native}")
        await j.select("是问我吗50")
        await j.press("g")
        await j.until(lambda: j.main.pane.cursor_row.id == wanted.id, "at what was quoted")
        await j.select("是问我吗51")
        await j.press("g")
        await j.says("被引用的消息")
        assert j.main.pane.cursor_row.native == "51"


async def test_how_many_files_a_folder_holds_nobody_says_and_nor_do_we(tmp_path: Path) -> None:
    async with journey(tmp_path, road=MiraiSocket()) as j:
        folder = j.server.world.files.create_folder(GROUP.peer, "资料", "10001")
        await j.server.upload(GROUP.peer, "20001", "甲.txt", b"abc", folder=folder.id)
        await j.open(GROUP)
        await j.until(lambda: (row := j.main.current) and j.reader.member(row.id, "10001"), "our role")
        await j.press("ctrl+g")
        await j.asked(ActionMenu)
        await j.press("f")
        await j.asked(Files)
        await j.shows("资料")
        assert "个文件" not in j.screen
        await j.press("enter")
        await j.shows("甲.txt")


async def test_a_quote_of_what_mirai_has_forgotten_says_why_it_was_not_sent(tmp_path: Path) -> None:
    async with journey(tmp_path, road=MiraiSocket(), language="en") as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20001", "记得吗")
        await j.shows("记得吗")
        await j.server.restart()
        await j.online()
        await j.press("up", "r")
        await j.until(lambda: j.main.composer.quote is not None, "the quote")
        await j.type("yes")
        await j.press("enter")
        await j.until(lambda: j.messages(GROUP)[-1].state is SendState.FAILED, "failed")
        await j.shows("no longer knows")


async def pass_on(j: Journey, to: str) -> None:
    """Pass the last message on to the friend who is found by typing *to*."""
    await j.press("escape", "up", "end", "f")
    await j.asked(Switcher)
    await j.type(to)
    await j.press("enter")
    await j.asked(Question)
    await j.press("y")
    await j.is_back()


async def test_a_bought_face_is_passed_on_by_reference_until_mirai_has_forgotten_it(tmp_path: Path) -> None:
    async with journey(tmp_path, road=MiraiSocket()) as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20001", [make.store_sticker("摸头", "0" * 16, 243_166)])
        await j.shows("摸头")
        await pass_on(j, "huyifei")
        (element,) = (await j.called("sendFriendMessage"))["messageChain"]
        assert element["nodeList"] == [{"messageRef": {"target": 30002, "messageId": 1}}]
        await j.until(lambda: [row.state for row in j.messages(OTHER_FRIEND)] == [SendState.SENT], "sent")
        await j.server.restart()
        await j.online()
        await pass_on(j, "huyifei")
        await j.until(lambda: j.messages(OTHER_FRIEND)[-1].state is SendState.FAILED, "failed")
        await j.open(OTHER_FRIEND)
        await j.shows("以聊天记录的形式发出", "已经不认识原消息")


async def test_of_essence_only_what_there_is_a_command_for_is_offered(tmp_path: Path) -> None:
    async with journey(tmp_path, road=MiraiSocket()) as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20001", "值得收藏")
        await j.shows("值得收藏")
        await j.select("值得收藏")
        await j.press("E")
        assert await j.called("setEssence") == {"messageId": 1, "target": 30002}
        await j.press("ctrl+g")
        await j.asked(ActionMenu)
        await j.press("e")
        await j.shows("没有列出和移出的命令")


async def test_what_a_restarted_server_forgot_can_be_neither_recalled_nor_quoted_and_one_hears_why(
    tmp_path: Path,
) -> None:
    async with journey(tmp_path, road=MiraiSocket()) as j:
        await j.open(GROUP)
        await j.type("从前说的")
        await j.press("enter")
        await j.sent(GROUP)
        j.server.refuse()
        await j.server.restart()
        await j.link(LinkState.WAITING)
        await j.find_the_network()
        await j.press("up", "d")
        await j.asked(Question)
        await j.press("y")
        await j.says("已经不认识那条消息")
        assert not j.messages(GROUP)[0].is_recalled
        await j.press("r")
        await j.type("再说一遍")
        await j.press("enter")
        await j.shows("发送失败", "已经不认识那条消息")
        assert [message.text for message in j.heard(GROUP)] == ["从前说的"]
