"""The console over a real connection: the commands as they describe themselves, and any command called by name."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import shutil
from collections.abc import AsyncIterator

import pytest

from tests.platforms.console_rig import ConsoleRig
from tests.platforms.mirai.test_commands import ROWS, Call
from tui.chat.masking import mask
from tui.platforms.base import AskError
from tui.platforms.console import AskCall, AskShellLine, CallAction
from tui.platforms.frames import Frame
from tui.platforms.mirai.calls import Calls, name_of
from tui.platforms.mirai.commands import Commands
from tui.platforms.mirai.console import Console, word_of
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.platforms.mirai.tap import Tap
from tui.platforms.mirai.uploading import Uploads
from tui.simulator.mirai.server import MiraiServer


class Rig(ConsoleRig):
    """The platform over its WebSocket, and the server it is connected to."""

    def __init__(self, server: MiraiServer) -> None:
        super().__init__(Mirai(Settings(url=server.url, verify_key="k", qq=10001)))
        self.server = server


@pytest.fixture
async def rig(server: MiraiServer) -> AsyncIterator[Rig]:
    made = Rig(server)
    await made.platform.connect(lambda event: None)
    yield made
    await made.platform.close()


def content(frame: Frame) -> dict[str, object]:
    return dict(json.loads(frame.text)["content"])


async def test_every_command_describes_itself(rig: Rig) -> None:
    actions = await rig.described()
    assert {name_of(command, sub) for _, command, sub, _ in ROWS} <= {action.wire for action in actions.values()}
    assert all(action.help and "\n" not in action.help and action.wire for action in actions.values())
    mute = [(one.name, one.is_required, one.type) for one in actions["mute"].parameters]
    assert mute == [("group", True, "text"), ("user", True, "text"), ("seconds", True, "number")]


class _Recorder(Calls):
    """Keeps what is called and answers nothing."""

    def __init__(self) -> None:
        self.called = ""

    async def call(self, command, content=None, *, sub=None, timeout=None):  # type: ignore[no-untyped-def]
        self.called = name_of(command, sub)
        return {"code": 0}


@pytest.mark.parametrize(("call", "command", "sub"), [row[:3] for row in ROWS], ids=[row[1] for row in ROWS])
async def test_each_name_leads_to_its_command(call: Call, command: str, sub: str | None) -> None:
    class Named:
        name = ""

        def __getattr__(self, name: str) -> object:
            self.name = name
            return getattr(Commands(_Recorder(), 5.0), name)

    named = Named()
    await call(named)  # type: ignore[arg-type]
    assert word_of(named.name) == name_of(command, sub)


async def test_what_only_reads_is_told_from_what_changes_something(rig: Rig) -> None:
    actions = await rig.described()
    assert {action.wire for action in actions.values() if action.is_reading} == {
        "about", "botList", "friendList", "groupList", "memberList", "latestMemberList", "botProfile", "friendProfile",
        "userProfile", "memberProfile", "messageFromId", "roamingMessages", "file_list", "file_info", "groupConfig.get",
        "memberInfo.get", "anno_list",
    }  # fmt: skip
    for action in ("mute", "sendGroupMessage", "send_group_message", "groupConfig.update", "no_such", "release"):
        with pytest.raises(AskError, match="read_only"):
            await rig.platform.ask(CallAction(action, {}, only_reads=True))


async def test_a_call_that_fits_the_signature_goes_through_the_method(rig: Rig) -> None:
    asked, told = await rig.call("send_group_message", group=30001, chain="你好")
    assert (asked.label, told.label, told.is_failed) == ("sendGroupMessage", "sendGroupMessage", False)
    assert content(asked) == {"target": 30001, "messageChain": [{"type": "Plain", "text": "你好"}]}
    asked, _ = await rig.call("send_group_message", group=30001, chain={"type": "AtAll"})
    assert content(asked)["messageChain"] == [{"type": "AtAll"}]
    asked, _ = await rig.call("mute", group=30001, user=20001, seconds=60)
    assert content(asked) == {"target": 30001, "memberId": 20001, "time": 60}
    asked, _ = await rig.call("latest_member_list", group=30001, users=20001)
    assert content(asked)["memberIds"] == [20001]


async def test_what_does_not_fit_goes_out_as_it_is(rig: Rig) -> None:
    asked, told = await rig.call("mute", target=30001, memberId=20001, time=60)
    assert content(asked) == {"target": 30001, "memberId": 20001, "time": 60} and not told.is_failed
    asked, told = await rig.call("friendList", is_raw=True)
    assert (asked.label, told.is_failed) == ("friendList", False)
    asked, told = await rig.call("noSuchCommand", x=1)
    assert (asked.label, told.is_failed) == ("noSuchCommand", True)
    with pytest.raises(AskError, match="bad_params"):
        await rig.platform.ask(CallAction("send_group_message", {"group": 1}))


async def test_second_words_stand_behind_a_dot(rig: Rig) -> None:
    asked, told = await rig.call("groupConfig.update", is_raw=True, target=30001, config={"name": "新名"})
    assert (asked.label, json.loads(asked.text)["subCommand"], told.is_failed) == ("groupConfig.update", "update", False)
    _, told = await rig.call("group_config", group=30001)
    assert told.label == "groupConfig.get" and "新名" in told.text
    again = await rig.platform.ask(AskCall(asked.text))
    assert again == CallAction("groupConfig.update", {"target": 30001, "config": {"name": "新名"}}, is_raw=True)


async def test_a_call_can_be_made_a_line_for_a_shell(rig: Rig) -> None:
    asked, _ = await rig.call("friend_list")
    words = shlex.split(await rig.platform.ask(AskShellLine(asked.text)))
    assert words[:5] == ["printf", "%s\\n", asked.text, "|", "websocat"]
    assert words[-3:-1] == ["-H=verifyKey: $VERIFY_KEY", "-H=qq: 10001"]
    assert words[-1] == f"{rig.server.url.replace('http', 'ws')}/all"
    with pytest.raises(AskError, match="bad_params"):
        await rig.platform.ask(AskCall('{"cut'))


def console(settings: Settings) -> Console:
    async def send(text: str) -> None:
        raise AssertionError(text)

    calls = Calls(send, lambda: True, 5.0)
    return Console(calls, Commands(calls, 5.0), Uploads(settings, "s", Tap(None, lambda: 0)), settings)


def test_the_line_for_http_opens_a_session_of_its_own_and_names_no_secret() -> None:
    settings = Settings(url="http://127.0.0.1:8080", verify_key="hush", qq=10001, transport="http")
    call = {"syncId": "1", "command": "file_list", "subCommand": None, "content": {"id": "", "target": 3, "size": None}}
    line = console(settings).shell_line(json.dumps(call))
    assert "hush" not in line and "$VERIFY_KEY" in line
    assert "curl -s -X GET -H \"sessionKey: $S\" 'http://127.0.0.1:8080/file/list?id=&target=3';" in line
    assert [part.split("'")[1] for part in line.split("; ") if part.startswith("curl")][0::2] == [
        "http://127.0.0.1:8080/bind", "http://127.0.0.1:8080/release",
    ]  # fmt: skip
    posted = {"syncId": "1", "command": "memberInfo", "subCommand": "update", "content": {"target": 3, "info": {"name": "it's"}}}
    line = console(settings).shell_line(json.dumps(posted))
    assert "curl -s -X POST" in line and "/memberInfo' -H 'Content-Type: application/json' -d '{" in line
    assert "it'\\''s" in line


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
async def test_the_line_for_http_really_calls(server: MiraiServer) -> None:
    settings = Settings(url=server.url, verify_key="k", qq=10001, transport="http")
    call = {"syncId": "1", "command": "mute", "subCommand": None, "content": {"target": 30001, "memberId": 20001, "time": 60}}
    line = console(settings).shell_line(json.dumps(call))
    shell = await asyncio.create_subprocess_exec("sh", "-c", line, env={"VERIFY_KEY": "k", "PATH": os.environ["PATH"]}, stdout=-1)
    told, _ = await shell.communicate()
    assert told.count(b'"code":0') == 3, told
    assert [one.params for one in server.calls if one.action == "mute"] == [call["content"]]


async def test_there_is_no_line_where_they_dial_us() -> None:
    with pytest.raises(AskError, match="only_dialled"):
        console(Settings(qq=1, listen="127.0.0.1:1")).shell_line("{}")
    with pytest.raises(AskError, match="bad_params"):
        await console(Settings(url="http://a", transport="webhook")).rules[AskShellLine](AskShellLine("{"))


async def test_keys_of_sessions_are_masked_wherever_they_stand(rig: Rig) -> None:
    first = next(frame for frame in rig.frames if '"session"' in frame.text)
    key = json.loads(first.text)["data"]["session"]
    assert key and key not in mask(first.text, first.hides_data)
    assert all(key not in mask(frame.text, frame.hides_data) for frame in rig.frames)
