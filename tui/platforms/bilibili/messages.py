"""Reads messages into messages of the house, and what takes one back into its event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from tui.chat.events import MessageRecalled
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, Sender, clamp_time
from tui.platforms.bilibili import wire
from tui.platforms.bilibili.api.area import FAN_GROUP
from tui.platforms.bilibili.contents import SYSTEM_LINES, MessageType, decode_content
from tui.platforms.bilibili.event import talker_of, target_of
from tui.platforms.values import compact

RECALLED, REMOVED = 1, 2
_INT64 = 2**63


class Mark(Struct, frozen=True):
    """How far a conversation was read, and whether the service counts anything after that as not read: not all of it counts."""

    upto: int = 0
    has_unread: bool = False

    def is_read(self, sequence: int | None) -> bool | None:
        """Return whether the message numbered *sequence* was read, None where that is not told."""
        if sequence is None:
            return None
        return True if sequence <= self.upto else False if self.has_unread else None


NO_MARK = Mark()


def mark_of(row: wire.SessionRow) -> Mark:
    """Return the mark of a conversation, as the list has it."""
    return Mark(row.ack_seqno, row.unread_count > 0)


class Reading(Struct, frozen=True):
    """What one or several messages came to. The *recalls* are to be told before the *messages*: they may speak of some that are
    stored already, and of some that are here, which then never show as unread; both oldest first.
    """

    messages: tuple[Message, ...] = ()
    recalls: tuple[MessageRecalled, ...] = ()


def place_of_session(row: wire.SessionRow, account: AccountId) -> ConversationId:
    """Return the conversation that *row* of the list is."""
    if row.session_type == FAN_GROUP:
        kind = ConversationKind.FAN_GROUP
    else:
        is_system = row.system_msg_type or row.account_info.name
        kind = ConversationKind.SYSTEM if is_system else ConversationKind.FRIEND
    return ConversationId(account, kind, str(row.talker_id))


def place_of(message: wire.Message, account: AccountId) -> ConversationId:
    """Return where *message* stands, as far as it tells: that the other side is the system only the list says."""
    kind = ConversationKind.FAN_GROUP if message.receiver_type == FAN_GROUP else ConversationKind.FRIEND
    return ConversationId(account, kind, str(talker_of(message, wire.as_u64(account.own_id))))


def read_message(
    message: wire.Message,
    account: AccountId,
    place: ConversationId | None = None,
    *,
    emotes: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
) -> Reading:
    """Return what *message* is: something said, a line, or that another one was taken back.

    *place* is where it was asked for, *emotes* the codes of its page, *names* what people are called. A message that was recalled
    still has its content, and is told together with its recall: it is kept behind the reveal. One that the system removed is not
    shown, and is taken back by nobody in particular where it was shown before.
    """
    place = place or place_of(message, account)
    time = clamp_time(message.timestamp * 1000)
    author = str(message.sender_uid) if message.sender_uid else ""
    if message.msg_type == MessageType.WITHDRAW:
        target = target_of(message.content)
        if not target:
            return Reading((_said(message, place, account, emotes, names, time),))
        by_system = message.sys_cancel
        return Reading((), (MessageRecalled(place, str(target), "" if by_system else author, "" if by_system else author, time),))
    native = str(message.msg_key)
    if message.msg_status == REMOVED:
        return Reading((), (MessageRecalled(place, native, "", author, time),))
    said = (_said(message, place, account, emotes, names, time),)
    if message.msg_status == RECALLED:
        return Reading(said, (MessageRecalled(place, native, author, author, time),))
    return Reading(said)


def read_page(
    page: Iterable[wire.Message],
    account: AccountId,
    place: ConversationId | None = None,
    *,
    emotes: Iterable[wire.Emote] = (),
    names: Mapping[str, str] | None = None,
    mark: Mark = NO_MARK,
) -> Reading:
    """Return what a page holds, oldest first, in whichever order it came; *mark* is the service's own."""
    codes = frozenset(emote.text for emote in emotes)
    ordered = sorted(page, key=lambda message: (message.msg_seqno, message.msg_key))
    parts = [read_message(message, account, place, emotes=codes, names=names) for message in ordered]
    messages = (message for part in parts for message in part.messages)
    return Reading(
        tuple(replace(message, is_read=mark.is_read(message.sequence)) for message in messages),
        tuple(recall for part in parts for recall in part.recalls),
    )


def _said(
    message: wire.Message,
    place: ConversationId,
    account: AccountId,
    emotes: Iterable[str],
    names: Mapping[str, str] | None,
    time: int,
) -> Message:
    sender = str(message.sender_uid) if message.sender_uid else ""
    known = names or {}
    return Message(
        conversation=place,
        native=str(message.msg_key),
        sender=Sender(sender, known.get(sender, "")),
        time=time,
        segments=decode_content(message, emotes),
        sequence=message.msg_seqno if 0 < message.msg_seqno < _INT64 else None,
        is_own=sender == account.own_id,
        mentions_me=sender != account.own_id and wire.as_u64(account.own_id) in message.at_uids,
        is_notice=message.msg_type in SYSTEM_LINES or not sender,
        peer_name="" if place.is_group else known.get(place.peer, ""),
        raw=compact(message.raw),
        recalled_by=sender if message.msg_status == RECALLED else "",
    )
