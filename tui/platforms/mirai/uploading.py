"""Gives files of this machine to mirai, as forms over HTTP whatever the way; where that is not to be had, pictures go inside."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from tui.chat.board_actions import Progress
from tui.chat.ids import ConversationKind
from tui.chat.segments import Image, Segment
from tui.platforms.addresses import UrlError
from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError
from tui.platforms.call_tap import CallTap
from tui.platforms.local_files import MAX_PICTURE, UploadError, in_base64, size_of
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import CallRefusedError, is_refusal, value_of, words_of
from tui.platforms.mirai.encode import BASE64
from tui.platforms.mirai.routes import answer_in, route_of
from tui.platforms.mirai.settings import Settings, page_url
from tui.platforms.multipart import FilePart, form_of
from tui.platforms.values import Row, as_handle, as_int, as_row

if TYPE_CHECKING:
    from tui.platforms.http_client import HttpClient

SLOWEST = 256 * 1024
"""Bytes a second with which mirai gives a file on to QQ, at the least."""

A_FILE = "(file)"
"""What is told of a file in the place of its bytes."""

KINDS = {
    ConversationKind.GROUP: "group",
    ConversationKind.FRIEND: "friend",
    ConversationKind.STRANGER: "friend",
    ConversationKind.TEMP: "temp",
}
"""What a picture or a sound is uploaded for, by where it is going to be said."""


class Uploads:
    """The uploads over one connection with the session *key*; they are told to *tap* as calls are."""

    def __init__(self, settings: Settings, key: str, tap: CallTap) -> None:
        self._settings = settings
        self._key = key
        self._tap = tap
        self._numbers = itertools.count(1)
        self._client: HttpClient | None = None
        self._takes_pictures = self.is_possible

    @property
    def is_possible(self) -> bool:
        """Whether an address over HTTP is known at all."""
        return bool(self._address)

    @property
    def _address(self) -> str:
        try:
            return page_url(self._settings.url or self._settings.ws_url)
        except UrlError:
            return ""

    async def close(self) -> None:
        """Hang up."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    # Each of what can be uploaded -----------------------------------------------------------------------------------------

    async def upload_image(self, kind: str, path: str) -> Row:
        """Return ``imageId`` and ``url`` of a picture that may be said where *kind* (group, friend, temp) says."""
        return await self._upload("uploadImage", {"type": kind}, {"img": FilePart(path, "image")})

    async def upload_voice(self, kind: str, path: str) -> Row:
        """Return ``voiceId`` of a sound."""
        return await self._upload("uploadVoice", {"type": kind}, {"voice": FilePart(path, "voice")})

    async def upload_short_video(self, kind: str, path: str, thumbnail: str) -> Row:
        """Return ``videoId`` of a video, whose first frame is the picture *thumbnail*."""
        files = {"thumbnail": FilePart(thumbnail, "thumbnail"), "video": FilePart(path, "video")}
        return await self._upload("uploadShortVideo", {"type": kind}, files)

    async def file_upload(self, group: str, path: str, name: str, folder: str = "", progress: Progress | None = None) -> Row:
        """Put a file among those of a group, in *folder*, a path ("" the root), and return it as the list has it."""
        fields = {"type": "group", "target": group, "path": folder}
        return as_row(value_of(await self._upload("file_upload", fields, {"file": FilePart(path, name)}, progress)))

    # Pictures of a message ------------------------------------------------------------------------------------------------

    async def embed(self, segments: Sequence[Segment], where: ConversationKind) -> tuple[Segment, ...]:
        """Return *segments* with the pictures of this machine uploaded, or where that is not to be had in them.

        Raises UploadError, CallUnansweredError and CallNotSentError.
        """
        made, total = [], 0
        for segment in segments:
            if isinstance(segment, Image) and segment.path:
                size = await asyncio.to_thread(size_of, segment.path)
                file = await self._uploaded(segment.path, KINDS.get(where, "")) if size <= MAX_PICTURE else ""
                total += 0 if file else size
                if total > MAX_PICTURE:
                    raise UploadError("picture_too_large")
                segment = replace(segment, file=file or BASE64 + await asyncio.to_thread(in_base64, segment.path), path="")
            made.append(segment)
        return tuple(made)

    async def _uploaded(self, path: str, kind: str) -> str:
        """Return the id of the picture at *path*, "" where it has to go inside the message."""
        if not kind or not self._takes_pictures:
            return ""
        try:
            return as_handle((await self.upload_image(kind, path)).get("imageId"))
        except CallUnansweredError as error:
            raise UploadError("upload_cut") from error  # nobody sees a picture that is not said
        except (CallRefusedError, CallNotSentError) as error:
            # What is refused as a form for what it is, is refused inside the message in words of its own.
            if isinstance(error, CallNotSentError) or error.is_unknown_command:
                self._takes_pictures = False
            return ""

    # The wire -------------------------------------------------------------------------------------------------------------

    async def _upload(
        self, command: str, fields: Mapping[str, str], files: Mapping[str, FilePart], progress: Progress | None = None
    ) -> Row:
        """Return the answer to a form. Raises UploadError and CallError."""
        call = f"form-{next(self._numbers)}"
        shown: dict[str, Any] = {"syncId": call, "command": command, "content": {**fields, **dict.fromkeys(files, A_FILE)}}
        self._tap.sent(command, call, json.dumps(shown, ensure_ascii=False))
        try:
            answer, text = await self._post(command, fields, files, progress)
        except (UploadError, CallError) as error:
            self._tap.given_up(call, str(error))
            raise
        self._tap.answered(call, text, is_refusal(answer))
        if is_refusal(answer):
            raise CallRefusedError(as_int(answer.get("code"), codes.BROKEN), words_of(answer))
        return answer

    async def _post(
        self, command: str, fields: Mapping[str, str], files: Mapping[str, FilePart], progress: Progress | None
    ) -> tuple[Row, str]:
        """Return what is answered to a form, parsed and as it came. It is given up once nothing of it moved for long."""
        from tui.platforms import http_client

        loop = asyncio.get_running_loop()
        allowed = self._settings.slow_timeout
        begun = http_client.Progress()

        def went() -> None:
            deadline.reschedule(loop.time() + allowed)

        try:
            async with asyncio.timeout(allowed) as deadline:
                form = await form_of(fields, files, progress=progress, on_piece=went)
                allowed += form.files / SLOWEST  # once it is there, it goes on to QQ
                went()
                url = self._address.rstrip("/") + route_of(command).target
                headers = {**form.headers, "sessionKey": self._key}
                reply = await self._connected().request("POST", url, begun, content=form.pieces, headers=headers)
        except TimeoutError as error:
            raise CallUnansweredError(f"{command}: no answer in {allowed:.0f} s") from error
        except ConnectError as error:
            raise CallNotSentError(error.words or error.reason) from error
        except http_client.ERRORS as error:
            words = http_client.words_of(error)
            raise (CallUnansweredError(words) if begun.has_begun else CallNotSentError(words)) from error
        return answer_in(reply), reply.text

    def _connected(self) -> HttpClient:
        from tui.platforms.http_client import HttpClient

        if self._client is None:
            self._client = HttpClient(urlsplit(self._address).hostname or "", {}, self._settings.connect_timeout)
        return self._client
