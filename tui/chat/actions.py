"""What a user asks of a platform, and how it ended: every action has an outcome that the user sees."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from msgspec import Struct

from tui.chat.ids import ConversationId, MessageRef
from tui.chat.segments import Segment

MAX_MUTE_SECONDS = 30 * 24 * 3600
"""The longest mute that QQ takes: thirty days."""


class ActionKind(StrEnum):
    """The names of what a platform can be asked to do or tell, as capabilities and the interface speak of them."""

    SEND = "send"
    RECALL = "recall"
    POKE = "poke"
    MARK_READ = "mark_read"
    QUOTE = "quote"
    MENTION = "mention"
    MENTION_ALL = "mention_all"
    HISTORY = "history"
    FORWARD = "forward"
    MERGE_FORWARD = "merge_forward"
    OPEN_FORWARD = "open_forward"
    REACT = "react"
    REACTORS = "reactors"
    # A group's members.
    MEMBERS = "members"
    MUTE = "mute"
    KICK = "kick"
    ADMIN = "admin"
    CARD = "card"
    TITLE = "title"
    # A group as a whole.
    MUTE_ALL = "mute_all"
    MUTED_LIST = "muted_list"
    RENAME = "rename"
    PORTRAIT = "portrait"
    SIGN_IN = "sign_in"
    LEAVE = "leave"
    MENTION_ALL_LEFT = "mention_all_left"
    SHARE_GROUP = "share_group"
    SHARE_PERSON = "share_person"
    IGNORED_REQUESTS = "ignored_requests"
    HONOURS = "honours"
    NOTICES = "notices"
    PUBLISH_NOTICE = "publish_notice"
    DELETE_NOTICE = "delete_notice"
    ESSENCE = "essence"
    ESSENCES = "essences"
    FILES = "files"
    FILE_SPACE = "file_space"
    FILE_LINK = "file_link"
    UPLOAD_FILE = "upload_file"
    DELETE_FILE = "delete_file"
    CREATE_FOLDER = "create_folder"
    DELETE_FOLDER = "delete_folder"
    # People, and requests of theirs.
    ANSWER_FRIEND_REQUEST = "answer_friend_request"
    ANSWER_GROUP_REQUEST = "answer_group_request"
    REQUESTS = "requests"
    PROFILE = "profile"
    REMARK = "remark"
    DELETE_FRIEND = "delete_friend"
    LIKE = "like"
    LIKES = "likes"
    TYPING = "typing"
    PERSON_STATUS = "person_status"
    RECENTS = "recents"
    # How a conversation stands in the platform's own list.
    PIN = "pin"
    SILENCE = "silence"
    # The account itself, and what the platform does for it.
    ONLINE_STATUS = "online_status"
    OWN_PROFILE = "own_profile"
    SEX = "sex"
    SIGNATURE = "signature"
    AVATAR = "avatar"
    CUSTOM_FACES = "custom_faces"
    COLLECT = "collect"
    READ_PICTURE = "read_picture"
    TRANSLATE = "translate"
    VOICES = "voices"
    SPEAK = "speak"


class Action(Struct, frozen=True):
    """The base of all actions on a platform; each class says its *kind*."""

    kind: ClassVar[ActionKind]


class ConversationAction(Action, frozen=True):
    """The base of what is done in one conversation."""

    conversation: ConversationId


class SendMessage(ConversationAction, frozen=True):
    """Say *segments*; a quote is a :class:`~tui.chat.segments.Quote` at their head, *quoted* what it points at."""

    kind = ActionKind.SEND
    segments: tuple[Segment, ...]
    quoted: MessageRef | None = None
    via: str = ""


class Recall(ConversationAction, frozen=True):
    """Take a message back."""

    kind = ActionKind.RECALL
    message: MessageRef


class Poke(ConversationAction, frozen=True):
    """Poke *user* here."""

    kind = ActionKind.POKE
    user: str


class Mute(ConversationAction, frozen=True):
    """Forbid *user* to speak for *seconds* (at most thirty days); 0 lifts it."""

    kind = ActionKind.MUTE
    user: str
    seconds: int


class Kick(ConversationAction, frozen=True):
    """Remove *user* from the group; *block* also refuses their next request to join."""

    kind = ActionKind.KICK
    user: str
    block: bool = False


class MarkRead(ConversationAction, frozen=True):
    """Tell the platform that all up to *message* was read."""

    kind = ActionKind.MARK_READ
    message: MessageRef


class Outcome(Struct, frozen=True):
    """The base of all outcomes."""


class Done(Outcome, frozen=True):
    """The platform said yes. *native* is the id it gave (a sent message), *value* whatever else it told."""

    native: str = ""
    value: Any = None


class Refused(Outcome, frozen=True):
    """The platform said no, in its own *words*; *reason* is our key for it (``reason.<reason>``) where we know one."""

    words: str = ""
    reason: str = ""


class NotOffered(Outcome, frozen=True):
    """Not to be had here, for *reason* (``reason.<reason>``)."""

    reason: str


class NotSent(Outcome, frozen=True):
    """It certainly did not reach the platform (not connected, write failed): it may be sent again without doubt."""

    words: str = ""


class NoAnswer(Outcome, frozen=True):
    """It left us and nobody answered in time: it may have happened or not."""

    words: str = ""
