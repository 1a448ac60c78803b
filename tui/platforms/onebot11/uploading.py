"""Gives files of this machine to an implementation that may run on another one: whole in a call, in chunks, or by path.

A path only means the same file there when the two share their disks, which nobody but the user knows: a container behind
127.0.0.1 does not.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tui.chat.board_actions import Progress
from tui.chat.filenames import split_name
from tui.chat.segments import Image, Segment
from tui.platforms.call_errors import CallUnansweredError
from tui.platforms.local_files import MAX_PICTURE, UploadError, read_part, size_of
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.api.offers import TAKE_PATHS_ONLY
from tui.platforms.onebot11.calls import CallRefusedError

MAX_WHOLE = 32 * 1024 * 1024
"""Bytes sent in one call: NapCat closes the connection at a frame of 50 MiB, and a file grows by a third on its way."""

MAX_CHUNKED = 2 * 1024**3
"""Bytes sent in chunks: NapCat puts them together in memory."""

_CHUNK = 512 * 1024
_KEPT_THERE_MS = 3600 * 1000


class Uploading:
    """Makes of a file's path here what the ``file`` parameter of an action holds there."""

    def __init__(self, api: Api, dialect: str, *, shares_disk: bool) -> None:
        self._api = api
        self._dialect = dialect
        self._shares_disk = shares_disk

    async def picture(self, path: str) -> str:
        """Return the picture at *path* as ``base64://``, which all implementations take. Raises UploadError."""
        size = await asyncio.to_thread(size_of, path)
        if size > MAX_PICTURE:
            raise UploadError("picture_too_large")
        return await asyncio.to_thread(_whole, path)

    async def embed(self, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """Return *segments* with the pictures of this machine in them. Raises UploadError."""
        made, total = [], 0
        for segment in segments:
            if isinstance(segment, Image) and segment.path:
                source = await self.picture(segment.path)
                total += len(source)
                if total > MAX_WHOLE * 4 // 3:
                    raise UploadError("picture_too_large")
                segment = replace(segment, file=source, path="")
            made.append(segment)
        return tuple(made)

    async def file(self, path: str, progress: Progress | None) -> str:
        """Return what gives the file at *path*: sent there by now, where that takes calls of its own.

        Raises UploadError, and what a call raises.
        """
        size = await asyncio.to_thread(size_of, path)
        if self._shares_disk:
            return path
        if self._dialect in TAKE_PATHS_ONLY:
            raise UploadError("upload_by_path")
        if size > _CHUNK and self._api.offers("upload_file_stream"):
            try:
                return await self._in_chunks(path, size, progress)
            except CallRefusedError as error:
                if not error.is_unknown_action:
                    raise
            except CallUnansweredError as error:
                # What became of a part does not matter: nobody sees a file that was not given by its name.
                raise UploadError("upload_cut") from error
        if size > MAX_WHOLE:
            raise UploadError("upload_too_large")
        if progress is not None:
            progress(0, size)
        return await asyncio.to_thread(_whole, path)

    async def _in_chunks(self, path: str, size: int, progress: Progress | None) -> str:
        if size > MAX_CHUNKED:
            raise UploadError("upload_too_large")
        stream = secrets.token_hex(16)
        _, ending = split_name(Path(path).name)
        total = -(-size // _CHUNK)
        params: dict[str, Any] = {
            "stream_id": stream,
            "total_chunks": total,
            "file_size": size,
            # In a folder where others' files lie, too: the name that people see is said later.
            "filename": f"qiao-{stream}{ending if ending.isascii() and ending[1:].isalnum() else ''}",
            "file_retention": _KEPT_THERE_MS,
        }
        for index in range(total):
            if progress is not None:
                progress(index * _CHUNK, size)
            chunk = await asyncio.to_thread(read_part, path, index * _CHUNK, _CHUNK)
            if not chunk:
                raise UploadError("file_changed")
            coded = base64.b64encode(chunk).decode()
            await self._api.upload_file_stream(**params, chunk_index=index, chunk_data=coded)
        if progress is not None:
            progress(size, size)
        done = await self._api.upload_file_stream(**params, is_complete=True)
        if done.data.file_size != size:
            raise UploadError("file_changed")
        if not done.data.file_path:
            raise UploadError("refused", done.data.status)
        return done.data.file_path


def _whole(path: str) -> str:
    body = read_part(path, 0, MAX_WHOLE + 1)
    if len(body) > MAX_WHOLE:
        raise UploadError("upload_too_large")
    return in_line(body)


def in_line(body: bytes) -> str:
    """Return *body* itself as a file of the wire. A path would name a file of the implementation's disk, which may be another."""
    return f"base64://{base64.b64encode(body).decode()}"
