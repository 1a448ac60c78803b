"""What plugins may call, what comes back, and what they may not."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NoReturn

import pytest

from tests.plugins.rig import FRIEND, GROUP, rig
from tui.chat.segments import Image, Mention, Text
from tui.plugins.facade import Facade

CALLER = """
    import json
    from tui.plugins import CQHttpError, on_command

    @on_command('call', only_to_me=False)
    async def call(session):
        action, _, params = session.current_arg_text.partition(' ')
        try:
            answer = await session.bot.call_action(action, **json.loads(params or '{}'))
        except CQHttpError as error:
            answer = ['failed', str(error)]
        print('told', json.dumps(answer, ensure_ascii=False, sort_keys=True))
"""


async def test_questions_are_answered(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("caller", CALLER, GROUP)

        async def ask(line: str) -> str:
            count = run.logged("caller").count("told ")
            await run.say(f"/call {line}", "20002")
            await run.until(lambda: run.logged("caller").count("told ") > count)
            return run.logged("caller").rpartition("told ")[2]

        assert '"nickname": "吕小布", "user_id": 10001' in await ask("get_login_info")
        assert '"role": "owner"' in await ask('get_group_member_info {"group_id": 30002, "user_id": 20009, "no_cache": true}')
        assert '"card": "贤哥"' in await ask('get_group_member_info {"group_id": "30002", "user_id": "20001"}')
        assert (await ask('get_group_member_list {"group_id": 30002}')).count('"user_id"') == 6
        assert '"group_name": "爱情公寓"' in await ask("get_group_list")
        assert '"group_name": "读书会"' in await ask('get_group_info {"group_id": 30002}')
        assert '"remark": "小贤"' in await ask("get_friend_list")
        assert '"nickname": "唐悠悠"' in await ask('get_stranger_info {"user_id": 20004}')
        said = run.client.messages(GROUP)[0]
        message = await ask(f'get_msg {{"message_id": {said.native}}}')
        assert '"message_type": "group"' in message and "get_login_info" in message
        assert "qiao" in await ask("get_version_info")
        assert "there is no message 1" in await ask('get_msg {"message_id": 1}')
        assert "can not call get_cookies" in await ask("get_cookies")
        assert "no account 99" in await ask('get_login_info {"self_id": 99}')
        assert "needs group_id" in await ask("get_group_info")
        assert "can not be sent from here" in await ask('send_msg {"user_id": 20001, "message": [{"type": "node", "data": {}}]}')
        assert "empty" in await ask('send_private_msg {"user_id": 20001, "message": ""}')


async def test_acting_needs_the_right_and_the_place(tmp_path: Path) -> None:
    source = """
        from tui.plugins import CQHttpError, on_command

        @on_command('mute', only_to_me=False)
        async def mute(session):
            for group_id in (30002, 30001):
                try:
                    await session.bot.set_group_ban(group_id=group_id, user_id=20003, duration=600)
                    print('muted in', group_id)
                except CQHttpError as error:
                    print('refused in', group_id, error)
    """
    async with rig(tmp_path) as run:
        await run.add("mute", source, GROUP, may_send=True)
        await run.say("/mute")
        await run.until(lambda: run.logged().count("refused in") == 2)
        assert "may not call set_group_ban" in run.logged()
        await run.let("mute", GROUP, may_act=True)
        await run.say("/mute")
        await run.until(lambda: "muted in 30002" in run.logged())
        await run.until(lambda: "refused in 30001 the plugin is not on in 30001" in run.logged())
        world = run.server.world
        assert world.member("30002", "20003").muted_until > world.now() >= world.member("30001", "20003").muted_until


async def test_it_takes_back_what_it_said(tmp_path: Path) -> None:
    source = """
        from tui.plugins import on_command

        @on_command('once', only_to_me=False)
        async def once(session):
            answer = await session.send('gone')
            await session.bot.delete_msg(**answer)
            print('taken back')
    """
    async with rig(tmp_path) as run:
        await run.add("once", source, GROUP, may_send=True, may_act=True)
        await run.say("/once")
        await run.until(lambda: "taken back" in run.logged())
        own = next(message for message in run.client.messages(GROUP) if message.is_own)
        assert own.is_recalled


async def test_a_failed_send_is_raised_only_where_that_is_wanted(tmp_path: Path) -> None:
    source = """
        from tui.plugins import CQHttpError, on_command

        @on_command('try', only_to_me=False)
        async def tries(session):
            print('ignored', await session.send('[CQ:node,id=1]'))
            try:
                await session.send('[CQ:node,id=1]', ignore_failure=False)
            except CQHttpError as error:
                print('raised', type(error).__name__, error.retcode)
            print('suggested', await session.send('words', ignore_failure=False))
    """
    async with rig(tmp_path) as run:
        await run.add("tries", source, GROUP)
        await run.say("/try")
        await run.until(lambda: "suggested None" in run.logged())
        assert run.logged().splitlines() == ["ignored None", "raised ActionFailed 1400", "suggested None"]


async def test_beyond_the_rate_it_is_suggested(tmp_path: Path) -> None:
    source = """
        from tui.plugins import on_command

        @on_command('many', only_to_me=False)
        async def many(session):
            for number in range(4):
                await session.send(str(number))
    """
    async with rig(tmp_path) as run:
        await run.add("many", source, GROUP, may_send=True, a_minute=2)
        await run.say("/many")
        await run.until(lambda: run.suggested() == ["2", "3"])
        await run.client.until(lambda: run.client.texts(GROUP)[-2:] == ["0", "1"])


async def test_where_it_is_not_on_it_only_suggests(tmp_path: Path) -> None:
    source = """
        from tui.plugins import MessageSegment, get_bot, on_command

        @on_command('whisper', only_to_me=False)
        async def whisper(session):
            await session.send('in private', ensure_private=True)
            await session.bot.send('hello')
            await get_bot().send_private_msg(self_id=session.self_id, user_id=20002, message='other')
            await session.send(MessageSegment.image('https://example.org/a.png'), at_sender=True)
    """
    async with rig(tmp_path) as run:
        await run.add("whisper", source, GROUP, may_send=True)
        await run.say("/whisper")
        friend, group = await run.client.row(FRIEND), await run.client.row(GROUP)
        own = lambda: [message for message in run.client.messages(GROUP) if message.is_own]  # noqa: E731
        await run.client.until(lambda: len(own()) == 2)
        assert [(s.conversation == friend.id, s.conversation == group.id) for s in run.suggestions] == [
            (True, False),
            (False, False),
        ]
        assert run.suggested() == ["in private", "other"]
        picture = own()[-1].segments
        assert isinstance(picture[0], Mention) and picture[1] == Text(" ") and isinstance(picture[2], Image)


async def test_a_read_only_account_is_never_written_to(tmp_path: Path) -> None:
    source = """
        from tui.plugins import CQHttpError, on_command

        @on_command('try')
        async def tries(session):
            try:
                await session.send('words', ignore_failure=False)
            except CQHttpError as error:
                print('raised', error)
    """
    async with rig(tmp_path, read_only=True) as run:
        await run.add("tries", source, FRIEND, may_send=True)
        await run.tell("/try")
        await run.until(lambda: "it is read-only" in run.logged())
        assert not run.suggestions


async def test_entries_of_the_palette_are_told_and_run_with_the_selected_message(tmp_path: Path) -> None:
    source = """
        from tui.plugins import on_key, on_palette

        @on_palette('大写', key='ctrl+alt+u')
        async def upper(session):
            await session.send(session.msg_text.upper() or 'nothing')

        @on_key('ctrl+alt+b')
        async def broken(session):
            1 / 0
    """
    async with rig(tmp_path) as run:
        await run.add("keys", source, FRIEND)
        told = [(entry.plugin, entry.index, entry.title, entry.key) for entry in run.plugins.entries()]
        assert told == [("keys", 0, "大写", "ctrl+alt+u"), ("keys", 1, "broken", "ctrl+alt+b")]
        await run.tell("quiet words")
        said = (await run.client.until(lambda: run.client.messages(FRIEND)))[0]
        row = await run.client.row(FRIEND)
        assert await asyncio.wrap_future(run.plugins.press("keys", 0, row, said.id))
        assert await asyncio.wrap_future(run.plugins.press("keys", 0, row))
        await run.until(lambda: run.suggested() == ["QUIET WORDS", "nothing"])
        assert not await asyncio.wrap_future(run.plugins.press("keys", 1, row))
        assert "ZeroDivisionError" in run.logged()


async def test_rights_outlive_the_program(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("caller", CALLER, GROUP, may_send=True, a_minute=3)
        group = await run.client.row(GROUP)
    async with rig(tmp_path) as run:
        await asyncio.wrap_future(run.plugins.reload())
        rights = run.plugins.rights("caller")
        assert rights.hears(GROUP) and not rights.hears(FRIEND) and rights.may_send and not rights.may_act
        assert rights.a_minute == 3
        assert run.status("caller").state == "running"
        await asyncio.wrap_future(run.plugins.enable("caller", group, False))
        assert run.status("caller").state == "off"


async def test_a_mistake_of_ours_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise OverflowError

    async with rig(tmp_path) as run:
        await run.add("caller", CALLER, GROUP)
        monkeypatch.setattr(Facade, "group", fail)
        await run.say('/call get_group_info {"group_id": 30002}', "20002")
        await run.until(lambda: "a mistake of qiao's own (OverflowError)" in run.logged("caller"))
