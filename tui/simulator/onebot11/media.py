"""Pictures, voices and other files by name or id, what is read in a picture, and what NapCat fetches for itself."""

from __future__ import annotations

import base64
import hashlib
from typing import NamedTuple

from tui.simulator.model import Refused, Segment
from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes
from tui.simulator.onebot11.sources import TEMP, read
from tui.simulator.segments import png, words_of
from tui.simulator.world_files import made_up

PICTURE_SIZE = 48
RECORD_FORMATS = ("mp3", "amr", "wma", "m4a", "spx", "ogg", "wav", "flac")
MEDIA = ("image", "record", "video", "file")


class Found(NamedTuple):
    """Something that was asked for: its name and its bytes."""

    name: str
    body: bytes


def _picture(name: str) -> bytes:
    """A small picture made from its name, for those of a past that has no bytes."""
    seed = sum(name.encode())
    return png(PICTURE_SIZE, PICTURE_SIZE, (seed % 256, seed * 7 % 256, seed * 13 % 256))


def _content(shapes: Shapes, part: Segment) -> bytes:
    data = part["data"]
    if data.get("content"):
        return shapes.world.media[data["content"]]
    if part["type"] == "image":
        return _picture(data["file"])
    return made_up(data["file"], data["size"])


def _shared(shapes: Shapes, wanted: str) -> Found | None:
    """A shared file by its id, which counts as a download."""
    try:
        file = shapes.world.files.find(wanted)
    except Refused:
        return None
    if not shapes.world.sees(shapes.viewer, file.message.chat):
        return None
    file.downloads += 1
    return Found(file.name, shapes.world.files.bytes_of(file))


def _is_called(name: str, wanted: str) -> bool:
    """Whether *wanted* is *name*, or what go-cqhttp calls it."""
    return name == wanted or (wanted.endswith(".image") and f"{name.rpartition('.')[0].lower()}.image" == wanted)


def _said(shapes: Shapes, wanted: str) -> Found | None:
    """What a message brought that is not recalled, the latest first; a file only as long as it is shared."""
    for message in reversed(shapes.world.messages.values()):
        for part in message.segments:
            if part["type"] not in MEDIA or not _is_called(part["data"].get("file", ""), wanted):
                continue
            if message.recalled_by or not shapes.world.sees(shapes.viewer, message.chat):
                continue
            if part["type"] == "file":
                found = _shared(shapes, part["data"]["file_id"])
                if found is not None:
                    return found
                continue
            return Found(wanted, _content(shapes, part))
    return None


def _find(shapes: Shapes, params: Params) -> Found | None:
    wanted = params.text("file", "") or params.text("file_id", "")
    if not wanted:
        raise ActionFailed("file not found")
    if (found := _shared(shapes, wanted) or _said(shapes, wanted)) is not None:
        return found
    # What a message took with it when it was recalled is gone; else there is what NapCat fetched or a forward holds.
    if wanted in shapes.world.media and not _was_said(shapes, wanted):
        return Found(wanted.removeprefix(TEMP), shapes.world.media[wanted])
    return None


def _was_said(shapes: Shapes, name: str) -> bool:
    """Whether any message brought something of this name, be it recalled or not for the account's eyes."""
    return any(part["data"].get("file") == name for message in shapes.world.messages.values() for part in message.segments)


def _answer(found: Found, ending: str = "") -> Frame:
    path = f"{TEMP}{found.name}{ending}"
    return {
        "file": path,
        "url": path,
        "file_size": str(len(found.body)),
        "file_name": found.name,
        "base64": base64.b64encode(found.body).decode(),
    }


async def get_image(shapes: Shapes, params: Params) -> Frame:
    """get_image: a picture by its file name; one that was never sent is a small one made from its name."""
    found = _find(shapes, params)
    if found is None:
        name = params.text("file", "") or params.text("file_id", "")
        if _was_said(shapes, name):
            raise ActionFailed("file not found")
        found = Found(name, _picture(name))
    return _answer(found)


async def get_file(shapes: Shapes, params: Params) -> Frame:
    """get_file: anything by its file id or name; the bytes come as base64."""
    found = _find(shapes, params)
    if found is None:
        raise ActionFailed("file not found")
    return _answer(found)


async def get_record(shapes: Shapes, params: Params) -> Frame:
    """get_record: a voice by its file name. Nothing is converted: `out_format` only has to be one that NapCat knows."""
    out_format = params.text("out_format", "")
    found = _find(shapes, params)
    if found is None:
        raise ActionFailed("file not found")
    if out_format and out_format not in RECORD_FORMATS:
        raise ActionFailed("转换失败 out_format 字段可能格式不正确")
    return _answer(found, f".{out_format}" if out_format else "")


def _headers(given: object) -> dict[str, str]:
    lines = given.split("[\\r\\n]") if isinstance(given, str) else given if isinstance(given, list) else []
    return dict(str(line).partition("=")[::2] for line in lines)


async def download_file(shapes: Shapes, params: Params) -> Frame:
    """download_file: from `base64`, else from `url`, onto NapCat's disk; `{"file": path}`, named by its sum if not by name."""
    name, url, coded = params.text("name", ""), params.text("url", ""), params.text("base64", "")
    if not url and not coded:
        raise ActionFailed("不存在任何文件, 无法下载")
    body = await read(shapes.world, f"base64://{coded}" if coded else url, _headers(params.get("headers")))
    path = TEMP + (name or hashlib.md5(body, usedforsecurity=False).hexdigest())
    shapes.world.media[path] = body
    return {"file": path}


async def ocr(shapes: Shapes, params: Params) -> list[Frame]:
    """ocr_image and .ocr_image: the lines of a picture; in this world a picture says in its description what is written on it."""
    image = params.text("image")
    found = _shared(shapes, image) or _said(shapes, image)
    try:
        body = found.body if found is not None else await read(shapes.world, image)
    except ActionFailed as failure:
        raise ActionFailed(f"OCR {image}失败, image字段可能格式不正确") from failure
    rows = []
    for place, line in enumerate(words_of(body).splitlines()):
        top, bottom, right = 20 * place, 20 * place + 18, 18 * len(line)
        corners = [{"x": str(x), "y": str(y)} for x, y in ((0, top), (right, top), (right, bottom), (0, bottom))]
        points = {f"pt{number}": corner for number, corner in enumerate(corners, 1)}
        rows.append({"text": line, **points, "charBox": [], "score": ""})
    return rows


async def clean_cache(shapes: Shapes, params: Params) -> None:
    """clean_cache: what NapCat fetched is gone from its disk."""
    for path in [path for path in shapes.world.media if path.startswith(TEMP)]:
        del shapes.world.media[path]
