"""Reacts to messages of groups, and asks who did: the acts and questions that go into the tables of acting and asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tui.chat.actions import Action, Done, NotOffered, Outcome, Refused
from tui.chat.emoji import Emoji
from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.reactions import React, Reactor, Reactors
from tui.platforms.base import AskError, Query
from tui.platforms.onebot11.api import Answer, Api
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.messages import read_tallies
from tui.platforms.reaction_queries import AskReactors
from tui.platforms.values import as_int, as_name, as_row

MAX_PAGES = 20
"""Pages asked of the people behind one emoji."""

PAGE = 20

_LONGEST_FACE = 3
"""Digits of the largest number of a face; longer ids are code points, which the wire wants told apart."""

Call = Callable[[], Awaitable[object]]


class Reacting:
    """*again* does a call, once more where the implementation has forgotten the message: see acting."""

    def __init__(self, api: Api, again: Callable[[ConversationId, MessageRef, Call], Awaitable[CallRefusedError | None]]) -> None:
        self._api = api
        self._again = again
        self.rules: dict[type[Action], Callable[[Any], Awaitable[Outcome]]] = {React: self._react}

    async def _react(self, action: React) -> Outcome:
        place, target = action.conversation, action.message
        if place.kind is not ConversationKind.GROUP:
            return NotOffered("only_groups")
        answers: list[Answer[Any]] = []

        async def call() -> None:
            answers.append(
                await self._api.set_msg_emoji_like(target.native, action.emoji.id, action.is_added, group_id=place.peer)
            )

        refused = await self._again(place, target, call)
        if refused is not None:
            return Refused(refused.words, "not_found")
        told = as_row(answers[-1].data)
        if as_int(told.get("result")):
            return Refused(as_name(told.get("errMsg")))  # the call went well, QQ's kernel said no
        return Done()


class AskingReactors:
    """Who reacted."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.rules: dict[type[Query[Any]], Callable[[Any], Awaitable[object]]] = {AskReactors: self._reactors}

    async def _reactors(self, query: AskReactors) -> tuple[Reactors, ...]:
        if query.conversation.kind is not ConversationKind.GROUP:
            raise AskError("not_offered")
        row = as_row((await self._api.get_msg(query.message.native)).raw.get("data"))
        tallies = read_tallies(row.get("emoji_likes_list"))
        counts = dict.fromkeys(query.known, 0) if tallies is None else {t.emoji: t.count for t in tallies}
        return tuple([await self._of(query.message.native, emoji, count) for emoji, count in counts.items()])

    async def _of(self, native: str, emoji: Emoji, count: int) -> Reactors:
        people: dict[str, Reactor] = {}
        cookie = ""
        for _ in range(MAX_PAGES):
            kind = "1" if len(emoji.id) <= _LONGEST_FACE else "2"
            page = (await self._api.fetch_emoji_like(native, emoji.id, kind, count=PAGE, cookie=cookie or None)).data
            known = len(people)
            people.update((person.user_id, Reactor(person.user_id, person.nickname)) for person in page.people if person.user_id)
            cookie = page.cookie
            if page.is_last or not cookie or len(people) == known:
                break
        return Reactors(emoji, max(count, len(people)), tuple(people.values()))
