"""What tests and the control lines do in the world while a server shows it: people speak, recall, poke, mute, ask.

Every act waits until the frames it caused have left for the clients.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, Protocol

from tui.simulator.model import (
    Chat,
    Member,
    Message,
    Notice,
    Request,
    Role,
    Segment,
    SharedFile,
    User,
    group_chat,
    private_chat,
    segment,
)

if TYPE_CHECKING:
    from tui.simulator.world import World

Words = str | Iterable[Segment]
FLOOD_PORTION = 50
FIRST_FLOOD_GROUP = 39_000_001


class WireIds(Protocol):
    """What knows messages by their ids on a wire."""

    def register(self, message: Message) -> int:
        """The id of a message, which the process knows from now on."""

    def find(self, wire_id: object) -> Message | None:
        """The message of an id that the process has met, else None."""

    def forget(self) -> None:
        """Be a new process."""


class Driving(ABC):
    """Acts of others, and of the account itself on another device (`by` the own id)."""

    world: World
    self_id: str
    ids: WireIds

    @abstractmethod
    async def drained(self) -> None:
        """Wait until every queued frame has left."""

    def _parts(self, words: Words) -> list[Segment]:
        """Text or segments; a `reply` may name a wire id (`{"id": ...}`) instead of a world message."""
        if isinstance(words, str):
            return [segment("text", {"text": words})]
        parts = []
        for part in words:
            data = part["data"]
            if part["type"] == "reply" and "to" not in data:
                quoted = self.ids.find(data.get("id"))
                data = {"to": quoted.uid if quoted else 0}
            parts.append(segment(part["type"], data))
        return parts

    def _owner(self, group_id: str) -> str:
        return self.world.group(group_id).with_role(Role.OWNER)[0].user_id

    async def say_group(self, group_id: str, user_id: str, words: Words) -> Message:
        """A member speaks in a group; the account itself too, as from its phone."""
        message = self.world.post(group_chat(group_id), user_id, self._parts(words))
        await self.drained()
        return message

    async def say_private(self, user_id: str, words: Words, *, by: str = "") -> Message:
        """A friend writes to the account; `by` the own id, the account writes to them from its phone."""
        message = self.world.post(private_chat(self.self_id, user_id), by or user_id, self._parts(words))
        await self.drained()
        return message

    async def say_temp(self, user_id: str, group_id: str, words: Words) -> Message:
        """A member of a common group, who is no friend, writes to the account."""
        chat = private_chat(self.self_id, user_id)
        message = self.world.post(chat, user_id, self._parts(words), temp_group=group_id)
        await self.drained()
        return message

    async def recall(self, message: Message, *, by: str = "") -> None:
        """The author, or another by rank, takes a message back."""
        self.world.recall(message, by or message.sender)
        await self.drained()

    async def upload(self, group_id: str, user_id: str, name: str, body: bytes, *, folder: str = "") -> SharedFile:
        """A member puts a file among a group's."""
        file = self.world.files.upload(group_chat(group_id), user_id, name, body, folder=folder)
        await self.drained()
        return file

    async def publish(self, group_id: str, words: str, *, by: str = "") -> Notice:
        """The owner or another announces something in a group."""
        notice = self.world.boards.publish(group_id, by or self._owner(group_id), words)
        await self.drained()
        return notice

    async def like(self, user_id: str, times: int = 1) -> None:
        """Somebody likes the account's profile."""
        self.world.like(user_id, self.self_id, times)
        await self.drained()

    async def react(self, message: Message, user_id: str, emoji_id: str, *, is_added: bool = True) -> None:
        """A member puts an emoji under a group message."""
        self.world.react(message, user_id, emoji_id, is_added=is_added)
        await self.drained()

    async def poke(self, user_id: str, target: str = "", *, group_id: str = "") -> None:
        """Somebody pokes somebody (the account by default), in a group or as a friend."""
        chat = group_chat(group_id) if group_id else private_chat(self.self_id, user_id)
        self.world.poke(chat, user_id, target or self.self_id)
        await self.drained()

    async def mute(self, group_id: str, user_id: str, seconds: int, *, by: str = "") -> None:
        """A member is muted by the owner or another; 0 seconds lift it."""
        self.world.mute(group_id, user_id, seconds, by or self._owner(group_id))
        await self.drained()

    async def mute_all(self, group_id: str, is_on: bool = True, *, by: str = "") -> None:
        """A group is silenced, or opened."""
        self.world.mute_all(group_id, by or self._owner(group_id), is_on)
        await self.drained()

    async def join(self, group_id: str, user_id: str, *, by: str = "", nickname: str = "") -> None:
        """A user comes into a group, invited if `by` is given; a number nobody has is a new person of this nickname."""
        if user_id not in self.world.users:
            self.world.add_user(User(user_id, nickname or user_id))
        way: Literal["invite", "approve"] = "invite" if by else "approve"
        self.world.join(group_id, user_id, by or self._owner(group_id), way)
        await self.drained()

    async def leave(self, group_id: str, user_id: str) -> None:
        """A member goes."""
        self.world.leave(group_id, user_id)
        await self.drained()

    async def kick(self, group_id: str, user_id: str, *, by: str = "") -> None:
        """A member, or the account itself, is made to go."""
        self.world.kick(group_id, user_id, by or self._owner(group_id))
        await self.drained()

    async def set_admin(self, group_id: str, user_id: str, is_admin: bool) -> None:
        """The owner makes an administrator, or unmakes one."""
        self.world.set_admin(group_id, user_id, self._owner(group_id), is_admin)
        await self.drained()

    async def set_card(self, group_id: str, user_id: str, card: str) -> None:
        """A member renames themself; the event comes when they speak next."""
        self.world.set_card(group_id, user_id, card, user_id)
        await self.drained()

    async def set_title(self, group_id: str, user_id: str, title: str) -> None:
        """The owner gives a member a special title."""
        self.world.set_title(group_id, user_id, title, self._owner(group_id))
        await self.drained()

    async def rename_group(self, group_id: str, name: str, *, by: str = "") -> None:
        """A group is renamed by its owner or another."""
        self.world.rename_group(group_id, name, by or self._owner(group_id))
        await self.drained()

    async def set_essence(self, message: Message, is_added: bool = True, *, by: str = "") -> None:
        """A message is put among its group's essence, or taken out, by the owner or another."""
        self.world.set_essence(message, by or self._owner(message.chat.first), is_added)
        await self.drained()

    async def disband(self, group_id: str) -> None:
        """The owner ends a group."""
        self.world.disband(group_id, self._owner(group_id))
        await self.drained()

    async def typing(self, user_id: str, is_typing: bool = True) -> None:
        """A friend is seen typing."""
        self.world.typing(user_id, self.self_id, is_typing)
        await self.drained()

    async def request(
        self, kind: Literal["friend", "add", "invite"], user_id: str, comment: str = "", *, group_id: str = ""
    ) -> Request:
        """Somebody asks for friendship, asks to join a group, or invites the account into one; new people are made up."""
        if user_id not in self.world.users:
            self.world.add_user(User(user_id, f"路人{user_id[-3:]}"))
        request = self.world.ask(kind, user_id, comment, addressee=self.self_id, group_id=group_id)
        await self.drained()
        return request

    async def answer(self, flag: str, approve: bool = True, *, by: str = "") -> None:
        """A request is answered, by another administrator or by the account on another device."""
        kind: Literal["friend", "group"] = "friend" if self.world.requests[flag].kind == "friend" else "group"
        self.world.answer(flag, kind, approve, by or self.self_id)
        await self.drained()

    async def flood(self, *, conversations: int, rate: float, count: int) -> None:
        """`count` messages, `rate` a second (0: as fast as the clients read), in turn over so many groups."""
        chats = [self._flood_group(number) for number in range(conversations)]
        loop = asyncio.get_running_loop()
        begin = loop.time()
        for number in range(count):
            chat, sender = chats[number % len(chats)]
            words = f"第 {number} 条：今天的风有点大，记得带伞。message {number}"
            self.world.post(chat, sender, [segment("text", {"text": words})])
            if rate > 0 and (ahead := begin + (number + 1) / rate - loop.time()) > 0:
                await asyncio.sleep(ahead)
            elif number % FLOOD_PORTION == 0:
                await self.drained()
        await self.drained()

    def _flood_group(self, number: int) -> tuple[Chat, str]:
        """The n-th group of the account, made if it has fewer, and somebody who speaks there."""
        groups = self.world.groups_of(self.self_id)
        if number < len(groups):
            group = groups[number]
        else:
            group_id, user_id = str(FIRST_FLOOD_GROUP + number), str(FIRST_FLOOD_GROUP * 10 + number)
            self.world.add_user(User(user_id, f"群友{number}"))
            members = [Member(user_id, Role.OWNER), Member(self.self_id)]
            group = self.world.add_group(group_id, f"闲聊 {number}", members)
        speaker = next(user_id for user_id, member in group.members.items() if user_id != self.self_id and not member.muted_until)
        return group_chat(group.id), speaker
