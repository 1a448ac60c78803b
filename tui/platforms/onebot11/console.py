"""The API for a person at the console: what it has, as read from its own signatures, and any action called by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import ClassVar
from urllib.parse import urlsplit, urlunsplit

from tui.chat.masking import mask_part
from tui.platforms.base import AskError
from tui.platforms.call_errors import CallError
from tui.platforms.console_by_signature import Method, SignatureConsole, methods_of, quoted
from tui.platforms.onebot11.api import OFFERS, Api, MessageChain, NotOfferedError
from tui.platforms.onebot11.calls import Calls
from tui.platforms.onebot11.settings import Settings
from tui.platforms.values import as_row, as_text

_READING = ("get_", "nc_get_", "fetch_", "can_", "ocr_", "translate_", "check_", "ArkShare")
"""How the names of actions begin that change nothing."""


class Console(SignatureConsole):
    """The console over one connection; *dialect* is the implementation's name."""

    not_offered: ClassVar[tuple[type[CallError], ...]] = (NotOfferedError,)

    def __init__(self, calls: Calls, api: Api, settings: Settings, dialect: str) -> None:
        super().__init__(api, _methods())
        self._calls = calls
        self._settings = settings
        self._dialect = dialect

    def wire_name(self, name: str) -> str:
        """Return the action of the connected implementation."""
        return OFFERS[name].on(self._dialect) or ""

    def is_on_wire(self, action: str) -> bool:
        """Return whether any implementation has *action*."""
        return action in _wire_names()

    def is_reading(self, action: str) -> bool:
        """Return whether *action*, by its name, changes nothing."""
        return is_reading(action)

    async def call_raw(self, action: str, params: Mapping[str, object]) -> None:
        """Call *action* as it is."""
        await self._calls.ask(action, dict(params))

    def read(self, text: str) -> tuple[str, Mapping[str, object]]:
        """Return action and parameters of a frame."""
        frame = as_row(json.loads(text))
        return as_text(frame.get("action")), dict(as_row(frame.get("params")))

    def shell_line(self, text: str) -> str:
        """Return a line with curl, or with websocat."""
        url = self._settings.url
        if not url:
            raise AskError("only_dialled")
        header = "Authorization: Bearer $TOKEN" if self._settings.token else ""
        parts = urlsplit(url)
        if parts.scheme in ("http", "https"):
            action, params = self.read(text)
            body = json.dumps(params, ensure_ascii=False)
            place = urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{action}", "", ""))
            option = f' -H "{header}"' if header else ""
            return f"curl -s {quoted(mask_part(place))} -H 'Content-Type: application/json'{option} -d {quoted(body)}"
        place = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))
        option = f' -H="{header}"' if header else ""
        return f"printf '%s\\n' {quoted(text)} | websocat -n{option} {quoted(mask_part(place))}"

    def fit(self, kinds: Iterable[str], value: object) -> object:
        """Return *value* as a parameter takes it; a list may be meant as a message."""
        kinds = tuple(kinds)
        return MessageChain(value) if "MessageChain" in kinds and isinstance(value, list) else super().fit(kinds, value)


def is_reading(action: str) -> bool:
    """Return whether *action*, by its name, changes nothing."""
    return action.lstrip("_.").startswith(_READING)


@cache
def _methods() -> dict[str, Method]:
    return methods_of(Api, OFFERS)


@cache
def _wire_names() -> frozenset[str]:
    return frozenset(
        name
        for offer in OFFERS.values()
        for name in (offer.napcat, offer.llbot, offer.lagrange, offer.gocqhttp, offer.elsewhere)
        if name is not None
    )
