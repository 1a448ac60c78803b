"""Keeps the reactions below messages: how many have each emoji, who is known to, and whether we do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.chat.emoji import Emoji
from tui.store.writer import Transaction

if TYPE_CHECKING:
    from tui.chat.events import ReactionChanged
    from tui.chat.messages import Message
    from tui.chat.reactions import Reactors

MAX_PEOPLE = 200
"""People kept of one emoji: they are only there so that nobody is counted twice."""

MAX_EMOJI = 40
"""Different emoji kept of one message; QQ itself stops at twenty."""


def change(tx: Transaction, conversation: int, own_id: str, event: ReactionChanged) -> None:
    """Count *event*. One that is told twice (by its event and by the answer to us) counts once."""
    where = (conversation, event.native, event.emoji.id)
    row = tx.one("SELECT count, people, is_own FROM reaction WHERE conversation = ? AND native = ? AND emoji = ?", *where)
    count, people = (row[0], _people(row[1])) if row else (0, [])
    is_own = bool(row[2]) if row else False
    is_known = event.user in people or (event.user == own_id and is_own)
    if event.is_added:
        count = max(count + (not is_known), event.total, 1)
        people = [*people, event.user] if event.user and not is_known else people
    else:
        # Somebody else may be one of those whom we do not know by number; of ourselves we know.
        is_counted = is_known or (event.user != own_id and len(people) < count)
        count = max(count - is_counted, 0)
        # There are platforms that say 1 whatever there is, so 1 is no total that could lower a count.
        count = min(count, event.total) if event.total > 1 else count
        people = [user for user in people if user != event.user]
    if event.user == own_id:
        is_own = event.is_added
    _write(tx, where, event.emoji, (count, is_own, people))
    _changed(tx, conversation, event.native)


def take(tx: Transaction, conversation: int, message: Message) -> None:
    """Take the counts that came along with *message*, where any did; which of them is ours it does not tell."""
    if message.reactions is None or not message.native:
        return
    known = _rows(tx, conversation, message.native)
    for tally in message.reactions[:MAX_EMOJI]:
        old_people, is_own = known.pop(tally.emoji.id, ([], False))
        where = (conversation, message.native, tally.emoji.id)
        _write(tx, where, tally.emoji, (tally.count, is_own, old_people[: tally.count]))
    _forget(tx, conversation, message.native, known)
    _changed(tx, conversation, message.native)


def take_people(tx: Transaction, conversation: int, native: str, own_id: str, found: Sequence[Reactors]) -> None:
    """Take who reacted, as the platform listed it for a person who asked."""
    known = _rows(tx, conversation, native)
    for reactors in found[:MAX_EMOJI]:
        _, was_own = known.pop(reactors.emoji.id, ([], False))
        people = [person.id for person in reactors.people]
        is_own = own_id in people or (was_own and not reactors.is_whole)
        _write(tx, (conversation, native, reactors.emoji.id), reactors.emoji, (reactors.count, is_own, people))
    _forget(tx, conversation, native, known)
    _changed(tx, conversation, native)


def _rows(tx: Transaction, conversation: int, native: str) -> dict[str, tuple[list[str], bool]]:
    rows = tx.all("SELECT emoji, people, is_own FROM reaction WHERE conversation = ? AND native = ?", conversation, native)
    return {emoji: (_people(people), bool(is_own)) for emoji, people, is_own in rows}


def _people(text: str) -> list[str]:
    return [str(user) for user in json.loads(text)]


def _write(tx: Transaction, where: tuple[int, str, str], emoji: Emoji, what: tuple[int, bool, list[str]]) -> None:
    count, is_own, people = what
    if count <= 0:
        tx.run("DELETE FROM reaction WHERE conversation = ? AND native = ? AND emoji = ?", *where)
        return
    tx.run(
        """INSERT INTO reaction SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, COALESCE(MAX(place), 0) + 1
            FROM reaction WHERE conversation = ?1 AND native = ?2 HAVING COUNT(*) < ?8 OR MAX(emoji = ?3)
        ON CONFLICT (conversation, native, emoji)
        DO UPDATE SET count = excluded.count, is_own = excluded.is_own, people = excluded.people""",
        *where, emoji.label, count, is_own, json.dumps(people[:MAX_PEOPLE]), MAX_EMOJI,
    )  # fmt: skip


def _forget(tx: Transaction, conversation: int, native: str, emoji: dict[str, tuple[list[str], bool]]) -> None:
    for gone in emoji:
        tx.run("DELETE FROM reaction WHERE conversation = ? AND native = ? AND emoji = ?", conversation, native, gone)


def _changed(tx: Transaction, conversation: int, native: str) -> None:
    rows = tx.all("SELECT id FROM message WHERE native = ? AND conversation = ?", native, conversation)
    tx.changes.of(conversation).updated.update(id for (id,) in rows)
