"""The processors: each looks at the words and says what they may mean, registered as in NoneBot 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.intents.values import IntentCommand

if TYPE_CHECKING:
    from tui.intents.session import IntentSession

Handler = Callable[["IntentSession"], IntentCommand | None]

SHORT_MESSAGE_MAX_LENGTH = 200
"""What is longer was not typed as a command, unless a processor wants it."""


class Processor(Struct, frozen=True):
    """A handler and when it runs; those are tests of NoneBot 1, in its order."""

    handler: Handler
    keywords: tuple[str, ...] = ()
    only_short_message: bool = True
    allow_empty_message: bool = False

    def wants(self, session: IntentSession) -> bool:
        """Return whether it is to look at these words."""
        if not session.msg_text and not self.allow_empty_message:
            return False
        if self.only_short_message and len(session.msg_text) > SHORT_MESSAGE_MAX_LENGTH:
            return False
        return not self.keywords or any(keyword in session.msg_text for keyword in self.keywords)


class Registry:
    """Processors in the order of their registration."""

    def __init__(self) -> None:
        self._processors: list[Processor] = []

    @property
    def processors(self) -> Sequence[Processor]:
        """All of them."""
        return self._processors

    def on_natural_language(
        self,
        keywords: str | Iterable[str] | Handler | None = None,
        *,
        only_short_message: bool = True,
        allow_empty_message: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Register a handler, as a decorator with or without arguments; *keywords*: one of them must stand in the words."""

        def register(handler: Handler) -> Handler:
            words = (keywords,) if isinstance(keywords, str) else tuple(keywords) if isinstance(keywords, Iterable) else ()
            self._processors.append(Processor(handler, words, only_short_message, allow_empty_message))
            return handler

        if callable(keywords):
            return register(keywords)  # type: ignore[return-value]  # used without parentheses: the handler itself comes back
        return register


ACTIONS = Registry()
"""The processors of the command bar."""

on_natural_language = ACTIONS.on_natural_language
