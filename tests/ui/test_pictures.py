"""Only what is a picture, and not too large a one, is read as one; what is wrong is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.simulator.segments import png
from tui.ui.pictures import MAX_BYTES, PictureError, read_picture


def test_a_picture_is_read(tmp_path: Path) -> None:
    picture = png(3, 3, (1, 2, 3))
    (tmp_path / "a.png").write_bytes(picture)
    assert read_picture(str(tmp_path / "a.png")) == picture


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no picture", "不是图片"), (b"", "不是图片"), (b"\x89PNG\r\n\x1a\n" + b"x" * MAX_BYTES, "最多 10 MB"), (None, "读不了")],
)
def test_what_is_none_is_told(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "x[b].png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PictureError, match=words):
        read_picture(str(path))
