"""Keeps account of what is contiguous: gaps are rows, written with the message that opens them, and shrink page by page."""

from __future__ import annotations

from collections.abc import Sequence

from tui.chat.ids import LocalId
from tui.chat.messages import Message
from tui.store import conversations, messages, reactions, unread
from tui.store.rows import GapState, Position
from tui.store.writer import Transaction

_EDGE = """
SELECT id FROM message WHERE conversation = ? AND native IS NOT NULL AND NOT is_notice AND state = 'sent'
    AND (time, sequence, tie) < (?, ?, ?) AND id <> ? ORDER BY time DESC, sequence DESC, tie DESC LIMIT 1
"""
_LATEST = Position(1 << 60, 1 << 60, 1 << 60)


def note_live(tx: Transaction, conversation: int, id: int) -> None:
    """Row *id* came live: if it is the first since the connection, something may be missing before it, and a gap says so."""
    row = tx.one("SELECT account, epoch FROM conversation WHERE id = ?", conversation)
    assert row is not None
    now = conversations.epoch(tx, row[0])
    if row[1] == now:
        return
    tx.run("UPDATE conversation SET epoch = ? WHERE id = ?", now, conversation)
    _open(tx, conversation, _edge_below(tx, conversation, messages.position_of(tx, id), id), id)


def is_verified(tx: Transaction, conversation: int) -> bool:
    """Return whether the newest end is known to be contiguous since the connection."""
    row = tx.one("SELECT c.epoch = a.epoch FROM conversation c JOIN account a ON a.id = c.account WHERE c.id = ?", conversation)
    return bool(row and row[0])


def add_newest(
    tx: Transaction, conversation: int, page: Sequence[Message], *, is_whole: bool, is_latest: bool = True
) -> list[LocalId]:
    """Take the newest page of a conversation that nothing came from since the connection; return its rows.

    Is one of its rows known, the end is contiguous; else a gap opens below the page. *is_whole*: nothing is older than the page.
    Not *is_latest*: something newer may exist, so what comes next live opens a gap above the page.
    A page that comes too late (something came live meanwhile) is not taken: the gap that opened then leads to it.
    """
    if is_verified(tx, conversation) or not page:
        return []
    newest = _edge_below(tx, conversation, _LATEST, 0)
    low = messages.position_of(tx, newest) if newest is not None else None
    known = any(messages.find(tx, conversation, message) is not None for message in page)
    unread_after = low.time - 1 if low else _away_since(tx, conversation)
    rows = messages.insert_run(tx, conversation, page, low=low, high=None, unread_after=unread_after)
    if is_latest:
        row = tx.one("SELECT account FROM conversation WHERE id = ?", conversation)
        assert row is not None
        tx.run("UPDATE conversation SET epoch = ? WHERE id = ?", conversations.epoch(tx, row[0]), conversation)
    if newest is None:
        if not is_whole:
            _open(tx, conversation, None, rows[0])
    elif not known:
        _open(tx, conversation, newest, rows[0])
    _read_up_to_own(tx, conversation, page, rows)
    return rows


def fill(tx: Transaction, gap: int, page: Sequence[Message], *, is_end: bool, is_automatic: bool) -> list[LocalId]:
    """Take a page that reaches down from the newer edge of *gap* (its newest message is next to that edge); return its rows.

    The gap closes when the page meets the older edge, or at the beginning of history; else its newer edge is now the oldest row
    of the page. *is_end*: the platform has nothing older. What nobody asked for (*is_automatic*) is unread, what is paged is not.
    """
    row = tx.one("SELECT conversation, lower, upper FROM gap WHERE id = ?", gap)
    if row is None:
        return []
    conversation, lower, upper = row
    _put_after(tx, conversation, upper, page)
    high = messages.position_of(tx, upper)
    low = messages.position_of(tx, lower) if lower is not None else None
    page = [message for message in page if (message.time, message.sequence or 0) <= high[:2]]
    unread_after = None
    if is_automatic:
        unread_after = low.time - 1 if low else _away_since(tx, conversation)
    rows = messages.insert_run(tx, conversation, page, low=low, high=high, unread_after=unread_after, takes_marks=is_automatic)
    # The page may overlap rows that live beyond the older edge: then the two sides have met.
    met = low is not None and any(id == lower or messages.position_of(tx, id) < low for id in rows)
    lowest = next((id for message, id in zip(page, rows, strict=True) if id != upper and not message.is_notice), None)
    tx.changes.of(conversation).gaps = True
    tx.changes.of(conversation).updated.update({upper, *rows[:1]})
    if met or (is_end and (low is None or _is_recalled(tx, lower))):
        tx.run("DELETE FROM gap WHERE id = ?", gap)
        _drop_islands(tx, conversation, low, high)
    else:
        _shrink(tx, conversation, gap, lowest, high, len(rows) if is_automatic else 0)
        if is_end or lowest is None:
            # Nothing older is to be had, and yet the older edge was not met: what lay between is lost on the platform's side.
            give_up(tx, gap, GapState.REFUSED if is_end else GapState.UNKNOWN, "")
    _read_up_to_own(tx, conversation, page, rows)
    return rows


def _put_after(tx: Transaction, conversation: int, upper: int, page: Sequence[Message]) -> None:
    """Put the newer edge after *page* if it is a message of ours that only our own clock has dated."""
    row = tx.one("SELECT time FROM message WHERE id = ? AND is_from_here AND sequence = 0", upper)
    newest = max((message.time for message in page), default=0)
    if row is not None and newest >= row[0]:
        messages.move(tx, conversation, upper, newest + 1, None)


def _is_recalled(tx: Transaction, id: int) -> bool:
    """Whether row *id* was taken back: then no page holds it any more, and the beginning may lie just there."""
    return tx.one("SELECT 1 FROM message WHERE id = ? AND recalled_at IS NOT NULL", id) is not None


def _shrink(tx: Transaction, conversation: int, gap: int, lowest: int | None, high: Position, filled: int) -> None:
    if lowest is None:
        return
    position = messages.position_of(tx, lowest)
    _drop_islands(tx, conversation, position, high, keep=gap)
    below = _edge_below(tx, conversation, position, lowest)
    tx.run(
        "UPDATE gap SET upper = ?, lower = ?, filled = filled + ?, state = 'open', words = '' WHERE id = ?",
        lowest, below, filled, gap,
    )  # fmt: skip


def _away_since(tx: Transaction, conversation: int) -> int | None:
    """Return since when (ms) we were away, None before the first sync is over: then nothing is unread."""
    row = tx.one(
        "SELECT away_since FROM account a JOIN conversation c ON c.account = a.id WHERE c.id = ? AND a.is_synced", conversation
    )
    return int(row[0]) if row and row[0] else None


def give_up(tx: Transaction, gap: int, state: GapState, words: str) -> None:
    """The platform will not give what is missing, or nobody can tell: the gap stays, and says so."""
    row = tx.one("SELECT conversation, upper FROM gap WHERE id = ?", gap)
    if row:
        tx.run("UPDATE gap SET state = ?, words = ? WHERE id = ?", state.value, words, gap)
        tx.changes.of(row[0]).gaps = True
        tx.changes.of(row[0]).updated.add(row[1])


def add_isolated(tx: Transaction, conversation: int, message: Message) -> LocalId:
    """Take one message fetched alone (an old quote): unless it falls among contiguous rows, both its sides are gaps."""
    known = messages.find(tx, conversation, message)
    if known is not None:
        reactions.take(tx, conversation, message)
        return known
    id = messages.insert(tx, conversation, message, unread=False)
    messages.refresh_quotes(tx, conversation, message.native)
    position = messages.position_of(tx, id)
    above = tx.one(
        """SELECT g.id, g.lower FROM gap g JOIN message u ON u.id = g.upper LEFT JOIN message l ON l.id = g.lower
        WHERE g.conversation = ? AND (u.time, u.sequence, u.tie) > (?, ?, ?)
            AND (l.id IS NULL OR (l.time, l.sequence, l.tie) < (?, ?, ?))""",
        conversation, *position, *position,
    )  # fmt: skip
    if above is not None:
        tx.run("UPDATE gap SET lower = ? WHERE id = ?", id, above[0])
        _open(tx, conversation, above[1], id)
    elif _edge_below(tx, conversation, _LATEST, id) == _edge_below(tx, conversation, position, id):
        # Newer than all we have: what came between was missed, and what comes next will open the gap above it.
        _open(tx, conversation, _edge_below(tx, conversation, position, id), id)
    return id


def replace_edge(tx: Transaction, conversation: int, old: int, new: int) -> None:
    """Row *new* took the place of *old*, also where *old* was the edge of a gap."""
    tx.run("UPDATE OR REPLACE gap SET upper = ? WHERE conversation = ? AND upper = ?", new, conversation, old)
    tx.run("UPDATE gap SET lower = ? WHERE conversation = ? AND lower = ?", new, conversation, old)


def _edge_below(tx: Transaction, conversation: int, position: Position, id: int) -> int | None:
    row = tx.one(_EDGE, conversation, *position, id)
    return int(row[0]) if row else None


def _open(tx: Transaction, conversation: int, lower: int | None, upper: int) -> None:
    tx.run("INSERT OR IGNORE INTO gap (conversation, lower, upper) VALUES (?, ?, ?)", conversation, lower, upper)
    tx.changes.of(conversation).gaps = True
    tx.changes.of(conversation).updated.add(upper)


def _drop_islands(tx: Transaction, conversation: int, low: Position | None, high: Position, keep: int = 0) -> None:
    """Remove the gaps at isolated rows that a page has just joined together."""
    rows = tx.all(
        """SELECT g.id, g.upper FROM gap g JOIN message m ON m.id = g.upper
        WHERE g.conversation = ? AND g.id <> ? AND (m.time, m.sequence, m.tie) < (?, ?, ?)
            AND (m.time, m.sequence, m.tie) > (?, ?, ?)""",
        conversation, keep, *high, *(low or Position(-1, 0, 0)),
    )  # fmt: skip
    for gap, upper in rows:
        tx.run("DELETE FROM gap WHERE id = ?", gap)
        tx.changes.of(conversation).updated.add(upper)


def _read_up_to_own(tx: Transaction, conversation: int, page: Sequence[Message], rows: Sequence[LocalId]) -> None:
    own = [id for message, id in zip(page, rows, strict=True) if message.is_own]
    if own:
        unread.read_elsewhere(tx, conversation, messages.position_of(tx, own[-1]))
