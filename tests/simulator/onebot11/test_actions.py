"""The table of actions is complete and every entry is a documented coroutine that checks its parameters."""

import inspect

import pytest

from tui.simulator.onebot11.actions import ACTIONS
from tui.simulator.onebot11.server import OWN_ACTIONS

from .client import RawClient

TABLE = """
send_group_msg send_private_msg send_private_forward_msg send_group_forward_msg set_qq_profile set_friend_add_request
ArkSharePeer ArkShareGroup set_online_status get_friends_with_category set_qq_avatar send_like create_collection
set_self_longnick get_stranger_info get_friend_list get_profile_like fetch_custom_face upload_private_file delete_friend
nc_get_user_status get_mini_app_ark mark_msg_as_read mark_group_msg_as_read mark_private_msg_as_read _mark_all_as_read
delete_msg get_msg get_image get_record get_file get_group_msg_history set_msg_emoji_like get_friend_msg_history
get_recent_contact fetch_emoji_like get_forward_msg send_poke forward_friend_single_msg set_group_kick set_group_ban
get_group_system_msg get_essence_msg_list set_group_whole_ban set_group_portrait set_group_admin set_essence_msg
set_group_card delete_essence_msg set_group_name set_group_leave _send_group_notice _get_group_notice
set_group_special_title upload_group_file set_group_add_request get_group_info get_group_info_ex create_group_file_folder
delete_group_file delete_group_folder get_group_file_system_info get_group_root_files get_group_files_by_folder
get_group_file_url get_group_list get_group_member_info get_group_member_list get_group_honor_info
get_group_at_all_remain get_group_ignored_notifies set_group_sign send_group_sign get_ai_characters send_group_ai_record
get_ai_record forward_group_single_msg get_clientkey get_robot_uin_range ocr_image .ocr_image translate_en2zh
get_login_info set_input_status download_file get_cookies .handle_quick_operation get_csrf_token _del_group_notice
get_credentials _get_model_show can_send_image nc_get_packet_status can_send_record get_status nc_get_rkey
get_version_info get_group_shut_list clean_cache set_restart
"""
"""Every action on the wire behind a method of the bot authors' API, and the two that look after the process."""

REQUIRED = {
    "upload_group_file": {"group_id": 1, "file": "base64://", "name": "x"},
    "upload_private_file": {"user_id": 1, "file": "base64://", "name": "x"},
    "delete_group_file": {"group_id": 1, "file_id": "x"},
    "get_group_file_url": {"group_id": 1, "file_id": "x"},
    "_send_group_notice": {"group_id": 1, "content": "x"},
    "_del_group_notice": {"group_id": 1, "notice_id": "x"},
    "set_group_portrait": {"group_id": 1, "file": "x"},
    "set_qq_profile": {"nickname": "x"},
    "set_self_longnick": {"longNick": "x"},
    "set_qq_avatar": {"file": "x"},
    "set_online_status": {"status": 10, "ext_status": 0, "battery_status": 0},
    "nc_get_user_status": {"user_id": 1},
    "create_collection": {"rawData": "x", "brief": "x"},
    "fetch_emoji_like": {"message_id": 1, "emojiId": 1, "emojiType": 1},
    "forward_group_single_msg": {"message_id": 1},
    "get_ai_record": {"group_id": 1, "character": "x", "text": "x"},
    "get_cookies": {"domain": "x"},
    "translate_en2zh": {"words": ["x"]},
    "ocr_image": {"image": "x"},
    ".handle_quick_operation": {"context": {}, "operation": {}},
    "ArkShareGroup": {"group_id": 1},
    "get_group_honor_info": {"group_id": 1},
    "get_mini_app_ark": {"type": "bili", "title": "x", "desc": "x", "picUrl": "x", "jumpUrl": "x"},
}


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_each_action_is_a_documented_coroutine(name: str) -> None:
    action = ACTIONS[name]
    assert inspect.iscoroutinefunction(action)
    assert action.__doc__


@pytest.mark.parametrize("name", TABLE.split())
def test_each_action_of_the_table_is_there(name: str) -> None:
    assert name in ACTIONS or name in OWN_ACTIONS


@pytest.mark.parametrize(("action", "missing"), [(action, name) for action, params in REQUIRED.items() for name in params])
async def test_a_missing_parameter_is_named(client: RawClient, action: str, missing: str) -> None:
    params = {name: value for name, value in REQUIRED[action].items() if name != missing}
    if action == "get_mini_app_ark" and missing == "type":
        missing = "iconUrl"
    assert f"Key: {missing}, Message: Expected required property" in await client.refused_parameter(action, **params)


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("set_online_status", {"status": "busy", "ext_status": 0, "battery_status": 0}),
        ("get_group_honor_info", {"group_id": 30001, "type": "best"}),
        ("translate_en2zh", {"words": {"a": 1}}),
        ("get_group_root_files", {"group_id": 30001, "file_count": "many"}),
        ("get_group_root_files", {"group_id": [30001]}),
        ("get_mini_app_ark", {"type": "x", "title": "x", "desc": "x", "picUrl": "x", "jumpUrl": "x"}),
    ],
)
async def test_a_parameter_of_another_kind_is_refused(client: RawClient, action: str, params: dict[str, object]) -> None:
    assert await client.refused_parameter(action, **params)
