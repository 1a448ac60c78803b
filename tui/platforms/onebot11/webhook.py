"""Where an implementation posts its events: what is taken is an event of ours, and signed where we have a secret."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from tui.platforms.onebot11.calls import is_answer
from tui.platforms.onebot11.settings import Settings
from tui.platforms.post_server import Headers, PostServer, RefusedError

log = logging.getLogger(__name__)

Take = Callable[[str, object, str], Awaitable[bool]]
"""Takes an event of the account of this number, parsed and as it came, and says whether that is the account it is meant for."""


class Webhook(PostServer):
    """A server for one account; it goes on between two connections. *take* gets each event, *on_signature* hears who passed.

    Quick operations are never used: what is done is done by calls, whose answers say how it ended.
    """

    def __init__(self, settings: Settings, take: Take, on_signature: Callable[[bool], None]) -> None:
        super().__init__(settings.webhook)
        self._take = take
        self._on_signature = on_signature
        self._secret = settings.secret.strip().encode()

    async def answer(self, headers: Headers, body: bytes) -> None:
        """Take an event. Raises RefusedError."""
        self_id = headers.get(b"x-self-id", [])
        if len(self_id) != 1 or not self_id[0].strip():
            raise RefusedError(HTTPStatus.BAD_REQUEST, "Missing X-Self-ID Header")
        self._check_signature(headers.get(b"x-signature", []), body)
        text = body.decode("utf-8", "replace")
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict) and is_answer(event):
            # Answers come where we called: one from here would be somebody's who wants to speak for the implementation.
            raise RefusedError(HTTPStatus.BAD_REQUEST, "Not an event")
        if not await self._take(self_id[0].decode("latin-1").strip(), event, text):
            log.warning("an event of another account was refused")
            raise RefusedError(HTTPStatus.FORBIDDEN, "Another account")
        if not isinstance(event, dict):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "Not a JSON object")  # it was taken, too: broken events are counted

    def _check_signature(self, given: list[bytes], body: bytes) -> None:
        if not self._secret:
            return
        if len(given) != 1:
            self._on_signature(False)
            log.warning("an event without a signature was refused")
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "Missing Signature")
        wanted = f"sha1={hmac.new(self._secret, body, hashlib.sha1).hexdigest()}".encode()
        is_good = hmac.compare_digest(given[0].strip().lower(), wanted)
        self._on_signature(is_good)
        if not is_good:
            log.warning("an event with a wrong signature was refused")
            raise RefusedError(HTTPStatus.FORBIDDEN, "Signature is invalid")
