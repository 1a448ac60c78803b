"""Reads message events and rows of history, which have one shape, into messages."""

from __future__ import annotations

from tui.chat.emoji import Tally
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, Sender
from tui.chat.segments import Mention, MentionAll, Segment
from tui.platforms.onebot11.dialects import Dialect
from tui.platforms.onebot11.emoji import emoji_of
from tui.platforms.onebot11.segments import decode
from tui.platforms.values import (
    Row,
    as_id,
    as_int,
    as_name,
    as_role,
    as_row,
    as_text,
    as_time,
    as_user,
    compact,
    wire_number,
)

_NO_GROUP = "284840486"
"""What NapCat writes for the group of a temporary session whose group it could not find."""

_PRIVATE_KINDS = {"friend": ConversationKind.FRIEND, "": ConversationKind.FRIEND, "group": ConversationKind.TEMP}


def decode_message(frame: Row, account: AccountId, dialect: Dialect, now: int, raw: str = "") -> Message | None:
    """Return the message in *frame*; None when it has no place, or nothing to show (NapCat sends grey tips so).

    *now* (ms) dates a message that has no time of its own. *raw* is the text it came as, where it came alone.
    """
    user = as_user(frame.get("user_id")) or as_user(as_row(frame.get("sender")).get("user_id"))
    is_own = user == account.own_id
    conversation = place_of(frame, account, user)
    segments = _segments(frame)
    if conversation is None or not segments:
        return None
    sender = _sender(frame, user)
    is_group = conversation.kind is ConversationKind.GROUP
    return Message(
        conversation=conversation,
        native=as_id(frame.get("message_id")),
        sender=sender,
        time=as_time(frame.get("time")) or now,
        segments=segments,
        sequence=as_int(frame.get(dialect.sequence_key)) or None,
        is_own=is_own,
        mentions_me=not is_own and _mentions(segments, account.own_id),
        via=_via(frame) if conversation.kind is ConversationKind.TEMP else "",
        peer_name=as_name(frame.get("group_name")) if is_group else ("" if is_own else sender.nickname),
        raw=raw or compact(frame),
        reactions=read_tallies(frame.get("emoji_likes_list")),
    )


def read_tallies(rows: object) -> tuple[Tally, ...] | None:
    """Return how often each emoji stands below a message, as get_msg tells it on NapCat; None where it does not."""
    if not isinstance(rows, list):
        return None
    found = [(as_id(as_row(row).get("emoji_id")), as_int(as_row(row).get("likes_cnt"))) for row in rows]
    return tuple(Tally(emoji_of(id), count) for id, count in found if id and count > 0)


def place_of(frame: Row, account: AccountId, user: str) -> ConversationId | None:
    """Return where a message was said: its group, else the peer, who is the target of our own messages."""
    group = as_user(frame.get("group_id"))
    if frame.get("message_type") == "group" or (group and frame.get("message_type") != "private"):
        return ConversationId(account, ConversationKind.GROUP, group) if group else None
    peer = user
    if user == account.own_id:
        peer = as_user(frame.get("target_id")) or user
    kind = _PRIVATE_KINDS.get(as_text(frame.get("sub_type")), ConversationKind.STRANGER)
    return ConversationId(account, kind, peer) if peer else None


def placed(row: Row, conversation: ConversationId) -> Row:
    """Return *row* with the place it was asked from put in where it does not say it: rows of history, and get_msg's."""
    if conversation.kind is ConversationKind.GROUP:
        return row if row.get("group_id") else {**row, "message_type": "group", "group_id": wire_number(conversation.peer)}
    if row.get("target_id") or row.get("message_type") == "group":
        return row
    return {**row, "message_type": "private", "target_id": wire_number(conversation.peer)}


def _via(frame: Row) -> str:
    # NapCat tells the group of a temporary session beside the message, LLBot and go-cqhttp inside its sender.
    group = as_user(frame.get("group_id")) or as_user(as_row(frame.get("sender")).get("group_id"))
    return "" if group == _NO_GROUP else group


def _segments(frame: Row) -> tuple[Segment, ...]:
    message = frame.get("message")
    return decode(message) if message not in (None, "", []) else decode(frame.get("raw_message") or None)


def _sender(frame: Row, user: str) -> Sender:
    sender = as_row(frame.get("sender"))
    anonymous = as_row(frame.get("anonymous"))
    return Sender(
        user,
        as_name(anonymous.get("name")) or as_name(sender.get("nickname")),
        as_name(sender.get("card")),
        as_role(sender.get("role")),
        as_name(sender.get("title")),
    )


def _mentions(segments: tuple[Segment, ...], own_id: str) -> bool:
    return any(isinstance(s, MentionAll) or (isinstance(s, Mention) and s.user == own_id) for s in segments)
