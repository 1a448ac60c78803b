"""Which implementation has which method of the API, and under which name: the one table that all else asks.

Names are those of the wire. None: the implementation does not have it. As of NapCat 4.18, LLBot 8.1, Lagrange v1, go-cqhttp 1.2.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tui.platforms.onebot11.dialects import DIALECT_NAMES, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT_NAME


class Offer(Struct, frozen=True):
    """A method's action on each implementation; *elsewhere* is tried where nobody described the implementation."""

    napcat: str | None
    llbot: str | None
    lagrange: str | None
    gocqhttp: str | None
    elsewhere: str

    def on(self, dialect: str) -> str | None:
        """Return the action's name on *dialect*, None where it does not have it."""
        by_name = {NAPCAT_NAME: self.napcat, LLBOT: self.llbot, LAGRANGE: self.lagrange, GOCQHTTP: self.gocqhttp}
        return by_name.get(dialect, self.elsewhere)

    @property
    def dialects(self) -> tuple[str, ...]:
        """Return the implementations that have it."""
        return tuple(name for name in (NAPCAT_NAME, LLBOT, LAGRANGE, GOCQHTTP) if self.on(name) is not None)


def _same(action: str, where: str = "NC LL LG GC", *, elsewhere: str = "", **others: str) -> Offer:
    """Return the offer of *action* under one name *where* it is, and under other names at *others*."""
    names = {"NC": "napcat", "LL": "llbot", "LG": "lagrange", "GC": "gocqhttp"}
    here = {names[code]: action for code in where.split()} | others
    by_name = {name: here.get(name) for name in names.values()}
    return Offer(**by_name, elsewhere=elsewhere or action)


OFFERS: Final[dict[str, Offer]] = {
    # What is said.
    "post_group_msg": _same("send_group_msg"),
    "post_private_msg": _same("send_private_msg"),
    "post_group_file": _same("send_group_msg"),
    "post_private_file": _same("send_private_msg"),
    "send_group_forward_msg": _same("send_group_forward_msg"),
    "send_private_forward_msg": _same("send_private_forward_msg"),
    "forward_friend_single_msg": _same("forward_friend_single_msg", "NC LL"),
    "forward_group_single_msg": _same("forward_group_single_msg", "NC LL"),
    "delete_msg": _same("delete_msg"),
    "send_poke": _same("send_poke", "NC LL LG", gocqhttp="send_msg"),
    "set_msg_emoji_like": _same("set_msg_emoji_like", "NC LL", lagrange="set_group_reaction"),
    "fetch_emoji_like": _same("fetch_emoji_like", "NC LL"),
    # What was said.
    "get_msg": _same("get_msg"),
    "get_forward_msg": _same("get_forward_msg"),
    "get_group_msg_history": _same("get_group_msg_history"),
    "get_friend_msg_history": _same("get_friend_msg_history", "NC LL LG"),
    "get_recent_contact": _same("get_recent_contact", "NC"),
    "get_image": _same("get_image", "NC LL GC"),
    "get_record": _same("get_record", "NC LL"),
    "get_file": _same("get_file", "NC LL"),
    "mark_msg_as_read": _same("mark_msg_as_read"),
    "mark_group_msg_as_read": _same(
        "mark_group_msg_as_read",
        "NC",
        llbot="mark_msg_as_read",
        lagrange="mark_msg_as_read",
        gocqhttp="mark_msg_as_read",
        elsewhere="mark_msg_as_read",
    ),
    "mark_private_msg_as_read": _same(
        "mark_private_msg_as_read",
        "NC",
        llbot="mark_msg_as_read",
        lagrange="mark_msg_as_read",
        gocqhttp="mark_msg_as_read",
        elsewhere="mark_msg_as_read",
    ),
    "mark_all_as_read": _same("_mark_all_as_read", "NC"),
    # Friends and other people.
    "get_friend_list": _same("get_friend_list"),
    "get_friends_with_category": _same("get_friends_with_category", "NC LL", lagrange="get_friend_list"),
    "get_stranger_info": _same("get_stranger_info"),
    "get_user_card": _same("ArkSharePeer", "NC"),
    "send_like": _same("send_like", "NC LL LG"),
    "delete_friend": _same("delete_friend"),
    "set_friend_add_request": _same("set_friend_add_request"),
    "nc_get_user_status": _same("nc_get_user_status", "NC"),
    "set_input_status": _same("set_input_status", "NC LL"),
    "upload_private_file": _same("upload_private_file"),
    # The account itself.
    "get_login_info": _same("get_login_info"),
    "set_qq_profile": _same("set_qq_profile", "NC LL GC"),
    "set_qq_avatar": _same("set_qq_avatar", "NC LL LG"),
    "set_self_long_nick": _same("set_self_longnick", "NC"),
    "set_online_status": _same("set_online_status", "NC LL"),
    "get_profile_like": _same("get_profile_like", "NC LL"),
    "fetch_custom_face": _same("fetch_custom_face", "NC LL LG"),
    "create_collection": _same("create_collection", "NC"),
    "get_model_show": _same("_get_model_show", "NC GC"),
    "get_client_key": _same("get_clientkey", "NC"),
    "get_cookies": _same("get_cookies", "NC LL LG"),
    "get_csrf_token": _same("get_csrf_token", "NC LL LG"),
    "get_credentials": _same("get_credentials", "NC LL LG"),
    "nc_get_rkey": _same("nc_get_rkey", "NC", llbot="get_rkey", lagrange="get_rkey"),
    # Groups.
    "get_group_list": _same("get_group_list"),
    "get_group_info": _same("get_group_info"),
    "get_group_info_ex": _same("get_group_info_ex", "NC"),
    "get_group_card": _same("ArkSharePeer", "NC"),
    "get_share_group_card": _same("ArkShareGroup", "NC"),
    "get_group_member_info": _same("get_group_member_info"),
    "get_group_member_list": _same("get_group_member_list"),
    "get_group_honor_info": _same("get_group_honor_info"),
    "get_group_at_all_remain": _same("get_group_at_all_remain", "NC LL GC"),
    "get_group_shut_list": _same("get_group_shut_list", "NC LL"),
    "get_group_system_msg": _same("get_group_system_msg", "NC LL GC", lagrange="get_group_requests"),
    "get_group_ignored_notifies": _same("get_group_ignored_notifies", "NC", llbot="get_group_ignore_add_request"),
    "set_group_add_request": _same("set_group_add_request"),
    "set_group_kick": _same("set_group_kick"),
    "set_group_ban": _same("set_group_ban"),
    "set_group_whole_ban": _same("set_group_whole_ban"),
    "set_group_admin": _same("set_group_admin"),
    "set_group_card": _same("set_group_card"),
    "set_group_special_title": _same("set_group_special_title"),
    "set_group_name": _same("set_group_name"),
    "set_group_portrait": _same("set_group_portrait"),
    "set_group_leave": _same("set_group_leave"),
    "set_group_sign": _same("set_group_sign", "NC", llbot="send_group_sign", gocqhttp="send_group_sign"),
    "send_group_sign": _same("send_group_sign", "NC LL GC"),
    # What groups keep.
    "get_essence_msg_list": _same("get_essence_msg_list"),
    "set_essence_msg": _same("set_essence_msg"),
    "delete_essence_msg": _same("delete_essence_msg"),
    "send_group_notice": _same("_send_group_notice"),
    "get_group_notice": _same("_get_group_notice"),
    "del_group_notice": _same("_del_group_notice", "NC LG GC", llbot="_delete_group_notice"),
    "upload_group_file": _same("upload_group_file"),
    "create_group_file_folder": _same("create_group_file_folder"),
    "delete_group_file": _same("delete_group_file"),
    "delete_group_folder": _same("delete_group_folder", "NC LL GC", lagrange="delete_group_file_folder"),
    "get_group_file_system_info": _same("get_group_file_system_info", "NC LL GC"),
    "get_group_root_files": _same("get_group_root_files"),
    "get_group_files_by_folder": _same("get_group_files_by_folder"),
    "get_group_file_url": _same("get_group_file_url"),
    # Voices, pictures and words.
    "get_ai_characters": _same("get_ai_characters", "NC LL LG"),
    "send_group_ai_record": _same("send_group_ai_record", "NC LL LG"),
    "get_ai_record": _same("get_ai_record", "NC LG"),
    "ocr_image": _same("ocr_image"),
    "ocr_image_new": _same(".ocr_image", "NC LG GC", llbot="ocr_image"),
    "translate_en2zh": _same("translate_en2zh", "NC"),
    "get_mini_app_ark": _same("get_mini_app_ark", "NC"),
    # The implementation itself.
    "get_version_info": _same("get_version_info"),
    "get_status": _same("get_status"),
    "can_send_image": _same("can_send_image"),
    "can_send_record": _same("can_send_record"),
    "nc_get_packet_status": _same("nc_get_packet_status", "NC"),
    "get_robot_uin_range": _same("get_robot_uin_range", "NC LL"),
    "download_file": _same("download_file", "NC LL GC"),
    "handle_quick_operation": _same(".handle_quick_operation", "NC LL GC"),
}
"""The methods of the mission's text -> their actions."""

HELPERS: Final[dict[str, Offer]] = {
    "send_group_msg": _same("send_group_msg"),
    "send_private_msg": _same("send_private_msg"),
    "set_friend_remark": _same("set_friend_remark", "NC LL"),
    "upload_file_stream": _same("upload_file_stream", "NC"),
}
"""What the rest of the house needs beside them."""

SEGMENTS: Final[dict[str, tuple[str, ...]]] = {
    "markdown": (NAPCAT_NAME, LAGRANGE),
    "xml": (LAGRANGE, GOCQHTTP),
    "poke": (LAGRANGE,),
    "shake": (LLBOT,),
    "location": (LAGRANGE,),
    "share": (GOCQHTTP,),
    "anonymous": (GOCQHTTP,),
    "tts": (GOCQHTTP,),
    "cardimage": (GOCQHTTP,),
}
"""Segments that only some can send, and who; what is not listed all can, or say themselves that they can not.

The others drop these without a word, refuse the whole message, or (NapCat, a location) send something else.
"""

TAKE_PATHS_ONLY: Final[tuple[str, ...]] = (LAGRANGE, GOCQHTTP)
"""Who takes a file to upload only by its path on the implementation's own host."""


def missing_segments(dialect: str) -> frozenset[str]:
    """Return the kinds of segments that the implementation of this name is known not to send."""
    return frozenset(kind for kind, having in SEGMENTS.items() if dialect in DIALECT_NAMES and dialect not in having)
