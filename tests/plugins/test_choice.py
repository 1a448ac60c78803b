"""Which plugin answers, where NoneBot 1 leaves it to chance or lets everybody: declared differences, and what is our own."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.plugins.rig import FRIEND, GROUP, rig
from tui.plugins.natural_language import IntentCommand

INTENT = """
    import asyncio
    from tui.plugins import IntentCommand, on_command, on_natural_language

    @on_command('{name}')
    async def _(session):
        await session.send('{name} ' + session.current_arg)

    @on_natural_language
    async def _(session):
        await asyncio.sleep({seconds})
        return IntentCommand({confidence}, {command!r}, None, session.msg_text)
"""


def intent(name: str, confidence: float, command: str = "", seconds: float = 0) -> str:
    return INTENT.format(name=name, confidence=confidence, command=command or name, seconds=seconds)


async def test_of_equal_intents_the_first_by_name_wins_even_when_it_is_slower(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("b", intent("b", 80), FRIEND)
        await run.add("a", intent("a", 80, seconds=0.3), FRIEND)
        await run.add("c", intent("c", 70), FRIEND)
        await run.tell("一")
        await run.until(lambda: run.suggested() == ["a 一"])


async def test_the_next_is_asked_when_the_command_of_the_best_is_missing(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("a", intent("a", 99, command="nothing"), FRIEND)
        await run.add("b", intent("b", 60), FRIEND)
        await run.tell("二")
        await run.until(lambda: run.suggested() == ["b 二"])
        assert "an intent names a command that there is not: nothing" in run.logged("a")


async def test_less_than_sixty_is_not_sure_enough(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("a", intent("a", 59.99), FRIEND)
        await run.tell("三")
        await run.tell("/a 四")
        await run.until(lambda: run.suggested() == ["a 四"])


async def test_a_processor_that_takes_too_long_is_ended_and_the_others_go_on(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("a", intent("a", 99, seconds=60), FRIEND)
        await run.add("b", intent("b", 60), FRIEND)
        await run.tell("五")
        await run.until(lambda: run.suggested() == ["b 五"])
        assert "took longer than 2 s" in run.logged("a")


async def test_an_intents_command_asks_for_its_permission_unless_told_not_to(tmp_path: Path) -> None:
    source = """
        from tui.plugins import IntentCommand, get_bot, on_command, on_natural_language
        from tui.plugins.permission import SUPERUSER

        @on_command('own', permission=SUPERUSER)
        async def own(session):
            await session.send('own ' + session.current_arg)

        @on_natural_language
        async def _(session):
            return IntentCommand(90.0, 'own', current_arg=session.msg_text)

        @on_command('as-nonebot')
        async def loose(session):
            get_bot().config.CHECK_INTENT_PERMISSION = False
            await session.send('loose')
    """
    async with rig(tmp_path) as run:
        await run.add("own", source, FRIEND)
        await run.tell("/own 一")  # refused as a command, then looked at as natural language, as in NoneBot 1
        await run.until(lambda: "20001 may not call own" in run.logged())
        await run.tell("/as-nonebot")
        await run.until(lambda: run.suggested() == ["loose"])
        await run.tell("三")
        await run.until(lambda: run.suggested() == ["loose", "own 三"])
        # The person before the screen may.
        assert await asyncio.wrap_future(run.plugins.run_command(await run.client.row(FRIEND), "/own 四"))
        await run.until(lambda: run.suggested()[2:] == ["own 四"])


def test_an_intent_with_its_first_two_swapped_says_so() -> None:
    with pytest.raises(TypeError, match="the confidence comes first"):
        IntentCommand("weather", 100.0)  # type: ignore[arg-type]
    intent = IntentCommand(100.0, ("a", "b"))
    assert intent == (100.0, ("a", "b"), None, "")
    assert intent._replace(current_arg="x").current_arg == "x"


async def test_a_session_of_one_plugin_goes_before_a_command_of_another(tmp_path: Path) -> None:
    source = """
        from tui.plugins import on_command

        @on_command('ask', only_to_me=False)
        async def ask(session):
            await session.send('got ' + session.get('it', prompt='what?'))

        @on_command('now', only_to_me=False, privileged=True)
        async def now(session):
            await session.send('now')
    """
    async with rig(tmp_path) as run:
        await run.add("asks", source, GROUP)
        await run.add("a", intent("a", 90).replace("on_command('a')", "on_command('a', only_to_me=False)"), GROUP)
        await run.say("/ask")
        await run.until(lambda: run.suggested() == ["what?"])
        await run.say("/now")
        await run.until(lambda: run.suggested()[1:] == ["now"])
        await run.say("/a 一")
        await run.until(lambda: run.suggested()[2:] == ["got /a 一"])
        await run.say("/a 二")
        await run.until(lambda: run.suggested()[3:] == ["a 二"])


async def test_preprocessors_and_nicknames(tmp_path: Path) -> None:
    source = """
        from tui.plugins import CanceledException, get_bot, message_preprocessor, on_natural_language

        get_bot().config.NICKNAME = {'小布', '布布'}

        @message_preprocessor
        async def _(bot, event, plugin_manager):
            if 'secret' in event.raw_message:
                raise CanceledException('it is secret')
            if 'quiet' in event.raw_message:
                plugin_manager.switch_plugin('ears', state=False)

        @on_natural_language
        async def _(session):
            await session.send('<' + session.msg + '>')
    """
    async with rig(tmp_path) as run:
        await run.add("ears", source, GROUP)
        for words in ("没叫我", "小布 secret", "小布 quiet", "小布， 在吗", "布布", "小布布在吗"):
            await run.say(words)
        await run.until(lambda: len(run.suggestions) == 2)
        assert run.suggested() == ["<在吗>", "<布在吗>"]  # nothing is left of the bare nickname, and nothing is not handled
        assert "it is secret" in run.logged("ears")
