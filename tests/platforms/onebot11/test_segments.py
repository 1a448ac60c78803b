"""Every row of the table of segments comes in as something, and nothing that anybody sends breaks the decoder."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat import segments as s
from tui.platforms.nesting import MAX_DEPTH, MAX_FORWARDED
from tui.platforms.onebot11.segments import decode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)
KINDS = st.sampled_from(
    [
        "text",
        "at",
        "face",
        "bface",
        "image",
        "record",
        "video",
        "file",
        "onlinefile",
        "flashtransfer",
        "flash_file",
        "reply",
        "longmsg",
        "forward",
        "node",
        "json",
        "xml",
        "markdown",
        "miniapp",
        "keyboard",
        "mface",
        "dice",
        "rps",
        "poke",
        "shake",
        "music",
        "location",
        "contact",
        "share",
        "gift",
        "redbag",
        "tts",
    ]
)
FIELDS = st.sampled_from(
    [
        "text",
        "qq",
        "id",
        "name",
        "file",
        "url",
        "file_size",
        "summary",
        "sub_type",
        "emoji_id",
        "data",
        "content",
        "rows",
        "resid",
        "raw",
        "result",
        "type",
        "title",
        "sender",
    ]
)
ODD_SEGMENT = st.fixed_dictionaries({"type": KINDS, "data": JSON | st.dictionaries(FIELDS, JSON, max_size=6)})


@given(JSON | ODD_SEGMENT | st.lists(ODD_SEGMENT | JSON, max_size=4))
def test_nothing_breaks_it_and_what_comes_out_can_be_stored(message: Any) -> None:
    segments = decode(message)
    stored = s.dump(segments)
    stored.encode()
    assert s.load(stored) == segments


@given(st.lists(ODD_SEGMENT, max_size=5))
def test_nothing_is_dropped_but_empty_texts_and_repeated_stickers(message: list[dict[str, Any]]) -> None:
    shown = [row for row in message if row["type"] not in ("text",)]
    segments = decode(message)
    if message and all(row["type"] == "node" for row in message):
        assert isinstance(segments[0], s.Forward) and len(segments[0].messages) == len(message), "nodes are one forward"
    else:
        assert len(segments) >= len(shown)


def row(kind: str, **data: object) -> dict[str, object]:
    return {"type": kind, "data": data}


CASES: list[tuple[dict[str, object], s.Segment | None]] = [
    (row("text", text="你好\r\n\x1b[31m"), s.Text("你好\n[31m")),
    (row("at", qq="10001"), s.Mention("10001")),
    (row("at", qq=10001, name="@贤哥"), s.Mention("10001", "贤哥")),
    (row("at", qq="all"), s.MentionAll()),
    (row("face", id="264", raw={"faceText": "/捂脸"}), s.Face("264", "捂脸")),
    (row("face", id=0, raw={"faceText": None}), s.Face("0", "惊讶")),
    (row("face", id="99999"), s.Face("99999")),
    (
        row("image", summary="[动画表情]", file="A.jpg", sub_type=1, url="https://a.invalid/?rkey=x", file_size="128"),
        s.Image("A.jpg", "https://a.invalid/?rkey=x", 128, "[动画表情]", is_sticker=True),
    ),
    (row("image", file="m.image", subType="0", url="", type="flash"), s.Image("m.image", is_flash=True)),
    (row("record", file="a.amr", path="/app/a.amr", url="", file_size="12"), s.Voice("a.amr", size=12)),
    (row("video", file="a.mp4", url="/app/a.mp4", file_size="9"), s.Video("a.mp4", "/app/a.mp4", 9)),
    (row("file", file="a.zip", file_id="/61", file_size="10"), s.File("a.zip", "/61", 10)),
    (
        row("file", file_name="b.zip", file_hash="h", file_id="/i", url="https://x.invalid/?fname="),
        s.File("b.zip", "/i", 0, "https://x.invalid/?fname=b.zip"),
    ),
    (row("onlinefile", msgId="1", elementId="2", fileName="c.zip", fileSize="3"), s.File("c.zip", "2", 3)),
    (row("flashtransfer", fileSetId="f"), s.File("flash", "f")),
    (row("reply", id="5"), s.Quote("5")),
    (row("reply", id=-5, qq=20001, text="原文"), s.Quote("-5", "20001", "原文")),
    (row("reply", id="0"), s.Quote("")),
    (row("forward", id="7528460856849182646"), s.Forward("7528460856849182646")),
    (row("longmsg", id="r"), s.Forward("r")),
    (row("xml", data='<msg brief="一行" url="https://a.invalid/?a=1&amp;b=2"/>'), None),
    (row("mface", emoji_id="aa", emoji_package_id=2, key="k", summary="[汪汪]", url="https://g.invalid/a.gif"), None),
    (row("dice", result="6"), s.Dice(6)),
    (row("dice", value=3), s.Dice(3)),
    (row("rps", result=2), s.RockPaperScissors(2)),
    (row("poke", type="1", id="-1"), s.Poke("1")),
    (row("shake"), s.Poke("shake")),
    (row("contact", type="qq", id=20001), s.Contact("friend", "20001")),
    (row("contact", type="group", id="30001"), s.Contact("group", "30001")),
    (row("location", lat="39.89", lon=116.3, title="北京", content="路"), s.Location("39.89", "116.3", "北京", "路")),
    (row("share", url="https://a.invalid/", title="题", content="文"), s.Share("https://a.invalid/", "题", "文")),
    (row("music", type="163", id="1"), s.Music("163", "1")),
    (row("tts", text="念出来的话"), s.Text("念出来的话")),
    (row("cardimage", file="a.jpg", url="https://a.invalid/a.jpg"), s.Image("a.jpg", "https://a.invalid/a.jpg")),
    (row("redbag", title="恭喜发财"), None),
]


@pytest.mark.parametrize(("wire", "segment"), [case for case in CASES if case[1] is not None])
def test_the_rows_of_the_table(wire: dict[str, object], segment: s.Segment) -> None:
    assert decode([wire]) == (segment,)


@pytest.mark.parametrize("wire", [wire for wire, _ in CASES])
def test_no_row_of_the_table_is_unknown(wire: dict[str, object]) -> None:
    assert not isinstance(decode(wire)[0], s.Unknown)


def test_what_nobody_knows_keeps_its_kind_and_its_raw_form() -> None:
    wire = {"type": "hologram", "data": {"size": 3}}
    assert decode([wire]) == (s.Unknown("hologram", json.dumps(wire, separators=(",", ":"))),)
    assert decode([{"type": "at", "data": None}])[0] == s.Unknown("at", '{"type":"at","data":null}')
    assert decode(3) == (s.Unknown("int", "3"),)


def test_a_string_is_read_as_cq_codes() -> None:
    text = "[CQ:reply,id=5][CQ:at,qq=10001] 看&#91;图&#93;"
    assert decode(text) == (s.Quote("5"), s.Mention("10001"), s.Text(" 看[图]"))


def test_the_text_that_repeats_a_sticker_is_left_out() -> None:
    sticker = row("mface", emoji_id="aa", emoji_package_id=2, key="k", summary="[汪汪]", url="")
    decoded = decode([sticker, row("text", text="[汪汪]"), row("text", text="好")])
    assert [type(segment) for segment in decoded] == [s.Sticker, s.Text]
    assert isinstance(decoded[0], s.Sticker) and decoded[0].name == "汪汪"


def test_napcat_sends_shop_stickers_as_images() -> None:
    (sticker,) = decode([row("image", file="x", url="https://g.invalid/a.gif", summary="[汪汪]", key="k", emoji_id="aa")])
    assert isinstance(sticker, s.Sticker) and json.loads(sticker.raw)["type"] == "mface"


def test_a_forward_is_opened_with_what_is_in_it() -> None:
    inner = {"sender": {"user_id": 20002, "nickname": "胡一菲"}, "time": 1785204000, "message": [row("text", text="内")]}
    outer = {
        "sender": {"user_id": 20001, "nickname": "曾小贤", "card": "贤哥"},
        "message": [row("forward", id="8", content=[inner])],
    }
    (forward,) = decode([row("forward", id="7", content=[outer])])
    nested = s.Forward("8", (s.ForwardedMessage("20002", "胡一菲", 1785204000000, (s.Text("内"),)),))
    assert forward == s.Forward("7", (s.ForwardedMessage("20001", "贤哥", 0, (nested,)),))


def test_forwards_as_go_cqhttp_and_lagrange_write_them() -> None:
    bare = [{"sender": {"nickname": "b", "user_id": 20002}, "content": [{"sender": {"nickname": "c"}, "content": "内层"}]}]
    (forward,) = decode([row("forward", id="1", content=bare)])
    assert isinstance(forward, s.Forward)
    assert forward.messages[0].segments == (s.Forward("", (s.ForwardedMessage("", "c", 0, (s.Text("内层"),)),)),)
    (node,) = decode([row("node", user_id="20002", nickname="b", content=[row("text", text="x")])])
    assert node == s.Forward("", (s.ForwardedMessage("20002", "b", 0, (s.Text("x"),)),))


def test_one_forward_keeps_no_more_than_anybody_reads() -> None:
    inner = [{"sender": {}, "message": [row("text", text=str(number))]} for number in range(MAX_FORWARDED)]
    outer = [{"sender": {}, "message": [row("forward", id="8", content=inner)]}] * 3
    (forward,) = decode([row("forward", id="7", content=outer)])
    assert isinstance(forward, s.Forward) and len(forward.messages) == 3
    nested = [message.segments[0] for message in forward.messages]
    assert [(len(part.messages), part.left_out) for part in nested if isinstance(part, s.Forward)] == [
        (MAX_FORWARDED - 3, 3),
        (0, MAX_FORWARDED),
        (0, MAX_FORWARDED),
    ]


def test_whom_qq_does_not_name_is_nobody() -> None:
    row_of_nobody = {"sender": {"user_id": 1094950020, "nickname": "QQ用户"}, "message": [row("text", text="x")]}
    (forward,) = decode([row("forward", id="7", content=[row_of_nobody])])
    assert forward == s.Forward("7", (s.ForwardedMessage("", "QQ用户", 0, (s.Text("x"),)),))


def test_nodes_beside_one_another_are_one_forward() -> None:
    (forward,) = decode([row("node", nickname="a", content="1"), row("node", nickname="b", content="2")])
    assert isinstance(forward, s.Forward) and [message.name for message in forward.messages] == ["a", "b"]


def test_forwards_in_forwards_end() -> None:
    message: list[Any] = [row("text", text="底")]
    for number in range(MAX_DEPTH * 3):
        message = [row("forward", id=str(number), content=[{"sender": {}, "message": message}])]
    depth, segments = 0, decode(message)
    while segments and isinstance(segments[0], s.Forward) and segments[0].messages:
        depth, segments = depth + 1, segments[0].messages[0].segments
    assert depth == MAX_DEPTH


def test_a_keyboard_shows_its_labels() -> None:
    rows = [{"buttons": [{"render_data": {"label": "好"}}, {"render_data": {"label": "不好"}}]}]
    for data in ({"rows": rows}, {"content": {"rows": rows}}):
        (keyboard,) = decode([{"type": "keyboard", "data": data}])
        assert isinstance(keyboard, s.Keyboard) and keyboard.labels == ("好", "不好")


def test_markdown_shows_its_words() -> None:
    (card,) = decode([row("markdown", content="[](%7B%7D)\n[@贤哥](mqqapi://x) **好**")])
    assert isinstance(card, s.Card) and card.line == "@贤哥 **好**"
