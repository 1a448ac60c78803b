"""NapCat's two history actions: anchored at a message id, anchor included, rows always oldest first.

`reverse_order: true` goes from the anchor to older rows, the default to newer ones; without an anchor ("" or "0" too) the
newest rows come and the direction is ignored. An empty result is an error.
"""

from __future__ import annotations

from tui.simulator.model import Chat, Message, group_chat, private_chat
from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes

DEFAULT_COUNT = 20


def rows(shapes: Shapes, chat: Chat, anchor: str, count: int, *, is_older: bool) -> list[Message]:
    """The messages of a page; none if the anchor does not stand in this chat or has been forgotten."""
    messages = shapes.world.conversation(chat).messages
    if anchor in ("", "0"):
        return messages[max(0, len(messages) - count) :]
    # A raw 19-digit number of a message is an anchor too, and survives a restart.
    target = shapes.ids.in_chat(anchor, chat)
    if target is None and anchor.isdigit():
        raw = shapes.world.messages.get(int(anchor))
        target = raw if raw is not None and raw.chat == chat else None
    place = shapes.world.conversation(chat).index_of(target.seq) if target is not None else None
    if place is None:
        return []
    return messages[max(0, place + 1 - count) : place + 1] if is_older else messages[place : place + count]


def _page(shapes: Shapes, chat: Chat, params: Params) -> Frame:
    anchor = params.text("message_seq", "")
    is_older = params.flag("reverse_order", default=False) or params.flag("reverseOrder", default=False)
    found = rows(shapes, chat, anchor, params.integer("count", DEFAULT_COUNT), is_older=is_older)
    if not found:
        raise ActionFailed(f"消息{params.get('message_seq', 'undefined')}不存在")
    expand = params.flag("parse_mult_msg", default=True)
    return {"messages": [shapes.message(message, expand=expand) for message in found]}


async def group_history(shapes: Shapes, params: Params) -> Frame:
    """get_group_msg_history: `{"messages": [...]}`."""
    return _page(shapes, group_chat(params.text("group_id")), params)


async def friend_history(shapes: Shapes, params: Params) -> Frame:
    """get_friend_msg_history: `{"messages": [...]}`; own messages are rows of `message_sent`."""
    peer = params.text("user_id")
    if peer not in shapes.world.users:
        raise ActionFailed(f"记录{peer}不存在")
    return _page(shapes, private_chat(shapes.viewer, peer), params)
