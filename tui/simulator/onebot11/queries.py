"""Questions about the account, its friends, groups and members, answered from the world in NapCat's rows."""

from __future__ import annotations

from typing import Any

from tui.simulator.model import Chat, Group, Refused, User
from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.onebot11.ids import uid_of
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes, random_of
from tui.simulator.world import Conversation


async def login_info(shapes: Shapes, params: Params) -> Frame:
    """get_login_info."""
    user = shapes.world.users[shapes.viewer]
    return {"user_id": int(user.id), "nickname": user.nickname}


async def version_info(shapes: Shapes, params: Params) -> Frame:
    """get_version_info."""
    return dict(shapes.app)


async def friend_list(shapes: Shapes, params: Params) -> list[Frame]:
    """get_friend_list."""
    world = shapes.world
    return [shapes.friend_row(world.users[user_id], bond) for user_id, bond in world.friends[shapes.viewer].items()]


async def friends_with_category(shapes: Shapes, params: Params) -> list[Frame]:
    """get_friends_with_category; empty categories are rows too."""
    world = shapes.world
    categories = []
    for place, (number, name) in enumerate(world.categories[shapes.viewer].items()):
        bonds = [bond for bond in world.friends[shapes.viewer].values() if bond.category == number]
        categories.append({
            "categoryId": number, "categorySortId": place, "categoryName": name, "categoryMbCount": len(bonds),
            "onlineCount": 0, "buddyList": [shapes.friend_row(world.users[bond.user_id], bond) for bond in bonds],
        })  # fmt: skip
    return categories


async def group_list(shapes: Shapes, params: Params) -> list[Frame]:
    """get_group_list."""
    return [shapes.group_row(group) for group in shapes.world.groups_of(shapes.viewer)]


async def group_info(shapes: Shapes, params: Params) -> Frame:
    """get_group_info."""
    return shapes.group_row(_group(shapes, params))


def _group(shapes: Shapes, params: Params) -> Group:
    group_id = params.text("group_id")
    try:
        return shapes.world.group(group_id)
    except Refused as refusal:
        raise ActionFailed(f"群{group_id}不存在") from refusal


async def member_list(shapes: Shapes, params: Params) -> list[Frame]:
    """get_group_member_list: all members in one frame, however many."""
    group_id = params.text("group_id")
    group = shapes.world.groups.get(group_id)
    if group is None or shapes.viewer not in group.members:
        raise ActionFailed(f"Failed to get group member list for group {group_id}")
    return [shapes.member_row(group, member, shapes.world.users[member.user_id]) for member in group.members.values()]


async def member_info(shapes: Shapes, params: Params) -> Frame:
    """get_group_member_info."""
    group_id, user_id = params.text("group_id"), params.text("user_id")
    if user_id not in shapes.world.users:
        raise ActionFailed(f"Uin2Uid Error: 用户ID {user_id} 不存在")
    group = shapes.world.groups.get(group_id)
    if group is None or user_id not in group.members:
        raise ActionFailed(f"群({group_id})成员{user_id}不存在")
    return shapes.member_row(group, group.members[user_id], shapes.world.users[user_id])


def _profile(user: User, remark: str, status: int) -> Frame:
    return {
        "user_id": int(user.id), "uid": uid_of(user.id), "nickname": user.nickname, "age": user.age, "qid": "",
        "qqLevel": user.level, "sex": user.sex, "long_nick": user.signature, "reg_time": 0, "is_vip": False,
        "is_years_vip": False, "vip_level": 0, "remark": remark, "status": status, "login_days": 0,
    }  # fmt: skip


async def stranger_info(shapes: Shapes, params: Params) -> Frame:
    """get_stranger_info: anybody's profile."""
    user = shapes.world.users.get(params.text("user_id"))
    if user is None:
        raise ActionFailed("Cannot read properties of undefined (reading 'simpleInfo')")
    bond = shapes.world.friends[shapes.viewer].get(user.id)
    return _profile(user, bond.remark if bond else "", shapes.world.profiles.status_of(user.id, shapes.viewer).kind)


async def recent_contact(shapes: Shapes, params: Params) -> list[Frame]:
    """get_recent_contact: the latest conversations with their last message (`lastestMsg`, as NapCat spells it)."""
    count = params.integer("count", 10)
    return [_contact_row(shapes, talk) for talk in shapes.world.recent(shapes.viewer)[:count]]


def _contact_row(shapes: Shapes, talk: Conversation) -> Frame:
    world, chat, last = shapes.world, talk.chat, talk.messages[-1]
    peer = chat.peer_of(shapes.viewer)
    bond = world.friends[shapes.viewer].get(peer)
    sender = world.users.get(last.sender)
    is_group = chat.kind == "group"
    return {
        "lastestMsg": shapes.message(last, expand=True),
        "peerUin": peer,
        "remark": bond.remark if bond and not is_group else "",
        "msgTime": str(last.time),
        "chatType": 2 if is_group else 100 if last.temp_group else 1,
        "msgId": str(last.uid),
        "sendNickName": sender.nickname if sender else "",
        "sendMemberName": _card(shapes, chat, last.sender),
        "peerName": world.groups[peer].name if is_group else world.users[peer].nickname,
    }


def _card(shapes: Shapes, chat: Chat, user_id: str) -> str:
    member = shapes.world.groups[chat.first].members.get(user_id) if chat.kind == "group" else None
    return member.card if member else ""


async def essence_list(shapes: Shapes, params: Params) -> list[Frame]:
    """get_essence_msg_list, the latest first."""
    world, essence = shapes.world, []
    for mark in _group(shapes, params).essence:
        message = mark.message
        essence.append({
            "msg_seq": message.seq, "msg_random": random_of(message), "sender_id": int(message.sender),
            "sender_nick": world.name_in(message.chat, message.sender), "operator_id": int(mark.operator),
            "operator_nick": world.name_in(message.chat, mark.operator), "message_id": shapes.ids.register(message),
            "operator_time": mark.time, "content": shapes.parts.shown(message),
        })  # fmt: skip
    return essence


async def system_messages(shapes: Shapes, params: Params) -> Frame:
    """get_group_system_msg: invitations (twice, under two names) and requests to join, the latest first."""
    return _requests(shapes, params.integer("count", 50), is_filtered=False)


async def ignored_notifies(shapes: Shapes, params: Params) -> Frame:
    """get_group_ignored_notifies: the same of those that QQ put aside as doubtful."""
    return _requests(shapes, 50, is_filtered=True)


def _requests(shapes: Shapes, count: int, *, is_filtered: bool) -> Frame:
    world = shapes.world
    invited: list[dict[str, Any]] = []
    joining: list[dict[str, Any]] = []
    for request in reversed(world.requests.values()):
        if request.kind == "friend" or request.is_filtered is not is_filtered:
            continue
        user, group = world.users[request.user_id], world.groups.get(request.group_id)
        row = {
            "request_id": int(request.flag), "invitor_uin": int(user.id), "invitor_nick": user.nickname,
            "group_id": int(request.group_id), "message": request.comment, "group_name": group.name if group else "",
            "checked": bool(request.verdict), "actor": int(request.answered_by or 0), "requester_nick": user.nickname,
        }  # fmt: skip
        (invited if request.kind == "invite" else joining).append(row)
    return {"invited_requests": invited[:count], "InvitedRequest": invited[:count], "join_requests": joining[:count]}


async def apart(shapes: Shapes, params: Params) -> Frame:
    """get_group_system_msg as LLBot and go-cqhttp shape it: who asks and who invites have names of their own."""
    listed = await system_messages(shapes, params)
    joining = [_renamed(row, "invitor_", "requester_") for row in listed["join_requests"]]
    invited = [{key: value for key, value in row.items() if key not in _OF_JOINING} for row in listed["invited_requests"]]
    return {"invited_requests": invited, "join_requests": joining}


_OF_JOINING = ("message", "requester_nick")


def _renamed(row: Frame, old: str, new: str) -> Frame:
    return {key.replace(old, new): value for key, value in row.items()}


async def yes(shapes: Shapes, params: Params) -> Frame:
    """can_send_image and can_send_record."""
    return {"yes": True}
