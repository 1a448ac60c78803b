"""Reactions: with the keyboard, seen below the message, those of others, and who did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, NARROW, USUAL, Journey, journey
from tui.connection.status import LinkState
from tui.simulator.model import Message
from tui.simulator.onebot11.dialects import DIALECTS
from tui.ui.screens.emoji_picker import EmojiPicker
from tui.ui.screens.reactors import ReactorsBox


async def said(j: Journey, text: str = "今晚团建") -> Message:
    """Let a member say something in the open group, with the cursor on it."""
    await j.open(GROUP)
    await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
    message = await j.server.say_group("30002", "20001", text)
    await j.until(lambda: text in j.texts(GROUP))
    await j.select(text)
    return message


async def test_a_round_of_reactions(tmp_path: Path) -> None:
    async with journey(tmp_path, size=USUAL) as j:
        message = await said(j)
        await j.press("plus")
        await j.asked(EmojiPicker)
        await j.type("wulian")
        await j.press("enter")
        await j.is_back()
        call = await j.called("set_msg_emoji_like")
        assert (str(call["emoji_id"]), call["set"]) == ("264", True)
        await j.shows("✓[捂脸] 1")
        assert message.reactions == {"264": {"10001"}}

        await j.server.react(message, "20002", "128077")
        await j.server.react(message, "20001", "264")
        await j.shows("✓[捂脸] 2  👍 1")

        await j.press("w")
        await j.asked(ReactorsBox)
        await j.shows("[捂脸] 2    你", "20001", "👍 1        胡一菲（20002）")
        await j.press("escape")
        await j.is_back()

        await j.press("plus")
        await j.asked(EmojiPicker)
        await j.shows("你已回应")
        await j.press("enter")  # what is there already stands first
        await j.until(lambda: j.calls("set_msg_emoji_like")[-1]["set"] is False)
        await j.shows(" [捂脸] 1  👍 1")
        await j.hides("✓[捂脸]")
        await j.server.react(message, "20002", "128077", is_added=False)
        await j.hides("👍")


async def test_who_reacted_while_we_were_away_is_learnt_by_asking(tmp_path: Path) -> None:
    async with journey(tmp_path, size=NARROW) as j:
        message = await said(j)
        message.reactions["76"] = {"20001", "20003"}  # nobody was told
        await j.press("w")
        await j.asked(ReactorsBox)
        await j.shows("20003")
        await j.press("escape")
        await j.shows("[赞] 2")


async def test_an_emoji_that_nobody_knows_is_told_of_by_its_number(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        message = await said(j)
        await j.server.react(message, "20002", "99999999")
        await j.shows("[表情 99999999] 1")
        await j.press("plus")
        await j.asked(EmojiPicker)
        await j.press("enter")
        await j.shows("回应 99999999：完成")


async def test_what_the_implementation_has_forgotten_is_found_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        message = await said(j)
        await j.server.restart()
        await j.link(LinkState.WAITING)
        await j.find_the_network()
        await j.press("plus")
        await j.asked(EmojiPicker)
        await j.press("enter")
        await j.shows("✓👍 1")
        assert message.reactions == {"128077": {"10001"}}


async def test_nothing_is_offered_where_nobody_can_react(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "你好")
        await j.until(lambda: "你好" in j.texts(FRIEND))
        await j.select("你好")
        await j.press("plus")
        await j.says("只能在群里使用")


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_on_each_implementation_that_has_reactions(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        message = await said(j)
        await j.press("plus")
        if dialect == "gocqhttp":
            await j.says("这里不支持这个操作")
            return
        await j.asked(EmojiPicker)
        await j.press("enter")
        await j.shows("✓👍 1")
        await j.server.react(message, "20002", "128077")
        await j.shows("✓👍 2")
        await j.press("w")
        if dialect == "lagrange":
            await j.says("这里不支持这个操作")
            return
        await j.asked(ReactorsBox)
        await j.shows("胡一菲（20002）")
