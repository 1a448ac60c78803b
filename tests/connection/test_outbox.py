"""The way out: one message that can not go keeps no other waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.connection.harness import FRIEND, GROUP, Client
from tui.chat.messages import SendState
from tui.chat.segments import Quote
from tui.simulator import segments as make
from tui.simulator.model import private_chat
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world


@pytest.mark.parametrize("wording", ["历史消息获取失败", "消息不存在"], ids=["can not be checked", "is not there"])
async def test_a_reply_whose_target_is_not_sure_fails_alone(tmp_path: Path, wording: str) -> None:
    world = small_world()
    world.remember(private_chat("10001", "20001"), "20001", [make.text("the question")], 1_700_000_000)
    async with OneBotServer(world) as server:
        client = Client(tmp_path, server.url)
        await client.online()
        (question,) = client.messages(FRIEND)
        server.refuse()
        await server.restart()
        await client.until(lambda: not client.connection.is_online((client.reader.accounts()[0]).id))
        for action in ("get_recent_contact", "get_friend_msg_history", "get_msg"):
            server.faults.fail(action, wording)
        reply = await client.send(FRIEND, Quote(question.native), "the answer")
        following = [await client.send(FRIEND, "beside it"), await client.send(GROUP, "elsewhere")]
        server.reopen()
        client.connection.reconnect()
        await client.until(lambda: all(client.reader.message(id).state is SendState.SENT for id in following))
        failed = client.reader.message(reply)
        assert failed.state is SendState.FAILED and failed.error
        sent = [call.params["message"] for call in server.calls if call.action in ("send_private_msg", "send_group_msg")]
        assert sorted(part["data"]["text"] for (part,) in sent) == ["beside it", "elsewhere"]
        await client.close()
