"""The same keys over mirai-api-http: saying, hearing, quoting, recalling, muting, and a refusal in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.journeys.journey import Journey, session
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import SendState
from tui.connection.status import LinkState
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.simulator import segments as make
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.world import small_world
from tui.ui.screens.duration import AskDuration
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question
from tui.ui.screens.switcher import Switcher

ME = AccountId("mirai", "10001")
GROUP = ConversationId(ME, ConversationKind.GROUP, "30002")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20001")
OTHER_FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20002")


@asynccontextmanager
async def journey(folder: Path, *, verify_key: str = "k", **options: Any) -> AsyncIterator[Journey]:
    """Run a simulated mirai-api-http over the small world and the app against it."""
    async with MiraiServer(small_world(), verify_key="k") as server:
        settings = Settings(url=server.url, verify_key=verify_key, qq=10001)
        async with session(folder, server, make=lambda: Mirai(settings), **options) as begun:
            yield begun


async def test_what_is_said_is_sent_and_what_others_say_is_shown(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.type("大家好")
        await j.press("enter")
        sent = await j.called("sendGroupMessage")
        assert sent == {"target": 30002, "messageChain": [{"type": "Plain", "text": "大家好"}]}
        await j.until(lambda: [row.state for row in j.messages(GROUP)] == [SendState.SENT], "sent")
        await j.server.say_group("30002", "20001", "你好呀")
        await j.shows("大家好", "你好呀", "小贤")
        assert j.texts(GROUP) == ["大家好", "你好呀"]


async def test_two_conversations_may_have_messages_of_one_number(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
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


async def test_a_sender_is_muted_and_a_message_recalled(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        await j.server.say_group("30002", "20001", "广告")
        await j.shows("广告")
        await j.select("广告")
        await j.press("m")
        await j.asked(AskDuration)
        await j.type("10m")
        await j.press("enter")
        assert await j.called("mute") == {"target": 30002, "memberId": 20001, "time": 600}
        await j.says("完成")
        await j.until(lambda: (member := j.reader.member(j.row(GROUP).id, "20001")) and member.muted_until, "muted until")
        await j.shows("禁言")
        await j.select("广告")
        await j.press("d")
        await j.asked(Question)
        await j.press("y")
        await j.called("recall")
        await j.until(lambda: j.messages(GROUP)[0].is_recalled, "recalled")


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
    async with journey(tmp_path) as j:
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
    async with journey(tmp_path) as j:
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


async def test_a_wrong_key_is_said_and_not_tried_again(tmp_path: Path) -> None:
    async with journey(tmp_path, verify_key="wrong", waits=False) as j:
        await j.link(LinkState.REFUSED)
        await j.shows("verifyKey 不对")
