"""A picture to send or that came, and a video that somebody shared."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from urllib.parse import urlsplit

from msgspec import Struct

from tui.platforms.local_files import MAX_PICTURE, UploadError, read_part
from tui.platforms.values import Row, as_handle, as_int, as_text

_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"))


class Picture(Struct, frozen=True):
    """A picture: its address, or *body*, the bytes to be uploaded. *size* in KB; what is not told is 0 or empty."""

    url: str = ""
    width: int = 0
    height: int = 0
    image_type: str = ""
    size: float = 0
    original: int = 1
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """What it is to HTTP."""
        return f"image/{self.image_type or 'png'}"

    def content(self) -> dict[str, object]:
        """Return it as the content of a message."""
        size = int(self.size) if self.size == int(self.size) else self.size
        return {
            "url": self.url, "height": self.height, "width": self.width, "imageType": self.image_type, "original": self.original,
            "size": size,
        }  # fmt: skip


def picture_from_bytes(body: bytes) -> Picture:
    """Return a picture to send. Raises UploadError for what is none that Bilibili takes: png, jpeg and gif it is."""
    kind = next((kind for start, kind in _BEGINNINGS if body.startswith(start)), "")
    if not kind:
        raise UploadError("bili_picture")
    return Picture(image_type=kind, size=round(len(body) / 1024, 2), body=body)


def picture_from_file(path: str) -> Picture:
    """Return the picture at *path* to send. Reads it. Raises UploadError."""
    body = read_part(path, 0, MAX_PICTURE + 1)
    if len(body) > MAX_PICTURE:
        raise UploadError("picture_too_large")
    return picture_from_bytes(body)


def picture_of(content: Row) -> Picture:
    """Return the picture in the content of a message; whatever keys it has or lacks."""
    kind = as_text(content.get("imageType")) or PurePath(urlsplit(as_text(content.get("url"))).path).suffix.lstrip(".")
    return Picture(
        as_handle(content.get("url")),
        max(0, as_int(content.get("width"))),
        max(0, as_int(content.get("height"))),
        as_handle(kind)[:20],
        max(0, as_int(content.get("size"))),
        as_int(content.get("original"), 1),
    )


class Video(Struct, frozen=True):
    """A video, by its *bvid* or its *aid* (0: not told)."""

    bvid: str = ""
    aid: int = 0
    title: str = ""

    @property
    def url(self) -> str:
        """Its page."""
        return video_link(self.bvid, self.aid)


def video_link(bvid: str, aid: int) -> str:
    """Return the page of a video; empty where nothing names it."""
    if bvid.isalnum() and bvid.isascii():
        return f"https://www.bilibili.com/video/{bvid}"
    return f"https://www.bilibili.com/video/av{aid}" if aid else ""


def title_of(content: Mapping[str, object]) -> str:
    """Return what a shared thing is called."""
    return as_handle(content.get("title")) or as_handle(content.get("headline"))
