"""What all areas of the API share: which action a method is on this implementation, and how its answer is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from tui.platforms.onebot11.api.answers import Answer, NotOfferedError
from tui.platforms.onebot11.api.offers import HELPERS, OFFERS, SEGMENTS, Offer
from tui.platforms.onebot11.calls import CallRefusedError, Calls
from tui.platforms.onebot11.dialects import DIALECT_NAMES
from tui.platforms.onebot11.message_models import BaseMessage, read_message
from tui.platforms.values import wire_number

if TYPE_CHECKING:
    from tui.platforms.onebot11.api import Api

T = TypeVar("T")
Id = int | str

UPLOAD_SECONDS = 600.0
"""Sending or fetching a file: the implementation answers when it is done."""


class Area:
    """One connection's API. *dialect* is the implementation's name in dialects.py; any other: everything is tried."""

    def __init__(self, calls: Calls, call_timeout: float = 15.0, dialect: str = "") -> None:
        self._calls = calls
        self._call_timeout = call_timeout
        self._dialect = dialect

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The loop on which the connection's calls are made; None before the first."""
        return self._calls.loop

    def message(self, frame: object) -> BaseMessage:
        """Return the message of an event, a row of a history or get_msg: a GroupMessage or PrivateMessage with ``reply``."""
        return read_message(frame, cast("Api", self))

    def offers(self, method: str) -> bool:
        """Return whether the implementation is expected to have *method*."""
        return _offer(method).on(self._dialect) is not None

    async def _ask(
        self,
        method: str,
        params: Mapping[str, Any],
        read: Callable[[object], T],
        timeout: float | None = None,
        *,
        is_one_frame: bool = False,
    ) -> Answer[T]:
        """Call *method*'s action with those of *params* that are not None. Raises NotOfferedError, and what Calls.call raises.

        *is_one_frame*: a stream-action that answers each call with one frame, whatever that calls itself.
        """
        offer = _offer(method)
        action = offer.on(self._dialect)
        if action is None:
            raise NotOfferedError(method, offer.dialects)
        sent = {key: value for key, value in params.items() if value is not None}
        try:
            frame = await self._calls.ask(action, sent, timeout=timeout, is_one_frame=is_one_frame)
        except CallRefusedError as error:
            if error.is_unknown_action:
                raise NotOfferedError(method, offer.dialects, error.words, error.retcode) from error
            raise
        return Answer(read(frame.get("data")), frame)

    def _is(self, *dialects: str) -> bool:
        return self._dialect in dialects

    @property
    def _is_unknown(self) -> bool:
        return self._dialect not in DIALECT_NAMES

    def _check_segments(self, message: list[dict[str, Any]]) -> None:
        """Raise NotOfferedError for a segment that the implementation is known not to send."""
        for row in message:
            having = SEGMENTS.get(row["type"])
            if having is not None and self._dialect not in having and not self._is_unknown:
                raise NotOfferedError(row["type"], having)


def _offer(method: str) -> Offer:
    return OFFERS[method] if method in OFFERS else HELPERS[method]


def number(identifier: Id) -> int | str:
    """Return an id as it goes out: a number where it is one."""
    return wire_number(str(identifier))


def number_or_none(identifier: Id | None) -> int | str | None:
    """Return an id as it goes out; None and ``""`` leave the parameter out."""
    return None if identifier is None or identifier == "" else wire_number(str(identifier))
