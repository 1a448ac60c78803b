"""The files of a group as a tree whose folders are asked for when they are opened: which rows stand there now."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from tui.chat.boards import Listing, SharedFile, SharedFolder

ROOT = ""
FIRST_LIMIT = 200
"""Entries asked for at first; more where there are more."""

MORE = 10


class Said(Enum):
    """What stands in an open folder in the place of its files."""

    LOADING = "loading"
    EMPTY = "empty"
    FAILED = "failed"
    MORE = "more"


class Entry(Struct, frozen=True):
    """One row: a folder, a file, or what is *said* in the place of files (*words* of a failure). *inside* is its folder's id."""

    inside: str
    folder: SharedFolder | None = None
    file: SharedFile | None = None
    said: Said | None = None
    words: str = ""
    is_open: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        if self.folder is not None:
            return "folder", self.folder.id
        return ("file", self.file.id) if self.file is not None else ("said", self.inside)

    @property
    def place(self) -> str:
        """The folder that somebody means who stands here: an open one, else the one it lies in."""
        return self.folder.id if self.folder is not None and self.is_open else self.inside


class FileTree:
    """What is known of a group's files. Folders lie in the root only, as QQ has it."""

    def __init__(self) -> None:
        self._listings: dict[str, Listing] = {}
        self._open: set[str] = set()
        self._failed: dict[str, str] = {}
        self._limits: dict[str, int] = {}

    def is_known(self, folder: str) -> bool:
        """Return whether it was told what lies in *folder*."""
        return folder in self._listings

    @property
    def shown(self) -> list[str]:
        """The folders whose content is in sight."""
        return [ROOT, *(folder.id for folder in self._folders() if folder.id in self._open)]

    def limit(self, folder: str) -> int:
        """Return how many entries of *folder* to ask for."""
        return self._limits.get(folder, FIRST_LIMIT)

    def want_more(self, folder: str) -> None:
        """Ask for more of *folder* from now on."""
        self._limits[folder] = self.limit(folder) * MORE

    def put(self, folder: str, listing: Listing) -> None:
        """Take what lies in *folder*."""
        self._listings[folder] = listing
        self._failed.pop(folder, None)

    def fail(self, folder: str, words: str) -> None:
        """Take in words why it can not be told what lies in *folder*."""
        self._failed[folder] = words

    def open(self, folder: str) -> None:
        """Show what lies in *folder*."""
        self._open.add(folder)

    def close(self, folder: str) -> None:
        """Show *folder* only."""
        self._open.discard(folder)

    def is_open(self, folder: str) -> bool:
        """Return whether what lies in *folder* is shown."""
        return folder in self._open

    def name_of(self, folder: str) -> str:
        """Return what *folder* is called, "" for the root."""
        return next((found.name for found in self._folders() if found.id == folder), "")

    def files_in(self, folder: str) -> tuple[SharedFile, ...]:
        """Return the files in *folder* as far as they are known."""
        listing = self._listings.get(folder)
        return listing.files if listing else ()

    def rows(self) -> list[Entry]:
        """Return what is in sight: folders first, each with what lies in it below it where it is open."""
        rows: list[Entry] = []
        for folder in self._folders():
            is_open = folder.id in self._open
            rows.append(Entry(ROOT, folder=folder, is_open=is_open))
            if is_open:
                rows += self._inside(folder.id)
        if self.is_known(ROOT):
            rows += [Entry(ROOT, file=file) for file in self.files_in(ROOT)]
            rows += self._rest(ROOT)
        return rows

    def _inside(self, folder: str) -> list[Entry]:
        if not self.is_known(folder):
            failed = self._failed.get(folder)
            return [Entry(folder, said=Said.FAILED, words=failed) if failed else Entry(folder, said=Said.LOADING)]
        files = [Entry(folder, file=file) for file in self.files_in(folder)]
        return [*files, *self._rest(folder)] if files else [Entry(folder, said=Said.EMPTY)]

    def _rest(self, folder: str) -> list[Entry]:
        return [Entry(folder, said=Said.MORE)] if self._listings[folder].is_cut else []

    def _folders(self) -> tuple[SharedFolder, ...]:
        listing = self._listings.get(ROOT)
        return listing.folders if listing else ()
