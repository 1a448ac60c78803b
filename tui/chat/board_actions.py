"""What is done to what a group keeps: its announcements, essence messages and files."""

from __future__ import annotations

from collections.abc import Callable

from tui.chat.actions import ActionKind, ConversationAction

Progress = Callable[[int, int], None]
"""Told now and then how many bytes have gone, and of how many; on the platform's thread."""


class PublishAnnouncement(ConversationAction, frozen=True):
    """Put up *text*, with the picture that lies at the path *picture* ("" for none)."""

    kind = ActionKind.PUBLISH_NOTICE
    text: str
    picture: str = ""


class DeleteAnnouncement(ConversationAction, frozen=True):
    """Take an announcement down."""

    kind = ActionKind.DELETE_NOTICE
    id: str


class SetEssence(ConversationAction, frozen=True):
    """Put a message among the essence messages, or take it out; *sequence* and *random* of its row, where it came from there."""

    kind = ActionKind.ESSENCE
    native: str
    is_on: bool
    sequence: str = ""
    random: str = ""


class UploadFile(ConversationAction, frozen=True):
    """Give the file at *path* (absolute, of this machine) to the conversation as *name*; *folder* is a group's, "" for none."""

    kind = ActionKind.UPLOAD_FILE
    path: str
    name: str
    folder: str = ""
    progress: Progress | None = None


class DeleteFile(ConversationAction, frozen=True):
    """Delete a file of the group; *key* of its row."""

    kind = ActionKind.DELETE_FILE
    id: str
    key: str = ""


class CreateFolder(ConversationAction, frozen=True):
    """Make a folder among the group's files."""

    kind = ActionKind.CREATE_FOLDER
    name: str


class DeleteFolder(ConversationAction, frozen=True):
    """Delete a folder with all that is in it."""

    kind = ActionKind.DELETE_FOLDER
    id: str
