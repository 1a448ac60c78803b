"""The store's tables and their numbered migrations, and how a connection to the file is opened."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

_BASE = """
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    protocol TEXT NOT NULL,
    own_id TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    nickname TEXT NOT NULL DEFAULT '',
    epoch INTEGER NOT NULL DEFAULT 0,          -- counts connections: what was contiguous before may not be since
    is_synced INTEGER NOT NULL DEFAULT 0,      -- the first sync, which raises no unread, is over
    online_at INTEGER NOT NULL DEFAULT 0,      -- ms, when we were last known to be connected
    away_since INTEGER NOT NULL DEFAULT 0,     -- ms, what online_at was when this connection began; 0: never connected before
    UNIQUE (protocol, own_id)
);

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account,
    kind TEXT NOT NULL,
    peer TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    via TEXT NOT NULL DEFAULT '',              -- temp: the group through which they speak
    category TEXT NOT NULL DEFAULT '',
    category_order INTEGER NOT NULL DEFAULT 0,
    is_listed INTEGER NOT NULL DEFAULT 0,      -- in the platform's own list of friends or groups
    is_muted_all INTEGER NOT NULL DEFAULT 0,
    member_count INTEGER NOT NULL DEFAULT 0,
    members_at INTEGER NOT NULL DEFAULT 0,     -- ms, when the members were last listed
    last_message INTEGER,                      -- the newest one said by anybody; notices do not count
    last_time INTEGER NOT NULL DEFAULT 0,
    last_sequence INTEGER NOT NULL DEFAULT 0,
    last_tie INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,         -- kept by the triggers below
    mentions INTEGER NOT NULL DEFAULT 0,
    is_pinned INTEGER NOT NULL DEFAULT 0,
    is_muted INTEGER NOT NULL DEFAULT 0,       -- no bell; the count stays
    is_quiet INTEGER NOT NULL DEFAULT 0,       -- folded away: a dot instead of a count
    is_hidden INTEGER NOT NULL DEFAULT 0,      -- gone from the list until somebody speaks
    is_marked INTEGER NOT NULL DEFAULT 0,      -- marked unread by hand
    epoch INTEGER NOT NULL DEFAULT 0,          -- the account's epoch in which contiguity was last made sure of
    draft TEXT NOT NULL DEFAULT '',
    draft_quote INTEGER,
    UNIQUE (account, kind, peer)
);

CREATE TABLE message (
    id INTEGER PRIMARY KEY,                    -- the LocalId
    conversation INTEGER NOT NULL REFERENCES conversation,
    native TEXT,                               -- null until the platform has given one
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL DEFAULT '',
    time INTEGER NOT NULL,                     -- ms; position = (time, sequence, tie)
    sequence INTEGER NOT NULL DEFAULT 0,       -- 0: the platform has none
    tie INTEGER NOT NULL,
    is_own INTEGER NOT NULL DEFAULT 0,
    is_notice INTEGER NOT NULL DEFAULT 0,
    is_from_here INTEGER NOT NULL DEFAULT 0,   -- written in this client, not heard of
    segments TEXT NOT NULL,
    quote TEXT,                                -- native of the quoted message
    state TEXT NOT NULL DEFAULT 'sent',
    error TEXT NOT NULL DEFAULT '',
    recalled_by TEXT,
    recalled_at INTEGER,
    unread INTEGER NOT NULL DEFAULT 0,
    mentions_me INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX message_by_position ON message (conversation, time, sequence, tie);
CREATE INDEX message_by_native ON message (native, conversation);
CREATE INDEX message_unread ON message (conversation, time, sequence, tie) WHERE unread;
CREATE INDEX message_mentions ON message (conversation, time, sequence, tie) WHERE mentions_me;
CREATE INDEX message_by_quote ON message (quote, conversation) WHERE quote IS NOT NULL;
CREATE INDEX message_pending ON message (conversation, id) WHERE state <> 'sent';

CREATE TABLE raw (message INTEGER PRIMARY KEY, payload BLOB NOT NULL);   -- zlib-compressed JSON as it came

CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation,
    lower INTEGER,                             -- LocalId of the older edge; null: nothing older is stored
    upper INTEGER NOT NULL UNIQUE,             -- LocalId of the newer edge
    state TEXT NOT NULL DEFAULT 'open',
    words TEXT NOT NULL DEFAULT '',
    filled INTEGER NOT NULL DEFAULT 0          -- messages got so far without being asked for by a person
);
CREATE INDEX gap_by_conversation ON gap (conversation);

CREATE TABLE outbox (
    message INTEGER PRIMARY KEY,
    sent_at INTEGER NOT NULL DEFAULT 0,        -- ms, when it was last put on the wire
    tentative TEXT NOT NULL DEFAULT ''         -- JSON of an own event bound before the answer came
);

CREATE TABLE tombstone (
    account INTEGER NOT NULL,
    conversation INTEGER NOT NULL DEFAULT 0,   -- 0: the platform did not say
    native TEXT NOT NULL,
    operator TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (native, account, conversation)
) WITHOUT ROWID;

CREATE TABLE friend (
    account INTEGER NOT NULL,
    user TEXT NOT NULL,
    nickname TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account, user)
) WITHOUT ROWID;

CREATE TABLE member (
    conversation INTEGER NOT NULL,
    user TEXT NOT NULL,
    nickname TEXT NOT NULL DEFAULT '',
    card TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT 'unknown',
    title TEXT NOT NULL DEFAULT '',
    muted_until INTEGER NOT NULL DEFAULT 0,
    joined_at INTEGER NOT NULL DEFAULT 0,
    last_spoke_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation, user)
) WITHOUT ROWID;

CREATE TRIGGER unread_insert AFTER INSERT ON message WHEN new.unread BEGIN
    UPDATE conversation SET unread = unread + 1, mentions = mentions + new.mentions_me WHERE id = new.conversation;
END;
CREATE TRIGGER unread_update AFTER UPDATE OF unread ON message WHEN old.unread <> new.unread BEGIN
    UPDATE conversation
    SET unread = unread + new.unread - old.unread,
        mentions = mentions + (new.unread - old.unread) * new.mentions_me
    WHERE id = new.conversation;
END;
CREATE TRIGGER unread_delete AFTER DELETE ON message WHEN old.unread BEGIN
    UPDATE conversation SET unread = unread - 1, mentions = mentions - old.mentions_me WHERE id = old.conversation;
END;
"""

_DRAFT_MENTIONS = """
ALTER TABLE conversation ADD COLUMN draft_mentions TEXT NOT NULL DEFAULT '';   -- JSON: [[start, end, user, name], ...]
DROP INDEX IF EXISTS conversation_by_peer;
DROP INDEX IF EXISTS message_own
"""

_REACTIONS = """
CREATE TABLE reaction (
    conversation INTEGER NOT NULL,
    native TEXT NOT NULL,                      -- the platform's id: a reaction is told of messages, too, that we do not have yet
    emoji TEXT NOT NULL,
    label TEXT NOT NULL,
    count INTEGER NOT NULL,
    is_own INTEGER NOT NULL DEFAULT 0,
    people TEXT NOT NULL DEFAULT '[]',         -- JSON: those of whom we know that they are among them
    place INTEGER NOT NULL,                    -- the order below the message: that in which they came
    PRIMARY KEY (conversation, native, emoji)
) WITHOUT ROWID
"""

_REQUESTS = """
CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    key TEXT NOT NULL,                         -- the same wherever the platform tells of it
    kind TEXT NOT NULL,
    flag TEXT NOT NULL,                        -- what answers it; empty: nothing does
    user TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '',
    peer TEXT NOT NULL DEFAULT '',             -- the group it is about
    group_name TEXT NOT NULL DEFAULT '',
    invitor TEXT NOT NULL DEFAULT '',
    time INTEGER NOT NULL DEFAULT 0,           -- ms; 0: not told
    heard_at INTEGER NOT NULL,                 -- ms, by our clock
    state TEXT NOT NULL,
    is_accepted INTEGER,                       -- our answer; null: we gave none
    words TEXT NOT NULL DEFAULT '',            -- the remark or reason in it
    answered_at INTEGER NOT NULL DEFAULT 0,
    handled_by TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',            -- why our last answer was not taken
    UNIQUE (account, key)
);
CREATE INDEX request_waiting ON request (account) WHERE state IN ('open', 'answering', 'unsure')
"""

_WAITING = """
ALTER TABLE message ADD COLUMN asks_me INTEGER NOT NULL DEFAULT 0;      -- mentions us by name, or quotes us
ALTER TABLE message ADD COLUMN is_settled INTEGER NOT NULL DEFAULT 0;   -- up to here, a person said, nothing needs an answer
UPDATE message SET asks_me = 1 WHERE mentions_me AND segments NOT LIKE '%"t":"mention_all"%';
UPDATE message SET asks_me = 1 WHERE quote IS NOT NULL AND NOT is_own AND EXISTS (
    SELECT 1 FROM message o WHERE o.native = message.quote AND o.conversation = message.conversation AND o.is_own);
CREATE INDEX message_asks ON message (conversation, time, sequence, tie) WHERE asks_me;
CREATE INDEX message_answers ON message (conversation, time, sequence, tie)
    WHERE (is_own AND NOT is_notice AND recalled_at IS NULL AND state <> 'failed') OR is_settled
"""

MIGRATIONS: tuple[str, ...] = (_BASE, _DRAFT_MENTIONS, _REACTIONS, _REQUESTS, _WAITING)
"""What brings a store from version n to n + 1, by n; ``PRAGMA user_version`` holds the version."""


class StoreError(Exception):
    """The store can not be used; the text says why and what to do."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"{reason} {values}" if values else reason)
        self.reason = reason
        self.values = {key: str(value) for key, value in values.items()}


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection to the store at *path*; usable from any one thread at a time."""
    if read_only:
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    else:
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA wal_autocheckpoint = 2000")
    db.execute("PRAGMA busy_timeout = 5000")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA cache_size = -4000")
    return db


def migrate(path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Bring the store at *path* to the newest version, after a backup copy; create it where there is none.

    Raises StoreError: store_newer, store_broken, store_no_space.
    """
    try:
        db = connect(path)
    except sqlite3.Error as error:
        raise StoreError("store_broken", path=path, error=error) from error
    try:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        newest = len(MIGRATIONS)
        if version > newest:
            raise StoreError("store_newer", path=path, version=version, newest=newest)
        if version == newest:
            return
        if version:
            _back_up(db, path, version)
        for step in range(version, newest):
            if progress and version:  # making a new store is no upgrade
                progress(step + 1, newest)
            db.executescript(f"BEGIN IMMEDIATE;\n{MIGRATIONS[step]};\nPRAGMA user_version = {step + 1};\nCOMMIT;")
    except sqlite3.DatabaseError as error:
        raise StoreError("store_broken", path=path, error=error) from error
    finally:
        db.close()


def _back_up(db: sqlite3.Connection, path: Path, version: int) -> None:
    needed = path.stat().st_size * 2
    if shutil.disk_usage(path.parent).free < needed:
        raise StoreError("store_no_space", path=path, megabytes=needed // 1_000_000 + 1)
    with sqlite3.connect(path.with_name(f"{path.name}.v{version}.bak")) as copy:
        db.backup(copy)
    copy.close()
