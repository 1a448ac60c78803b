"""Writes platform events into the store: one table from the event's class to what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.chat import events
from tui.chat.ids import AccountId, ConversationId
from tui.store import conversations, friends, gaps, messages, outbox, people, reactions, recalls, requests, unread
from tui.store.outbox import SameContent
from tui.store.writer import Transaction

MISSED_WITHIN_MS = 60_000
"""How long ago at most that happened which was missed just now: time for the clocks to differ, too."""


class Applier:
    """Applies the events of one connected account. *is_synced*: the first sync is over, so what others say is unread."""

    def __init__(self, account: int, id: AccountId, is_same_content: SameContent, clock: Callable[[], int]) -> None:
        self.account = account
        self.id = id
        self._is_same_content = is_same_content
        self._clock = clock

    def __call__(self, tx: Transaction, batch: Sequence[events.Event]) -> None:
        """Apply *batch* in order."""
        for event in batch:
            handler = _HANDLERS.get(type(event))
            if handler is not None:
                handler(self, tx, event)

    def conversation(self, tx: Transaction, id: ConversationId) -> int:
        """Return the store's id of a conversation, which is made when it is new."""
        return conversations.ensure(tx, self.account, id)

    def message(self, tx: Transaction, event: events.MessageReceived) -> None:
        """A message came live: our own echo, a repetition, or something new."""
        message = event.message
        where = conversations.ensure(tx, self.account, message.conversation, message.peer_name, message.via)
        known = messages.find(tx, where, message)
        if known is not None:
            if message.is_own:  # sent from here and answered already, but dated by our own clock
                messages.move(tx, where, known, message.time, message.sequence)
                messages.take_result(tx, where, known, message.segments)
            return
        if message.is_own and not message.is_notice and outbox.bind_echo(tx, where, message, self._is_same_content) is not None:
            return
        id = messages.insert(tx, where, message, unread=True)
        if message.is_notice:
            return
        messages.refresh_quotes(tx, where, message.native)
        gaps.note_live(tx, where, id)
        if message.is_own:
            unread.read_elsewhere(tx, where, messages.position_of(tx, id))
        else:
            tx.changes.of(where).heard.add(id)
        if message.conversation.is_group:
            people.note_speaker(tx, where, message)
            conversations.note_member(tx, where)

    def recalled(self, tx: Transaction, event: events.MessageRecalled) -> None:
        """A message was taken back."""
        where = self.conversation(tx, event.conversation) if event.conversation else None
        recalls.recall(tx, self.account, self.id.own_id, event, where)

    def reacted(self, tx: Transaction, event: events.ReactionChanged) -> None:
        """Somebody reacted to a message, or took that back."""
        reactions.change(tx, self.conversation(tx, event.conversation), self.id.own_id, event)

    def friends(self, tx: Transaction, event: events.FriendsListed) -> None:
        """The list of friends came."""
        asking = requests.strangers_who_ask(tx, self.account)
        conversations.list_friends(tx, self.account, self.id, event)
        for user in {friend.id for friend in event.friends}.intersection(asking):
            requests.befriended(tx, self.account, user)

    def groups(self, tx: Transaction, event: events.GroupsListed) -> None:
        """The list of groups came."""
        conversations.list_groups(tx, self.account, self.id, event)

    def members(self, tx: Transaction, event: events.MembersListed) -> None:
        """A group's members came."""
        people.list_members(tx, self.conversation(tx, event.conversation), event, self._clock())

    def muted(self, tx: Transaction, event: events.MutedListed) -> None:
        """The list of a group's muted members came."""
        people.list_muted(tx, self.conversation(tx, event.conversation), event)

    def member(self, tx: Transaction, event: events.MemberUpdated) -> None:
        """One member changed."""
        people.update_member(tx, self.conversation(tx, event.conversation), event)

    def left(self, tx: Transaction, event: events.MemberLeft) -> None:
        """One member left."""
        people.remove_member(tx, self.conversation(tx, event.conversation), event.user)

    def group(self, tx: Transaction, event: events.GroupUpdated) -> None:
        """The group itself changed."""
        conversations.update_group(tx, self.conversation(tx, event.conversation), event)

    def told(self, tx: Transaction, event: events.ConversationTold) -> None:
        """The platform said how a conversation stands."""
        conversations.take_told(tx, self.conversation(tx, event.conversation), event)

    def read(self, tx: Transaction, event: events.ReadElsewhere) -> None:
        """The platform's mark says how far was read."""
        unread.read_upto(tx, self.conversation(tx, event.conversation), event.sequence)

    def ended(self, tx: Transaction, event: events.ConversationEnded) -> None:
        """We are no longer in the group."""
        conversations.end(tx, self.conversation(tx, event.conversation))
        requests.group_ended(tx, self.account, event.conversation.peer)

    def request(self, tx: Transaction, event: events.RequestCame) -> None:
        """Somebody asks for something."""
        requests.take(tx, self.account, event.request, self._clock())

    def requests(self, tx: Transaction, event: events.RequestsListed) -> None:
        """The platform's list of requests came."""
        for listed in event.requests:
            requests.merge(tx, self.account, self.id.own_id, listed, self._clock())

    def friend_added(self, tx: Transaction, event: events.FriendAdded) -> None:
        """Somebody is our friend now."""
        friends.add(tx, self.account, self.id, event.user)
        requests.befriended(tx, self.account, event.user)

    def friend_removed(self, tx: Transaction, event: events.FriendRemoved) -> None:
        """Somebody is no longer our friend."""
        friends.remove(tx, self.account, self.id, event.user)

    def friend_renamed(self, tx: Transaction, event: events.FriendRenamed) -> None:
        """We call a friend something else."""
        friends.rename(tx, self.account, self.id, event.user, event.remark)

    def joined(self, tx: Transaction, event: events.GroupJoined) -> None:
        """Somebody came into a group, perhaps ourselves."""
        where = self.conversation(tx, event.conversation)
        if event.user == self.id.own_id:
            conversations.begin(tx, where)
        requests.joined(tx, self.account, self.id.own_id, event)

    def typing(self, tx: Transaction, event: events.Typing) -> None:
        """The other side is typing, or stopped: told on, not stored."""
        tx.changes.of(self.conversation(tx, event.conversation)).typing = event.is_typing

    def events_missed(self, tx: Transaction, event: events.EventsMissed) -> None:
        """From here on nothing is known to follow on what came before, not even in conversations that are new since a moment."""
        conversations.doubt(tx, self.account, self._clock() - MISSED_WITHIN_MS)

    def own_name(self, tx: Transaction, event: events.OwnNameChanged) -> None:
        """The account is called something else."""
        friends.rename_self(tx, self.account, event.nickname)


_HANDLERS: dict[type[events.Event], Callable[..., None]] = {
    events.MessageReceived: Applier.message,
    events.MessageRecalled: Applier.recalled,
    events.ReactionChanged: Applier.reacted,
    events.FriendsListed: Applier.friends,
    events.GroupsListed: Applier.groups,
    events.MembersListed: Applier.members,
    events.MutedListed: Applier.muted,
    events.MemberUpdated: Applier.member,
    events.MemberLeft: Applier.left,
    events.GroupUpdated: Applier.group,
    events.ConversationTold: Applier.told,
    events.ReadElsewhere: Applier.read,
    events.ConversationEnded: Applier.ended,
    events.RequestCame: Applier.request,
    events.RequestsListed: Applier.requests,
    events.FriendAdded: Applier.friend_added,
    events.FriendRemoved: Applier.friend_removed,
    events.FriendRenamed: Applier.friend_renamed,
    events.GroupJoined: Applier.joined,
    events.Typing: Applier.typing,
    events.OwnNameChanged: Applier.own_name,
    events.EventsMissed: Applier.events_missed,
}
