"""What mirai-api-http has a command for: what it lacks is not offered on the screen."""

from __future__ import annotations

from tui.chat.actions import ActionKind
from tui.chat.capabilities import Offers
from tui.chat.emoji import Emoji
from tui.platforms.faces import NAMES
from tui.platforms.mirai.encode import MISSING

RECALL_SECONDS = 120

KINDS = frozenset((
    ActionKind.SEND, ActionKind.RECALL, ActionKind.POKE, ActionKind.QUOTE, ActionKind.MENTION, ActionKind.MENTION_ALL,
    ActionKind.HISTORY, ActionKind.FORWARD, ActionKind.MERGE_FORWARD, ActionKind.OPEN_FORWARD,
    ActionKind.MEMBERS, ActionKind.MUTE, ActionKind.KICK, ActionKind.ADMIN, ActionKind.CARD, ActionKind.TITLE,
    ActionKind.MUTE_ALL, ActionKind.MUTED_LIST, ActionKind.RENAME, ActionKind.LEAVE,
    ActionKind.NOTICES, ActionKind.PUBLISH_NOTICE, ActionKind.DELETE_NOTICE, ActionKind.ESSENCE,
    ActionKind.FILES, ActionKind.FILE_LINK, ActionKind.UPLOAD_FILE, ActionKind.DELETE_FILE, ActionKind.CREATE_FOLDER,
    ActionKind.ANSWER_FRIEND_REQUEST, ActionKind.ANSWER_GROUP_REQUEST, ActionKind.PROFILE, ActionKind.DELETE_FRIEND,
))  # fmt: skip
"""The actions that can be done; files are uploaded over HTTP alone, whatever the way."""


def offers(*, has_uploads: bool = True) -> Offers:
    """Return what can be done before anything has been refused as unknown; *has_uploads*: it can be reached over HTTP, too."""
    faces = tuple(Emoji(face, name) for face, name in NAMES.items())
    kinds = KINDS if has_uploads else KINDS - {ActionKind.UPLOAD_FILE}
    return Offers(
        kinds, RECALL_SECONDS, True, {ActionKind.ESSENCES: "essence_only_set"}, faces, MISSING, remarks_on_accepting=False
    )
