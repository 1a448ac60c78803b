"""Pages of history, and finding messages again that the implementation has forgotten the ids of."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.messages import Message
from tui.platforms.base import Page, PageEnd
from tui.platforms.call_errors import CallError
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.dialects import Anchor, Dialect
from tui.platforms.onebot11.messages import decode_message, placed
from tui.platforms.values import Row, as_id, as_int, as_row, as_time, as_user

log = logging.getLogger(__name__)

RELIST_PAGES = 10
RELIST_ROWS = 100
EMPTY_PAGES = 5
"""Pages in a row that may hold nothing to show (grey tips, sequences nobody has) before paging gives up."""

STAND_INS = 500

MANY_BREAKS = 3
BREAK_REST = 600_000
"""Milliseconds for which a history is left alone that ended so many connections."""

_HAS_HISTORY = (ConversationKind.GROUP, ConversationKind.FRIEND, ConversationKind.TEMP, ConversationKind.STRANGER)


class _Listed(Struct, frozen=True):
    """One row as listed: its id, sender, sequence (None where not told) and time in ms, and the row."""

    native: str
    sender: str
    sequence: int | None
    time: int
    row: Row


class _Place(Struct, frozen=True):
    """Around what a page is asked: *key* on the wire ("": the newest page), and how many *extra* rows lie before it."""

    key: str = ""
    extra: int = 0


class _Found(Struct, frozen=True):
    """Where listing back to a message ended: at it (*is_met*) or at the row just older; *newer* are the rows after it."""

    place: _Place
    is_met: bool
    newer: list[_Listed]


class _UnknownAnchorError(Exception):
    """The implementation does not know the message that the page was asked around."""


class Breaks:
    """Where asking for history ended connections, of implementations that fall over some pages."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._times: dict[str, list[int]] = {}

    def note(self, peer: str) -> None:
        """A connection ended while the history of *peer* was asked for."""
        self._times[peer] = [*self._recent(peer), self._clock()]

    def are_many(self, peer: str) -> bool:
        """Whether this happened too often of late to be chance: to ask again would cost one connection after the other."""
        return len(self._recent(peer)) >= MANY_BREAKS

    def _recent(self, peer: str) -> list[int]:
        return [time for time in self._times.get(peer, ()) if self._clock() - time < BREAK_REST]


class History:
    """The history over one connection, which *is_open* tells of; *breaks* outlives it.

    *saw* is told every message id that a listing made known again.
    """

    def __init__(
        self,
        api: Api,
        dialect: Dialect,
        saw: Callable[[str], None],
        clock: Callable[[], int],
        breaks: Breaks,
        is_open: Callable[[], bool],
    ) -> None:
        self._breaks = breaks
        self._is_open = is_open
        self._api = api
        self._dialect = dialect
        self._saw = saw
        self._clock = clock
        self._lacking: dict[bool, str] = {}
        self._stand_ins: dict[tuple[str, str], _Place] = {}

    def is_kept(self, conversation: ConversationId) -> bool:
        """Whether there is any history of *conversation* to ask for."""
        return conversation.kind in _HAS_HISTORY and self._way(conversation) is not Anchor.NONE

    async def page(self, conversation: ConversationId, before: MessageRef | None, after: MessageRef | None, limit: int) -> Page:
        """Return the page that was asked for; failures are in its end, never raised."""
        if not self.is_kept(conversation):
            return Page((), PageEnd.UNKNOWN if conversation.kind in _HAS_HISTORY else PageEnd.REACHED)
        anchor = before or after
        if anchor is not None and (self._way(conversation) is Anchor.NEWEST_ONLY or not anchor.native):
            return Page((), PageEnd.UNKNOWN)
        if self._dialect.falls_over and self._breaks.are_many(conversation.peer):
            return Page((), PageEnd.UNKNOWN)
        if (words := self._lacking.get(conversation.is_group)) is not None:
            return Page((), PageEnd.REFUSED, words)
        try:
            return await self._page(conversation, anchor, after is None, limit)
        except _UnknownAnchorError:
            return Page((), PageEnd.UNKNOWN)
        except CallRefusedError as error:
            if error.is_unknown_action:
                self._lacking[conversation.is_group] = error.words
            return Page((), PageEnd.REFUSED, error.words)
        except CallError as error:
            if self._dialect.falls_over and not self._is_open():
                self._breaks.note(conversation.peer)
            return Page((), PageEnd.UNKNOWN, error.words)

    async def relist(self, conversation: ConversationId, target: MessageRef) -> bool:
        """List back until *target* is met, so that its id works again; return whether it was. Raises CallError."""
        if self._way(conversation) in (Anchor.NONE, Anchor.NEWEST_ONLY):
            return False
        found = await self._list_back_to(conversation, target)
        return found is not None and found.is_met

    async def _page(self, conversation: ConversationId, anchor: MessageRef | None, is_older: bool, limit: int) -> Page:
        if anchor is None:
            return await self._newest(conversation, limit)
        if not is_older and not self._dialect.pages_forward:
            return await self._newer_by_listing(conversation, anchor, limit)
        try:
            return await self._around(conversation, await self._place_of(conversation, anchor), anchor, is_older, limit)
        except _UnknownAnchorError:
            found = await self._list_back_to(conversation, anchor)
            if found is None:
                return Page((), PageEnd.UNKNOWN)
            return await self._around(conversation, found.place, anchor, is_older, limit)

    async def _newest(self, conversation: ConversationId, limit: int) -> Page:
        try:
            page = await self._around(conversation, _Place(), None, True, limit)
        except _UnknownAnchorError:
            # NapCat says so of an empty history; Lagrange of one that it keeps no message of, whatever QQ keeps.
            return Page((), PageEnd.UNKNOWN if self._dialect.breaks_pages else PageEnd.REACHED)
        if self._dialect.skips_own_latest and not conversation.is_group:
            return Page(page.messages, page.end, page.words, is_latest=False)
        return page

    async def _around(
        self, conversation: ConversationId, place: _Place, anchor: MessageRef | None, is_older: bool, limit: int
    ) -> Page:
        seen: set[str] = set()
        end = PageEnd.REACHED
        for turn in range(EMPTY_PAGES):
            try:
                rows = await self._fetch(conversation, place, is_older, limit + (1 if place.key else 0))
            except CallRefusedError:
                if turn and end is PageEnd.REACHED:
                    break  # we asked for sequences that nobody has
                raise
            new = [row for row in _beyond(rows, anchor, is_older) if not row.native or row.native not in seen]
            if any(row.native for row in new):
                messages = self._decode(conversation, new)
                if messages:
                    kept = messages[-limit:] if is_older else messages[:limit]
                    self._keep_stand_in(conversation, rows, kept[0].native)
                    return Page(kept, PageEnd.MORE)
                end = PageEnd.UNKNOWN
                seen.update(row.native for row in new)
                edge = next(row for row in (new if is_older else new[::-1]) if row.native)
                place = self._place_at(conversation, rows, rows.index(edge))
            elif (further := self._past_a_hole(conversation, place, limit)) is not None:
                place = further
            else:
                return Page((), PageEnd.REACHED)
        return Page((), end)

    def _past_a_hole(self, conversation: ConversationId, place: _Place, limit: int) -> _Place | None:
        """Return where to look on when a page of sequences held nothing: they count what nobody can read any more, too."""
        if self._way(conversation) is not Anchor.SEQUENCE or not place.key:
            return None
        below = int(place.key) - (self._dialect.page_rows or limit + 1)
        return _Place(str(below)) if below > 0 else None

    async def _newer_by_listing(self, conversation: ConversationId, anchor: MessageRef, limit: int) -> Page:
        found = await self._list_back_to(conversation, anchor)
        if found is None:
            return Page((), PageEnd.UNKNOWN)
        messages = self._decode(conversation, found.newer)[:limit]
        return Page(messages, PageEnd.MORE if messages else PageEnd.REACHED)

    async def _list_back_to(self, conversation: ConversationId, target: MessageRef) -> _Found | None:
        """List back until *target* is met, or its place when it is gone; None when the pages allowed do not reach it."""
        place, newer = _Place(), list[_Listed]()
        for _ in range(RELIST_PAGES):
            try:
                rows = await self._fetch(conversation, place, True, RELIST_ROWS)
                known = {row.native for row in newer}
                newer = [row for row in _beyond(rows, target, False) if row.native not in known] + newer
                at = next((index for index, row in enumerate(rows) if row.native == target.native), None)
                if at is not None:
                    return _Found(self._place_at(conversation, rows, at), True, newer)
                if any(_is_before(row, target) for row in rows):
                    at = max(index for index, row in enumerate(rows) if not _is_after(row, target))
                    return _Found(self._place_at(conversation, rows, at), False, newer)
                if not rows or rows[0].native in known:
                    return None
                place = self._place_at(conversation, rows, 0)
            except _UnknownAnchorError:
                return None
        return None

    def _way(self, conversation: ConversationId) -> Anchor:
        return self._dialect.anchor(is_group=conversation.is_group)

    async def _place_of(self, conversation: ConversationId, anchor: MessageRef) -> _Place:
        """Return what names *anchor* on the wire. Raises _UnknownAnchorError when it has to be listed first."""
        way = self._way(conversation)
        if way is Anchor.SEQUENCE:
            return _Place(str(anchor.sequence or await self._sequence_of(anchor.native)))
        if way is Anchor.PEER_MESSAGE_ID and anchor.sender != conversation.peer:
            stand_in = self._stand_ins.get((conversation.peer, anchor.native))
            if stand_in is None:
                raise _UnknownAnchorError
            return stand_in
        return _Place(anchor.native)

    async def _sequence_of(self, native: str) -> int:
        # What we sent ourselves we know by the answer alone, which tells no sequence.
        try:
            row = as_row((await self._api.get_msg(native)).raw.get("data"))
        except CallRefusedError as error:
            raise _UnknownAnchorError from error
        sequence = as_int(row.get(self._dialect.sequence_key))
        if not sequence:
            raise _UnknownAnchorError
        return sequence

    def _place_at(self, conversation: ConversationId, rows: Sequence[_Listed], at: int) -> _Place:
        """Return what names the row *at* on the wire. Raises _UnknownAnchorError."""
        way, row = self._way(conversation), rows[at]
        if way is Anchor.SEQUENCE and row.sequence:
            return _Place(str(row.sequence))
        if way is Anchor.PEER_MESSAGE_ID:
            for extra, other in enumerate(rows[at:]):
                if other.sender == conversation.peer and other.native:
                    return _Place(other.native, extra)
        if way is Anchor.MESSAGE_ID and row.native:
            return _Place(row.native)
        raise _UnknownAnchorError

    def _keep_stand_in(self, conversation: ConversationId, rows: Sequence[_Listed], native: str) -> None:
        """Remember what to page on from when *native*, the end of a page, is a message of our own that names no place."""
        at = next((index for index, row in enumerate(rows) if row.native == native), None)
        if self._way(conversation) is not Anchor.PEER_MESSAGE_ID or at is None or rows[at].sender == conversation.peer:
            return
        try:
            self._stand_ins[conversation.peer, native] = self._place_at(conversation, rows, at)
        except _UnknownAnchorError:
            return
        if len(self._stand_ins) > STAND_INS:
            del self._stand_ins[next(iter(self._stand_ins))]

    async def _fetch(self, conversation: ConversationId, place: _Place, is_older: bool, count: int) -> list[_Listed]:
        """Return a page, oldest first. Raises _UnknownAnchorError and CallError."""
        count += place.extra
        if self._dialect.breaks_pages:
            return await self._fetch_unbroken(conversation, place, count)
        try:
            return await self._list(conversation, place, is_older, count)
        except CallRefusedError as error:
            # NapCat throws this both for an id it does not know and for a history that is empty.
            by_id = self._way(conversation) is not Anchor.SEQUENCE
            if by_id and "不存在" in error.words and not error.is_unknown_action:
                raise _UnknownAnchorError from error
            raise

    async def _fetch_unbroken(self, conversation: ConversationId, place: _Place, count: int) -> list[_Listed]:
        """Return a page, a smaller one when the whole is refused: because it reaches past the first message, or anything else."""
        least = place.extra + (2 if place.key else 1)
        first = _lagrange_sequence(place.key) if conversation.is_group and place.key else 0
        sizes = [count] + ([first] if least <= first < count else [])
        while sizes[-1] > least:
            sizes.append(max(least, sizes[-1] // 2))
        refusal: CallRefusedError | None = None
        for size in sizes:
            try:
                rows = await self._list(conversation, place, True, size)
            except CallRefusedError as error:
                if error.is_unknown_action:
                    raise
                refusal = error
                continue
            if rows:
                return rows
        if first == 1:
            return []
        raise _UnknownAnchorError from refusal

    async def _list(self, conversation: ConversationId, place: _Place, is_older: bool, count: int) -> list[_Listed]:
        group = conversation.kind is ConversationKind.GROUP
        list_rows = self._api.get_group_msg_history if group else self._api.get_friend_msg_history
        turns = bool(place.key) and is_older and self._dialect.pages_forward
        answer = (await list_rows(conversation.peer, place.key or None, count, turns)).data.messages
        rows = [self._listed(row) for row in answer if isinstance(row, dict)]
        if len(rows) != len(answer):
            log.warning("%d rows of history were no messages", len(answer) - len(rows))
        for row in rows:
            if row.native:
                self._saw(row.native)
        # Beyond the end some repeat rows; and one that is listed twice is said once.
        rows = list({row.native or str(index): row for index, row in enumerate(rows)}.values())
        # Oldest first as every implementation has it, made sure of; a row without a time stays beside its neighbour.
        return sorted(rows, key=lambda row: (row.time, row.sequence or 0)) if all(row.time for row in rows) else rows

    def _listed(self, row: Row) -> _Listed:
        sequence = (as_int(row.get(self._dialect.sequence_key)) or None) if self._dialect.sequence_key else None
        sender = as_user(row.get("user_id")) or as_user(as_row(row.get("sender")).get("user_id"))
        return _Listed(as_id(row.get("message_id")), sender, sequence, as_time(row.get("time")), row)

    def _decode(self, conversation: ConversationId, rows: Sequence[_Listed]) -> tuple[Message, ...]:
        messages: list[Message] = []
        now = next((row.time for row in rows if row.time), 0) or self._clock()
        for row in rows:
            now = row.time or now
            message = decode_message(placed(row.row, conversation), conversation.account, self._dialect, now)
            if message is None:
                continue
            # The page belongs to the conversation that was asked for, whatever each row says of itself.
            is_here = message.conversation == conversation
            messages.append(message if is_here else replace(message, conversation=conversation))
        return tuple(messages)


def _lagrange_sequence(native: str) -> int:
    """Return the low half of a message's sequence, which is the high half of the id that Lagrange makes of it."""
    return (as_int(native) >> 16) & 0xFFFF


def _beyond(rows: Sequence[_Listed], anchor: MessageRef | None, is_older: bool) -> list[_Listed]:
    """Return those of *rows* that lie beyond *anchor* in the direction asked; where it is gone, those that can lie there."""
    if anchor is None:
        return list(rows)
    at = next((index for index, row in enumerate(rows) if row.native == anchor.native), None)
    if at is not None:
        return list(rows[:at] if is_older else rows[at + 1 :])
    if is_older:
        return [row for row in rows if not _is_after(row, anchor)]
    return [row for row in rows if not _is_before(row, anchor)]


def _is_before(row: _Listed, target: MessageRef) -> bool:
    if row.sequence is not None and target.sequence is not None:
        return row.sequence < target.sequence
    # A second holds many messages, so only a whole second earlier is certainly before.
    return row.time + 1000 <= target.time - target.time % 1000 if row.time and target.time else False


def _is_after(row: _Listed, target: MessageRef) -> bool:
    if row.sequence is not None and target.sequence is not None:
        return row.sequence > target.sequence
    return row.time >= target.time - target.time % 1000 + 1000 if row.time and target.time else False
