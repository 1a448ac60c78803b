"""Reads the nine kinds of messages into messages of the house: what others said, and what we said on another device."""

from __future__ import annotations

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, Sender
from tui.chat.people import Role
from tui.chat.segments import Mention, MentionAll, Segment, Unknown
from tui.platforms.mirai.chain import decode, origin_of
from tui.platforms.values import Row, as_int, as_name, as_row, as_text, as_user, compact

_ROLES = {"OWNER": Role.OWNER, "ADMINISTRATOR": Role.ADMIN, "MEMBER": Role.MEMBER}

_KINDS = {
    "FriendMessage": ConversationKind.FRIEND,
    "GroupMessage": ConversationKind.GROUP,
    "TempMessage": ConversationKind.TEMP,
    "StrangerMessage": ConversationKind.STRANGER,
    "OtherClientMessage": ConversationKind.OTHER_CLIENT,
    "FriendSyncMessage": ConversationKind.FRIEND,
    "GroupSyncMessage": ConversationKind.GROUP,
    "TempSyncMessage": ConversationKind.TEMP,
    "StrangerSyncMessage": ConversationKind.STRANGER,
}

MESSAGE_TYPES = frozenset(_KINDS)
"""The types of packets that are messages."""


def decode_message(
    packet: Row, account: AccountId, now: int, raw: str = "", asked: ConversationId | None = None
) -> Message | None:
    """Return the message in *packet*; None when it has no place or no chain. Where mirai left out all of a message, because it
    does not know what it is made of, something unknown stands for it: that somebody said something is to be seen.

    *now* (ms) dates a message that has no head. *asked* is the conversation it was asked for in: of our own messages only that
    tells where they stand, because their packet names us as the one who said it.
    """
    kind = _KINDS.get(as_text(packet.get("type")))
    if kind is None:
        return None
    is_sync = "Sync" in as_text(packet.get("type"))
    person = as_row(packet.get("subject" if is_sync else "sender"))
    place = asked or _place(kind, person, account)
    chain = packet.get("messageChain")
    if place is None or not chain:
        return None
    segments = decode(chain) or (Unknown("?"),)
    sender = Sender(account.own_id) if is_sync else sender_of(person, kind)
    is_own = is_sync or sender.id == account.own_id
    origin = origin_of(chain)
    group = as_row(person.get("group"))
    return Message(
        conversation=place,
        native=origin.native,
        sender=sender,
        time=origin.time or now,
        segments=segments,
        is_own=is_own,
        mentions_me=not is_own and _mentions(segments, account.own_id),
        via=as_user(group.get("id")) if place.kind is ConversationKind.TEMP else "",
        peer_name=_peer_name(place.kind, person, is_sync=is_sync, is_own=is_own),
        raw=raw or compact(packet),
    )


def role_of(value: object) -> Role:
    """Return a member's role; UNKNOWN where it is missing or none we know."""
    return _ROLES.get(value, Role.UNKNOWN) if isinstance(value, str) else Role.UNKNOWN


def sender_of(person: Row, kind: ConversationKind) -> Sender:
    """Return who *person* is: a member tells a card or a nickname under one name, whichever the group sees."""
    user = as_user(person.get("id"))
    if kind is ConversationKind.OTHER_CLIENT:
        return Sender(user, device_name(person))
    if "memberName" in person:
        title = as_name(person.get("specialTitle"))
        return Sender(user, "", as_name(person.get("memberName")), role_of(person.get("permission")), title)
    return Sender(user, as_name(person.get("nickname")))


def device_name(client: Row) -> str:
    """Return what to call another device of ours."""
    return as_name(client.get("platform")) or as_name(client.get("kind")) or as_user(client.get("id"))


def _place(kind: ConversationKind, person: Row, account: AccountId) -> ConversationId | None:
    where = person
    if kind is ConversationKind.GROUP:
        where = as_row(person.get("group")) or person
    peer = as_user(where.get("id"))
    if kind is ConversationKind.OTHER_CLIENT and not peer:
        peer = str(as_int(where.get("id")))
    return ConversationId(account, kind, peer) if peer else None


def _peer_name(kind: ConversationKind, person: Row, *, is_sync: bool, is_own: bool) -> str:
    if kind is ConversationKind.GROUP:
        return as_name((as_row(person.get("group")) or person).get("name"))
    if is_own and not is_sync:
        return ""
    if kind is ConversationKind.OTHER_CLIENT:
        return device_name(person)
    return as_name(person.get("memberName")) or as_name(person.get("nickname"))


def _mentions(segments: tuple[Segment, ...], own_id: str) -> bool:
    return any(isinstance(s, MentionAll) or (isinstance(s, Mention) and s.user == own_id) for s in segments)
