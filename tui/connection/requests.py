"""Keeps one account's requests true: asks what was answered elsewhere, and carries out our own answers, first on disk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tui.chat import events
from tui.chat.actions import Action, Done, NoAnswer, NotSent, Outcome, Refused
from tui.chat.requests import AnswerFriendRequest, AnswerGroupRequest, RequestKind, RequestState
from tui.connection.clocks import now_ms
from tui.connection.lists import ask_lists
from tui.platforms.base import AskError, AskFriends, AskGroups, Platform
from tui.platforms.people_queries import AskProfile, AskRequests
from tui.store import requests

if TYPE_CHECKING:
    from tui.connection.inbox import Inbox
    from tui.store.rows import RequestRow
    from tui.store.store import Store
    from tui.store.writer import Job, Transaction

T = TypeVar("T")
log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two questions that nobody asked for."""

MOST_NAMES = 10
"""Profiles that are asked for at once, for the names of those who ask for something."""

_GONE = ("request_gone", "not_found")


class RequestDesk:
    """The requests of one account over one connection. *perform* does an action and says how it ended."""

    def __init__(
        self,
        store: Store,
        platform: Platform,
        account: int,
        own_id: str,
        inbox: Inbox,
        perform: Callable[[Action], Awaitable[Outcome]],
        *,
        pause: float = PAUSE,
    ) -> None:
        self._store = store
        self._platform = platform
        self._account = account
        self._own_id = own_id
        self._inbox = inbox
        self._perform = perform
        self._pause = pause
        self._wake = asyncio.Event()
        self._stale: set[type[AskFriends] | type[AskGroups]] = set()
        self._nameless: set[str] = set()

    def note(self, event: events.Event) -> None:
        """Something came of which more must be asked: who it is, or a list that has grown."""
        match event:
            case events.FriendAdded():
                self._stale.add(AskFriends)
            case events.GroupJoined(user=user) if user == self._own_id:
                self._stale.add(AskGroups)
            case events.RequestCame():
                pass
            case _:
                return
        self._wake.set()

    async def run(self) -> None:
        """Ask for what was missed, then for whatever :meth:`note` makes worth asking, until cancelled."""
        await self._write(lambda tx: requests.recover(tx, self._account))
        try:
            await self.refresh()
        except AskError as error:
            log.info("the list of requests could not be had: %s", error.reason)
        while True:
            await self._wake.wait()
            self._wake.clear()
            stale, self._stale = self._stale, set()
            await ask_lists(self._platform, self._inbox, stale)
            await self._learn_names()

    async def refresh(self) -> None:
        """Fetch the platform's list of requests into the store. Raises AskError."""
        listed = await self._platform.ask(AskRequests())
        self._inbox.put(events.RequestsListed(tuple(listed)))
        await self._inbox.settled()
        self._wake.set()

    async def answer(self, id: int, is_accepted: bool, words: str) -> Outcome:
        """Answer a request: on disk, then over the wire, then on disk how it ended."""
        row = await self._write(lambda tx: requests.begin_answer(tx, id, is_accepted, words, now_ms()))
        if row is None:
            return Refused(reason="request_closed")
        outcome = await self._perform(_action(row, is_accepted, words))
        state, error = _ending(outcome, is_accepted)
        await self._write(lambda tx: requests.end_answer(tx, id, state, error))
        if isinstance(outcome, Done) and is_accepted:
            self._accepted(row, words)
        if state in (RequestState.UNSURE, RequestState.EXPIRED) and row.kind is not RequestKind.FRIEND:
            await self._look_again()
        return outcome

    def _accepted(self, row: RequestRow, remark: str) -> None:
        """List whom or what we have now: not every implementation tells of it."""
        if row.kind is RequestKind.FRIEND:
            self._inbox.put(events.FriendAdded(row.user))
            if remark:
                self._inbox.put(events.FriendRenamed(row.user, remark))
            self._stale.add(AskFriends)
        elif row.kind is RequestKind.INVITE:
            self._stale.add(AskGroups)
        self._wake.set()

    async def _look_again(self) -> None:
        try:
            await self.refresh()
        except AskError as error:
            log.info("how the request stands could not be had: %s", error.reason)

    async def _learn_names(self) -> None:
        await self._inbox.settled()
        users = await self._write(lambda tx: requests.nameless(tx, self._account, MOST_NAMES))
        for user in users:
            if user in self._nameless:
                continue  # it was asked once over this connection, in vain
            self._nameless.add(user)
            try:
                profile = await self._platform.ask(AskProfile(user))
            except AskError as error:
                log.info("a profile could not be had: %s", error.reason)
                continue
            if profile.nickname:
                await self._write(partial(self._name, user, profile.nickname))
            await asyncio.sleep(self._pause)

    def _name(self, user: str, nickname: str, tx: Transaction) -> None:
        requests.name(tx, self._account, user, nickname)

    async def _write(self, job: Job[T]) -> T:
        return await asyncio.wrap_future(self._store.submit(job))


def _action(row: RequestRow, is_accepted: bool, words: str) -> Action:
    if row.kind is RequestKind.FRIEND:
        return AnswerFriendRequest(row.flag, row.user, is_accepted, words if is_accepted else "")
    is_invitation = row.kind is RequestKind.INVITE
    return AnswerGroupRequest(row.flag, is_accepted, is_invitation, "" if is_accepted else words)


def _ending(outcome: Outcome, is_accepted: bool) -> tuple[RequestState, str]:
    match outcome:
        case Done():
            return RequestState.ACCEPTED if is_accepted else RequestState.REFUSED, ""
        case NoAnswer():
            return RequestState.UNSURE, "no_answer"
        case NotSent():
            return RequestState.OPEN, "not_connected"
        case Refused(reason=reason) if reason in _GONE:
            return RequestState.EXPIRED, reason
        case Refused(words=words, reason=reason):
            return RequestState.OPEN, reason or words
    return RequestState.OPEN, "not_offered"
