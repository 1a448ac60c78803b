"""Sending, recalling, fetching and marking messages, as NapCat's actions do it."""

from __future__ import annotations

from tui.simulator.model import Chat, Message, Reason, Refused, group_chat, private_chat, segment
from tui.simulator.onebot11.errors import ABSENT, Absent, ActionFailed, recall_failure, send_failure
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes


async def send_group(shapes: Shapes, params: Params) -> Frame:
    """send_group_msg: `{"message_id": int}`."""
    return _send(shapes, params, "group")


async def send_private(shapes: Shapes, params: Params) -> Frame:
    """send_private_msg: `{"message_id": int}`."""
    return _send(shapes, params, "private")


async def send_any(shapes: Shapes, params: Params) -> Frame:
    """send_msg: by `message_type`, else to the group if one is named."""
    return _send(shapes, params, params.text("message_type", ""))


def _target(shapes: Shapes, params: Params, kind: str) -> tuple[Chat, str]:
    """The chat to send to, and the common group when it is a stranger."""
    group_id, user_id = params.text("group_id", ""), params.text("user_id", "")
    if kind != "private" and group_id:
        return group_chat(group_id), ""
    if kind != "group" and user_id:
        if user_id not in shapes.world.users:
            raise ActionFailed("无法获取用户信息")
        chat = private_chat(shapes.viewer, user_id)
        return chat, "" if shapes.world.is_friend(shapes.viewer, user_id) else group_id or _temp_group(shapes, chat)
    if kind == "private" and group_id:
        raise ActionFailed("当前私聊发送,请指定 user_id 而不是 group_id")
    if kind == "group" and user_id:
        raise ActionFailed("当前群聊发送,请指定 group_id 而不是 user_id")
    raise ActionFailed("请指定正确的 group_id 或 user_id")


def _temp_group(shapes: Shapes, chat: Chat) -> str:
    messages = shapes.world.conversation(chat).messages
    return messages[-1].temp_group if messages else ""


def _send(shapes: Shapes, params: Params, kind: str) -> Frame:
    content = params.get("message", params.get("messages"))
    if not isinstance(content, str | list | dict):
        params.text("message")
    chat, temp_group = _target(shapes, params, kind)
    parts = shapes.parts.taken(content, chat, auto_escape=params.flag("auto_escape", default=False))
    try:
        message = shapes.world.post(chat, shapes.viewer, parts, temp_group=temp_group)
    except Refused as refusal:
        raise ActionFailed(send_failure(refusal.reason)) from refusal
    answer: Frame = {"message_id": shapes.ids.register(message)}
    if parts[0]["type"] == "forward":
        answer |= {"res_id": str(message.uid), "forward_id": str(message.uid)}
    return answer


async def delete(shapes: Shapes, params: Params) -> None:
    """delete_msg: works only on ids that this process has met."""
    message = shapes.ids.find(params.text("message_id"))
    if message is None:
        raise ActionFailed("Recall failed")
    try:
        shapes.world.recall(message, shapes.viewer)
    except Refused as refusal:
        raise ActionFailed(recall_failure(refusal.reason)) from refusal


def _known(shapes: Shapes, params: Params, wording: str) -> Message:
    message = shapes.ids.find(params.text("message_id"))
    if message is None:
        raise ActionFailed(wording)
    return message


async def get(shapes: Shapes, params: Params) -> Frame:
    """get_msg: the message with its reactions."""
    message = _known(shapes, params, "消息不存在")
    if message.recalled_by:
        raise ActionFailed("消息不存在")
    return shapes.fetched(message)


async def get_forward(shapes: Shapes, params: Params) -> Frame:
    """get_forward_msg: by the id in the segment or of the message; never by that of a forward inside a forward."""
    wanted = params.text("message_id", "") or params.text("id", "")
    if not wanted:
        raise ActionFailed("message_id is required")
    message = shapes.ids.find(wanted)
    if message is None and wanted.isdigit():
        message = shapes.world.messages.get(int(wanted))
    parts = message.segments if message is not None and not message.recalled_by else []
    for part in parts:
        if part["type"] == "forward":
            return shapes.forwarded(part["data"]["nodes"])
    raise ActionFailed("消息已过期或者为内层消息，无法获取转发消息")


async def mark_read(shapes: Shapes, params: Params) -> None:
    """mark_msg_as_read and its two kin: the chat of a message id, else of a user, else of a group."""
    message = shapes.ids.find(params.get("message_id"))
    if message is not None:
        shapes.world.mark_read(shapes.viewer, message.chat)
    elif user_id := params.text("user_id", ""):
        if user_id not in shapes.world.users:
            raise ActionFailed(f"私聊{user_id}不存在")
        shapes.world.mark_read(shapes.viewer, private_chat(shapes.viewer, user_id))
    elif group_id := params.text("group_id", ""):
        shapes.world.mark_read(shapes.viewer, group_chat(group_id))
    else:
        raise ActionFailed("缺少参数 group_id 或 user_id")


async def mark_all_read(shapes: Shapes, params: Params) -> None:
    """_mark_all_as_read."""
    for talk in shapes.world.recent(shapes.viewer):
        shapes.world.mark_read(shapes.viewer, talk.chat)


async def emoji_like(shapes: Shapes, params: Params) -> Frame:
    """set_msg_emoji_like: a reaction under a group message."""
    message = _known(shapes, params, "msg not found")
    emoji_id = params.text("emoji_id", "")
    if not emoji_id:
        raise ActionFailed("emojiId not found")
    if message.recalled_by:
        raise ActionFailed("msg not found")
    if message.chat.kind == "group":
        shapes.world.react(message, shapes.viewer, emoji_id, is_added=params.flag("set", default=True))
    return {"result": 0, "errMsg": ""}


async def poke(shapes: Shapes, params: Params) -> Absent:
    """send_poke, group_poke and friend_poke. QQ refuses silently."""
    group_id, user_id = params.text("group_id", ""), params.text("user_id", "")
    target = params.text("target_id", "") or user_id
    if not target or not (group_id or user_id):
        raise ActionFailed("请检查参数，缺少 user_id 或 group_id")
    chat = group_chat(group_id) if group_id else private_chat(shapes.viewer, user_id)
    try:
        shapes.world.poke(chat, shapes.viewer, target)
    except Refused:
        return ABSENT
    return ABSENT


async def like(shapes: Shapes, params: Params) -> Absent:
    """send_like: ten a day for each person."""
    try:
        shapes.world.like(shapes.viewer, params.text("user_id"), params.integer("times", 1))
    except Refused as refusal:
        is_limit = refusal.reason is Reason.TOO_MANY
        raise ActionFailed(f"点赞失败 {'今日同一好友点赞数已达上限' if is_limit else '对方不存在'}") from refusal
    return ABSENT


async def input_status(shapes: Shapes, params: Params) -> Frame:
    """set_input_status: the other sees that we are typing (`event_type` 1) or not."""
    user_id, event_type = params.text("user_id"), params.integer("event_type")
    if user_id not in shapes.world.users:
        raise ActionFailed("uid is empty")
    shapes.world.typing(shapes.viewer, user_id, event_type == 1)
    return {"result": 0, "errMsg": ""}


async def forward_single(shapes: Shapes, params: Params) -> None:
    """forward_friend_single_msg and forward_group_single_msg: a copy of a message; its id is learnt from the event only."""
    wanted = params.text("message_id")
    message = shapes.ids.find(wanted)
    if message is None or message.recalled_by:
        raise ActionFailed(f"无法找到消息{wanted}")
    chat, temp_group = _target(shapes, params, "")
    # A copy quotes nothing, and a file in it becomes one of its own.
    parts = [segment(part["type"], part["data"]) for part in message.segments if part["type"] != "reply"]
    for part in parts:
        part["data"].pop("folder", None)
    if any(part["type"] == "file" for part in parts) and not shapes.world.files.of(message):
        raise ActionFailed("转发消息失败 file expired")
    try:
        shapes.world.post(chat, shapes.viewer, parts, temp_group=temp_group)
    except Refused as refusal:
        raise ActionFailed(f"转发消息失败 {send_failure(refusal.reason)}") from refusal


async def fetch_emoji_like(shapes: Shapes, params: Params) -> Frame:
    """fetch_emoji_like: who put an emoji under a message, page by page; `cookie` is where the next page begins."""
    message_id, emoji_id = params.text("message_id"), params.text("emojiId")
    params.text("emojiType")
    count, cookie = params.integer("count", 20), params.text("cookie", "")
    message = shapes.ids.find(message_id)
    if message is None or message.recalled_by:
        raise ActionFailed("消息不存在")
    start = int(cookie) if cookie.isdigit() else 0
    users = sorted(message.reactions.get(emoji_id, ()))
    end = min(start + max(count, 1), len(users))
    rows = [
        {"tinyId": user_id, "nickName": shapes.world.name_in(message.chat, user_id), "headUrl": ""}
        for user_id in users[start:end]
    ]
    is_last = end == len(users)
    return {
        "result": 0, "errMsg": "", "emojiLikesList": rows, "cookie": "" if is_last else str(end), "isLastPage": is_last,
        "isFirstPage": start == 0,
    }  # fmt: skip
