"""The wire inspector: frames as they cross, filtered, paused, copied, masked; and actions called from its console."""

from __future__ import annotations

import errno
import json
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.journeys.journey import FRIEND, GROUP, NARROW, USUAL, WIDE, Journey, journey
from tui.connection import wire_log
from tui.connection.ring import FrameRing
from tui.connection.status import LinkState
from tui.connection.wire_log import WireLog
from tui.platforms.frames import Direction, Frame, FrameKind
from tui.ui.screens.help import Help
from tui.ui.screens.inspector import Inspector


async def inspector(j: Journey, *keys: str) -> Inspector:
    """Open the inspector and press *keys* in it."""
    await j.press("f12")
    sheet = await j.asked(Inspector)
    await j.press(*keys)
    return sheet


async def call(j: Journey, line: str) -> None:
    """Call *line* from the console of the open inspector, and wait for the answer."""
    sheet = j.app.screen
    assert isinstance(sheet, Inspector)
    if not sheet.console.has_focus_within:
        await j.press("colon")
    await j.type(line)
    await j.press("enter")
    await j.until(
        lambda: (row := sheet.row) and row.frame.is_by_hand and line.startswith(row.frame.label), f"the answer to {line}"
    )


def labels(sheet: Inspector) -> list[str]:
    return [row.frame.label for row in sheet.list.rows]


@pytest.mark.parametrize("size", [WIDE, USUAL, NARROW])
async def test_a_send_is_seen_with_its_latency_and_spelled_out(tmp_path: Path, size: tuple[int, int]) -> None:
    async with journey(tmp_path, size=size) as j:
        await j.open(FRIEND)
        await j.type("hi there")
        await j.press("enter")
        await j.called("send_private_msg")
        sheet = await inspector(j, "slash")
        await j.type("send_private_msg")
        await j.press("enter")
        await j.until(lambda: labels(sheet) == ["send_private_msg"] * 2, "the call and its answer")
        await j.shows("-> send_private_msg", "<= send_private_msg", " ms")
        assert {row.latency for row in sheet.list.rows} == {sheet.list.rows[1].frame.latency}
        await j.press("home", "enter")
        await j.shows('"action": "send_private_msg"')
        await j.press("enter", *["pagedown"] * 4)
        await j.shows('"message_id"')
        await j.press("escape", "escape", "escape")
        await j.is_back()


async def test_what_comes_is_seen_as_it_comes_and_heartbeats_only_when_asked_for(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        sheet = await inspector(j)
        j.server.beat()
        await j.server.say_group("30002", "20001", "[/b]今天[red]天气")
        await j.shows("<- message.group.normal", "&#91;/b&#93;今天&#91;red&#93;天气")
        assert "meta_event.heartbeat" not in labels(sheet)
        await j.press("h")
        await j.shows("<- meta_event.heartbeat", "含心跳")
        await j.press("h")
        await j.hides("meta_event.heartbeat")


async def test_paused_it_stands_still_and_counts_and_goes_on_with_all_of_it(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"heartbeat": 3600}) as j:
        sheet = await inspector(j, "space")
        before = labels(sheet)
        for number in range(3):
            await j.server.say_group("30002", "20001", f"line {number}")
        await j.shows("已暂停，新来 3 帧")
        assert labels(sheet) == before and "line 1" not in j.screen
        await j.press("p")
        await j.shows("实时", "line 0", "line 2")
        await j.press("p")
        await call(j, "get_status")
        await j.shows("实时")  # one's own answer is not waited for in vain
        await j.press("escape", "escape", "X")
        await j.shows("已清空")
        assert labels(sheet) == []


async def test_the_cursor_stays_where_it_is_and_follows_from_the_end(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"heartbeat": 3600}) as j:
        sheet = await inspector(j)
        await j.press("home")
        first = sheet.list.cursor_key
        await j.server.say_group("30002", "20001", "one")
        await j.until(lambda: labels(sheet)[-1] == "message.group.normal")
        assert sheet.list.cursor_key == first
        await j.press("end")
        await j.server.say_group("30002", "20001", "two")
        await j.until(lambda: sheet.list.cursor_row is not None and "two" in sheet.list.cursor_row.frame.text)
        await j.press("enter")
        await j.server.say_group("30002", "20001", "three")
        await j.until(lambda: "three" in sheet.list.rows[-1].frame.text)
        assert sheet.row is not None and "two" in sheet.row.frame.text, "what is read does not run away"


async def test_what_one_looks_at_stays_on_its_line_when_the_oldest_frames_go(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"heartbeat": 3600}) as j:
        ring = j.connection.frames["main"]
        ring._max_frames = 80
        for number in range(80):
            ring.put(Frame(number, Direction.IN, FrameKind.EVENT, f"event{number}", "{}"))
        sheet = await inspector(j, *["up"] * 8)
        key, line = sheet.list.cursor_key, sheet.list._cursor - sheet.list.scroll_offset.y
        for number in range(5):
            ring.put(Frame(number, Direction.IN, FrameKind.EVENT, f"more{number}", "{}"))
        await j.until(lambda: labels(sheet)[-1] == "more4", "the new frames")
        await j.settle()
        assert len(sheet.list.rows) == 80
        assert (sheet.list.cursor_key, sheet.list._cursor - sheet.list.scroll_offset.y) == (key, line)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("out", {"->"}),
        ("answer in", {"<="}),
        ("event", {"<-"}),
        ("note", {"--"}),
        ("get_login_info", {"->", "<="}),
        ("zzz", set()),
    ],
)
async def test_the_filter_shows_what_is_asked_for(tmp_path: Path, words: str, shown: set[str]) -> None:
    async with journey(tmp_path) as j:
        await j.server.say_group("30002", "20001", "hello")
        await inspector(j)
        await j.shows("message.group.normal")
        await j.press("slash")
        await j.type(words)
        marks = {"->", "<=", "<-", "--"}
        await j.until(lambda: {mark for mark in marks if f" {mark} " in j.screen} == shown, f"only {shown}")
        await j.press("escape")
        await j.shows(" -> ", " <= ", " <- ", " -- ")


async def test_failed_ones_and_directions_have_keys_of_their_own_and_are_remembered(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.fail("get_msg", "消息不存在")
        sheet = await inspector(j)
        await call(j, "get_msg message_id=1")
        await j.shows("get_msg 失败：消息不存在")
        await j.press("escape", "escape", "f")
        await j.until(lambda: labels(sheet) == ["get_msg", "get_msg"], "only what failed")
        await j.press("d")
        await j.until(lambda: [row.frame.direction for row in sheet.list.rows] == [Direction.IN], "only the answer")
        await j.shows("只看失败", "只看收")
        await j.press("f12")
        await j.is_back()
        await inspector(j)
        await j.shows("只看失败", "只看收")
        await j.press("d", "d", "f")
        await j.hides("实时 · 只看")


async def test_an_action_is_called_with_completion_and_its_answer_read_scrolled_and_copied(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        sheet = await inspector(j, "colon")
        await j.until(lambda: sheet.console._actions, "the actions")
        await j.type("get_group_mem")
        await j.shows("group_id user_id no_cache", "get_group_member_list")
        await j.press("tab")
        assert sheet.console.field.value == "get_group_member_"
        await j.type("i")
        await j.press("tab")
        assert sheet.console.field.value == "get_group_member_info "
        await j.shows("user_id")
        await j.press("tab")
        await j.type("30001 u")
        await j.press("tab")
        await j.type("20001")
        assert sheet.console.field.value == "get_group_member_info group_id=30001 user_id=20001"
        await j.press("enter")
        assert await j.called("get_group_member_info") == {"group_id": 30001, "user_id": 20001}
        await j.shows('"nickname": "曾小贤"', "get_group_member_info 成功")
        assert "get_group_member_info" in labels(sheet)
        await j.press("up")
        assert sheet.console.field.value == "get_group_member_info group_id=30001 user_id=20001"
        await j.press("down")
        assert sheet.console.field.value == ""
        await j.press("escape", "y")
        await j.until(lambda: j.copied, "the copy")
        assert json.loads(j.copied[-1])["data"]["nickname"] == "曾小贤"


async def test_arrows_choose_a_completion_and_enter_takes_it(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        sheet = await inspector(j, "c")
        await j.until(lambda: sheet.console._actions, "the actions")
        await j.type("get_group_member")
        await j.press("down", "enter")
        assert sheet.console.field.value == "get_group_member_list "
        await j.press("escape")
        await j.type("W?")  # letters, here
        assert sheet.console.field.value == "get_group_member_list W?"
        await j.press("enter")
        await j.shows("第 23 格应当是 参数名=值")
        assert not [call for call in j.server.calls if call.action == "get_group_member_list W?"]


async def test_any_action_of_the_wire_can_be_called_with_an_object(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await inspector(j)
        await call(j, 'get_group_info {"group_id": 30001, "x": [1]}')
        assert await j.called("get_group_info") == {"group_id": 30001, "x": [1]}
        await call(j, "made_up_action deep=true")
        assert await j.called("made_up_action") == {"deep": True}
        await j.shows("made_up_action 失败")
        await j.type("post_group_msg text=hi")
        await j.press("enter")
        await j.shows("group_id=…")
        assert not j.calls("send_group_msg")


async def test_cookies_are_masked_everywhere_and_revealed_only_where_one_asked_oneself(tmp_path: Path) -> None:
    async with journey(tmp_path, size=(120, 50)) as j:
        sheet = await inspector(j)
        await call(j, "get_cookies domain=qun.qq.com")
        await j.until(lambda: sheet.row and sheet.row.frame.kind is FrameKind.ANSWER, "the answer")
        assert sheet.row is not None
        secret = json.loads(sheet.row.frame.text)["data"]["cookies"]
        await j.shows('"cookies": "***"')
        assert "skey=@simulated" not in j.screen and "skey=@simulated" in secret
        await j.press("escape", "y")
        await j.until(lambda: j.copied, "the copy")
        assert secret not in j.copied[-1]
        await j.press("v")
        await j.shows("skey=@simulated", "已显示")
        await j.press("y")
        await j.until(lambda: len(j.copied) == 2, "the copy")
        assert secret in j.copied[-1]
        await j.press("v")
        await j.hides("skey=@simulated")
        await j.press("escape", "home", "v")
        await j.shows("只能显示自己在控制台要来的")


async def test_links_with_keys_are_masked_on_their_way_in_and_out(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await inspector(j)
        await j.server.say_group("30002", "20001", "see https://multimedia.nt.qq.com.cn/download?rkey=CAESIHush&spec=0")
        await j.shows("?rkey=***&amp;spec=0")
        await call(j, 'send_group_msg {"group_id": 30002, "message": "x?access_token=Hush2 Bearer Hush3"}')
        await j.press("escape")
        await j.shows("access_token=***", "Bearer ***")
        assert "Hush" not in j.screen


async def test_a_read_only_account_is_not_written_to(tmp_path: Path) -> None:
    async with journey(tmp_path, read_only=True) as j:
        await inspector(j, "colon")
        await j.type("set_group_ban group_id=30001 user_id=20001 duration=60")
        await j.press("enter")
        await j.shows("只读")
        assert not j.calls("set_group_ban")
        await call(j, "get_group_info group_id=30001")
        await j.shows("get_group_info 成功")


async def test_a_call_goes_back_into_the_console_and_into_a_shells_line(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        sheet = await inspector(j)
        await call(j, "get_group_info group_id=30001")
        await j.press("escape", "Y")
        await j.until(lambda: j.copied, "the line")
        assert "websocat" in j.copied[-1] and '"action": "get_group_info"' in j.copied[-1]
        await j.press("r")
        await j.until(lambda: sheet.console.field.value, "the line")
        assert sheet.console.field.value.startswith('get_group_info {"group_id": 30001')
        await j.press("enter")
        await j.called("get_group_info", 2)


async def test_one_goes_from_a_call_to_its_answer_and_back(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        sheet = await inspector(j)
        await j.until(lambda: "get_login_info" in labels(sheet))
        first = next(row for row in sheet.list.rows if row.frame.label == "get_login_info")
        sheet.list.move_to(first.key)
        await j.press("g")
        row = sheet.list.cursor_row
        assert row is not None and (row.frame.kind, row.frame.call) == (FrameKind.ANSWER, first.frame.call)
        await j.press("g")
        assert sheet.list.cursor_key == first.key
        await j.press("d", "d", "g")
        await j.shows("被筛选挡住了")


async def test_hostile_frames_neither_break_nor_dress_the_screen(tmp_path: Path) -> None:
    async with journey(tmp_path, size=WIDE) as j:
        ring = j.connection.frames["main"]
        for text in (
            "[/b][@click=app.quit]",
            '{"a": "\x1b]0;owned\x07\u202e"}',
            "[" * 300_000,
            '{"token": "' + "hush" * 2_500_000,
        ):
            ring.put(Frame(5_000, Direction.IN, FrameKind.BROKEN, "\x1b[31m[/b]", text, is_failed=True))
        sheet = await inspector(j)
        await j.shows("[/b][@click=app.quit]", "\\u001b]0;owned\\u0007\\u202e")
        assert "hush" not in j.screen
        await j.press("end", "enter")
        await j.shows("太长，只留了前")
        assert "hush" not in j.screen
        assert sheet.row is not None and sheet.row.frame.size == 10_000_011
        await j.press("left", "left", "left")
        await j.press("escape", "end", "enter", "up", "up")
        await j.shows("\\u001b]0;owned")


async def test_several_accounts_are_told_apart_and_chosen(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        other = j.connection.frames["other"] = FrameRing()
        other.put(Frame(1_000, Direction.IN, FrameKind.EVENT, "message.elsewhere", "{}"))
        sheet = await inspector(j)
        await j.shows("全部账号", "message.elsewhere", "get_login_info", " other")
        await j.press("a")
        await j.hides("message.elsewhere")
        await j.press("a")
        await j.until(lambda: labels(sheet) == ["message.elsewhere"], "one account")
        await j.press("a")
        await j.shows("get_login_info", "message.elsewhere")


async def test_frames_of_another_account_do_not_turn_the_console_to_it(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        (main,) = j.connection.statuses
        other = j.connection.frames["other"] = FrameRing()
        j.connection._note(replace(main, label="other", account=None, state=LinkState.STOPPED))
        sheet = await inspector(j, "colon")
        await j.shows("控制台对 main")
        await j.type("get_status")
        other.put(Frame(time.time_ns() // 1_000_000 + 60_000, Direction.IN, FrameKind.EVENT, "message.elsewhere", "{}"))
        await j.until(lambda: (row := sheet.list.cursor_row) and row.account == "other", "the cursor follows the frames")
        await j.press("enter")
        await j.until(lambda: sheet.row and sheet.row.frame.label == "get_status", "the call's answer")


async def test_what_the_network_does_is_in_the_list(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await inspector(j)
        await j.lose_the_network()
        await j.shows("-- 连接断开")
        await j.press("colon")
        await j.type("get_status")
        await j.press("enter")
        await j.shows("没有连接")
        await j.find_the_network()
        await call(j, "get_status")


async def test_it_opens_by_each_of_its_keys_and_from_the_palette_and_has_help(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        for keys in (("alt+w",), ("f12",), ("ctrl+p", *">线路监视", "enter")):
            await j.press(*keys)
            await j.asked(Inspector)
            await j.press("question_mark")
            await j.asked(Help)
            await j.shows("线路监视", "复制成命令行")
            await j.press("escape", "escape")
            await j.is_back()
        await j.open(FRIEND)
        await j.press("W")
        assert j.main.composer.text == "W"
        j.main.pane.focus()
        await j.press("W")
        await j.asked(Inspector)
        await j.press("W")
        await j.is_back()


async def test_it_speaks_english(tmp_path: Path) -> None:
    async with journey(tmp_path, language="en") as j:
        await inspector(j, "space")
        await j.shows("Wire inspector", "paused, ", "Enter details", "-- connected")


async def test_that_the_wire_is_written_down_is_said_and_when_it_can_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = WireLog(tmp_path / "wire.jsonl")
    async with journey(tmp_path / "data", wire_log=log) as j:
        await j.shows("正在记录线路")
        await inspector(j)
        await j.shows("正在记录线路")

        def full(file: int, data: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(wire_log.os, "write", full)
            await j.server.say_group("30002", "20001", "lost")
            await j.shows("线路记录写不进去：No space left on device")
        await j.server.say_group("30002", "20001", "written")
        await j.shows("线路记录又能写了")
    log.close()
    text = (tmp_path / "wire.jsonl").read_text(encoding="utf-8")
    assert '"lost": ' in text and "written" in text
