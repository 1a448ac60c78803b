"""What was said before: single messages, forwards, pages of history, media, recent conversations, and what was read."""

from __future__ import annotations

from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api.answers import Answer, nothing, one, rows
from tui.platforms.onebot11.api.area import UPLOAD_SECONDS, Area, Id, number, number_or_none
from tui.platforms.onebot11.dialects import LAGRANGE, NAPCAT_NAME, named
from tui.platforms.onebot11.message_models import BaseMessage

LOOKUP_SECONDS = 6.0
"""A look-up of one message: NapCat may never answer for a recalled one."""

HISTORY_SECONDS = 30.0


class Lookups(Area):
    """Messages that were said, and their media."""

    async def get_msg(self, message_id: Id, *, timeout: float | None = None) -> Answer[BaseMessage]:
        """Return one message, which can be replied to."""
        seconds = timeout if timeout is not None else min(LOOKUP_SECONDS, self._call_timeout)
        return await self._ask("get_msg", {"message_id": number(message_id)}, self.message, seconds)

    async def get_forward_msg(self, message_id: str, *, timeout: float | None = None) -> Answer[wire.Forwarded]:
        """Return the messages of a merged forward, by the id in its segment or of its message."""
        # Lagrange reads only ``id``; the others take either. The id is 19 digits and stays a string.
        params = {"id": str(message_id), "message_id": None if self._is(LAGRANGE) else str(message_id)}
        seconds = timeout if timeout is not None else max(HISTORY_SECONDS, self._call_timeout)
        return await self._ask("get_forward_msg", params, one(wire.Forwarded), seconds)

    async def get_group_msg_history(
        self, group_id: Id, message_seq: Id | None, count: int, reverse_order: bool, *, timeout: float | None = None
    ) -> Answer[wire.History]:
        """Return *count* messages of a group around an anchor, which is among them; without one (None, ``""``, 0) the newest.

        What *message_seq* is differs: NapCat and Lagrange want a message id, LLBot and go-cqhttp the true sequence. On NapCat
        *reverse_order* asks for older ones and its absence for newer ones; the others only know older ones.
        """
        params = {"group_id": number(group_id), **self._anchor(message_seq, count, reverse_order)}
        return await self._history("get_group_msg_history", params, timeout)

    async def get_friend_msg_history(
        self, user_id: Id, message_seq: Id | None, count: int, reverse_order: bool, *, timeout: float | None = None
    ) -> Answer[wire.History]:
        """Return *count* messages of a person, as in get_group_msg_history."""
        params = {"user_id": number(user_id), **self._anchor(message_seq, count, reverse_order)}
        return await self._history("get_friend_msg_history", params, timeout)

    def _anchor(self, message_seq: Id | None, count: int, reverse_order: bool) -> dict[str, Any]:
        ways = named(self._dialect)
        anchor = "" if message_seq in (None, 0, "0") else str(message_seq)
        params: dict[str, Any] = {} if ways.page_rows is not None else {"count": count}
        if anchor or ways.always_anchored:
            params[ways.anchor_key] = anchor if ways.anchor_is_text else number(anchor or 0)
        if ways.direction_key and (anchor or not ways.pages_forward):
            params[ways.direction_key] = reverse_order
        return params

    async def _history(self, method: str, params: dict[str, Any], timeout: float | None) -> Answer[wire.History]:
        seconds = timeout if timeout is not None else max(HISTORY_SECONDS, self._call_timeout)
        return await self._ask(method, params, one(wire.History), seconds)

    async def get_recent_contact(self, count: int, *, timeout: float | None = None) -> Answer[list[wire.RecentRow]]:
        """Return the *count* conversations that were active last, each with its latest message."""
        return await self._ask("get_recent_contact", {"count": count}, rows(wire.RecentRow), timeout)

    async def get_image(self, image_id: str, *, timeout: float | None = None) -> Answer[wire.FileInfo]:
        """Return where a picture is, by the ``file`` of its segment."""
        return await self._ask("get_image", self._file_key(image_id), one(wire.FileInfo), self._slow(timeout))

    async def get_record(
        self, record_id: str, output_type: str = "mp3", *, timeout: float | None = None
    ) -> Answer[wire.FileInfo]:
        """Return where a voice is, converted to *output_type*: mp3, amr, wma, m4a, spx, ogg, wav, flac."""
        params = {**self._file_key(record_id), "out_format": output_type}
        return await self._ask("get_record", params, one(wire.FileInfo), self._slow(timeout))

    async def get_file(self, file_id: str, *, timeout: float | None = None) -> Answer[wire.FileInfo]:
        """Return where a file is on the implementation's host, or its bytes where it is set to send them."""
        return await self._ask("get_file", {"file_id": file_id}, one(wire.FileInfo), self._slow(timeout))

    def _file_key(self, identifier: str) -> dict[str, str]:
        # ``file`` is the standard's and the others'; NapCat looks a handle up by ``file_id``.
        if self._is_unknown:
            return {"file": identifier, "file_id": identifier}
        return {"file_id" if self._is(NAPCAT_NAME) else "file": identifier}

    def _slow(self, timeout: float | None) -> float:
        return timeout if timeout is not None else max(UPLOAD_SECONDS, self._call_timeout)

    async def mark_msg_as_read(
        self,
        group_id: Id | None = None,
        user_id: Id | None = None,
        *,
        message_id: Id | None = None,
        timeout: float | None = None,
    ) -> Answer[None]:
        """Tell that a conversation was read. All but NapCat know the place only by its newest *message_id*."""
        return await self._mark("mark_msg_as_read", group_id, user_id, message_id, timeout)

    async def mark_group_msg_as_read(
        self, group_id: Id, *, message_id: Id | None = None, timeout: float | None = None
    ) -> Answer[None]:
        """Tell that a group was read, as in mark_msg_as_read."""
        return await self._mark("mark_group_msg_as_read", group_id, None, message_id, timeout)

    async def mark_private_msg_as_read(
        self, user_id: Id, *, message_id: Id | None = None, timeout: float | None = None
    ) -> Answer[None]:
        """Tell that a private conversation was read, as in mark_msg_as_read."""
        return await self._mark("mark_private_msg_as_read", None, user_id, message_id, timeout)

    async def _mark(
        self, method: str, group_id: Id | None, user_id: Id | None, message_id: Id | None, timeout: float | None
    ) -> Answer[None]:
        keys = {"group_id": group_id, "user_id": user_id, "message_id": message_id}
        return await self._ask(method, {key: number_or_none(value) for key, value in keys.items()}, nothing, timeout)

    async def mark_all_as_read(self, *, timeout: float | None = None) -> Answer[None]:
        """Tell that everything was read."""
        return await self._ask("mark_all_as_read", {}, nothing, timeout)
