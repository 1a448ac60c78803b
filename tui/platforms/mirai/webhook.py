"""Where mirai posts its events: what is taken is an event of our account, from who knows the key where anybody could come."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from tui.platforms.addresses import is_this_machine, listen_place
from tui.platforms.mirai.settings import Settings
from tui.platforms.post_server import Headers, PostServer, RefusedError

log = logging.getLogger(__name__)

KEY_HEADER = "verifyKey"
"""mirai has no key of its own for those whom it dials or posts to; but it sends what ``extraHeaders`` says."""


class Webhook(PostServer):
    """A server for one account; it goes on between two connections. *take* gets each event.

    What is answered is empty: a command in an answer would be done, and nobody would say how that ended.
    """

    def __init__(self, settings: Settings, take: Callable[[object], Awaitable[None]]) -> None:
        super().__init__(settings.webhook)
        self._take = take
        self._own_id = str(settings.qq)
        self._key = settings.verify_key.strip()

    async def answer(self, headers: Headers, body: bytes) -> None:
        """Take an event. Raises RefusedError."""
        given = headers.get(KEY_HEADER.lower().encode(), [])
        if not may_come(self._place, self._key, [value.decode("latin-1") for value in given]):
            log.warning("an event without the right key was refused")
            raise RefusedError(HTTPStatus.FORBIDDEN, f"Wrong {KEY_HEADER} Header")
        account = headers.get(b"qq", [])
        if len(account) != 1:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "Missing qq Header")
        if account[0].strip() != self._own_id.encode():
            log.warning("an event of another account was refused")
            raise RefusedError(HTTPStatus.FORBIDDEN, "Another account")
        text = body.decode("utf-8", "replace")
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            event = text
        await self._take(event)
        if not isinstance(event, dict):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "Not a JSON object")  # it was taken, too: broken events are counted


def may_come(place: str, key: str, given: list[str]) -> bool:
    """Return whether who brings the keys *given* may come to *place*: from this machine without one, never with a wrong one."""
    if not key:
        return True
    if not given:
        return is_this_machine(listen_place(place)[0])
    return len(given) == 1 and hmac.compare_digest(given[0].strip().encode("utf-8", "replace"), key.encode())
