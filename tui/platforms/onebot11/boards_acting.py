"""Does what concerns announcements, essence messages and files, over one connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, Done, NotOffered, Outcome, Refused
from tui.chat.board_actions import (
    CreateFolder,
    DeleteAnnouncement,
    DeleteFile,
    DeleteFolder,
    PublishAnnouncement,
    SetEssence,
    UploadFile,
)
from tui.chat.ids import ConversationKind
from tui.chat.text import one_line
from tui.platforms.local_files import UploadError
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.uploading import Uploading
from tui.platforms.values import as_int, as_row, as_text

PICTURE_SECONDS = 120.0
_FAILURE_CODES = ("errorCode", "retCode", "result", "errCode")
_FAILURE_WORDS = ("clientWording", "wording", "retMsg", "errMsg")


class BoardsActing:
    """The actions on what a group keeps; :attr:`rules` says which method does which."""

    def __init__(self, api: Api, uploading: Uploading) -> None:
        self._api = api
        self._uploading = uploading
        self.rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            PublishAnnouncement: self._publish,
            DeleteAnnouncement: self._delete_announcement,
            SetEssence: self._set_essence,
            UploadFile: self._upload,
            DeleteFile: self._delete_file,
            CreateFolder: self._create_folder,
            DeleteFolder: self._delete_folder,
        }

    async def _publish(self, action: PublishAnnouncement) -> Outcome:
        picture, seconds = None, None
        if action.picture:
            try:
                picture = await self._uploading.picture(action.picture)
            except UploadError as error:
                return Refused(error.words, error.reason)
            seconds = PICTURE_SECONDS
        await self._api.send_group_notice(action.conversation.peer, action.text, picture, timeout=seconds)
        return Done()

    async def _delete_announcement(self, action: DeleteAnnouncement) -> Outcome:
        return _outcome((await self._api.del_group_notice(action.conversation.peer, action.id)).data)

    async def _set_essence(self, action: SetEssence) -> Outcome:
        if action.is_on:
            return _outcome((await self._api.set_essence_msg(action.native)).data)
        if not (action.sequence and action.random):
            return _outcome((await self._api.delete_essence_msg(action.native)).data)
        # By the id of its list alone NapCat finds a message that it has forgotten, and mixes these two up.
        answer = await self._api.delete_essence_msg(
            action.native, msg_seq=action.sequence, msg_random=action.random, group_id=action.conversation.peer
        )
        return _outcome(answer.data)

    async def _upload(self, action: UploadFile) -> Outcome:
        place = action.conversation
        try:
            source = await self._uploading.file(action.path, action.progress)
        except UploadError as error:
            return Refused(error.words, error.reason)
        if place.kind is ConversationKind.GROUP:
            sent = await self._api.upload_group_file(place.peer, source, action.name, action.folder)
        elif place.kind is ConversationKind.FRIEND:
            sent = await self._api.upload_private_file(place.peer, source, action.name)
        else:
            return NotOffered("only_groups_and_friends")
        return Done(value=sent.data.file_id)

    async def _delete_file(self, action: DeleteFile) -> Outcome:
        answer = await self._api.delete_group_file(action.conversation.peer, action.id, busid=as_int(action.key) or None)
        return _outcome(answer.data)

    async def _create_folder(self, action: CreateFolder) -> Outcome:
        return _outcome((await self._api.create_group_file_folder(action.conversation.peer, action.name)).data)

    async def _delete_folder(self, action: DeleteFolder) -> Outcome:
        return _outcome((await self._api.delete_group_folder(action.conversation.peer, action.id)).data)


def _outcome(data: object) -> Outcome:
    """Return how it ended: NapCat says ok, and QQ's own refusal stands inside."""
    row = as_row(data)
    for part in (row, as_row(row.get("result")), as_row(as_row(row.get("transGroupFileResult")).get("result"))):
        codes = [part[key] for key in _FAILURE_CODES if not isinstance(part.get(key), (dict, list, type(None)))]
        if any(as_int(code) != 0 for code in codes):
            words = next((words for key in _FAILURE_WORDS if (words := one_line(as_text(part.get(key)), 200))), "")
            return Refused(words)
    if row.get("failFileIdList"):
        return Refused()
    return Done()
