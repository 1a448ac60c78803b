"""The questions about what a group keeps: announcements, essence messages, files, honours."""

from __future__ import annotations

from collections.abc import Sequence

from tui.chat.boards import Announcement, Essence, FileSpace, Honour, Listing
from tui.chat.ids import ConversationId
from tui.platforms.base import Query


class AskAnnouncements(Query[Sequence[Announcement]], frozen=True):
    """The announcements of a group, in the platform's order."""

    conversation: ConversationId


class AskEssences(Query[Sequence[Essence]], frozen=True):
    """The essence messages of a group, in the platform's order."""

    conversation: ConversationId


class AskFiles(Query[Listing], frozen=True):
    """What lies in *folder* of a group ("": in none), *limit* entries at most where the platform needs to be told."""

    conversation: ConversationId
    folder: str
    limit: int


class AskFileLink(Query[str], frozen=True):
    """A link to a file of a group; it expires. *key* of its row."""

    conversation: ConversationId
    id: str
    key: str = ""


class AskFileSpace(Query[FileSpace], frozen=True):
    """What space the files of a group take."""

    conversation: ConversationId


class AskHonours(Query[Sequence[Honour]], frozen=True):
    """Who is honoured in a group."""

    conversation: ConversationId
