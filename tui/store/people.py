"""Writes what is known of the members of groups: their cards, roles, titles and how long they are muted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.chat.messages import Message
from tui.chat.people import Role
from tui.store.writer import Transaction

if TYPE_CHECKING:
    from tui.chat.events import MembersListed, MemberUpdated, MutedListed

# A message tells of its sender what it tells, and an empty card is not the news that there is none.
_SPOKE = """
INSERT INTO member (conversation, user, nickname, card, role, title, last_spoke_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (conversation, user) DO UPDATE SET
    nickname = COALESCE(NULLIF(excluded.nickname, ''), nickname),
    card = COALESCE(NULLIF(excluded.card, ''), card),
    role = CASE excluded.role WHEN 'unknown' THEN role ELSE excluded.role END,
    title = COALESCE(NULLIF(excluded.title, ''), title),
    last_spoke_at = MAX(last_spoke_at, excluded.last_spoke_at)
"""


def note_speaker(tx: Transaction, conversation: int, message: Message) -> None:
    """Keep what *message* tells of its sender."""
    sender = message.sender
    tx.run(_SPOKE, conversation, sender.id, sender.nickname, sender.card, sender.role.value, sender.title, message.time)


def list_members(tx: Transaction, conversation: int, event: MembersListed, now: int) -> None:
    """Take the whole list of members; who is missing is no member. A mute that it does not speak of stays."""
    muted = dict(tx.all("SELECT user, muted_until FROM member WHERE conversation = ? AND muted_until > 0", conversation))
    tx.run("DELETE FROM member WHERE conversation = ?", conversation)
    tx.db.executemany(
        "INSERT OR REPLACE INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (conversation, m.id, m.nickname, m.card, m.role.value, m.title, until, m.joined_at, m.last_spoke_at)
            for m in event.members
            for until in (muted.get(m.id, 0) if m.muted_until is None else m.muted_until,)
        ],
    )
    count = len(event.members)
    tx.run("UPDATE conversation SET members_at = ?, member_count = ? WHERE id = ?", now, count, conversation)
    tx.changes.of(conversation).members = True


_MUTED = """
INSERT INTO member (conversation, user, nickname, card, muted_until) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (conversation, user) DO UPDATE SET muted_until = excluded.muted_until
"""


def list_muted(tx: Transaction, conversation: int, event: MutedListed) -> None:
    """Take the whole list of who is muted; everybody else may speak."""
    tx.run("UPDATE member SET muted_until = 0 WHERE conversation = ? AND muted_until > 0", conversation)
    for member in event.members:
        tx.run(_MUTED, conversation, member.id, member.nickname, member.card, member.muted_until or 0)
    tx.changes.of(conversation).members = True


def update_member(tx: Transaction, conversation: int, event: MemberUpdated) -> None:
    """Take what the event tells of one member; one not heard of yet is added."""
    if tx.run("INSERT OR IGNORE INTO member (conversation, user) VALUES (?, ?)", conversation, event.user):
        # All were listed: this one is new in the group, not just new to us.
        tx.run("UPDATE conversation SET member_count = member_count + 1 WHERE id = ? AND members_at > 0", conversation)
    role = None if event.role in (None, Role.UNKNOWN) else event.role.value
    tx.run(
        """UPDATE member SET role = COALESCE(?, role), card = COALESCE(?, card), nickname = COALESCE(?, nickname),
            title = COALESCE(?, title), muted_until = COALESCE(?, muted_until) WHERE conversation = ? AND user = ?""",
        role, event.card, event.nickname, event.title, event.muted_until, conversation, event.user,
    )  # fmt: skip
    tx.changes.of(conversation).members = True


def remove_member(tx: Transaction, conversation: int, user: str) -> None:
    """Forget a member who left; their messages stay."""
    tx.run("DELETE FROM member WHERE conversation = ? AND user = ?", conversation, user)
    tx.run("UPDATE conversation SET member_count = MAX(member_count - 1, 0) WHERE id = ?", conversation)
    tx.changes.of(conversation).members = True
