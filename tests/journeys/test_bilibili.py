"""The same keys over Bilibili's private messages."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.bilibili import FRIEND, asked, journey, say
from tui.chat.messages import SendState


async def test_what_is_there_is_listed_heard_and_answered(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.shows("曾小贤", "示例UP主的应援团", "UP主小助手")
        await j.open(FRIEND)
        await j.shows("在吗")
        say(j.server, "收到了吗")
        await j.shows("收到了吗")
        await j.type("收到")
        await j.press("enter")
        await j.until(lambda: asked(j.server, "send_msg"))
        await j.until(lambda: j.messages(FRIEND)[-1].state is SendState.SENT and j.messages(FRIEND)[-1].position.sequence)
        assert j.texts(FRIEND)[-2:] == ["收到了吗", "收到"] and j.server.busiest == 1
