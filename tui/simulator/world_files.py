"""Files that were shared: what stands in a group's tree of folders, what was sent to a friend, and their bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tui.simulator.model import Chat, Folder, Message, Reason, Refused, Role, Segment, SharedFile, segment

if TYPE_CHECKING:
    from tui.simulator.world import World

MOST_FILES = 10_000
SPACE = 10 * 2**30
"""Bytes that a group's files may take."""
ROOT = "/"


def made_up(name: str, size: int) -> bytes:
    """The bytes of something of the past that has none: always the same for a name, and as many as were claimed."""
    seed = hashlib.md5(name.encode(), usedforsecurity=False).digest()
    return (seed * (size // len(seed) + 1))[:size]


def _uuid(words: str) -> str:
    digest = hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()
    return f"/{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"


class Files:
    """Every file that a message brought is here until it is deleted or its message is recalled."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._files: dict[str, SharedFile] = {}
        self._folders: dict[str, dict[str, Folder]] = {}

    # -- coming and going

    def shelve(self, message: Message) -> None:
        """Take in the files of a new message; each gets its id, which its segment then has too."""
        for place, part in enumerate(message.segments):
            if part["type"] != "file":
                continue
            data = part["data"]
            content, folder = data.get("content", ""), data.get("folder", "")
            file = SharedFile(_uuid(f"{message.uid}|{place}"), message, data["file"], data["size"], content, folder)
            self._files[file.id] = file
            # A new segment, because whoever spoke may say the same one again.
            message.segments = [*message.segments]
            message.segments[place] = segment("file", data | {"file_id": file.id})

    def withdraw(self, message: Message) -> None:
        """A recalled message takes its files with it."""
        for file in self.of(message):
            del self._files[file.id]

    def upload(self, chat: Chat, sender: str, name: str, body: bytes, *, folder: str = "", temp_group: str = "") -> SharedFile:
        """Send a file into a chat, in a group into one of its folders ("" or "/" is the root); who may not speak may not."""
        folder = "" if folder == ROOT else folder
        if folder:
            self.folder(chat.first, folder)
        part: Segment = segment("file", {"file": name, "size": len(body), "content": self._world.keep(body), "folder": folder})
        message = self._world.post(chat, sender, [part], temp_group=temp_group)
        return self.of(message)[0]

    def delete(self, file: SharedFile, operator: str) -> None:
        """Remove a group's file: the own, or as an administrator anybody's. Its message stays and leads nowhere."""
        rank = self._world.member(file.message.chat.first, operator).role
        if file.message.sender != operator and rank is Role.MEMBER:
            raise Refused(Reason.RANK_TOO_LOW)
        del self._files[file.id]

    # -- looking

    def of(self, message: Message) -> list[SharedFile]:
        """The files of a message that are still there."""
        ids = [part["data"].get("file_id") for part in message.segments if part["type"] == "file"]
        return [self._files[file_id] for file_id in ids if file_id in self._files]

    def find(self, file_id: str) -> SharedFile:
        """The file of this id; `Refused` if there is none."""
        if file_id not in self._files:
            raise Refused(Reason.NO_SUCH_FILE)
        return self._files[file_id]

    def all_of(self, group_id: str) -> list[SharedFile]:
        """A group's files in all folders, the latest first."""
        here = [file for file in self._files.values() if file.message.chat == Chat("group", group_id)]
        return here[::-1]

    def inside(self, group_id: str, folder: str) -> list[SharedFile]:
        """The files of one folder ("" is the root), the latest first."""
        return [file for file in self.all_of(group_id) if file.folder == folder]

    def used(self, group_id: str) -> int:
        """How many bytes a group's files take."""
        return sum(file.size for file in self.all_of(group_id))

    def bytes_of(self, file: SharedFile) -> bytes:
        """What is in a file."""
        return self._world.media[file.content] if file.content else made_up(file.name, file.size)

    # -- folders

    def folders(self, group_id: str) -> list[Folder]:
        """A group's folders, the latest first."""
        return list(self._folders.get(group_id, {}).values())[::-1]

    def folder(self, group_id: str, folder_id: str) -> Folder:
        """The folder of this id; `Refused` if the group has none such."""
        found = self._folders.get(group_id, {}).get(folder_id)
        if found is None:
            raise Refused(Reason.NO_SUCH_FOLDER)
        return found

    def create_folder(self, group_id: str, name: str, operator: str) -> Folder:
        """Make a folder, as an administrator; its name is its own in the group."""
        self._check_admin(group_id, operator)
        if any(folder.name == name for folder in self.folders(group_id)):
            raise Refused(Reason.NAME_TAKEN)
        made = self._folders.setdefault(group_id, {})
        now = self._world.now()
        folder = Folder(_uuid(f"{group_id}|{name}|{now}|{len(made)}"), name, operator, now)
        made[folder.id] = folder
        return folder

    def delete_folder(self, group_id: str, folder_id: str, operator: str) -> None:
        """Remove a folder with all that is in it, as an administrator."""
        self._check_admin(group_id, operator)
        self.folder(group_id, folder_id)
        for file in self.inside(group_id, folder_id):
            del self._files[file.id]
        del self._folders[group_id][folder_id]

    def _check_admin(self, group_id: str, operator: str) -> None:
        if self._world.member(group_id, operator).role is Role.MEMBER:
            raise Refused(Reason.RANK_TOO_LOW)
