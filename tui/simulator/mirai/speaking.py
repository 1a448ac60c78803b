"""Sending, recalling, finding and remembering messages."""

from __future__ import annotations

from typing import Any

from tui.simulator.happenings import Poked, Posted
from tui.simulator.mirai.codes import BAD, BROKEN, NOT_FOUND, Failed, Frame, result, state
from tui.simulator.mirai.manner import NOT_IMPLEMENTED
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
    view, world = room.view, room.view.world
    if chat.kind == "private" and not temp_group and not world.is_friend(view.viewer, chat.peer_of(view.viewer)):
        message = world.remember(chat, view.viewer, parts, world.now())  # who wrote first may be answered
        world.tell(Posted(message))
    else:
        message = world.post(chat, view.viewer, parts, temp_group=temp_group)
    return view.ids.register(message)


def _group_of(room: Room, number: int | None) -> Chat:
    if number is None:
        raise Failed(NOT_FOUND)
    return group_chat(room.view.own_group(number).id)


def _person_of(room: Room, number: int | None) -> Chat:
    """The chat of a friend, else of a stranger."""
    if number is None:
        raise Failed(NOT_FOUND)
    try:
        return room.view.own_friend(number)
    except Failed:
        return room.view.stranger(number)


def _either(first: int | None, second: int | None) -> int | None:
    return second if first is None else first


def send_friend(room: Room, params: Params) -> Frame:
    """sendFriendMessage: to strangers, too, whom no document mentions."""
    return _sent(room, _person_of(room, _either(params["target"], params["qq"])), params)


def send_group(room: Room, params: Params) -> Frame:
    """sendGroupMessage."""
    return _sent(room, _group_of(room, _either(params["target"], params["group"])), params)


def _temp(room: Room, group_id: int | None, user_id: int | None) -> tuple[Chat, str]:
    if group_id is None or user_id is None:
        raise Failed(NOT_FOUND)
    group, member = room.view.group_member(group_id, user_id)
    return private_chat(room.view.viewer, member.user_id), group.id


def send_temp(room: Room, params: Params) -> Frame:
    """sendTempMessage: through a common group."""
    chat, group_id = _temp(room, params["group"], params["qq"])
    return _sent(room, chat, params, temp_group=group_id)


def send_other_client(room: Room, params: Params) -> Frame:
    """sendOtherClientMessage: to another device of the account, where the world ends."""
    if params["target"] not in PLATFORMS:  # ⚠ of a key that is absent, here and above, it says that nobody is found
        raise Failed(NOT_FOUND)
    room.taking.to_send(params["messageChain"], private_chat(room.view.viewer, room.view.viewer))
    return state(0) | {"messageId": -1}


def _anywhere(room: Room, params: Params) -> tuple[Chat, str]:
    """The chat that a target, a friend, a group, or both of these mean; and the group through which it goes."""
    qq, group, target = params["qq"], params["group"], params["target"]
    if target is not None:
        return room.view.contact(target), ""
    if qq is not None and group is not None:
        return _temp(room, group, qq)
    if qq is not None:
        return room.view.own_friend(qq), ""
    if group is None:
        raise Failed(BAD, "target、qq、group不可全为null")
    return _group_of(room, group), ""


def send_images(room: Room, params: Params) -> Frame:
    """sendImageMessage, which no document knows: one message of pictures of the web."""
    chat, through = _anywhere(room, params)
    elements: list[Any] = [{"type": "Image", "url": url} for url in params["urls"]]
    parts = room.taking.to_send(elements, chat)
    number = _post(room, chat, parts, through)
    message = room.view.ids.in_chat(chat, number)
    shown = room.chains.elements(parts, message) if message else []
    return result([element["imageId"] for element in shown])


def nudge(room: Room, params: Params) -> Frame:
    """sendNudge; ⚠ of a kind that it does not know it says success and does nothing."""
    view, kind = room.view, params["kind"].capitalize()
    if kind == "Group":
        group, member = view.group_member(params["subject"], params["target"])
        view.world.poke(group_chat(group.id), view.viewer, member.user_id)
    elif kind in ("Friend", "Stranger"):
        target = str(params["target"])
        peer = params["subject"] if target == view.viewer else params["target"]
        if kind == "Friend":
            view.world.poke(view.own_friend(peer), view.viewer, target)
        else:
            view.world.tell(Poked(view.stranger(peer), view.viewer, target))
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
    """roamingMessages: ⚠ whoever said it, the sender of every packet is the friend; what is shown is not kept by its id."""
    view = room.view
    if not view.manner.has_roaming:
        raise Failed(BROKEN, NOT_IMPLEMENTED)
    chat, through = _anywhere(room, params)
    if through:
        raise Failed(BROKEN, "class NormalMemberImpl cannot be cast to class net.mamoe.mirai.contact.roaming.RoamingSupported")
    found = view.world.conversation(chat).messages
    span = range(params["timeStart"], (params["timeEnd"] or 2**62) + 1)
    packets = [
        room.chains.packet(message, is_kept=False) for message in found if message.time in span and not message.recalled_by
    ]
    if chat.kind == "private":
        packets = [packet | {"sender": view.friend(chat.peer_of(view.viewer))} for packet in packets]
    return result(packets)


SENT = "messageChain:list quote:long?"
SPEAKING: dict[str, Command] = {
    "sendFriendMessage": post(send_friend, f"target:long? qq:long? {SENT}"),
    "sendGroupMessage": post(send_group, f"target:long? group:long? {SENT}"),
    "sendTempMessage": post(send_temp, f"qq:long? group:long? {SENT}"),
    "sendOtherClientMessage": post(send_other_client, f"target:long? {SENT}"),
    "sendImageMessage": post(send_images, "target:long? qq:long? group:long? urls:list"),
    "sendNudge": post(nudge, "target:long subject:long kind:text"),
    "recall": post(recall, "messageId:long target:long"),
    "messageFromId": get(message_from_id, "messageId:long target:long"),
    "roamingMessages": post(roaming, "timeStart:long timeEnd:long target:long~ qq:long~ group:long~"),
}
