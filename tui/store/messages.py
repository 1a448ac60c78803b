"""Gives messages their place in the store: once each, in order, whether they came live, in a page, or as our own echo."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from msgspec.structs import replace

from tui.chat.ids import LocalId
from tui.chat.messages import Message
from tui.chat.segments import Dice, Forward, Image, Quote, RockPaperScissors, Segment, dump, first, load
from tui.store import reactions, waiting
from tui.store.rows import Position
from tui.store.writer import Transaction

TIE_STEP = 1 << 32
"""Distance of the ties of messages that come live, so that backfilled neighbours of the same second fit between."""

MAX_RAW = 256 * 1024
"""Bytes of raw JSON kept of one message."""

A_SECOND = 1000
"""The smallest step (ms) of most platforms' clocks."""

_SAME_TIME = 5_000


def find(tx: Transaction, conversation: int, message: Message) -> LocalId | None:
    """Return the row that already holds *message*, if there is one.

    The same id alone is not enough (implementations hash ids into 31 bits or less, so they may repeat): sender and time must
    agree too. What was written here was dated by our own clock, so its time proves nothing.
    """
    for id, sender, time, is_from_here in tx.all(
        "SELECT id, sender, time, is_from_here FROM message WHERE native = ? AND conversation = ?", message.native, conversation
    ):
        if sender == message.sender.id and (is_from_here or abs(time - message.time) <= _SAME_TIME):
            return LocalId(id)
    return None


def insert(tx: Transaction, conversation: int, message: Message, *, unread: bool, tie: int | None = None) -> LocalId:
    """Insert *message*, which is not there yet (see :func:`find`), and return its row; a tombstone waiting for it is applied."""
    id = tx.next_message_id()
    quote = first(message.segments, Quote)
    position = Position(message.time, message.sequence or 0, id * TIE_STEP if tie is None else tie)
    buried = _tombstone(tx, conversation, message.native) or (
        (message.recalled_by, message.time) if message.recalled_by else None
    )
    unread = unread and not (buried or message.is_own or message.is_notice or message.is_read)
    tx.run(
        """INSERT INTO message (id, conversation, native, sender, sender_name, time, sequence, tie, is_own, is_notice, segments,
            quote, recalled_by, recalled_at, unread, mentions_me, asks_me)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        id, conversation, message.native, message.sender.id, message.sender.name, *position, message.is_own, message.is_notice,
        dump(message.segments), quote.native if quote else None, *(buried or (None, None)), unread, message.mentions_me,
        waiting.asks_us(tx, conversation, message, quote.native if quote else None),
    )  # fmt: skip
    if message.is_own:
        waiting.note_own(tx, conversation, message.native)
    keep_raw(tx, id, message.raw)
    reactions.take(tx, conversation, message)
    change = tx.changes.of(conversation)
    change.inserted.add(id)
    if unread:
        change.live.add(id)
        change.mentions_us |= message.mentions_me
    if not message.is_notice:
        touch_last(tx, conversation, id, position)
    return LocalId(id)


def keep_raw(tx: Transaction, id: int, raw: str) -> None:
    """Keep the JSON text as which a message came, compressed and bounded."""
    if raw:
        tx.run("INSERT OR REPLACE INTO raw VALUES (?, ?)", id, zlib.compress(raw.encode("utf-8", "replace")[:MAX_RAW], 1))


def keep_forward(tx: Transaction, id: int, asked: Forward, found: Forward) -> None:
    """Put the messages of a forward, *found* when *asked* was asked for, into row *id*: the platform forgets them."""
    row = tx.one("SELECT conversation, segments FROM message WHERE id = ?", id)
    if row is None:
        return
    segments = load(row[1])
    kept = tuple(found if part == asked else part for part in segments)
    if kept != segments:
        tx.run("UPDATE message SET segments = ? WHERE id = ?", dump(kept), id)
        tx.changes.of(row[0]).updated.add(id)


def touch_last(tx: Transaction, conversation: int, id: int, position: Position) -> None:
    """Make *id* the newest message of its conversation, if it is; what somebody says brings a hidden conversation back."""
    tx.run(
        """UPDATE conversation SET last_message = ?, last_time = ?, last_sequence = ?, last_tie = ?, is_hidden = 0
        WHERE id = ? AND (last_time, last_sequence, last_tie) < (?, ?, ?)""",
        id, *position, conversation, *position,
    )  # fmt: skip


def find_last(tx: Transaction, conversation: int) -> None:
    """Look for the newest message anew, after one moved or went."""
    row = tx.one(
        """SELECT id, time, sequence, tie FROM message WHERE conversation = ? AND NOT is_notice
        ORDER BY time DESC, sequence DESC, tie DESC LIMIT 1""",
        conversation,
    )
    tx.run(
        "UPDATE conversation SET last_message = ?, last_time = ?, last_sequence = ?, last_tie = ? WHERE id = ?",
        *(row or (None, 0, 0, 0)), conversation,
    )  # fmt: skip
    tx.changes.of(conversation)


def position_of(tx: Transaction, id: int) -> Position:
    """Return where row *id* stands."""
    row = tx.one("SELECT time, sequence, tie FROM message WHERE id = ?", id)
    assert row is not None, f"message {id} is not in the store"
    return Position(*row)


def move(tx: Transaction, conversation: int, id: int, time: int, sequence: int | None) -> None:
    """Put row *id* where the platform says that it is."""
    old = position_of(tx, id)
    new = Position(time, sequence or old.sequence, old.tie)
    if new == old:
        return
    # Platforms count in whole seconds, and what we said from here before this one can not have come after it.
    overtaken = tx.all(
        """SELECT id, time, sequence FROM message WHERE conversation = ? AND time > ? AND time <= ? AND id < ? AND is_from_here
            AND state IN ('sent', 'unconfirmed')""",
        conversation, new.time, min(old.time, new.time + A_SECOND - 1), id,
    )  # fmt: skip
    if new.sequence and any(not number for _, _, number in overtaken):
        # Among numbered messages of that second, one whose number was never told would come first: our clock decides.
        new = Position(max(at for _, at, _ in overtaken), new.sequence, new.tie)
        overtaken = []
        if new == old:
            return
    tx.run("UPDATE message SET time = ?, sequence = ? WHERE id = ?", new.time, new.sequence, id)
    for earlier, *_ in overtaken:
        tx.run("UPDATE message SET time = ? WHERE id = ?", new.time, earlier)
    tx.changes.of(conversation).moved.update((id, *(earlier for earlier, *_ in overtaken)))
    find_last(tx, conversation)


def take_result(tx: Transaction, conversation: int, id: int, segments: Sequence[Segment]) -> None:
    """Take what only the platform knows of what was sent from here: what a die showed, and where our pictures are now."""
    taken: Sequence[Segment] | None = None
    if any(isinstance(segment, (Dice, RockPaperScissors)) and segment.value for segment in segments):
        taken = segments
    elif told := [segment for segment in segments if isinstance(segment, Image) and segment.url]:
        taken = _with_links(tx, id, told)
    if taken is not None:
        tx.run("UPDATE message SET segments = ? WHERE id = ?", dump(taken), id)
        tx.changes.of(conversation).updated.add(id)


def _with_links(tx: Transaction, id: int, told: Sequence[Image]) -> Sequence[Segment] | None:
    """Return our message with the handles and links of the pictures that were *told* of it, None where it has them all."""
    row = tx.one("SELECT segments FROM message WHERE id = ?", id)
    ours = load(row[0]) if row else ()
    pictures = [segment for segment in ours if isinstance(segment, Image)]
    if len(pictures) != len(told) or not any(picture.path and not picture.url for picture in pictures):
        return None
    links = iter(told)
    return [replace(part, file=it.file, url=it.url) if isinstance(part, Image) and (it := next(links)) else part for part in ours]


def remove(tx: Transaction, conversation: int, id: int) -> None:
    """Delete row *id* and what belongs to it."""
    for table, column in (("message", "id"), ("raw", "message"), ("outbox", "message")):
        tx.run(f"DELETE FROM {table} WHERE {column} = ?", id)
    tx.changes.of(conversation).removed.add(id)
    find_last(tx, conversation)


def refresh_quotes(tx: Transaction, conversation: int, native: str | None) -> None:
    """Note that the messages which quote *native* look different now."""
    if native is not None:
        rows = tx.all("SELECT id FROM message WHERE quote = ? AND conversation = ?", native, conversation)
        tx.changes.of(conversation).updated.update(id for (id,) in rows)


def bury(tx: Transaction, conversation: int, id: int, native: str | None, operator: str, time: int) -> None:
    """Mark row *id* as taken back by *operator* at *time* (ms); once is enough, a second time changes nothing."""
    changed = tx.run(
        "UPDATE message SET recalled_by = ?, recalled_at = ?, unread = 0 WHERE id = ? AND recalled_at IS NULL", operator, time, id
    )
    if changed:
        tx.changes.of(conversation).updated.add(id)
        refresh_quotes(tx, conversation, native)


def ties_between(count: int, low: int | None, high: int | None) -> list[int]:
    """Return *count* rising ties between two neighbours of the same moment (None: no neighbour on that side)."""
    if low is None and high is None:
        low = -TIE_STEP * (count + 1) // 2
    if high is None:
        assert low is not None
        return [low + TIE_STEP * (n + 1) for n in range(count)]
    if low is None:
        return [high - TIE_STEP * (count - n) for n in range(count)]
    step = (high - low) / (count + 1)
    return [low + int(step * (n + 1)) for n in range(count)]


def insert_run(
    tx: Transaction,
    conversation: int,
    page: Sequence[Message],
    *,
    low: Position | None,
    high: Position | None,
    unread_after: int | None,
    takes_marks: bool = True,
) -> list[LocalId]:
    """Insert a contiguous run of history (oldest first), skipping what is there; return the rows of all of it, in order.

    *low* and *high* are the neighbours on both sides. Messages of others that are later than *unread_after* (ms) are unread, and
    those of which the platform says so, if it *takes_marks*.
    """
    known = [find(tx, conversation, message) for message in page]
    ties = _ties_of_run(tx, conversation, page, known, low, high)
    rows: list[LocalId] = []
    for message, id, tie in zip(page, known, ties, strict=True):
        if id is None:
            is_marked = takes_marks and message.is_read is False
            unread = is_marked or (unread_after is not None and message.time > unread_after)
            id = insert(tx, conversation, message, unread=unread, tie=tie)
            refresh_quotes(tx, conversation, message.native)
        else:
            reactions.take(tx, conversation, message)
            if message.is_own:
                move(tx, conversation, id, message.time, message.sequence)
                take_result(tx, conversation, id, message.segments)
        rows.append(id)
    return rows


def _ties_of_run(
    tx: Transaction,
    conversation: int,
    page: Sequence[Message],
    known: Sequence[LocalId | None],
    low: Position | None,
    high: Position | None,
) -> list[int | None]:
    """Return a tie for each message that is new: runs of the same moment share the room between their neighbours."""
    ties: list[int | None] = [None] * len(page)
    inside = {position_of(tx, id) for id in known if id is not None}
    low, high = (None if edge in inside else edge for edge in (low, high))  # an edge inside the page bounds nothing
    start = 0
    while start < len(page):
        key = (page[start].time, page[start].sequence or 0)
        if known[start] is not None:
            start += 1
            continue
        end = start
        while end < len(page) and known[end] is None and (page[end].time, page[end].sequence or 0) == key:
            end += 1
        before = _tie_at(tx, known[start - 1] if start else None, low if start == 0 else None, key)
        after = _tie_at(tx, known[end] if end < len(page) else None, high if end == len(page) else None, key)
        if before is None and after is None:
            # A page is contiguous, so what else is stored of this moment lies beyond that end of the page which it touches.
            outside = tx.one(
                "SELECT MIN(tie), MAX(tie) FROM message WHERE conversation = ? AND time = ? AND sequence = ?", conversation, *key
            )
            if outside is not None and outside[0] is not None:
                before, after = (outside[1], None) if start == 0 else (None, outside[0])
        ties[start:end] = ties_between(end - start, before, after)
        start = end
    return ties


def _tie_at(tx: Transaction, id: LocalId | None, edge: Position | None, key: tuple[int, int]) -> int | None:
    position = position_of(tx, id) if id is not None else edge
    return position.tie if position is not None and position[:2] == key else None


def _tombstone(tx: Transaction, conversation: int, native: str) -> tuple[str, int] | None:
    row = tx.one(
        """SELECT t.operator, t.time FROM tombstone t JOIN conversation c ON c.id = ? AND c.account = t.account
        WHERE t.native = ? AND t.conversation IN (0, c.id)""",
        conversation, native,
    )  # fmt: skip
    return (row[0], row[1]) if row else None
