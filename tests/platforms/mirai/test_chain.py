"""Every element of a chain, in and out; whatever comes is kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat import segments as seg
from tui.platforms.mirai import encode as out
from tui.platforms.mirai.chain import decode, message_id, origin_of
from tui.platforms.values import compact

PICTURE = {
    "imageId": "{01E9451B-70ED-EAE3-B37C-101F1EEBF5B5}.jpg", "url": "https://gchat.qpic.cn/a", "path": None, "base64": None,
    "width": 1, "height": 2, "size": 345, "imageType": "JPG", "isEmoji": False,
}  # fmt: skip
HANDLE = PICTURE["imageId"]
SONG = {
    "type": "MusicShare", "kind": "QQMusic", "title": "晴天", "summary": "周杰伦", "jumpUrl": "https://j",
    "pictureUrl": "https://p", "musicUrl": "https://m", "brief": "[分享]晴天",
}  # fmt: skip
VIDEO = {"type": "ShortVideo", "videoId": "v", "fileMd5": "00ff", "fileSize": 9, "fileFormat": "mp4", "filename": "f"}
MINI = '{"app":"com.tencent.miniapp_01","prompt":"[QQ小程序]哔哩哔哩","meta":{"detail_1":{"desc":"视频"}}}'
MSG = '<msg brief="[分享]x" url="https://u"/>'

RECEIVED: list[tuple[dict[str, Any], seg.Segment]] = [
    ({"type": "Plain", "text": "你好\r\n"}, seg.Text("你好\n")),
    ({"type": "Plain", "text": "a\x1b[31mb"}, seg.Text("a[31mb")),
    ({"type": "At", "target": 10001, "display": ""}, seg.Mention("10001")),
    ({"type": "At", "target": 10001, "display": "@Mirai"}, seg.Mention("10001", "Mirai")),
    ({"type": "AtAll", "target": 0}, seg.MentionAll()),
    ({"type": "Face", "faceId": 0, "name": "惊讶", "isSuperFace": False}, seg.Face("0", "惊讶")),
    ({"type": "Face", "faceId": 123, "name": "bu", "superFace": True}, seg.Face("123", "NO", is_super=True)),
    ({"type": "Face", "faceId": 5, "name": "流泪", "isSuperFace": True}, seg.Face("5", "流泪", is_super=True)),
    ({"type": "Face", "faceId": 99999, "name": "新的"}, seg.Face("99999", "新的")),
    ({"type": "Face", "name": "weixiao"}, seg.Face("", "weixiao")),
    ({"type": "Image", **PICTURE}, seg.Image(HANDLE, "https://gchat.qpic.cn/a", 345)),
    ({"type": "Image", **PICTURE, "isEmoji": True}, seg.Image(HANDLE, "https://gchat.qpic.cn/a", 345, is_sticker=True)),
    ({"type": "FlashImage", **PICTURE}, seg.Image(HANDLE, "https://gchat.qpic.cn/a", 345, is_flash=True)),
    ({"type": "Voice", "voiceId": "a.amr", "url": "https://v/a", "length": 5}, seg.Voice("a.amr", "https://v/a", seconds=5)),
    ({"type": "Xml", "xml": MSG}, seg.Card("xml", "[分享]x", "https://u", MSG)),
    ({"type": "Xml", "xml": '{"prompt": "一张卡"}'}, seg.Card("json", "一张卡", "", '{"prompt":"一张卡"}')),
    ({"type": "Json", "json": '{"prompt": "x"}'}, seg.Card("json", "x", "", '{"prompt":"x"}')),
    ({"type": "App", "content": MINI}, seg.Card("miniapp", "哔哩哔哩 · 视频", "", MINI)),
    ({"type": "Poke", "name": "ChuoYiChuo"}, seg.Poke("ChuoYiChuo")),
    ({"type": "Poke", "name": "Poke"}, seg.Poke("ChuoYiChuo")),
    ({"type": "Poke", "name": "SixSixSix"}, seg.Poke("LiuLiuLiu", "666")),
    ({"type": "Poke", "name": "Rose"}, seg.Poke("Rose", "玫瑰花")),
    ({"type": "Dice", "value": 6}, seg.Dice(6)),
    ({"type": "MarketFace", "id": 11415, "name": "[石头]"}, seg.RockPaperScissors(3)),
    ({"type": "MarketFace", "id": 7, "name": "[摸头]"}, seg.Sticker("摸头", raw='{"type":"MarketFace","id":7,"name":"[摸头]"}')),
    (SONG, seg.Music("QQMusic", "", "晴天", "https://j", compact(SONG))),
    ({"type": "File", "id": "/a", "name": "b.txt", "size": 3}, seg.File("b.txt", "/a", 3)),
    (VIDEO | {"videoUrl": None}, seg.Video("v", "", 9, compact(VIDEO | {"videoUrl": None}))),
    ({"type": "MiraiCode", "code": "hi[mirai:at:1]"}, seg.Card("mirai", "hi[mirai:at:1]", raw="hi[mirai:at:1]")),
    (
        {"type": "Quote", "id": -7, "senderId": 20002, "groupId": 0, "origin": [{"type": "Plain", "text": "原话"}]},
        seg.Quote("-7", "20002", "原话"),
    ),
    ({"type": "Novel", "x": 1}, seg.Unknown("Novel", '{"type":"Novel","x":1}')),
    ({"type": "At", "target": None}, seg.Unknown("At", '{"type":"At","target":null}')),
]  # fmt: skip


@pytest.mark.parametrize(("element", "expected"), RECEIVED, ids=lambda value: str(value)[:40])
def test_each_element_is_read(element: dict[str, Any], expected: seg.Segment) -> None:
    assert decode([{"type": "Source", "id": 1, "time": 2}, element]) == (expected,)


def test_forwards_are_read_and_nest() -> None:
    inner = {"type": "Forward", "display": None, "nodeList": [
        {"senderId": 2, "time": 5, "senderName": "乙", "messageChain": [{"type": "Plain", "text": "里"}], "messageId": None},
    ]}  # fmt: skip
    outer = {"type": "Forward", "display": {"title": "群聊的聊天记录", "preview": ["甲: 外"]}, "nodeList": [
        {"senderId": 1, "time": 4, "senderName": "甲", "messageChain": [inner]}, {"messageRef": {"target": 3, "messageId": 9}},
    ]}  # fmt: skip
    (found,) = decode([outer])
    assert isinstance(found, seg.Forward)
    assert (found.title, found.lines) == ("群聊的聊天记录", ("甲: 外",))
    first, second = found.messages
    assert (first.sender, first.name, first.time) == ("1", "甲", 4000)
    assert first.segments == (seg.Forward("", (seg.ForwardedMessage("2", "乙", 5000, (seg.Text("里"),)),)),)
    assert second.native == "9"


def test_the_head_says_id_and_time() -> None:
    assert origin_of([{"type": "Source", "id": -5, "time": 3}]) == origin_of([{"type": "Source", "id": "-5", "time": "3"}])
    assert (origin_of([{"type": "Source", "id": -5, "time": 3}]).native, message_id(-1), message_id(0)) == ("-5", "", "0")
    assert origin_of([]).native == ""


SENT: list[tuple[seg.Segment, dict[str, Any]]] = [
    (seg.Text("[mirai:at:1]"), {"type": "Plain", "text": "[mirai:at:1]"}),
    (seg.Mention("4294967297"), {"type": "At", "target": 4294967297}),
    (seg.MentionAll(), {"type": "AtAll"}),
    (seg.Face("0", "惊讶"), {"type": "Face", "faceId": 0}),
    (seg.Face("", "weixiao"), {"type": "Face", "faceId": -1, "name": "weixiao"}),
    (seg.Face("5", "流泪", is_super=True), {"type": "Face", "faceId": 5, "isSuperFace": True}),
    (seg.Image("base64://QUJD"), {"type": "Image", "base64": "QUJD"}),
    (seg.Image("{A}.jpg", "https://u"), {"type": "Image", "imageId": "{A}.jpg"}),
    (seg.Image("ABC.image", "https://u"), {"type": "Image", "url": "https://u"}),
    (seg.Image("{A}.jpg", is_flash=True), {"type": "FlashImage", "imageId": "{A}.jpg"}),
    (seg.Image("{A}.gif", is_sticker=True), {"type": "Image", "imageId": "{A}.gif", "isEmoji": True}),
    (seg.Voice("a.amr", "https://u"), {"type": "Voice", "voiceId": "a.amr"}),
    (seg.Card("xml", "x", raw="<msg/>"), {"type": "Xml", "xml": "<msg/>"}),
    (seg.Card("json", "x", raw='{"app":"a"}'), {"type": "App", "content": '{"app":"a"}'}),
    (seg.Card("json", "x", raw='{"a":1}'), {"type": "Json", "json": '{"a":1}'}),
    (seg.Card("mirai", "x", raw="[mirai:at:1]"), {"type": "MiraiCode", "code": "[mirai:at:1]"}),
    (seg.Poke("BiXin", "比心"), {"type": "Poke", "name": "BiXin"}),
    (seg.Poke(seg.SHAKE), {"type": "Poke", "name": "ChuoYiChuo"}),
    (seg.Dice(3), {"type": "Dice", "value": 3}),
]


@pytest.mark.parametrize(("segment", "expected"), SENT, ids=lambda value: str(value)[:40])
def test_each_segment_is_written(segment: seg.Segment, expected: dict[str, Any]) -> None:
    assert out.encode([segment], is_group=True) == [expected]


def test_a_song_has_all_keys_and_a_die_is_thrown_here() -> None:
    (song,) = out.encode([seg.Music("163", title="晴天", url="https://j")], is_group=True)
    assert (song["kind"], song["jumpUrl"]) == ("NeteaseCloudMusic", "https://j")
    assert set(song) == {"type", "kind", "title", "summary", "jumpUrl", "pictureUrl", "musicUrl", "brief"}
    (by_number,) = out.encode([seg.Music("163", "186016")], is_group=True)
    assert (by_number["title"], by_number["jumpUrl"]) == ("网易云音乐", "https://music.163.com/#/song?id=186016")
    with pytest.raises(out.NotSendableError):
        out.encode([seg.Music("kugou", "1")], is_group=True)
    (die,) = out.encode([seg.Dice()], is_group=False)
    assert 1 <= die["value"] <= 6


def test_the_quote_goes_beside_the_chain_and_mentions_outside_groups_are_words() -> None:
    said = (seg.Quote("-7"), seg.Mention("20001", "小贤"), seg.Text(" 在吗"))
    assert out.quote_of(said) == "-7"
    assert out.encode(said, is_group=False) == [{"type": "Plain", "text": "@小贤"}, {"type": "Plain", "text": " 在吗"}]


@pytest.mark.parametrize(
    "segment",
    [
        seg.Sticker("x", raw="{}"), seg.RockPaperScissors(), seg.File("f"), seg.Location("1", "2"), seg.Image(""), seg.Video("v"),
        seg.Video("v", raw='{"type":"ShortVideo","videoId":"v"}'), seg.Video("v", raw="{cut"), seg.Video("v", raw="[]"),
    ],
)  # fmt: skip
def test_what_can_not_be_sent_is_refused_as_a_whole(segment: seg.Segment) -> None:
    with pytest.raises(out.NotSendableError, match=segment.kind):
        out.encode([seg.Text("a"), segment], is_group=True)
    assert segment.kind in out.MISSING or segment.kind in ("image", "video")


@pytest.mark.parametrize("received", [SONG, VIDEO | {"videoUrl": "https://v", "thumbnailUrl": None}], ids=["song", "video"])
def test_what_was_received_whole_is_sent_again_whole(received: dict[str, Any]) -> None:
    """A video by its reference: both links together would have the server fetch it anew."""
    (sent,) = out.encode(decode([received]), is_group=True)
    assert sent == {key: value for key, value in received.items() if key not in ("videoUrl", "thumbnailUrl")}


def test_where_the_server_would_leave_sounds_out_they_are_refused() -> None:
    for segment in (seg.Voice("a.amr"), *decode([VIDEO])):
        with pytest.raises(out.NotSendableError, match=segment.kind):
            out.encode([seg.Text("a"), segment], is_group=False, takes_sound=False)


def test_a_forward_goes_with_its_contents() -> None:
    messages = (seg.ForwardedMessage("20001", "小贤", 5000, (seg.Quote("3"), seg.Text("一"), seg.Sticker("摸头")), native="9"),)
    (sent,) = out.encode([seg.Forward("", messages, "群聊的聊天记录", ("小贤: 一",))], is_group=True)
    assert sent["nodeList"] == [
        {
            "senderId": 20001,
            "senderName": "小贤",
            "time": 5,
            "messageChain": [{"type": "Plain", "text": "一"}, {"type": "Plain", "text": "[摸头]"}],
        }
    ]
    assert sent["display"]["preview"] == ["小贤: 一"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = sorted({key for element, _ in RECEIVED for key in element} | {"nodeList", "messageChain", "display", "messageRef"})
ELEMENTS = st.builds(
    lambda kind, rest: {**rest, "type": kind},
    st.sampled_from([*sorted({element["type"] for element, _ in RECEIVED}), "Forward", "Source"]) | JSON,
    st.dictionaries(st.sampled_from(KEYS), JSON, max_size=5),
)


@given(st.lists(ELEMENTS | JSON, max_size=4) | JSON)
def test_whatever_comes_is_read_and_can_be_stored(chain: object) -> None:
    found = decode(chain)
    assert seg.load(seg.dump(found)) == found
