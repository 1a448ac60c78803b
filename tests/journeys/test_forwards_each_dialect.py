"""Forwards are opened, made and passed on with all four implementations, each in its own way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import GROUP, OTHER_FRIEND, journey
from tests.journeys.test_forwards import AT, nested, send_to
from tui.chat.messages import SendState
from tui.simulator import segments as make
from tui.simulator.model import Node
from tui.simulator.onebot11.dialects import DIALECTS
from tui.ui.screens.forward_viewer import ForwardViewer
from tui.ui.screens.menu import ActionMenu

dialects = pytest.mark.parametrize("dialect", DIALECTS)


@dialects
async def test_a_forward_of_forwards_is_opened(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as run:
        nodes = [Node("20002", "胡一菲", AT, [make.text("外层的话")]), nested()]
        await run.server.say_group("30002", "20001", [make.forward(nodes)])
        await run.open(GROUP)
        await run.until(lambda: run.messages(GROUP))
        await run.press("up", "o")
        await run.asked(ForwardViewer)
        await run.shows("外层的话", "胡一菲")
        await run.press("j", "o")
        await run.shows("里层第一句")
        await run.press("j", "o")
        await run.shows("最里面的话")


@dialects
async def test_marked_messages_are_merged(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as run:
        for words in ("第一句", "第二句"):
            await run.server.say_group("30002", "20001", words)
        await run.open(GROUP)
        await run.until(lambda: run.texts(GROUP) == ["第一句", "第二句"])
        await run.select("第一句")
        await run.press("space", "j", "space", "f")
        await run.asked(ActionMenu)
        await run.press("m")
        await send_to(run, "20002")
        await run.is_back()
        await run.called("send_private_forward_msg")
        await run.until(lambda: [row.state for row in run.messages(OTHER_FRIEND)[-1:]] == [SendState.SENT])
        message = max(run.server.world.messages.values(), key=lambda message: message.uid)
        (part,) = message.segments
        assert [node.segments[0]["data"]["text"] for node in part["data"]["nodes"]] == ["第一句", "第二句"]
        assert [node.user_id for node in part["data"]["nodes"]] == ["20001", "20001"]


@dialects
async def test_one_message_is_passed_on_or_said_anew(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as run:
        await run.server.say_group("30002", "20001", "传下去")
        await run.open(GROUP)
        await run.until(lambda: "传下去" in run.texts(GROUP))
        await run.select("传下去")
        await run.press("f")
        await send_to(run, "20002")
        await run.is_back()
        has_it = dialect in ("napcat", "llbot")
        await run.called("forward_friend_single_msg" if has_it else "send_private_msg")
        await run.until(lambda: [row.state for row in run.messages(OTHER_FRIEND)[-1:]] == [SendState.SENT])
        assert run.texts(OTHER_FRIEND) == ["传下去"]
