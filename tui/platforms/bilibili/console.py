"""The API for a person at the console: what it has, as read from its own signatures, and any call made again as it went."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from functools import cache
from typing import Final
from urllib.parse import urlencode

from msgspec.structs import replace

from tui.chat.masking import mask_part
from tui.platforms.base import AskError
from tui.platforms.bilibili.api import Api
from tui.platforms.bilibili.client import HOSTS, Call
from tui.platforms.console_by_signature import Method, SignatureConsole, methods_of, quoted
from tui.platforms.values import Row, as_row, as_text

_SIGNATURE: Final = ("wts", "w_rid", "web_location")
_CSRF: Final = ("csrf", "csrf_token")
_ASKING: Final = frozenset((
    "fetch_session_msgs", "new_sessions", "get_sessions", "get_session_detail", "get_likes", "get_unread_messages",
    "get_replies", "get_at", "get_system_messages", "get_session_settings", "single_unread", "user_cards", "myinfo", "nav",
))  # fmt: skip
"""The methods that change nothing for anybody else; that a first page of notices was looked at the service notes."""

_UNTYPED: Final = ("progress",)
"""Parameters that nobody can give at a console."""


class Console(SignatureConsole):
    """The console over one login; *hosts* are the addresses that stand in the place of the service's own."""

    def __init__(self, api: Api, hosts: Mapping[str, str]) -> None:
        super().__init__(api, _methods())
        self._client = api.client
        self._hosts = dict(HOSTS) | dict(hosts)

    def wire_name(self, name: str) -> str:
        """Return the name itself, by which the inspector shows it."""
        return name

    def is_on_wire(self, action: str) -> bool:
        """Return whether *action* is written as a call is: ``GET im /path``."""
        return len(action.split()) == 3

    def is_reading(self, action: str) -> bool:
        """Return whether *action* changes nothing."""
        return action in _ASKING or (self.is_on_wire(action) and action.startswith("GET "))

    async def call_raw(self, action: str, params: Mapping[str, object]) -> None:
        """Call what is written as ``GET im /path``, with its query and form; what proves and signs is made anew."""
        if not self.is_on_wire(action):
            raise AskError("bad_params", "GET im /path")
        method, host, path = action.split()
        if method not in ("GET", "POST") or host not in HOSTS or not path.startswith("/"):
            raise AskError("bad_params", f"GET | POST, {' | '.join(HOSTS)}, /path")
        query, form = as_row(params.get("query")), as_row(params.get("form"))
        call = Call(
            path.rpartition("/")[2],
            method,
            host,
            path,
            _without(query, (*_SIGNATURE, *_CSRF)),
            _without(form, _CSRF),
            is_signed="w_rid" in query,
            has_csrf=method == "POST",
            csrf_in_query="csrf" in query,
        )
        await self._client.call(call)

    def read(self, text: str) -> tuple[str, Mapping[str, object]]:
        """Return the call that a frame was, and its query and form."""
        row = as_row(json.loads(text))
        method, host, path = (as_text(row.get(name)) for name in ("method", "host", "path"))
        if not method or not host or not path:
            raise ValueError("no call")
        query = _without(as_row(row.get("query")), ("wts", "web_location"))
        given = {"query": query, "form": _without(as_row(row.get("form")), _CSRF)}
        return f"{method} {host} {path}", {name: values for name, values in given.items() if values}

    def shell_line(self, text: str) -> str:
        """Return a line with curl; the cookies and the csrf stand in it as variables."""
        row = as_row(json.loads(text))
        method, host = as_text(row.get("method")), as_text(row.get("host"))
        if not method or host not in self._hosts:
            raise ValueError("no call")
        query, form = as_row(row.get("query")), as_row(row.get("form"))
        has_csrf = bool(form) or "csrf" in query
        place = f"{self._hosts[host].rstrip('/')}{as_text(row.get('path'))}"
        asked = urlencode({name: value for name, value in query.items() if name not in _CSRF})
        cookies = '-H "Cookie: SESSDATA=$SESSDATA; bili_jct=$BILI_JCT; DedeUserID=$DEDEUSERID"'
        line = f"curl -s {cookies} {quoted(mask_part(f'{place}?{asked}' if asked else place))}"
        if method == "POST":
            line += "".join(f" --data-urlencode {quoted(f'{n}={v}')}" for n, v in form.items() if n not in _CSRF)
            return f'{line} -d "csrf=$BILI_JCT&csrf_token=$BILI_JCT"'
        return f'{line} -G -d "csrf=$BILI_JCT"' if has_csrf else line


def _without(row: Row, names: tuple[str, ...]) -> Row:
    return {name: value for name, value in row.items() if name not in names}


@cache
def _methods() -> dict[str, Method]:
    areas = [area for area in Api.__mro__ if area.__module__.startswith(Api.__module__.rpartition(".")[0] + ".api")]
    names = [
        name
        for area in areas
        for name, one in vars(area).items()
        if inspect.iscoroutinefunction(one) and not name.startswith("_") and name != "own_id"
    ]
    return {name: _typed(method) for name, method in methods_of(Api, names).items()}


def _typed(method: Method) -> Method:
    return replace(method, parameters={name: one for name, one in method.parameters.items() if name not in _UNTYPED})
