"""The console over the typed API of Bilibili."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.bilibili import asked, login_of, settings_of
from tests.platforms.console_rig import ConsoleRig
from tui.platforms.base import AskError
from tui.platforms.bilibili.platform import Bilibili
from tui.platforms.console import AskCall, AskShellLine, CallAction
from tui.platforms.frames import Direction, Frame
from tui.simulator.bilibili import population
from tui.simulator.bilibili.server import BilibiliServer


class Rig(ConsoleRig):
    """The platform and what it talks to."""

    def __init__(self, server: BilibiliServer, folder: Path) -> None:
        super().__init__(Bilibili(settings_of(server, folder), notices_every=3600.0))
        self.server = server

    def sent(self, call: str) -> Frame:
        """The frame in which *call* went out."""
        return next(frame for frame in self.frames if frame.call == call and frame.direction is Direction.OUT)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with BilibiliServer(population.small_world()) as server:
        made = Rig(server, tmp_path)
        await made.platform.connect(lambda event: None)
        yield made
        await made.platform.close()


async def test_the_api_describes_itself(rig: Rig) -> None:
    actions = await rig.described()
    assert {"fetch_session_msgs", "send_msg", "update_ack", "get_likes", "user_cards", "nav"} <= actions.keys()
    assert all(action.help and action.wire for action in actions.values()) and "own_id" not in actions
    assert actions["get_sessions"].is_reading and not actions["send_msg"].is_reading
    assert "progress" not in {one.name for one in actions["send_msg"].parameters}


async def test_a_method_is_called_by_its_name_and_shown_as_by_hand(rig: Rig) -> None:
    answer = await rig.platform.ask(CallAction("update_ack", {"talker_id": population.FRIEND, "ack_seqno": 7}))
    assert not answer.is_failed and rig.sent(answer.calls[-1]).is_by_hand and asked(rig.server, "update_ack")
    refused = await rig.platform.ask(CallAction("get_session_detail", {"talker_id": 1}))
    assert refused.is_failed and refused.words
    with pytest.raises(AskError, match="bad_params"):
        await rig.platform.ask(CallAction("get_session_detail", {"who": 1}))
    with pytest.raises(AskError, match="read_only"):
        await rig.platform.ask(CallAction("set_top", {"talker_id": 1, "is_pinned": True}, only_reads=True))


async def test_a_call_is_made_again_as_it_went_signed_and_proved_anew(rig: Rig) -> None:
    said = await rig.platform.ask(CallAction("send_msg", {"receiver_id": population.FRIEND, "msg_type": 1, "content": "again"}))
    frame = rig.sent(said.calls[-1])
    again = await rig.platform.ask(AskCall(frame.text))
    shown = json.dumps(again.params)
    assert again.action == "POST im /web_im/v1/web_im/send_msg" and login_of(rig.server).bili_jct not in shown
    answer = await rig.platform.ask(again)
    assert not answer.is_failed
    first, second = asked(rig.server, "send_msg")
    assert first["msg[content]"] == second["msg[content]"] and second["w_rid"] and second["csrf"] == first["csrf"]


async def test_a_line_for_a_shell_has_no_secret_in_it(rig: Rig) -> None:
    said = await rig.platform.ask(CallAction("set_top", {"talker_id": population.FRIEND, "is_pinned": True}))
    line = await rig.platform.ask(AskShellLine(rig.sent(said.calls[-1]).text))
    login = login_of(rig.server)
    assert line.startswith("curl -s") and "$BILI_JCT" in line and f"{rig.server.url}/session_svr" in line
    assert login.bili_jct not in line and login.sessdata not in line
    for wrong in ("{}", "x"):
        with pytest.raises(AskError, match="bad_params"):
            await rig.platform.ask(AskShellLine(wrong))
