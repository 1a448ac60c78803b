"""Reads a picture from the disk of this machine, bounded and only if it is one."""

from __future__ import annotations

from pathlib import Path

from tui.chat.text import one_line
from tui.locale import t
from tui.ui.describe import human_size

MAX_BYTES = 10_000_000
"""QQ scales pictures of groups and people down to some hundred pixels; what is larger than this is a slip."""

_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")


class PictureError(ValueError):
    """This is no picture that can be sent; the text says why, in the language spoken now."""


def read_picture(path: str, most: int = MAX_BYTES) -> bytes:
    """Return the picture at *path*, of at most so many bytes. Raises PictureError. Waits for the disk."""
    shown = one_line(path, 200)
    try:
        with Path(path).expanduser().open("rb") as file:
            picture = file.read(most + 1)
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise PictureError(t("group.picture_unreadable", path=shown, error=one_line(why))) from error
    if len(picture) > most:
        size = human_size(Path(path).expanduser().stat().st_size)
        raise PictureError(t("group.picture_large", path=shown, size=size, most=human_size(most)))
    if not picture.startswith(_BEGINNINGS) and not (picture[:4] == b"RIFF" and picture[8:12] == b"WEBP"):
        raise PictureError(t("group.picture_none", path=shown))
    return picture
