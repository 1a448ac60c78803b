"""Clears unread flags: what a person has read here, and what they read on another device."""

from __future__ import annotations

from tui.chat.ids import LocalId
from tui.store.rows import Position
from tui.store.writer import Transaction

_CLEAR = "UPDATE message SET unread = 0 WHERE conversation = ? AND unread AND (time, sequence, tie) <= (?, ?, ?)"


def mark_read(tx: Transaction, conversation: int, upto: Position) -> LocalId | None:
    """Clear from *upto* down to the nearest gap: what lies beyond a gap was not seen. Return the newest message cleared."""
    gap = tx.one(
        """SELECT m.time, m.sequence, m.tie FROM gap g JOIN message m ON m.id = g.upper
        WHERE g.conversation = ? AND g.lower IS NOT NULL AND (m.time, m.sequence, m.tie) <= (?, ?, ?)
        ORDER BY m.time DESC, m.sequence DESC, m.tie DESC LIMIT 1""",
        conversation, *upto,
    )  # fmt: skip
    newest = tx.one(
        """SELECT id FROM message WHERE conversation = ? AND unread AND (time, sequence, tie) <= (?, ?, ?)
        ORDER BY time DESC, sequence DESC, tie DESC LIMIT 1""",
        conversation, *upto,
    )  # fmt: skip
    if gap is None:
        cleared = tx.run(_CLEAR, conversation, *upto)
    else:
        cleared = tx.run(f"{_CLEAR} AND (time, sequence, tie) >= (?, ?, ?)", conversation, *upto, *gap)
    unmarked = tx.run("UPDATE conversation SET is_marked = 0 WHERE id = ? AND is_marked", conversation)
    if cleared or unmarked:
        tx.changes.of(conversation)
    return LocalId(newest[0]) if newest and cleared else None


def read_elsewhere(tx: Transaction, conversation: int, upto: Position) -> None:
    """Clear all up to *upto*: an own message from another device, or the platform's read mark, says it was read."""
    if tx.run(_CLEAR, conversation, *upto):
        tx.changes.of(conversation)


def read_upto(tx: Transaction, conversation: int, sequence: int) -> None:
    """Clear all up to the platform's *sequence*: its own mark says that it was read."""
    if tx.run(
        "UPDATE message SET unread = 0 WHERE conversation = ? AND unread AND sequence BETWEEN 1 AND ?", conversation, sequence
    ):
        tx.changes.of(conversation)


def mark_all_read(tx: Transaction) -> list[LocalId]:
    """Clear everything; return the newest unread message of each conversation that had any."""
    told: list[LocalId] = []
    for (id,) in tx.all("SELECT id FROM conversation WHERE unread > 0 OR is_marked"):
        newest = tx.one(
            "SELECT id FROM message WHERE conversation = ? AND unread ORDER BY time DESC, sequence DESC, tie DESC LIMIT 1", id
        )
        if newest:
            told.append(LocalId(newest[0]))
        tx.run("UPDATE message SET unread = 0 WHERE conversation = ? AND unread", id)
        tx.run("UPDATE conversation SET is_marked = 0 WHERE id = ?", id)
        tx.changes.of(id)
    return told
