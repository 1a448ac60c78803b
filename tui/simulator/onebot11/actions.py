"""The table of actions: name on the wire -> coroutine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tui.simulator.onebot11 import administration, history, queries, sending
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Shapes

Action = Callable[[Shapes, Params], Awaitable[Any]]

ACTIONS: dict[str, Action] = {
    "get_login_info": queries.login_info,
    "get_version_info": queries.version_info,
    "get_friend_list": queries.friend_list,
    "get_friends_with_category": queries.friends_with_category,
    "get_group_list": queries.group_list,
    "get_group_info": queries.group_info,
    "get_group_member_list": queries.member_list,
    "get_group_member_info": queries.member_info,
    "get_stranger_info": queries.stranger_info,
    "get_recent_contact": queries.recent_contact,
    "get_essence_msg_list": queries.essence_list,
    "get_group_system_msg": queries.system_messages,
    "can_send_image": queries.yes,
    "can_send_record": queries.yes,
    "get_group_msg_history": history.group_history,
    "get_friend_msg_history": history.friend_history,
    "send_msg": sending.send_any,
    "send_group_msg": sending.send_group,
    "send_private_msg": sending.send_private,
    "send_group_forward_msg": sending.send_group,
    "send_private_forward_msg": sending.send_private,
    "delete_msg": sending.delete,
    "get_msg": sending.get,
    "get_forward_msg": sending.get_forward,
    "get_image": sending.get_image,
    "mark_msg_as_read": sending.mark_read,
    "mark_group_msg_as_read": sending.mark_read,
    "mark_private_msg_as_read": sending.mark_read,
    "_mark_all_as_read": sending.mark_all_read,
    "set_msg_emoji_like": sending.emoji_like,
    "send_poke": sending.poke,
    "group_poke": sending.poke,
    "friend_poke": sending.poke,
    "send_like": sending.like,
    "set_input_status": sending.input_status,
    "set_group_ban": administration.ban,
    "set_group_whole_ban": administration.whole_ban,
    "set_group_kick": administration.kick,
    "set_group_card": administration.card,
    "set_group_admin": administration.admin,
    "set_group_special_title": administration.special_title,
    "set_group_name": administration.rename,
    "set_group_leave": administration.leave,
    "set_essence_msg": administration.add_essence,
    "delete_essence_msg": administration.remove_essence,
    "set_friend_add_request": administration.friend_request,
    "set_group_add_request": administration.group_request,
}
"""`get_status` is the server's own: it tells whether QQ is online."""
