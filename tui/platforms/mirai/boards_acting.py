"""Does what concerns announcements, essence messages and files of groups, over one connection."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, Done, NotOffered, Outcome, Refused
from tui.chat.board_actions import (
    CreateFolder,
    DeleteAnnouncement,
    DeleteFile,
    PublishAnnouncement,
    SetEssence,
)
from tui.platforms.local_files import in_base64
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import CallRefusedError
from tui.platforms.mirai.commands import Commands


class BoardsActing:
    """The actions on what a group keeps; :attr:`rules` says which method does which."""

    def __init__(self, commands: Commands) -> None:
        self._do = commands
        self.rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            PublishAnnouncement: self._publish,
            DeleteAnnouncement: self._delete_announcement,
            SetEssence: self._set_essence,
            DeleteFile: self._delete_file,
            CreateFolder: self._create_folder,
        }

    async def _publish(self, action: PublishAnnouncement) -> Outcome:
        picture = await asyncio.to_thread(in_base64, action.picture) if action.picture else ""
        await self._do.anno_publish(action.conversation.peer, action.text, picture)
        return Done()

    async def _delete_announcement(self, action: DeleteAnnouncement) -> Outcome:
        await self._do.anno_delete(action.conversation.peer, action.id)
        return Done()

    async def _set_essence(self, action: SetEssence) -> Outcome:
        if not action.is_on:
            return NotOffered("essence_only_set")  # there is a command for nothing else
        try:
            await self._do.set_essence(action.native, action.conversation.peer)
        except CallRefusedError as error:
            if error.code == codes.NO_TARGET:
                return Refused(error.words, "target_forgotten")
            raise
        return Done()

    async def _delete_file(self, action: DeleteFile) -> Outcome:
        try:
            await self._do.file_delete(action.conversation.peer, action.id)
        except CallRefusedError as error:
            if error.code == codes.UNSUPPORTED:
                return Refused(error.words, "not_found")  # of files the code says that there is no such one
            raise
        return Done()

    async def _create_folder(self, action: CreateFolder) -> Outcome:
        await self._do.file_mkdir(action.conversation.peer, action.name)
        return Done()
