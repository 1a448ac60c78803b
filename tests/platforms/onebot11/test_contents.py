"""Forwards are opened and links made good again, in the ways that each implementation has."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import Any

import pytest

from tui.chat.segments import File, Forward, ForwardedMessage, Image, Text, Video, Voice
from tui.platforms.base import AskError
from tui.platforms.content_queries import AskForward, AskMedia, Source
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.asking import Asking
from tui.platforms.onebot11.calls import Calls
from tui.platforms.onebot11.dialects import GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, NAPCAT_NAME

from .fakes import FRIEND, GROUP, ME, FakeTransport


class Wire:
    """Asks over a connection whose other end answers by *answers*: action -> data, or words of a refusal."""

    def __init__(self, dialect: str, **answers: Any) -> None:
        self._transport = FakeTransport()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._answers = answers
        calls = Calls(self._send, lambda: True, 5.0)
        self._take: Callable[[dict[str, Any]], bool] = calls.take  # type: ignore[assignment]
        self.asking = Asking(Api(calls, 5.0, dialect), ME, NAPCAT, lambda native: None, lambda: 0)

    async def _send(self, text: str) -> None:
        await self._transport.send(text)
        call = await self._transport.sent.get()
        self.calls.append((call["action"], call["params"]))
        data = self._answers.get(call["action"], "不存在")
        is_good = not isinstance(data, str)
        frame = {"status": "ok" if is_good else "failed", "retcode": 0 if is_good else 1200, "echo": call["echo"]}
        frame |= {"data": data} if is_good else {"data": None, "message": data, "wording": data}
        asyncio.get_running_loop().call_soon(self._take, frame)

    @property
    def actions(self) -> list[str]:
        return [action for action, _ in self.calls]


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "data": {"text": words}}


def full(user: int, name: str, *message: dict[str, Any]) -> dict[str, Any]:
    return {"sender": {"user_id": user, "nickname": name}, "time": 1785204000, "message": list(message)}


SAID = (ForwardedMessage("20001", "甲", 1785204000000, (Text("你好"),)),)
ROWS = {
    NAPCAT_NAME: {"messages": [full(20001, "甲", text("你好"))]},
    LLBOT: {"messages": [{"content": [text("你好")], "sender": {"user_id": 20001, "nickname": "甲"}, "time": 1785204000}]},
    GOCQHTTP: {"messages": [{"content": "你好", "sender": {"user_id": 20001, "nickname": "甲"}, "time": 1785204000}]},
    LAGRANGE: {
        "message": [
            {"type": "node", "data": {"user_id": "20001", "nickname": "甲", "time": 1785204000, "content": [text("你好")]}}
        ]
    },
}


@pytest.mark.parametrize("dialect", ROWS)
async def test_a_forward_is_asked_for_by_its_id(dialect: str) -> None:
    wire = Wire(dialect, get_forward_msg=ROWS[dialect])
    asked = Forward("7528460856849182646", title="群聊的聊天记录")
    assert await wire.asking.ask(AskForward(GROUP, "5", asked)) == Forward(asked.id, SAID, asked.title)
    assert wire.actions == ["get_forward_msg"]
    assert wire.calls[0][1]["id"] == "7528460856849182646"


async def test_what_came_along_is_not_asked_for() -> None:
    wire = Wire(NAPCAT_NAME)
    assert await wire.asking.ask(AskForward(GROUP, "5", Forward("7", SAID))) == Forward("7", SAID)
    assert wire.actions == []


async def test_the_message_itself_is_asked_for_last() -> None:
    row = full(20002, "乙", {"type": "forward", "data": {"id": "8", "content": [full(20001, "甲", text("你好"))]}})
    for refused in ({"get_forward_msg": "消息已过期或者为内层消息，无法获取转发消息"}, {"get_forward_msg": {"messages": []}}):
        wire = Wire(NAPCAT_NAME, get_msg=row | {"message_id": 5}, **refused)
        assert await wire.asking.ask(AskForward(GROUP, "5", Forward("7"))) == Forward("7", SAID)
        assert wire.actions == ["get_forward_msg", "get_msg"]


@pytest.mark.parametrize(
    ("native", "words", "reason"),
    [
        ("5", "消息已过期或者为内层消息，无法获取转发消息", "forward_expired"),
        ("", "消息已过期或者为内层消息，无法获取转发消息", "forward_inner"),
        ("5", "boom", "refused"),
    ],
)
async def test_why_a_forward_can_not_be_had(native: str, words: str, reason: str) -> None:
    wire = Wire(NAPCAT_NAME, get_forward_msg=words)
    with pytest.raises(AskError) as caught:
        await wire.asking.ask(AskForward(GROUP, native, Forward("7")))
    assert (caught.value.reason, caught.value.words) == (reason, words)


async def test_a_forward_without_id_and_content_is_empty() -> None:
    with pytest.raises(AskError) as caught:
        await Wire(NAPCAT_NAME).asking.ask(AskForward(GROUP, "", Forward("")))
    assert caught.value.reason == "forward_empty"


OLD = "https://multimedia.nt.qq.com.cn/download?appid=1407&fileid=a&rkey=old"


def image(url: str, name: str = "A.jpg") -> dict[str, Any]:
    return {"type": "image", "data": {"file": name, "url": url}}


async def test_a_picture_is_looked_for_in_every_way() -> None:
    wire = Wire(
        NAPCAT_NAME,
        get_msg=full(1, "a", image("https://x.invalid/b", "B.jpg"), image("https://x.invalid/new")),
        get_image={"file": "/app/A.jpg", "url": "/app/A.jpg", "base64": base64.b64encode(b"png").decode()},
        nc_get_rkey=[{"rkey": "&rkey=priv", "type": "private"}, {"rkey": "&rkey=a%2Bb-_", "type": "group"}],
    )
    assert await wire.asking.ask(AskMedia(GROUP, "5", Image("A.jpg", OLD))) == (
        Source("https://x.invalid/new"),
        Source(content=b"png"),
        Source(path="/app/A.jpg"),
        Source(OLD.replace("rkey=old", "rkey=a%2Bb-_")),
    )
    assert wire.actions == ["get_msg", "get_image", "nc_get_rkey"]


async def test_a_private_picture_takes_the_private_key() -> None:
    wire = Wire(NAPCAT_NAME, nc_get_rkey=[{"rkey": "g", "type": 20}, {"rkey": "p", "type": 10}])
    assert await wire.asking.ask(AskMedia(FRIEND, "", Image("A.jpg", OLD))) == (Source(OLD.replace("=old", "=p")),)


async def test_a_voice_is_converted() -> None:
    wire = Wire(LLBOT, get_record={"file": "/tmp/a.mp3"})
    assert await wire.asking.ask(AskMedia(FRIEND, "", Voice("a.amr"))) == (Source(path="/tmp/a.mp3", ending=".mp3"),)
    assert wire.calls[0] == ("get_record", {"file": "a.amr", "out_format": "mp3"})


async def test_a_file_of_a_group_is_the_groups() -> None:
    wire = Wire(NAPCAT_NAME, get_group_file_url={"url": "https://ftn.invalid/x?fname="}, get_file={"url": "https://y.invalid/"})
    assert await wire.asking.ask(AskMedia(GROUP, "", File("一 二.pdf", "/h"))) == (
        Source("https://ftn.invalid/x?fname=%E4%B8%80%20%E4%BA%8C.pdf"),
        Source("https://y.invalid/"),
    )


async def test_what_nobody_knows_is_refused_in_their_words() -> None:
    with pytest.raises(AskError) as caught:
        await Wire(NAPCAT_NAME, get_msg="消息不存在").asking.ask(AskMedia(FRIEND, "5", Video("a.mp4")))
    assert (caught.value.reason, caught.value.words) == ("not_found", "消息不存在")


async def test_what_an_implementation_lacks_is_passed_over() -> None:
    wire = Wire(LAGRANGE, get_msg=full(1, "a", image("https://x.invalid/new")))
    assert await wire.asking.ask(AskMedia(GROUP, "5", Image("A.jpg"))) == (Source("https://x.invalid/new"),)
