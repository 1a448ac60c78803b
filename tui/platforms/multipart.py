"""A form with files as it goes over HTTP, for any platform: piece by piece, read in threads, telling how far it is."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping

from msgspec import Struct

from tui.chat.board_actions import Progress
from tui.platforms.local_files import UploadError, read_part, size_of

_PIECE = 256 * 1024
_ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\r"): " ", ord("\n"): " "}
"""How a name is quoted in a header, where a line can not break."""


class FilePart(Struct, frozen=True):
    """A file, given as *name*: *source* is its path on this machine, or its bytes."""

    source: str | bytes
    name: str
    media_type: str = "application/octet-stream"

    async def size(self) -> int:
        """Return how many bytes it has. Raises UploadError."""
        return len(self.source) if isinstance(self.source, bytes) else await asyncio.to_thread(size_of, self.source)

    async def read(self, start: int, count: int) -> bytes:
        """Return *count* bytes from *start*, fewer at its end. Raises UploadError."""
        if isinstance(self.source, bytes):
            return self.source[start : start + count]
        return await asyncio.to_thread(read_part, self.source, start, count)


class Form(Struct, frozen=True):
    """A form that can be sent: *pieces* are its body, of *size* bytes, of which *files* are those of the files."""

    media_type: str
    size: int
    files: int
    pieces: AsyncIterator[bytes]

    @property
    def headers(self) -> Mapping[str, str]:
        """What has to stand above it."""
        return {"Content-Type": self.media_type, "Content-Length": str(self.size)}


async def form_of(
    fields: Mapping[str, str],
    files: Mapping[str, FilePart],
    *,
    progress: Progress | None = None,
    on_piece: Callable[[], None] = lambda: None,
) -> Form:
    """Return the form of *fields* and *files*; *on_piece* hears that a piece has gone. Raises UploadError, its pieces do too."""
    boundary = f"----qiao{secrets.token_hex(16)}"
    texts = "".join(f"--{boundary}\r\n{_disposition(name)}\r\n\r\n{value}\r\n" for name, value in fields.items()).encode()
    heads = {
        key: f"--{boundary}\r\n{_disposition(key, file.name)}\r\nContent-Type: {file.media_type}\r\n\r\n".encode()
        for key, file in files.items()
    }
    sizes = {key: await file.size() for key, file in files.items()}
    tail = f"--{boundary}--\r\n".encode()
    total = sum(sizes.values())

    async def pieces() -> AsyncIterator[bytes]:
        gone = 0
        yield texts
        for key, file in files.items():
            yield heads[key]
            at = 0
            while at < sizes[key]:
                if progress is not None:
                    progress(gone, total)
                piece = await file.read(at, min(_PIECE, sizes[key] - at))
                if not piece:
                    raise UploadError("file_changed")
                yield piece
                on_piece()
                at += len(piece)
                gone += len(piece)
            yield b"\r\n"
        if progress is not None:
            progress(total, total)
        yield tail

    around = len(texts) + sum(len(head) + 2 for head in heads.values()) + len(tail)
    return Form(f"multipart/form-data; boundary={boundary}", around + total, total, pieces())


def _disposition(name: str, file: str | None = None) -> str:
    told = f'Content-Disposition: form-data; name="{name.translate(_ESCAPES)}"'
    return told if file is None else f'{told}; filename="{file.translate(_ESCAPES)}"'
