"""Writes single news of friends and of ourselves, between two whole lists."""

from __future__ import annotations

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.store import conversations
from tui.store.writer import Transaction


def add(tx: Transaction, account: int, account_id: AccountId, user: str) -> None:
    """List *user* as a friend, by the name under which they asked until the list of friends tells more."""
    row = tx.one("SELECT name FROM request WHERE account = ? AND user = ? AND name <> '' ORDER BY id DESC", account, user)
    name = str(row[0]) if row else ""
    id = _conversation(tx, account, account_id, user, name)
    tx.run("INSERT OR IGNORE INTO friend (account, user, nickname) VALUES (?, ?, ?)", account, user, name)
    tx.run("UPDATE conversation SET is_listed = 1 WHERE id = ?", id)
    tx.changes.lists = True


def remove(tx: Transaction, account: int, account_id: AccountId, user: str) -> None:
    """List *user* no longer; what was said stays."""
    id = _conversation(tx, account, account_id, user)
    tx.run("DELETE FROM friend WHERE account = ? AND user = ?", account, user)
    tx.run("UPDATE conversation SET is_listed = 0, remark = '' WHERE id = ?", id)
    tx.changes.lists = True


def rename(tx: Transaction, account: int, account_id: AccountId, user: str, remark: str) -> None:
    """Call *user* something else, wherever they are named."""
    id = _conversation(tx, account, account_id, user)
    tx.run("UPDATE friend SET remark = ? WHERE account = ? AND user = ?", remark, account, user)
    tx.run("UPDATE conversation SET remark = ? WHERE id = ?", remark, id)
    tx.changes.lists = True


def rename_self(tx: Transaction, account: int, nickname: str) -> None:
    """Call the account *nickname*."""
    tx.run("UPDATE account SET nickname = ? WHERE id = ?", nickname, account)
    tx.changes.lists = True


def _conversation(tx: Transaction, account: int, account_id: AccountId, user: str, name: str = "") -> int:
    id = conversations.ensure(tx, account, ConversationId(account_id, ConversationKind.FRIEND, user), name)
    tx.changes.of(id)
    return id
