"""What one account sees of the world, in the shapes of mirai-api-http: contacts, members, which chat a number means."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from tui.simulator.disk import read_local
from tui.simulator.links import Links
from tui.simulator.mirai.codes import NOT_FOUND, UNSUPPORTED, Failed, Frame
from tui.simulator.mirai.ids import KnownMessages
from tui.simulator.mirai.manner import MIRAI, Manner
from tui.simulator.model import Chat, Group, Member, Message, Refused, Request, Role, Segment, User, group_chat, private_chat
from tui.simulator.world import World

ROLES = {Role.MEMBER: "MEMBER", Role.ADMIN: "ADMINISTRATOR", Role.OWNER: "OWNER"}
PLATFORMS = {1: "MOBILE", 2: "WINDOWS"}
"""The account's other devices: the telephone and the computer that are always with it."""


class View:
    """The account `viewer` in its world. `is_own_call` while a client's own call acts: its messages are echoed to nobody."""

    def __init__(self, world: World, viewer: str, manner: Manner = MIRAI) -> None:
        self.world = world
        self.viewer = viewer
        self.manner = manner
        self.ids = KnownMessages(world, is_global=manner.has_global_ids)
        self.links = Links()
        self.links.has_pictures = True
        self.media: dict[str, Segment] = {}
        """What imageIds, voiceIds and videoIds stand for."""
        self.is_own_call = False

    @contextmanager
    def own_call(self) -> Iterator[None]:
        """What happens herein is a client's doing."""
        self.is_own_call = True
        try:
            yield
        finally:
            self.is_own_call = False

    def on_disk(self, path: str) -> bytes:
        """A file of the server's disk."""
        body = read_local(self.world, path)
        if body is None:
            raise Failed(UNSUPPORTED, f"{path}文件不存在")
        return body

    # -- who

    def friend(self, user_id: str) -> Frame:
        """A friend, or a stranger."""
        user = self.world.users.get(user_id) or User(user_id, user_id)
        friendship = self.world.friends[self.viewer].get(user_id)
        return {"id": int(user_id), "nickname": user.nickname, "remark": friendship.remark if friendship else ""}

    def group(self, group: Group) -> Frame:
        """A group; ⚠ `permission` is the account's own."""
        own = group.members.get(self.viewer)
        return {"id": int(group.id), "name": group.name, "permission": ROLES[own.role if own else Role.MEMBER]}

    def member(self, group: Group, member: Member, *, active: Frame | None = None) -> Frame:
        """A member."""
        user = self.world.users.get(member.user_id)
        return {
            "id": int(member.user_id),
            "memberName": member.card or (user.nickname if user else member.user_id),
            "specialTitle": member.title,
            "permission": ROLES[member.role],
            "joinTimestamp": member.joined,
            "lastSpeakTimestamp": member.last_spoke,
            "muteTimeRemaining": max(0, member.muted_until - self.world.now()),
            "group": self.group(group),
            "active": active,
        }

    def member_of(self, group_id: str, user_id: str) -> Frame:
        """A member by number, also one who has gone: then nothing is known but the name."""
        group = self.world.groups.get(group_id) or Group(group_id, group_id)
        return self.member(group, group.members.get(user_id) or Member(user_id))

    def operator(self, group_id: str, user_id: str) -> Frame | None:
        """Who did something; ⚠ None when it was the account itself."""
        return None if user_id == self.viewer else self.member_of(group_id, user_id)

    def client(self, number: int) -> Frame:
        """One of the account's other devices."""
        return {"id": number, "platform": PLATFORMS.get(number, "unknown")}

    # -- where

    def own_group(self, group_id: int) -> Group:
        """A group of the account."""
        group = self.world.groups.get(str(group_id))
        if group is None or self.viewer not in group.members:
            raise Failed(NOT_FOUND)
        return group

    def group_member(self, group_id: int, user_id: int) -> tuple[Group, Member]:
        """A member of a group of the account."""
        group = self.own_group(group_id)
        member = group.members.get(str(user_id))
        if member is None:
            raise Failed(NOT_FOUND)
        return group, member

    def own_friend(self, user_id: int) -> Chat:
        """The chat with a friend."""
        if not self.world.is_friend(self.viewer, str(user_id)):
            raise Failed(NOT_FOUND)
        return private_chat(self.viewer, str(user_id))

    def stranger(self, user_id: int) -> Chat:
        """The chat with somebody who is no friend, and wrote without a group between."""
        chat = private_chat(self.viewer, str(user_id))
        said = self.world.conversation(chat).messages
        if self.world.is_friend(self.viewer, str(user_id)) or all(message.temp_group for message in said):
            raise Failed(NOT_FOUND)
        return chat

    def contact(self, number: int) -> Chat:
        """⚠ The chat of a friend, else of a group, of this number: strangers and members are never found."""
        try:
            return self.own_friend(number)
        except Failed:
            return group_chat(self.own_group(number).id)

    def message(self, target: int, number: int) -> Message:
        """A message that the process still keeps."""
        found = self.ids.in_chat(self.contact(target), number)
        if found is None:
            raise Failed(NOT_FOUND)
        return found

    def event_id(self, request: Request) -> int:
        """The id of a request's event: a Long, beyond what a double can hold; Overflow counts its own."""
        if self.manner.has_short_event_ids:
            return list(self.world.requests).index(request.flag) + 1
        digest = hashlib.md5(request.flag.encode(), usedforsecurity=False).digest()
        return int.from_bytes(digest[:8], "big") >> 1 | 1 << 62

    def request(self, number: int) -> Request:
        """The request that an event told of."""
        for request in self.world.requests.values():
            if self.event_id(request) == number:
                return request
        raise Failed(NOT_FOUND)

    def is_temp(self, message: Message) -> bool:
        """Whether it came through a group between people who are not friends."""
        return bool(message.temp_group)

    def rank(self, group_id: str) -> Role:
        """The account's rank in a group."""
        try:
            return self.world.member(group_id, self.viewer).role
        except Refused:
            raise Failed(NOT_FOUND) from None
