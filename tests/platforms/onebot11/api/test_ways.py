"""Ways of single methods that the table does not show."""

from __future__ import annotations

from typing import Any

import pytest

from tui.platforms.onebot11.api.readings import group_requests
from tui.platforms.onebot11.calls import CallRefusedError

from .rig import Rig


async def test_the_answer_speaks_for_itself() -> None:
    sent, answer = await Rig().exchange("delete_msg", {"message_id": 1}, status="async", retcode=1, message="m", wording="w")
    assert (answer.status, answer.retcode, answer.message, answer.wording) == ("async", 1, "m", "w")
    assert answer.echo == sent["echo"] and answer.data is None


async def test_an_ordinary_refusal_stays_one() -> None:
    with pytest.raises(CallRefusedError, match="消息不存在") as caught:
        await Rig().exchange("get_msg", {"message_id": 1}, status="failed", retcode=1200, wording="消息不存在")
    assert type(caught.value) is CallRefusedError


async def test_a_friend_that_was_not_deleted_is_an_error_though_the_answer_is_ok() -> None:
    arguments = {"user_id": 1, "friend_id": "", "temp_block": False, "temp_both_del": False}
    with pytest.raises(CallRefusedError, match="不是好友"):
        await Rig().exchange("delete_friend", arguments, data={"valid": False, "message": "不是好友"})


@pytest.mark.parametrize(
    ("status", "params"),
    [
        ("Q我吧", {"status": 60, "ext_status": 0, "battery_status": 0}),
        ("70", {"status": 70, "ext_status": 0, "battery_status": 0}),
        ({"status": 10, "ext_status": 1027}, {"status": 10, "ext_status": 1027}),
    ],
)
async def test_online_states_by_name_number_and_all_three(status: Any, params: dict[str, int]) -> None:
    sent, _ = await Rig().exchange("set_online_status", {"status": status})
    assert sent["params"] == params


async def test_what_can_not_be_said_is_not_sent() -> None:
    rig, lagrange = Rig(), Rig("lagrange")
    with pytest.raises(ValueError, match="发呆"):
        await rig.api.set_online_status("发呆")
    with pytest.raises(ValueError, match="group_id"):
        await lagrange.api.set_msg_emoji_like(1, 76, True)
    assert not rig.has_sent and not lagrange.has_sent


async def test_a_poke_in_private_on_go_cqhttp_is_a_segment() -> None:
    sent, _ = await Rig("gocqhttp").exchange("send_poke", {"user_id": 20001})
    message = [{"type": "poke", "data": {"qq": "20001"}}]
    assert sent["params"] == {"message_type": "private", "user_id": 20001, "message": message}


async def test_a_notices_flags_are_numbers_but_on_llbot() -> None:
    arguments = {"group_id": 1, "content": "a", "pinned": True, "confirm_required": False}
    for dialect, flags in (("napcat", (1, 0)), ("llbot", (True, False))):
        sent, _ = await Rig(dialect).exchange("send_group_notice", arguments)
        assert repr((sent["params"]["pinned"], sent["params"]["confirm_required"])) == repr(flags)


def test_requests_in_one_list_are_told_apart() -> None:
    read = group_requests([{"flag": "a", "sub_type": "invite"}, None, {"flag": "b", "comment": "c"}])
    assert [row.request_id for row in read.invited] == ["a"]
    assert [(row.request_id, row.message) for row in read.joining] == [("b", "c")]
