"""Each call as it stands on the wire, field by field, and what becomes of its answer."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tui import __version__
from tui.platforms.bilibili import session as seed
from tui.platforms.bilibili.api import Api
from tui.platforms.bilibili.client import Call
from tui.platforms.bilibili.media import Picture, picture_from_bytes
from tui.platforms.bilibili.wire import Wire

from .fakes import CREDENTIAL, DEVICE, FETCH, SEND, SESSIONS, Bilibili, ok

IM, MAIN, MESSAGE = "api.vc.bilibili.com", "api.bilibili.com", "message.bilibili.com"
WEB = {"build": "0", "mobi_app": "web"}
PAGE = {"platform": "web", **WEB}
CSRF = {"csrf": "c5rf", "csrf_token": "c5rf"}
LIST = {"session_type": "4", "group_fold": "1", "unfollow_fold": "0", "sort_rule": "2", **WEB}
SETTING = "/link_setting/v1/link_setting/"
PERSON = {"talker_id": "7", "session_type": "1"}
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 600_000

MESSAGE_FORM = {
    "msg[sender_uid]": "1000001",
    "msg[receiver_id]": "7",
    "msg[receiver_type]": "1",
    "msg[msg_type]": "1",
    "msg[msg_status]": "0",
    "msg[content]": '{"content":"你好 [doge]"}',
    "msg[dev_id]": DEVICE,
    "msg[new_face_version]": "1",
    "msg[timestamp]": "1750000100",
    "from_firework": "0",
    **WEB,
    **CSRF,
}
PICTURE = Picture("https://i0.hdslb.com/bfs/new_dyn/a.png", 30, 20, "png", 1.5)
PICTURE_CONTENT = (
    '{"url":"https://i0.hdslb.com/bfs/new_dyn/a.png","height":20,"width":30,"imageType":"png","original":1,"size":1.5}'
)

Ask = Callable[[Api], Awaitable[Any]]
# name, what is called, method, host, path, query (None: signed besides), form
CASES: list[tuple[str, Ask, str, str, str, dict[str, str], dict[str, str]]] = [
    ("sessions", lambda api: api.get_sessions(), "GET", IM, f"{SESSIONS}get_sessions", LIST, {}),
    (
        "sessions_page", lambda api: api.get_sessions(1, begin_ts=5, end_ts=9, size=100), "GET", IM, f"{SESSIONS}get_sessions",
        LIST | {"session_type": "1", "begin_ts": "5", "end_ts": "9", "size": "100"}, {},
    ),
    ("new", lambda api: api.new_sessions(3), "GET", IM, f"{SESSIONS}new_sessions", {"begin_ts": "3", **WEB}, {}),
    (
        "new_now", lambda api: api.new_sessions(size=100), "GET", IM, f"{SESSIONS}new_sessions",
        {"begin_ts": "1750000100000000", "size": "100", **WEB}, {},
    ),
    ("detail", lambda api: api.get_session_detail(7), "GET", IM, f"{SESSIONS}session_detail", PERSON, {}),
    (
        "fetch", lambda api: api.fetch_session_msgs(7), "GET", IM, FETCH,
        {
            **PERSON, "size": "30", "sender_device_id": "1", **WEB, "web_location": "1550101", "wts": "1750000100", "w_rid": "?",
        }, {},
    ),
    (
        "fetch_between", lambda api: api.fetch_session_msgs(7, 2, 3, end_seqno=2**64 - 1, size=9), "GET", IM, FETCH,
        {
            "talker_id": "7", "session_type": "2", "size": "9", "begin_seqno": "3", "end_seqno": "18446744073709551615",
            "sender_device_id": "1", **WEB, "web_location": "1550101", "wts": "1750000100", "w_rid": "?",
        }, {},
    ),
    (
        "send", lambda api: api.send_msg(7, 1, "你好 [doge]"), "POST", IM, SEND,
        {
            "w_sender_uid": "1000001", "w_receiver_id": "7", "w_dev_id": DEVICE, "web_location": "1550101", "wts": "1750000100",
            "w_rid": "?",
        }, MESSAGE_FORM,
    ),
    (
        "send_picture", lambda api: api.send_msg(7, "2", PICTURE), "POST", IM, SEND,
        {
            "w_sender_uid": "1000001", "w_receiver_id": "7", "w_dev_id": DEVICE, "web_location": "1550101", "wts": "1750000100",
            "w_rid": "?",
        }, MESSAGE_FORM | {"msg[msg_type]": "2", "msg[content]": PICTURE_CONTENT},
    ),
    (
        "recall", lambda api: api.send_msg(7, 5, "7402152135000000002", receiver_type=2), "POST", IM, SEND,
        {
            "w_sender_uid": "1000001", "w_receiver_id": "7", "w_dev_id": DEVICE, "web_location": "1550101", "wts": "1750000100",
            "w_rid": "?",
        }, MESSAGE_FORM | {"msg[msg_type]": "5", "msg[content]": "7402152135000000002", "msg[receiver_type]": "2"},
    ),
    (
        "upload", lambda api: api.upload_picture(picture_from_bytes(PNG)), "POST", MAIN, "/x/dynamic/feed/draw/upload_bfs", {},
        {"biz": "im", "category": "daily", **CSRF},
    ),
    ("likes", lambda api: api.get_likes(), "GET", MAIN, "/x/msgfeed/like", PAGE, {}),
    ("likes_next", lambda api: api.get_likes(8, 9), "GET", MAIN, "/x/msgfeed/like", PAGE | {"id": "8", "like_time": "9"}, {}),
    ("replies", lambda api: api.get_replies(8, 9), "GET", MAIN, "/x/msgfeed/reply", PAGE | {"id": "8", "reply_time": "9"}, {}),
    ("at", lambda api: api.get_at(8, 9), "GET", MAIN, "/x/msgfeed/at", PAGE | {"id": "8", "at_time": "9"}, {}),
    ("unread", lambda api: api.get_unread_messages(), "GET", MAIN, "/x/msgfeed/unread", WEB, {}),
    (
        "system", lambda api: api.get_system_messages(), "GET", MESSAGE, "/x/sys-msg/query_user_notify",
        {"csrf": "c5rf", "page_size": "20", **WEB}, {},
    ),
    (
        "system_next", lambda api: api.get_system_messages(1750000000000000001), "GET", MESSAGE, "/x/sys-msg/query_notify_list",
        {"csrf": "c5rf", "cursor": "1750000000000000001", "data_type": "1", "page_size": "20", **WEB}, {},
    ),
    (
        "settings", lambda api: api.get_session_settings(), "GET", IM, f"{SETTING}get",
        {"msg_notify": "1", "show_unfollowed_msg": "1", **WEB}, {},
    ),
    (
        "ack", lambda api: api.update_ack(7, 2152135000000001), "POST", IM, f"{SESSIONS}update_ack", {},
        {**PERSON, "ack_seqno": "2152135000000001", **WEB, **CSRF},
    ),
    ("remove", lambda api: api.remove_session(7), "POST", IM, f"{SESSIONS}remove_session", {}, {**PERSON, **WEB, **CSRF}),
    ("pin", lambda api: api.set_top(7, True), "POST", IM, f"{SESSIONS}set_top", {}, {**PERSON, "op_type": "0", **WEB, **CSRF}),
    (
        "unpin", lambda api: api.set_top(7, False, 2), "POST", IM, f"{SESSIONS}set_top", {},
        {"talker_id": "7", "session_type": "2", "op_type": "1", **WEB, **CSRF},
    ),
    (
        "mute", lambda api: api.set_msg_dnd(7, True), "POST", IM, f"{SETTING}set_msg_dnd", {},
        {"uid": "1000001", "setting": "1", "dnd_uid": "7", **WEB, **CSRF},
    ),
    (
        "unmute_group", lambda api: api.set_msg_dnd(7, False, 2), "POST", IM, f"{SETTING}set_msg_dnd", {},
        {"uid": "1000001", "setting": "0", "dnd_group_id": "7", **WEB, **CSRF},
    ),
    ("cards", lambda api: api.user_cards([7, 8, 7]), "GET", IM, "/account/v1/user/cards", {"uids": "7,8", **WEB}, {}),
    (
        "single_unread", lambda api: api.single_unread(), "GET", IM, f"{SESSIONS}single_unread",
        {"unread_type": "0", "show_unfollow_list": "1", "show_dustbin": "1", **WEB}, {},
    ),
    ("myinfo", lambda api: api.myinfo(), "GET", MAIN, "/x/space/myinfo", {}, {}),
    ("nav", lambda api: api.nav(), "GET", MAIN, "/x/web-interface/nav", {}, {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "method", "host", "path", "query", "form"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
async def test_the_request(
    tmp_path: Path, ask: Ask, method: str, host: str, path: str, query: dict[str, str], form: dict[str, str]
) -> None:
    bilibili = Bilibili()
    bilibili.answers["/x/dynamic/feed/draw/upload_bfs"] = ok({"image_url": "http://i0.hdslb.com/bfs/new_dyn/b.png"})
    await ask(bilibili.api(tmp_path))
    asked = bilibili.last()
    assert (asked.method, asked.host, asked.path) == (method, host, path)
    signature = asked.query.pop("w_rid", "")
    assert asked.query == {name: value for name, value in query.items() if name != "w_rid"}
    assert len(signature) == (32 if "w_rid" in query else 0)
    assert list(asked.form.items()) == list(form.items())
    assert asked.cookies == CREDENTIAL.cookies() and list(asked.cookies) == [
        "SESSDATA", "bili_jct", "DedeUserID", "buvid3", "buvid4",
    ]  # fmt: skip
    assert asked.headers["user-agent"] == f"qiao/{__version__}"
    assert (
        asked.headers["referer"] == "https://message.bilibili.com/" and asked.headers["origin"] == "https://message.bilibili.com"
    )
    assert ("content-type" in asked.headers) is (method == "POST")
    assert "r3fresh" not in str(asked.headers) + str(asked.query) + asked.body[:4000].decode("latin1")


async def test_a_picture_goes_up_whole_and_tells_how_far_it_is(tmp_path: Path) -> None:
    bilibili = Bilibili()
    bilibili.answers["/x/dynamic/feed/draw/upload_bfs"] = ok(
        {"image_url": "http://i0.hdslb.com/bfs/new_dyn/b.png", "image_width": 640, "image_height": 480, "img_size": 195.3}
    )
    steps: list[tuple[int, int]] = []
    sent = await bilibili.api(tmp_path).send_msg(7, 2, picture_from_bytes(PNG), progress=lambda *step: steps.append(step))
    upload, message = bilibili.of("upload_bfs")[0], bilibili.last()
    assert upload.file == ("picture.png", "image/png", PNG)
    assert int(upload.headers["content-length"]) == len(upload.body) and "transfer-encoding" not in upload.headers
    assert steps[-1] == (len(PNG), len(PNG)) and len(steps) > 2
    assert message.form["msg[content]"] == (
        '{"url":"https://i0.hdslb.com/bfs/new_dyn/b.png","height":480,"width":640,"imageType":"png","original":1,"size":195.3}'
    )
    assert sent.msg_key == 0


async def test_who_we_are_is_asked_where_the_credential_does_not_say_it(tmp_path: Path) -> None:
    bilibili = Bilibili()
    bilibili.answers["/x/space/myinfo"] = ok({"mid": 1000009, "name": "我"})
    api = bilibili.api(tmp_path, replace(CREDENTIAL, dedeuserid=""))
    await api.send_msg(7, 1, "a")
    await api.send_msg(7, 1, "b")
    assert bilibili.last().form["msg[sender_uid]"] == bilibili.last().query["w_sender_uid"] == "1000009"
    assert len(bilibili.of("myinfo")) == 1


async def test_cards_are_asked_for_in_batches_and_in_no_order(tmp_path: Path) -> None:
    bilibili = Bilibili()
    bilibili.answers["/account/v1/user/cards"] = [
        ok([{"mid": 3, "name": "三"}, "junk", {"mid": "2", "name": None}]),
        ok({"51": {"mid": "51", "name": "五一", "face": "http://i0.hdslb.com/a.jpg"}}),
    ]
    found = await bilibili.api(tmp_path).user_cards(list(range(60)))
    batches = [asked.query["uids"].split(",") for asked in bilibili.asked]
    assert [len(batch) for batch in batches] == [50, 9]
    assert [(person.mid, person.name) for person in found] == [(3, "三"), (2, ""), (51, "五一")]
    assert found[2].face == "https://i0.hdslb.com/a.jpg"


ANSWERS: list[tuple[str, Ask]] = [(case[0], case[1]) for case in CASES if case[0] not in ("upload", "cards")]


@pytest.mark.parametrize("ask", [ask for _, ask in ANSWERS], ids=[name for name, _ in ANSWERS])
@pytest.mark.parametrize("data", [None, [], {}, "x", 7, {"extra": [1], "raw": "theirs", "session_list": 3, "messages": {}}])
async def test_any_answer_is_read(tmp_path: Path, ask: Ask, data: Any) -> None:
    bilibili = Bilibili()
    api = bilibili.api(tmp_path)
    await api.client.call(_sign_once())
    bilibili.answers = dict.fromkeys([path for *_, path, _, _ in CASES], ok(data))
    answer = await ask(api)
    assert isinstance(answer, Wire)
    if data != []:  # the later pages of the system's notices are a bare list
        assert answer.raw == (data if isinstance(data, dict) else {})


def _sign_once() -> Call:
    return Call("fetch_session_msgs", "GET", "im", FETCH, {"talker_id": 1}, is_signed=True)


async def test_numbers_are_exact_and_one_bad_row_takes_no_other_along(tmp_path: Path) -> None:
    bilibili = Bilibili()
    bilibili.answers[FETCH] = ok({
        "messages": [
            {"msg_seqno": 2**64 - 1, "msg_key": 7402152135000000002, "content": {"content": "object"}},
            17,
            {"msg_seqno": "2152135000000001", "msg_key": None, "at_uids": [0, "5"], "msg_type": "1", "content": None},
        ],
        "has_more": 1, "min_seqno": 18446744073709551615, "max_seqno": -3,
        "e_infos": [{"text": "[doge]", "uri": "http://i0.hdslb.com/doge.png"}],
    })  # fmt: skip
    page = await bilibili.api(tmp_path).fetch_session_msgs(7)
    first, second = page.messages
    assert (first.msg_seqno, first.msg_key, first.content) == (2**64 - 1, 7402152135000000002, '{"content": "object"}')
    assert (second.msg_seqno, second.msg_key, second.at_uids, second.msg_type) == (2152135000000001, 0, [5], 1)
    assert page.has_more and page.min_seqno == 18446744073709551615 and page.max_seqno == 0
    assert page.e_infos[0].url == "https://i0.hdslb.com/doge.png"
    assert page.raw["messages"][1] == 17 and first.raw["msg_seqno"] == 2**64 - 1


async def test_notices_are_read(tmp_path: Path) -> None:
    bilibili = Bilibili()
    person = {"mid": 5, "nickname": "小明\u202e", "avatar": "//i0.hdslb.com/a.jpg"}
    item = {"title": "视频", "uri": "https://www.bilibili.com/video/BV1", "business": "视频", "source_content": "说了"}
    bilibili.answers |= {
        "/x/msgfeed/like": ok({"total": {"cursor": {"id": 1, "time": 2}, "items": [{"id": 9, "users": [person], "item": item}]}}),
        "/x/msgfeed/reply": ok({"cursor": {"is_end": True}, "items": [{"user": person, "item": item, "reply_time": 3}]}),
        "/x/sys-msg/query_notify_list": ok([{"id": 1, "cursor": 1750000000000000001, "title": "通知", "content": "正文"}]),
    }
    api = bilibili.api(tmp_path)
    likes, replies = await api.get_likes(), await api.get_replies()
    assert likes.total.items[0].users[0].name == "小明" and likes.total.cursor.time == 2
    assert replies.items[0].user.face == "https://i0.hdslb.com/a.jpg" and replies.cursor.is_end
    assert replies.items[0].item.uri.endswith("BV1")
    notices = await api.get_system_messages(5)
    assert notices.system_notify_list[0].cursor == 1750000000000000001


def test_the_functions_of_the_mission_are_there_with_their_parameters() -> None:
    wanted = {
        "fetch_session_msgs": ["talker_id", "credential", "session_type", "begin_seqno"],
        "new_sessions": ["credential", "begin_ts"],
        "get_sessions": ["credential", "session_type"],
        "get_session_detail": ["credential", "talker_id", "session_type"],
        "send_msg": ["credential", "receiver_id", "msg_type", "content"],
        "get_likes": ["credential"],
        "get_unread_messages": ["credential"],
        "get_replies": ["credential"],
        "get_system_messages": ["credential"],
        "get_session_settings": ["credential"],
    }
    for name, parameters in wanted.items():
        function = getattr(seed, name)
        assert inspect.iscoroutinefunction(function), name
        found = inspect.signature(function).parameters
        assert list(found)[: len(parameters)] == parameters, name


async def test_the_functions_ask_what_the_methods_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bilibili = Bilibili()
    made: list[Any] = []

    def make(credential: Any, **options: Any) -> Any:
        made.append(bilibili.client(credential, **options))
        return made[-1]

    monkeypatch.setattr(seed, "Client", make)
    monkeypatch.setattr(seed, "Api", lambda client: Api(client, tmp_path))
    await seed.get_sessions(CREDENTIAL)
    await seed.new_sessions(CREDENTIAL, 3)
    await seed.fetch_session_msgs(7, CREDENTIAL, 1, 4)
    await seed.get_session_detail(CREDENTIAL, 7)
    await seed.send_msg(CREDENTIAL, 7, "1", "hi")
    for function in (seed.get_likes, seed.get_replies, seed.get_at, seed.get_unread_messages, seed.get_system_messages):
        await function(CREDENTIAL)
    await seed.get_session_settings(CREDENTIAL)
    assert [path for path in bilibili.paths() if path != "nav"] == [
        "get_sessions", "new_sessions", "fetch_session_msgs", "session_detail", "send_msg", "like", "reply", "at", "unread",
        "query_user_notify", "get",
    ]  # fmt: skip
    assert bilibili.of("fetch_session_msgs")[0].query["begin_seqno"] == "4"
    assert all(client._http.is_closed for client in made)
