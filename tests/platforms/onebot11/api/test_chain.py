"""Messages go out as lists of segments, whatever was typed."""

from __future__ import annotations

from typing import Any

import pytest

from tui.platforms.onebot11.api import EmptyMessageError, MessageChain, NotOfferedError
from tui.platforms.onebot11.api import chain as c

from .rig import Rig


@pytest.mark.parametrize(
    ("element", "segment"),
    [
        (c.Text("你好"), {"type": "text", "data": {"text": "你好"}}),
        (c.At(20001), {"type": "at", "data": {"qq": "20001"}}),
        (c.AtAll(), {"type": "at", "data": {"qq": "all"}}),
        (c.Reply(-9), {"type": "reply", "data": {"id": "-9"}}),
        (c.Face(76), {"type": "face", "data": {"id": "76"}}),
        (c.Image("/a.png"), {"type": "image", "data": {"file": "/a.png"}}),
        (c.Image("/a.png", "[图]", True), {"type": "image", "data": {"file": "/a.png", "summary": "[图]", "sub_type": 1}}),
        (c.Record("/a.amr"), {"type": "record", "data": {"file": "/a.amr"}}),
        (c.Video("/a.mp4"), {"type": "video", "data": {"file": "/a.mp4"}}),
        (c.File("/a.zip", "b.zip"), {"type": "file", "data": {"file": "/a.zip", "name": "b.zip"}}),
        (c.Json('{"app":"a"}'), {"type": "json", "data": {"data": '{"app":"a"}'}}),
        (c.Markdown("# a"), {"type": "markdown", "data": {"content": "# a"}}),
        (c.Dice(), {"type": "dice", "data": {}}),
        (c.Rps(), {"type": "rps", "data": {}}),
        (c.Music("163", 5), {"type": "music", "data": {"type": "163", "id": "5"}}),
        (
            c.music({"url": "u", "audio": "a", "title": "t"}),
            {"type": "music", "data": {"type": "custom", "url": "u", "audio": "a", "title": "t"}},
        ),
        (c.Contact("group", 30001), {"type": "contact", "data": {"type": "group", "id": "30001"}}),
        (c.Xml("<msg/>"), {"type": "xml", "data": {"data": "<msg/>"}}),
        (
            c.Mface("aa", 2, "k", "[汪汪]"),
            {"type": "mface", "data": {"emoji_id": "aa", "emoji_package_id": "2", "key": "k", "summary": "[汪汪]"}},
        ),
        (c.Poke(2), {"type": "poke", "data": {"type": "2", "id": "-1"}}),
        (c.Shake(), {"type": "shake", "data": {}}),
        (c.Share("https://a.invalid/", "题"), {"type": "share", "data": {"url": "https://a.invalid/", "title": "题"}}),
        (c.Location(39.9, "116.3", "北京"), {"type": "location", "data": {"lat": "39.9", "lon": "116.3", "title": "北京"}}),
        (c.Anonymous(), {"type": "anonymous", "data": {}}),
        (c.Tts("好"), {"type": "tts", "data": {"text": "好"}}),
        (c.CardImage("/a.png"), {"type": "cardimage", "data": {"file": "/a.png"}}),
        (c.Forward("752"), {"type": "forward", "data": {"id": "752"}}),
        (c.Node(7), {"type": "node", "data": {"id": "7"}}),
    ],
)
def test_each_element_is_its_segment(element: c.Element, segment: dict[str, Any]) -> None:
    assert element.to_wire() == segment


def test_a_chain_keeps_its_order_but_for_the_quote() -> None:
    chain = MessageChain(["你好", c.At(1)]) + c.Text("") + c.Reply(9) + {"type": "tts", "data": {"text": "a"}}  # type: ignore[operator]
    assert len(chain) == 5
    assert [row["type"] for row in chain.to_wire()] == ["reply", "text", "at", "tts"]


async def test_typed_codes_stay_words() -> None:
    sent, _ = await Rig().exchange("post_group_msg", {"group_id": 1, "text": "[CQ:at,qq=all]"})
    assert sent["params"]["message"] == [{"type": "text", "data": {"text": "[CQ:at,qq=all]"}}]


async def test_all_parts_stand_in_the_order_of_the_parameters() -> None:
    parts = {
        "text": "a",
        "face": 0,
        "json": "{}",
        "markdown": "# m",
        "at": 1,
        "reply": 9,
        "music": ["qq", 5],
        "dice": True,
        "rps": True,
        "image": "/a.png",
        "rtf": MessageChain([c.Text("b")]),
    }
    sent, _ = await Rig().exchange("post_group_msg", {"group_id": 1, **parts})
    kinds = ["reply", "text", "face", "json", "markdown", "at", "music", "dice", "rps", "image", "text"]
    assert [row["type"] for row in sent["params"]["message"]] == kinds


async def test_an_empty_message_is_not_sent() -> None:
    rig = Rig()
    for call in (rig.api.post_group_msg(1), rig.api.post_private_msg(1, ""), rig.api.post_group_file(1)):
        with pytest.raises(EmptyMessageError):
            await call
    with pytest.raises(EmptyMessageError):
        await rig.api.send_group_forward_msg(1, [])
    assert not rig.has_sent


@pytest.mark.parametrize("dialect", ["llbot", "gocqhttp"])
async def test_markdown_is_refused_by_name_where_it_can_not_be_sent(dialect: str) -> None:
    rig = Rig(dialect)
    with pytest.raises(NotOfferedError) as caught:
        await rig.api.post_group_msg(1, markdown="# a")
    assert (caught.value.action, caught.value.offered_by) == ("markdown", ("napcat", "lagrange"))
    assert not rig.has_sent


@pytest.mark.parametrize("dialect", ["napcat", "lagrange", "onebot11"])
async def test_markdown_is_sent_as_itself_where_it_may_be(dialect: str) -> None:
    sent, _ = await Rig(dialect).exchange("post_private_file", {"user_id": 1, "markdown": "# a"})
    assert sent["params"]["message"] == [{"type": "markdown", "data": {"content": "# a"}}]
