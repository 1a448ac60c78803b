"""Looks through what was said for words: newest first, in steps of bounded size, by a connection of its own.

There is no index: receiving costs nothing more for it, and there is nothing that a recall or an edit would have to keep in step.
A step reads a stretch of positions in bulk, rules most of it out by its JSON (:mod:`tui.store.prefilter`), and decides about
the rest by what a reader sees (:mod:`tui.chat.finding`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from tui.chat.finding import Excerpt, Query, excerpt, readable
from tui.chat.ids import LocalId
from tui.chat.segments import load
from tui.store import schema
from tui.store.prefilter import Prefilter
from tui.store.rows import MessageRow, Position

FIRST_ROWS, MOST_ROWS = 500, 10_000
"""Messages of the first step, which is to show something at once, and of any later one."""

MANY_CHARS = 4_000_000
"""A step that read so much is followed by one of fewer messages: whole stored forwards may stand side by side."""

_DAY = 86_400_000
_FILL, _GROWTH = 0.7, 4
"""How much of a step is aimed at from what the one before held, and how much longer its stretch of time may be."""

_CACHE_KB = 16_000
_SAID = "NOT m.is_notice AND m.recalled_at IS NULL"
_LINES = "SELECT COUNT(*), group_concat(id || ' ' || segments, char(10)) FROM"


class Hit(Struct, frozen=True):
    """A message in which all words occur; *excerpt* is what of it is shown."""

    id: LocalId
    conversation: int
    position: Position
    sender: str
    sender_name: str
    is_own: bool
    excerpt: Excerpt

    @property
    def order(self) -> tuple[int, int, Position]:
        """By this the newest hit is the first: those of one moment by conversation, then as they were said."""
        time, sequence, tie = self.position
        return -time, self.conversation, Position(-time, -sequence, -tie)


class Step(Struct, frozen=True):
    """What one step has found, newest first, back to which moment (ms) all was looked through, and whether that was the last."""

    hits: tuple[Hit, ...]
    reached: int
    is_last: bool


def hit(query: Query, row: MessageRow) -> Hit | None:
    """Return *row* as a hit, None when the words are not in it, or are not to be found any more."""
    if row.is_notice or row.is_recalled:
        return None
    text = readable(row.segments)
    if not query.is_in(text):
        return None
    return Hit(row.id, row.conversation, row.position, row.sender, row.sender_name, row.is_own, excerpt(query, text))


class Search:
    """A search in the store at *path* for the words of *query*: everywhere, or in one *conversation*.

    In one conversation it may begin at the message *start*, which is not looked at, and go towards the *newer* ones: then the
    hits of a step come oldest first. One thread at a time may use it; :meth:`close` may be called from any.
    """

    def __init__(
        self, path: Path, query: Query, conversation: int | None = None, start: Position | None = None, *, newer: bool = False
    ) -> None:
        self._path = path
        self._query = query
        self._prefilter: Prefilter | None = None
        self._db: sqlite3.Connection | None = None
        self._using = threading.Lock()
        self._is_closed = False
        self._rows = FIRST_ROWS
        self._way: _Everywhere | _Here = _Everywhere() if conversation is None else _Here(conversation, start, is_newer=newer)
        self._is_newer = newer

    def step(self) -> Step:
        """Look through the next stretch. Raises StoreError: store_broken."""
        try:
            return self._step()
        except sqlite3.Error as error:
            raise schema.StoreError("store_broken", path=self._path, error=error) from error

    def _step(self) -> Step:
        with self._using:
            if self._is_closed or not self._query:
                return Step((), 0, is_last=True)
            if self._db is None or self._prefilter is None:
                self._prefilter = Prefilter(self._query)
                self._db = schema.connect(self._path, read_only=True)
                # The rows of one stretch of time lie scattered over many pages.
                self._db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            lines, reached, is_last = self._way.read(self._db, self._rows)
            self._rows = min(MOST_ROWS, self._rows * 2) if len(lines) < MANY_CHARS else max(1, self._rows // 8)
            hits = self._hits(self._db, self._prefilter, lines)
            return Step(tuple(hits), reached, is_last)

    def close(self) -> None:
        """Read no more."""
        with self._using:
            self._is_closed = True
            if self._db is not None:
                self._db.close()
                self._db = None

    def _hits(self, db: sqlite3.Connection, prefilter: Prefilter, lines: str) -> list[Hit]:
        texts: dict[int, str] = {}
        for line in prefilter.candidates(lines):
            id, _, segments = line.partition(" ")
            text = readable(load(segments))
            if self._query.is_in(text):
                texts[int(id)] = text
        found = [
            Hit(LocalId(id), where, Position(*position), sender, name, bool(is_own), excerpt(self._query, texts[id]))
            for id, where, *position, sender, name, is_own in _facts(db, texts)
        ]
        return sorted(found, key=lambda hit: hit.order, reverse=self._is_newer)


def _facts(db: sqlite3.Connection, ids: Iterable[int]) -> Iterable[tuple[Any, ...]]:
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        yield from db.execute(
            f"""SELECT m.id, m.conversation, m.time, m.sequence, m.tie, m.sender,
                COALESCE(NULLIF(f.remark, ''), m.sender_name), m.is_own
            FROM message m JOIN conversation c ON c.id = m.conversation
                LEFT JOIN friend f ON f.account = c.account AND f.user = m.sender
            WHERE {_SAID} AND m.id IN ({",".join("?" * len(chunk))})""",
            chunk,
        ).fetchall()


class _Everywhere:
    """Goes back through all conversations at once, by stretches of time that are as long as they may be for their messages."""

    def __init__(self) -> None:
        self._until = self._oldest = 0
        self._length = 0

    def read(self, db: sqlite3.Connection, rows: int) -> tuple[str, int, bool]:
        """Return about *rows* lines, back to which moment they go, and whether there is nothing older."""
        if not self._length:
            oldest, newest = db.execute(_EDGES).fetchone()
            if newest is None:
                return "", 0, True
            self._oldest, self._until, self._length = oldest, newest + 1, _DAY
        while True:
            since = self._until - self._length
            # One conversation after another by its own index; of a stretch that holds too much, no more is read than tells so.
            limit = rows if self._length > 1 else -1
            count, lines = db.execute(_STRETCH, (since, self._until, limit)).fetchone()
            if count != limit:
                break
            self._length = max(1, self._length // 4)
        self._until = since
        self._length = max(1, round(self._length * min(_GROWTH, _FILL * min(2 * rows, MOST_ROWS) / max(count, 1))))
        return lines or "", since, since <= self._oldest


_EDGES = """
SELECT MIN((SELECT time FROM message WHERE conversation = c.id ORDER BY time LIMIT 1)),
    MAX((SELECT time FROM message WHERE conversation = c.id ORDER BY time DESC LIMIT 1))
FROM conversation c
"""
_STRETCH = f"""{_LINES} (
    SELECT m.id, m.segments
    FROM conversation c CROSS JOIN message m INDEXED BY message_by_position ON m.conversation = c.id
    WHERE m.time >= ? AND m.time < ? AND {_SAID} LIMIT ?)
"""


class _Here:
    """Goes through one conversation by its positions."""

    def __init__(self, conversation: int, start: Position | None, *, is_newer: bool) -> None:
        self._conversation = conversation
        self._at = start
        self._order, self._beyond, self._within = ("ASC", ">", "<=") if is_newer else ("DESC", "<", ">=")

    def read(self, db: sqlite3.Connection, rows: int) -> tuple[str, int, bool]:
        """Return at most *rows* lines, up to which moment they go, and whether there is nothing beyond."""
        where, values = "m.conversation = ?", [self._conversation]
        if self._at is not None:
            where += f" AND (m.time, m.sequence, m.tie) {self._beyond} (?, ?, ?)"
            values += self._at
        order = ", ".join(f"m.{part} {self._order}" for part in Position._fields)
        far = f"SELECT m.time, m.sequence, m.tie FROM message m WHERE {where} ORDER BY {order} LIMIT 1 OFFSET ?"
        edge = db.execute(far, (*values, rows - 1)).fetchone()
        if edge is not None:
            self._at = Position(*edge)
            where += f" AND (m.time, m.sequence, m.tie) {self._within} (?, ?, ?)"
            values += edge
        lines = f"{_LINES} (SELECT m.id, m.segments FROM message m WHERE {where} AND {_SAID})"
        _, found = db.execute(lines, values).fetchone()
        return found or "", self._at.time if self._at is not None else 0, edge is None
