"""Where each command of mirai-api-http is over HTTP: its method, its path, its parameters as query or body; and its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

from tui.platforms.call_errors import CallUnansweredError
from tui.platforms.mirai import calls as codes
from tui.platforms.values import Row

if TYPE_CHECKING:
    from tui.platforms.http_client import Reply

QUESTIONS = frozenset((
    "about", "botList", "sessionInfo", "countMessage", "fetchMessage", "fetchLatestMessage", "peekMessage", "peekLatestMessage",
    "messageFromId", "friendList", "groupList", "memberList", "latestMemberList", "botProfile", "friendProfile", "userProfile",
    "memberProfile", "file_list", "file_info", "groupConfig/get", "memberInfo/get", "anno_list",
))  # fmt: skip
"""The commands that are asked with GET; one of two words with a stroke between them."""


class Route(Struct, frozen=True):
    """One request: *target* is the path with its query, *body* the JSON of a POST."""

    method: str
    target: str
    body: bytes | None = None


def route_of(command: str, sub: str | None = None, content: Mapping[str, Any] | None = None) -> Route:
    """Return how *command* is asked for over HTTP. A GET that has a key too many is refused, so what is null stays away."""
    path = "/" + "/".join(quote(word, safe="") for word in command.split("_"))
    if (f"{command}/{sub}" if sub else command) in QUESTIONS:
        query = "&".join(_pair(key, value) for key, value in (content or {}).items() if value is not None)
        return Route("GET", f"{path}?{query}" if query else path)
    return Route("POST", path, json.dumps(dict(content or {}), ensure_ascii=False).encode("utf-8", "replace"))


def answer_in(reply: Reply) -> Row:
    """Return what *reply* answers: only its code says whether it went well. Raises CallUnansweredError."""
    answer = reply.value
    if isinstance(answer, dict):
        return answer
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise CallUnansweredError(reply.words)  # a proxy says that nobody is behind it: done or not, who knows
    code = codes.UNSUPPORTED if reply.status == HTTPStatus.NOT_FOUND else codes.BROKEN
    return {"code": code, "msg": reply.words}


def _pair(key: str, value: Any) -> str:
    if isinstance(value, list):
        # The key has to be there though nothing is listed; with an equals sign behind it, it would hold an empty number.
        return "&".join(_pair(key, one) for one in value) or quote(key, safe="")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{quote(key, safe='')}={quote(text, safe='')}"
