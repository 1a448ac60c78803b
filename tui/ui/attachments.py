"""Files that wait in the composer: pictures go with the words, everything else goes up beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from tui.chat.segments import Image
from tui.chat.text import one_line
from tui.locale import t
from tui.ui.describe import human_size
from tui.ui.paths import size_of

MAX_PICTURE = 20_000_000
"""Bytes of a picture that goes with words; what is larger goes as a file."""

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")


class Attachment(Struct, frozen=True):
    """A file of this machine; *size* in bytes, as it was when it was attached."""

    path: str
    size: int

    @property
    def is_picture(self) -> bool:
        """Whether it is shown among the words, rather than being a file to download."""
        return self.path.lower().endswith(_PICTURES) and self.size <= MAX_PICTURE

    @property
    def picture(self) -> Image:
        """It as a part of a message."""
        return Image(Path(self.path).name, size=self.size, path=self.path)


def read(paths: Iterable[Path]) -> tuple[Attachment, ...]:
    """Return the files at *paths*. Waits for the disk."""
    return tuple(Attachment(str(path), size_of(path)) for path in paths)


def label(attachments: Sequence[Attachment]) -> str:
    """Return what is attached, in one line."""
    names = " · ".join(f"{one_line(Path(a.path).name, 40)} {human_size(a.size)}" for a in attachments)
    return t("composer.attached", names=names)
