"""What a group keeps beside its talk: announcements, essence messages, files and folders, honours, and the space they take."""

from __future__ import annotations

from msgspec import Struct

from tui.chat.segments import Segment


class Announcement(Struct, frozen=True):
    """What the managers put up for all; *time* in ms, *pictures* and *readers* are numbers (0: not told)."""

    id: str
    sender: str
    time: int
    text: str
    pictures: int = 0
    readers: int = 0


class Essence(Struct, frozen=True):
    """A message that a group keeps; times in ms, 0 where not told. *native* may be an id that only this list knows.

    *sequence* and *random* find the message where its id does not; *segments* may be empty where the platform tells none.
    """

    native: str
    sender: str
    sender_name: str
    time: int
    operator: str
    operator_name: str
    set_at: int
    segments: tuple[Segment, ...] = ()
    sequence: str = ""
    random: str = ""


class SharedFile(Struct, frozen=True):
    """A file of a group; times in ms. *expires* 0: never. *key* is what the platform wants beside the id."""

    id: str
    name: str
    size: int
    uploader: str
    uploader_name: str
    time: int
    expires: int = 0
    downloads: int = 0
    key: str = ""


class SharedFolder(Struct, frozen=True):
    """A folder of a group; *count* of the files in it, None where nobody says."""

    id: str
    name: str
    creator: str
    creator_name: str
    time: int
    count: int | None = 0


class Listing(Struct, frozen=True):
    """What lies in one folder; *is_cut*: there may be more than was asked for."""

    folders: tuple[SharedFolder, ...]
    files: tuple[SharedFile, ...]
    is_cut: bool = False


class Honour(Struct, frozen=True):
    """Somebody who is honoured for *what* (talkative, performer, legend, newbie, emotion), with the platform's *words* for why.

    *days*: for how long, 0 where not told. *is_current*: who holds it now, where former holders are listed too.
    """

    what: str
    user: str
    name: str
    words: str = ""
    days: int = 0
    is_current: bool = False


class FileSpace(Struct, frozen=True):
    """How many files a group has and what space they take, in bytes; 0 of a limit: not told."""

    count: int
    most: int
    used: int
    total: int
