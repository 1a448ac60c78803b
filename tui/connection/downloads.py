"""Brings files into a folder of the user's: bounded, under a safe name, never over one that is there, whole or not at all."""

from __future__ import annotations

import asyncio
import itertools
import mimetypes
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.chat.filenames import safe_name, split_name

if TYPE_CHECKING:
    from tui.platforms.content_queries import AskMedia, Source

MAX_BYTES = 8 * 1024**3
"""Bytes of one file; a server that sends without an end must not fill the disk."""

_PIECE = 1024 * 1024
_TELL_EVERY = 0.25
_NOT_ENDINGS = (".image", ".tmp", ".part")
"""Endings that name no format: go-cqhttp calls every picture ``.image``."""

Progress = Callable[[int, int], None]
"""Told now and then how many bytes have come, and of how many (0: nobody knows); on the connection's thread."""


class DownloadError(Exception):
    """Nothing was saved. *reason* is our key (``download.<reason>``), *words* the other side's or the system's.

    Reasons: no_link, expired, refused, unreachable, broken_off, too_large, not_written, not_given, elsewhere.
    """

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason = reason
        self.words = words


async def download(url: str, folder: Path, name: str, progress: Progress | None = None, *, limit: int = MAX_BYTES) -> Path:
    """Save what lies behind *url* in *folder* as *name* (made safe, with a number where it is taken); return where.

    A name without an ending gets that of the media type. Raises DownloadError.
    """
    from tui.platforms.web import FetchError, fetching

    try:
        async with fetching(url) as body:
            if body.size > limit:
                raise DownloadError("too_large", str(body.size))
            counted = _counted(body.pieces, body.size, limit, progress)
            return await _write(counted, folder, _named(name, body.media_type))
    except FetchError as error:
        raise DownloadError(error.reason, error.words) from error


async def save(content: bytes, folder: Path, name: str) -> Path:
    """Save *content* in *folder* as *name* (made safe, with a number where it is taken); return where. Raises DownloadError."""

    async def pieces() -> AsyncIterator[bytes]:
        yield content

    return await _write(pieces(), folder, safe_name(name))


async def save_media(
    ask: Callable[[AskMedia], Awaitable[Sequence[Source]]],
    query: AskMedia,
    folder: Path,
    name: str,
    progress: Progress | None = None,
) -> Path:
    """Save a medium in *folder*: from its own link, else from where the platform, which *ask* asks, has it by now.

    Raises DownloadError, with the reason that tells most: a link that has expired rather than what failed after it.
    """
    from tui.chat.segments import Voice
    from tui.platforms.base import AskError
    from tui.platforms.content_queries import Source

    own = Source(query.media.url)
    failures: list[DownloadError] = []

    async def attempt(source: Source) -> Path | None:
        try:
            return await _from_source(source, folder, name, progress)
        except DownloadError as error:
            if error.reason in ("not_written", "too_large"):
                raise  # no other source can do better
            failures.append(error)
            return None

    # A voice's own link is to what hardly any player knows: only where nothing better is to be had.
    is_last_resort = isinstance(query.media, Voice)
    if own.url and not is_last_resort and (path := await attempt(own)):
        return path
    try:
        sources = await ask(query)
    except AskError as error:
        failures.append(DownloadError("not_given", error.words or error.reason))
        sources = ()
    for source in (*sources, *([own] if own.url and is_last_resort else ())):
        if (is_last_resort or source != own) and (path := await attempt(source)):
            return path
    raise next((error for error in failures if error.reason == "expired"), failures[-1] if failures else DownloadError("no_link"))


async def _from_source(source: Source, folder: Path, name: str, progress: Progress | None) -> Path:
    if source.ending:
        name = split_name(name)[0] + source.ending
    if source.content:
        return await save(source.content, folder, name)
    if source.url:
        return await download(source.url, folder, name, progress)
    # A path of the platform's host is one of ours only where both are one computer.
    path = Path(source.path.removeprefix("file://"))
    if not await asyncio.to_thread(path.is_file):
        raise DownloadError("elsewhere", source.path)
    return await _write(_read(path), folder, safe_name(name))


async def _read(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece


async def _counted(pieces: AsyncIterator[bytes], size: int, limit: int, progress: Progress | None) -> AsyncIterator[bytes]:
    count, told_at = 0, time.monotonic()
    async for piece in pieces:
        count += len(piece)
        if count > limit:
            raise DownloadError("too_large", str(limit))
        if progress is not None and time.monotonic() - told_at >= _TELL_EVERY:
            told_at = time.monotonic()
            progress(count, size)
        yield piece
    if size and count < size:
        raise DownloadError("broken_off", f"{count} < {size}")


async def _write(pieces: AsyncIterator[bytes], folder: Path, name: str) -> Path:
    """Write beside the place where it is to lie, and put it there when it is whole."""
    part: Path | None = None
    try:
        # The disk may be slow, or a network's: it is never waited for on the loop that hears the platform.
        handle, part = begun = await asyncio.to_thread(_begin, folder, name)
        try:
            async for piece in pieces:
                await asyncio.to_thread(_write_all, handle, piece)
        finally:
            await asyncio.to_thread(os.close, handle)
        placed = await asyncio.to_thread(_place, begun[1], folder, name)
        part = None
        return placed
    except OSError as error:
        raise DownloadError("not_written", error.strerror or str(error)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _begin(folder: Path, name: str) -> tuple[int, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(".part", f".{name[:20]}.", folder)
    return handle, Path(path)


def _write_all(handle: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(handle, view) :]


def _place(part: Path, folder: Path, name: str) -> Path:
    stem, ending = split_name(name)
    for number in itertools.count(1):
        target = folder / (name if number == 1 else f"{stem} ({number}){ending}")
        try:
            # Made first, so that no other program's file of this name is ever replaced.
            target.touch(mode=0o644, exist_ok=False)
        except FileExistsError:
            continue
        os.chmod(part, target.stat().st_mode)
        os.replace(part, target)
        return target
    raise AssertionError("numbers do not end")


def _named(name: str, media_type: str) -> str:
    name = safe_name(name)
    stem, ending = split_name(name)
    if ending and ending.lower() not in _NOT_ENDINGS:
        return name
    guessed = mimetypes.guess_extension(media_type) if media_type else None
    return (stem if ending else name) + guessed if guessed and guessed != ".bin" else name
