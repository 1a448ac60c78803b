"""Messages as bot authors get them: every member of the mission's text, whatever comes, and answers that go where they belong."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from tui.platforms.call_errors import CallNotSentError
from tui.platforms.onebot11.api import Api, BaseMessage, GroupMessage, MessageChain, PrivateMessage, Sender
from tui.platforms.onebot11.api.chain import Text
from tui.platforms.onebot11.message_models import InsideLoopError, UnboundMessageError, read_message

from .api.rig import Rig
from .test_segments import JSON

HI = [{"type": "text", "data": {"text": "你好"}}]
GROUP: dict[str, Any] = {
    "self_id": 10001, "user_id": 20001, "time": 1785204000, "message_id": -5, "message_seq": 7, "real_id": 7, "real_seq": "7",
    "message_type": "group", "sender": {"user_id": 20001, "nickname": "曾小贤", "card": None, "role": "owner", "age": "30"},
    "raw_message": "你好", "font": 14, "sub_type": "normal", "message": HI, "message_format": "array", "post_type": "message",
    "group_id": 30001, "group_name": "公寓", "brand_new": {"x": 1},
}  # fmt: skip
PRIVATE: dict[str, Any] = {
    "self_id": "10001", "user_id": "20001", "time": "1785204000", "message_id": "5", "message_type": "private",
    "sub_type": "friend", "message": "看[CQ:face,id=264]", "sender": {"user_id": "20001", "nickname": "小贤"},
    "target_id": "20001",
}  # fmt: skip


def test_the_members_of_the_text_are_all_there() -> None:
    message = read_message(GROUP)
    assert isinstance(message, GroupMessage) and isinstance(message, BaseMessage)
    assert (message.user_id, message.group_id, message.message_id, message.self_id) == ("20001", "30001", "-5", "10001")
    assert (message.message_type, message.sub_type, message.raw_message) == ("group", "normal", "你好")
    assert (message.message, message.message_format, message.time) == (HI, "array", 1785204000)
    assert isinstance(message.sender, Sender)
    assert (message.sender.user_id, message.sender.nickname, message.sender.card) == ("20001", "曾小贤", "")
    assert (message.sender.role, message.sender.age, message.group_name) == ("owner", 30, "公寓")
    assert message.raw is GROUP and message.raw["brand_new"] == {"x": 1}
    assert callable(message.reply) and callable(message.reply_sync)


def test_numbers_as_strings_and_messages_as_strings() -> None:
    message = read_message(PRIVATE)
    assert isinstance(message, PrivateMessage)
    assert (message.user_id, message.message_id, message.time, message.message_format) == ("20001", "5", 1785204000, "string")
    assert message.message == [{"type": "text", "data": {"text": "看"}}, {"type": "face", "data": {"id": "264"}}]


def test_what_is_missing_reads_as_empty() -> None:
    message = read_message({"message_type": "group", "sender": None, "message": None, "raw_message": "只有这个"})
    assert isinstance(message, GroupMessage)
    assert (message.user_id, message.sender, message.time) == ("", Sender(), 0)
    assert message.message == [{"type": "text", "data": {"text": "只有这个"}}]
    assert read_message({"message": {"type": "dice"}}).message == [{"type": "dice"}]
    assert read_message({"sender": {"user_id": 20001}}).user_id == "20001"
    assert type(read_message(None)) is BaseMessage


@given(JSON)
def test_nothing_breaks_them(data: Any) -> None:
    read_message(data)
    for model in (GroupMessage, PrivateMessage):
        kind = "group" if model is GroupMessage else "private"
        message = read_message(dict.fromkeys(model.model_fields, data) | {"message_type": kind})
        assert isinstance(message, model) and all(isinstance(part, dict) for part in message.message)


async def sent(rig: Rig, frame: dict[str, Any], **said: Any) -> tuple[str, dict[str, Any]]:
    """What goes out as the reply to *frame*."""
    reply = asyncio.create_task(rig.api.message(frame).reply(**said))
    out = await asyncio.wait_for(rig.transport.sent.get(), 5)
    rig.calls.take({"status": "ok", "retcode": 0, "data": {"message_id": 9}, "echo": out["echo"]})
    assert (await reply).data.message_id == "9"
    return out["action"], out["params"]


QUOTE = {"type": "reply", "data": {"id": "-5"}}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"text": "好"}, [QUOTE, {"type": "text", "data": {"text": "好"}}]),
        ({"text": "好", "at": 20001}, [QUOTE, {"type": "text", "data": {"text": "好"}}, {"type": "at", "data": {"qq": "20001"}}]),
        ({"text": MessageChain([Text("链")])}, [QUOTE, {"type": "text", "data": {"text": "链"}}]),
        ({"text": HI}, [QUOTE, *HI]),
        ({"rtf": MessageChain(["富"])}, [QUOTE, {"type": "text", "data": {"text": "富"}}]),
        ({"face": 264}, [QUOTE, {"type": "face", "data": {"id": "264"}}]),
        ({"image": "https://a.invalid/1.png"}, [QUOTE, {"type": "image", "data": {"file": "https://a.invalid/1.png"}}]),
        ({"dice": True}, [{"type": "dice", "data": {}}]),
        ({"rps": True}, [{"type": "rps", "data": {}}]),
        ({"json": "{}"}, [{"type": "json", "data": {"data": "{}"}}]),
        ({"music": ["163", 1]}, [{"type": "music", "data": {"type": "163", "id": "1"}}]),
    ],
)
async def test_a_reply_in_a_group(said: dict[str, Any], message: list[dict[str, Any]]) -> None:
    assert await sent(Rig(), GROUP, **said) == ("send_group_msg", {"group_id": 30001, "message": message})


async def test_a_reply_in_private_goes_to_the_other_side() -> None:
    words = [{"type": "reply", "data": {"id": "5"}}, {"type": "text", "data": {"text": "好"}}]
    assert await sent(Rig(), PRIVATE, text="好") == ("send_private_msg", {"user_id": 20001, "message": words})
    own = PRIVATE | {"user_id": 10001, "target_id": 20002}
    assert (await sent(Rig(), own, text="好"))[1]["user_id"] == 20002
    temp = PRIVATE | {"sub_type": "group", "sender": {"user_id": 20001, "group_id": 30001}}
    assert (await sent(Rig(), temp, text="好"))[1]["group_id"] == 30001


async def test_what_can_not_be_answered_says_why() -> None:
    with pytest.raises(UnboundMessageError):
        await read_message(GROUP).reply("好")
    with pytest.raises(UnboundMessageError):
        read_message(GROUP).reply_sync("好")
    with pytest.raises(ValueError, match="in private"):
        await Rig().api.message(PRIVATE).reply("好", at=20002)
    with pytest.raises(ValueError, match="not known"):
        await Rig().api.message({"message": HI}).reply("好")
    with pytest.raises(ValueError, match="the group"):
        await Rig().api.message({"message_type": "group"}).reply("好")


async def test_reply_sync_from_another_thread() -> None:
    rig = Rig()
    message = rig.api.message(GROUP)
    answer = asyncio.create_task(asyncio.to_thread(message.reply_sync, "好", at="20001"))
    out = await asyncio.wait_for(rig.transport.sent.get(), 5)
    rig.calls.take({"status": "ok", "retcode": 0, "data": {"message_id": 9}, "echo": out["echo"]})
    assert (await answer).data.message_id == "9"
    assert [row["type"] for row in out["params"]["message"]] == ["reply", "text", "at"]


async def test_reply_sync_inside_the_loop_is_a_clear_error() -> None:
    with pytest.raises(InsideLoopError, match="await msg"):
        Rig().api.message(GROUP).reply_sync("好")


def in_a_loop(make: Callable[[], Api]) -> Api:
    """Make an Api on a loop that has ended since."""
    made: list[Api] = []

    async def work() -> None:
        made.append(make())

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    thread.join()
    return made[0]


def test_reply_sync_after_the_connection_is_not_sent() -> None:
    api = in_a_loop(lambda: Rig().api)
    with pytest.raises(CallNotSentError):
        api.message(GROUP).reply_sync("好")


async def test_get_msg_gives_a_message_that_can_be_answered() -> None:
    rig = Rig()
    _, answer = await rig.exchange("get_msg", {"message_id": 5}, data=GROUP)
    assert isinstance(answer.data, GroupMessage)
    assert answer.data.sender.nickname == "曾小贤"
    reply = asyncio.create_task(answer.data.reply("好"))
    out = await asyncio.wait_for(rig.transport.sent.get(), 5)
    assert out["params"]["group_id"] == 30001
    reply.cancel()
