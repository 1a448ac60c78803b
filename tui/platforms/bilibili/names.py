"""What people are called: asked for in batches, kept for the run, and never asked twice for who has no card."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable

from tui.platforms.bilibili.api.people import People
from tui.platforms.bilibili.errors import CallRefusedError
from tui.platforms.bilibili.wire import Person, SessionRow, as_u64
from tui.platforms.call_errors import CallError

log = logging.getLogger(__name__)

MAX_PEOPLE = 20_000
KEPT_SECONDS = 6 * 3600.0
"""How long a name is believed, and that there is none."""


class Names:
    """The names of one account's people, by their numbers as text."""

    def __init__(self, api: People, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self.known: dict[str, str] = {}
        self.faces: dict[str, str] = {}
        self._api = api
        self._stopwatch = stopwatch
        self._asked: dict[str, float] = {}

    async def learn(self, users: Iterable[str]) -> dict[str, str]:
        """Ask for those of *users* that were not asked for lately, and return the names that are new or have changed.

        Raises CallError only where that says that nobody is to be asked for a while; a name is never worth a failure else.
        """
        now = self._stopwatch()
        wanted = [user for user in dict.fromkeys(users) if as_u64(user) and self._is_due(user, now)]
        if not wanted:
            return {}
        before = dict(self.known)
        try:
            found = await self._api.user_cards([as_u64(user) for user in wanted])
        except CallError as error:
            if isinstance(error, CallRefusedError) and error.wants_patience:
                raise
            log.debug("names are not told: %s", error.words)
            return {}
        for user in wanted:
            self._asked.pop(user, None)
            self._asked[user] = now
        for person in found:
            self._take(person)
        self._forget_some()
        return {user: name for user, name in self.known.items() if before.get(user) != name}

    def take_systems(self, rows: Iterable[SessionRow]) -> None:
        """Take what the conversations with the system are called: those say it themselves, and have no cards."""
        self.known.update({str(row.talker_id): row.account_info.name for row in rows if row.account_info.name})

    def _is_due(self, user: str, now: float) -> bool:
        return user not in self._asked or now - self._asked[user] > KEPT_SECONDS

    def _take(self, person: Person) -> None:
        if person.mid and person.name:
            self.known[str(person.mid)] = person.name
            self.faces[str(person.mid)] = person.face

    def _forget_some(self) -> None:
        while len(self._asked) > MAX_PEOPLE:
            oldest = next(iter(self._asked))
            for kept in (self._asked, self.known, self.faces):
                kept.pop(oldest, None)
