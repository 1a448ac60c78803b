"""Writing: sent once, quoted, taken back, refused, written while away, kept as a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, NARROW, OTHER_FRIEND, USUAL, WIDE, journey, session
from tui.chat.messages import SendState
from tui.connection.status import LinkState
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.ui.screens.question import Question


@pytest.mark.parametrize("size", [NARROW, USUAL, WIDE])
async def test_a_message_is_written_sent_and_answered(tmp_path: Path, size: tuple[int, int]) -> None:
    async with journey(tmp_path, size=size, server={"report_self": True}) as j:
        await j.open(FRIEND)
        await j.type("你好 [/b] world")
        await j.shows("你好 [/b] world")
        await j.press("enter")
        sent = await j.called("send_private_msg")
        assert sent["message"] == [{"type": "text", "data": {"text": "你好 [/b] world"}}]
        await j.until(lambda: [row.state for row in j.messages(FRIEND)] == [SendState.SENT])
        await j.server.say_private("20001", "收到 👌")
        await j.shows("收到 👌", "你好 [/b] world")
        assert j.main.composer.is_empty
        assert j.texts(FRIEND) == ["你好 [/b] world", "收到 👌"]
        assert len(j.calls("send_private_msg")) == 1


async def test_a_message_is_quoted(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        said = await j.server.say_group("30002", "20001", "周六去不去？")
        await j.shows("周六去不去？")
        await j.press("up")
        await j.until(lambda: j.main.pane.cursor_row, "a selected message")
        await j.press("r")
        await j.until(lambda: j.main.composer.quote is not None)
        assert j.main.composer.has_focus
        await j.type("去")
        await j.press("enter")
        sent = await j.called("send_group_msg")
        assert sent["message"] == [
            {"type": "reply", "data": {"id": str(j.server.message_id(said))}},
            {"type": "text", "data": {"text": "去"}},
        ]
        await j.until(lambda: j.messages(GROUP)[-1].state is SendState.SENT)
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


async def test_an_own_message_is_recalled_after_asking(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.type("打错了")
        await j.press("enter")
        await j.until(lambda: j.messages(GROUP) and j.messages(GROUP)[0].state is SendState.SENT)
        await j.press("up", "d")
        await j.asked(Question)
        await j.shows("撤回这条消息？", "读书会（30002）")
        await j.press("enter")  # no is marked
        await j.is_back()
        assert not j.calls("delete_msg")
        await j.press("d")
        await j.asked(Question)
        await j.press("y")
        await j.called("delete_msg")
        await j.until(lambda: j.messages(GROUP)[0].is_recalled)
        await j.hides("打错了")
        await j.shows("已撤回")
        await j.press("v")
        await j.shows("打错了")


async def test_an_own_message_is_taken_back_to_be_written_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.type("明天三点见")
        await j.press("enter")
        await j.until(lambda: j.messages(GROUP) and j.messages(GROUP)[0].state is SendState.SENT)
        await j.press("up", "e")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: j.main.composer.text == "明天三点见")
        await j.is_back()
        await j.until(lambda: j.main.composer.has_focus)
        await j.press("backspace", "backspace")
        await j.type("点半见")
        await j.press("enter")
        await j.until(lambda: [row.is_recalled for row in j.messages(GROUP)] == [True, False])
        assert j.texts(GROUP)[-1] == "明天三点半见"


async def test_a_refused_message_stays_with_the_words_and_is_sent_again_by_key(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.fail("send_group_msg", "频率限制 [/b]", times=1)
        await j.open(GROUP)
        await j.type("在吗")
        await j.press("enter")
        await j.shows("发送失败", "频率限制 [/b]")
        await j.press("up", "R")
        await j.until(lambda: j.messages(GROUP)[0].state is SendState.SENT)
        await j.hides("发送失败")
        assert len(j.calls("send_group_msg")) == 2
        assert j.texts(GROUP) == ["在吗"]


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


@pytest.mark.parametrize("report_self", [False, True])
async def test_what_is_written_while_away_goes_out_once_and_in_order(tmp_path: Path, report_self: bool) -> None:
    async with journey(tmp_path, server={"report_self": report_self}) as j:
        await j.open(GROUP)
        await j.lose_the_network()
        for text in ("一", "二", "三"):
            await j.type(text)
            await j.press("enter")
        await j.shows("等待发送", "重连")
        assert not j.calls("send_group_msg")
        await j.find_the_network()
        await j.until(lambda: [row.state for row in j.messages(GROUP)] == [SendState.SENT] * 3)
        await j.hides("等待发送")
        assert [call["message"][0]["data"]["text"] for call in j.calls("send_group_msg")] == ["一", "二", "三"]
        # With report_self the sequence numbers, which put those of one second in order, may come after the answers.
        await j.until(lambda: j.texts(GROUP) == ["一", "二", "三"], "the order")


async def test_a_message_without_an_answer_is_never_sent_again_without_a_person(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.silence("send_group_msg", times=1)
        await j.open(GROUP)
        await j.type("听得到吗")
        await j.press("enter")
        await j.called("send_group_msg")
        await j.lose_the_network()
        await j.find_the_network()
        await j.shows("没有收到回应")
        await j.press("up", "R")
        await j.asked(Question)
        await j.press("enter")  # no is marked
        await j.is_back()
        assert len(j.calls("send_group_msg")) == 1
        await j.press("R", "y")
        await j.until(lambda: j.messages(GROUP)[0].state is SendState.SENT)
        assert len(j.calls("send_group_msg")) == 2


async def test_somebody_is_mentioned_by_pinyin(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.called("get_group_member_list")
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6)
        await j.type("@hyf")
        await j.shows("胡一菲")
        await j.press("tab")
        await j.until(lambda: j.main.composer.text == "@胡一菲 ")
        await j.type("来")
        await j.press("enter")
        sent = await j.called("send_group_msg")
        assert sent["message"][0] == {"type": "at", "data": {"qq": "20002"}}
        assert sent["message"][1]["data"]["text"].strip() == "来"


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


async def test_drafts_stay_in_their_conversations_and_survive_a_restart(tmp_path: Path) -> None:
    async with OneBotServer(small_world()) as server:
        async with session(tmp_path, server) as j:
            await j.open(GROUP)
            await j.server.say_group("30002", "20001", "引用我")
            await j.shows("引用我")
            await j.press("up", "r")
            await j.type("写到一半")
            await j.open(FRIEND)
            assert j.main.composer.text == ""
            await j.type("另一半")
            await j.press("alt+l")
            assert j.main.composer.text == "写到一半"
            assert j.main.composer.quote is not None
            await j.open(OTHER_FRIEND)
            await j.type("第三个")
            await j.press("ctrl+q")
        async with session(tmp_path, server) as j:
            assert j.main.composer.text == "第三个"
            await j.open(FRIEND)
            assert j.main.composer.text == "另一半"
            await j.open(GROUP)
            assert j.main.composer.text == "写到一半"
            assert j.main.composer.quote == j.messages(GROUP)[0].id
            await j.press("enter")
            sent = await j.called("send_group_msg")
            assert [part["type"] for part in sent["message"]] == ["reply", "text"]


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


async def test_a_read_only_account_is_never_written_to(tmp_path: Path) -> None:
    async with journey(tmp_path, read_only=True) as j:
        await j.open(GROUP)
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
        await j.until(lambda: not j.row(GROUP).unread)
        assert not [
            call for call in j.server.calls if call.action.startswith(("send_", "mark_", "set_", "group_poke", "delete_"))
        ]


async def test_a_refused_token_is_said(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"token": "right"}, token="wrong", waits=False) as j:
        await j.link(LinkState.REFUSED)
        await j.shows("不会再自动重试")
        await j.shows("连接被拒")
