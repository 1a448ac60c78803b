"""The implementation itself, and what it can do beside talking: voices, reading pictures, translating, fetching files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import readings
from tui.platforms.onebot11.api.answers import Answer, anything, nothing, one, rows
from tui.platforms.onebot11.api.answers import text as read_text
from tui.platforms.onebot11.api.area import UPLOAD_SECONDS, Area, Id, number

VOICE_SECONDS = 60.0


class Misc(Area):
    """The implementation and its extras."""

    async def get_version_info(self, *, timeout: float | None = None) -> Answer[wire.VersionInfo]:
        """Return what the implementation calls itself."""
        return await self._ask("get_version_info", {}, one(wire.VersionInfo), timeout)

    async def get_status(self, *, timeout: float | None = None) -> Answer[wire.Status]:
        """Return whether QQ itself is online."""
        return await self._ask("get_status", {}, one(wire.Status), timeout)

    async def can_send_image(self, *, timeout: float | None = None) -> Answer[wire.Yes]:
        """Return whether pictures can be sent."""
        return await self._ask("can_send_image", {}, one(wire.Yes), timeout)

    async def can_send_record(self, *, timeout: float | None = None) -> Answer[wire.Yes]:
        """Return whether voices can be sent."""
        return await self._ask("can_send_record", {}, one(wire.Yes), timeout)

    async def nc_get_packet_status(self, *, timeout: float | None = None) -> Answer[None]:
        """Return if NapCat's packet backend works, raise CallRefusedError if not; pokes and titles need it."""
        return await self._ask("nc_get_packet_status", {}, nothing, timeout)

    async def get_robot_uin_range(self, *, timeout: float | None = None) -> Answer[list[wire.UinRange]]:
        """Return the numbers that QQ's own robots have."""
        return await self._ask("get_robot_uin_range", {}, rows(wire.UinRange), timeout)

    async def get_ai_characters(
        self, group_id: Id, chat_type: Id, *, timeout: float | None = None
    ) -> Answer[list[wire.AiCharacters]]:
        """Return the voices that QQ can read in, by kind."""
        params = {"group_id": number(group_id), "chat_type": number(chat_type)}
        return await self._ask("get_ai_characters", params, rows(wire.AiCharacters), timeout)

    async def send_group_ai_record(
        self, group_id: Id, character: str, text: str, *, chat_type: Id | None = None, timeout: float | None = None
    ) -> Answer[wire.Sent]:
        """Let a voice (a ``character_id``) read *text* to a group. *chat_type* is LLBot's and Lagrange's."""
        params = self._voice(group_id, character, text, chat_type)
        return await self._ask("send_group_ai_record", params, one(wire.Sent), self._long(timeout, VOICE_SECONDS))

    async def get_ai_record(
        self, group_id: Id, character: str, text: str, *, chat_type: Id | None = None, timeout: float | None = None
    ) -> Answer[str]:
        """Return a link to *text* read by a voice, without sending it."""
        params = self._voice(group_id, character, text, chat_type)
        return await self._ask("get_ai_record", params, read_text, self._long(timeout, VOICE_SECONDS))

    async def ocr_image(self, image: str, *, timeout: float | None = None) -> Answer[wire.Ocr]:
        """Read the words on a picture; NapCat only on Windows."""
        return await self._ask("ocr_image", {"image": image}, readings.ocr, self._long(timeout, VOICE_SECONDS))

    async def ocr_image_new(self, image: str, *, timeout: float | None = None) -> Answer[wire.Ocr]:
        """Read the words on a picture, under the action's other name."""
        return await self._ask("ocr_image_new", {"image": image}, readings.ocr, self._long(timeout, VOICE_SECONDS))

    async def translate_en2zh(self, words: Sequence[str], *, timeout: float | None = None) -> Answer[list[str]]:
        """Translate English words or sentences into Chinese."""
        return await self._ask("translate_en2zh", {"words": list(words)}, readings.words, timeout)

    async def download_file(
        self,
        thread_count: int,
        headers: Mapping[str, str] | Sequence[str] | str,
        base64: str | None = None,
        url: str | None = None,
        name: str | None = None,
        *,
        timeout: float | None = None,
    ) -> Answer[wire.FileInfo]:
        """Let the implementation fetch *url* (or take *base64*) and return the path on its host. Headers are ``name=value``."""
        lines = [f"{key}={value}" for key, value in headers.items()] if isinstance(headers, Mapping) else headers
        sent = lines if isinstance(lines, str) else list(lines)
        params = {"thread_count": thread_count, "headers": sent or None, "base64": base64, "url": url, "name": name}
        return await self._ask("download_file", params, one(wire.FileInfo), self._long(timeout, UPLOAD_SECONDS))

    async def handle_quick_operation(
        self, context: Mapping[str, Any], operation: Mapping[str, Any], *, timeout: float | None = None
    ) -> Answer[Any]:
        """Do to an event (*context*) what an answer to its webhook could."""
        params = {"context": dict(context), "operation": dict(operation)}
        return await self._ask("handle_quick_operation", params, anything, timeout)

    @staticmethod
    def _voice(group_id: Id, character: str, words: str, chat_type: Id | None) -> dict[str, Any]:
        kind = None if chat_type is None else number(chat_type)
        return {"group_id": number(group_id), "character": character, "text": words, "chat_type": kind}

    def _long(self, timeout: float | None, least: float) -> float:
        return timeout if timeout is not None else max(least, self._call_timeout)
