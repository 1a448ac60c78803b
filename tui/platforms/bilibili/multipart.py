"""A form with a file in it, as a body that tells how far it went."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping

from msgspec import Struct

from tui.chat.board_actions import Progress

PIECE = 64 * 1024


class Upload(Struct, frozen=True):
    """A file to go up: its *body*, its media type and the *name* it is given."""

    body: bytes
    media_type: str
    name: str
    field: str = "file_up"
    progress: Progress | None = None


class Multipart:
    """The body of a request: the *form*, then the file."""

    def __init__(self, form: Mapping[str, str], upload: Upload) -> None:
        boundary = secrets.token_hex(16)
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{form[name]}\r\n' for name in form]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{upload.field}"; filename="{upload.name}"\r\n'
        self._head = ("".join(parts) + head + f"Content-Type: {upload.media_type}\r\n\r\n").encode()
        self._foot = f"\r\n--{boundary}--\r\n".encode()
        self._upload = upload
        size = len(self._head) + len(upload.body) + len(self._foot)
        self.headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Content-Length": str(size)}

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body piece by piece, and tell of each one."""
        body, progress = memoryview(self._upload.body), self._upload.progress
        yield self._head
        for start in range(0, len(body), PIECE):
            piece = bytes(body[start : start + PIECE])
            yield piece
            if progress is not None:
                progress(start + len(piece), len(body))
        yield self._foot
