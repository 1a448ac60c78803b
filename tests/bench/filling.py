"""Fills a store with as many messages as wanted, by plain SQL: a thousand conversations, of which few are busy, as in life."""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.bench.talk import bodies, body_number, mark
from tui.chat.ids import AccountId
from tui.chat.segments import Text, dump
from tui.simulator.driving import FIRST_FLOOD_GROUP
from tui.simulator.world import World, small_world
from tui.store import schema
from tui.store.messages import TIE_STEP
from tui.store.store import FILE_NAME

CONVERSATIONS = 1000
GROUPS = 100
"""The first so many conversations are groups, those into which the simulated world talks; the others are friends."""

FRONT_MEMBERS = 2000
_SENDERS = ("曾小贤", "胡一菲", "陈美嘉", "吕子乔", "关谷", "唐悠悠", "Alice", "Bob", "小🐱", "张伟", "秦羽墨", "诺澜")
_FIRST_SENDER = 20_001
_STEP = 40_000
"""Milliseconds between two messages of the busiest conversation; the k-th has one for every k of its."""

_MESSAGE = """INSERT INTO message (id, conversation, native, sender, sender_name, time, tie, is_own, segments, unread)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PLACE = "@@"


def fill(folder: Path, count: int) -> None:
    """Make a store of *count* messages in *folder*: of the account of the simulated world, with conversation 0 open."""
    folder.mkdir(parents=True, exist_ok=True)
    path = (folder / FILE_NAME).absolute()
    schema.migrate(path)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -200000")
        world = small_world()
        own = AccountId("onebot11", world.self_id)
        counts = _counts(count)
        db.execute("BEGIN")
        db.execute("INSERT INTO account (id, protocol, own_id, label, is_synced) VALUES (1, ?, ?, 'main', 1)", own)
        settings = {"last_conversation": "1", f"quiet_asked:{own}": "1"}
        db.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
        db.executemany(
            "INSERT INTO conversation (id, account, kind, peer, name, is_listed) VALUES (?, 1, ?, ?, ?, 1)", _conversations(world)
        )
        db.executemany("INSERT INTO member (conversation, user, nickname, role) VALUES (?, ?, ?, 'member')", _members(own.own_id))
        db.executemany(_MESSAGE, _messages(counts, own.own_id))
        raw = zlib.compress(json.dumps({"post_type": "message", "raw_message": "今天晚上一起吃饭吗" * 20}).encode(), 1)
        db.execute("INSERT INTO raw SELECT id, ? FROM message", (raw,))
        for at, messages in enumerate(counts):
            db.execute(
                "UPDATE conversation SET (last_message, last_time, last_tie) ="
                " (SELECT id, time, tie FROM message WHERE native = ? AND conversation = ?) WHERE id = ?",
                (mark(at, messages - 1), at + 1, at + 1),
            )
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()


def flood_conversations(world: World, shown: int) -> int:
    """Return into how many of its conversations the simulated world must talk to reach the first *shown* of the store."""
    return len(world.groups_of(world.self_id)) + shown


def _counts(count: int) -> list[int]:
    """Share *count* messages out by Zipf's law: the k-th busiest conversation has 1/k of what the busiest has."""
    harmonic = sum(1 / (at + 1) for at in range(CONVERSATIONS))
    counts = [max(1, int(count / harmonic / (at + 1))) for at in range(CONVERSATIONS)]
    counts[0] += max(0, count - sum(counts))
    return counts


def _conversations(world: World) -> Iterator[tuple[int, str, str, str]]:
    own_groups = len(world.groups_of(world.self_id))
    for at in range(CONVERSATIONS):
        if at < GROUPS:
            yield at + 1, "group", str(FIRST_FLOOD_GROUP + own_groups + at), f"闲聊 {at}"
        else:
            yield at + 1, "friend", str(20_000_000 + at), f"{_SENDERS[at % len(_SENDERS)]} {at}"


def _members(own: str) -> Iterator[tuple[int, str, str]]:
    for at in range(GROUPS):
        yield at + 1, own, "吕小布"
        for number in range(FRONT_MEMBERS if at == 0 else len(_SENDERS)):
            yield at + 1, str(_FIRST_SENDER + number), _SENDERS[number] if number < len(_SENDERS) else f"群友 {number}"


def _messages(counts: list[int], own: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows in the order in which they were said, so that a conversation's lie scattered over the file, as in life."""
    templates = [dump((Text(f"{_PLACE} {body}"),)) for body in bodies()]
    now = int(time.time()) // 3600 * 3_600_000
    said = sorted(
        (now - at * 60_000 - (messages - 1 - number) * _STEP * (at + 1), at, number)
        for at, messages in enumerate(counts)
        for number in range(messages)
    )
    for id, (moment, at, number) in enumerate(said, 1):
        sender = (at * 5 + number // 3) % len(_SENDERS) if at < GROUPS else at % len(_SENDERS)
        is_own = number % 11 == 5
        is_unread = at % 5 == 3 and number == counts[at] - 1 and not is_own
        yield (
            id, at + 1, mark(at, number), own if is_own else str(_FIRST_SENDER + sender),
            "吕小布" if is_own else _SENDERS[sender], moment, id * TIE_STEP, is_own,
            templates[body_number(at, number)].replace(_PLACE, mark(at, number), 1), is_unread,
        )  # fmt: skip
