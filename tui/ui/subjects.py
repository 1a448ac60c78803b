"""Asks, before a thing is offered, whether it may be done to a message or a member here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.chat.ids import ConversationKind
from tui.chat.people import Role
from tui.connection.worker import Connection
from tui.locale import t
from tui.store.reader import Reader
from tui.store.rows import ConversationRow, MessageRow

if TYPE_CHECKING:
    from tui.chat.actions import ActionKind
    from tui.chat.capabilities import Verdict


class Judge:
    """Answers from stored roles and from what the connected platform offers."""

    def __init__(self, reader: Reader, connection: Connection) -> None:
        self._reader = reader
        self._connection = connection

    def of_message(self, action: ActionKind, row: ConversationRow, message: MessageRow) -> Verdict:
        """Return whether *action* may be done to *message* (or to who sent it)."""
        from tui.chat.capabilities import Subject, can

        subject = Subject(
            row.kind,
            self._connection.offers(row.account),
            is_read_only=self._connection.is_read_only(row.account),
            own_role=self.role(row, row.conversation.account.own_id),
            target_role=self.role(row, message.sender),
            is_own=message.is_own or message.sender == row.conversation.account.own_id,
            has_target=bool(message.sender) and not message.is_notice,
            message_time=message.time,
            message_state=message.state,
            has_native=message.native is not None,
            is_recalled=message.is_recalled,
            is_notice=message.is_notice,
        )
        return can(action, subject, self._now())

    def of_member(self, action: ActionKind, row: ConversationRow, user: str) -> Verdict:
        """Return whether *action* may be done to *user* in this conversation."""
        from tui.chat.capabilities import Subject, can

        subject = Subject(
            row.kind,
            self._connection.offers(row.account),
            is_read_only=self._connection.is_read_only(row.account),
            own_role=self.role(row, row.conversation.account.own_id),
            target_role=self.role(row, user),
            is_own=user == row.conversation.account.own_id,
            has_target=bool(user),
        )
        return can(action, subject, self._now())

    def of_group(self, action: ActionKind, row: ConversationRow) -> Verdict:
        """Return whether *action* may be done to the group *row* as a whole."""
        from tui.chat.capabilities import Subject, can

        subject = Subject(
            row.kind,
            self._connection.offers(row.account),
            is_read_only=self._connection.is_read_only(row.account),
            own_role=self.role(row, row.conversation.account.own_id),
        )
        return can(action, subject, self._now())

    def of_account(self, action: ActionKind, account: int) -> Verdict:
        """Return whether *action*, which is done in no conversation, may be done on the account of this store id."""
        from tui.chat.capabilities import Subject, can

        subject = Subject(
            ConversationKind.SYSTEM, self._connection.offers(account), is_read_only=self._connection.is_read_only(account)
        )
        return can(action, subject, self._now())

    def of_person(self, action: ActionKind, account: int, *, is_own: bool) -> Verdict:
        """Return whether *action* may be done to somebody, *is_own* ourselves, outside of any group."""
        from tui.chat.capabilities import Subject, can

        subject = Subject(
            ConversationKind.FRIEND,
            self._connection.offers(account),
            is_read_only=self._connection.is_read_only(account),
            is_own=is_own,
        )
        return can(action, subject, self._now())

    def role(self, row: ConversationRow, user: str) -> Role:
        """Return what *user* is in this group, UNKNOWN elsewhere and until it was told."""
        if not row.conversation.is_group:
            return Role.UNKNOWN
        member = self._reader.member(row.id, user)
        return member.role if member else Role.UNKNOWN

    def _now(self) -> int:
        return time.time_ns() // 1_000_000


def why_not(verdict: Verdict) -> str:
    """Return the reason of a no in words, "" for anything else."""
    return t(f"reason.{verdict.reason}") if verdict.is_no else ""
