"""What groups keep: files and folders, notices, and the messages they call essence."""

from __future__ import annotations

from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api.answers import Answer, anything, one, rows
from tui.platforms.onebot11.api.area import UPLOAD_SECONDS, Area, Id, number, number_or_none
from tui.platforms.onebot11.dialects import LLBOT, NAPCAT_NAME

CHUNK_SECONDS = 60.0


class GroupFiles(Area):
    """Files, notices and essence messages of groups."""

    async def upload_group_file(
        self,
        group_id: Id,
        file: str,
        name: str,
        folder_id: str,
        *,
        upload_file: bool | None = None,
        timeout: float | None = None,
    ) -> Answer[wire.Uploaded]:
        """Put a file (a path on the implementation's host, an address or ``base64://``) into a folder; ``""`` is the root."""
        # ``folder`` is what all of them read; NapCat takes ``folder_id`` beside it.
        params = {
            "group_id": number(group_id),
            "file": file,
            "name": name,
            "folder": folder_id or None,
            "upload_file": upload_file,
        }
        seconds = timeout if timeout is not None else max(UPLOAD_SECONDS, self._call_timeout)
        return await self._ask("upload_group_file", params, one(wire.Uploaded), seconds)

    async def upload_file_stream(
        self,
        stream_id: str,
        total_chunks: int,
        file_size: int,
        filename: str,
        *,
        chunk_index: int | None = None,
        chunk_data: str | None = None,
        is_complete: bool | None = None,
        file_retention: int | None = None,
        timeout: float | None = None,
    ) -> Answer[wire.Streamed]:
        """Put a chunk (base64) of a file on the implementation's host, or with *is_complete* all of them together (NapCat).

        *file_retention*: milliseconds after which it is deleted there.
        """
        params = {
            "stream_id": stream_id,
            "total_chunks": total_chunks,
            "file_size": file_size,
            "filename": filename,
            "chunk_index": chunk_index,
            "chunk_data": chunk_data,
            "is_complete": is_complete,
            "file_retention": file_retention,
        }
        seconds = timeout if timeout is not None else max(CHUNK_SECONDS, self._call_timeout)
        return await self._ask("upload_file_stream", params, one(wire.Streamed), seconds, is_one_frame=True)

    async def create_group_file_folder(
        self, group_id: Id, folder_name: str, *, parent_id: str | None = None, timeout: float | None = None
    ) -> Answer[Any]:
        """Create a folder; QQ has them in the root only."""
        params: dict[str, Any] = {"group_id": number(group_id)}
        if self._is(NAPCAT_NAME) or self._is_unknown:
            params["folder_name"] = folder_name
        if not self._is(NAPCAT_NAME):
            params["name"] = folder_name
        if not self._is(NAPCAT_NAME, LLBOT):
            params["parent_id"] = parent_id or "/"
        return await self._ask("create_group_file_folder", params, anything, timeout)

    async def delete_group_file(
        self, group_id: Id, file_id: str, *, busid: int | None = None, timeout: float | None = None
    ) -> Answer[Any]:
        """Delete a file; go-cqhttp wants the *busid* of its row too."""
        params = {"group_id": number(group_id), "file_id": file_id, "busid": busid}
        return await self._ask("delete_group_file", params, anything, timeout)

    async def delete_group_folder(self, group_id: Id, folder_id: str, *, timeout: float | None = None) -> Answer[Any]:
        """Delete a folder with all that is in it."""
        params = {"group_id": number(group_id), "folder_id": folder_id}
        return await self._ask("delete_group_folder", params, anything, timeout)

    async def get_group_file_system_info(self, group_id: Id, *, timeout: float | None = None) -> Answer[wire.FileSystem]:
        """Return how many files there are and what space they use."""
        return await self._ask("get_group_file_system_info", {"group_id": number(group_id)}, one(wire.FileSystem), timeout)

    async def get_group_root_files(
        self, group_id: Id, *, file_count: int | None = None, timeout: float | None = None
    ) -> Answer[wire.Files]:
        """Return what lies in the root; NapCat at most *file_count* (50)."""
        params = {"group_id": number(group_id), "file_count": file_count}
        return await self._ask("get_group_root_files", params, one(wire.Files), timeout)

    async def get_group_files_by_folder(
        self, group_id: Id, folder_id: str, file_count: int, *, timeout: float | None = None
    ) -> Answer[wire.Files]:
        """Return what lies in a folder; NapCat at most *file_count*, the others everything."""
        params = {"group_id": number(group_id), "folder_id": folder_id, "file_count": file_count}
        return await self._ask("get_group_files_by_folder", params, one(wire.Files), timeout)

    async def get_group_file_url(
        self, group_id: Id, file_id: str, *, busid: int | None = None, timeout: float | None = None
    ) -> Answer[wire.FileUrl]:
        """Return a link to a file; it expires. go-cqhttp wants the *busid* of its row too."""
        params = {"group_id": number(group_id), "file_id": file_id, "busid": busid}
        return await self._ask("get_group_file_url", params, one(wire.FileUrl), timeout)

    async def send_group_notice(
        self,
        group_id: Id,
        content: str,
        image: str | None = None,
        *,
        pinned: bool | None = None,
        type: int | None = None,
        confirm_required: bool | None = None,
        is_show_edit_card: bool | None = None,
        tip_window: bool | None = None,
        tip_window_type: int | None = None,
        timeout: float | None = None,
    ) -> Answer[Any]:
        """Publish a notice. What is keyword-only is NapCat's and LLBot's, *tip_window* only LLBot's; None leaves it to them."""
        flags = {"pinned": pinned, "confirm_required": confirm_required, "is_show_edit_card": is_show_edit_card}
        extra: dict[str, Any] = {key: value for key, value in flags.items() if value is not None}
        if not self._is(LLBOT):
            # NapCat's flags are numbers.
            extra = {key: int(value) for key, value in extra.items()}
        extra |= {"type": type, "tip_window": tip_window, "tip_window_type": tip_window_type}
        params = {"group_id": number(group_id), "content": content, "image": image, **extra}
        return await self._ask("send_group_notice", params, anything, timeout)

    async def get_group_notice(self, group_id: Id, *, timeout: float | None = None) -> Answer[list[wire.Notice]]:
        """Return the notices."""
        return await self._ask("get_group_notice", {"group_id": number(group_id)}, rows(wire.Notice), timeout)

    async def del_group_notice(self, group_id: Id, notice_id: str, *, timeout: float | None = None) -> Answer[Any]:
        """Delete a notice."""
        params = {"group_id": number(group_id), "notice_id": notice_id}
        return await self._ask("del_group_notice", params, anything, timeout)

    async def get_essence_msg_list(self, group_id: Id, *, timeout: float | None = None) -> Answer[list[wire.EssenceRow]]:
        """Return the essence messages."""
        return await self._ask("get_essence_msg_list", {"group_id": number(group_id)}, rows(wire.EssenceRow), timeout)

    async def set_essence_msg(self, message_id: Id, *, timeout: float | None = None) -> Answer[Any]:
        """Make a message essence."""
        return await self._ask("set_essence_msg", {"message_id": number(message_id)}, anything, timeout)

    async def delete_essence_msg(
        self,
        message_id: Id,
        *,
        msg_seq: str | None = None,
        msg_random: str | None = None,
        group_id: Id | None = None,
        timeout: float | None = None,
    ) -> Answer[Any]:
        """Make a message essence no more; NapCat finds one it forgot by *group_id*, *msg_seq* and *msg_random* of its row."""
        params = {
            "message_id": number_or_none(message_id),
            "msg_seq": msg_seq,
            "msg_random": msg_random,
            "group_id": number_or_none(group_id),
        }
        return await self._ask("delete_essence_msg", params, anything, timeout)
