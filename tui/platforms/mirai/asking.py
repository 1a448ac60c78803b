"""Answers the house's questions over one connection: lists of people, one message, profiles, and what groups keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.chat.boards import Announcement, Listing, SharedFile, SharedFolder
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message
from tui.chat.people import Friend, Group, Member, Profile
from tui.chat.segments import File, Forward
from tui.chat.text import clean_text
from tui.platforms.answering import Rules, answer
from tui.platforms.base import AskError, AskFriends, AskGroups, AskMember, AskMembers, AskMessage, Query
from tui.platforms.board_queries import AskAnnouncements, AskFileLink, AskFiles
from tui.platforms.content_queries import AskForward, AskMedia, Source
from tui.platforms.group_queries import AskGroup, AskMuted
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import CallRefusedError
from tui.platforms.mirai.commands import Commands
from tui.platforms.mirai.messages import decode_message, role_of
from tui.platforms.mirai.refusals import ask_reason
from tui.platforms.people_queries import AskProfile
from tui.platforms.values import Row, as_bool, as_handle, as_id, as_int, as_name, as_row, as_text, as_time, as_user

MAX_ANNOUNCEMENT = 20_000
_SEXES = {"MALE": "male", "FEMALE": "female"}


class Asking:
    """The queries over one connection; *more* are those that others answer."""

    def __init__(self, commands: Commands, account: AccountId, clock: Callable[[], int], more: Rules | None = None) -> None:
        self._do = commands
        self._account = account
        self._clock = clock
        self._rules: Rules = {
            AskFriends: self._friends,
            AskGroups: self._groups,
            AskGroup: self._group,
            AskMembers: self._members,
            AskMember: self._member,
            AskMuted: self._muted,
            AskMessage: self._message,
            AskProfile: self._profile,
            AskForward: self._forward,
            AskMedia: self._media,
            AskAnnouncements: self._announcements,
            AskFiles: self._files,
            AskFileLink: self._file_link,
            **(more or {}),
        }

    async def ask(self, query: Query[Any]) -> object:
        """Return the answer to *query*. Raises AskError."""
        return await answer(self._rules, query, ask_reason)

    async def message(self, conversation: ConversationId, native: str) -> Message | None:
        """Return a message that the server still has, as it tells it: with who said it. Raises CallError."""
        packet = await self._do.message_from_id(native, conversation.peer)
        return decode_message(packet, self._account, self._clock(), asked=conversation)

    # People ---------------------------------------------------------------------------------------------------------------

    async def _friends(self, query: AskFriends) -> tuple[Friend, ...]:
        rows = await self._do.friend_list()
        return tuple(
            Friend(user, as_name(row.get("nickname")), as_name(row.get("remark")))
            for row in rows
            if (user := as_user(row.get("id")))
        )

    async def _groups(self, query: AskGroups) -> tuple[Group, ...]:
        rows = await self._do.group_list()
        return tuple(Group(group, as_name(row.get("name"))) for row in rows if (group := as_user(row.get("id"))))

    async def _group(self, query: AskGroup) -> Group:
        group = _number(query.conversation)
        row = await self._do.group_config(group)
        return Group(group, as_name(row.get("name")), is_muted_all=as_bool(row["muteAll"]) if "muteAll" in row else None)

    async def _members(self, query: AskMembers) -> tuple[Member, ...]:
        group = _number(query.conversation)
        members = [self._read(row) for row in await self._do.member_list(group)]
        if not any(member.id == self._account.own_id for member in members):
            members.append(await self._ourselves(group))
        return tuple(member for member in members if member.id)

    async def _ourselves(self, group: str) -> Member:
        """Return what we are in a group, whose list leaves us out."""
        own = self._account.own_id
        try:
            return self._read(await self._do.member_info(group, own))
        except CallRefusedError:
            rows = await self._do.group_list()
            role = next((row.get("permission") for row in rows if as_user(row.get("id")) == group), None)
            return Member(own, "", role=role_of(role), muted_until=None)

    async def _member(self, query: AskMember) -> Member:
        member = self._read(await self._do.member_info(_number(query.conversation), query.user))
        if not member.id:
            raise AskError("not_found")
        return member

    async def _muted(self, query: AskMuted) -> tuple[Member, ...]:
        now = self._clock()
        members = [self._read(row) for row in await self._do.member_list(_number(query.conversation))]
        return tuple(member for member in members if member.id and (member.muted_until or 0) > now)

    def _read(self, row: Row) -> Member:
        remaining = max(0, as_int(row.get("muteTimeRemaining")))
        return Member(
            as_user(row.get("id")),
            "",
            as_name(row.get("memberName")),
            role_of(row.get("permission")),
            as_name(row.get("specialTitle")),
            self._clock() + remaining * 1000 if remaining else 0,
            as_time(row.get("joinTimestamp")),
            as_time(row.get("lastSpeakTimestamp")),
        )

    async def _profile(self, query: AskProfile) -> Profile:
        row = await self._do.user_profile(query.user)
        if not row:
            raise AskError("not_found")
        sex = _SEXES.get(as_text(row.get("sex")).upper(), "")
        age, level = max(0, as_int(row.get("age"))), max(0, as_int(row.get("level")))
        signature = clean_text(as_text(row.get("sign")), 500).strip()
        return Profile(query.user, as_name(row.get("nickname")), sex=sex, age=age, level=level, signature=signature)

    # Messages -------------------------------------------------------------------------------------------------------------

    async def _message(self, query: AskMessage) -> Message:
        message = await self.message(query.conversation, query.native)
        if message is None:
            raise AskError("not_found")
        return message

    async def _forward(self, query: AskForward) -> Forward:
        if not query.forward.messages:
            raise AskError("forward_empty")
        return query.forward  # it comes with its messages, or nobody has them

    async def _media(self, query: AskMedia) -> tuple[Source, ...]:
        found: list[str] = []
        refused: CallRefusedError | None = None
        for way in (self._said_anew, self._group_file):
            try:
                found += await way(query)
            except CallRefusedError as error:
                refused = refused or error
        if not found and refused is not None:
            raise refused
        return tuple(Source(url) for url in dict.fromkeys(found) if url.startswith(("http://", "https://")))

    async def _said_anew(self, query: AskMedia) -> list[str]:
        message = await self.message(query.conversation, query.native) if query.native else None
        same = [part for part in message.segments if type(part) is type(query.media)] if message is not None else []
        named = [part for part in same if _handle(part) == _handle(query.media)] or same[:1]
        return [getattr(part, "url", "") for part in named]

    async def _group_file(self, query: AskMedia) -> list[str]:
        if not isinstance(query.media, File) or not query.conversation.is_group or not query.media.handle:
            return []
        return [await self._link(query.conversation.peer, query.media.handle)]

    # What groups keep -----------------------------------------------------------------------------------------------------

    async def _announcements(self, query: AskAnnouncements) -> tuple[Announcement, ...]:
        rows = await self._do.anno_list(_number(query.conversation))
        return tuple(
            Announcement(
                as_id(row.get("fid")),
                as_user(row.get("senderId")),
                as_time(row.get("publicationTime")),
                clean_text(as_text(row.get("content")), MAX_ANNOUNCEMENT).strip(),
                readers=max(0, as_int(row.get("confirmedMembersCount"))),
            )
            for row in rows
        )

    async def _files(self, query: AskFiles) -> Listing:
        folder = "" if query.folder == "/" else query.folder
        rows = await self._do.file_list(_number(query.conversation), folder, size=query.limit)
        folders = tuple(_folder(row) for row in rows if not as_bool(row.get("isFile")))
        files = tuple(_file(row) for row in rows if as_bool(row.get("isFile")))
        return Listing(folders, files, is_cut=len(rows) >= query.limit)

    async def _file_link(self, query: AskFileLink) -> str:
        link = await self._link(_number(query.conversation), query.id)
        if not link:
            raise AskError("not_found")
        return link

    async def _link(self, group: str, id: str) -> str:
        try:
            row = await self._do.file_info(group, id)
        except CallRefusedError as error:
            if error.code == codes.UNSUPPORTED:
                raise AskError("not_found", error.words) from error  # of files the code says that there is no such one
            raise
        return as_handle(as_row(row.get("downloadInfo")).get("url"))


def _number(conversation: ConversationId) -> str:
    if conversation.kind is not ConversationKind.GROUP:
        raise AskError("only_groups")
    return conversation.peer


def _handle(media: object) -> str:
    return media.handle if isinstance(media, File) else getattr(media, "file", "")


def _file(row: Row) -> SharedFile:
    told = as_row(row.get("downloadInfo"))
    return SharedFile(
        as_id(row.get("id")),
        as_name(row.get("name")),
        max(0, as_int(row.get("size"))),
        as_user(row.get("uploaderId") or told.get("uploaderId")),
        "",
        as_time(row.get("uploadTime") or told.get("uploadTime")),
        downloads=max(0, as_int(told.get("downloadTimes"))),
    )


def _folder(row: Row) -> SharedFolder:
    uploader = as_user(row.get("uploaderId"))
    return SharedFolder(as_id(row.get("id")), as_name(row.get("name")), uploader, "", as_time(row.get("uploadTime")), None)
