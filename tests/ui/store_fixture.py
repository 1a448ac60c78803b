"""A store file filled by plain SQL, for tests of what reads it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tui.chat.ids import LocalId
from tui.chat.messages import SendState
from tui.chat.segments import Notice, Quote, Segment, Text, dump, first
from tui.store import schema
from tui.store.reader import Reader

OWN = "10001"
NOON = 1_795_233_600_000
"""2026-11-21 04:00 UTC, in ms: noon in China."""

MINUTE = 60_000


class StoreFixture:
    """A store with one account (own id 10001), and ways to write into it as the writer would."""

    def __init__(self, folder: Path) -> None:
        self.path = (folder / "test.db").absolute()
        schema.migrate(self.path)
        self.db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self.db.execute("INSERT INTO account (id, protocol, own_id) VALUES (1, 'onebot11', ?)", (OWN,))
        self._time = NOON

    def reader(self) -> Reader:
        """Return a reader of this store."""
        return Reader(self.path)

    def conversation(self, id: int = 1, kind: str = "group", peer: str = "30003", name: str = "爱情公寓") -> int:
        """Insert a conversation and return its id."""
        self.db.execute("INSERT INTO conversation (id, account, kind, peer, name) VALUES (?, 1, ?, ?, ?)", (id, kind, peer, name))
        return id

    def add(
        self,
        what: str | Segment | Sequence[Segment],
        sender: str = "20002",
        name: str = "曾小贤",
        *,
        conversation: int = 1,
        time: int | None = None,
        state: SendState = SendState.SENT,
        **columns: Any,
    ) -> LocalId:
        """Insert a message, a minute after the last one unless *time* (ms) says otherwise, and return its id."""
        segments = (Text(what),) if isinstance(what, str) else (what,) if isinstance(what, Segment) else tuple(what)
        self._time = self._time + MINUTE if time is None else time
        id = int(self.db.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM message").fetchone()[0])
        quote = first(segments, Quote)
        row = {
            "id": id, "conversation": conversation, "native": f"n{id}", "sender": sender, "sender_name": name,
            "time": self._time, "tie": id << 32, "segments": dump(segments), "is_own": sender == OWN,
            "is_notice": isinstance(segments[0], Notice) if segments else False, "quote": quote.native if quote else None,
            "state": state.value, **columns,
        }  # fmt: skip
        marks = ", ".join("?" * len(row))
        self.db.execute(f"INSERT INTO message ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        return LocalId(id)

    def own(self, what: str | Segment | Sequence[Segment], **columns: Any) -> LocalId:
        """Insert a message of our own."""
        return self.add(what, OWN, "胡一菲", **columns)

    def many(self, count: int, conversation: int = 1, **columns: Any) -> list[LocalId]:
        """Insert *count* one-line messages, numbered from 0, and return their ids."""
        self.db.execute("BEGIN")
        ids = [self.add(f"第 {n} 条", conversation=conversation, **columns) for n in range(count)]
        self.db.execute("COMMIT")
        return ids

    def set(self, id: int, **columns: Any) -> None:
        """Change columns of a message."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self.db.execute(f"UPDATE message SET {names} WHERE id = ?", (*columns.values(), id))

    def gap(self, upper: int, lower: int | None = None, state: str = "open", words: str = "", conversation: int = 1) -> int:
        """Insert a gap and return its id."""
        cursor = self.db.execute(
            "INSERT INTO gap (conversation, lower, upper, state, words) VALUES (?, ?, ?, ?, ?)",
            (conversation, lower, upper, state, words),
        )
        return int(cursor.lastrowid or 0)

    def react(self, message: int, emoji: str, label: str, count: int = 1, *, is_own: bool = False, conversation: int = 1) -> None:
        """Put a reaction below a message that was inserted."""
        self.db.execute(
            "INSERT INTO reaction SELECT ?1, ?2, ?3, ?4, ?5, ?6, '[]', COUNT(*) FROM reaction",
            (conversation, f"n{message}", emoji, label, count, is_own),
        )

    def member(self, user: str, role: str = "member", card: str = "", nickname: str = "", conversation: int = 1) -> None:
        """Insert a member."""
        self.db.execute(
            "INSERT OR REPLACE INTO member (conversation, user, role, card, nickname) VALUES (?, ?, ?, ?, ?)",
            (conversation, user, role, card, nickname),
        )
