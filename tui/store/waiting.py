"""Knows who waits for our answer, and since when; a person may say that something needs none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.chat.segments import Mention
from tui.store.writer import Transaction

if TYPE_CHECKING:
    from tui.chat.messages import Message

IS_ANSWER = "(is_own AND NOT is_notice AND recalled_at IS NULL AND state <> 'failed') OR is_settled"
"""What ends the waiting: an own message neither refused nor taken back, or a word that none is needed. The index's very words."""

_ANSWER = f"""SELECT time, sequence, tie FROM (
        SELECT time, sequence, tie FROM message WHERE conversation = c.id AND ({IS_ANSWER})
        ORDER BY time DESC, sequence DESC, tie DESC LIMIT 1)
    UNION ALL SELECT -1, 0, 0 ORDER BY 1 DESC LIMIT 1"""
_UNANSWERED = f"""SELECT w.time FROM message w WHERE w.conversation = c.id AND NOT w.is_own AND NOT w.is_notice
        AND w.recalled_at IS NULL AND (w.time, w.sequence, w.tie) > ({_ANSWER})"""
_OLDEST = "ORDER BY w.time, w.sequence, w.tie LIMIT 1"

SINCE = f"""CASE
    WHEN c.is_hidden OR c.last_message IS NULL THEN 0
    WHEN c.kind IN ('friend', 'stranger', 'temp') THEN
        CASE WHEN m.is_own AND m.recalled_at IS NULL AND m.state <> 'failed' THEN 0
        ELSE COALESCE(({_UNANSWERED} {_OLDEST}), 0) END
    WHEN c.kind = 'group' THEN COALESCE(({_UNANSWERED} AND w.asks_me {_OLDEST}), 0)
    ELSE 0 END"""
"""When (ms) the oldest message came that waits for our answer in conversation ``c`` with the newest message ``m``; 0: none does.

Two steps through an index, however long the history is. In a group only those wait who mention or quote us.
"""


SETTLED = f"""SELECT CASE WHEN is_settled THEN id END FROM message WHERE conversation = ? AND ({IS_ANSWER})
    ORDER BY time DESC, sequence DESC, tie DESC LIMIT 1"""
"""Up to which message of a conversation nothing needs an answer because a person said so; null where we spoke since."""


def asks_us(tx: Transaction, conversation: int, message: Message, quoted: str | None) -> bool:
    """Return whether *message*, which quotes the message *quoted*, is for us among others. Who calls everybody calls nobody."""
    own_id = message.conversation.account.own_id
    if message.is_own or message.is_notice:
        return False
    if any(isinstance(segment, Mention) and segment.user == own_id for segment in message.segments):
        return True
    sql = "SELECT 1 FROM message WHERE native = ? AND conversation = ? AND is_own"
    return quoted is not None and tx.one(sql, quoted, conversation) is not None


def note_own(tx: Transaction, conversation: int, native: str) -> None:
    """An own message came only after messages that quote it, as history does: they are for us."""
    tx.run("UPDATE message SET asks_me = 1 WHERE quote = ? AND conversation = ? AND NOT is_own", native, conversation)


def settle(tx: Transaction, messages: Iterable[int]) -> None:
    """Note that what was said up to each of *messages*, as a person saw it, needs no answer; what comes later does."""
    _mark(tx, messages, True)


def unsettle(tx: Transaction, messages: Iterable[int]) -> None:
    """What was said up to each of *messages* needs an answer after all."""
    _mark(tx, messages, False)


def _mark(tx: Transaction, messages: Iterable[int], is_settled: bool) -> None:
    for id in messages:
        row = tx.one("SELECT conversation FROM message WHERE id = ?", id)
        if row is not None:
            tx.run("UPDATE message SET is_settled = ? WHERE id = ?", is_settled, id)
            tx.changes.of(row[0])
