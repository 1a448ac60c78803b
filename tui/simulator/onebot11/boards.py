"""What groups keep: announcements, portrait, honours, calls of all, signing in; and their rarer rows."""

from __future__ import annotations

import struct

from tui.simulator.model import Member, Notice, Reason, Refused, Role, group_chat
from tui.simulator.onebot11.errors import NOT_ADMIN, ActionFailed
from tui.simulator.onebot11.ids import uid_of
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes, group_row
from tui.simulator.onebot11.sources import read
from tui.simulator.world_boards import Honour

PICTURE_SIZE = 640
"""What is said of pictures that do not tell their size."""
HONOURS: dict[str, tuple[Honour, str]] = {
    "talkative": ("talkative", "{}条消息"),
    "performer": ("performer", "连续发消息{}天"),
    "legend": ("legend", "连续发消息{}天"),
    "emotion": ("emotion", "发送{}张表情"),
}
HONOUR_TYPES = ("all", "talkative", "performer", "legend", "strong_newbie", "emotion")


def _own_group(shapes: Shapes, params: Params, wording: str) -> str:
    group_id = params.text("group_id")
    if not shapes.world.sees(shapes.viewer, group_chat(group_id)):
        raise ActionFailed(wording.format(group_id))
    return group_id


# -- announcements and portrait


async def send_notice(shapes: Shapes, params: Params) -> None:
    """_send_group_notice; the group sees a card of it."""
    group_id, words, image = params.text("group_id"), params.text("content"), params.text("image", "")
    is_pinned, is_confirmed = params.integer("pinned", 0) == 1, params.integer("confirm_required", 1) == 1
    for name in ("type", "is_show_edit_card", "tip_window_type"):
        params.integer(name, 0)
    try:
        picture = await read(shapes.world, image) if image else b""
    except ActionFailed as failure:
        raise ActionFailed(f"群公告{image}设置失败,image字段可能格式不正确") from failure
    boards = shapes.world.boards
    try:
        boards.publish(group_id, shapes.viewer, words, picture=picture, is_pinned=is_pinned, is_confirmed=is_confirmed)
    except Refused as refusal:
        if refusal.reason is Reason.NO_PICTURE:
            raise ActionFailed(f"群公告{image}设置失败,图片上传失败 ， 错误信息:not a picture") from refusal
        raise ActionFailed(f"设置群公告失败,错误信息:{NOT_ADMIN}") from refusal


def _picture_row(shapes: Shapes, name: str) -> Frame:
    body = shapes.world.media[name]
    width = height = PICTURE_SIZE
    if body.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", body[16:24])
    return {"id": name, "height": str(height), "width": str(width)}


def _notice_row(shapes: Shapes, group_id: str, notice: Notice) -> Frame:
    pictures = [_picture_row(shapes, notice.picture)] if notice.picture else []
    return {
        "notice_id": notice.id,
        "sender_id": int(notice.sender),
        "publish_time": notice.time,
        "message": {"text": notice.text, "image": pictures, "images": pictures},
        "settings": {
            "is_show_edit_card": 0, "remind_ts": 0, "tip_window_type": 0, "confirm_required": int(notice.is_confirmed),
        },
        "read_num": 1,
    }  # fmt: skip


async def list_notices(shapes: Shapes, params: Params) -> list[Frame]:
    """_get_group_notice: pinned ones first, then the latest; only the publisher counts as a reader."""
    group_id = _own_group(shapes, params, "获取公告失败")
    return [_notice_row(shapes, group_id, notice) for notice in shapes.world.boards.notices(group_id)]


async def delete_notice(shapes: Shapes, params: Params) -> Frame:
    """_del_group_notice."""
    group_id, notice_id = params.text("group_id"), params.text("notice_id")
    try:
        shapes.world.boards.remove_notice(group_id, notice_id, shapes.viewer)
    except Refused as refusal:
        wording = "公告不存在" if refusal.reason is Reason.NO_SUCH_NOTICE else NOT_ADMIN
        raise ActionFailed(f"删除群公告失败,错误信息:{wording}") from refusal
    return {"result": 0, "errMsg": ""}


async def portrait(shapes: Shapes, params: Params) -> Frame:
    """set_group_portrait."""
    source, group_id = params.text("file"), params.text("group_id")
    try:
        picture = await read(shapes.world, source)
    except ActionFailed as failure:
        raise ActionFailed(f"头像{source}设置失败,file字段可能格式不正确") from failure
    try:
        shapes.world.boards.set_portrait(group_id, shapes.viewer, picture)
    except Refused as refusal:
        raise ActionFailed(f"头像{source}设置失败，文件可能不是图片格式或权限不足") from refusal
    return {"result": 0, "errMsg": ""}


# -- counted by the day


async def honours(shapes: Shapes, params: Params) -> Frame:
    """get_group_honor_info, counted from what was said; the newbies' honour is no longer given by QQ."""
    wanted = params.choice("type", HONOUR_TYPES, "all")
    group_id = _own_group(shapes, params, "群{}不存在")
    info: Frame = {"group_id": int(group_id), "current_talkative": {}}
    info |= {f"{kind}_list": [] for kind in ("talkative", "performer", "legend", "emotion", "strong_newbie")}
    for kind, (honour, words) in HONOURS.items():
        if wanted in ("all", kind):
            ranked = shapes.world.boards.honoured(group_id, honour)
            info[f"{kind}_list"] = [_honoured(shapes, user_id, words.format(count)) for user_id, count in ranked]
    if info["talkative_list"]:
        info["current_talkative"] = info["talkative_list"][0]
    return info


def _honoured(shapes: Shapes, user_id: str, description: str) -> Frame:
    picture = f"https://q.qlogo.cn/headimg_dl?dst_uin={user_id}&spec=640"
    return {
        "user_id": int(user_id),
        "nickname": shapes.world.users[user_id].nickname,
        "avatar": picture,
        "description": description,
    }


async def at_all_remain(shapes: Shapes, params: Params) -> Frame:
    """get_group_at_all_remain: what is left of today's calls of all."""
    group_id = _own_group(shapes, params, "群{}不存在")
    group, own = shapes.world.boards.calls_left(group_id, shapes.viewer)
    return {"can_at_all": min(group, own) > 0, "remain_at_all_count_for_group": group, "remain_at_all_count_for_uin": own}


async def sign(shapes: Shapes, params: Params) -> None:
    """set_group_sign and send_group_sign; a second time on a day changes nothing."""
    shapes.world.boards.sign(_own_group(shapes, params, "群{}不存在"), shapes.viewer)


# -- rarer rows


async def info_ex(shapes: Shapes, params: Params) -> Frame:
    """get_group_info_ex: QQ's own object, in part."""
    group_id = _own_group(shapes, params, "Cannot read properties of undefined (reading 'groupCode')")
    group = shapes.world.group(group_id)
    owner = group.with_role(Role.OWNER)
    extra = {
        "groupOwnerId": {"memberUin": owner[0].user_id if owner else "0", "memberUid": "", "memberQid": ""},
        "inviteRobotSwitch": 0, "isLimitGroupRtc": 0, "groupInfoExtSeq": 1, "essentialMsgPrivilege": 0,
    }  # fmt: skip
    return {"groupCode": group_id, "resultCode": 0, "extInfo": extra}


async def detail_info(shapes: Shapes, params: Params) -> Frame:
    """get_group_detail_info: the row of the list and QQ's own names for the same."""
    group_id = _own_group(shapes, params, "群{}不存在")
    group = shapes.world.group(group_id)
    owner = group.with_role(Role.OWNER)
    raw = {
        "groupCode": group_id, "groupName": group.name, "ownerUin": owner[0].user_id if owner else "0",
        "memberNum": len(group.members), "maxMemberNum": group.max_members,
    }  # fmt: skip
    return raw | group_row(group) | {"group_remark": ""}


async def shut_list(shapes: Shapes, params: Params) -> list[Frame]:
    """get_group_shut_list: the members who are muted now, as QQ's own objects."""
    group_id = _own_group(shapes, params, "群{}不存在")
    now = shapes.world.clock()
    return [_raw_member(shapes, member) for member in shapes.world.group(group_id).members.values() if member.muted_until > now]


def _raw_member(shapes: Shapes, member: Member) -> Frame:
    user = shapes.world.users[member.user_id]
    return {
        "uid": uid_of(user.id), "qid": "", "uin": user.id, "nick": user.nickname, "remark": "", "cardType": 0,
        "cardName": member.card, "role": {Role.MEMBER: 2, Role.ADMIN: 3, Role.OWNER: 4}[member.role], "avatarPath": "",
        "shutUpTime": member.muted_until, "isDelete": False, "isSpecialConcerned": False, "isSpecialShield": False,
        "isRobot": user.is_robot, "memberLevel": member.level, "joinTime": member.joined, "lastSpeakTime": member.last_spoke,
        "memberSpecialTitle": member.title,
    }  # fmt: skip


async def remark(shapes: Shapes, params: Params) -> None:
    """set_group_remark: how the account itself calls a group."""
    words = params.text("remark")
    group_id = _own_group(shapes, params, "设置群备注失败, 1:group not found")
    shapes.world.group(group_id).remark = words
