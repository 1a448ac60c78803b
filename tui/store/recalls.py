"""Takes messages back: an idempotent tombstone, kept for a message that comes only later."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tui.store import messages
from tui.store.writer import Transaction

if TYPE_CHECKING:
    from tui.chat.events import MessageRecalled

log = logging.getLogger(__name__)

SAME_MOMENT = 5_000
"""How far (ms) our time of a message may be from what a recall says of it: our own clock may have dated it."""


def recall(tx: Transaction, account: int, own_id: str, event: MessageRecalled, conversation: int | None) -> None:
    """Bury the message that *event* names; more than one match touches nothing, none leaves a tombstone for later.

    *conversation* is None where the platform did not say it: then the account's conversations are searched.
    """
    if event.among is not None:
        _recall_among(tx, account, own_id, event)
        return
    if conversation is not None:
        rows = tx.all(
            "SELECT id, conversation, is_own, sender FROM message WHERE native = ? AND conversation = ? AND NOT is_notice",
            event.native, conversation,
        )  # fmt: skip
    else:
        rows = tx.all(
            """SELECT m.id, m.conversation, m.is_own, m.sender FROM message m JOIN conversation c ON c.id = m.conversation
            WHERE m.native = ? AND c.account = ? AND NOT m.is_notice""",
            event.native, account,
        )  # fmt: skip
    if len(rows) > 1 and event.author:
        rows = [row for row in rows if row[3] == event.author]
    if len(rows) > 1:
        log.warning("a recall matches %d messages; none was touched", len(rows))
        return
    if rows:
        id, where, _, _ = rows[0]
        messages.bury(tx, where, id, event.native, event.operator, event.time)
    else:
        tx.run(
            "INSERT OR IGNORE INTO tombstone VALUES (?, ?, ?, ?, ?)",
            account, conversation or 0, event.native, event.operator, event.time,
        )  # fmt: skip


def _recall_among(tx: Transaction, account: int, own_id: str, event: MessageRecalled) -> None:
    """Bury a message whose id may stand in each conversation of a kind; a tombstone would bury one that only has its number."""
    rows = tx.all(
        """SELECT m.id, m.conversation, m.time FROM message m JOIN conversation c ON c.id = m.conversation
        WHERE m.native = ? AND c.account = ? AND c.kind = ? AND NOT m.is_notice AND (m.sender = ? OR (m.is_own AND ?))""",
        event.native, account, event.among, event.author, event.author == own_id,
    )  # fmt: skip
    if len(rows) > 1 and event.sent:
        rows = [row for row in rows if abs(row[2] - event.sent) <= SAME_MOMENT]
    if len(rows) != 1:
        log.warning("a recall that does not say where matches %d messages; none was touched", len(rows))
        return
    id, where, _ = rows[0]
    messages.bury(tx, where, id, event.native, event.operator, event.time)
