"""Which method of the API each action needs: what an implementation lacks is not offered on the screen."""

from __future__ import annotations

from typing import Final

from tui.chat.actions import ActionKind
from tui.chat.capabilities import Offers
from tui.platforms.onebot11.api.offers import HELPERS, OFFERS, missing_segments
from tui.platforms.onebot11.dialects import Dialect
from tui.platforms.onebot11.emoji import all_emoji

MEANS: Final[dict[ActionKind, tuple[str, ...]]] = {
    ActionKind.SEND: ("post_group_msg", "post_private_msg"),
    ActionKind.RECALL: ("delete_msg",),
    ActionKind.POKE: ("send_poke",),
    ActionKind.MARK_READ: ("mark_msg_as_read",),
    ActionKind.QUOTE: ("post_group_msg",),
    ActionKind.MENTION: ("post_group_msg",),
    ActionKind.MENTION_ALL: ("post_group_msg",),
    ActionKind.HISTORY: ("get_group_msg_history",),
    ActionKind.FORWARD: ("forward_group_single_msg", "forward_friend_single_msg"),
    ActionKind.MERGE_FORWARD: ("send_group_forward_msg",),
    ActionKind.OPEN_FORWARD: ("get_forward_msg",),
    ActionKind.REACT: ("set_msg_emoji_like",),
    ActionKind.REACTORS: ("fetch_emoji_like",),
    ActionKind.MEMBERS: ("get_group_member_list",),
    ActionKind.MUTE: ("set_group_ban",),
    ActionKind.KICK: ("set_group_kick",),
    ActionKind.ADMIN: ("set_group_admin",),
    ActionKind.CARD: ("set_group_card",),
    ActionKind.TITLE: ("set_group_special_title",),
    ActionKind.MUTE_ALL: ("set_group_whole_ban",),
    ActionKind.MUTED_LIST: ("get_group_shut_list",),
    ActionKind.RENAME: ("set_group_name",),
    ActionKind.PORTRAIT: ("set_group_portrait",),
    ActionKind.SIGN_IN: ("set_group_sign",),
    ActionKind.LEAVE: ("set_group_leave",),
    ActionKind.MENTION_ALL_LEFT: ("get_group_at_all_remain",),
    ActionKind.SHARE_GROUP: ("get_share_group_card",),
    ActionKind.SHARE_PERSON: ("get_user_card",),
    ActionKind.IGNORED_REQUESTS: ("get_group_ignored_notifies",),
    ActionKind.HONOURS: ("get_group_honor_info",),
    ActionKind.NOTICES: ("get_group_notice",),
    ActionKind.PUBLISH_NOTICE: ("send_group_notice",),
    ActionKind.DELETE_NOTICE: ("del_group_notice",),
    ActionKind.ESSENCE: ("set_essence_msg",),
    ActionKind.ESSENCES: ("get_essence_msg_list",),
    ActionKind.FILES: ("get_group_root_files",),
    ActionKind.FILE_SPACE: ("get_group_file_system_info",),
    ActionKind.FILE_LINK: ("get_group_file_url",),
    ActionKind.UPLOAD_FILE: ("upload_group_file",),
    ActionKind.DELETE_FILE: ("delete_group_file",),
    ActionKind.CREATE_FOLDER: ("create_group_file_folder",),
    ActionKind.DELETE_FOLDER: ("delete_group_folder",),
    ActionKind.ANSWER_FRIEND_REQUEST: ("set_friend_add_request",),
    ActionKind.ANSWER_GROUP_REQUEST: ("set_group_add_request",),
    ActionKind.REQUESTS: ("get_group_system_msg",),
    ActionKind.PROFILE: ("get_stranger_info",),
    ActionKind.REMARK: ("set_friend_remark",),
    ActionKind.DELETE_FRIEND: ("delete_friend",),
    ActionKind.LIKE: ("send_like",),
    ActionKind.LIKES: ("get_profile_like",),
    ActionKind.TYPING: ("set_input_status",),
    ActionKind.PERSON_STATUS: ("nc_get_user_status",),
    ActionKind.RECENTS: ("get_recent_contact",),
    ActionKind.ONLINE_STATUS: ("set_online_status",),
    ActionKind.OWN_PROFILE: ("set_qq_profile",),
    ActionKind.SEX: ("set_qq_profile",),
    ActionKind.SIGNATURE: ("set_self_long_nick",),
    ActionKind.AVATAR: ("set_qq_avatar",),
    ActionKind.CUSTOM_FACES: ("fetch_custom_face",),
    ActionKind.COLLECT: ("create_collection",),
    ActionKind.READ_PICTURE: ("ocr_image",),
    ActionKind.TRANSLATE: ("translate_en2zh",),
    ActionKind.VOICES: ("get_ai_characters",),
    ActionKind.SPEAK: ("send_group_ai_record",),
}
"""The actions, and the methods without which each is not to be had."""

ABSENT: Final = frozenset((ActionKind.PIN, ActionKind.SILENCE))
"""What OneBot has no method for: QQ keeps it to its own clients."""

_METHODS = OFFERS | HELPERS


def kinds_on(dialect: str) -> frozenset[ActionKind]:
    """Return the actions that the implementation of this name in dialects.py can do."""
    return frozenset(kind for kind, methods in MEANS.items() if all(_METHODS[name].on(dialect) is not None for name in methods))


def offers_of(dialect: Dialect) -> Offers:
    """Return what can be done with an implementation before it has refused anything as unknown."""
    kinds = kinds_on(dialect.name)
    return Offers(
        kinds if dialect.takes_sex else kinds - {ActionKind.SEX},
        dialect.recall_seconds,
        can_confirm=dialect.has_history,
        emoji=all_emoji(),
        missing_segments=missing_segments(dialect.name),
    )
