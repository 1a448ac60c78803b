"""Answers what messages hold: forwards opened, links of pictures and files made good again."""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, unquote

from msgspec.structs import replace

from tui.chat.ids import ConversationKind
from tui.chat.segments import File, Forward, Image, Segment, Sticker, Voice
from tui.platforms.base import AskError, Query
from tui.platforms.call_errors import CallError, CallUnansweredError
from tui.platforms.content_queries import AskForward, AskMedia, Media, Source
from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.segments import decode, forward_of
from tui.platforms.values import as_row

log = logging.getLogger(__name__)

_EXPIRED = ("过期", "内层", "expired")
"""Words (lower case) with which a forward is refused that can no longer be had, or never could by itself."""

_VOICE_FORMAT = "mp3"
_RKEY = re.compile(r"(?<=[?&])rkey=[^&]*")
_PRIVATE_KEYS, _GROUP_KEYS = ("10", "private"), ("20", "group")


class ContentsAsking:
    """The queries of :mod:`tui.platforms.content_queries` over one connection."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.rules: dict[type[Query[Any]], Callable[[Any], Awaitable[object]]] = {
            AskForward: self._forward,
            AskMedia: self._media,
        }

    async def _forward(self, query: AskForward) -> Forward:
        """In the order of what is cheapest and surest: what came along, the forward by its id, the message that holds it."""
        forward = query.forward
        if forward.messages:
            return forward
        refused: CallRefusedError | None = None
        try:
            found = await self.fetch(forward)
            if found.messages:
                return found
        except CallRefusedError as error:
            refused = error
        if query.native:
            try:
                found = _like(forward, await self._segments_of(query.native))
                if found.messages:
                    return found
            except CallRefusedError as error:
                refused = refused or error
        if refused is None:
            raise AskError("forward_empty")
        if any(word in refused.words.lower() for word in _EXPIRED):
            raise AskError("forward_expired" if query.native else "forward_inner", refused.words)
        raise refused

    async def fetch(self, forward: Forward) -> Forward:
        """Return *forward* with its messages, asked for by its id; without any where it has no id. Raises CallError."""
        if not forward.id:
            return forward
        rows = (await self._api.get_forward_msg(forward.id)).data.messages
        found = forward_of(rows)
        return replace(forward, messages=found.messages, left_out=found.left_out)

    async def _segments_of(self, native: str) -> tuple[Segment, ...]:
        row = as_row((await self._api.get_msg(native)).raw.get("data"))
        return decode(row.get("message"))

    async def _media(self, query: AskMedia) -> tuple[Source, ...]:
        found: list[Source] = []
        refused: CallError | None = None
        if isinstance(query.media, Image) and query.media.path:
            query = replace(query, media=await self._as_told(query.native, query.media))
        for way in self._ways(query.media):
            try:
                found += await way(query)
            except (CallRefusedError, CallUnansweredError) as error:
                refused = refused or error
        if not found and refused is not None:
            raise refused
        return tuple(dict.fromkeys(found))

    def _ways(self, media: Media) -> list[Callable[[AskMedia], Awaitable[list[Source]]]]:
        if isinstance(media, Voice):
            # What lies behind its link is SILK, which hardly any player knows: converted first.
            return [self._voice, self._said_anew]
        if isinstance(media, Image):
            return [self._said_anew, self._picture, self._with_new_key]
        if isinstance(media, File):
            return [self._group_file, self._said_anew, self._file]
        return [self._said_anew] if isinstance(media, Sticker) else [self._said_anew, self._file]

    async def _as_told(self, native: str, ours: Image) -> Image:
        """Return a picture of ours as the platform has it: what we call it is the name of a file here."""
        try:
            told = [part for part in await self._segments_of(native) if isinstance(part, Image)] if native else []
        except (CallRefusedError, CallUnansweredError):
            told = []
        sized = [part for part in told if part.size == ours.size] or told
        return sized[0] if sized else Image("")

    async def _said_anew(self, query: AskMedia) -> list[Source]:
        """The message, told once more, has links that are good again."""
        if not query.native:
            return []
        same = [part for part in await self._segments_of(query.native) if type(part) is type(query.media)]
        named = [part for part in same if _handle(part) == _handle(query.media)] or same[:1]
        return [Source(url) for part in named if _is_link(url := getattr(part, "url", ""))]

    async def _picture(self, query: AskMedia) -> list[Source]:
        handle = _handle(query.media)
        return _sources((await self._api.get_image(handle)).data) if handle else []

    async def _voice(self, query: AskMedia) -> list[Source]:
        handle = _handle(query.media)
        return _sources((await self._api.get_record(handle, _VOICE_FORMAT)).data, f".{_VOICE_FORMAT}") if handle else []

    async def _file(self, query: AskMedia) -> list[Source]:
        handle = _handle(query.media)
        return _sources((await self._api.get_file(handle)).data) if handle else []

    async def _group_file(self, query: AskMedia) -> list[Source]:
        media = query.media
        if query.conversation.kind is not ConversationKind.GROUP or not isinstance(media, File) or not media.handle:
            return []
        url = (await self._api.get_group_file_url(query.conversation.peer, media.handle)).data.url
        if url.endswith("fname="):
            url += quote(media.name)  # the group file server wants the name that implementations leave out
        return [Source(url)] if _is_link(url) else []

    async def _with_new_key(self, query: AskMedia) -> list[Source]:
        url = getattr(query.media, "url", "")
        if not _RKEY.search(url):
            return []
        kinds = _GROUP_KEYS if query.conversation.kind is ConversationKind.GROUP else _PRIVATE_KEYS
        keys = [key.rkey.lstrip("&?").removeprefix("rkey=") for key in (await self._api.nc_get_rkey()).data if key.kind in kinds]
        return [Source(_RKEY.sub(f"rkey={quote(unquote(key))}", url)) for key in keys[:1]]


def _like(forward: Forward, segments: tuple[Segment, ...]) -> Forward:
    """Return that one of the forwards in *segments* which is *forward*, with our title where it has none."""
    found = [part for part in segments if isinstance(part, Forward)]
    same = next((part for part in found if part.id == forward.id), found[0] if found else Forward(""))
    return replace(same, id=forward.id or same.id, title=same.title or forward.title, lines=same.lines or forward.lines)


def _handle(media: object) -> str:
    return media.handle if isinstance(media, File) else getattr(media, "file", "")


def _is_link(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _sources(info: wire.FileInfo, ending: str = "") -> list[Source]:
    found = [Source(url=link, ending=ending) for link in (info.url, info.file) if _is_link(link)]
    if info.base64:
        try:
            found.append(Source(content=base64.b64decode(info.base64, validate=True), ending=ending))
        except binascii.Error:
            log.debug("what calls itself base64 is none; there is the link or the path")
    paths = [link for link in (info.file, info.url) if link and "://" not in link]
    return found + [Source(path=path, ending=ending) for path in dict.fromkeys(paths)]
