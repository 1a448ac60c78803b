"""Says what people are called, and what they may do, in one conversation: looked up once each in the store."""

from __future__ import annotations

from tui.chat.people import Role
from tui.locale import t
from tui.store.rows import ConversationRow, MemberRow
from tui.ui.row_source import RowSource


class MessagePeople:
    """The people of *conversation* as its messages speak of them."""

    def __init__(self, reader: RowSource, conversation: ConversationRow) -> None:
        self._reader = reader
        self._conversation = conversation
        self._members: dict[str, MemberRow | None] = {}
        self.own_id = conversation.conversation.account.own_id

    def forget(self) -> None:
        """Ask the store anew from now on: members have changed."""
        self._members.clear()

    def name_of(self, user: str, fallback: str) -> str:
        """Return what to call *user*: "you", else our remark, else the *fallback* that came along, else what the store knows."""
        if user and user == self.own_id:
            return t("notice.you")
        member = self._member(user)
        if member is not None and member.remark:
            return member.remark
        if fallback:
            return fallback
        if user == self._conversation.conversation.peer and not self._conversation.conversation.is_group:
            return self._conversation.title
        return (member.name if member else user) or t("notice.somebody")

    def role_of(self, user: str) -> Role:
        """Return the role of *user* here; UNKNOWN outside groups."""
        member = self._member(user)
        return member.role if member else Role.UNKNOWN

    def _member(self, user: str) -> MemberRow | None:
        if not self._conversation.conversation.is_group:
            return None
        if user not in self._members:
            self._members[user] = self._reader.member(self._conversation.id, user)
        return self._members[user]
