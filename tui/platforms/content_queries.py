"""Questions about what messages hold: the messages of a merged forward, and where a picture or a file can be fetched now."""

from __future__ import annotations

from msgspec import Struct

from tui.chat.ids import ConversationId
from tui.chat.segments import File, Forward, Image, Sticker, Video, Voice
from tui.platforms.base import Query

Media = Image | Sticker | Voice | Video | File
"""What can be saved as a file."""


class AskForward(Query[Forward], frozen=True):
    """*forward* with its messages. *native* is the message that holds it, "" for one that stands inside another forward."""

    conversation: ConversationId
    native: str
    forward: Forward


class Source(Struct, frozen=True):
    """Where a medium can be had: behind a *url*, or at a *path* of the platform's host (perhaps ours), or here as *content*.

    *ending* (``.mp3``) is told where it is another one than the medium's own name has.
    """

    url: str = ""
    path: str = ""
    content: bytes = b""
    ending: str = ""


class AskMedia(Query[tuple[Source, ...]], frozen=True):
    """Where *media* of the message *native* ("" where it has none) can be had by now, the best first."""

    conversation: ConversationId
    native: str
    media: Media
