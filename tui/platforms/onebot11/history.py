"""Pages of history, and finding messages again that the implementation has forgotten the ids of."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.messages import Message
from tui.platforms.base import Page, PageEnd
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import CallError, CallRefusedError
from tui.platforms.onebot11.dialects import Anchor, Dialect
from tui.platforms.onebot11.messages import decode_message
from tui.platforms.onebot11.values import Row, as_id, as_int, as_time, wire_number

log = logging.getLogger(__name__)

RELIST_PAGES = 10
RELIST_ROWS = 100
EMPTY_PAGES = 5
"""Pages in a row that may hold nothing to show (grey tips only) before paging gives up."""

_HAS_HISTORY = (ConversationKind.GROUP, ConversationKind.FRIEND, ConversationKind.TEMP, ConversationKind.STRANGER)


class _Listed(Struct, frozen=True):
    """One row as listed: its id, sequence (None where not told) and time in ms, and the row."""

    native: str
    sequence: int | None
    time: int
    row: Row


class _UnknownAnchorError(Exception):
    """The implementation does not know the message that the page was asked around."""


class History:
    """The history over one connection. *saw* is told every message id that a listing made known again."""

    def __init__(self, api: Api, dialect: Dialect, saw: Callable[[str], None], clock: Callable[[], int]) -> None:
        self._api = api
        self._dialect = dialect
        self._saw = saw
        self._clock = clock

    async def page(self, conversation: ConversationId, before: MessageRef | None, after: MessageRef | None, limit: int) -> Page:
        """Return the page that was asked for; failures are in its end, never raised."""
        if conversation.kind not in _HAS_HISTORY:
            return Page((), PageEnd.REACHED)
        anchor = before or after
        if anchor is not None and (self._dialect.anchor is Anchor.NONE or not anchor.native):
            return Page((), PageEnd.UNKNOWN)
        is_older = after is None
        try:
            try:
                return await self._around(conversation, anchor.native if anchor else "", is_older, limit)
            except _UnknownAnchorError:
                if anchor is None:
                    return Page((), PageEnd.REACHED)
                known = await self.relist(conversation, anchor)
                if known is None:
                    return Page((), PageEnd.UNKNOWN)
                return await self._beside(conversation, anchor, known, is_older, limit)
        except _UnknownAnchorError:
            return Page((), PageEnd.UNKNOWN)
        except CallRefusedError as error:
            return Page((), PageEnd.REFUSED, error.words)
        except CallError as error:
            return Page((), PageEnd.UNKNOWN, error.words)

    async def relist(self, conversation: ConversationId, target: MessageRef) -> str | None:
        """List from the newest back until *target* is met, so that its id works again; return its id.

        When the list runs past its place without it (deleted meanwhile), return the id of the row just older; None when the
        pages allowed did not reach it. Raises CallError.
        """
        anchor = ""
        for _ in range(RELIST_PAGES):
            try:
                rows = await self._fetch(conversation, anchor, is_older=True, count=RELIST_ROWS)
            except _UnknownAnchorError:
                return None
            if any(row.native == target.native for row in rows):
                return target.native
            past = [row for row in rows if _is_before(row, target)]
            if past:
                return past[-1].native
            if not rows or rows[0].native == anchor:
                return None
            anchor = rows[0].native
        return None

    async def _beside(self, conversation: ConversationId, anchor: MessageRef, known: str, is_older: bool, limit: int) -> Page:
        if known == anchor.native:
            return await self._around(conversation, known, is_older, limit)
        # The anchor itself is gone; *known* is its older neighbour, so it belongs to the page that is older.
        page = await self._around(conversation, known, is_older, limit, is_included=is_older)
        newer = tuple(m for m in page.messages if is_older or not _is_message_before(m, anchor))
        return Page(newer, page.end, page.words)

    async def _around(
        self, conversation: ConversationId, anchor: str, is_older: bool, limit: int, is_included: bool = False
    ) -> Page:
        seen = set() if is_included else {anchor}
        for _ in range(EMPTY_PAGES):
            rows = await self._fetch(conversation, anchor, is_older, limit + (1 if anchor else 0))
            new = [row for row in rows if not row.native or row.native not in seen]
            if not any(row.native for row in new):
                return Page((), PageEnd.REACHED)
            messages = self._decode(conversation, new)
            if messages:
                kept = messages[-limit:] if is_older else messages[:limit]
                return Page(kept, PageEnd.MORE)
            seen.update(row.native for row in new)
            named = [row.native for row in new if row.native]
            anchor = named[0] if is_older else named[-1]
        return Page((), PageEnd.UNKNOWN)

    async def _fetch(self, conversation: ConversationId, anchor: str, is_older: bool, count: int) -> list[_Listed]:
        is_group = conversation.kind is ConversationKind.GROUP
        list_rows = self._api.get_group_msg_history if is_group else self._api.get_friend_msg_history
        try:
            answer = (await list_rows(conversation.peer, anchor or None, count, bool(anchor) and is_older)).data.messages
        except CallRefusedError as error:
            # NapCat throws this both for an id it does not know and for a history that is empty.
            if "不存在" in error.words and not error.is_unknown_action:
                raise _UnknownAnchorError from error
            raise
        rows = [self._listed(row) for row in answer if isinstance(row, dict)]
        if len(rows) != len(answer):
            log.warning("%d rows of history were no messages", len(answer) - len(rows))
        for row in rows:
            if row.native:
                self._saw(row.native)
        # Oldest first as every implementation has it, made sure of; a row without a time stays beside its neighbour.
        return sorted(rows, key=lambda row: row.time) if all(row.time for row in rows) else rows

    def _listed(self, row: Row) -> _Listed:
        sequence = as_int(row.get(self._dialect.sequence_key)) or None
        return _Listed(as_id(row.get("message_id")), sequence, as_time(row.get("time")), row)

    def _decode(self, conversation: ConversationId, rows: Sequence[_Listed]) -> tuple[Message, ...]:
        messages: list[Message] = []
        now = next((row.time for row in rows if row.time), 0) or self._clock()
        for row in rows:
            now = row.time or now
            message = decode_message(_placed(row.row, conversation), conversation.account, self._dialect, now)
            if message is None:
                continue
            # The page belongs to the conversation that was asked for, whatever each row says of itself.
            is_here = message.conversation == conversation
            messages.append(message if is_here else replace(message, conversation=conversation))
        return tuple(messages)


def _placed(row: Row, conversation: ConversationId) -> Row:
    # Some rows (own ones on Lagrange, get_msg there) leave out where they were said.
    is_group = conversation.kind is ConversationKind.GROUP
    if is_group and not row.get("group_id"):
        return {**row, "message_type": "group", "group_id": wire_number(conversation.peer)}
    return row


def _is_before(row: _Listed, target: MessageRef) -> bool:
    if row.sequence is not None and target.sequence is not None:
        return row.sequence < target.sequence
    # A second holds many messages, so only a whole second earlier is certainly before.
    return row.time + 1000 <= target.time - target.time % 1000 if row.time and target.time else False


def _is_message_before(message: Message, target: MessageRef) -> bool:
    if message.sequence is not None and target.sequence is not None:
        return message.sequence < target.sequence
    return message.time < target.time
