"""An Event has the fields of the mission's text, and reads any message."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.platforms.bilibili.event import Event
from tui.platforms.bilibili.media import Picture, Video

from .fakes import PAYLOADS, text_row

ME = 1000001


def test_the_types_have_the_numbers_of_the_mission() -> None:
    assert (Event.TEXT, Event.PICTURE, Event.WITHDRAW, Event.GROUPS_PICTURE) == (1, 2, 5, 6)
    assert (Event.SHARE_VIDEO, Event.NOTICE, Event.PUSHED_VIDEO, Event.WELCOME) == (7, 10, 11, 306)


def test_its_fields() -> None:
    event = Event(text_row(5, "你好"), ME)
    assert (event.receiver_id, event.receiver_type, event.sender_uid, event.talker_id) == (ME, 1, 2000001, 2000001)
    assert (event.msg_seqno, event.msg_type, event.msg_key) == (5, 1, 7_400_000_000_000_000_005)
    assert (event.timestamp, event.content) == (1_750_000_005, "你好")
    assert "你好" in str(event) and "2000001" in str(event)


@pytest.mark.parametrize(
    ("row", "talker"),
    [
        (text_row(1, "a", ME, 7), 7),
        (text_row(1, "a", 7, ME), 7),
        (text_row(1, "a", 7, 3000001, receiver_type=2), 3000001),
        (text_row(1, "a", ME, 3000001, receiver_type=2), 3000001),
    ],
)
def test_with_whom_it_is_follows_from_the_two_sides(row: dict[str, Any], talker: int) -> None:
    assert Event(row, ME).talker_id == talker


@pytest.mark.parametrize(
    ("kind", "content", "found"),
    [
        (2, {"url": "https://i0.hdslb.com/a.jpg", "width": 3, "new": 1}, Picture("https://i0.hdslb.com/a.jpg", 3, 0, "jpg")),
        (6, {"url": "u", "imageType": "gif", "size": 20}, Picture("u", 0, 0, "gif", 20)),
        (5, 7402152135000000006, 7402152135000000006),
        (5, "7402152135000000006", 7402152135000000006),
        (5, {"msg_key": 3}, 3),
        (7, {"source": 5, "id": 100, "bvid": "BV1xx411c7mD", "title": "视频"}, Video("BV1xx411c7mD", 100, "视频")),
        (7, {"source": 6, "id": 500, "title": "专栏"}, "专栏 https://www.bilibili.com/read/cv500"),
        (11, {"rid": 400}, Video("", 400, "")),
        (306, {"group_id": 3, "content": "欢迎新成员"}, "欢迎新成员"),
        (10, {"title": "提醒", "text": "开始", "jump_uri": "bilibili://x"}, "提醒\n开始"),
    ],
)
def test_its_content_is_what_it_is_about(kind: int, content: Any, found: Any) -> None:
    row = text_row(1, "", msg_type=kind) | {"content": json.dumps(content)}
    assert Event(row, ME).content == found
    assert Event(row | {"content": content}, ME).content == found


@pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the shared payloads are not here")
def test_each_recorded_message_is_read() -> None:
    files = sorted(PAYLOADS.glob("syn_msg_*.json"))
    assert len(files) > 15
    for file in files:
        event = Event(json.loads(file.read_text(encoding="utf-8"))["payload"], ME)
        assert event.msg_seqno and str(event) and event.content != "", file.name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["content", "url", "title", "id", "rid"]), inner),
    max_leaves=8,
)


@given(kind=st.sampled_from([*range(20), 301, 306, 999]), content=JSON, is_text=st.booleans())
def test_no_content_makes_it_stumble(kind: int, content: Any, is_text: bool) -> None:
    row = {"msg_type": kind, "content": json.dumps(content) if is_text else content, "sender_uid": content}
    assert isinstance(str(Event(row, ME)), str)
