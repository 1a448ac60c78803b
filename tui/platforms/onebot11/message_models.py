"""Messages as bot authors get them: every field of the wire under its own name, and an answer to each by ``reply``.

``Api.message(frame)`` makes them of an event or a row of a history, ``Api.get_msg`` returns one. They take whatever comes: what
is missing or null reads as empty, numbers and strings stand for each other, and ``raw`` is the frame itself. Names and words are
as they were written: what is put on a screen must be cleaned first, as the decoder of messages does it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr

from tui.chat import cqcode
from tui.platforms.call_errors import CallNotSentError
from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.calls import running_loop
from tui.platforms.values import Row, as_row, as_text, as_user

if TYPE_CHECKING:
    from tui.platforms.onebot11.api import Answer, Api, MessageChain

Segments = list[dict[str, Any]]


class InsideLoopError(RuntimeError):
    """``reply_sync`` was called on the connection's own loop, where it would wait for itself: ``await msg.reply(...)`` there."""


class UnboundMessageError(RuntimeError):
    """The message was read without a connection, so nothing can be answered to it: ``api.message(frame)`` makes one that can."""


def as_segments(message: object) -> Segments:
    """Return a wire message (an array, one segment, or a string with CQ codes) as a list of segments."""
    if isinstance(message, str):
        return [{"type": kind, "data": dict(data)} for kind, data in cqcode.parse(message)]
    rows = message if isinstance(message, list) else [message]
    return [row for row in rows if isinstance(row, dict)]


Message = Annotated[Segments, BeforeValidator(as_segments)]


class Sender(wire.Wire):
    """Who said it; ``card``, ``role``, ``level`` and ``title`` only in groups, and only where they are told."""

    user_id: wire.User = ""
    nickname: wire.Text = ""
    card: wire.Text = ""
    role: wire.Text = ""
    level: wire.Text = ""
    title: wire.Text = ""
    sex: wire.Text = ""
    age: wire.Number = 0
    area: wire.Text = ""
    group_id: wire.User = ""
    """The group of a temporary chat, where the implementation tells it here."""


class Anonymous(wire.Wire):
    """Whom an anonymous message is from; ``flag`` mutes them."""

    id: wire.Id = ""
    name: wire.Text = ""
    flag: wire.Text = ""


class BaseMessage(wire.Wire):
    """What messages of groups and of people have in common. Ids are text, ``time`` is in seconds.

    ``message`` is a list of segments also where the wire has a string; ``message_format`` says what it had.
    """

    self_id: wire.User = ""
    user_id: wire.User = ""
    group_id: wire.User = ""
    """The group it was said in; of a temporary chat the group that is shared; else empty."""
    target_id: wire.User = ""
    message_id: wire.Id = ""
    message_type: wire.Text = ""
    sub_type: wire.Text = ""
    raw_message: wire.Text = ""
    message: Message = Field(default_factory=list)
    message_format: wire.Text = ""
    message_seq: wire.Id = ""
    real_id: wire.Id = ""
    real_seq: wire.Id = ""
    time: wire.Number = 0
    font: wire.Number = 0
    post_type: wire.Text = ""
    sender: Annotated[Sender, wire.Nested] = Field(default_factory=Sender)
    emoji_likes_list: wire.Rows = Field(default_factory=list)

    _raw: Row = PrivateAttr(default_factory=dict)
    _api: Api | None = PrivateAttr(default=None)

    @property
    def raw(self) -> Row:
        """The frame as it came."""
        return self._raw

    @property
    def is_own(self) -> bool:
        """Whether we said it, perhaps from another device."""
        return bool(self.user_id) and self.user_id == self.self_id

    async def reply(
        self,
        text: str | MessageChain | Sequence[Mapping[str, Any]] | None = None,
        face: int | None = None,
        json: str | None = None,
        markdown: str | None = None,
        at: int | str | None = None,
        music: list[Any] | dict[str, Any] | None = None,
        dice: bool = False,
        rps: bool = False,
        image: str | None = None,
        rtf: MessageChain | None = None,
        *,
        timeout: float | None = None,
    ) -> Answer[wire.Sent]:
        """Answer where it was said, quoting it: as ``post_group_msg`` or ``post_private_msg``, with their parameters.

        *text* may also be a MessageChain or a list of segments. What QQ only sends alone (dice, rps, music, json) goes without
        the quote. *at* is for groups. Raises UnboundMessageError, ValueError, and what the methods of the API raise.
        """
        from tui.platforms.onebot11.api import MessageChain

        if self._api is None:
            raise UnboundMessageError("this message was read without a connection")
        if text is not None and not isinstance(text, str):
            rtf = MessageChain([*text, *(rtf or ())])
            text = None
        is_alone = bool(dice or rps or music or json)
        quoted = self.message_id if self.message_id and not is_alone else None
        said = {"text": text, "face": face, "json": json, "markdown": markdown, "music": music, "dice": dice, "rps": rps}
        return await self._post({**said, "image": image, "rtf": rtf, "reply": quoted, "timeout": timeout}, at)

    def reply_sync(self, *args: Any, **kwargs: Any) -> Answer[wire.Sent]:
        """Answer as :meth:`reply` does, from a thread that is not the connection's, and wait for the outcome.

        Raises InsideLoopError on the connection's loop, CallNotSentError where it has ended, and what ``reply`` raises.
        """
        if self._api is None:
            raise UnboundMessageError("this message was read without a connection")
        loop = self._api.loop
        if loop is None or not loop.is_running():
            raise CallNotSentError("not_connected")
        if running_loop() is loop:
            raise InsideLoopError("reply_sync would wait for itself on the connection's loop: await msg.reply(...) here")
        return asyncio.run_coroutine_threadsafe(self.reply(*args, **kwargs), loop).result()

    async def _post(self, said: dict[str, Any], at: int | str | None) -> Answer[wire.Sent]:
        raise ValueError(f"where this was said is not known (message_type {self.message_type!r})")


class GroupMessage(BaseMessage):
    """A message of a group."""

    group_name: wire.Text = ""
    anonymous: Annotated[Anonymous, wire.Nested] = Field(default_factory=Anonymous)

    async def _post(self, said: dict[str, Any], at: int | str | None) -> Answer[wire.Sent]:
        if not self.group_id:
            raise ValueError("the implementation did not tell the group of this message")
        assert self._api is not None
        return await self._api.post_group_msg(self.group_id, at=at, **said)


class PrivateMessage(BaseMessage):
    """A message of a person: a friend (``sub_type`` friend), or somebody through a shared group (group)."""

    temp_source: wire.Text = ""

    @property
    def peer_id(self) -> str:
        """The other side, whoever spoke."""
        return (self.target_id if self.is_own else "") or self.user_id

    async def _post(self, said: dict[str, Any], at: int | str | None) -> Answer[wire.Sent]:
        if at not in (None, ""):
            raise ValueError("nobody can be mentioned in private")
        assert self._api is not None
        through = (self.group_id or self.sender.group_id) if self.sub_type == "group" else ""
        return await self._api.post_private_msg(self.peer_id, group_id=through or None, **said)


def read_message(frame: object, api: Api | None = None) -> BaseMessage:
    """Return the message in *frame*; with *api*, one that can be answered. What is no message reads as an empty BaseMessage."""
    row = as_row(frame)
    message = wire.read(_model_of(row), _filled(row))
    message._raw = row
    message._api = api
    return message


def _model_of(row: Row) -> type[BaseMessage]:
    kind = as_text(row.get("message_type"))
    if kind == "group" or (not kind and as_user(row.get("group_id"))):
        return GroupMessage
    return PrivateMessage if kind == "private" else BaseMessage


def _filled(row: Row) -> dict[str, Any]:
    """Return *row* with what it leaves out and yet tells: go-cqhttp's format, and the author beside the sender."""
    message = row.get("message")
    is_string = isinstance(message, str)
    filled = {"message_format": "string" if is_string else "array", **row}
    if message in (None, "", []):
        filled["message"] = row.get("raw_message") or []
    if not as_user(row.get("user_id")):
        filled["user_id"] = as_row(row.get("sender")).get("user_id")
    return filled
