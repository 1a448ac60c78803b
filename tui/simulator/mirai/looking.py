"""Lists and profiles."""

from __future__ import annotations

from tui.simulator.mirai.codes import NOT_FOUND, Failed, Frame, result
from tui.simulator.mirai.params import Params
from tui.simulator.mirai.room import Command, Room, get
from tui.simulator.model import User

VERSION = "2.10.0"
SEXES = {"male": "MALE", "female": "FEMALE", "unknown": "UNKNOWN"}


def about(room: Room, params: Params) -> Frame:
    """about."""
    return result({"version": VERSION})


def bots(room: Room, params: Params) -> Frame:
    """botList."""
    return result([int(room.view.viewer)])


def friends(room: Room, params: Params) -> Frame:
    """friendList."""
    return result([room.view.friend(user_id) for user_id in room.view.world.friends[room.view.viewer]])


def groups(room: Room, params: Params) -> Frame:
    """groupList."""
    return result([room.view.group(group) for group in room.view.world.groups_of(room.view.viewer)])


def members(room: Room, params: Params) -> Frame:
    """memberList: ⚠ without the account itself."""
    group = room.view.own_group(params["target"])
    rows = [room.view.member(group, member) for member in group.members.values() if member.user_id != room.view.viewer]
    return result(rows)


def latest_members(room: Room, params: Params) -> Frame:
    """latestMemberList, the account among them: ⚠ when somebody joined stands where it says when they last spoke."""
    group = room.view.own_group(params["target"])
    wanted = {str(number) for number in params["memberIds"] or ()}
    rows = [
        room.view.member(group, member) | {"lastSpeakTimestamp": member.joined}
        for member in group.members.values()
        if not wanted or member.user_id in wanted
    ]
    return result(rows)


def _profile(user: User) -> Frame:
    return {
        "nickname": user.nickname, "email": "", "age": user.age, "level": user.level, "sign": user.signature,
        "sex": SEXES[user.sex],
    }  # fmt: skip


def _user(room: Room, user_id: str) -> Frame:
    user = room.view.world.users.get(user_id)
    if user is None:
        raise Failed(NOT_FOUND)
    return _profile(user)


def bot_profile(room: Room, params: Params) -> Frame:
    """botProfile."""
    return _user(room, room.view.viewer)


def friend_profile(room: Room, params: Params) -> Frame:
    """friendProfile."""
    return _user(room, room.view.own_friend(params["target"]).peer_of(room.view.viewer))


def user_profile(room: Room, params: Params) -> Frame:
    """userProfile: of anybody."""
    return _user(room, str(params["target"]))


def member_profile(room: Room, params: Params) -> Frame:
    """memberProfile."""
    return _user(room, room.view.group_member(params["target"], params["memberId"])[1].user_id)


LOOKING: dict[str, Command] = {
    "about": get(about, needs_session=False),
    "botList": get(bots, needs_session=False),
    "friendList": get(friends),
    "groupList": get(groups),
    "memberList": get(members, "target:long"),
    "latestMemberList": get(latest_members, "target:long memberIds:longs~"),
    "botProfile": get(bot_profile),
    "friendProfile": get(friend_profile, "target:long"),
    "userProfile": get(user_profile, "target:long"),
    "memberProfile": get(member_profile, "target:long memberId:long"),
}
