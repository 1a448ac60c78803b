"""Messages of each type as segments, and whole: who, where, when, and what was taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import locale
from tui.chat.events import MessageRecalled
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import MAX_TIME
from tui.chat.segments import Card, Face, Image, Notice, Segment, Share, Text, Unknown, dump, load
from tui.platforms.bilibili.contents import decode_content, web_link
from tui.platforms.bilibili.messages import place_of_session, read_message, read_page
from tui.platforms.bilibili.wire import Emote, Message, SessionList, SessionRow, read

from .fakes import ME, PAYLOADS, payload, text_row

PICTURE = {"url": "https://i0.hdslb.com/bfs/im_new/a.jpg", "size": 20, "height": 1}
GROUP = ConversationId(ME, ConversationKind.FAN_GROUP, "3000001")
VIDEO = "https://www.bilibili.com/video/"

CONTENTS: list[tuple[int, Any, tuple[Segment, ...]]] = [
    (1, {"content": "你\u202e好\r\n"}, (Text("你好\n"),)),
    (2, PICTURE, (Image(PICTURE["url"], PICTURE["url"], 20480),)),
    (6, PICTURE, (Image(PICTURE["url"], PICTURE["url"], 20480, is_sticker=True),)),
    (7, {"source": 5, "id": 100, "bvid": "BV1xx", "title": "题", "author": "UP"}, (Share(f"{VIDEO}BV1xx", "题", "UP"),)),
    (7, {"source": 5, "id": 100, "title": "题"}, (Share(f"{VIDEO}av100", "题"),)),
    (7, {"source": 6, "id": 5, "title": "文"}, (Share("https://www.bilibili.com/read/cv5", "文"),)),
    (7, {"source": 16, "id": 300, "title": "番", "url": ""}, (Share("https://www.bilibili.com/bangumi/play/ep300", "番"),)),
    (7, {"source": 7, "id": 3, "headline": "季"}, (Share("https://www.bilibili.com/bangumi/play/ss3", "季"),)),
    (7, {"source": 4, "id": 9, "title": "播", "url": "bilibili://live/9"}, (Share("https://live.bilibili.com/9", "播"),)),
    (7, {"source": 11, "id": 8}, (Share("https://t.bilibili.com/8", "8"),)),
    (7, {"source": 99, "title": "何"}, (Card("share", "何", "", '{"source":99,"title":"何"}'),)),
    (9, {"name": "程序", "title": "题", "jump_uri": "https://a.b/x"}, (
        Card("miniapp", "程序 题", "https://a.b/x", '{"name":"程序","title":"题","jump_uri":"https://a.b/x"}'),
    )),
    (10, {
        "title": "提醒", "text": "开始", "modules": [{"title": "UP主", "detail": "示例"}, 3], "jump_uri": "bilibili://1",
        "jump_uri_config": {"all_uri": "https://live.bilibili.com/1", "web_uri": "https://live.bilibili.com/w"},
        "jump_uri_2": "https://b.c/2", "jump_text_2": "二",
    }, (Text("提醒\n开始\nUP主：示例"), Share("https://live.bilibili.com/w", "查看详情"), Share("https://b.c/2", "二"))),
    (10, {"title": "只有题", "modules": None}, (Text("只有题"),)),
    (11, {"rid": 400, "bvid": "BV1", "title": "新", "desc": "述", "attach_msg": {"content": "你好"}}, (
        Text("你好"), Share(f"{VIDEO}BV1", "新", "述"),
    )),
    (11, {"rid": 400, "type": 8, "attach_msg": None}, (Share(f"{VIDEO}av400", "av400"),)),
    (12, {"rid": 500, "title": "专", "summary": "要"}, (Share("https://www.bilibili.com/read/cv500", "专", "要"),)),
    (13, {"pic_url": "https://i0.hdslb.com/x.png", "jump_url": "https://www.bilibili.com", "title": "活"}, (
        Image("https://i0.hdslb.com/x.png", "https://i0.hdslb.com/x.png"), Share("https://www.bilibili.com", "活"),
    )),
    (14, {"title": "间", "url": "https://live.bilibili.com/1", "author": "主播"}, (
        Share("https://live.bilibili.com/1", "间", "主播"),
    )),
    (16, {"main_title": "更多", "reply_content": "谢", "sub_cards": [{"field1": "题", "jump_url": "https://b23.tv/x"}, None]}, (
        Text("谢\n更多"), Share("https://b23.tv/x", "题"),
    )),
    (18, {"content": json.dumps([{"text": "对方"}, {"text": "未关注你", "jump_url": ""}])}, (
        Notice("gray_tip", value="对方未关注你"),
    )),
    (18, [{"text": "提示"}], (Notice("gray_tip", value="提示"),)),
    (18, json.dumps([{"text": "双重"}]), (Notice("gray_tip", value="双重"),)),
    (19, {"content": {"paragraphs": [{"text": {"nodes": [{"words": "我是"}, {"words": "AI"}]}}]}}, (Text("我是\nAI"),)),
    *((kind, {"group_id": 3, "content": "有事"}, (Notice("gray_tip", value="有事"),)) for kind in range(301, 307)),
]  # fmt: skip


def message_of(kind: int, content: Any, **more: Any) -> Message:
    row = text_row(5, "", msg_type=kind) | {"content": json.dumps(content, ensure_ascii=False)} | more
    return read(Message, row)


@pytest.mark.parametrize(("kind", "content", "segments"), CONTENTS)
def test_each_type_is_read(kind: int, content: Any, segments: tuple[Segment, ...]) -> None:
    found = decode_content(message_of(kind, content))
    assert found == segments
    assert load(dump(found)) == found


@pytest.mark.parametrize(("kind", "content"), [(1, "not json"), (2, "{}"), (51, "{}"), (999, '{"foo":1}'), (19, "{}"), (8, "1")])
def test_what_no_rule_reads_is_kept_as_it_came(kind: int, content: str) -> None:
    row = text_row(5, "", msg_type=kind) | {"content": content}
    (found,) = decode_content(read(Message, row))
    assert isinstance(found, Unknown) and found.type == f"type={kind}" and json.loads(found.raw) == row


def test_small_faces_are_told_by_the_codes_of_the_page() -> None:
    message = message_of(1, {"content": "在吗[doge][不是]好[tv_doge]"})
    assert decode_content(message, ["[doge]", "[tv_doge]"]) == (
        Text("在吗"), Face("doge", "doge"), Text("[不是]好"), Face("tv_doge", "tv_doge"),
    )  # fmt: skip
    assert decode_content(message) == (Text("在吗[doge][不是]好[tv_doge]"),)


def test_a_picture_that_expired_has_no_link() -> None:
    (found,) = decode_content(message_of(2, PICTURE, msg_status=50))
    assert isinstance(found, Image) and found.url == "" and found.file and found.summary


@pytest.mark.parametrize(("language", "words"), [("zh", "图片已过期"), ("en", "expired")])
def test_that_a_picture_expired_is_said_in_the_language_of_the_interface(language: str, words: str) -> None:
    locale.set_language(language)
    (found,) = decode_content(message_of(2, PICTURE, msg_status=50))
    assert isinstance(found, Image) and found.summary == words


def test_only_what_a_browser_opens_is_a_link() -> None:
    assert web_link("bilibili://video/1", None, 7, "javascript:alert(1)", "https://", "//b.c/x") == "https://b.c/x"
    assert web_link("http://[", "ftp://x/") == ""


def test_a_whole_message() -> None:
    (message,) = read_message(read(Message, text_row(5, "你好")), ME, names={"2000001": "小明"}).messages
    assert message.conversation == ConversationId(ME, ConversationKind.FRIEND, "2000001")
    assert (message.native, message.sequence, message.time) == ("7400000000000000005", 5, 1_750_000_005_000)
    assert (message.sender.id, message.sender.name, message.peer_name) == ("2000001", "小明", "小明")
    assert not message.is_own and not message.is_notice and json.loads(message.raw)["msg_key"] == 7_400_000_000_000_000_005


def test_our_own_stands_with_the_other_side() -> None:
    (message,) = read_message(read(Message, text_row(5, "我", 1000001, 2000001)), ME).messages
    assert message.is_own and message.conversation.peer == "2000001"


def test_in_a_group_mentions_are_told_and_lines_that_nobody_said() -> None:
    said = text_row(5, "@我", 2000001, 3000001, receiver_type=2, at_uids=[1000001])
    line = text_row(6, "", 0, 3000001, receiver_type=2, msg_type=306)
    page = read_page([read(Message, line), read(Message, said)], ME)
    assert [message.conversation for message in page.messages] == [GROUP, GROUP]
    assert [(message.mentions_me, message.is_notice) for message in page.messages] == [(True, False), (False, True)]


def test_a_recall_takes_back_its_target() -> None:
    row = text_row(6, "", msg_type=5) | {"content": "7402152135000000006"}
    reading = read_message(read(Message, row), ME)
    place = ConversationId(ME, ConversationKind.FRIEND, "2000001")
    assert reading.messages == ()
    assert reading.recalls == (MessageRecalled(place, "7402152135000000006", "2000001", "2000001", 1_750_000_006_000),)
    by_system = read_message(read(Message, row | {"sys_cancel": True}), ME)
    assert by_system.recalls[0].operator == ""
    assert isinstance(read_message(read(Message, row | {"content": "?"}), ME).messages[0].segments[0], Unknown)


def test_a_recalled_message_keeps_its_content_and_is_told_with_its_recall() -> None:
    reading = read_message(read(Message, text_row(5, "说错了", msg_status=1)), ME)
    assert reading.messages[0].segments == (Text("说错了"),)
    assert reading.recalls[0].native == reading.messages[0].native and reading.recalls[0].operator == "2000001"
    assert reading.messages[0].recalled_by == "2000001"


def test_what_the_system_removed_is_not_shown() -> None:
    reading = read_message(read(Message, text_row(5, "违规", msg_status=2)), ME)
    assert reading.messages == () and (reading.recalls[0].native, reading.recalls[0].operator) == ("7400000000000000005", "")


def test_no_number_is_too_large_for_the_store_and_no_time_leaves_the_calendar() -> None:
    row = text_row(5, "x", msg_seqno=2**64 - 1, msg_key=2**64 - 1, timestamp=2**62)
    (message,) = read_message(read(Message, row), ME).messages
    assert message.sequence is None and message.native == "18446744073709551615" and message.time == MAX_TIME


def test_a_page_comes_newest_first_and_is_told_oldest_first() -> None:
    rows = [read(Message, text_row(number, f"{number}[doge]")) for number in (9, 5, 7)]
    page = read_page(rows, ME, emotes=[read(Emote, {"text": "[doge]"})])
    assert [message.sequence for message in page.messages] == [5, 7, 9]
    assert page.messages[0].segments == (Text("5"), Face("doge", "doge"))


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"talker_id": 7, "session_type": 1}, ConversationKind.FRIEND),
        ({"talker_id": 7, "session_type": 2}, ConversationKind.FAN_GROUP),
        ({"talker_id": 844424930131966, "session_type": 1, "system_msg_type": 7}, ConversationKind.SYSTEM),
        ({"talker_id": 7, "session_type": 1, "account_info": {"name": "UP主小助手"}}, ConversationKind.SYSTEM),
    ],
)
def test_what_stands_at_the_other_end_the_list_says(row: dict[str, Any], kind: ConversationKind) -> None:
    place = place_of_session(read(SessionRow, row), ME)
    assert (place.kind, place.peer) == (kind, str(row["talker_id"]))


@pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the shared payloads are not here")
def test_the_recorded_list_and_messages_are_read() -> None:
    found = read(SessionList, payload("syn_get_sessions")["data"])
    assert place_of_session(found.session_list[0], ME).kind is ConversationKind.FRIEND
    assert ConversationKind.SYSTEM in {place_of_session(row, ME).kind for row in found.session_list}
    assert found.has_more and found.system_msg == {"7": 844424930131966}
    assert found.session_list[0].last_msg is not None and found.session_list[-1].last_msg is None
    for file in sorted(PAYLOADS.glob("syn_msg_*.json")):
        reading = read_message(read(Message, payload(file.stem)), ME)
        assert reading.messages or reading.recalls, file.name
        is_unknown = any(isinstance(part, Unknown) for message in reading.messages for part in message.segments)
        assert is_unknown is (file.stem in ("syn_msg_content_not_json", "syn_msg_unknown_type_999", "syn_msg_ai_19")), file.name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["content", "url", "title", "id", "source", "modules", "sub_cards", "jump_uri"]), inner)
    ),
    max_leaves=8,
)


@given(kind=st.sampled_from([*range(20), 301, 306, 999]), content=JSON, status=st.sampled_from([0, 1, 2, 50, 7]), number=JSON)
def test_nothing_makes_it_stumble_and_nothing_is_dropped(kind: int, content: Any, status: int, number: Any) -> None:
    row = {"msg_type": kind, "content": json.dumps(content), "msg_status": status, "msg_key": number, "timestamp": number}
    reading = read_message(read(Message, row), ME)
    assert reading.messages or reading.recalls
    assert all(message.segments and load(dump(message.segments)) == message.segments for message in reading.messages)
