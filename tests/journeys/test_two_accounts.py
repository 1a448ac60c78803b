"""Two accounts of one world, over two protocols: each has its conversations, and a group of both is there twice."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.journey import session
from tests.journeys.roads import mirai
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.connection.setup import AccountSetup
from tui.connection.status import LinkState
from tui.platforms.base import Platform
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world

FIRST = ConversationId(AccountId("onebot11", "10001"), ConversationKind.GROUP, "30002")
OURS = ConversationId(AccountId("mirai", "10001"), ConversationKind.GROUP, "30002")
SECOND = ConversationId(AccountId("mirai", "20004"), ConversationKind.GROUP, "30002")


async def test_a_group_of_both_accounts_is_two_conversations(tmp_path: Path) -> None:
    world = small_world()
    async with OneBotServer(world, heartbeat=5.0) as server, MiraiServer(world, self_id="20004") as other:
        second = AccountSetup("second", lambda: mirai(Settings(url=other.url, qq=20004)))
        async with session(tmp_path, server, also=[second]) as j:
            await j.until(lambda: all(s.state is LinkState.ONLINE for s in j.connection.statuses), "both online")
            await j.until(lambda: {row.conversation for row in j.reader.conversations()} >= {FIRST, SECOND}, "both groups")
            await j.open(SECOND)
            await j.type("我是第二个号")
            await j.press("enter")
            await j.until(lambda: "我是第二个号" in j.texts(FIRST), "the first account heard it")
            ours, theirs = (row for place in (SECOND, FIRST) for row in j.messages(place) if row.segments)
            assert (ours.is_own, theirs.is_own, theirs.sender) == (True, False, "20004")
            assert [row.unread for row in (j.row(SECOND), j.row(FIRST))] == [0, 1]


async def test_accounts_stand_in_the_order_of_the_config_whichever_connects_first(tmp_path: Path) -> None:
    world = small_world()
    async with OneBotServer(world, heartbeat=5.0) as server, MiraiServer(world, self_id="20004") as other:
        second = AccountSetup("second", lambda: mirai(Settings(url=other.url, qq=20004)))
        server.refuse()
        async with session(tmp_path, server, also=[second], waits=False) as j:
            await j.until(lambda: j.connection.statuses[1].state is LinkState.ONLINE, "the second is online")
            server.reopen()
            await j.until(lambda: {row.conversation for row in j.reader.conversations()} >= {FIRST, SECOND}, "both groups")
            assert [account.label for account in j.reader.accounts()] == ["second", "main"]
            await server.say_group("30002", "20001", "都在吗")
            await j.until(lambda: "都在吗" in j.texts(FIRST) and "都在吗" in j.texts(SECOND), "both heard it")
            await j.shows("main", "second")
            assert j.screen.index(" main ") < j.screen.index(" second ")


async def test_one_account_that_is_configured_twice_says_everything_once(tmp_path: Path) -> None:
    async with MiraiServer(small_world()) as server:

        def make() -> Platform:
            return mirai(Settings(url=server.url, qq=10001))

        async with session(tmp_path, server, make=make, also=[AccountSetup("again", make)], waits=False, language="en") as j:
            both = {LinkState.ONLINE, LinkState.REFUSED}
            await j.until(lambda: {s.state for s in j.connection.statuses} == both, "one of them is connected")
            await j.shows("this QQ is connected already", "lest everything be sent twice")
            await server.say_group("30002", "20001", "说两句")
            await j.until(lambda: j.reader.find_conversation(OURS) is not None, "the group")
            await j.open(OURS)
            for words in ("一", "二"):
                await j.type(words)
                await j.press("enter")
            await server.wait_call("sendGroupMessage", count=2)
            await j.until(lambda: j.texts(OURS) == ["说两句", "一", "二"], "both are sent")
            assert [call.action for call in server.calls].count("sendGroupMessage") == 2
