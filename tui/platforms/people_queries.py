"""What a platform can be asked about people, requests, and what it does for the account beside talking."""

from __future__ import annotations

from collections.abc import Sequence

from tui.chat.ids import ConversationId
from tui.chat.people import Likes, PersonState, Profile, SpeakingVoice
from tui.chat.requests import ListedRequest
from tui.platforms.base import Query


class AskRequests(Query[Sequence[ListedRequest]], frozen=True):
    """The requests that concern groups, answered ones too."""


class AskProfile(Query[Profile], frozen=True):
    """Anybody's profile."""

    user: str


class AskPersonState(Query[PersonState], frozen=True):
    """How somebody shows themselves now."""

    user: str


class AskLikes(Query[Likes], frozen=True):
    """Who liked *user*'s profile, "" our own; the latest *limit*."""

    user: str = ""
    limit: int = 50


class AskCustomFaces(Query[Sequence[str]], frozen=True):
    """Links to the faces that the account keeps."""

    limit: int = 48


class AskPictureWords(Query[Sequence[str]], frozen=True):
    """The lines that are written on a picture, by the platform's *file* handle or its link."""

    file: str
    url: str = ""


class AskTranslation(Query[Sequence[str]], frozen=True):
    """English *lines* in Chinese, one for each."""

    lines: tuple[str, ...]


class AskVoices(Query[Sequence[SpeakingVoice]], frozen=True):
    """The voices that can read to a group."""

    conversation: ConversationId


class AskSpoken(Query[str], frozen=True):
    """A link to *text* as the voice *character* reads it; nothing is sent."""

    conversation: ConversationId
    character: str
    text: str
