"""Ruling over friends, groups and their members: muting, kicking, names, titles, essence, announcements."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from tui.simulator.mirai.codes import BROKEN, NO_PERMISSION, NOT_FOUND, Failed, Frame, result, state
from tui.simulator.mirai.params import Params, flag_of, text_of
from tui.simulator.mirai.room import Command, Room, get, post
from tui.simulator.model import Notice, Role, group_chat
from tui.simulator.world import LONGEST_MUTE

DONE = 0


def delete_friend(room: Room, params: Params) -> Frame:
    """deleteFriend."""
    room.view.own_friend(params["target"])
    room.view.world.unfriend(room.view.viewer, str(params["target"]))
    room.tell({"type": "FriendDeleteEvent", "friend": room.view.friend(str(params["target"]))})
    return state(DONE)


def _mute(room: Room, params: Params, seconds: int) -> Frame:
    group, member = room.view.group_member(params["target"], params["memberId"] or 0)
    if not 0 <= seconds <= LONGEST_MUTE:
        raise Failed(BROKEN, "durationSeconds must greater than zero and no more than 30 days")
    room.view.world.mute(group.id, member.user_id, seconds, room.view.viewer)
    return state(DONE)


def mute(room: Room, params: Params) -> Frame:
    """mute: ⚠ of no time, or of more than thirty days, is an exception."""
    return _mute(room, params, params["time"] or -1)


def unmute(room: Room, params: Params) -> Frame:
    """unmute."""
    return _mute(room, params, 0)


def kick(room: Room, params: Params) -> Frame:
    """kick."""
    group, member = room.view.group_member(params["target"], params["memberId"])
    room.view.world.kick(group.id, member.user_id, room.view.viewer)
    return state(DONE)


def quit_group(room: Room, params: Params) -> Frame:
    """quit: the owner can not."""
    group = room.view.own_group(params["target"])
    if room.view.rank(group.id) is Role.OWNER:
        raise Failed(NO_PERMISSION)
    room.view.world.leave(group.id, room.view.viewer)
    return state(DONE)


def _mute_all(is_on: bool) -> Callable[[Room, Params], Frame]:
    def run(room: Room, params: Params) -> Frame:
        room.view.world.mute_all(room.view.own_group(params["target"]).id, room.view.viewer, is_on)
        return state(DONE)

    return run


def set_essence(room: Room, params: Params) -> Frame:
    """setEssence; nothing takes it back."""
    group = room.view.own_group(params["target"])
    message = room.view.ids.in_chat(group_chat(group.id), params["messageId"])
    if message is None:
        raise Failed(NOT_FOUND)
    room.view.world.set_essence(message, room.view.viewer, True)
    return state(DONE)


def group_config(room: Room, params: Params) -> Frame:
    """groupConfig get: bare."""
    group = room.view.own_group(params["target"])
    return {
        "name": group.name, "confessTalk": False, "allowMemberInvite": group.allows_invites, "autoApprove": False,
        "anonymousChat": False, "muteAll": group.is_whole_muted,
    }  # fmt: skip


def set_group_config(room: Room, params: Params) -> Frame:
    """groupConfig update: ⚠ of all keys only the name and the invitations change anything."""
    group = room.view.own_group(params["target"])
    if (allows := params["config"].get("allowMemberInvite")) is not None:
        room.view.world.allow_invites(group.id, flag_of(allows), room.view.viewer)
    if (name := params["config"].get("name")) is not None:
        room.view.world.rename_group(group.id, text_of(name), room.view.viewer)
    return state(DONE)


def member_info(room: Room, params: Params) -> Frame:
    """memberInfo get: bare, and the only one that tells how active a member is."""
    group, member = room.view.group_member(params["target"], params["memberId"])
    active = {"rank": member.level, "point": member.level * 100, "honors": [], "temperature": 0}
    return room.view.member(group, member, active=active)


def set_member_info(room: Room, params: Params) -> Frame:
    """memberInfo update."""
    group, member = room.view.group_member(params["target"], params["memberId"])
    name, title = params["info"].get("name"), params["info"].get("specialTitle")
    if name is not None:
        room.view.world.set_card(group.id, member.user_id, text_of(name), room.view.viewer)
    if title is not None:
        room.view.world.set_title(group.id, member.user_id, text_of(title), room.view.viewer)
    return state(DONE)


def set_admin(room: Room, params: Params) -> Frame:
    """memberAdmin."""
    group, member = room.view.group_member(params["target"], params["memberId"])
    room.view.world.set_admin(group.id, member.user_id, room.view.viewer, params["assign"])
    return state(DONE)


# -- announcements


def _notice(room: Room, group_id: str, notice: Notice) -> Frame:
    group = room.view.world.group(group_id)
    return {
        "group": room.view.group(group), "content": notice.text, "senderId": int(notice.sender), "fid": notice.id,
        "allConfirmed": False, "confirmedMembersCount": 0, "publicationTime": notice.time,
    }  # fmt: skip


def notices(room: Room, params: Params) -> Frame:
    """anno_list: ⚠ by `id`, which everywhere else is `target`."""
    group = room.view.own_group(params["id"])
    start, size = params["offset"] or 0, params["size"]
    rows = room.view.world.boards.notices(group.id)[start : None if size is None else start + size]
    return result([_notice(room, group.id, notice) for notice in rows])


def _picture(room: Room, params: Params) -> bytes:
    try:
        if coded := params["imageBase64"]:
            return base64.b64decode(coded, validate=True)
    except binascii.Error as error:
        raise Failed(BROKEN, f"Illegal base64: {error}") from None
    return room.view.on_disk(params["imagePath"]) if params["imagePath"] else b""


def publish(room: Room, params: Params) -> Frame:
    """anno_publish: ⚠ one object, not a list."""
    group = room.view.own_group(params["target"])
    notice = room.view.world.boards.publish(
        group.id,
        room.view.viewer,
        params["content"],
        picture=_picture(room, params),
        is_pinned=bool(params["pinned"]),
        is_confirmed=bool(params["requireConfirmation"]),
    )
    return result(_notice(room, group.id, notice))


def remove_notice(room: Room, params: Params) -> Frame:
    """anno_delete."""
    group = room.view.own_group(params["id"])
    if not any(notice.id == params["fid"] for notice in group.notices):
        raise Failed(NOT_FOUND)
    room.view.world.boards.remove_notice(group.id, params["fid"], room.view.viewer)
    return state(DONE)


GOVERNING: dict[str, Command] = {
    "deleteFriend": post(delete_friend, "target:long"),
    "mute": post(mute, "target:long memberId:long? time:long?"),
    "unmute": post(unmute, "target:long memberId:long?"),
    "kick": post(kick, "target:long memberId:long block:flag? msg:text?"),
    "quit": post(quit_group, "target:long"),
    "muteAll": post(_mute_all(True), "target:long"),
    "unmuteAll": post(_mute_all(False), "target:long"),
    "setEssence": post(set_essence, "messageId:long target:long"),
    "groupConfig/get": get(group_config, "target:long"),
    "groupConfig/update": post(set_group_config, "target:long config:object"),
    "memberInfo/get": get(member_info, "target:long memberId:long"),
    "memberInfo/update": post(set_member_info, "target:long memberId:long info:object"),
    "memberAdmin": post(set_admin, "target:long memberId:long assign:flag"),
    "anno_list": get(notices, "id:long offset:long? size:long?"),
    "anno_publish": post(
        publish,
        "target:long content:text sendToNewMember:flag? pinned:flag? showEditCard:flag? showPopup:flag? "
        "requireConfirmation:flag? imageUrl:text? imagePath:text? imageBase64:text?",
    ),
    "anno_delete": post(remove_notice, "id:long fid:text"),
}
