"""Own messages on their way: on disk before they are on the wire, and never sent twice without a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from msgspec import Struct

from tui.chat.ids import AccountId, ConversationId, ConversationKind, LocalId, MessageRef
from tui.chat.messages import Message, Sender, SendState
from tui.chat.segments import Quote, Segment, dump, first, load
from tui.store import gaps, messages
from tui.store.rows import Position
from tui.store.writer import Transaction

SameContent = Callable[[Sequence[Segment], Sequence[Segment]], bool]
"""Whether the second, as the platform shows it, can be what we sent as the first."""


class Outgoing(Struct, frozen=True):
    """An own message that is not sent yet, with all that sending needs. *sent_at* (ms): when it was last put on the wire."""

    id: LocalId
    row: int
    conversation: ConversationId
    via: str
    segments: tuple[Segment, ...]
    quoted: MessageRef | None
    state: SendState
    sent_at: int


def enqueue(
    tx: Transaction, conversation: int, sender: tuple[str, str], segments: Sequence[Segment], now: int, *, clear_draft: bool
) -> LocalId:
    """Write an own message as queued, and forget the draft it was in the same transaction; *sender* is (own id, name)."""
    id = tx.next_message_id()
    quote = first(segments, Quote)
    position = Position(max(now, _newest_time(tx, conversation)), 0, id * messages.TIE_STEP)
    tx.run(
        """INSERT INTO message
            (id, conversation, sender, sender_name, time, sequence, tie, is_own, is_from_here, segments, quote, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, 'queued')""",
        id, conversation, *sender, *position, dump(segments), quote.native if quote else None,
    )  # fmt: skip
    tx.run("INSERT INTO outbox (message) VALUES (?)", id)
    if clear_draft:
        tx.run("UPDATE conversation SET draft = '', draft_mentions = '', draft_quote = NULL WHERE id = ?", conversation)
    messages.touch_last(tx, conversation, id, position)
    change = tx.changes.of(conversation)
    change.inserted.add(id)
    change.outbox = True
    return LocalId(id)


def mark_sending(tx: Transaction, id: int, now: int) -> None:
    """Note that *id* goes on the wire now: if nobody answers, it may have arrived.

    It stands where it was sent, not where it was written: the platform dates what was said meanwhile, and what we said before.
    """
    tx.run("UPDATE outbox SET sent_at = ? WHERE message = ?", now, id)
    row = tx.one("SELECT conversation, time FROM message WHERE id = ?", id)
    if row:
        at = max(now, _newest_said(tx, row[0]) + 1)
        if row[1] < at:
            messages.move(tx, row[0], id, at, None)
    _set_state(tx, id, SendState.SENDING)


def confirm(tx: Transaction, id: int, native: str) -> None:
    """The platform answered: *id* is its message *native*. An echo of it that came before is merged; the LocalId stays."""
    row = tx.one("SELECT conversation FROM message WHERE id = ?", id)
    bound = tx.one("SELECT tentative FROM outbox WHERE message = ?", id)
    if row is None:
        return
    conversation = int(row[0])
    if bound and bound[0]:
        echo = _load_echo(tx, conversation, bound[0])
        if echo.native != native:
            # Equal words typed on another device meanwhile: that echo is a message of its own after all.
            tx.run("UPDATE message SET native = NULL WHERE id = ?", id)
            messages.insert(tx, conversation, echo, unread=False)
    other = tx.one(
        "SELECT id, time, sequence FROM message WHERE native = ? AND conversation = ? AND is_own AND id <> ?",
        native, conversation, id,
    )  # fmt: skip
    if other is not None:
        gaps.replace_edge(tx, conversation, other[0], id)
        messages.remove(tx, conversation, other[0])
        tx.changes.of(conversation).replaced[other[0]] = id
        messages.move(tx, conversation, id, other[1], other[2])
    _sent(tx, conversation, id, native)


def bind_echo(tx: Transaction, conversation: int, message: Message, is_same_content: SameContent) -> LocalId | None:
    """An own event came: return the message on its way that it is the echo of, now bound to it, or None.

    While the answer is still awaited the binding is tentative; an unconfirmed message is confirmed by it.
    """
    rows = tx.all(
        """SELECT m.id, m.segments, m.state FROM outbox o CROSS JOIN message m ON m.id = o.message
        WHERE m.conversation = ? AND m.state IN ('sending', 'unconfirmed') AND m.native IS NULL
            AND o.sent_at <= ? ORDER BY m.id""",
        conversation, message.time + 600_000,
    )  # fmt: skip
    for id, segments, state in rows:
        if not is_same_content(load(segments), message.segments):
            continue
        messages.move(tx, conversation, id, message.time, message.sequence)
        messages.keep_raw(tx, id, message.raw)
        messages.take_result(tx, conversation, id, message.segments)
        if state == SendState.SENDING.value:
            tx.run("UPDATE message SET native = ? WHERE id = ?", message.native, id)
            tx.run("UPDATE outbox SET tentative = ? WHERE message = ?", _dump_echo(message), id)
            gaps.note_live(tx, conversation, id)
        else:
            _sent(tx, conversation, id, message.native)
        tx.changes.of(conversation).updated.add(id)
        return LocalId(id)
    return None


def leave_unanswered(tx: Transaction, id: int) -> SendState:
    """Nobody answered in time: sent if its echo was seen, else unconfirmed. Return which."""
    row = tx.one("SELECT conversation, native FROM message WHERE id = ?", id)
    if row and row[1] is not None:
        _sent(tx, row[0], id, row[1])
        return SendState.SENT
    _set_state(tx, id, SendState.UNCONFIRMED)
    return SendState.UNCONFIRMED


def put_back(tx: Transaction, id: int) -> None:
    """It certainly was not sent: it goes again by itself."""
    _set_state(tx, id, SendState.QUEUED)


def fail(tx: Transaction, id: int, words: str) -> None:
    """The platform refused it, in its own *words*; it is kept until a person resends or discards it."""
    _set_state(tx, id, SendState.FAILED, words)


def resend(tx: Transaction, id: int, now: int) -> bool:
    """A person wants a failed or unconfirmed message to go (again); it moves to the end. Return whether it was there."""
    row = tx.one("SELECT conversation FROM message WHERE id = ? AND state IN ('failed', 'unconfirmed')", id)
    if row is None:
        return False
    time = max(now, _newest_time(tx, row[0]))
    tx.run("UPDATE message SET time = ?, sequence = 0, native = NULL WHERE id = ?", time, id)
    tx.run("INSERT OR REPLACE INTO outbox (message) VALUES (?)", id)
    tx.changes.of(row[0]).moved.add(id)
    messages.find_last(tx, row[0])
    _set_state(tx, id, SendState.QUEUED)
    return True


def discard(tx: Transaction, id: int) -> bool:
    """A person gives up a message that is not sent; not one that is on the wire now. Return whether it was there."""
    row = tx.one("SELECT conversation FROM message WHERE id = ? AND state IN ('queued', 'failed', 'unconfirmed')", id)
    if row is None:
        return False
    messages.remove(tx, row[0], id)
    tx.changes.of(row[0]).outbox = True
    return True


def recover(tx: Transaction) -> None:
    """At the start of a process: what was on the wire when the last one ended may or may not have arrived."""
    for id, conversation in tx.all("SELECT id, conversation FROM message WHERE state = 'sending' AND state <> 'sent'"):
        leave_unanswered(tx, id)
        tx.changes.of(conversation)


def waiting(tx: Transaction, account: int) -> list[Outgoing]:
    """Return the messages of *account* that are queued, on the wire or unconfirmed, in the order in which they were written."""
    rows = tx.all(
        """SELECT m.id, c.id, a.protocol, a.own_id, c.kind, c.peer, c.via, m.segments, m.state, o.sent_at, m.quote
        FROM outbox o CROSS JOIN message m ON m.id = o.message
        JOIN conversation c ON c.id = m.conversation JOIN account a ON a.id = c.account
        WHERE a.id = ? AND m.state IN ('queued', 'sending', 'unconfirmed') ORDER BY m.time, m.id""",
        account,
    )
    found: list[Outgoing] = []
    for id, row, protocol, own_id, kind, peer, via, segments, state, sent_at, quote in rows:
        conversation = ConversationId(AccountId(protocol, own_id), ConversationKind(kind), peer)
        quoted = _ref_of(tx, row, quote) if quote else None
        found.append(Outgoing(LocalId(id), row, conversation, via, load(segments), quoted, SendState(state), sent_at))
    return found


def held_for_others(tx: Transaction, account: int, label: str) -> tuple[int, str]:
    """Return how many messages wait for another account that once had *label*, and its own id; (0, "") for none."""
    row = tx.one(
        """SELECT COUNT(*), MAX(a.own_id) FROM outbox o CROSS JOIN message m ON m.id = o.message
        JOIN conversation c ON c.id = m.conversation JOIN account a ON a.id = c.account WHERE a.label = ? AND a.id <> ?""",
        label, account,
    )  # fmt: skip
    return (row[0], row[1] or "") if row else (0, "")


def match_history(
    tx: Transaction, conversation: int, page: Sequence[Message], is_same_content: SameContent, skew: int
) -> tuple[int, int]:
    """Look for the unconfirmed messages of *conversation* in a page of history; return how many were found and how many not.

    One to one and in order, among own messages that no row of ours is bound to and that are not older than the send, less *skew*
    (ms) for clocks that differ. What is not found stays unconfirmed, for a person to decide.
    """
    rows = tx.all(
        """SELECT m.id, m.segments, o.sent_at FROM outbox o CROSS JOIN message m ON m.id = o.message
        WHERE m.conversation = ? AND m.state = 'unconfirmed' ORDER BY m.id""",
        conversation,
    )
    theirs = [m for m in page if m.is_own and not m.is_notice and not _is_bound(tx, conversation, m)]
    found = 0
    for id, segments, sent_at in rows:
        ours = load(segments)
        for index, message in enumerate(theirs):
            if message.time >= sent_at - skew and is_same_content(ours, message.segments):
                confirm(tx, id, message.native)
                # The platform counts in whole seconds: within one, our own clock knows the order of what we said.
                if abs(messages.position_of(tx, id).time - message.time) >= messages.A_SECOND:
                    messages.move(tx, conversation, id, message.time, message.sequence)
                messages.keep_raw(tx, id, message.raw)
                del theirs[: index + 1]
                found += 1
                break
    return found, len(rows) - found


def _is_bound(tx: Transaction, conversation: int, message: Message) -> bool:
    """Whether a message that was written here is already known to be this one."""
    sql = "SELECT 1 FROM message WHERE native = ? AND conversation = ? AND is_from_here"
    return tx.one(sql, message.native, conversation) is not None


def _sent(tx: Transaction, conversation: int, id: int, native: str) -> None:
    tx.run("UPDATE message SET native = ?, state = 'sent', error = '' WHERE id = ?", native, id)
    tx.run("DELETE FROM outbox WHERE message = ?", id)
    gaps.note_live(tx, conversation, id)
    change = tx.changes.of(conversation)
    change.updated.add(id)
    change.outbox = True


def _set_state(tx: Transaction, id: int, state: SendState, error: str = "") -> None:
    tx.run("UPDATE message SET state = ?, error = ? WHERE id = ?", state.value, error, id)
    row = tx.one("SELECT conversation FROM message WHERE id = ?", id)
    if row:
        change = tx.changes.of(row[0])
        change.updated.add(id)
        change.outbox = True


def _newest_time(tx: Transaction, conversation: int) -> int:
    row = tx.one("SELECT last_time FROM conversation WHERE id = ?", conversation)
    return int(row[0]) if row else 0


def _newest_said(tx: Transaction, conversation: int) -> int:
    """Return the time of the newest message that does not wait to be sent."""
    sql = "SELECT time FROM message WHERE conversation = ? AND state <> 'queued' ORDER BY time DESC LIMIT 1"
    row = tx.one(sql, conversation)
    return int(row[0]) if row else 0


def _ref_of(tx: Transaction, conversation: int, native: str) -> MessageRef | None:
    row = tx.one(
        "SELECT native, sequence, time, sender FROM message WHERE native = ? AND conversation = ? ORDER BY +time DESC LIMIT 1",
        native, conversation,
    )  # fmt: skip
    return MessageRef(row[0], row[1] or None, row[2], row[3]) if row else None


def _dump_echo(message: Message) -> str:
    sender = message.sender
    return json.dumps(
        [
            message.native,
            sender.id,
            sender.nickname,
            sender.card,
            message.time,
            message.sequence,
            dump(message.segments),
            message.raw,
        ],
        ensure_ascii=False,
    )


def _load_echo(tx: Transaction, conversation: int, text: str) -> Message:
    native, sender, nickname, card, time, sequence, segments, raw = json.loads(text)
    row = tx.one(
        "SELECT a.protocol, a.own_id, c.kind, c.peer FROM conversation c JOIN account a ON a.id = c.account WHERE c.id = ?",
        conversation,
    )
    assert row is not None
    where = ConversationId(AccountId(row[0], row[1]), ConversationKind(row[2]), row[3])
    return Message(where, native, Sender(sender, nickname, card), time, load(segments), sequence=sequence, is_own=True, raw=raw)
