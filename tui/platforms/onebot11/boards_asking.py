"""Answers the questions about announcements, essence messages, files and honours over one connection."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.boards import Announcement, Essence, FileSpace, Honour, Listing, SharedFile, SharedFolder
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.text import clean_text
from tui.platforms.base import AskError, Query
from tui.platforms.board_queries import AskAnnouncements, AskEssences, AskFileLink, AskFiles, AskFileSpace, AskHonours
from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.dialects import NAPCAT_NAME
from tui.platforms.onebot11.segments import decode
from tui.platforms.values import as_int

WEB_SECONDS = 45.0
"""Announcements, essence messages and honours are pages of QQ's that the implementation fetches, some of them many."""

MAX_ANNOUNCEMENT = 20_000
_ROOT = ("", "/")
_HONOURS = (
    ("talkative", "talkative_list"),
    ("performer", "performer_list"),
    ("legend", "legend_list"),
    ("newbie", "strong_newbie_list"),
    ("emotion", "emotion_list"),
)


class BoardsAsking:
    """The questions about what a group keeps; :attr:`rules` says which method answers which."""

    def __init__(self, api: Api, dialect: str) -> None:
        self._api = api
        self._is_napcat = dialect == NAPCAT_NAME
        self.rules: Mapping[type[Query[Any]], Callable[[Any], Awaitable[object]]] = {
            AskAnnouncements: self._announcements,
            AskEssences: self._essences,
            AskFiles: self._files,
            AskFileLink: self._file_link,
            AskFileSpace: self._file_space,
            AskHonours: self._honours,
        }

    async def _announcements(self, query: AskAnnouncements) -> tuple[Announcement, ...]:
        answer = await self._api.get_group_notice(_group(query.conversation), timeout=WEB_SECONDS)
        return tuple(
            Announcement(
                row.notice_id,
                row.sender_id,
                row.publish_time,
                clean_text(html.unescape(row.message.text), MAX_ANNOUNCEMENT).strip(),
                len(row.message.images),
                max(0, row.read_num),
            )
            for row in answer.data
        )

    async def _essences(self, query: AskEssences) -> tuple[Essence, ...]:
        answer = await self._api.get_essence_msg_list(_group(query.conversation), timeout=WEB_SECONDS)
        return tuple(
            Essence(
                row.message_id,
                row.sender_id,
                row.sender_nick,
                row.sender_time,
                row.operator_id,
                row.operator_nick,
                row.operator_time,
                decode(row.content),
                row.msg_seq,
                row.msg_random,
            )
            for row in answer.data
        )

    async def _files(self, query: AskFiles) -> Listing:
        group = _group(query.conversation)
        if query.folder in _ROOT:
            found = (await self._api.get_group_root_files(group, file_count=query.limit)).data
        else:
            found = (await self._api.get_group_files_by_folder(group, query.folder, query.limit)).data
        # The implementations that take no limit give everything.
        is_cut = self._is_napcat and len(found.folders) + len(found.files) >= query.limit
        folders = tuple(_folder(row) for row in found.folders if row.folder_id not in _ROOT)
        return Listing(folders, tuple(_file(row) for row in found.files if row.file_id), is_cut)

    async def _file_link(self, query: AskFileLink) -> str:
        busid = as_int(query.key) or None
        link = (await self._api.get_group_file_url(_group(query.conversation), query.id, busid=busid)).data.url
        if not link:
            raise AskError("not_found")
        return link

    async def _file_space(self, query: AskFileSpace) -> FileSpace:
        row = (await self._api.get_group_file_system_info(_group(query.conversation))).data
        return FileSpace(row.file_count, row.limit_count, row.used_space, row.total_space)

    async def _honours(self, query: AskHonours) -> tuple[Honour, ...]:
        found = (await self._api.get_group_honor_info(_group(query.conversation), timeout=WEB_SECONDS)).data
        now = found.current_talkative
        honours = [_honour("talkative", now, is_current=True)] if now.user_id else []
        for what, name in _HONOURS:
            for row in getattr(found, name):
                is_known = what == "talkative" and row.user_id == now.user_id
                if row.user_id and not is_known:
                    honours.append(_honour(what, row))
        return tuple(honours)


def _group(conversation: ConversationId) -> str:
    if conversation.kind is not ConversationKind.GROUP:
        raise AskError("only_groups")
    return conversation.peer


def _file(row: wire.GroupFile) -> SharedFile:
    return SharedFile(
        row.file_id,
        row.file_name,
        max(0, row.size),
        row.uploader,
        row.uploader_name,
        row.upload_time,
        row.dead_time,
        max(0, row.download_times),
        str(row.busid) if row.busid else "",
    )


def _folder(row: wire.GroupFolder) -> SharedFolder:
    count = max(0, row.total_file_count)
    return SharedFolder(row.folder_id, row.folder_name, row.creator, row.creator_name, row.create_time, count)


def _honour(what: str, row: wire.Honored, *, is_current: bool = False) -> Honour:
    return Honour(what, row.user_id, row.nickname, row.description, max(0, row.day_count), is_current)
