"""The little world that the simulated servers show: its state, its rules, and the acts that change it.

Everything here is synchronous and knows no wire. Each act checks the rules (`Refused` says which forbids it), changes the
state and tells every observer what happened. Times are Unix seconds of `clock`, which tests may replace.
"""

from __future__ import annotations

import hashlib
import random
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from tui.simulator import happenings as told
from tui.simulator.model import (
    Chat,
    EssenceMark,
    Friendship,
    Group,
    Like,
    Member,
    Message,
    Reason,
    Refused,
    Request,
    Role,
    Segment,
    User,
    private_chat,
    segment,
)
from tui.simulator.world_boards import Boards
from tui.simulator.world_files import Files
from tui.simulator.world_profiles import Profiles

RECALL_WINDOW = 120
"""Seconds in which anybody may take back their own message (QQ's two minutes)."""
LONGEST_MUTE = 30 * 86400
FIRST_UID = 7_600_000_000_000_000_000
LIKES_A_DAY = 10

Observer = Callable[[told.Happening], None]


@dataclass(slots=True)
class Conversation:
    """All that was said in a chat, oldest first; `seq` rises but may have gaps."""

    chat: Chat
    messages: list[Message] = field(default_factory=list)
    next_seq: int = 1

    def index_of(self, seq: int) -> int | None:
        """The place of the message of this sequence number, None if there is none."""
        place = bisect_left(self.messages, seq, key=lambda message: message.seq)
        found = place < len(self.messages) and self.messages[place].seq == seq
        return place if found else None


class World:
    """People, groups and what they said, seen from nowhere in particular; `self_id` is whom a server shows it to by default.

    Three parts hold what is not talk: `files` what was shared, `boards` what groups keep, `profiles` how people show themselves.
    `media` holds bytes by name; what comes through `keep` is named by its content.
    """

    def __init__(self, self_id: str, nickname: str, *, clock: Callable[[], float] = time.time, seed: int = 1) -> None:
        self.self_id = self_id
        self.clock = clock
        self.chance = random.Random(seed)
        self.users: dict[str, User] = {}
        self.friends: dict[str, dict[str, Friendship]] = {}
        self.categories: dict[str, dict[int, str]] = {}
        self.groups: dict[str, Group] = {}
        self.conversations: dict[Chat, Conversation] = {}
        self.messages: dict[int, Message] = {}
        self.requests: dict[str, Request] = {}
        self.media: dict[str, bytes] = {}
        self._read: dict[tuple[str, Chat], int] = {}
        self.likes: list[Like] = []
        self._observers: list[Observer] = []
        self._next_uid = FIRST_UID
        self.files = Files(self)
        self.boards = Boards(self)
        self.profiles = Profiles(self)
        self.add_user(User(self_id, nickname))

    def now(self) -> int:
        """This moment, in whole seconds."""
        return int(self.clock())

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Tell `observer` of everything that happens from now on; the answer ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def tell(self, happening: told.Happening) -> None:
        """Something has happened: every observer learns it."""
        for observer in tuple(self._observers):
            observer(happening)

    def keep(self, body: bytes, ending: str = "") -> str:
        """Keep these bytes; the name under which `media` holds them."""
        name = hashlib.md5(body, usedforsecurity=False).hexdigest().upper() + ending
        self.media[name] = body
        return name

    # -- population: facts that were so before anybody looked, told to nobody

    def add_user(self, user: User) -> User:
        """A person exists."""
        self.users[user.id] = user
        self.friends.setdefault(user.id, {})
        self.categories.setdefault(user.id, {0: "我的好友"})
        return user

    def add_friend(self, owner: str, user_id: str, *, remark: str = "", category: int = 0) -> None:
        """The two are friends; `owner` keeps the other under a remark and in a category."""
        self.friends[owner][user_id] = Friendship(user_id, remark, category)
        self.friends[user_id].setdefault(owner, Friendship(owner))

    def add_group(self, group_id: str, name: str, members: Iterable[Member], *, max_members: int = 500) -> Group:
        """A group exists, with these members."""
        group = Group(group_id, name, {member.user_id: member for member in members}, max_members=max_members)
        self.groups[group_id] = group
        return group

    def remember(self, chat: Chat, sender: str, segments: list[Segment], at: int) -> Message:
        """A message was said at this time in the past: no rule is asked, nobody is told. Call in order of time."""
        return self._store(chat, sender, segments, at, "")

    # -- looking

    def user(self, user_id: str) -> User:
        """The user of this number; `Refused` if there is none."""
        if user_id not in self.users:
            raise Refused(Reason.NO_SUCH_USER)
        return self.users[user_id]

    def group(self, group_id: str) -> Group:
        """The group of this number; `Refused` if there is none."""
        if group_id not in self.groups:
            raise Refused(Reason.NO_SUCH_GROUP)
        return self.groups[group_id]

    def member(self, group_id: str, user_id: str) -> Member:
        """The member of this number; `Refused` if the group has none such."""
        member = self.group(group_id).members.get(user_id)
        if member is None:
            raise Refused(Reason.NOT_A_MEMBER)
        return member

    def groups_of(self, user_id: str) -> list[Group]:
        """The groups in which the user is."""
        return [group for group in self.groups.values() if user_id in group.members]

    def name_in(self, chat: Chat, user_id: str) -> str:
        """How a user is called in a chat: card, else nickname."""
        if chat.kind == "group":
            member = self.groups[chat.first].members.get(user_id) if chat.first in self.groups else None
            if member is not None and member.card:
                return member.card
        user = self.users.get(user_id)
        return user.nickname if user else user_id

    def is_friend(self, owner: str, user_id: str) -> bool:
        """Whether the two are friends."""
        return user_id in self.friends.get(owner, {})

    def sees(self, viewer: str, chat: Chat) -> bool:
        """Whether the chat is one of the viewer's."""
        if chat.kind == "group":
            return chat.first in self.groups and viewer in self.groups[chat.first].members
        return chat.includes(viewer)

    def conversation(self, chat: Chat) -> Conversation:
        """What was said in a chat; empty when nothing was."""
        return self.conversations.get(chat) or Conversation(chat)

    def recent(self, viewer: str) -> list[Conversation]:
        """The viewer's conversations with messages, the latest first."""
        seen = [talk for chat, talk in self.conversations.items() if talk.messages and self.sees(viewer, chat)]
        return sorted(seen, key=lambda talk: (talk.messages[-1].time, talk.messages[-1].uid), reverse=True)

    def unread(self, viewer: str, chat: Chat) -> int:
        """How many messages of others the viewer has not read."""
        mark = self._read.get((viewer, chat), 0)
        return sum(m.seq > mark and m.sender != viewer for m in self.conversation(chat).messages)

    # -- speaking

    def _store(self, chat: Chat, sender: str, segments: list[Segment], at: int, temp_group: str) -> Message:
        talk = self.conversations.setdefault(chat, Conversation(chat))
        message = Message(self._next_uid, chat, talk.next_seq, sender, at, segments, temp_group)
        self._next_uid += 1
        talk.next_seq += 1
        talk.messages.append(message)
        self.messages[message.uid] = message
        if chat.kind == "group" and (member := self.groups[chat.first].members.get(sender)):
            member.last_spoke = at
        self.files.shelve(message)
        return message

    def post(self, chat: Chat, sender: str, segments: list[Segment], *, temp_group: str = "") -> Message:
        """Say something in a chat. A stranger may be written to only through a common group (`temp_group`)."""
        self._check_speech(chat, sender, temp_group)
        message = self._store(chat, sender, segments, self.now(), temp_group)
        self._read[sender, chat] = message.seq
        self.tell(told.Posted(message))
        if chat.kind == "group":
            self.boards.count_at_all(message)
            for file in self.files.of(message):
                self.tell(told.FileShared(file))
        return message

    def _check_speech(self, chat: Chat, sender: str, temp_group: str) -> None:
        if chat.kind == "group":
            member = self.member(chat.first, sender)
            if member.muted_until > self.clock():
                raise Refused(Reason.MUTED)
            if self.group(chat.first).is_whole_muted and member.role is Role.MEMBER:
                raise Refused(Reason.WHOLE_MUTED)
            return
        other = self.user(chat.peer_of(sender)).id
        if other == sender or (self.is_friend(sender, other) and self.is_friend(other, sender)):
            return
        if not temp_group:
            raise Refused(Reason.NOT_A_FRIEND)
        self.member(temp_group, sender)
        self.member(temp_group, other)

    def typing(self, sender: str, receiver: str, is_typing: bool) -> None:
        """Let a friend see that one is typing."""
        self.tell(told.Typing(sender, receiver, is_typing))

    def recall(self, message: Message, operator: str) -> None:
        """Take a message back: one's own within the window; of a lower rank, or one's own as an administrator, always."""
        if message.recalled_by:
            raise Refused(Reason.ALREADY_RECALLED)
        is_own = message.sender == operator
        in_time = self.clock() - message.time <= RECALL_WINDOW
        if message.chat.kind == "group":
            rank = self.member(message.chat.first, operator).role
            author = self.group(message.chat.first).members.get(message.sender)
            if not is_own and rank <= (author.role if author else Role.MEMBER):
                raise Refused(Reason.RANK_TOO_LOW)
            in_time = in_time or rank > Role.MEMBER
        elif not is_own:
            raise Refused(Reason.RANK_TOO_LOW)
        if not in_time:
            raise Refused(Reason.TOO_LATE)
        message.recalled_by = operator
        self.files.withdraw(message)
        if message.chat.kind == "group":
            group = self.group(message.chat.first)
            group.essence = [mark for mark in group.essence if mark.message is not message]
        self.tell(told.Recalled(message, operator))

    def react(self, message: Message, user_id: str, emoji_id: str, *, is_added: bool = True) -> None:
        """Put an emoji under a group message, or take it off."""
        self.member(message.chat.first, user_id)
        if message.recalled_by:
            raise Refused(Reason.GONE)
        users = message.reactions.setdefault(emoji_id, set())
        (users.add if is_added else users.discard)(user_id)
        self.tell(told.Reacted(message, user_id, emoji_id, is_added, len(users)))

    def poke(self, chat: Chat, sender: str, target: str) -> None:
        """Poke somebody in a group or a friend."""
        if chat.kind == "group":
            self.member(chat.first, sender)
            self.member(chat.first, target)
        elif not self.is_friend(sender, chat.peer_of(sender)):
            raise Refused(Reason.NOT_A_FRIEND)
        self.tell(told.Poked(chat, sender, target))

    def mark_read(self, viewer: str, chat: Chat) -> None:
        """The viewer has read everything in a chat."""
        self._read[viewer, chat] = self.conversation(chat).next_seq - 1

    def like(self, sender: str, receiver: str, times: int) -> None:
        """Like somebody's profile; a day has a limit for each pair."""
        self.user(receiver)
        like = Like(sender, receiver, times, self.now())
        today = [
            it for it in self.likes if (it.sender, it.receiver) == (sender, receiver) and it.time // 86400 == like.time // 86400
        ]
        if sum(it.times for it in today) + times > LIKES_A_DAY:
            raise Refused(Reason.TOO_MANY)
        self.likes.append(like)
        self.tell(told.Liked(sender, receiver, times))

    # -- groups

    def _check_rank(self, group_id: str, operator: str, user_id: str, least: Role = Role.ADMIN) -> Member:
        """The target, if the operator has at least this rank and stands above the target."""
        rank = self.member(group_id, operator).role
        if rank < least:
            raise Refused(Reason.RANK_TOO_LOW)
        target = self.member(group_id, user_id)
        if target.role >= rank:
            raise Refused(Reason.TARGET_IS_OWNER if target.role is Role.OWNER else Reason.RANK_TOO_LOW)
        return target

    def mute(self, group_id: str, user_id: str, seconds: int, operator: str) -> None:
        """Forbid a member to speak for so long, at most 30 days; 0 lifts it."""
        target = self._check_rank(group_id, operator, user_id)
        seconds = max(0, min(seconds, LONGEST_MUTE))
        target.muted_until = self.now() + seconds if seconds else 0
        self.tell(told.Muted(group_id, user_id, operator, seconds))

    def mute_all(self, group_id: str, operator: str, is_on: bool) -> None:
        """Silence all plain members of a group, or open it again."""
        if self.member(group_id, operator).role < Role.ADMIN:
            raise Refused(Reason.RANK_TOO_LOW)
        self.group(group_id).is_whole_muted = is_on
        self.tell(told.WholeMuted(group_id, operator, is_on))

    def kick(self, group_id: str, user_id: str, operator: str) -> None:
        """Make a member of lower rank leave."""
        self._check_rank(group_id, operator, user_id)
        self._remove(group_id, user_id, operator, "kick")

    def leave(self, group_id: str, user_id: str) -> None:
        """Go out of a group. An owner cannot: they would have to disband it."""
        if self.member(group_id, user_id).role is Role.OWNER:
            raise Refused(Reason.TARGET_IS_OWNER)
        self._remove(group_id, user_id, "", "leave")

    def _remove(self, group_id: str, user_id: str, operator: str, way: Literal["leave", "kick"]) -> None:
        group = self.group(group_id)
        witnesses = frozenset(group.members)
        del group.members[user_id]
        self.tell(told.Left(group_id, user_id, operator, way, witnesses))

    def disband(self, group_id: str, operator: str) -> None:
        """End a group, as its owner."""
        if self.member(group_id, operator).role is not Role.OWNER:
            raise Refused(Reason.RANK_TOO_LOW)
        group = self.groups.pop(group_id)
        self.tell(told.Left(group_id, operator, operator, "disband", frozenset(group.members)))

    def join(self, group_id: str, user_id: str, operator: str, way: Literal["approve", "invite"] = "approve") -> None:
        """Let a user into a group."""
        group = self.group(group_id)
        self.user(user_id)
        group.members[user_id] = Member(user_id, joined=self.now())
        self.tell(told.Joined(group_id, user_id, operator, way))

    def set_admin(self, group_id: str, user_id: str, operator: str, is_admin: bool) -> None:
        """Make a member an administrator or a plain member, as the owner."""
        target = self._check_rank(group_id, operator, user_id, Role.OWNER)
        target.role = Role.ADMIN if is_admin else Role.MEMBER
        self.tell(told.AdminChanged(group_id, user_id, is_admin))

    def set_card(self, group_id: str, user_id: str, card: str, operator: str) -> None:
        """Name a member in a group: oneself always, another of lower rank as an administrator."""
        target = self.member(group_id, user_id)
        if user_id != operator:
            self._check_rank(group_id, operator, user_id)
        old, target.card = target.card, card
        self.tell(told.CardChanged(group_id, user_id, old, card))

    def set_title(self, group_id: str, user_id: str, title: str, operator: str) -> None:
        """Give a member a special title, as the owner."""
        if self.member(group_id, operator).role is not Role.OWNER:
            raise Refused(Reason.RANK_TOO_LOW)
        self.member(group_id, user_id).title = title
        self.tell(told.TitleGiven(group_id, user_id, title))

    def rename_group(self, group_id: str, name: str, operator: str) -> None:
        """Give a group another name, as an administrator."""
        if self.member(group_id, operator).role < Role.ADMIN:
            raise Refused(Reason.RANK_TOO_LOW)
        self.group(group_id).name = name
        self.tell(told.GroupRenamed(group_id, operator, name))

    def allow_invites(self, group_id: str, is_on: bool, operator: str) -> None:
        """Let the members of a group invite others, or not."""
        group = self.group(group_id)
        if self.member(group_id, operator).role < Role.ADMIN:
            raise Refused(Reason.RANK_TOO_LOW)
        if group.allows_invites != is_on:
            group.allows_invites = is_on
            self.tell(told.InvitesAllowed(group_id, operator, is_on))

    def set_essence(self, message: Message, operator: str, is_added: bool) -> None:
        """Put a message among its group's essence, or take it out, as an administrator."""
        if message.recalled_by and is_added:
            raise Refused(Reason.GONE)
        if self.member(message.chat.first, operator).role < Role.ADMIN:
            raise Refused(Reason.RANK_TOO_LOW)
        essence = self.group(message.chat.first).essence
        present = [mark for mark in essence if mark.message is message]
        if bool(present) is is_added:
            return
        if is_added:
            essence.insert(0, EssenceMark(message, operator, self.now()))
        else:
            essence.remove(present[0])
        self.tell(told.EssenceChanged(message, operator, is_added))

    # -- requests

    def ask(
        self,
        kind: Literal["friend", "add", "invite"],
        user_id: str,
        comment: str,
        *,
        addressee: str = "",
        group_id: str = "",
        is_filtered: bool = False,
    ) -> Request:
        """Ask to become a friend, to join a group, or invite the addressee into one; `is_filtered`, nobody is told."""
        self.user(user_id)
        at = self.now()
        # QQ identifies a friend request by its time and a group request by a 16-digit number; neither may occur twice.
        number = at if kind == "friend" else 3_000_000_000_000_000 + at
        while str(number) in self.requests:
            number += 1
        request = Request(str(number), kind, user_id, addressee or self.self_id, comment, at, group_id, is_filtered)
        self.requests[request.flag] = request
        if not is_filtered:
            self.tell(told.Asked(request))
        return request

    def answer(self, flag: str, kind: Literal["friend", "group"], approve: bool, operator: str, *, reason: str = "") -> Request:
        """Approve or refuse a request that nobody has answered yet; the one who asked reads the `reason`."""
        request = self.requests.get(flag)
        if request is None or request.verdict or (request.kind == "friend") != (kind == "friend"):
            raise Refused(Reason.NO_SUCH_REQUEST)
        if request.kind == "add" and self.member(request.group_id, operator).role < Role.ADMIN:
            raise Refused(Reason.RANK_TOO_LOW)
        request.verdict = "approved" if approve else "refused"
        request.answered_by, request.reason = operator, "" if approve else reason
        if approve and request.kind == "friend":
            self.befriend(request.addressee, request.user_id)
        elif approve and request.kind == "add":
            self.join(request.group_id, request.user_id, operator)
        elif approve:
            self.join(request.group_id, request.addressee, request.user_id, "invite")
        return request

    def befriend(self, owner: str, user_id: str) -> None:
        """The two become friends; QQ lets the new friend say hello."""
        self.add_friend(owner, user_id)
        self.tell(told.Befriended(owner, user_id))
        hello = [segment("text", {"text": "我们已经是好友了，开始聊天吧！"})]
        self.post(private_chat(owner, user_id), user_id, hello)

    def unfriend(self, owner: str, user_id: str, *, is_mutual: bool = False) -> None:
        """`owner` strikes a friend off their list; `is_mutual`, off the other's list too. Neither can write any more."""
        if not self.is_friend(owner, user_id):
            raise Refused(Reason.NOT_A_FRIEND)
        del self.friends[owner][user_id]
        if is_mutual:
            self.friends[user_id].pop(owner, None)


def small_world(*, clock: Callable[[], float] = time.time) -> World:
    """A world for tests, without a word said: self 10001; friends 20001-20003; groups 30001 (own), 30002 (administered),
    30003 (plain member); 20004 is in the groups and no friend; 20009 is owner or administrator where self is not."""
    world = World("10001", "吕小布", clock=clock)
    names = {"20001": "曾小贤", "20002": "胡一菲", "20003": "陈美嘉", "20004": "唐悠悠", "20009": "关谷"}
    for user_id, nickname in names.items():
        world.add_user(User(user_id, nickname, level=20))
    world.categories["10001"] = {0: "我的好友", 1: "同事"}
    world.add_friend("10001", "20001", remark="小贤")
    world.add_friend("10001", "20002", category=1)
    world.add_friend("10001", "20003")
    ranks = {"30001": (Role.OWNER, Role.ADMIN), "30002": (Role.ADMIN, Role.OWNER), "30003": (Role.MEMBER, Role.OWNER)}
    titles = {"30001": "爱情公寓", "30002": "读书会", "30003": "羽毛球"}
    for group_id, (own, guest) in ranks.items():
        members = [Member("10001", own), Member("20009", guest), Member("20001", card="贤哥")]
        members += [Member(user_id) for user_id in ("20002", "20003", "20004")]
        world.add_group(group_id, titles[group_id], members)
    return world
