"""What the inspector is told of each frame: what it is, whether it failed, and where in it stands what it is about."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from tests.platforms.mirai.fakes import FakeTransport
from tui.chat.masking import mask
from tui.platforms.call_errors import CallError
from tui.platforms.frames import Direction, Frame, FrameKind
from tui.platforms.mirai.session import Session
from tui.platforms.mirai.tap import Tap

SOURCE = {"type": "Source", "id": 5, "time": 1700000000}


class Rig:
    """A session over a fake connection, and what was told of its frames."""

    def __init__(self) -> None:
        self.wire = FakeTransport()
        self.told: asyncio.Queue[Frame] = asyncio.Queue()
        self.session = Session(self.wire, lambda packet, text: None, call_timeout=5.0, tap=Tap(self.told.put_nowait, lambda: 777))

    async def next(self) -> tuple[Frame, str]:
        """The next frame, and what of it is shown."""
        async with asyncio.timeout(5.0):
            frame = await self.told.get()
        return frame, frame.text[frame.gist : frame.gist_end or None]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    made = Rig()
    yield made
    await made.session.close()


async def test_the_first_frame_is_the_session_and_its_key_is_not_shown(rig: Rig) -> None:
    frame, gist = await rig.next()
    assert (frame.kind, frame.label, frame.is_failed) == (FrameKind.ANSWER, "session", False)
    assert "abcdefgh" in frame.text
    assert json.loads(mask(frame.text, frame.hides_data)) == {"syncId": "", "data": {"code": 0, "session": "***"}}
    assert gist == '{"code": 0, "session": "abcdefgh"}'


@pytest.mark.parametrize("spaces", [True, False])
async def test_calls_show_their_content_and_answers_what_was_asked_for(rig: Rig, spaces: bool) -> None:
    await rig.next()
    call = asyncio.create_task(rig.session.calls.call("friendList", {"target": 3}))
    sent = await rig.wire.sent.get()
    frame, gist = await rig.next()
    assert (frame.direction, frame.kind, frame.label, gist) == (Direction.OUT, FrameKind.CALL, "friendList", '{"target": 3}')
    answer = {"syncId": sent["syncId"], "data": {"code": 0, "msg": "", "data": [1]}}
    rig.wire.say(json.dumps(answer, separators=None if spaces else (",", ":")))
    await call
    answered, gist = await rig.next()
    assert (answered.kind, answered.label, answered.call, gist) == (FrameKind.ANSWER, "friendList", frame.call, "[1]")
    assert answered.latency is not None and not answered.is_failed


async def test_a_code_that_is_not_null_is_a_failure_and_shows_its_words(rig: Rig) -> None:
    await rig.next()
    call = asyncio.create_task(rig.session.calls.call("mute"))
    await rig.wire.refuse(10, '无操作"权限')
    with pytest.raises(CallError):
        await call
    await rig.next()
    frame, gist = await rig.next()
    assert (frame.label, frame.is_failed, json.loads(gist)) == ("mute", True, '无操作"权限')


async def test_bare_objects_and_bare_refusals(rig: Rig) -> None:
    await rig.next()
    call = asyncio.create_task(rig.session.calls.call("memberInfo", sub="get"))
    await rig.wire.answer({"id": 7})
    await call
    await rig.next()
    frame, gist = await rig.next()
    assert (frame.label, frame.is_failed, json.loads(gist)) == ("memberInfo.get", False, {"id": 7})
    call = asyncio.create_task(rig.session.calls.call("about"))
    await rig.wire.sent.get()
    rig.wire.say({"code": 400, "msg": "无效参数"})
    with pytest.raises(CallError):
        await call
    await rig.next()
    frame, gist = await rig.next()
    assert (frame.label, frame.is_failed, json.loads(gist)) == ("about", True, "无效参数")


async def test_a_message_that_was_asked_for_shows_what_was_said(rig: Rig) -> None:
    await rig.next()
    call = asyncio.create_task(rig.session.calls.call("messageFromId"))
    packet = {"type": "FriendMessage", "messageChain": [SOURCE, {"type": "Plain", "text": "说了"}], "sender": {"id": 1}}
    await rig.wire.agree(data=packet)
    await call
    await rig.next()
    frame, gist = await rig.next()
    assert (frame.label, json.loads(gist)) == ("messageFromId", "说了")


@pytest.mark.parametrize("ascii_only", [True, False])
async def test_a_message_shows_what_was_said_and_not_what_it_answers(rig: Rig, ascii_only: bool) -> None:
    await rig.next()
    quote = {"type": "Quote", "id": 4, "origin": [{"type": "Plain", "text": "原话"}]}
    chain = [SOURCE, quote, {"type": "At", "target": 7}, {"type": "Plain", "text": '说"了"'}]
    packet = {"type": "GroupMessage", "messageChain": chain, "sender": {}}
    rig.wire.say(json.dumps({"syncId": "-1", "data": packet}, ensure_ascii=ascii_only))
    frame, gist = await rig.next()
    assert (frame.kind, frame.label, json.loads(gist)) == (FrameKind.EVENT, "GroupMessage", '说"了"')


async def test_what_has_no_words_shows_its_chain_and_an_event_its_values(rig: Rig) -> None:
    await rig.next()
    rig.wire.push({"type": "FriendMessage", "messageChain": [SOURCE, {"type": "Dice", "value": 3}], "sender": {"id": 1}})
    frame, gist = await rig.next()
    assert frame.label == "FriendMessage" and gist.startswith('[{"type": "Source"') and "Dice" in gist
    rig.wire.push({"type": "BotOnlineEvent", "qq": 10001})
    frame, gist = await rig.next()
    assert (frame.label, gist) == ("BotOnlineEvent", '"qq": 10001')
    rig.wire.push({"nothing": 1})
    frame, _ = await rig.next()
    assert (frame.kind, frame.is_failed) == (FrameKind.BROKEN, True)
