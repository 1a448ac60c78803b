"""Reads files of this machine that are to be handed to a platform, and says in our keys why one can not be."""

from __future__ import annotations

import base64
from pathlib import Path

MAX_PICTURE = 30 * 1024 * 1024


class UploadError(Exception):
    """The file can not be given; *reason* is our key (``reason.<reason>``), *words* the system's."""

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason = reason
        self.words = words


def size_of(path: str) -> int:
    """Return the bytes of the file at *path*. Raises UploadError when it is none, or empty."""
    try:
        file = Path(path)
        size = file.stat().st_size
        if not file.is_file():
            raise UploadError("no_file")
    except FileNotFoundError as error:
        raise UploadError("no_file") from error
    except (OSError, ValueError) as error:
        raise UploadError("file_unreadable", _words(error)) from error
    if size == 0:
        raise UploadError("file_empty")
    return size


def read_part(path: str, start: int, count: int) -> bytes:
    """Return *count* bytes of the file at *path* from *start*, fewer at its end. Raises UploadError."""
    try:
        with Path(path).open("rb") as file:
            file.seek(start)
            return file.read(count)
    except OSError as error:
        raise UploadError("file_unreadable", _words(error)) from error


def _words(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def in_base64(path: str, limit: int = MAX_PICTURE) -> str:
    """Return the file at *path*, of *limit* bytes at most, in base64. Raises UploadError."""
    body = read_part(path, 0, limit + 1)
    if len(body) > limit:
        raise UploadError("upload_too_large")
    return base64.b64encode(body).decode()
