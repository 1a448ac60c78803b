"""Reads the store for the screen: synchronous, on a connection of its own, small keyset pages, always fetched whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tui.chat.emoji import Reaction
from tui.chat.ids import AccountId, ConversationId, ConversationKind, LocalId
from tui.chat.messages import SendState
from tui.chat.people import Role
from tui.chat.segments import plain_text
from tui.chat.text import one_line
from tui.store import requests, schema, waiting
from tui.store.rows import (
    AccountRow,
    ConversationRow,
    Draft,
    DraftMention,
    Gap,
    GapState,
    MemberRow,
    MessageRow,
    Position,
    QuotedRow,
    RequestRow,
)

TOO_LARGE = 2**63
"""What SQLite takes for no number any more."""

_draft_mentions = msgspec.json.Decoder(tuple[DraftMention, ...])

_CONVERSATION = f"""
SELECT c.id, c.account, a.protocol, a.own_id, c.kind, c.peer, c.name, c.remark, c.via, c.category, c.category_order,
    c.is_listed, c.is_muted_all, c.member_count, c.members_at, c.last_message, c.last_time,
    m.sender, COALESCE(NULLIF(f.remark, ''), m.sender_name), m.segments, m.is_own, m.state, m.recalled_at,
    c.unread, c.mentions, c.is_pinned, c.is_muted, c.is_quiet, c.is_hidden, c.is_marked, c.draft,
    {waiting.SINCE}
FROM conversation c JOIN account a ON a.id = c.account LEFT JOIN message m ON m.id = c.last_message
    LEFT JOIN friend f ON f.account = c.account AND f.user = m.sender
"""

_MESSAGE = """
SELECT m.id, m.conversation, m.native, m.sender, COALESCE(NULLIF(f.remark, ''), m.sender_name), m.time, m.sequence, m.tie,
    m.is_own, m.is_notice, m.segments, m.state, m.error, m.recalled_by, m.recalled_at, m.unread, m.mentions_me,
    g.id, g.lower, g.upper, g.state, g.words, g.filled,
    q.id, q.sender, q.sender_name, q.is_own, q.recalled_at, q.segments,
    (SELECT group_concat(place || char(31) || count || char(31) || is_own || char(31) || emoji || char(31) || label, char(30))
        FROM reaction WHERE conversation = m.conversation AND native = m.native)
FROM message m
    JOIN conversation c ON c.id = m.conversation
    LEFT JOIN friend f ON f.account = c.account AND f.user = m.sender
    LEFT JOIN gap g ON g.upper = m.id
    LEFT JOIN message q ON m.quote IS NOT NULL AND q.id = (
        SELECT id FROM message INDEXED BY message_by_native
        WHERE native = m.quote AND conversation = m.conversation ORDER BY time DESC LIMIT 1)
"""


CHUNK = 500
"""Ids in one statement; SQLite allows a thousand variables at least."""

MOST_REQUESTS = 500
MOST_LOOKED_THROUGH = 1000


class Reader:
    """All questions the screen asks of the store. Not for use from two threads at once."""

    def __init__(self, path: Path) -> None:
        self._db = schema.connect(path, read_only=True)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def accounts(self) -> list[AccountRow]:
        """Return the accounts that were ever connected."""
        rows = self._all("SELECT id, protocol, own_id, label, nickname, is_synced FROM account ORDER BY id")
        return [AccountRow(id, AccountId(protocol, own), label, nick, bool(s)) for id, protocol, own, label, nick, s in rows]

    def own_name(self, account: AccountId) -> str:
        """Return what we are called on *account*, our number until that is known."""
        return next((row.nickname for row in self.accounts() if row.account == account), "") or account.own_id

    def conversations(self, ids: Iterable[int] | None = None) -> list[ConversationRow]:
        """Return all conversations, or those of *ids*, in no particular order."""
        if ids is None:
            return [_conversation(row) for row in self._all(_CONVERSATION)]
        found: list[ConversationRow] = []
        for chunk in _chunks(list(ids)):
            marks = ",".join("?" * len(chunk))
            found += [_conversation(row) for row in self._all(f"{_CONVERSATION} WHERE c.id IN ({marks})", *chunk)]
        return found

    def first_conversations(self, limit: int) -> list[ConversationRow]:
        """Return up to *limit* of those conversations that stand at the top of a list: pinned, then not quiet, then newest."""
        order = "c.is_pinned DESC, c.is_quiet AND NOT c.mentions, c.last_time DESC"
        first = f"SELECT c.id FROM conversation c ORDER BY {order} LIMIT ?"  # the rest of the row is not asked of all of them
        return [_conversation(row) for row in self._all(f"{_CONVERSATION} WHERE c.id IN ({first}) ORDER BY {order}", limit)]

    def conversation(self, id: int) -> ConversationRow | None:
        """Return one conversation, None when there is none of this id."""
        rows = self._all(f"{_CONVERSATION} WHERE c.id = ?", id)
        return _conversation(rows[0]) if rows else None

    def find_conversation(self, conversation: ConversationId) -> ConversationRow | None:
        """Return the conversation by its identity."""
        account, kind, peer = conversation
        rows = self._all(
            f"{_CONVERSATION} WHERE a.protocol = ? AND a.own_id = ? AND c.kind = ? AND c.peer = ?", *account, kind.value, peer
        )
        return _conversation(rows[0]) if rows else None

    def settled(self, conversation: int) -> LocalId | None:
        """Return up to which message of *conversation* a person said that no answer is needed, None where we spoke since."""
        rows = self._all(waiting.SETTLED, conversation)
        return rows[0][0] if rows else None

    def page(
        self, conversation: int, *, before: Position | None = None, after: Position | None = None, limit: int
    ) -> list[MessageRow]:
        """Return up to *limit* messages next to a position (exclusive), or the newest ones; oldest first."""
        where, order, values = "m.conversation = ?", "DESC", [conversation]
        if before is not None:
            where += " AND (m.time, m.sequence, m.tie) < (?, ?, ?)"
            values += before
        elif after is not None:
            where += " AND (m.time, m.sequence, m.tie) > (?, ?, ?)"
            order = "ASC"
            values += after
        sql = f"{_MESSAGE} WHERE {where} ORDER BY m.time {order}, m.sequence {order}, m.tie {order} LIMIT ?"
        rows = [_message(row) for row in self._all(sql, *values, limit)]
        if order == "DESC":
            rows.reverse()
        return rows

    def messages(self, ids: Iterable[int]) -> dict[LocalId, MessageRow]:
        """Return those of the messages *ids* that are there."""
        found: dict[LocalId, MessageRow] = {}
        for chunk in _chunks(list(ids)):
            marks = ",".join("?" * len(chunk))
            for row in self._all(f"{_MESSAGE} WHERE m.id IN ({marks})", *chunk):
                found[LocalId(row[0])] = _message(row)
        return found

    def message(self, id: int) -> MessageRow | None:
        """Return one message."""
        return self.messages([id]).get(LocalId(id))

    def public_names(self, ids: Iterable[int]) -> dict[LocalId, str]:
        """Return under which name each of the messages *ids* was said: not our remark, which is for nobody else to read."""
        found: dict[LocalId, str] = {}
        for chunk in _chunks(list(ids)):
            marks = ",".join("?" * len(chunk))
            found |= {
                LocalId(id): name for id, name in self._all(f"SELECT id, sender_name FROM message WHERE id IN ({marks})", *chunk)
            }
        return found

    def by_native(self, conversation: int, native: str) -> MessageRow | None:
        """Return the newest message of this platform id in *conversation*."""
        sql = f"{_MESSAGE} WHERE m.native = ? AND m.conversation = ? ORDER BY +m.time DESC LIMIT 1"
        rows = self._all(sql, native, conversation)
        return _message(rows[0]) if rows else None

    def by_words(self, conversation: int, sender: str, words: str, before: Position) -> MessageRow | None:
        """Return the last of the messages close *before* a position in which *sender* said these *words*, on one line."""
        sql = f"""{_MESSAGE} WHERE m.sender = ? AND NOT m.is_notice AND m.id IN (
            SELECT id FROM message WHERE conversation = ? AND (time, sequence, tie) < (?, ?, ?)
            ORDER BY time DESC, sequence DESC, tie DESC LIMIT {MOST_LOOKED_THROUGH})
            ORDER BY m.time DESC, m.sequence DESC, m.tie DESC"""
        rows = map(_message, self._all(sql, sender, conversation, *before))
        return next((row for row in rows if one_line(plain_text(row.segments)) == words), None) if words else None

    def all_by_native(self, account: int, native: str) -> list[MessageRow]:
        """Return the messages of this platform id in all conversations of *account*: on some platforms each counts for itself."""
        sql = f"{_MESSAGE} WHERE m.native = ? AND c.account = ? ORDER BY +m.time DESC LIMIT ?"
        return [_message(row) for row in self._all(sql, native, account, CHUNK)]

    def by_sequence(self, conversation: int, sequence: int) -> MessageRow | None:
        """Return the newest message of this sequence of the platform's in *conversation*; it looks through all of them."""
        sql = f"{_MESSAGE} WHERE m.conversation = ? AND m.sequence = ? AND NOT m.is_notice ORDER BY m.time DESC LIMIT 1"
        rows = self._all(sql, conversation, sequence) if sequence and abs(sequence) < TOO_LARGE else []
        return _message(rows[0]) if rows else None

    def first_unread(self, conversation: int) -> MessageRow | None:
        """Return the oldest unread message, None when all is read."""
        sql = f"{_MESSAGE} WHERE m.conversation = ? AND m.unread ORDER BY m.time, m.sequence, m.tie LIMIT 1"
        rows = self._all(sql, conversation)
        return _message(rows[0]) if rows else None

    def count_unread(self, conversation: int, after: Position, limit: int) -> int:
        """Return how many unread messages are newer than *after*, counted up to *limit*."""
        sql = """SELECT COUNT(*) FROM (SELECT 1 FROM message WHERE conversation = ? AND unread
            AND (time, sequence, tie) > (?, ?, ?) LIMIT ?)"""
        return int(self._all(sql, conversation, *after, limit)[0][0])

    def mention(self, conversation: int, position: Position | None, *, newer: bool) -> MessageRow | None:
        """Return the next message that mentions us, older or *newer* than *position* (None: than the newest)."""
        where, order, values = "m.conversation = ? AND m.mentions_me", "DESC", [conversation]
        if position is not None:
            where += f" AND (m.time, m.sequence, m.tie) {'>' if newer else '<'} (?, ?, ?)"
            order = "ASC" if newer else "DESC"
            values += position
        sql = f"{_MESSAGE} WHERE {where} ORDER BY m.time {order}, m.sequence {order}, m.tie {order} LIMIT 1"
        rows = self._all(sql, *values)
        return _message(rows[0]) if rows else None

    def gaps(self, conversation: int) -> list[Gap]:
        """Return the gaps of *conversation*, newest first."""
        sql = """SELECT g.id, g.conversation, g.lower, g.upper, g.state, g.words, g.filled FROM gap g
            JOIN message m ON m.id = g.upper WHERE g.conversation = ? ORDER BY m.time DESC, m.sequence DESC, m.tie DESC"""
        return [_gap(*row) for row in self._all(sql, conversation)]

    def fillable_gaps(self, account: int, front: int, group_limit: int) -> list[Gap]:
        """Return the open gaps of *account* that are to be filled unasked, the most wanted first.

        A gap with nothing stored below it is only the beginning of what we have. *front*, direct and pinned conversations are
        filled wholly, other groups up to *group_limit* messages a gap.
        """
        sql = """SELECT g.id, g.conversation, g.lower, g.upper, g.state, g.words, g.filled
            FROM gap g JOIN conversation c ON c.id = g.conversation
            WHERE c.account = ? AND g.lower IS NOT NULL AND g.state = 'open'
                AND (c.id = ? OR c.kind <> 'group' OR c.is_pinned OR g.filled < ?)
            ORDER BY c.id <> ?, c.kind = 'group', NOT c.is_pinned, c.is_quiet, c.last_time DESC, g.upper DESC"""
        return [_gap(*row) for row in self._all(sql, account, front, group_limit, front)]

    def is_verified(self, account: int, conversation: int) -> bool | None:
        """Return whether the newest end of *conversation* was made sure of since the connection; None: not *account*'s."""
        sql = "SELECT c.epoch = a.epoch FROM conversation c JOIN account a ON a.id = c.account WHERE c.id = ? AND a.id = ?"
        rows = self._all(sql, conversation, account)
        return bool(rows[0][0]) if rows else None

    def gap(self, id: int) -> Gap | None:
        """Return one gap, None when it is closed."""
        rows = self._all("SELECT id, conversation, lower, upper, state, words, filled FROM gap WHERE id = ?", id)
        return _gap(*rows[0]) if rows else None

    def members(self, conversation: int) -> list[MemberRow]:
        """Return the members that were told of, in no particular order; *remark* is ours where they are friends.

        Where a platform tells no nickname of members, that of a friend stands there.
        """
        sql = """SELECT m.user, COALESCE(NULLIF(m.nickname, ''), f.nickname, ''), m.card, m.role, m.title,
                m.muted_until, m.joined_at, m.last_spoke_at, COALESCE(f.remark, '')
            FROM member m JOIN conversation c ON c.id = m.conversation
            LEFT JOIN friend f ON f.account = c.account AND f.user = m.user WHERE m.conversation = ?"""
        return [_member(row) for row in self._all(sql, conversation)]

    def member(self, conversation: int, user: str) -> MemberRow | None:
        """Return one member, None when the platform has not told of them."""
        sql = """SELECT user, nickname, card, role, title, muted_until, joined_at, last_spoke_at, ''
            FROM member WHERE conversation = ? AND user = ?"""
        rows = self._all(sql, conversation, user)
        return _member(rows[0]) if rows else None

    def requests(self) -> list[RequestRow]:
        """Return the newest requests of all accounts: those that wait for somebody first, then by when they were heard of."""
        order = f"NOT ({requests.WAITING}), r.heard_at DESC, r.id DESC"
        return [requests.row(row) for row in self._all(f"{requests.SELECT} ORDER BY {order} LIMIT ?", MOST_REQUESTS)]

    def request(self, id: int) -> RequestRow | None:
        """Return one request."""
        rows = self._all(f"{requests.SELECT} WHERE r.id = ?", id)
        return requests.row(rows[0]) if rows else None

    def count_requests(self) -> int:
        """Return how many requests wait for somebody."""
        return int(self._all(f"SELECT COUNT(*) FROM request r WHERE {requests.WAITING}")[0][0])

    def friend(self, account: int, user: str) -> tuple[str, str] | None:
        """Return a friend's nickname and our remark for them, None when they are none."""
        rows = self._all("SELECT nickname, remark FROM friend WHERE account = ? AND user = ?", account, user)
        return rows[0] if rows else None

    def raw(self, id: int) -> str:
        """Return the JSON text as which a message came, "" when none was kept."""
        rows = self._all("SELECT payload FROM raw WHERE message = ?", id)
        return zlib.decompress(rows[0][0]).decode("utf-8", "replace") if rows else ""

    def draft(self, conversation: int) -> Draft:
        """Return what stands unsent in *conversation*."""
        rows = self._all("SELECT draft, draft_quote, draft_mentions FROM conversation WHERE id = ?", conversation)
        if not rows:
            return Draft()
        text, quote, mentions = rows[0]
        try:
            return Draft(text, quote, _draft_mentions.decode(mentions) if mentions else ())
        except msgspec.MsgspecError:
            return Draft(text, quote)  # the words are worth more than who they mention

    def setting(self, key: str) -> str:
        """Return what the interface remembered under *key*, "" for nothing."""
        rows = self._all("SELECT value FROM setting WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    def _all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        # fetchall ends the read transaction at once: a reader that lingers keeps the WAL from being checkpointed.
        return self._db.execute(sql, values).fetchall()


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _gap(id: int, conversation: int, lower: int | None, upper: int, state: str, words: str, filled: int) -> Gap:
    return Gap(id, conversation, None if lower is None else LocalId(lower), LocalId(upper), GapState(state), words, filled)


def _member(row: tuple[Any, ...]) -> MemberRow:
    return MemberRow(row[0], row[1], row[2], Role(row[3]), *row[4:])


def _message(row: tuple[Any, ...]) -> MessageRow:
    id, conversation = LocalId(row[0]), row[1]
    gap = None if row[17] is None else _gap(row[17], conversation, *row[18:23])
    quoted = None
    if row[23] is not None:
        quoted = QuotedRow(LocalId(row[23]), row[24], row[25], bool(row[26]), row[27] is not None, row[28])
    return MessageRow(
        id, conversation, row[2], row[3], row[4], Position(row[5], row[6], row[7]), bool(row[8]), bool(row[9]), row[10],
        SendState(row[11]), row[12], row[13], row[14], bool(row[15]), bool(row[16]), gap, quoted,
        _reactions(row[29]) if row[29] else (),
    )  # fmt: skip


def _reactions(told: str) -> tuple[Reaction, ...]:
    parts = sorted((part.split("\x1f") for part in told.split("\x1e")), key=lambda part: int(part[0]))
    return tuple(Reaction(emoji, label, int(count), own == "1") for _, count, own, emoji, label in parts)


def _conversation(row: tuple[Any, ...]) -> ConversationRow:
    (id, account, protocol, own_id, kind, peer, name, remark, via, category, category_order) = row[:11]
    (is_listed, is_muted_all, member_count, members_at, last_message, last_time) = row[11:17]
    (sender, sender_name, segments, is_own, state, recalled_at) = row[17:23]
    (unread, mentions, is_pinned, is_muted, is_quiet, is_hidden, is_marked, draft, waits_since) = row[23:]
    return ConversationRow(
        id=id, account=account, conversation=ConversationId(AccountId(protocol, own_id), ConversationKind(kind), peer),
        name=name, remark=remark, via=via, category=category, category_order=category_order, is_listed=bool(is_listed),
        is_muted_all=bool(is_muted_all), member_count=member_count, members_at=members_at,
        last_message=last_message, last_time=last_time, last_sender=sender or "", last_sender_name=sender_name or "",
        last_segments_json=segments or "", last_is_own=bool(is_own), last_state=SendState(state or "sent"),
        last_is_recalled=recalled_at is not None, unread=unread, mentions=mentions, is_pinned=bool(is_pinned),
        is_muted=bool(is_muted), is_quiet=bool(is_quiet), is_hidden=bool(is_hidden), is_marked=bool(is_marked),
        draft=draft, waits_since=waits_since,
    )  # fmt: skip
