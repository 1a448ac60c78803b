"""The cases of what is said and of what was said."""

from __future__ import annotations

from .rig import Case

_HI = [{"type": "text", "data": {"text": "你好"}}]
_NODES = [{"type": "node", "data": {"id": "123456789"}}, {"type": "node", "data": {"id": "987654321"}}]
_FILE = {
    "file": "/tmp/a.mp3",
    "url": "https://q.cn/a",
    "file_size": "2048",
    "file_name": "a.mp3",
    "base64": "QUJD",
}
_FILE_READ = ("/tmp/a.mp3", "https://q.cn/a", 2048, "a.mp3", "QUJD")
_ROW = {"message_id": 7, "time": 1785204000, "message_type": "group", "group_id": "30001", "user_id": 20001, "message": _HI}


def _sent(data: object) -> object:
    return getattr(data, "message_id", None)


def _file(data: object) -> object:
    return tuple(getattr(data, name) for name in ("file", "url", "file_size", "file_name", "base64"))


def _mark(method: str, key: str, peer: int) -> Case:
    elsewhere = ("mark_msg_as_read", {key: peer, "message_id": 7})
    others = {} if method == "mark_msg_as_read" else {"LL": elsewhere, "LG": elsewhere, "GC": elsewhere}
    where = "NC LL LG GC" if method == "mark_msg_as_read" else "NC"
    return Case(method, {key: peer, "message_id": "7"}, method, {key: peer, "message_id": 7}, where, others)


CASES = [
    Case(
        "post_group_msg",
        {"group_id": "30001", "text": "你好", "at": 20001, "reply": 9},
        "send_group_msg",
        {
            "group_id": 30001,
            "message": [{"type": "reply", "data": {"id": "9"}}, *_HI, {"type": "at", "data": {"qq": "20001"}}],
        },
        answer={"message_id": -1093, "res_id": "r"},
        look=_sent,
        value="-1093",
    ),
    Case(
        "post_private_msg",
        {"user_id": 20001, "text": "你好"},
        "send_private_msg",
        {"user_id": 20001, "message": _HI},
        answer={"message_id": "5"},
        look=_sent,
        value="5",
    ),
    Case(
        "post_group_file",
        {"group_id": 30001, "file": "/data/a.zip", "record": "base64://QQ=="},
        "send_group_msg",
        {"group_id": 30001, "message": [{"type": "record", "data": {"file": "base64://QQ=="}}]},
        answer={"message_id": 5},
        look=_sent,
        value="5",
    ),
    Case(
        "post_private_file",
        {"user_id": 20001, "file": "/data/a.zip"},
        "send_private_msg",
        {"user_id": 20001, "message": [{"type": "file", "data": {"file": "/data/a.zip"}}]},
        answer={"message_id": 5},
        look=_sent,
        value="5",
    ),
    Case(
        "send_private_forward_msg",
        {"user_id": 20001, "messages": ["123456789", 987654321]},
        "send_private_forward_msg",
        {"user_id": 20001, "messages": _NODES},
        answer={"message_id": 5, "forward_id": "7528460856849182646"},
        look=lambda data: data.forward_id,
        value="7528460856849182646",
    ),
    Case(
        "send_group_forward_msg",
        {"group_id": 30001, "messages": ["123456789", "987654321"], "news": ["甲: 好"], "source": "群聊的聊天记录"},
        "send_group_forward_msg",
        {"group_id": 30001, "messages": _NODES, "news": [{"text": "甲: 好"}], "source": "群聊的聊天记录"},
        answer={"message_id": 5},
        look=_sent,
        value="5",
    ),
    Case(
        "forward_friend_single_msg",
        {"message_id": "7", "user_id": 20001},
        "forward_friend_single_msg",
        {"message_id": 7, "user_id": 20001},
        "NC LL",
    ),
    Case(
        "forward_group_single_msg",
        {"message_id": "7", "group_id": 30001},
        "forward_group_single_msg",
        {"message_id": 7, "group_id": 30001},
        "NC LL",
    ),
    Case("delete_msg", {"message_id": "-7"}, "delete_msg", {"message_id": -7}),
    Case(
        "send_poke",
        {"user_id": 20001, "group_id": 30001},
        "send_poke",
        {"user_id": 20001, "group_id": 30001},
        "NC LL LG",
        {
            "GC": (
                "send_msg",
                {
                    "message_type": "group",
                    "group_id": 30001,
                    "message": [{"type": "poke", "data": {"qq": "20001"}}],
                },
            )
        },
    ),
    Case(
        "set_msg_emoji_like",
        {"message_id": 7, "emoji_id": 128512, "emoji_set": False, "group_id": 30001},
        "set_msg_emoji_like",
        {"message_id": 7, "emoji_id": 128512, "set": False},
        "NC LL",
        {"LG": ("set_group_reaction", {"group_id": 30001, "message_id": 7, "code": "128512", "is_add": False})},
        answer={"result": 0},
        value={"result": 0},
    ),
    Case(
        "fetch_emoji_like",
        {"message_id": 7, "emoji_id": "76", "emoji_type": "1", "group_id": 30001, "user_id": 20001, "count": 5},
        "fetch_emoji_like",
        {"message_id": 7, "emojiId": "76", "emojiType": "1", "count": 5},
        "NC LL",
        answer={
            "emojiLikesList": [{"tinyId": "20001", "nickName": "甲", "headUrl": ""}, None],
            "isLastPage": False,
            "cookie": "c",
        },
        look=lambda data: ([person.user_id for person in data.people], data.is_last, data.cookie),
        value=(["20001"], False, "c"),
    ),
    Case(
        "get_msg",
        {"message_id": 7},
        "get_msg",
        {"message_id": 7},
        answer=_ROW,
        look=lambda data: (data.message_id, data.group_id, data.user_id, data.message),
        value=("7", "30001", "20001", _HI),
    ),
    Case(
        "get_forward_msg",
        {"message_id": "7528460856849182646"},
        "get_forward_msg",
        {"message_id": "7528460856849182646", "id": "7528460856849182646"},
        others={"LG": ("get_forward_msg", {"id": "7528460856849182646"})},
        answer={"message": [_ROW]},
        look=lambda data: data.messages,
        value=[_ROW],
    ),
    Case(
        "get_group_msg_history",
        {"group_id": 30001, "message_seq": 1005, "count": 4, "reverse_order": True},
        "get_group_msg_history",
        {"group_id": 30001, "message_seq": "1005", "count": 4, "reverse_order": True},
        others={
            "LL": ("get_group_msg_history", {"group_id": 30001, "message_seq": 1005, "count": 4, "reverseOrder": True}),
            "LG": ("get_group_msg_history", {"group_id": 30001, "message_id": 1005, "count": 4}),
            "GC": ("get_group_msg_history", {"group_id": 30001, "message_seq": 1005}),
        },
        answer={"messages": [_ROW]},
        look=lambda data: data.messages,
        value=[_ROW],
    ),
    Case(
        "get_friend_msg_history",
        {"user_id": 20001, "message_seq": 0, "count": 4, "reverse_order": False},
        "get_friend_msg_history",
        {"user_id": 20001, "count": 4},
        "NC",
        {
            "LL": ("get_friend_msg_history", {"user_id": 20001, "count": 4, "reverseOrder": False}),
            "LG": ("get_friend_msg_history", {"user_id": 20001, "message_id": 0, "count": 4}),
        },
        answer={"messages": None},
        look=lambda data: data.messages,
        value=[],
    ),
    Case(
        "get_recent_contact",
        {"count": 3},
        "get_recent_contact",
        {"count": 3},
        "NC",
        answer=[{"lastestMsg": {"message_id": 7}, "peerUin": "30001", "chatType": "2", "peerName": "群"}],
        look=lambda data: [(row.peer, row.chat_type, row.name, row.latest) for row in data],
        value=[("30001", 2, "群", {"message_id": 7})],
    ),
    Case(
        "get_image",
        {"image_id": "A.png"},
        "get_image",
        {"file_id": "A.png"},
        "NC",
        {"LL": ("get_image", {"file": "A.png"}), "GC": ("get_image", {"file": "A.png"})},
        answer=_FILE,
        look=_file,
        value=_FILE_READ,
    ),
    Case(
        "get_record",
        {"record_id": "A.amr"},
        "get_record",
        {"file_id": "A.amr", "out_format": "mp3"},
        "NC",
        {"LL": ("get_record", {"file": "A.amr", "out_format": "mp3"})},
        answer=_FILE,
        look=_file,
        value=_FILE_READ,
    ),
    Case("get_file", {"file_id": "/f"}, "get_file", {"file_id": "/f"}, "NC LL", answer=_FILE, look=_file, value=_FILE_READ),
    _mark("mark_msg_as_read", "group_id", 30001),
    _mark("mark_group_msg_as_read", "group_id", 30001),
    _mark("mark_private_msg_as_read", "user_id", 20001),
    Case("mark_all_as_read", {}, "_mark_all_as_read", {}, "NC"),
]
