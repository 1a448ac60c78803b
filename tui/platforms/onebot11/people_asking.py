"""Answers questions about people, requests and the account's own things, over one connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from tui.chat.ids import ConversationKind
from tui.chat.people import Liker, Likes, PersonState, Profile, SpeakingVoice
from tui.chat.requests import ListedRequest
from tui.chat.text import clean_text, one_line
from tui.platforms.base import AskError, Query
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.api.account import ONLINE_STATES
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.dialects import GOCQHTTP, LLBOT, Dialect
from tui.platforms.onebot11.requests import listed
from tui.platforms.people_queries import (
    AskCustomFaces,
    AskLikes,
    AskPersonState,
    AskPictureWords,
    AskProfile,
    AskRequests,
    AskSpoken,
    AskTranslation,
    AskVoices,
)
from tui.platforms.values import Row, as_handle, as_int, as_name, as_row, as_time, as_user

MAX_LINKS = 200
LISTED_REQUESTS = 100
_OFFLINE = 20
_STATES: Final[Mapping[int, str]] = {
    number: name for name, number in ONLINE_STATES.items() if name.isascii() and name.replace("_", "").isalpha()
} | {_OFFLINE: "offline"}


class PeopleAsking:
    """The queries of this area; :attr:`rules` says which method answers which."""

    def __init__(self, api: Api, dialect: Dialect) -> None:
        self._api = api
        self._dialect = dialect
        self.rules: Mapping[type[Query[Any]], Callable[[Any], Awaitable[object]]] = {
            AskRequests: self._requests,
            AskProfile: self._profile,
            AskPersonState: self._person_state,
            AskLikes: self._likes,
            AskCustomFaces: self._custom_faces,
            AskPictureWords: self._picture_words,
            AskTranslation: self._translation,
            AskVoices: self._voices,
            AskSpoken: self._spoken,
        }

    async def _requests(self, query: AskRequests) -> tuple[ListedRequest, ...]:
        answer = await self._api.get_group_system_msg("", count=LISTED_REQUESTS)
        return listed(answer.data, self._dialect.name)

    async def _profile(self, query: AskProfile) -> Profile:
        row = (await self._api.get_stranger_info(query.user, no_cache=True)).data
        if not row.user_id and not row.nickname:
            raise AskError("not_found")
        sex = row.sex if row.sex in ("male", "female") else ""
        return Profile(
            query.user, row.nickname, row.remark, sex, max(0, row.age), max(0, row.level), clean_text(row.signature, 500).strip(),
            row.qid, row.registered, max(0, row.login_days), row.is_vip,
        )  # fmt: skip

    async def _person_state(self, query: AskPersonState) -> PersonState:
        row = (await self._api.nc_get_user_status(query.user)).data
        return PersonState(_STATES.get(row.status, ""), row.status, row.ext_status)

    async def _likes(self, query: AskLikes) -> Likes:
        if query.user and self._dialect.name == LLBOT:
            raise AskError("not_offered")  # it would tell our own likes as theirs
        answer = (await self._api.get_profile_like(user_id=query.user or None, start=0, count=query.limit)).data
        # Who liked us stands on one side or the other, by version.
        side = answer.votes if len(answer.votes.people) >= len(answer.favorites.people) else answer.favorites
        people = tuple(liker for row in side.people if (liker := _liker(as_row(row))) is not None)
        total = max(answer.votes.total_count, answer.favorites.total_count)
        today = max(answer.votes.new_count, answer.favorites.today_count)
        return Likes(max(0, total), max(0, today), people)

    async def _custom_faces(self, query: AskCustomFaces) -> tuple[str, ...]:
        links = (await self._api.fetch_custom_face(query.limit)).data
        return tuple(link for text in links[:MAX_LINKS] if (link := as_handle(text)))

    async def _picture_words(self, query: AskPictureWords) -> tuple[str, ...]:
        # go-cqhttp knows pictures by their handle, the others fetch them by their link.
        ways = (query.file, query.url) if self._dialect.name == GOCQHTTP else (query.url, query.file)
        first, *others = [way for way in ways if way] or [query.file]
        try:
            found = (await self._api.ocr_image(first)).data
        except CallRefusedError as error:
            if error.is_unknown_action or not others:
                raise
            found = (await self._api.ocr_image(others[0])).data
        return tuple(words for line in found.lines if (words := one_line(line.text, 2000)))

    async def _translation(self, query: AskTranslation) -> tuple[str, ...]:
        words = (await self._api.translate_en2zh(query.lines)).data
        return tuple(clean_text(text) for text in words)

    async def _voices(self, query: AskVoices) -> tuple[SpeakingVoice, ...]:
        kinds = (await self._api.get_ai_characters(_group(query), 1)).data
        return tuple(
            SpeakingVoice(voice.character_id, voice.character_name or voice.character_id, kind.kind, voice.preview_url)
            for kind in kinds
            for voice in kind.characters
            if voice.character_id
        )

    async def _spoken(self, query: AskSpoken) -> str:
        link = as_handle((await self._api.get_ai_record(_group(query), query.character, query.text)).data)
        if not link:
            raise AskError("not_found")
        return link


def _group(query: AskVoices | AskSpoken) -> str:
    if query.conversation.kind is not ConversationKind.GROUP:
        raise AskError("not_offered")
    return query.conversation.peer


def _liker(row: Row) -> Liker | None:
    user = as_user(row.get("uin") or row.get("user_id"))
    time = as_time(row.get("latestTime") or row.get("time"))
    times = as_int(row.get("count") or row.get("times"), 1)
    return Liker(user, as_name(row.get("nick") or row.get("nickname")), times, time) if user else None
