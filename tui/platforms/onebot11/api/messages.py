"""Saying something, and what is done with one message: quoted, forwarded, recalled, reacted to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import chain
from tui.platforms.onebot11.api.answers import Answer, EmptyMessageError, anything, nothing, one
from tui.platforms.onebot11.api.area import Area, Id, number, number_or_none
from tui.platforms.onebot11.api.chain import Element, MessageChain
from tui.platforms.onebot11.dialects import GOCQHTTP, LAGRANGE
from tui.platforms.onebot11.encode import WireSegment

MAX_SEND_SECONDS = 1800.0
FORWARD_SECONDS = 60.0
_BYTES_A_SECOND = 256 * 1024
_UPLOAD_SECONDS = 60.0
_UPLOADS = ("image", "record", "video", "file")


class Messages(Area):
    """Messages that go out."""

    async def post_group_msg(
        self,
        group_id: Id,
        text: str | None = None,
        face: int | None = None,
        json: str | None = None,
        markdown: str | None = None,
        at: Id | None = None,
        reply: Id | None = None,
        music: list[Any] | dict[str, Any] | None = None,
        dice: bool = False,
        rps: bool = False,
        image: str | None = None,
        rtf: MessageChain | None = None,
        *,
        timeout: float | None = None,
    ) -> Answer[wire.Sent]:
        """Say something in a group; the parts stand in the order of the parameters, the quote first, *rtf* last.

        *music* is ``[type, id]`` or a dict of url, audio, title, image, singer. Raises EmptyMessageError, NotOfferedError.
        """
        parts = _parts(text, face, json, markdown, at, reply, music, dice, rps, image)
        return await self._post("post_group_msg", {"group_id": number(group_id)}, parts, rtf, timeout)

    async def post_private_msg(
        self,
        user_id: Id,
        text: str | None = None,
        face: int | None = None,
        json: str | None = None,
        markdown: str | None = None,
        reply: Id | None = None,
        music: list[Any] | dict[str, Any] | None = None,
        dice: bool = False,
        rps: bool = False,
        image: str | None = None,
        rtf: MessageChain | None = None,
        *,
        group_id: Id | None = None,
        timeout: float | None = None,
    ) -> Answer[wire.Sent]:
        """Say something to a person, as in post_group_msg; *group_id* is the group shared with one who is no friend."""
        parts = _parts(text, face, json, markdown, None, reply, music, dice, rps, image)
        target = {"user_id": number(user_id), "group_id": number_or_none(group_id)}
        return await self._post("post_private_msg", target, parts, rtf, timeout)

    async def post_group_file(
        self,
        group_id: Id,
        image: str | None = None,
        record: str | None = None,
        video: str | None = None,
        file: str | None = None,
        markdown: str | None = None,
        *,
        timeout: float | None = None,
    ) -> Answer[wire.Sent]:
        """Send one picture, voice, video, file or markdown (the first that is given) as a message of its own.

        Paths are the implementation's. For a group's files see upload_group_file.
        """
        parts = _media(image, record, video, file, markdown)
        return await self._post("post_group_file", {"group_id": number(group_id)}, parts, None, timeout)

    async def post_private_file(
        self,
        user_id: Id,
        image: str | None = None,
        record: str | None = None,
        video: str | None = None,
        file: str | None = None,
        markdown: str | None = None,
        *,
        timeout: float | None = None,
    ) -> Answer[wire.Sent]:
        """Send one picture, voice, video, file or markdown to a person, as in post_group_file."""
        parts = _media(image, record, video, file, markdown)
        return await self._post("post_private_file", {"user_id": number(user_id)}, parts, None, timeout)

    async def send_group_msg(
        self, group_id: Id, message: Sequence[WireSegment], *, timeout: float | None = None
    ) -> Answer[wire.Sent]:
        """Say a list of wire segments in a group."""
        return await self._send("send_group_msg", {"group_id": number(group_id)}, list(message), timeout)

    async def send_private_msg(
        self, user_id: Id, message: Sequence[WireSegment], *, group_id: Id | None = None, timeout: float | None = None
    ) -> Answer[wire.Sent]:
        """Say a list of wire segments to a person, through *group_id* if they are no friend."""
        target = {"user_id": number(user_id), "group_id": number_or_none(group_id)}
        return await self._send("send_private_msg", target, list(message), timeout)

    async def send_group_forward_msg(
        self,
        group_id: Id,
        messages: Sequence[Id | Mapping[str, Any]],
        *,
        source: str | None = None,
        news: Sequence[str] | None = None,
        summary: str | None = None,
        prompt: str | None = None,
        timeout: float | None = None,
    ) -> Answer[wire.Sent]:
        """Send a merged forward of *messages* (ids, or whole node segments) to a group.

        *source* is its title, *news* the lines of the preview, *summary* its foot, *prompt* the line in lists of conversations.
        """
        look = _look(source, news, summary, prompt)
        return await self._forward("send_group_forward_msg", {"group_id": number(group_id)}, messages, look, timeout)

    async def send_private_forward_msg(
        self,
        user_id: Id,
        messages: Sequence[Id | Mapping[str, Any]],
        *,
        source: str | None = None,
        news: Sequence[str] | None = None,
        summary: str | None = None,
        prompt: str | None = None,
        timeout: float | None = None,
    ) -> Answer[wire.Sent]:
        """Send a merged forward to a person, as in send_group_forward_msg."""
        look = _look(source, news, summary, prompt)
        return await self._forward("send_private_forward_msg", {"user_id": number(user_id)}, messages, look, timeout)

    async def forward_friend_single_msg(self, message_id: Id, user_id: Id, *, timeout: float | None = None) -> Answer[None]:
        """Forward one message to a person; only its own event tells the new id."""
        params = {"message_id": number(message_id), "user_id": number(user_id)}
        return await self._ask("forward_friend_single_msg", params, nothing, timeout)

    async def forward_group_single_msg(self, message_id: Id, group_id: Id, *, timeout: float | None = None) -> Answer[None]:
        """Forward one message to a group; only its own event tells the new id."""
        params = {"message_id": number(message_id), "group_id": number(group_id)}
        return await self._ask("forward_group_single_msg", params, nothing, timeout)

    async def delete_msg(self, message_id: Id, *, timeout: float | None = None) -> Answer[None]:
        """Recall a message."""
        return await self._ask("delete_msg", {"message_id": number(message_id)}, nothing, timeout)

    async def send_poke(
        self, user_id: Id, group_id: Id | None = None, *, target_id: Id | None = None, timeout: float | None = None
    ) -> Answer[Any]:
        """Poke somebody, in a group or in private; *target_id* where in private it is not the peer itself that is poked."""
        group = number_or_none(group_id)
        if self._is(GOCQHTTP):
            poke = {"type": "poke", "data": {"qq": str(target_id or user_id)}}
            place = {"message_type": "private", "user_id": number(user_id)}
            if group is not None:
                place = {"message_type": "group", "group_id": group}
            return await self._ask("send_poke", {**place, "message": [poke]}, anything, timeout)
        params = {"user_id": number(user_id), "group_id": group, "target_id": number_or_none(target_id)}
        return await self._ask("send_poke", params, anything, timeout)

    async def set_msg_emoji_like(
        self, message_id: Id, emoji_id: Id, emoji_set: bool, *, group_id: Id | None = None, timeout: float | None = None
    ) -> Answer[Any]:
        """React to a message, or take the reaction back. *emoji_id* is a face's number or a character's code point.

        Lagrange needs the message's *group_id* too; without it ValueError is raised there.
        """
        if self._is(LAGRANGE):
            if number_or_none(group_id) is None:
                raise ValueError("set_group_reaction needs the group_id")
            params = {"group_id": number_or_none(group_id), "message_id": number(message_id)}
            return await self._ask(
                "set_msg_emoji_like", {**params, "code": str(emoji_id), "is_add": emoji_set}, anything, timeout
            )
        params = {"message_id": number(message_id), "emoji_id": number(emoji_id), "set": emoji_set}
        return await self._ask("set_msg_emoji_like", params, anything, timeout)

    async def fetch_emoji_like(
        self,
        message_id: Id,
        emoji_id: str,
        emoji_type: str,
        group_id: Id | None = None,
        user_id: Id | None = None,
        count: int | None = None,
        *,
        cookie: str | None = None,
        timeout: float | None = None,
    ) -> Answer[wire.EmojiLikes]:
        """Return who reacted with one emoji; *cookie* of the page before asks for the next one.

        *emoji_type* is 1 for QQ's faces, 2 for characters. *group_id* and *user_id* are no part of the wire: ids suffice.
        """
        params = {
            "message_id": number(message_id),
            "emojiId": str(emoji_id),
            "emojiType": str(emoji_type),
            "count": count,
            "cookie": cookie,
        }
        return await self._ask("fetch_emoji_like", params, one(wire.EmojiLikes), timeout)

    async def _post(
        self, method: str, target: Mapping[str, Any], parts: list[Element], rtf: MessageChain | None, timeout: float | None
    ) -> Answer[wire.Sent]:
        message = MessageChain([*parts, *(rtf or ())]).to_wire()
        if not message:
            raise EmptyMessageError("消息不能为空")
        return await self._send(method, target, message, timeout)

    async def _send(
        self, method: str, target: Mapping[str, Any], message: list[WireSegment], timeout: float | None
    ) -> Answer[wire.Sent]:
        self._check_segments(message)
        seconds = timeout if timeout is not None else send_seconds(message, self._call_timeout)
        return await self._ask(method, {**target, "message": message}, one(wire.Sent), seconds)

    async def _forward(
        self,
        method: str,
        target: Mapping[str, Any],
        messages: Sequence[Id | Mapping[str, Any]],
        look: Mapping[str, Any],
        timeout: float | None,
    ) -> Answer[wire.Sent]:
        nodes = [dict(row) if isinstance(row, Mapping) else chain.Node(row).to_wire() for row in messages]
        if not nodes:
            raise EmptyMessageError("消息不能为空")
        seconds = timeout if timeout is not None else max(FORWARD_SECONDS, self._call_timeout)
        return await self._ask(method, {**target, "messages": nodes, **look}, one(wire.Sent), seconds)


def send_seconds(message: Sequence[WireSegment], base: float = 15.0) -> float:
    """Return how long sending *message* may take: longer with each byte sent along, and with uploads the host must fetch."""
    seconds = base
    for row in message:
        source = str(row.get("data", {}).get("file", ""))
        if source.startswith("base64://"):
            seconds += len(source) / _BYTES_A_SECOND
        elif row["type"] in _UPLOADS:
            seconds += _UPLOAD_SECONDS
    return min(seconds, max(base, MAX_SEND_SECONDS))


def _parts(
    text: str | None,
    face: int | None,
    json: str | None,
    markdown: str | None,
    at: Id | None,
    reply: Id | None,
    music: list[Any] | dict[str, Any] | None,
    dice: bool,
    rps: bool,
    image: str | None,
) -> list[Element]:
    parts: list[Element | None] = [
        None if reply in (None, "") else chain.Reply(reply or 0),
        chain.Text(text) if text else None,
        None if face is None else chain.Face(face),
        chain.Json(json) if json else None,
        chain.Markdown(markdown) if markdown else None,
        None if at in (None, "") else chain.At(at or 0),
        chain.music(music) if music else None,
        chain.Dice() if dice else None,
        chain.Rps() if rps else None,
        chain.Image(image) if image else None,
    ]
    return [part for part in parts if part is not None]


def _media(image: str | None, record: str | None, video: str | None, file: str | None, markdown: str | None) -> list[Element]:
    if image:
        return [chain.Image(image)]
    if record:
        return [chain.Record(record)]
    if video:
        return [chain.Video(video)]
    if file:
        return [chain.File(file)]
    return [chain.Markdown(markdown)] if markdown else []


def _look(source: str | None, news: Sequence[str] | None, summary: str | None, prompt: str | None) -> dict[str, Any]:
    lines = None if news is None else [{"text": line} for line in news]
    return {"source": source, "news": lines, "summary": summary, "prompt": prompt}
