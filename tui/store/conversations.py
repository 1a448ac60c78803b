"""Writes accounts and conversations: who we are, with whom we speak, what is pinned, quiet, drafted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.store.writer import Transaction

if TYPE_CHECKING:
    from tui.chat.events import ConversationTold, FriendsListed, GroupsListed, GroupUpdated
    from tui.store.rows import Draft

FLAGS = ("is_pinned", "is_muted", "is_quiet", "is_hidden", "is_marked")
"""What a person may switch on a conversation."""


def begin_connection(tx: Transaction, account: AccountId, label: str, nickname: str) -> tuple[int, bool]:
    """Note that *account* is connected anew: nothing is known to be contiguous any more. Return its id and is_synced."""
    tx.run(
        """INSERT INTO account (protocol, own_id, label, nickname, epoch) VALUES (?, ?, ?, ?, 1)
        ON CONFLICT (protocol, own_id) DO UPDATE SET label = excluded.label, nickname = excluded.nickname,
            epoch = epoch + 1, away_since = online_at""",
        *account, label, nickname,
    )  # fmt: skip
    row = tx.one("SELECT id, is_synced FROM account WHERE protocol = ? AND own_id = ?", *account)
    assert row is not None
    tx.epochs.pop(row[0], None)
    # What could not be had over the last connection may be had over this one.
    tx.run(
        "UPDATE gap SET state = 'open', words = '' WHERE state = 'unknown' AND conversation IN"
        " (SELECT id FROM conversation WHERE account = ?)",
        row[0],
    )
    # Who came, went or was appointed meanwhile was told to nobody: the members of a group that is looked at are listed anew.
    tx.run("UPDATE conversation SET members_at = 0 WHERE account = ? AND members_at > 0", row[0])
    tx.changes.lists = True
    return int(row[0]), bool(row[1])


def doubt(tx: Transaction, account: int, since: int) -> None:
    """Note that nobody told of what happened *since* (ms): nothing is contiguous any more, as after a new connection."""
    tx.run("UPDATE account SET epoch = epoch + 1, away_since = ? WHERE id = ?", since, account)
    tx.epochs.pop(account, None)


def doubt_end(tx: Transaction, id: int) -> None:
    """Note that something may have been said in this conversation that nobody told of, after the newest message."""
    tx.run("UPDATE conversation SET epoch = 0 WHERE id = ?", id)


def end_first_sync(tx: Transaction, account: int) -> None:
    """From now on what others say is unread."""
    tx.run("UPDATE account SET is_synced = 1 WHERE id = ?", account)
    tx.changes.lists = True


def note_online(tx: Transaction, account: int, now: int) -> None:
    """Remember that we were connected at *now* (ms)."""
    tx.run("UPDATE account SET online_at = ? WHERE id = ?", now, account)


def epoch(tx: Transaction, account: int) -> int:
    """Return the account's count of connections."""
    known = tx.epochs.get(account)
    if known is None:
        row = tx.one("SELECT epoch FROM account WHERE id = ?", account)
        known = tx.epochs[account] = int(row[0]) if row else 0
    return known


def ensure(tx: Transaction, account: int, conversation: ConversationId, name: str = "", via: str = "") -> int:
    """Return the store's id of *conversation*, which is made when it is new; a *name* is only taken where there is none."""
    key = (account, conversation.kind.value, conversation.peer)
    known = tx.conversations.get(key)
    if known is not None and not name and not via:
        return known
    row = tx.one("SELECT id, name, via FROM conversation WHERE account = ? AND kind = ? AND peer = ?", *key)
    if row is None:
        tx.run("INSERT INTO conversation (account, kind, peer, name, via) VALUES (?, ?, ?, ?, ?)", *key, name, via)
        row = tx.one("SELECT last_insert_rowid(), '', ''")
        assert row is not None
        tx.changes.of(row[0])
    elif (name and not row[1]) or (via and via != row[2]):
        tx.run("UPDATE conversation SET name = ?, via = ? WHERE id = ?", row[1] or name, via or row[2], row[0])
        tx.changes.of(row[0])
    tx.conversations[key] = int(row[0])
    return int(row[0])


def list_friends(tx: Transaction, account: int, account_id: AccountId, event: FriendsListed) -> None:
    """Take the whole list of friends: names, remarks, categories; who is missing is no longer listed."""
    tx.run("UPDATE conversation SET is_listed = 0 WHERE account = ? AND kind = ?", account, ConversationKind.FRIEND.value)
    tx.run("DELETE FROM friend WHERE account = ?", account)
    for friend in event.friends:
        id = ensure(tx, account, ConversationId(account_id, ConversationKind.FRIEND, friend.id))
        tx.run(
            "UPDATE conversation SET name = ?, remark = ?, category = ?, category_order = ?, is_listed = 1 WHERE id = ?",
            friend.nickname, friend.remark, friend.category, friend.category_order, id,
        )  # fmt: skip
        tx.run("INSERT OR REPLACE INTO friend VALUES (?, ?, ?, ?)", account, friend.id, friend.nickname, friend.remark)
        tx.changes.of(id)
    tx.changes.lists = True


def list_groups(tx: Transaction, account: int, account_id: AccountId, event: GroupsListed) -> None:
    """Take the whole list of groups; one that is missing keeps its history and is no longer listed."""
    tx.run("UPDATE conversation SET is_listed = 0 WHERE account = ? AND kind = ?", account, ConversationKind.GROUP.value)
    for group in event.groups:
        id = ensure(tx, account, ConversationId(account_id, ConversationKind.GROUP, group.id))
        tx.run(
            """UPDATE conversation SET name = ?, remark = ?, is_listed = 1, member_count = ?,
                is_muted_all = COALESCE(?, is_muted_all) WHERE id = ?""",
            group.name, group.remark, group.member_count, group.is_muted_all, id,
        )  # fmt: skip
        tx.changes.of(id)
    tx.changes.lists = True


def update_group(tx: Transaction, id: int, event: GroupUpdated) -> None:
    """Take what the event tells of the group itself."""
    tx.run(
        "UPDATE conversation SET name = COALESCE(?, name), is_muted_all = COALESCE(?, is_muted_all) WHERE id = ?",
        event.name, event.is_muted_all, id,
    )  # fmt: skip
    tx.changes.of(id)


def take_told(tx: Transaction, id: int, event: ConversationTold) -> None:
    """Take what the platform says of a conversation."""
    row = tx.one("SELECT name, is_pinned, is_muted, is_listed FROM conversation WHERE id = ?", id)
    assert row is not None, f"conversation {id} is not in the store"
    told = (event.name or None, event.is_pinned, event.is_silent, event.is_listed)
    now = tuple(old if new is None else new for old, new in zip(row, told, strict=True))
    if now != tuple(row):
        tx.run("UPDATE conversation SET name = ?, is_pinned = ?, is_muted = ?, is_listed = ? WHERE id = ?", *now, id)
        tx.changes.of(id)


def end(tx: Transaction, id: int) -> None:
    """Note that we are no longer in this group."""
    tx.run("UPDATE conversation SET is_listed = 0 WHERE id = ?", id)
    tx.changes.lists = True
    tx.changes.of(id)


def begin(tx: Transaction, id: int) -> None:
    """Note that we are in this group now."""
    tx.run("UPDATE conversation SET is_listed = 1 WHERE id = ?", id)
    tx.changes.lists = True
    tx.changes.of(id)


def note_member(tx: Transaction, id: int) -> None:
    """Note that somebody was heard in this group live, so that we are in it: not everybody tells of every join."""
    if tx.run("UPDATE conversation SET is_listed = 1 WHERE id = ? AND is_listed = 0", id):
        tx.changes.lists = True
        tx.changes.of(id)


def set_flag(tx: Transaction, id: int, flag: str, value: bool) -> None:
    """Switch one of FLAGS on a conversation."""
    if flag not in FLAGS:
        raise ValueError(f"no such flag: {flag}")
    tx.run(f"UPDATE conversation SET {flag} = ? WHERE id = ?", value, id)
    tx.changes.of(id)


def set_quiet_groups(tx: Transaction, account: int, loud: set[int]) -> None:
    """Fold every group of *account* into the quiet line, save those of *loud* (store ids)."""
    for (id,) in tx.all("SELECT id FROM conversation WHERE account = ? AND kind = ?", account, ConversationKind.GROUP.value):
        tx.run("UPDATE conversation SET is_quiet = ? WHERE id = ?", id not in loud, id)
        tx.changes.of(id)


def save_draft(tx: Transaction, id: int, draft: Draft) -> None:
    """Keep what stands unsent in a composer."""
    mentions = json.dumps(draft.mentions, ensure_ascii=False) if draft.mentions else ""
    sql = "UPDATE conversation SET draft = ?, draft_mentions = ?, draft_quote = ? WHERE id = ?"
    tx.run(sql, draft.text, mentions, draft.quote, id)
    tx.changes.of(id)


def set_setting(tx: Transaction, key: str, value: str) -> None:
    """Remember *value* for the interface."""
    tx.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, value)
