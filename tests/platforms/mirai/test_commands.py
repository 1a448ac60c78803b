"""Every command as it goes out: its word, its second word, and all the keys that it wants."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.platforms.mirai.fakes import FakeTransport
from tui.platforms.mirai.calls import Calls
from tui.platforms.mirai.commands import Commands

CHAIN = [{"type": "Plain", "text": "嗨"}]
BIG = 4294967297
ROAMING = {"timeStart": 1, "timeEnd": 2, "target": 3, "qq": None, "group": None}
SAID = {"target": 3, "messageChain": CHAIN}
FOLDER = {"id": "", "target": 3, "offset": 0, "size": 100, "withDownloadInfo": False}
NAME = {"target": 3, "memberId": 1, "info": {"name": "n"}}

Call = Callable[[Commands], Awaitable[object]]

ROWS: list[tuple[Call, str, str | None, dict[str, Any]]] = [
    (lambda do: do.about(), "about", None, {}),
    (lambda do: do.bot_list(), "botList", None, {}),
    (lambda do: do.bot_profile(), "botProfile", None, {}),
    (lambda do: do.friend_profile("1"), "friendProfile", None, {"target": 1}),
    (lambda do: do.user_profile("1"), "userProfile", None, {"target": 1}),
    (lambda do: do.member_profile("3", "1"), "memberProfile", None, {"target": 3, "memberId": 1}),
    (lambda do: do.friend_list(), "friendList", None, {}),
    (lambda do: do.group_list(), "groupList", None, {}),
    (lambda do: do.member_list("3"), "memberList", None, {"target": 3}),
    (lambda do: do.latest_member_list("3"), "latestMemberList", None, {"target": 3, "memberIds": []}),
    (lambda do: do.message_from_id("-7", str(BIG)), "messageFromId", None, {"messageId": -7, "target": BIG}),
    (lambda do: do.send_friend_message("1", CHAIN), "sendFriendMessage", None, {"target": 1, "messageChain": CHAIN}),
    (lambda do: do.send_group_message("3", CHAIN, "-7"), "sendGroupMessage", None, SAID | {"quote": -7}),
    (lambda do: do.send_temp_message("1", "3", CHAIN), "sendTempMessage", None, {"qq": 1, "group": 3, "messageChain": CHAIN}),
    (lambda do: do.send_other_client_message("5", CHAIN), "sendOtherClientMessage", None, {"target": 5, "messageChain": CHAIN}),
    (lambda do: do.send_image_message(["u"], "1", "3"), "sendImageMessage", None, {"qq": 1, "group": 3, "urls": ["u"]}),
    (lambda do: do.send_image_message(["u"], group="3"), "sendImageMessage", None, {"group": 3, "urls": ["u"]}),
    (lambda do: do.send_nudge("1", "3", "Group"), "sendNudge", None, {"target": 1, "subject": 3, "kind": "Group"}),
    (lambda do: do.recall("7", "3"), "recall", None, {"messageId": 7, "target": 3}),
    (lambda do: do.roaming_messages(1, 2, "3"), "roamingMessages", None, ROAMING),
    (lambda do: do.set_essence("7", "3"), "setEssence", None, {"messageId": 7, "target": 3}),
    (lambda do: do.file_list("3"), "file_list", None, FOLDER),
    (lambda do: do.file_info("3", "/a"), "file_info", None, {"id": "/a", "target": 3, "withDownloadInfo": True}),
    (lambda do: do.file_mkdir("3", "n"), "file_mkdir", None, {"id": "", "target": 3, "directoryName": "n"}),
    (lambda do: do.file_delete("3", "/a"), "file_delete", None, {"id": "/a", "target": 3}),
    (lambda do: do.file_move("3", "/a", "/b"), "file_move", None, {"id": "/a", "target": 3, "moveTo": "/b"}),
    (lambda do: do.file_rename("3", "/a", "n"), "file_rename", None, {"id": "/a", "target": 3, "renameTo": "n"}),
    (lambda do: do.delete_friend("1"), "deleteFriend", None, {"target": 1}),
    (lambda do: do.mute("3", "1", 60), "mute", None, {"target": 3, "memberId": 1, "time": 60}),
    (lambda do: do.unmute("3", "1"), "unmute", None, {"target": 3, "memberId": 1}),
    (lambda do: do.kick("3", "1", block=True), "kick", None, {"target": 3, "memberId": 1, "block": True, "msg": ""}),
    (lambda do: do.quit("3"), "quit", None, {"target": 3}),
    (lambda do: do.mute_all("3"), "muteAll", None, {"target": 3}),
    (lambda do: do.unmute_all("3"), "unmuteAll", None, {"target": 3}),
    (lambda do: do.group_config("3"), "groupConfig", "get", {"target": 3}),
    (lambda do: do.update_group_config("3", {"name": "n"}), "groupConfig", "update", {"target": 3, "config": {"name": "n"}}),
    (lambda do: do.member_info("3", "1"), "memberInfo", "get", {"target": 3, "memberId": 1}),
    (lambda do: do.update_member_info("3", "1", {"name": "n"}), "memberInfo", "update", NAME),
    (lambda do: do.member_admin("3", "1", assign=True), "memberAdmin", None, {"target": 3, "memberId": 1, "assign": True}),
    (lambda do: do.anno_list("3"), "anno_list", None, {"id": 3}),
    (lambda do: do.anno_publish("3", "t"), "anno_publish", None, {"target": 3, "content": "t"}),
    (lambda do: do.anno_publish("3", "t", "QUJD"), "anno_publish", None, {"target": 3, "content": "t", "imageBase64": "QUJD"}),
    (
        lambda do: do.anno_publish("3", "t", pinned=True, for_newcomers=True, popup=True, edit_card=True, confirm=True),
        "anno_publish", None, {
            "target": 3, "content": "t", "pinned": True, "sendToNewMember": True, "showPopup": True, "showEditCard": True,
            "requireConfirmation": True,
        },
    ),
    (lambda do: do.anno_delete("3", "f"), "anno_delete", None, {"id": 3, "fid": "f"}),
    (
        lambda do: do.answer_friend_request(2**60 + 1, 1, 0, 1),
        "resp_newFriendRequestEvent", None, {"eventId": 2**60 + 1, "fromId": 1, "groupId": 0, "operate": 1, "message": ""},
    ),
    (
        lambda do: do.answer_join_request(9, 1, 3, 1, "不"),
        "resp_memberJoinRequestEvent", None, {"eventId": 9, "fromId": 1, "groupId": 3, "operate": 1, "message": "不"},
    ),
    (
        lambda do: do.answer_invitation(9, 1, 3, 0),
        "resp_botInvitedJoinGroupRequestEvent", None, {"eventId": 9, "fromId": 1, "groupId": 3, "operate": 0, "message": ""},
    ),
    (lambda do: do.cmd_execute(CHAIN), "cmd_execute", None, {"command": CHAIN}),
    (lambda do: do.cmd_register("n"), "cmd_register", None, {"name": "n", "alias": [], "usage": "", "description": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("call", "command", "sub", "content"), ROWS, ids=[row[1] for row in ROWS])
async def test_each_command_goes_out_whole(call: Call, command: str, sub: str | None, content: dict[str, Any]) -> None:
    wire = FakeTransport()
    calls = Calls(wire.send, lambda: True, 5.0)
    task = asyncio.ensure_future(call(Commands(calls, 5.0)))
    sent = await wire.sent.get()
    calls.take(sent["syncId"], {"code": 0, "msg": "success"}, "")
    await task
    assert (sent["command"], sent["subCommand"], sent["content"]) == (command, sub, content)
