"""What all events have in common: where they happened, to whom, and the quiet line that tells of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from msgspec import Struct

from tui.chat.events import MessageReceived
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, Sender
from tui.chat.segments import Notice
from tui.platforms.values import Row, as_name, as_row, as_user

SYSTEM_PEER = "notices"
"""The system conversation's peer: requests, and what concerns the account as a whole."""


class Person(Struct, frozen=True):
    """Somebody of whom an event tells: the number, and the name that the event has for it."""

    id: str = ""
    name: str = ""


NOBODY = Person()


def own_line(place: ConversationId, notice: Notice, now: int, about: str) -> MessageReceived:
    """Return the line that says in *place* what became of what we did; *about* tells it from others."""
    own = place.account.own_id
    sender = Sender(own)
    return MessageReceived(Message(place, f"notice:{about}", sender, now, (notice,), is_own=True, is_notice=True))


class Happening(Struct, frozen=True):
    """One event with what is asked of all of them; *now* in ms, because most have no time of their own.

    *dated* says what time it is now in a conversation, by the clock that dates what is said there.
    """

    row: Row
    account: AccountId
    now: int
    raw: str
    dated: Callable[[ConversationId], int]

    @property
    def system(self) -> ConversationId:
        """The account's own conversation for what has no other place."""
        return ConversationId(self.account, ConversationKind.SYSTEM, SYSTEM_PEER)

    @property
    def me(self) -> Person:
        """The account itself."""
        return Person(self.account.own_id)

    @property
    def member(self) -> Person:
        """The member of whom it tells."""
        return self.person("member")

    @property
    def operator(self) -> Person:
        """Who did it; where nobody is named it was the account itself."""
        return self.person("operator") if as_row(self.row.get("operator")) else self.me

    @property
    def group(self) -> ConversationId | None:
        """The group it happened in: named itself, or in the member or the operator that it tells of."""
        for row in (self.row, as_row(self.row.get("member")), as_row(self.row.get("operator"))):
            number = as_user(as_row(row.get("group")).get("id"))
            if number:
                return self.group_of(number)
        return None

    @property
    def friend(self) -> Person:
        """The friend of whom it tells."""
        return self.person("friend")

    def person(self, key: str) -> Person:
        """Return whom *key* holds, as a friend, a stranger or a member."""
        row = as_row(self.row.get(key))
        return Person(as_user(row.get("id")), as_name(row.get("memberName")) or as_name(row.get("nickname")))

    def group_of(self, number: str) -> ConversationId:
        """Return the conversation of a group."""
        return ConversationId(self.account, ConversationKind.GROUP, number)

    def friend_of(self, number: str) -> ConversationId:
        """Return the conversation with *number*, the system's when nobody is named."""
        return ConversationId(self.account, ConversationKind.FRIEND, number) if number else self.system

    def line(
        self, place: ConversationId, what: str, actor: Person = NOBODY, target: Person = NOBODY, value: str = ""
    ) -> MessageReceived:
        """Return the line that says *what* happened in *place*.

        Events have no id and mostly no time: two that are equal but for the second in which they came are two.
        """
        canonical = json.dumps([self.now // 1000, self.row], sort_keys=True, default=str)
        digest = hashlib.sha1(canonical.encode("ascii", "replace"), usedforsecurity=False).hexdigest()[:16]
        return MessageReceived(
            Message(
                conversation=place,
                native=f"notice:{digest}",
                sender=Sender(actor.id or target.id, actor.name),
                time=self.dated(place),
                segments=(Notice(what, actor.id, target.id, value, actor.name, target.name),),
                is_own=actor.id == self.account.own_id,
                is_notice=True,
                raw=self.raw,
            )
        )
