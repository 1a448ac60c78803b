"""The account's own profile, its friends' standing, and what it keeps for itself."""

from __future__ import annotations

import json
from typing import Any

from tui.simulator.model import OnlineStatus, Refused, Sex, group_chat
from tui.simulator.onebot11.errors import ABSENT, Absent, ActionFailed
from tui.simulator.onebot11.ids import uid_of
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes
from tui.simulator.onebot11.sources import read
from tui.simulator.world_boards import DAY

SEXES: dict[str, Sex] = {"1": "male", "2": "female"}
DONE = {"result": 0, "errMsg": ""}


async def set_profile(shapes: Shapes, params: Params) -> Frame:
    """set_qq_profile: the nickname, and what else is given; `sex` 1 is male, 2 female."""
    nickname, note = params.text("nickname"), params.text("personal_note", "")
    sex = SEXES.get(params.text("sex", ""), "unknown") if params.get("sex") else None
    signature = note if params.get("personal_note") is not None else None
    shapes.world.profiles.describe(shapes.viewer, nickname=nickname, signature=signature, sex=sex)
    return dict(DONE)


async def set_signature(shapes: Shapes, params: Params) -> Frame:
    """set_self_longnick."""
    words = params.text("longNick")
    nickname = shapes.world.users[shapes.viewer].nickname
    shapes.world.profiles.describe(shapes.viewer, nickname=nickname, signature=words)
    return dict(DONE)


async def set_avatar(shapes: Shapes, params: Params) -> None:
    """set_qq_avatar."""
    source = params.text("file")
    try:
        picture = await read(shapes.world, source)
    except ActionFailed as failure:
        raise ActionFailed(f"头像{source}设置失败,file字段可能格式不正确") from failure
    try:
        shapes.world.profiles.set_avatar(shapes.viewer, picture)
    except Refused as refusal:
        raise ActionFailed(f"头像{source}设置失败，文件可能不是图片格式") from refusal


async def set_status(shapes: Shapes, params: Params) -> None:
    """set_online_status, by three numbers."""
    status = OnlineStatus(params.integer("status"), params.integer("ext_status"), params.integer("battery_status"))
    try:
        shapes.world.profiles.set_status(shapes.viewer, status)
    except Refused as refusal:
        raise ActionFailed("设置在线状态失败") from refusal


async def user_status(shapes: Shapes, params: Params) -> Frame:
    """nc_get_user_status."""
    user_id = params.text("user_id")
    if user_id not in shapes.world.users:
        raise ActionFailed("无法获取用户状态")
    status = shapes.world.profiles.status_of(user_id, shapes.viewer)
    return {"status": status.kind, "ext_status": status.detail}


async def profile_like(shapes: Shapes, params: Params) -> Frame:
    """get_profile_like: who liked a profile, the account's own if none is named."""
    start, count = params.integer("start", 0), params.integer("count", 10)
    user_id = params.text("user_id", "") or shapes.viewer
    if user_id not in shapes.world.users:
        raise ActionFailed("get info error")
    world = shapes.world
    likes = world.profiles.likes_of(user_id)
    rows = [_liker(shapes, like.sender, like.times, like.time) for like in likes][start : start + count]
    today = sum(like.times for like in likes if like.time // DAY == world.now() // DAY)
    total, last = sum(like.times for like in likes), likes[0].time if likes else 0
    vote: Frame = {"total_count": total, "new_count": today, "new_nearby_count": 0, "last_visit_time": last, "userInfos": rows}
    favourite: Frame = {"total_count": total, "last_time": last, "today_count": today, "userInfos": rows}
    return {"uid": uid_of(user_id), "time": str(world.now()), "favoriteInfo": favourite, "voteInfo": vote}


def _liker(shapes: Shapes, user_id: str, times: int, at: int) -> Frame:
    user = shapes.world.users[user_id]
    return {
        "uid": uid_of(user_id), "uin": int(user_id), "src": 1, "latestTime": at, "count": times, "giftCount": 0, "customId": 0,
        "lastCharged": 0, "bAvailableCnt": 0, "bTodayVotedCnt": 0, "nick": user.nickname,
        "gender": {"male": 0, "female": 1}.get(user.sex, 2), "age": user.age,
        "isFriend": shapes.world.is_friend(shapes.viewer, user_id), "isvip": False, "isSvip": False,
    }  # fmt: skip


async def custom_faces(shapes: Shapes, params: Params) -> list[str]:
    """fetch_custom_face: links to the faces that the account has saved."""
    faces = shapes.world.profiles.faces(shapes.viewer)[: params.integer("count", 48)]
    return [shapes.parts.links.to_media(name) for name in faces]


async def create_collection(shapes: Shapes, params: Params) -> Frame:
    """create_collection."""
    content, brief = params.text("rawData"), params.text("brief")
    made = shapes.world.profiles.collect(shapes.viewer, brief, content)
    return DONE | {"collectionId": f"{made.time}{len(shapes.world.profiles.collections[shapes.viewer]):04d}"}


async def delete_friend(shapes: Shapes, params: Params) -> Any:
    """delete_friend: "ok" even when there is no such friend, which only `valid` inside tells."""
    user_id = params.text("friend_id", "") or params.text("user_id", "")
    if user_id not in shapes.world.users:
        return {"valid": False, "message": "好友不存在"}
    try:
        shapes.world.unfriend(shapes.viewer, user_id, is_mutual=params.flag("temp_both_del", default=False))
    except Refused:
        return {"valid": False, "message": "不是好友"}
    return dict(DONE)


async def friend_remark(shapes: Shapes, params: Params) -> Absent:
    """set_friend_remark."""
    user_id, words = params.text("user_id"), params.text("remark")
    bond = shapes.world.friends[shapes.viewer].get(user_id)
    if bond is None:
        raise ActionFailed(f"用户 {user_id} 不是好友")
    bond.remark = words
    return ABSENT


# -- cards to recommend somebody with


def _group_card(shapes: Shapes, group_id: str) -> str:
    if not shapes.world.sees(shapes.viewer, group_chat(group_id)):
        raise ActionFailed(f"群{group_id}不存在")
    group = shapes.world.group(group_id)
    return _ark(
        "com.tencent.troopsharecard", "推荐群聊", group.name, f"mqqapi://card/show_pslcard?uin={group_id}&card_type=group"
    )


def _ark(app: str, prompt: str, name: str, link: str) -> str:
    contact = {"nickname": name, "contact": prompt, "jumpUrl": link, "tag": prompt}
    body = {"app": app, "bizsrc": "", "config": {"type": "normal"}, "meta": {"contact": contact}, "prompt": f"{prompt}: {name}"}
    return json.dumps(body | {"ver": "0.0.0.1", "view": "contact"}, ensure_ascii=False, separators=(",", ":"))


async def share_peer(shapes: Shapes, params: Params) -> Frame:
    """ArkSharePeer: the card of a group, else of a person; `{"errCode", "errMsg", "arkJson" or "arkMsg"}`."""
    group_id, user_id = params.text("group_id", ""), params.text("user_id", "")
    params.text("phone_number", "")
    if group_id:
        return {"errCode": 0, "errMsg": "", "arkJson": _group_card(shapes, group_id)}
    if not user_id:
        raise ActionFailed("group_id or user_id is required")
    user = shapes.world.users.get(user_id)
    if user is None:
        raise ActionFailed(f"Uin2Uid Error: 用户ID {user_id} 不存在")
    link = f"mqqapi://card/show_pslcard?uin={user_id}"
    return {"errCode": 0, "errMsg": "", "arkMsg": _ark("com.tencent.contact.lua", "推荐好友", user.nickname, link)}


async def share_group(shapes: Shapes, params: Params) -> str:
    """ArkShareGroup: the card itself, as a string of JSON."""
    return _group_card(shapes, params.text("group_id"))
