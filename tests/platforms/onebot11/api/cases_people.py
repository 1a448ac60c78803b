"""The cases of people, of the account, and of the implementation itself."""

from __future__ import annotations

from typing import Any

from ..fakes import group_frame
from .rig import ALL, Case

U: dict[str, Any] = {"user_id": 20001}
_FRIEND = {"user_id": "20001", "nickname": "甲", "remark": None, "group": {"group_id": 1, "group_name": "家人"}}
_STATE = {"status": 10, "ext_status": 0, "battery_status": 0}
_VOICE = {"group_id": 30001, "character": "lucy", "text": "你好"}
_MINI_APP = {"type": "bili", "title": "题", "desc": "", "picUrl": "https://q.cn/p", "jumpUrl": "https://q.cn/j"}
_OCR = [{"text": "字", "confidence": "99"}]


def _plain(method: str, params: dict[str, Any], where: str = ALL, action: str = "") -> Case:
    """A case whose parameters go out as they are, and whose answer nobody described."""
    return Case(method, params, action or method, params, where)


def _categories(data: Any) -> object:
    return [(row.name, row.order, [friend.user_id for friend in row.friends]) for row in data]


def _file_of(data: Any) -> object:
    return data.file


PEOPLE = [
    Case(
        "get_friend_list",
        {"cache": True},
        "get_friend_list",
        {"no_cache": False},
        answer=[_FRIEND, 3],
        look=lambda data: [(row.user_id, row.nickname, row.remark) for row in data],
        value=[("20001", "甲", "")],
    ),
    Case(
        "get_friends_with_category",
        {},
        "get_friends_with_category",
        {},
        "NC LL",
        answer=[{"categoryName": "家人", "categorySortId": 1, "buddyList": [_FRIEND, None]}],
        look=_categories,
        value=[("家人", 1, ["20001"])],
    ),
    Case(
        "get_stranger_info",
        {"user_id": "20001"},
        "get_stranger_info",
        U,
        answer={"user_id": 20001, "qqLevel": "64", "long_nick": "签", "reg_time": 1262275200, "sex": "female"},
        look=lambda data: (data.user_id, data.level, data.signature, data.registered, data.sex),
        value=("20001", 64, "签", 1262275200000, "female"),
    ),
    _plain("get_user_card", U | {"phone_number": ""}, "NC", "ArkSharePeer"),
    _plain("send_like", U | {"times": 10}, "NC LL LG"),
    Case(
        "delete_friend",
        {"user_id": 20001, "friend_id": 20001, "temp_block": True, "temp_both_del": False},
        "delete_friend",
        {"user_id": 20001, "friend_id": 20001, "temp_block": True, "temp_both_del": False},
        others={
            "LL": ("delete_friend", U),
            "LG": ("delete_friend", U | {"block": True}),
            "GC": ("delete_friend", U),
        },
    ),
    _plain("set_friend_add_request", {"flag": "u_abc", "approve": True, "remark": "彭彭"}),
    Case(
        "nc_get_user_status",
        U,
        "nc_get_user_status",
        U,
        "NC",
        answer={"status": "10", "ext_status": 1027},
        look=lambda data: (data.status, data.ext_status),
        value=(10, 1027),
    ),
    _plain("set_input_status", {"event_type": 1, "user_id": 20001}, "NC LL"),
    Case(
        "upload_private_file",
        U | {"file": "/a.zip", "name": "a.zip"},
        "upload_private_file",
        U | {"file": "/a.zip", "name": "a.zip"},
        answer={"file_id": None},
        look=lambda data: data.file_id,
        value="",
    ),
]

ACCOUNT = [
    Case(
        "get_login_info",
        {},
        "get_login_info",
        {},
        answer={"user_id": 10001, "nickname": "我"},
        look=lambda data: (data.user_id, data.nickname),
        value=("10001", "我"),
    ),
    _plain("set_qq_profile", {"nickname": "彭彭", "personal_note": "喵", "sex": "猫猫"}, "NC LL GC"),
    Case("set_qq_avatar", {"avatar": "/a.png"}, "set_qq_avatar", {"file": "/a.png"}, "NC LL LG"),
    Case("set_self_long_nick", {"longnick": "签"}, "set_self_longnick", {"longNick": "签"}, "NC"),
    Case("set_online_status", {"status": "在线"}, "set_online_status", _STATE, "NC LL"),
    Case(
        "get_profile_like",
        {},
        "get_profile_like",
        {},
        "NC LL",
        answer={"favoriteInfo": {"total_count": 3}, "voteInfo": {"new_count": "2", "userInfos": [{"uid": "u"}]}},
        look=lambda data: (data.favorites.total_count, data.votes.new_count, data.votes.people),
        value=(3, 2, [{"uid": "u"}]),
    ),
    Case(
        "fetch_custom_face",
        {"count": 2},
        "fetch_custom_face",
        {"count": 2},
        "NC LL LG",
        answer=["https://q.cn/1", None, "https://q.cn/2"],
        value=["https://q.cn/1", "https://q.cn/2"],
    ),
    Case("create_collection", {"rawdata": "话", "brief": "题"}, "create_collection", {"rawData": "话", "brief": "题"}, "NC"),
    Case(
        "get_model_show",
        {"model": "iPhone"},
        "_get_model_show",
        {"model": "iPhone"},
        "NC GC",
        answer=[{"variants": {"model_show": "iPhone 16", "need_pay": "false"}}],
        look=lambda data: [(row.name, row.need_pay) for row in data],
        value=[("iPhone 16", False)],
    ),
    Case("get_client_key", {}, "get_clientkey", {}, "NC", answer={"clientkey": "k"}, look=lambda data: data.key, value="k"),
    Case(
        "get_cookies",
        {"domain": "qun.qq.com"},
        "get_cookies",
        {"domain": "qun.qq.com"},
        "NC LL LG",
        answer={"cookies": "a=1", "bkn": 5},
        look=lambda data: (data.cookies, data.bkn),
        value=("a=1", "5"),
    ),
    Case("get_csrf_token", {}, "get_csrf_token", {}, "NC LL LG", answer={"token": "5"}, look=lambda data: data.token, value=5),
    Case(
        "get_credentials",
        {"domain": "qun.qq.com"},
        "get_credentials",
        {"domain": "qun.qq.com"},
        "NC LL LG",
        answer={"cookies": "a=1", "csrf_token": 5},
        look=lambda data: (data.cookies, data.token),
        value=("a=1", 5),
    ),
    Case(
        "nc_get_rkey",
        {},
        "nc_get_rkey",
        {},
        "NC",
        {"LL": ("get_rkey", {}), "LG": ("get_rkey", {})},
        answer={"rkeys": [{"rkey": "&rkey=1", "ttl": "3600", "created_at": 1, "type": 10}]},
        look=lambda data: [(row.rkey, row.ttl, row.time, row.kind) for row in data],
        value=[("&rkey=1", 3600, 1000, "10")],
    ),
    Case("get_mini_app_ark", {"app_json": _MINI_APP}, "get_mini_app_ark", _MINI_APP, "NC"),
]

REST = [
    Case(
        "get_version_info",
        {},
        "get_version_info",
        {},
        answer={"app_name": "NapCat.Onebot", "app_version": 4},
        look=lambda data: (data.app_name, data.app_version),
        value=("NapCat.Onebot", "4"),
    ),
    Case(
        "get_status",
        {},
        "get_status",
        {},
        answer={"online": "false"},
        look=lambda data: (data.online, data.good),
        value=(False, True),
    ),
    Case("can_send_image", {}, "can_send_image", {}, answer={"yes": 1}, look=lambda data: data.yes, value=True),
    Case("can_send_record", {}, "can_send_record", {}, answer={}, look=lambda data: data.yes, value=False),
    _plain("nc_get_packet_status", {}, "NC"),
    Case(
        "get_robot_uin_range",
        {},
        "get_robot_uin_range",
        {},
        "NC LL",
        answer=[{"minUin": "3889000000", "maxUin": 3889999999}],
        look=lambda data: [(row.first, row.last) for row in data],
        value=[("3889000000", "3889999999")],
    ),
    Case(
        "get_ai_characters",
        {"group_id": 30001, "chat_type": "1"},
        "get_ai_characters",
        {"group_id": 30001, "chat_type": 1},
        "NC LL LG",
        answer=[{"type": "推荐", "characters": [{"character_id": "lucy", "character_name": "小新"}]}],
        look=lambda data: [(row.kind, [voice.character_id for voice in row.characters]) for row in data],
        value=[("推荐", ["lucy"])],
    ),
    Case(
        "send_group_ai_record",
        _VOICE,
        "send_group_ai_record",
        _VOICE,
        "NC LL LG",
        answer={"message_id": 5},
        look=lambda data: data.message_id,
        value="5",
    ),
    Case("get_ai_record", _VOICE, "get_ai_record", _VOICE, "NC LG", answer="https://q.cn/v", value="https://q.cn/v"),
    Case(
        "ocr_image",
        {"image": "/a.png"},
        "ocr_image",
        {"image": "/a.png"},
        answer={"texts": _OCR, "language": "zh"},
        look=lambda data: ([(line.text, line.confidence) for line in data.lines], data.language),
        value=([("字", 99)], "zh"),
    ),
    Case(
        "ocr_image_new",
        {"image": "/a.png"},
        ".ocr_image",
        {"image": "/a.png"},
        "NC LG GC",
        {"LL": ("ocr_image", {"image": "/a.png"})},
        answer=_OCR,
        look=lambda data: [(line.text, line.confidence) for line in data.lines],
        value=[("字", 99)],
    ),
    Case(
        "translate_en2zh",
        {"words": ["good"]},
        "translate_en2zh",
        {"words": ["good"]},
        "NC",
        answer={"words": ["好"]},
        value=["好"],
    ),
    Case(
        "download_file",
        {"thread_count": 2, "headers": {"Referer": "https://q.cn"}, "url": "https://q.cn/a", "name": "a"},
        "download_file",
        {"thread_count": 2, "headers": ["Referer=https://q.cn"], "url": "https://q.cn/a", "name": "a"},
        "NC LL GC",
        answer={"file": "/tmp/a"},
        look=_file_of,
        value="/tmp/a",
    ),
    _plain(
        "handle_quick_operation",
        {"context": group_frame(), "operation": {"reply": "好"}},
        "NC LL GC",
        ".handle_quick_operation",
    ),
]

_READ = {"answer": [_FRIEND], "look": _categories, "value": [("家人", 1, ["20001"])]}
LAGRANGE_CATEGORIES = Case("get_friends_with_category", {}, "get_friend_list", {}, "LG", **_READ)
