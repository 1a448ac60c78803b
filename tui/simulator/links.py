"""Links to what was shared: the simulator's own port answers them, as long as the thing is there."""

from __future__ import annotations

import http
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from tui.simulator.model import Refused
from tui.simulator.world import World

EXPIRED = b'{"retcode":-5503007,"retmsg":"download url has expired","retryflag":0}'
FILE, MEDIA = "/ftn_handler/", "/media/"


class Links:
    """Addresses under `base`, which the server sets as soon as it listens; without one there are no links.

    With `has_pictures` pictures that the world has the bytes of are here too, else all are at QQ's own host, which has none.
    """

    def __init__(self) -> None:
        self.base = ""
        self.has_pictures = False

    def to_file(self, file_id: str) -> str:
        """Where a shared file is; as QQ's own links do, it ends so that a client may add the name."""
        return f"{self.base}{FILE}{quote(file_id.strip('/'))}/?fname=" if self.base else ""

    def to_media(self, name: str) -> str:
        """Where bytes are that the world keeps under this name."""
        return f"{self.base}{MEDIA}{quote(name, safe='')}" if self.base else ""

    def to_part(self, kind: str, data: dict[str, Any]) -> str:
        """Where the content of a segment is, "" if the world has none of it."""
        if kind == "image":
            link = self.to_media(data["content"]) if self.has_pictures and data.get("content") else ""
            return f"{link}?rkey=CAQ" if link else ""
        if kind == "file" and "file_id" in data:
            return self.to_file(data["file_id"])
        return self.to_media(data["content"]) if data.get("content") else ""


def _body(world: World, path: str) -> bytes | None:
    """What stands at this path; None if nothing does."""
    if path.startswith(MEDIA):
        return world.media.get(unquote(path.removeprefix(MEDIA)))
    try:
        file = world.files.find("/" + unquote(path.removeprefix(FILE)).strip("/"))
    except Refused:
        return None
    file.downloads += 1
    return world.files.bytes_of(file)


def answer(world: World, request: Request, *, is_expired: bool = False) -> Response | None:
    """The answer to a request for a link, to an expired one as QQ's host gives it; None for every other request."""
    path = urlsplit(request.path).path
    if not path.startswith((FILE, MEDIA)):
        return None
    body = EXPIRED if is_expired else _body(world, path)
    status = http.HTTPStatus.NOT_FOUND if body is None else http.HTTPStatus.BAD_REQUEST if is_expired else http.HTTPStatus.OK
    body = body or b""
    headers = Headers([("Content-Type", "application/octet-stream"), ("Content-Length", str(len(body))), ("Connection", "close")])
    return Response(status.value, status.phrase, headers, body)
