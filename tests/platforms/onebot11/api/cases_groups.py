"""The cases of groups and of what they keep."""

from __future__ import annotations

from typing import Any

from tui.chat.people import Role

from .rig import ALL, Case

G: dict[str, Any] = {"group_id": 30001}
GU: dict[str, Any] = {"group_id": 30001, "user_id": 20001}
_REQUESTS = {
    "invited_requests": [{"request_id": 1785204000123456, "group_id": 30001, "group_name": "群", "checked": False}],
    "InvitedRequest": [],
    "join_requests": [{"request_id": "2", "requester_nick": "乙", "message": "让我进"}, 3],
}
_FILES = {
    "files": [{"file_id": "/a", "file_name": "a.zip", "size": 9, "file_size": "10", "busid": 102, "uploader": "20001"}],
    "folders": [{"folder_id": "/d", "folder_name": "夹", "create_name": "甲", "total_file_count": 2}],
}


def _requests(data: Any) -> object:
    return [row.request_id for row in data.invited], [(row.nickname, row.message) for row in data.joining]


def _files(data: Any) -> object:
    files = [(row.file_id, row.file_name, row.size, row.busid, row.uploader) for row in data.files]
    return files, [(row.folder_id, row.folder_name, row.creator_name, row.total_file_count) for row in data.folders]


_REQUESTS_READ = (["1785204000123456"], [("乙", "让我进")])
_FILES_READ = ([("/a", "a.zip", 10, 102, "20001")], [("/d", "夹", "甲", 2)])


def _plain(method: str, more: dict[str, Any], base: dict[str, Any] = G, where: str = ALL, action: str = "") -> Case:
    """A case whose parameters go out as they are."""
    return Case(method, base | more, action or method, base | more, where)


def _folder(**sent: Any) -> tuple[str, dict[str, Any]]:
    return "create_group_file_folder", G | sent


CASES = [
    Case(
        "get_group_list",
        {},
        "get_group_list",
        {"no_cache": False},
        answer=[{"group_id": 30001, "group_name": "群", "member_count": "3", "group_all_shut": -1}],
        look=lambda data: [(row.group_id, row.group_name, row.member_count, row.group_all_shut) for row in data],
        value=[("30001", "群", 3, -1)],
    ),
    Case(
        "get_group_info",
        G,
        "get_group_info",
        G,
        answer={"group_id": "30001", "max_member_count": 200},
        look=lambda data: (data.group_id, data.max_member_count, data.group_all_shut),
        value=("30001", 200, None),
    ),
    Case("get_group_info_ex", G, "get_group_info_ex", G, "NC", answer={"x": 1}, value={"x": 1}),
    Case(
        "get_group_card",
        G | {"phone_number": "1"},
        "ArkSharePeer",
        G | {"phone_number": "1"},
        "NC",
        answer={"arkMsg": "{}"},
        value={"arkMsg": "{}"},
    ),
    Case("get_share_group_card", {"group_id": "30001"}, "ArkShareGroup", G, "NC", answer='{"app":"a"}', value='{"app":"a"}'),
    Case(
        "get_group_member_info",
        GU | {"no_cache": True},
        "get_group_member_info",
        GU | {"no_cache": True},
        answer={"user_id": 20001, "card": None, "role": "admin", "shut_up_timestamp": "1785204000"},
        look=lambda data: (data.user_id, data.card, data.role, data.shut_up_timestamp),
        value=("20001", "", Role.ADMIN, 1785204000000),
    ),
    Case(
        "get_group_member_list",
        G,
        "get_group_member_list",
        G | {"no_cache": False},
        answer=[{"user_id": 20001, "level": 5}, None],
        look=lambda data: [(row.user_id, row.level) for row in data],
        value=[("20001", "5")],
    ),
    Case(
        "get_group_honor_info",
        G,
        "get_group_honor_info",
        G | {"type": "all"},
        answer={"current_talkative": {"user_id": 20001, "day_count": 3}, "legend_list": [{"user_id": "5", "desc": "d"}]},
        look=lambda data: (data.current_talkative.day_count, data.legend_list[0].description, data.emotion_list),
        value=(3, "d", []),
    ),
    Case(
        "get_group_at_all_remain",
        G,
        "get_group_at_all_remain",
        G,
        "NC LL GC",
        answer={"can_at_all": True, "remain_at_all_count_for_group": 20, "remain_at_all_count_for_uin": "10"},
        look=lambda data: (data.can_at_all, data.group, data.own),
        value=(True, 20, 10),
    ),
    Case(
        "get_group_shut_list",
        G,
        "get_group_shut_list",
        G,
        "NC LL",
        answer=[{"uid": "u_1", "uin": "20001", "nick": "甲", "cardName": "贤", "shutUpTime": 1785204000}],
        look=lambda data: [(row.user_id, row.nickname, row.card, row.until) for row in data],
        value=[("20001", "甲", "贤", 1785204000000)],
    ),
    Case(
        "get_group_system_msg",
        G,
        "get_group_system_msg",
        {},
        "NC LL GC",
        {"LG": ("get_group_requests", {})},
        answer=_REQUESTS,
        look=_requests,
        value=_REQUESTS_READ,
    ),
    Case(
        "get_group_ignored_notifies",
        G,
        "get_group_ignored_notifies",
        {},
        "NC",
        {"LL": ("get_group_ignore_add_request", {})},
        answer=_REQUESTS,
        look=_requests,
        value=_REQUESTS_READ,
    ),
    _plain("set_group_add_request", {"flag": "1785204000123456", "approve": False, "reason": "不"}, {}),
    Case("set_group_kick", GU, "set_group_kick", GU | {"reject_add_request": False}),
    _plain("set_group_ban", {"duration": 600}, GU),
    _plain("set_group_whole_ban", {"enable": False}),
    _plain("set_group_admin", {"enable": False}, GU),
    _plain("set_group_card", {"card": ""}, GU),
    _plain("set_group_special_title", {"special_title": "大神"}, GU),
    _plain("set_group_name", {"group_name": "新"}),
    Case(
        "set_group_portrait",
        G | {"file": "/a.png"},
        "set_group_portrait",
        G | {"file": "/a.png"},
        others={"GC": ("set_group_portrait", G | {"file": "/a.png", "cache": 0})},
        answer={"result": 0, "errMsg": "success"},
        look=lambda data: (data.result, data.words),
        value=(0, "success"),
    ),
    Case("set_group_leave", G, "set_group_leave", G | {"is_dismiss": False}),
    Case("set_group_sign", G, "set_group_sign", G, "NC", {"LL": ("send_group_sign", G), "GC": ("send_group_sign", G)}),
    _plain("send_group_sign", {}, where="NC LL GC"),
    Case(
        "get_essence_msg_list",
        G,
        "get_essence_msg_list",
        G,
        answer=[{"message_id": 7, "sender_id": 20001, "operator_time": 1785204000, "msg_seq": 5}],
        look=lambda data: [(row.message_id, row.sender_id, row.operator_time, row.msg_seq) for row in data],
        value=[("7", "20001", 1785204000000, "5")],
    ),
    _plain("set_essence_msg", {"message_id": 7}, {}),
    _plain("delete_essence_msg", {"message_id": 7}, {}),
    _plain("send_group_notice", {"content": "开会", "image": "/a.png"}, action="_send_group_notice"),
    Case(
        "get_group_notice",
        G,
        "_get_group_notice",
        G,
        answer=[{"notice_id": "n", "message": {"text": "开会", "image": [{"id": "p", "width": "4"}]}, "publish_time": 1}, {}],
        look=lambda data: [(row.notice_id, row.message.text, len(row.message.images)) for row in data],
        value=[("n", "开会", 1), ("", "", 0)],
    ),
    Case(
        "del_group_notice",
        G | {"notice_id": "n"},
        "_del_group_notice",
        G | {"notice_id": "n"},
        "NC LG GC",
        {"LL": ("_delete_group_notice", G | {"notice_id": "n"})},
    ),
    Case(
        "upload_group_file",
        G | {"file": "/a.zip", "name": "a.zip", "folder_id": "/d"},
        "upload_group_file",
        G | {"file": "/a.zip", "name": "a.zip", "folder": "/d"},
        answer={"file_id": "/f"},
        look=lambda data: data.file_id,
        value="/f",
    ),
    Case(
        "create_group_file_folder",
        G | {"folder_name": "夹"},
        *_folder(folder_name="夹"),
        "NC",
        {"LL": _folder(name="夹"), "LG": _folder(name="夹", parent_id="/"), "GC": _folder(name="夹", parent_id="/")},
    ),
    _plain("delete_group_file", {"file_id": "/f"}),
    Case(
        "delete_group_folder",
        G | {"folder_id": "/d"},
        "delete_group_folder",
        G | {"folder_id": "/d"},
        "NC LL GC",
        {"LG": ("delete_group_file_folder", G | {"folder_id": "/d"})},
    ),
    Case(
        "get_group_file_system_info",
        G,
        "get_group_file_system_info",
        G,
        "NC LL GC",
        answer={"file_count": 2, "used_space": "1024", "total_space": 10737418240},
        look=lambda data: (data.file_count, data.used_space, data.total_space),
        value=(2, 1024, 10737418240),
    ),
    Case("get_group_root_files", G, "get_group_root_files", G, answer=_FILES, look=_files, value=_FILES_READ),
    Case(
        "get_group_files_by_folder",
        G | {"folder_id": "/d", "file_count": 9},
        "get_group_files_by_folder",
        G | {"folder_id": "/d", "file_count": 9},
        answer=_FILES,
        look=_files,
        value=_FILES_READ,
    ),
    Case(
        "get_group_file_url",
        G | {"file_id": "/f"},
        "get_group_file_url",
        G | {"file_id": "/f"},
        answer={"url": "https://q.cn/f?fname="},
        look=lambda data: data.url,
        value="https://q.cn/f?fname=",
    ),
]
