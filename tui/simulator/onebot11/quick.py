""".handle_quick_operation: an answer to an event, given together with the event. Whatever QQ refuses is refused in silence."""

from __future__ import annotations

from typing import Any

from tui.simulator.model import Refused, Segment, group_chat, private_chat, segment
from tui.simulator.onebot11.errors import ABSENT, Absent, ActionFailed
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes


async def handle(shapes: Shapes, params: Params) -> Absent:
    """.handle_quick_operation: `reply` to a message, `approve` to a request; NapCat does nothing else of the standard's."""
    context, operation = Params(params.table("context")), params.table("operation")
    kind = context.text("post_type")
    context.integer("time")
    context.integer("self_id")
    context.text("user_id")
    try:
        if kind == "message":
            _reply(shapes, context, operation)
        elif kind == "request":
            _answer(shapes, context, operation)
    except (ActionFailed, Refused):
        return ABSENT
    return ABSENT


def _reply(shapes: Shapes, context: Params, operation: Frame) -> None:
    words: Any = operation.get("reply")
    if not words:
        return
    user_id, start = context.text("user_id"), list[Segment]()
    if context.get("message_type") == "private":
        chat = private_chat(shapes.viewer, user_id)
    else:
        chat = group_chat(context.text("group_id"))
        quoted = shapes.ids.find(context.get("message_id"))
        start = [segment("reply", {"to": quoted.uid})] if quoted else []
        start += [segment("at", {"qq": user_id})] if operation.get("at_sender") else []
    parts = shapes.parts.taken(words, chat, auto_escape=bool(operation.get("auto_escape")))
    temp = context.text("group_id", "") if chat.kind == "private" else ""
    shapes.world.post(chat, shapes.viewer, start + parts, temp_group=temp)


def _answer(shapes: Shapes, context: Params, operation: Frame) -> None:
    approve = operation.get("approve")
    if approve is None:
        return
    kind = context.choice("request_type", ("friend", "group"), "")
    shapes.world.answer(
        shapes.asked_by(context.text("flag")), "friend" if kind == "friend" else "group", bool(approve), shapes.viewer
    )
