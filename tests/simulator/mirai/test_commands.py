"""Commands change the world as its rules allow, and what happens is told in mirai's events."""

from typing import Any

import pytest

from tests.simulator.bare_client import Frame
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.model import Role
from tui.simulator.world import World

from .client import MiraiClient

OK = {"code": 0, "msg": "success"}


async def test_lists_and_profiles(client: MiraiClient, world: World) -> None:
    assert await client.data("botList") == [10001]
    assert {"id": 20001, "nickname": "曾小贤", "remark": "小贤"} in await client.data("friendList")
    assert [row["permission"] for row in await client.data("groupList")] == ["OWNER", "ADMINISTRATOR", "MEMBER"]
    members = await client.data("memberList", target=30001)
    assert 10001 not in {row["id"] for row in members} and len(members) == len(world.group("30001").members) - 1
    assert [row["id"] for row in await client.data("latestMemberList", target=30001, memberIds=[20002])] == [20002]
    assert 10001 in {row["id"] for row in await client.data("latestMemberList", target=30001, memberIds=[])}
    assert await client.code("latestMemberList", target=30001) == 400
    for command, content in (
        ("botProfile", {}),
        ("userProfile", {"target": 20004}),
        ("memberProfile", {"target": 30001, "memberId": 20004}),
    ):
        assert set(await client.call(command, **content)) == {"nickname", "email", "age", "level", "sign", "sex"}
    assert await client.code("friendProfile", target=20004) == 5
    assert (await client.call("memberInfo", "get", target=30001, memberId=20001))["active"]["honors"] == []
    assert (await client.call("groupConfig", "get", target=30001))["muteAll"] is False


@pytest.mark.parametrize(
    ("command", "content", "event"),
    [
        ("mute", {"memberId": 20002, "time": 60}, {"type": "MemberMuteEvent", "durationSeconds": 60, "operator": None}),
        ("unmute", {"memberId": 20002}, {"type": "MemberUnmuteEvent", "operator": None}),
        ("muteAll", {}, {"type": "GroupMuteAllEvent", "origin": False, "current": True, "operator": None}),
        ("unmuteAll", {}, {"type": "GroupMuteAllEvent", "origin": True, "current": False, "operator": None}),
        ("kick", {"memberId": 20002, "msg": ""}, {"type": "MemberLeaveEventKick", "operator": None}),
        ("memberAdmin", {"memberId": 20002, "assign": True}, {
            "type": "MemberPermissionChangeEvent", "origin": "MEMBER", "current": "ADMINISTRATOR"}),
        ("memberInfo/update", {"memberId": 20001, "info": {"name": "新"}}, {
            "type": "MemberCardChangeEvent", "origin": "贤哥", "current": "新"}),
        ("memberInfo/update", {"memberId": 20001, "info": {"specialTitle": "王"}}, {
            "type": "MemberSpecialTitleChangeEvent", "origin": "", "current": "王"}),
        ("groupConfig/update", {"config": {"name": "新名", "announcement": "x"}}, {
            "type": "GroupNameChangeEvent", "origin": "爱情公寓", "current": "新名", "operator": None}),
        ("groupConfig/update", {"config": {"allowMemberInvite": False}}, {
            "type": "GroupAllowMemberInviteEvent", "origin": True, "current": False, "operator": None}),
    ],
)  # fmt: skip
async def test_ruling_asks_for_rank_and_is_told_of(client: MiraiClient, command: str, content: Frame, event: Frame) -> None:
    word, _, sub = command.partition("/")
    assert await client.call(word, sub or None, target=30001, **content) == OK
    told = await client.event()
    assert {key: told[key] for key in event} == event
    assert (told.get("group") or told["member"]["group"])["id"] == 30001
    assert await client.code(word, sub or None, target=30003, **content) == 10
    assert await client.code(word, sub or None, target=99, **content) == 5


async def test_of_a_group_only_its_name_and_who_may_invite_change(client: MiraiClient, world: World) -> None:
    """Whoever may not change the group may send the other keys all the same."""
    others = {"confessTalk": True, "autoApprove": True, "anonymousChat": True, "muteAll": True}
    assert await client.call("groupConfig", "update", target=30003, config=others) == OK
    assert await client.call("groupConfig", "update", target=30001, config={"allowMemberInvite": False}) == OK
    shown = await client.call("groupConfig", "get", target=30001)
    assert (shown["allowMemberInvite"], shown["muteAll"], shown["confessTalk"]) == (False, False, False)


@pytest.mark.parametrize(("time", "code"), [(0, 500), (-1, 500), (30 * 86400 + 1, 500), ("x", 400), (True, 400), (1, 0)])
async def test_a_mute_has_its_limits(client: MiraiClient, time: Any, code: int) -> None:
    assert await client.code("mute", target=30001, memberId=20002, time=time) == code


async def test_leaving(client: MiraiClient, world: World) -> None:
    assert await client.code("quit", target=30001) == 10
    assert await client.call("quit", target=30003) == OK
    assert await client.event() == {
        "type": "BotLeaveEventActive", "group": {"id": 30003, "name": "羽毛球", "permission": "MEMBER"},
    }  # fmt: skip
    assert await client.call("deleteFriend", target=20001) == OK
    assert (await client.event())["type"] == "FriendDeleteEvent"
    assert await client.code("deleteFriend", target=20001) == 5


async def test_what_others_do_is_told(server: MiraiServer, client: MiraiClient, world: World) -> None:
    await server.poke("20001", group_id="30001")
    nudge = await client.event()
    assert (nudge["fromId"], nudge["target"], nudge["subject"]["kind"], nudge["subject"]["id"]) == (20001, 10001, "Group", 30001)
    await server.poke("20001")
    assert (await client.event())["subject"] == {"kind": "Friend", "id": 20001, "nickname": "曾小贤", "remark": "小贤"}
    await server.typing("20001")
    assert (await client.event())["inputting"] is True
    await server.join("30001", "20099", by="20001")
    assert (await client.event())["invitor"]["id"] == 20001
    await server.leave("30001", "20099")
    assert (await client.event())["type"] == "MemberLeaveEventQuit"
    await server.set_admin("30003", "10001", True)
    assert await client.event() == {
        "type": "BotGroupPermissionChangeEvent", "origin": "MEMBER", "current": "ADMINISTRATOR",
        "group": {"id": 30003, "name": "羽毛球", "permission": "ADMINISTRATOR"},
    }  # fmt: skip
    slip = await server.say_private("20001", "错")
    await client.event()
    await server.recall(slip)
    recalled = {"authorId": 20001, "messageId": slip.seq, "time": slip.time, "operator": 20001}
    assert await client.event() == {"type": "FriendRecallEvent"} | recalled
    await server.kick("30003", "10001")
    assert (await client.event())["type"] == "BotLeaveEventKick"
    await server.disband("30002")
    assert (await client.event())["group"]["name"] == "读书会"
    await server.other_client(1, True)
    assert await client.event() == {"type": "OtherClientOnlineEvent", "client": {"id": 1, "platform": "MOBILE"}}


async def test_requests_are_answered_by_their_event(server: MiraiServer, client: MiraiClient, world: World) -> None:
    asked = await server.request("friend", "20050", "你好")
    event = await client.event()
    assert event == {
        "type": "NewFriendRequestEvent", "eventId": server.view.event_id(asked), "message": "你好", "fromId": 20050, "groupId": 0,
        "nick": "路人050",
    }  # fmt: skip
    assert event["eventId"] > 2**53
    answer = {"eventId": event["eventId"], "fromId": 20050, "groupId": 0, "operate": 0}
    assert await client.code("resp_newFriendRequestEvent", **answer) == 400
    assert await client.call("resp_newFriendRequestEvent", **answer, message="") == OK
    assert world.is_friend("10001", "20050")
    assert [(await client.event())["type"] for _ in range(2)] == ["FriendAddEvent", "FriendMessage"]
    gone = {"eventId": 5, "fromId": 20050, "groupId": 0, "operate": 0, "message": ""}
    assert await client.call("resp_newFriendRequestEvent", **gone) == OK, "of what QQ makes of it nobody is told"
    joining = await server.request("add", "20051", "让我进", group_id="30001")
    event = await client.event()
    assert (event["type"], event["groupName"], event["invitorId"]) == ("MemberJoinRequestEvent", "爱情公寓", None)
    answer = {"eventId": event["eventId"], "fromId": 20051, "groupId": 30001, "message": "不行"}
    assert await client.call("resp_memberJoinRequestEvent", **answer, operate=2) == OK
    assert joining.verdict == ""
    assert await client.call("resp_memberJoinRequestEvent", **answer, operate=1) == OK
    assert (joining.verdict, joining.reason) == ("refused", "不行")
    await server.leave("30003", "10001")
    await client.event()
    await server.request("invite", "20001", "来玩", group_id="30003")
    event = await client.event()
    assert (event["type"], event["message"]) == ("BotInvitedJoinGroupRequestEvent", "")
    answer = {"eventId": event["eventId"], "fromId": 20001, "groupId": 30003, "message": "", "operate": 0}
    assert await client.call("resp_botInvitedJoinGroupRequestEvent", **answer) == OK
    assert (await client.event())["type"] == "BotJoinGroupEvent"
    assert "10001" in world.group("30003").members


async def test_files_of_a_group(server: MiraiServer, client: MiraiClient, world: World) -> None:
    await server.upload("30001", "20001", "a.txt", b"abc")
    assert (await client.event())["messageChain"][1]["size"] == 3
    (row,) = await client.data("file_list", id="", target=30001, withDownloadInfo=True)
    assert (row["isFile"], row["isDictionary"], row["size"], row["path"]) == (True, False, 3, "/a.txt")
    assert row["downloadInfo"]["url"].startswith(server.url)
    folder = await client.data("file_mkdir", id="", target=30001, directoryName="夹")
    assert folder["isDirectory"] is True
    assert await client.call("file_move", id=row["id"], target=30001, moveTo=folder["id"]) == OK
    assert (await client.data("file_info", id=row["id"], target=30001))["parent"]["name"] == "夹"
    assert await client.call("file_rename", id=row["id"], target=30001, renameTo="b.txt") == OK
    (inside,) = await client.data("file_list", id=folder["id"], target=30001)
    assert inside["name"] == "b.txt"
    assert (await client.data("file_info", path="/夹/b.txt", id="?", target=30001))["id"] == row["id"]
    assert (await client.data("file_list", path="/夹", id="?", target=30001))[0]["id"] == row["id"]
    assert await client.code("file_move", id=row["id"], target=30001) == 5
    assert await client.call("file_move", id=row["id"], target=30001, moveTo=folder["id"], moveToPath="/") == OK
    assert [one["name"] for one in await client.data("file_list", group=30001)] == ["夹", "b.txt"]
    for command, more in (("file_delete", {}), ("file_rename", {"renameTo": "x"}), ("file_info", {})):
        assert await client.code(command, id=folder["id"], target=30001, **more) == 5, "a folder is no file"
    assert await client.code("file_list", qq=20001) == await client.code("file_list") == 5
    assert await client.call("file_delete", id=row["id"], target=30001) == OK
    assert await client.code("file_info", id=row["id"], target=30001) == 5
    other = await server.upload("30003", "20001", "c.txt", b"c")
    await client.event()
    assert await client.code("file_delete", id=other.id, target=30003) == 10


async def test_announcements_essence_and_console(server: MiraiServer, client: MiraiClient, world: World) -> None:
    made = await client.data("anno_publish", target=30001, content="开会", pinned=True)
    assert (made["senderId"], made["content"]) == (10001, "开会")
    assert [row["fid"] for row in await client.data("anno_list", id=30001)] == [made["fid"]]
    assert await client.code("anno_list", target=30001) == 400
    assert await client.call("anno_delete", id=30001, fid=made["fid"]) == OK
    assert await client.code("anno_delete", id=30001, fid=made["fid"]) == 5
    assert await client.code("anno_publish", target=30003, content="开会") == 10
    said = await server.say_group("30001", "20001", "金句")
    await client.event()
    assert await client.call("setEssence", messageId=said.seq, target=30001) == OK
    assert [mark.message for mark in world.group("30001").essence] == [said]
    assert await client.code("setEssence", messageId=99, target=30001) == 5
    whispered = await server.say_private("20001", "悄悄话")
    await client.event()
    assert await client.code("setEssence", messageId=whispered.seq, target=20001) == 5
    theirs = await server.say_group("30003", "20001", "在别人的群")
    await client.event()
    assert await client.code("setEssence", messageId=theirs.seq, target=30003) == 10
    assert await client.call("cmd_register", name="shutdown", alias=["off"]) == OK
    assert await client.call("cmd_execute", command=[{"type": "Plain", "text": "/off now"}]) == OK
    assert await client.event() == {
        "type": "CommandExecutedEvent", "name": "off", "friend": None, "member": None, "args": [{"type": "Plain", "text": "now"}],
    }  # fmt: skip
    failed = await client.call("cmd_execute", command=[{"type": "Plain", "text": "nonesuch"}])
    assert failed == {"code": 400, "msg": "Execute command error"}


async def test_a_nudge(server: MiraiServer, client: MiraiClient) -> None:
    for kind in ("Group", "group"):
        assert await client.call("sendNudge", target=20001, subject=30001, kind=kind) == OK
        assert (await client.event())["fromId"] == 10001
    assert await client.code("sendNudge", target=20004, subject=20004, kind="Stranger") == 5
    await server.say_stranger("20004", "在吗")
    await client.event()
    assert await client.call("sendNudge", target=20004, subject=20004, kind="Stranger") == OK
    assert (await client.event())["subject"]["kind"] == "Stranger"
    assert await client.call("sendNudge", target=20001, subject=20001, kind="Nonesuch") == OK
    assert await client.has_no_event()
    assert await client.code("sendNudge", target=5, subject=30001, kind="Group") == 5


async def test_faults_befall_commands(server: MiraiServer, client: MiraiClient, world: World) -> None:
    server.faults.fail("mute", "坏了", retcode=500, times=1)
    assert await client.call("mute", target=30001, memberId=20002, time=5) == {"code": 500, "msg": "坏了"}
    server.faults.execute_only("muteAll")
    await client.send("muteAll", {"target": 30001})
    assert (await client.event())["type"] == "GroupMuteAllEvent"
    assert world.group("30001").is_whole_muted and world.member("30001", "10001").role is Role.OWNER


async def test_a_group_that_was_left_is_not_found(server: MiraiServer, client: MiraiClient) -> None:
    await server.leave("30003", "10001")
    assert (await client.event())["type"] == "BotLeaveEventActive"
    assert await client.code("memberList", target=30003) == 5
    assert await client.code("sendGroupMessage", target=30003, messageChain=[{"type": "Plain", "text": "好"}]) == 5
