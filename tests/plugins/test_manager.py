"""Plugins hear what others say where they are on, suggest by default, and do by themselves only what they were allowed to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.connection.harness import Client
from tests.plugins.rig import FRIEND, GROUP, Rig, rig
from tests.plugins.script import to_us
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.platforms.base import Platform
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings as MiraiSettings
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.onebot11.http_api import HttpApi
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world

WEATHER = """
    from tui.plugins import CommandSession, IntentCommand, NLPSession, on_command, on_natural_language

    @on_command('weather', aliases=('天气', '查天气'))
    async def weather(session: CommandSession):
        city = session.get('city', prompt='你想查询哪个城市的天气呢？')
        await session.send(f'{city}的天气是晴')

    @weather.args_parser
    async def _(session: CommandSession):
        words = session.current_arg_text.strip()
        if session.is_first_run:
            if words:
                session.state['city'] = words
            return
        if not words:
            session.pause('要查询的城市名称不能为空呢，请重新输入')
        session.state[session.current_key] = words

    @on_natural_language(keywords={'天气'})
    async def _(session: NLPSession):
        words = session.msg_text.strip().replace('的天气', '').replace('天气', '').replace('怎么样', '')
        return IntentCommand(90.0, 'weather', current_arg=words)
"""

EARS = """
    from tui.plugins import on_natural_language

    @on_natural_language(only_to_me=False)
    async def _(session):
        await session.send('heard ' + session.msg_text)
"""


async def test_a_command_becomes_a_suggestion_and_asks_for_what_is_missing(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("weather", WEATHER, FRIEND)
        await run.tell("/天气")
        await run.until(lambda: run.suggested() == ["你想查询哪个城市的天气呢？"])
        await run.tell("上海")
        await run.until(lambda: run.suggested()[1:] == ["上海的天气是晴"])
        last = run.suggestions[-1]
        row = await run.client.row(FRIEND)
        assert (last.plugin, last.account, last.conversation) == ("weather", row.account, row.id)
        assert not [message for message in run.client.messages(FRIEND) if message.is_own], "a suggestion is nothing that is sent"


async def test_natural_language_becomes_the_command(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("weather", WEATHER, FRIEND)
        await run.tell("北京的天气怎么样")
        await run.until(lambda: run.suggested() == ["北京的天气是晴"])


async def test_with_the_right_it_is_sent_and_the_plugin_gets_the_id(tmp_path: Path) -> None:
    source = """
        from tui.plugins import on_command

        @on_command('hi', only_to_me=False)
        async def hi(session):
            answer = await session.send('[CQ:at,qq=20001] 你好&#91;真的&#93;')
            print('answered', sorted(answer))
    """
    async with rig(tmp_path) as run:
        await run.add("hi", source, GROUP, may_send=True)
        await run.say("/hi")
        await run.until(lambda: "answered ['message_id']" in run.logged("hi"))
        said = await run.client.until(lambda: [m for m in run.client.messages(GROUP) if m.is_own])
        assert [segment.kind for segment in said[0].segments] == ["mention", "text"]
        assert run.client.texts(GROUP)[-1] == " 你好[真的]"
        assert not run.suggestions


async def test_it_hears_nothing_where_it_is_off_and_nothing_of_ours(tmp_path: Path) -> None:
    async with rig(tmp_path, report_self=True) as run:
        await run.add("ears", EARS, GROUP)
        await run.tell("one")
        await run.say("two", group="30001")
        await run.client.send(GROUP, "three")
        await run.client.until(lambda: [m for m in run.client.messages(GROUP) if m.is_own and m.native])
        await run.say("four")
        await run.until(lambda: "heard four" in run.suggested())
        assert run.suggested() == ["heard four"]


async def test_history_that_is_filled_in_is_not_heard(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("ears", EARS, GROUP)
        await run.say("first")
        await run.until(lambda: run.suggested() == ["heard first"])
        await run.server.drop(0.0)
        await run.say("missed")
        await run.client.until(lambda: "missed" in run.client.texts(GROUP))
        await run.say("later")
        await run.until(lambda: "heard later" in run.suggested())
        assert run.suggested() == ["heard first", "heard later"]


@asynccontextmanager
async def rig_of(folder: Path, server: Any, make: Callable[[], Platform]) -> AsyncIterator[Rig]:
    """A rig over another platform than OneBot over a WebSocket."""
    client = Client(folder / "data", "", make=make)
    run = Rig(server, client, folder / "plugins", None)
    try:
        await client.online()
        yield run
    finally:
        await asyncio.to_thread(run.plugins.stop)
        await client.close()


async def test_where_nobody_tells_what_is_new_plugins_hear_what_is_asked_for(tmp_path: Path) -> None:
    async with OneBotServer(small_world(), heartbeat=0) as server, HttpApi(server, token="t") as api:
        settings = Settings(api.url, "t", status_every=0.1, news_every=0.2)
        async with rig_of(tmp_path, server, lambda: OneBot11(settings)) as run:
            await run.add("ears", EARS, GROUP)
            await run.say("new")
            await run.until(lambda: "heard new" in run.suggested())


async def test_over_mirai_a_plugin_sees_and_says_the_same(tmp_path: Path) -> None:
    source = """
        from tui.plugins import MessageSegment, on_command

        @on_command('me')
        async def me(session):
            event = session.event
            print('sees', event.message_type, event.user_id, event.group_id, event.self_id, event.raw_message)
            answer = await session.send(MessageSegment.at(event.user_id) + ' 在', ignore_failure=False)
            print('said', answer)
    """
    async with MiraiServer(small_world(), verify_key="k") as server:
        mirai = MiraiSettings(url=server.url, verify_key="k", qq=10001)
        where = ConversationId(AccountId("mirai", "10001"), ConversationKind.GROUP, "30002")
        async with rig_of(tmp_path, server, lambda: Mirai(mirai)) as run:
            await run.add("me", source, where, may_send=True)
            await server.say_group("30002", "20001", to_us("/me"))
            await run.until(lambda: "said {'message_id':" in run.logged())
            assert "sees group 20001 30002 10001 [CQ:at,qq=10001] /me" in run.logged()
            own = [message for message in run.client.messages(where) if message.is_own]
            assert [s.kind for s in own[0].segments] == ["mention", "text"]


async def test_a_second_command_answers_while_the_first_works(tmp_path: Path) -> None:
    source = """
        import asyncio
        from tui.plugins import on_command

        @on_command('slow', only_to_me=False)
        async def slow(session):
            await asyncio.sleep(30)

        @on_command('quick', only_to_me=False)
        async def quick(session):
            await session.send('quick')
    """
    async with rig(tmp_path) as run:
        await run.add("two", source, GROUP)
        await run.say("/slow", "20001")
        await run.say("/quick", "20002")
        await run.until(lambda: run.suggested() == ["quick"])
        await run.say("/quick", "20001")
        await run.until(lambda: run.suggested()[1:] == ["您有命令正在执行，请稍后再试"])


async def test_what_the_user_types_is_a_command_only_where_a_plugin_knows_it(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("weather", WEATHER, FRIEND)
        friend, group = await run.client.row(FRIEND), await run.client.row(GROUP)
        assert [offer.text for offer in run.plugins.commands(friend)] == ["/weather"]
        assert run.plugins.commands(friend)[0].aliases == ("/天气", "/查天气")
        assert run.plugins.commands(group) == []
        assert run.plugins.knows(friend, "/weather 北京") and run.plugins.knows(friend, "！天气")
        assert not run.plugins.knows(friend, "/shrug") and not run.plugins.knows(group, "/weather 北京")
        assert not run.plugins.knows(friend, "/") and not run.plugins.knows(friend, "weather")
        assert await asyncio.wrap_future(run.plugins.run_command(friend, "/weather 北京"))
        await run.until(lambda: run.suggested() == ["北京的天气是晴"])
        assert run.suggestions[0].conversation == friend.id
        assert not await asyncio.wrap_future(run.plugins.run_command(friend, "/nothing"))
