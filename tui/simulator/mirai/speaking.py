"""Sending, recalling, finding and remembering messages."""

from __future__ import annotations

from typing import Any

from tui.simulator.mirai.codes import BAD, NOT_FOUND, Failed, Frame, result, state
from tui.simulator.mirai.params import Params
from tui.simulator.mirai.room import Command, Room, get, post
from tui.simulator.mirai.view import PLATFORMS
from tui.simulator.model import Chat, Reason, Refused, Segment, group_chat, private_chat, segment


def _sent(room: Room, chat: Chat, params: Params, *, temp_group: str = "") -> Frame:
    parts = room.taking.to_send(params["messageChain"], chat)
    if (number := params["quote"]) is not None:
        quoted = room.view.ids.in_chat(chat, number)
        if quoted is None:
            raise Failed(NOT_FOUND)
        parts = [segment("reply", {"to": quoted.uid}), *parts]
    return state(0) | {"messageId": _post(room, chat, parts, temp_group)}


def _post(room: Room, chat: Chat, parts: list[Segment], temp_group: str = "") -> int:
    message = room.view.world.post(chat, room.view.viewer, parts, temp_group=temp_group)
    return room.view.ids.register(message)


def _group_of(room: Room, number: int | None) -> Chat:
    if number is None:
        raise Failed(BAD)
    return group_chat(room.view.own_group(number).id)


def _friend_of(room: Room, number: int | None) -> Chat:
    if number is None:
        raise Failed(BAD)
    return room.view.own_friend(number)


def _either(first: int | None, second: int | None) -> int | None:
    return second if first is None else first


def send_friend(room: Room, params: Params) -> Frame:
    """sendFriendMessage."""
    return _sent(room, _friend_of(room, _either(params["target"], params["qq"])), params)


def send_group(room: Room, params: Params) -> Frame:
    """sendGroupMessage."""
    return _sent(room, _group_of(room, _either(params["target"], params["group"])), params)


def _temp(room: Room, group_id: int, user_id: int) -> tuple[Chat, str]:
    group, member = room.view.group_member(group_id, user_id)
    return private_chat(room.view.viewer, member.user_id), group.id


def send_temp(room: Room, params: Params) -> Frame:
    """sendTempMessage: through a common group."""
    chat, group_id = _temp(room, params["group"], params["qq"])
    return _sent(room, chat, params, temp_group=group_id)


def send_other_client(room: Room, params: Params) -> Frame:
    """sendOtherClientMessage: to another device of the account, where the world ends."""
    if params["target"] not in PLATFORMS:
        raise Failed(NOT_FOUND)
    room.taking.to_send(params["messageChain"], private_chat(room.view.viewer, room.view.viewer))
    return state(0) | {"messageId": -1}


def send_images(room: Room, params: Params) -> Frame:
    """sendImageMessage, which no document knows: one message of pictures of the web."""
    qq, group, target = params["qq"], params["group"], params["target"]
    if qq is not None and group is not None:
        chat, through = _temp(room, group, qq)
    elif (number := _either(qq, target)) is not None and group is None:
        chat, through = room.view.contact(number), ""
    else:
        chat, through = _group_of(room, group), ""
    elements: list[Any] = [{"type": "Image", "url": url} for url in params["urls"]]
    parts = room.taking.to_send(elements, chat)
    number = _post(room, chat, parts, through)
    message = room.view.ids.in_chat(chat, number)
    shown = room.chains.elements(parts, message) if message else []
    return result([element["imageId"] for element in shown])


def nudge(room: Room, params: Params) -> Frame:
    """sendNudge; ⚠ of a kind that it does not know it says success and does nothing."""
    view, kind = room.view, params["kind"]
    if kind == "Group":
        group, member = view.group_member(params["subject"], params["target"])
        view.world.poke(group_chat(group.id), view.viewer, member.user_id)
    elif kind in ("Friend", "Stranger"):
        target = view.viewer if str(params["target"]) == view.viewer else str(params["target"])
        peer = params["subject"] if target == view.viewer else params["target"]
        view.world.poke(view.own_friend(peer), view.viewer, target)
    return state(0)


def recall(room: Room, params: Params) -> Frame:
    """recall."""
    message = room.view.message(params["target"], params["messageId"])
    try:
        room.view.world.recall(message, room.view.viewer)
    except Refused as refused:
        if refused.reason is Reason.ALREADY_RECALLED:
            raise Failed(NOT_FOUND) from None
        raise
    return state(0)


def message_from_id(room: Room, params: Params) -> Frame:
    """messageFromId: the packet; own messages have the account as sender."""
    return result(room.chains.packet(room.view.message(params["target"], params["messageId"])))


def roaming(room: Room, params: Params) -> Frame:
    """roamingMessages: ⚠ whoever said it, the sender of every packet is the one the chat is with."""
    view = room.view
    if params["group"] is not None:
        chat = _group_of(room, params["group"])
    else:
        number = _either(params["qq"], params["target"])
        chat = _friend_of(room, number) if params["qq"] is not None or number is None else view.contact(number)
    found = view.world.conversation(chat).messages
    span = range(params["timeStart"], (params["timeEnd"] or 2**62) + 1)
    packets = [room.chains.packet(message) for message in found if message.time in span and not message.recalled_by]
    if chat.kind == "private":
        packets = [packet | {"sender": view.friend(chat.peer_of(view.viewer))} for packet in packets]
    return result(packets)


SENT = "messageChain:list quote:long?"
SPEAKING: dict[str, Command] = {
    "sendFriendMessage": post(send_friend, f"target:long? qq:long? {SENT}"),
    "sendGroupMessage": post(send_group, f"target:long? group:long? {SENT}"),
    "sendTempMessage": post(send_temp, f"qq:long group:long {SENT}"),
    "sendOtherClientMessage": post(send_other_client, f"target:long {SENT}"),
    "sendImageMessage": post(send_images, "target:long? qq:long? group:long? urls:list"),
    "sendNudge": post(nudge, "target:long subject:long kind:text"),
    "recall": post(recall, "messageId:long target:long"),
    "messageFromId": get(message_from_id, "messageId:long target:long"),
    "roamingMessages": post(roaming, "timeStart:long timeEnd:long target:long~ qq:long~ group:long~"),
}
