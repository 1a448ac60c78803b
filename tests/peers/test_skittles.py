"""Our mirai against a server that none of us wrote: skittles lets it in, pushes a message to it, and takes one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.peers.peer import PATIENCE, Peer, python_with, running
from tui.chat.actions import Done, NotOffered, SendMessage
from tui.chat.events import Event, MessageReceived
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.member_actions import SetCard
from tui.chat.segments import Quote, Text
from tui.platforms.base import AskGroups, ConnectError
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the bots' environments are laid out as on POSIX")

KEY = "peer-key"
REQUIREMENTS = ("skittles==0.1.1", "websockets<13")
GROUP = ConversationId(AccountId("mirai", "10001"), ConversationKind.GROUP, "30001")


@pytest.fixture
async def skittles(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Peer, str]]:
    """The running server, and where it is."""
    python = await python_with(REQUIREMENTS, request)
    async with running(python, "skittles_server.py", tmp_path, KEY) as server:
        port = (await server.tells(lambda line: line.get("port")))["port"]
        yield server, f"http://127.0.0.1:{port}"


def mirai(url: str, key: str = KEY) -> Mirai:
    """Our side of it."""
    return Mirai(Settings(url=url, verify_key=key, qq=10001, call_timeout=PATIENCE, connect_timeout=PATIENCE))


async def test_what_is_pushed_comes_and_what_is_sent_has_its_id(skittles: tuple[Peer, str]) -> None:
    server, url = skittles
    heard: asyncio.Queue[Event] = asyncio.Queue()
    platform = mirai(url)
    try:
        identity = await platform.connect(heard.put_nowait)
        assert (identity.account.own_id, identity.nickname, identity.version) == ("10001", "吕小布", "skittles")
        assert [group.name for group in await platform.ask(AskGroups())] == ["爱情公寓"]
        async with asyncio.timeout(PATIENCE):
            event = await heard.get()
        assert isinstance(event, MessageReceived)
        message = event.message
        assert (message.conversation, message.native, message.sender.id) == (GROUP, "6", "20001")
        assert message.segments == (Text("在吗"),)
        answer = SendMessage(GROUP, (Quote("6", "20001", "在吗"), Text("在")), message.ref)
        assert await platform.perform(answer) == Done("7")
        sent = await server.tells(lambda line: line.get("command") == "sendGroupMessage")
        assert sent["content"] == {"target": 30001, "messageChain": [{"type": "Plain", "text": "在"}], "quote": 6}
        assert await platform.perform(SetCard(GROUP, "20001", "新")) == NotOffered("unknown_action")
    finally:
        await platform.close()


async def test_a_wrong_key_is_told_as_such(skittles: tuple[Peer, str]) -> None:
    _, url = skittles
    with pytest.raises(ConnectError) as refused:
        await mirai(url, "wrong").connect(lambda event: None)
    assert (refused.value.reason, refused.value.is_final) == ("verify_key_refused", True)
