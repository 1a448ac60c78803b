"""A person's day on each implementation: said, heard, quoted, recalled, poked, muted, paged, missed and caught up with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, OTHER_FRIEND, Journey, journey
from tui.chat.messages import SendState
from tui.platforms.onebot11.history import MANY_BREAKS
from tui.simulator import segments as make
from tui.simulator.model import group_chat
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.world import small_world
from tui.store.rows import GapState
from tui.ui.screens.duration import AskDuration
from tui.ui.screens.question import Question

dialects = pytest.mark.parametrize("dialect", DIALECTS)
HISTORY = 130


async def sent(j: Journey, count: int) -> None:
    await j.until(lambda: [row.state for row in j.messages(GROUP) if row.is_own].count(SendState.SENT) == count, f"{count} sent")


@dialects
async def test_a_talk_in_a_group(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await j.open(GROUP)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        said = await j.server.say_group("30002", "20001", "周六[去]不去, A&B？")
        await j.shows("周六[去]不去, A&B？")
        await j.press("up", "r")
        await j.until(lambda: j.main.composer.quote is not None)
        await j.type("去")
        await j.press("enter")
        await sent(j, 1)
        assert (await j.called("send_group_msg"))["message"][0] == {
            "type": "reply",
            "data": {"id": str(j.server.message_id(said))},
        }
        await j.type("打错了")
        await j.press("enter")
        await sent(j, 2)
        await j.press("up", "d")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: [row.is_recalled for row in j.messages(GROUP)] == [False, False, True])
        await j.says("完成")
        await j.select("周六")
        await j.press("P")
        await j.shows("戳了戳")
        await j.press("m")
        await j.asked(AskDuration)
        await j.type("10m")
        await j.press("enter")
        await j.until(lambda: (member := j.reader.member(j.row(GROUP).id, "20001")) and member.muted_until, "muted until")
        await j.says("完成")
        assert j.texts(GROUP) == ["周六[去]不去, A&B？", "去", "打错了"]


@dialects
async def test_a_talk_with_a_friend(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect, "report_self": True}) as j:
        await j.open(FRIEND)
        await j.type("在吗")
        await j.press("enter")
        await j.until(lambda: [row.state for row in j.messages(FRIEND)] == [SendState.SENT])
        await j.server.say_private("20001", "在")
        await j.server.say_private("20001", "手机上说的", by="10001")
        await j.until(lambda: j.texts(FRIEND) == ["在吗", "在", "手机上说的"])
        await j.shows("手机上说的")
        await j.press("up", "d")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: [row.is_recalled for row in j.messages(FRIEND)] == [False, False, True])
        await j.says("完成")
        await j.server.poke("20001")
        await j.shows("戳了戳")


@dialects
async def test_everything_that_was_said_is_paged_back(tmp_path: Path, dialect: str) -> None:
    world = small_world()
    for n in range(HISTORY):
        sender = "10001" if n % 5 == 0 else "20002" if n % 3 else "20001"
        world.remember(group_chat("30002"), sender, [make.text(f"旧话{n}。")], 1_700_000_000 + n // 3)
    async with journey(tmp_path, world, server={"dialect": dialect}) as j:
        await j.open(GROUP)
        await j.shows(f"旧话{HISTORY - 1}。")
        for _ in range(60):
            if "旧话0。" in j.screen:
                break
            await j.press("pageup")
            await j.until(lambda: not j.main.pane._view.loading_gaps)  # type: ignore[union-attr]
        await j.shows("旧话0。")
        assert j.texts(GROUP) == [f"旧话{n}。" for n in range(HISTORY)]
        await j.until(lambda: not j.reader.gaps(j.row(GROUP).id), "the beginning")


@dialects
@pytest.mark.parametrize("report_self", [False, True])
async def test_what_was_missed_comes_once(tmp_path: Path, dialect: str, report_self: bool) -> None:
    async with journey(tmp_path, server={"dialect": dialect, "report_self": report_self}) as j:
        await j.open(OTHER_FRIEND)
        await j.server.say_group("30002", "20001", "之前")
        await j.server.say_private("20001", "之前")
        await j.until(lambda: j.texts(GROUP) == j.texts(FRIEND) == ["之前"])
        await j.lose_the_network()
        missed = [f"错过{n}" for n in range(70)]
        for n, text in enumerate(missed):
            await j.server.say_group("30002", "10001" if n % 9 == 4 else "20002", text)
        for n in range(5):
            await j.server.say_private("20001", f"私{n}", by="10001" if n in (1, 2) else "")
        await j.find_the_network()
        await j.until(lambda: j.texts(GROUP) == ["之前", *missed], "all that was missed")
        if dialect != "gocqhttp":
            await j.until(lambda: j.texts(FRIEND) == ["之前", *(f"私{n}" for n in range(5))], "what the friend said")
        await j.server.say_private("20001", "之后")
        if dialect == "gocqhttp":
            states = [GapState.UNKNOWN]
            await j.until(lambda: [gap.state for gap in j.reader.gaps(j.row(FRIEND).id) if gap.lower] == states, "it says so")
            assert j.texts(FRIEND) == ["之前", "之后"]
        else:
            await j.until(lambda: j.texts(FRIEND)[-1] == "之后")
            assert j.texts(FRIEND) == ["之前", *(f"私{n}" for n in range(5)), "之后"]


@dialects
async def test_a_message_whose_answer_was_lost_is_found_again(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await j.server.say_group("30002", "20001", "之前")
        await j.open(GROUP)
        await j.until(lambda: j.texts(GROUP) == ["之前"])
        j.server.faults.execute_only("send_group_msg", times=1)
        await j.type("到了, [CQ:face,id=1]吗？")
        await j.press("enter")
        await j.called("send_group_msg")
        await j.lose_the_network()
        await j.type("第二句")
        await j.press("enter")
        await j.find_the_network()
        await sent(j, 2)
        assert j.texts(GROUP) == ["之前", "到了, [CQ:face,id=1]吗？", "第二句"]
        assert [message.text for message in j.server.world.conversation(group_chat("30002")).messages] == j.texts(GROUP)


async def test_what_we_said_elsewhere_after_lagranges_last_page_comes_with_the_next_message(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"dialect": "lagrange"}) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "之前")
        await j.until(lambda: j.texts(FRIEND) == ["之前"])
        await j.lose_the_network()
        now = j.server.world.clock()
        j.server.world.clock = lambda: now + 5
        await j.server.say_private("20001", "手机上说的", by="10001")
        before = len(j.calls("get_friend_msg_history"))
        await j.find_the_network()
        await j.called("get_friend_msg_history", before + 3)
        await j.until(lambda: all(account.is_synced for account in j.reader.accounts()))
        j.server.world.clock = lambda: now + 9
        await j.server.say_private("20001", "之后")
        await j.until(lambda: j.texts(FRIEND) == ["之前", "手机上说的", "之后"], "the one between")


async def test_a_page_that_go_cqhttp_falls_over_does_not_cost_one_connection_after_the_other(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"dialect": "gocqhttp"}) as j:
        await j.server.say_group("30002", "20001", "之前")
        await j.until(lambda: j.texts(GROUP) == ["之前"])
        await j.lose_the_network()
        await j.server.say_group("30002", "20004", "我走了")
        await j.server.leave("30002", "20004")
        asked, logins = len(j.calls("get_group_msg_history")), len(j.calls("get_login_info"))
        await j.find_the_network()
        await j.until(
            lambda: "20004" not in [row.sender for row in j.messages(GROUP)] and fallen(j, asked) == MANY_BREAKS, "it fell"
        )
        # What is said before it has come back after its last fall is not to be had from there for a while.
        await j.until(lambda: len(j.calls("get_login_info")) - logins == MANY_BREAKS + 1, "it came back")
        await j.online()
        await j.server.say_group("30002", "20001", "之后")
        await j.until(lambda: j.texts(GROUP) == ["之前", "之后"], "life goes on")
        await j.until(lambda: [gap.state for gap in j.reader.gaps(j.row(GROUP).id) if gap.lower] == [GapState.UNKNOWN])
        assert fallen(j, asked) == MANY_BREAKS


def fallen(j: Journey, before: int) -> int:
    """How often the page was asked for again over which the other side falls."""
    return len([call for call in j.calls("get_group_msg_history")[before:] if call["group_id"] == 30002])
