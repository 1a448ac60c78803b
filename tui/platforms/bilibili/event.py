"""A message as those have it who listen to a :class:`~tui.platforms.bilibili.session.Session`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from tui.chat.segments import Card, Image, Notice, Segment, Share, Text
from tui.chat.text import clean_text, one_line
from tui.platforms.bilibili.api.area import FAN_GROUP
from tui.platforms.bilibili.contents import MessageType, decode_content
from tui.platforms.bilibili.media import Picture, Video, picture_of, title_of
from tui.platforms.bilibili.wire import Message, as_u64, read
from tui.platforms.values import as_int, as_row, as_text

_VIDEO_SOURCES = (5, 9)


class Event:
    """A message: *content* is text, a :class:`Picture`, a :class:`Video` or the number of a message that was taken back.

    Whatever the message holds or lacks, it is read; what nobody knows stays as it came. Times in seconds.
    """

    TEXT: ClassVar[int] = 1
    PICTURE: ClassVar[int] = 2
    WITHDRAW: ClassVar[int] = 5
    GROUPS_PICTURE: ClassVar[int] = 6
    SHARE_VIDEO: ClassVar[int] = 7
    NOTICE: ClassVar[int] = 10
    PUSHED_VIDEO: ClassVar[int] = 11
    WELCOME: ClassVar[int] = 306

    def __init__(self, data: Mapping[str, Any], self_uid: int) -> None:
        message = read(Message, dict(data))
        self.raw = message.raw
        self.uid = int(self_uid)
        self.receiver_id = message.receiver_id
        self.receiver_type = message.receiver_type
        self.sender_uid = message.sender_uid
        self.talker_id = talker_of(message, self.uid)
        self.msg_seqno = message.msg_seqno
        self.msg_type = message.msg_type
        self.msg_key = message.msg_key
        self.timestamp = message.timestamp
        self.content = self.__content(message)

    def __str__(self) -> str:
        """What happened, in one line."""
        place = f"应援团 {self.talker_id}" if self.receiver_type == FAN_GROUP else f"与 {self.talker_id} 的私聊"
        return one_line(f"[{place}] {self.sender_uid}: {_said(self.msg_type, self.content)}")

    def __repr__(self) -> str:
        return f"Event(msg_type={self.msg_type}, talker_id={self.talker_id}, msg_seqno={self.msg_seqno})"

    @staticmethod
    def __content(message: Message) -> int | str | Picture | Video:
        row = as_row(_parsed(message.content))
        if message.msg_type == Event.WITHDRAW:
            return target_of(message.content)
        if message.msg_type in (Event.PICTURE, Event.GROUPS_PICTURE) and row:
            return picture_of(row)
        if message.msg_type == Event.SHARE_VIDEO and as_int(row.get("source")) in _VIDEO_SOURCES:
            return Video(as_text(row.get("bvid")), as_u64(row.get("id")), title_of(row))
        if message.msg_type == Event.PUSHED_VIDEO and row:
            return Video(as_text(row.get("bvid")), as_u64(row.get("rid")), title_of(row))
        if message.msg_type in set(MessageType):
            words = "\n".join(line for part in decode_content(message) if (line := _words(part)))
            return words or message.content
        return message.content


def talker_of(message: Message, own: int) -> int:
    """Return whom a message is exchanged with: a group, else the side that is not *own*; it says so nowhere itself."""
    if message.receiver_type == FAN_GROUP:
        return message.receiver_id
    return message.receiver_id if message.sender_uid == own else message.sender_uid


def target_of(content: str) -> int:
    """Return the number of the message that a recall takes back; 0 where it says none."""
    parsed = _parsed(content)
    return as_u64(as_row(parsed).get("msg_key") if isinstance(parsed, dict) else parsed)


def _parsed(content: str) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _words(segment: Segment) -> str:
    if isinstance(segment, Text):
        return segment.text
    if isinstance(segment, Share):
        return " ".join(part for part in (segment.title, segment.url) if part)
    if isinstance(segment, Card):
        return " ".join(part for part in (segment.line, segment.url) if part)
    if isinstance(segment, Image):
        return segment.url
    return segment.value if isinstance(segment, Notice) else ""


def _said(kind: int, content: int | str | Picture | Video) -> str:
    if isinstance(content, Picture):
        return f"[图片] {content.url}"
    if isinstance(content, Video):
        return f"[视频] {content.title} {content.url}"
    if kind == Event.WITHDRAW:
        return f"[撤回] {content}"
    return clean_text(str(content))
