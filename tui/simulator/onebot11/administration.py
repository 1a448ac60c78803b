"""Acts on groups, members and requests. Where NapCat does not look at QQ's refusal, neither is the refusal reported here."""

from __future__ import annotations

from collections.abc import Callable

from tui.simulator.model import Message, Reason, Refused, Role
from tui.simulator.onebot11.errors import ABSENT, NOT_ADMIN, NOT_ADMIN_CODE, Absent, ActionFailed
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes, random_of


def _known_user(shapes: Shapes, params: Params, wording: str) -> str:
    user_id = params.text("user_id")
    if user_id not in shapes.world.users:
        raise ActionFailed(wording)
    return user_id


def _unwatched(act: Callable[[], None]) -> None:
    """Do what NapCat does without looking whether QQ allowed it: the answer is ok, and nothing happened."""
    try:
        act()
    except Refused:
        return


async def ban(shapes: Shapes, params: Params) -> None:
    """set_group_ban: `duration` seconds, 0 (the default) lifts. An administrator muting another is refused in silence."""
    group_id, user_id = params.text("group_id"), _known_user(shapes, params, "uid error")
    try:
        shapes.world.mute(group_id, user_id, params.integer("duration", 0), shapes.viewer)
    except Refused as refusal:
        group = shapes.world.groups.get(group_id)
        own = group.members.get(shapes.viewer) if group else None
        if refusal.reason is Reason.TARGET_IS_OWNER:
            raise ActionFailed("cannot ban owner") from refusal
        if own is None or own.role is Role.MEMBER:
            raise ActionFailed(NOT_ADMIN) from refusal


async def whole_ban(shapes: Shapes, params: Params) -> None:
    """set_group_whole_ban."""
    try:
        shapes.world.mute_all(params.text("group_id"), shapes.viewer, params.flag("enable", default=True))
    except Refused as refusal:
        raise ActionFailed(f"SetGroupWholeBan failed: {NOT_ADMIN} {NOT_ADMIN_CODE}") from refusal


async def kick(shapes: Shapes, params: Params) -> None:
    """set_group_kick."""
    group_id, user_id = params.text("group_id"), _known_user(shapes, params, "get Uid Error")
    _unwatched(lambda: shapes.world.kick(group_id, user_id, shapes.viewer))


async def card(shapes: Shapes, params: Params) -> None:
    """set_group_card."""
    group_id, user_id, name = params.text("group_id"), params.text("user_id"), params.text("card", "")
    _unwatched(lambda: shapes.world.set_card(group_id, user_id, name, shapes.viewer))


async def admin(shapes: Shapes, params: Params) -> None:
    """set_group_admin; `enable` is false unless given."""
    group_id, user_id = params.text("group_id"), _known_user(shapes, params, "get Uid Error")
    is_admin = params.flag("enable", default=False)
    _unwatched(lambda: shapes.world.set_admin(group_id, user_id, shapes.viewer, is_admin))


async def special_title(shapes: Shapes, params: Params) -> Absent:
    """set_group_special_title."""
    group_id, user_id = params.text("group_id"), _known_user(shapes, params, "User not found")
    title = params.text("special_title", "")
    _unwatched(lambda: shapes.world.set_title(group_id, user_id, title, shapes.viewer))
    return ABSENT


async def rename(shapes: Shapes, params: Params) -> None:
    """set_group_name."""
    try:
        shapes.world.rename_group(params.text("group_id"), params.text("group_name"), shapes.viewer)
    except Refused as refusal:
        raise ActionFailed(f"设置群名称失败 ErrCode: {NOT_ADMIN_CODE} ErrMsg: {NOT_ADMIN}") from refusal


async def leave(shapes: Shapes, params: Params) -> None:
    """set_group_leave: quits; `is_dismiss` is ignored."""
    group_id = params.text("group_id")
    _unwatched(lambda: shapes.world.leave(group_id, shapes.viewer))


async def add_essence(shapes: Shapes, params: Params) -> Frame:
    """set_essence_msg: "ok" even when QQ refuses, which only `errorCode` inside tells."""
    message = shapes.ids.find(params.text("message_id"))
    if message is None:
        raise ActionFailed("msg not found")
    return _essence(shapes, message, is_added=True)


async def remove_essence(shapes: Shapes, params: Params) -> Frame:
    """delete_essence_msg; by sequence, random and group before the id."""
    by_row = [params.get(name) for name in ("msg_seq", "msg_random", "group_id")]
    if all(by_row):
        wanted = (params.text("msg_seq"), params.text("msg_random"))
        for mark in shapes.world.group(params.text("group_id")).essence:
            if (str(mark.message.seq), str(random_of(mark.message))) == wanted:
                return _essence(shapes, mark.message, is_added=False)
        return {"errCode": 0, "errMsg": "success", "result": {"wording": "消息不存在", "errorCode": 11005}}
    if not params.get("message_id"):
        raise ActionFailed("必须提供 message_id 或者同时提供 msg_seq, msg_random, group_id")
    message = shapes.ids.find(params.text("message_id"))
    if message is None:
        raise ActionFailed("消息不存在")
    return _essence(shapes, message, is_added=False)


def _essence(shapes: Shapes, message: Message, *, is_added: bool) -> Frame:
    result = {"wording": "", "digestUin": message.sender, "digestTime": shapes.world.now(), "errorCode": 0}
    try:
        shapes.world.set_essence(message, shapes.viewer, is_added)
    except Refused:
        result |= {"wording": "没有权限", "errorCode": 11001}
    return {"errCode": 0, "errMsg": "success", "result": result}


async def friend_request(shapes: Shapes, params: Params) -> Absent:
    """set_friend_add_request: only the literal false refuses."""
    flag, approve = shapes.asked_by(params.text("flag")), params.flag("approve", default=True)
    try:
        request = shapes.world.answer(flag, "friend", approve, shapes.viewer)
    except Refused as refusal:
        raise ActionFailed("No such request") from refusal
    if approve and (remark := params.text("remark", "")):
        shapes.world.friends[shapes.viewer][request.user_id].remark = remark
    return ABSENT


async def group_request(shapes: Shapes, params: Params) -> None:
    """set_group_add_request: requests to join and invitations alike."""
    approve = params.flag("approve", default=True)
    try:
        shapes.world.answer(
            shapes.asked_by(params.text("flag")), "group", approve, shapes.viewer, reason=params.text("reason", "")
        )
    except Refused as refusal:
        raise ActionFailed("No such request") from refusal
