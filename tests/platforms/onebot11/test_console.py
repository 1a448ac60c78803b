"""The console over a real connection: the API as it describes itself, and any action called by name."""

from __future__ import annotations

import shlex
from collections.abc import AsyncIterator

import pytest

from tests.platforms.console_rig import ConsoleRig
from tui.platforms.base import AskError
from tui.platforms.console import AskCall, AskShellLine, CallAction
from tui.platforms.frames import Frame, FrameKind
from tui.platforms.onebot11.api import OFFERS
from tui.platforms.onebot11.console import is_reading
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world


class Rig(ConsoleRig):
    """The platform over a WebSocket, and the server it is connected to."""

    def __init__(self, server: OneBotServer, token: str = "") -> None:
        super().__init__(OneBot11(Settings(url=server.url, token=token)))
        self.server = server

    def last(self, action: str) -> dict[str, object]:
        """What the other side was given."""
        return [call.params for call in self.server.calls if call.action == action][-1]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with OneBotServer(small_world(), token="s3same") as server:
        made = Rig(server, "s3same")
        await made.platform.connect(lambda event: None)
        yield made
        await made.platform.close()


async def test_every_method_describes_itself(rig: Rig) -> None:
    actions = await rig.described()
    assert set(actions) == set(OFFERS)
    assert all(action.help and "\n" not in action.help for action in actions.values())
    ban = actions["set_group_ban"]
    assert [(one.name, one.is_required, one.type) for one in ban.parameters[:3]] == [
        ("group_id", True, "id"), ("user_id", True, "id"), ("duration", True, "number"),
    ]  # fmt: skip
    record = {one.name: one for one in actions["get_record"].parameters}
    assert (record["output_type"].is_required, record["output_type"].default) == (False, '"mp3"')
    assert (actions["mark_all_as_read"].wire, actions["post_group_msg"].wire) == ("_mark_all_as_read", "send_group_msg")


async def test_what_the_implementation_lacks_is_described_as_not_to_be_had(rig: Rig) -> None:
    lacking = {name for name, offer in OFFERS.items() if offer.napcat is None}
    assert {name for name, action in (await rig.described()).items() if not action.wire} == lacking


async def test_what_only_reads_is_told_from_what_changes_something(rig: Rig) -> None:
    reading = {name for name, action in (await rig.described()).items() if action.is_reading}
    for name in ("get_msg", "get_cookies", "fetch_emoji_like", "can_send_image", "nc_get_rkey", "ocr_image", "get_user_card"):
        assert name in reading
    for name in ("send_poke", "set_group_ban", "delete_msg", "post_group_msg", "upload_group_file", "mark_all_as_read"):
        assert name not in reading
    assert is_reading("_get_model_show") and not is_reading("_del_group_notice") and not is_reading("bot_exit")


async def test_a_call_that_fits_the_signature_goes_through_the_method(rig: Rig) -> None:
    asked, told = await rig.call("post_group_msg", group_id=30001, text=12345)
    assert (asked.label, told.label, told.is_failed) == ("send_group_msg", "send_group_msg", False)
    assert rig.last("send_group_msg")["message"] == [{"type": "text", "data": {"text": "12345"}}]
    await rig.call("post_group_msg", group_id=30001, rtf=[{"type": "face", "data": {"id": "1"}}])
    assert rig.last("send_group_msg")["message"] == [{"type": "face", "data": {"id": "1"}}]


async def test_what_does_not_fit_goes_out_as_it_is(rig: Rig) -> None:
    await rig.call("get_group_member_info", group_id=30001, user_id=20001)  # the signature wants no_cache
    assert rig.last("get_group_member_info") == {"group_id": 30001, "user_id": 20001}
    await rig.call("get_record", file="a.amr", out_format="mp3")
    assert rig.last("get_record") == {"file": "a.amr", "out_format": "mp3"}
    asked, told = await rig.call("no_such_action", x=1)
    assert (asked.label, told.is_failed) == ("no_such_action", True)


async def test_an_object_goes_out_as_it_is(rig: Rig) -> None:
    await rig.call("get_msg", is_raw=True, message_id="1")
    assert rig.last("get_msg") == {"message_id": "1"}
    await rig.call("post_private_msg", is_raw=True, user_id=20001, text="hi")  # no action of the wire, so it is the method
    assert rig.last("send_private_msg")["user_id"] == 20001


@pytest.mark.parametrize(
    ("action", "params", "words"),
    [
        ("post_group_msg", {}, "group_id=…"),
        ("post_group_msg", {"group_id": 1, "nothing": 2}, "nothing?"),
        ("post_group_msg", {"group_id": 30001}, ""),
        ("post_group_msg", {"group_id": 30001, "rtf": 5}, ""),
        ("get_friend_list", {"cache": True, "timeout": "soon"}, ""),
    ],
)
async def test_what_no_way_takes_is_told_and_nothing_is_sent(
    rig: Rig, action: str, params: dict[str, object], words: str
) -> None:
    before = len(rig.server.calls)
    with pytest.raises(AskError) as caught:
        await rig.platform.ask(CallAction(action, params))
    assert caught.value.reason == "bad_params"
    assert words in caught.value.words
    assert len(rig.server.calls) == before


@pytest.mark.parametrize("action", ["set_group_ban", "post_group_msg", "send_group_msg", "no_such_action", "bot_exit"])
@pytest.mark.parametrize("is_raw", [True, False])
async def test_a_read_only_account_sends_nothing_that_changes_something(rig: Rig, action: str, is_raw: bool) -> None:
    before = len(rig.server.calls)
    params = {"group_id": 30001, "text": "x"} if action == "post_group_msg" else {"group_id": 30001}
    with pytest.raises(AskError) as caught:
        await rig.platform.ask(CallAction(action, params, is_raw, only_reads=True))
    assert caught.value.reason == "read_only"
    assert len(rig.server.calls) == before
    _, told = await rig.call("get_login_info", only_reads=True)
    assert not told.is_failed


async def test_secrets_are_marked(rig: Rig) -> None:
    for action in ("get_cookies", "get_csrf_token", "get_credentials", "nc_get_rkey", "get_client_key"):
        params = {"domain": "qun.qq.com"} if action in ("get_cookies", "get_credentials") else {}
        _, told = await rig.call(action, **params)
        assert told.hides_data and not told.is_failed, action


async def test_a_call_can_be_read_back_and_made_a_line_for_a_shell(rig: Rig) -> None:
    asked, _ = await rig.call("get_msg", is_raw=True, message_id="it's")
    assert await rig.platform.ask(AskCall(asked.text)) == CallAction("get_msg", {"message_id": "it's"}, is_raw=True)
    with pytest.raises(AskError):
        await rig.platform.ask(AskCall('{"cut'))
    line = await rig.platform.ask(AskShellLine(asked.text))
    words = shlex.split(line)
    assert words[:3] == ["printf", "%s\\n", asked.text]
    assert words[3:5] == ["|", "websocat"] and words[-1].startswith("ws://127.0.0.1:")
    assert "s3same" not in line and "Bearer $TOKEN" in line


async def test_the_line_for_http_is_curls_and_names_no_secret() -> None:
    from tui.platforms.onebot11.api import Api
    from tui.platforms.onebot11.calls import Calls
    from tui.platforms.onebot11.console import Console

    async def send(text: str) -> None:
        raise AssertionError(text)

    calls = Calls(send, lambda: True)
    settings = Settings(url="http://127.0.0.1:3000/?access_token=hush", token="hush")
    console = Console(calls, Api(calls), settings, "napcat")
    line = await console.rules[AskShellLine](AskShellLine('{"action": "get_msg", "params": {"message_id": 1}}'))
    assert shlex.split(str(line))[:3] == ["curl", "-s", "http://127.0.0.1:3000/get_msg"]
    assert "hush" not in str(line)
    listening = Console(calls, Api(calls), Settings(listen="127.0.0.1:1"), "napcat")
    with pytest.raises(AskError, match="only_dialled"):
        await listening.rules[AskShellLine](AskShellLine("{}"))


async def test_connecting_and_failing_to_is_told(rig: Rig) -> None:
    assert [frame.label for frame in rig.frames if frame.kind is FrameKind.NOTE] == ["connected"]
    await rig.platform.close()
    assert rig.frames[-1].label == "closed"
    other = OneBot11(Settings(url="ws://127.0.0.1:1"))
    told: list[Frame] = []
    other.on_frame = told.append
    with pytest.raises(Exception, match="refused"):
        await other.connect(lambda event: None)
    assert [(frame.label, frame.is_failed) for frame in told] == [("not_connected", True)]
