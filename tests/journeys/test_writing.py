"""Writing: sent once, quoted, taken back, refused, written while away, kept as a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.every_road import on_every_road
from tests.journeys.journey import FRIEND, GROUP, NARROW, USUAL, journey, session
from tests.journeys.roads import Road, on_each_road, with_each_protocol
from tui.connection.status import LinkState
from tui.simulator import segments as make
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.ui.screens.question import Question


@on_every_road
async def test_a_message_is_written_sent_and_answered(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road, server={"report_self": True}) as j:
        await j.open(road.friend)
        await j.type("你好 [/b] world")
        await j.shows("你好 [/b] world")
        await j.press("enter")
        await j.sent(road.friend)
        assert [message.text for message in j.heard(road.friend)] == ["你好 [/b] world"]
        await j.server.say_private("20001", "收到 👌")
        await j.shows("收到 👌", "你好 [/b] world")
        assert j.main.composer.is_empty
        await j.until(lambda: j.texts(road.friend) == ["你好 [/b] world", "收到 👌"], "the order")
        assert len(j.wired("send")) == 1


@pytest.mark.parametrize("size", [NARROW, USUAL])
async def test_there_is_room_to_write_on_small_screens(tmp_path: Path, size: tuple[int, int]) -> None:
    async with journey(tmp_path, size=size, server={"report_self": True}) as j:
        await j.open(FRIEND)
        await j.type("你好 [/b] world")
        await j.shows("你好 [/b] world")
        await j.press("enter")
        await j.until(lambda: j.texts(FRIEND) == ["你好 [/b] world"])
        await j.server.say_private("20001", "收到 👌")
        await j.shows("收到 👌", "你好 [/b] world")


@on_each_road
async def test_a_message_is_quoted(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.group)
        said = await j.server.say_group("30002", "20001", "周六去不去？")
        await j.shows("周六去不去？")
        await j.press("up")
        await j.until(lambda: j.main.pane.cursor_row, "a selected message")
        await j.press("r")
        await j.until(lambda: j.main.composer.quote is not None)
        assert j.main.composer.has_focus
        await j.type("去")
        await j.press("enter")
        await j.sent(road.group)
        assert j.heard(road.group)[-1].segments == [make.reply(said), make.text("去")]
        await j.until(lambda: j.screen.count("周六去不去？") >= 2, "the quoted line above the answer")


async def test_escape_drops_the_quote_and_keeps_the_words(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20001", "一句话")
        await j.shows("一句话")
        await j.press("up", "r")
        await j.type("草稿")
        await j.press("escape")
        assert (j.main.composer.quote, j.main.composer.text) == (None, "草稿")
        await j.press("escape")
        assert j.main.composer.text == "草稿"


@on_every_road
async def test_an_own_message_is_recalled_after_asking(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.talk)
        await j.type("打错了")
        await j.press("enter")
        await j.sent(road.talk)
        await j.press("up", "d")
        await j.asked(Question)
        await j.shows("撤回这条消息？", f"{j.row(road.talk).title}（{road.talk.peer}）")
        await j.press("enter")  # no is marked
        await j.is_back()
        assert not j.wired("recall")
        await j.press("d")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: j.messages(road.talk)[0].is_recalled)
        assert j.heard(road.talk)[0].recalled_by == "10001"
        await j.hides("打错了")
        await j.shows("已撤回")
        await j.press("v")
        await j.shows("打错了")


@on_every_road
async def test_an_own_message_is_taken_back_to_be_written_again(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.friend)
        await j.type("明天三点见")
        await j.press("enter")
        await j.sent(road.friend)
        await j.press("up", "e")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: j.main.composer.text == "明天三点见")
        await j.is_back()
        await j.until(lambda: j.main.composer.has_focus)
        await j.press("backspace", "backspace")
        await j.type("点半见")
        await j.press("enter")
        await j.sent(road.friend, 2)
        assert [row.is_recalled for row in j.messages(road.friend)] == [True, False]
        assert [(message.text, message.recalled_by) for message in j.heard(road.friend)] == [
            ("明天三点见", "10001"),
            ("明天三点半见", ""),
        ]


@on_every_road
async def test_a_refused_message_stays_with_the_words_and_is_sent_again_by_key(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        j.server.faults.fail(road.wire["send"][0], road.refusal, times=1)
        await j.open(road.talk)
        await j.type("在吗")
        await j.press("enter")
        await j.shows("发送失败", road.refusal)
        await j.press("up", "R")
        await j.sent(road.talk)
        await j.hides("发送失败")
        assert len(j.wired("send")) == 2
        assert j.texts(road.talk) == ["在吗"]


async def test_a_refused_message_is_given_up_after_asking(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.fail("send_group_msg", "不行", times=1)
        await j.open(GROUP)
        await j.type("在吗")
        await j.press("enter")
        await j.shows("发送失败")
        await j.press("up", "X")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: not j.messages(GROUP))
        await j.hides("在吗")


@on_every_road
@pytest.mark.parametrize("report_self", [False, True])
async def test_what_is_written_while_away_goes_out_once_and_in_order(tmp_path: Path, road: Road, report_self: bool) -> None:
    async with journey(tmp_path, road=road, server={"report_self": report_self}) as j:
        await j.open(road.talk)
        if road.talk.is_group:
            await j.members(road.talk)
        await j.lose_the_network()
        for text in ("一", "二", "三"):
            await j.type(text)
            await j.press("enter")
        await j.shows("等待发送")
        # Who is dialled waits again as soon as it listens anew, and says so for as long as it takes.
        await j.until(lambda: "重连" in j.screen or "等 QQ 那边连过来" in j.screen, "what is wrong")
        assert not j.wired("send")
        await j.find_the_network()
        await j.sent(road.talk, 3)
        await j.hides("等待发送")
        assert [message.text for message in j.heard(road.talk)] == ["一", "二", "三"]
        # With report_self the sequence numbers, which put those of one second in order, may come after the answers.
        await j.until(lambda: j.texts(road.talk) == ["一", "二", "三"], "the order")


@on_every_road
async def test_what_is_queued_survives_a_restart_and_goes_out_once(tmp_path: Path, road: Road) -> None:
    async with road.serve(small_world()) as server:
        async with session(tmp_path, server, road=road) as j:
            await j.open(road.friend)
            await j.type("早")
            await j.press("enter")
            await j.sent(road.friend)
            await j.lose_the_network()
            for text in ("还在吗", "算了"):
                await j.type(text)
                await j.press("enter")
            await j.type("没写完")
            await j.shows("等待发送")
            await j.press("ctrl+q")
        server.reopen()
        for _ in range(2):  # what was sent is not sent again by the one that comes after that
            async with session(tmp_path, server, road=road) as j:
                await j.shows("还在吗", "算了", "没写完")
                await j.sent(road.friend, 3)
                await j.until(lambda: j.texts(road.friend) == ["早", "还在吗", "算了"], "the order")
                assert [message.text for message in j.heard(road.friend)] == ["早", "还在吗", "算了"]


@on_every_road
async def test_a_message_without_an_answer_is_never_sent_again_without_a_person(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        j.server.faults.silence(road.wire["send"][0], times=1)
        await j.open(road.talk)
        await j.type("听得到吗")
        await j.press("enter")
        await j.was_wired("send")
        await j.lose_the_network()
        await j.find_the_network()
        await j.shows("没有收到回应")
        await j.press("up", "R")
        await j.asked(Question)
        await j.press("enter")  # no is marked
        await j.is_back()
        assert len(j.wired("send")) == 1
        await j.press("R", "y")
        await j.sent(road.talk)
        assert [message.text for message in j.heard(road.talk)] == ["听得到吗"]


@on_every_road
async def test_a_message_whose_answer_was_lost_is_found_again(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.server.say_private("20001", "之前")
        await j.open(road.friend)
        await j.until(lambda: j.texts(road.friend) == ["之前"])
        j.server.faults.execute_only(road.wire["send"][1], times=1)
        await j.type("到了吗？")
        await j.press("enter")
        await j.was_wired("send")
        await j.lose_the_network()
        await j.type("第二句")
        await j.press("enter")
        await j.find_the_network()
        await j.sent(road.friend, 2)
        assert j.texts(road.friend) == ["之前", "到了吗？", "第二句"]
        assert [message.text for message in j.heard(road.friend)] == j.texts(road.friend)


@with_each_protocol
async def test_somebody_is_mentioned_by_pinyin(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.group)
        await j.members(road.group)
        await j.type("@hyf")
        await j.shows("胡一菲")
        await j.press("tab")
        await j.until(lambda: j.main.composer.text == "@胡一菲 ")
        await j.type("来")
        await j.press("enter")
        await j.sent(road.group)
        mention, words = j.heard(road.group)[0].segments
        assert (mention["type"], str(mention["data"]["qq"]), words["data"]["text"].strip()) == ("at", "20002", "来")


async def test_lines_are_added_undone_and_done_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.type("一")
        await j.press("ctrl+j", "ctrl+j", "alt+enter")
        await j.type("二")
        for _ in range(8):
            await j.press("ctrl+z")
        assert j.main.composer.text == ""
        for _ in range(8):
            await j.press("alt+z")
        assert j.main.composer.text == "一\n\n\n二"
        await j.press("enter")
        await j.until(lambda: j.texts(FRIEND) == ["一\n\n\n二"])


async def test_up_selects_the_newest_message_also_after_an_answer(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "问")
        await j.shows("问")
        await j.press("up", "r")
        await j.type("答")
        await j.press("enter")
        await j.until(lambda: j.texts(FRIEND) == ["问", "答"])
        await j.press("up")
        await j.until(lambda: (row := j.main.pane.cursor_row) and row.is_own, "the cursor on the answer")


@with_each_protocol
async def test_drafts_stay_in_their_conversations_and_survive_a_restart(tmp_path: Path, road: Road) -> None:
    async with road.serve(small_world()) as server:
        async with session(tmp_path, server, road=road) as j:
            await j.open(road.group)
            await j.server.say_group("30002", "20001", "引用我")
            await j.shows("引用我")
            await j.press("up", "r")
            await j.type("写到一半")
            await j.open(road.friend)
            assert j.main.composer.text == ""
            await j.type("另一半")
            await j.press("alt+l")
            assert j.main.composer.text == "写到一半"
            assert j.main.composer.quote is not None
            await j.open(road.other_friend)
            await j.type("第三个")
            await j.press("ctrl+q")
        async with session(tmp_path, server, road=road) as j:
            assert j.main.composer.text == "第三个"
            await j.open(road.friend)
            assert j.main.composer.text == "另一半"
            await j.open(road.group)
            assert j.main.composer.text == "写到一半"
            assert j.main.composer.quote == j.messages(road.group)[0].id
            await j.press("enter")
            await j.sent(road.group)
            assert [part["type"] for part in j.heard(road.group)[-1].segments] == ["reply", "text"]


async def test_a_mention_in_a_draft_is_still_one_after_a_restart(tmp_path: Path) -> None:
    async with OneBotServer(small_world()) as server:
        async with session(tmp_path, server) as j:
            await j.open(GROUP)
            await j.until(lambda: j.reader.members(j.row(GROUP).id), "the members")
            await j.type("问 @曾小")
            await j.press("tab")
            await j.type("好")
            await j.press("ctrl+q")
        async with session(tmp_path, server) as j:
            assert j.main.composer.text.startswith("问 @")
            await j.press("enter")
            sent = await j.called("send_group_msg")
            assert [part["type"] for part in sent["message"]] == ["text", "at", "text"]
            assert sent["message"][1]["data"]["qq"] == "20001"


@with_each_protocol
async def test_a_read_only_account_is_never_written_to(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road, read_only=True) as j:
        await j.open(road.group)
        await j.shows("只读账号")
        await j.server.say_group("30002", "20001", "看看")
        await j.shows("看看")
        await j.type("不该发出")
        await j.press("enter")
        await j.says("只读")
        assert j.main.composer.text == "不该发出"
        await j.press("ctrl+up", "P")
        await j.says("只读")
        await j.look(5)
        await j.until(lambda: not j.row(road.group).unread)
        assert not [what for what in ("send", "recall", "poke", "mute", "kick", "read") if j.wired(what)]


@with_each_protocol
async def test_a_refused_secret_is_said_and_not_tried_again(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road, server={"is_let_in": False}, waits=False) as j:
        await j.link(LinkState.REFUSED)
        await j.says("不会再自动重试")
        j.main.status.hush()
        await j.shows("verifyKey 不对" if road.protocol == "mirai" else "连接被拒")


async def test_a_person_has_a_refused_account_try_again(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"token": "new"}, waits=False) as j:
        await j.link(LinkState.REFUSED)
        j.server.token = ""
        j.main.action_command("account.reconnect")
        await j.link(LinkState.ONLINE)
        j.main.action_command("account.reconnect")
        await j.says("账号都连着")
