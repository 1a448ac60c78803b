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
    UploadFile,
)
from tui.chat.segments import File
from tui.platforms.local_files import in_base64
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import CallRefusedError
from tui.platforms.mirai.commands import Commands
from tui.platforms.mirai.uploading import Uploads
from tui.platforms.values import as_id, as_int, as_name, as_text

MAX_LISTED = 1000
"""Files and folders of the root that are looked through for a folder."""


class BoardsActing:
    """The actions on what a group keeps; :attr:`rules` says which method does which."""

    def __init__(self, commands: Commands, uploads: Uploads) -> None:
        self._do = commands
        self._uploads = uploads
        self.rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            PublishAnnouncement: self._publish,
            DeleteAnnouncement: self._delete_announcement,
            SetEssence: self._set_essence,
            UploadFile: self._upload,
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

    async def _upload(self, action: UploadFile) -> Outcome:
        if not action.conversation.is_group:
            return NotOffered("only_groups")
        group, folder = action.conversation.peer, ""
        if action.folder not in ("", "/"):
            # Where it is to lie is said by the path; only the list tells that of a folder.
            rows = await self._do.file_list(group, "", size=MAX_LISTED)
            folder = next((as_text(row.get("path")) for row in rows if as_id(row.get("id")) == action.folder), "")
            if not folder:
                return Refused(reason="not_found")
        row = await self._uploads.file_upload(group, action.path, action.name, folder, action.progress)
        return Done(value=File(as_name(row.get("name")) or action.name, as_id(row.get("id")), max(0, as_int(row.get("size")))))

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
