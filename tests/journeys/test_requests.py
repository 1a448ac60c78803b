"""Requests: somebody asks to be a friend, to come into a group, invites us; each is answered, once, and stays on record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import GROUP, NARROW, OWNED, USUAL, Journey, journey, session
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.requests import RequestState
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.store import requests
from tui.store.rows import RequestRow
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.profile import ProfileSheet
from tui.ui.screens.question import Question
from tui.ui.screens.requests import Inbox

NEW = "20777"
dialects = pytest.mark.parametrize("dialect", DIALECTS)


def newcomer(j: Journey) -> ConversationId:
    return ConversationId(j.main.services.reader.accounts()[0].account, ConversationKind.FRIEND, NEW)


async def waiting(j: Journey, count: int = 1) -> list[RequestRow]:
    """Wait until so many requests wait for somebody."""
    await j.until(lambda: j.reader.count_requests() == count, f"{count} waiting")
    return j.reader.requests()


async def open_inbox(j: Journey) -> Inbox:
    await j.press("alt+i")
    return await j.asked(Inbox)


async def stands(j: Journey, state: RequestState, place: int = 0) -> RequestRow:
    """Wait until the request at *place* is in *state*."""
    await j.until(lambda: j.reader.requests()[place].state is state, state.value)
    return j.reader.requests()[place]


@dialects
async def test_a_friend_is_accepted_with_a_remark_and_appears(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await j.server.request("friend", NEW, "我是新来的")
        await waiting(j)
        await j.until(lambda: j.app.bells == 1, "a bell")
        await j.says("有新的请求")
        assert not any(row.unread for row in j.reader.conversations())
        await open_inbox(j)
        await j.shows("路人777（20777） 想加你为好友", "我是新来的", "1 个待处理", "待处理")
        await j.press("a")
        await j.asked(AskText)
        await j.type("Xin")
        await j.press("enter")
        call = await j.called("set_friend_add_request")
        assert (call["approve"], call["remark"]) == (True, "Xin")
        await j.shows("已同意：Xin")
        await j.press("escape")
        await j.is_back()
        await j.open(newcomer(j))
        row = await j.until(lambda: (row := j.row(newcomer(j))) and row.is_listed and row.remark == "Xin" and row)
        assert row.name == "路人777"
        assert j.main.sidebar.rows[row.id].title == "Xin"
        assert j.reader.count_requests() == 0
        assert j.app.bells <= 2, "the request and the first hello"


@dialects
async def test_a_group_refuses_with_a_reason(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        request = await j.server.request("add", NEW, "问题：口令\n答案：不知道", group_id="30002")
        await waiting(j)
        assert j.reader.requests()[0].time
        await open_inbox(j)
        await j.shows("想加入 读书会（30002）", "问题：口令 答案：不知道")
        await j.press("x")
        await j.asked(AskText)
        await j.shows("拒绝 路人777（20777）加入？")
        await j.type("no ads")
        await j.press("enter")
        row = await stands(j, RequestState.REFUSED)
        await j.shows("已拒绝：no ads")
        assert row.words == "no ads"
        assert (request.verdict, request.reason) == ("refused", "no ads")
        await j.press("x")
        await j.says("已经有结果")


@dialects
async def test_an_invitation_is_accepted_and_the_group_appears(tmp_path: Path, dialect: str) -> None:
    world = small_world()
    del world.groups["30003"].members["10001"]
    async with journey(tmp_path, world, server={"dialect": dialect}) as j:
        await j.server.request("invite", "20001", group_id="30003")
        await waiting(j)
        await open_inbox(j)
        await j.shows("邀请你加入")
        await j.press("a")
        await j.asked(Question)
        await j.press("y")
        call = await j.called("set_group_add_request")
        assert (call["approve"], call["sub_type"]) == (True, "invite")
        await stands(j, RequestState.ACCEPTED)
        group = ConversationId(newcomer(j).account, ConversationKind.GROUP, "30003")
        await j.until(lambda: (row := j.reader.find_conversation(group)) and row.is_listed and row.name == "羽毛球")


async def test_what_others_answered_is_shown_as_such(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        request = await j.server.request("add", NEW, "在吗", group_id="30002")
        refused = await j.server.request("add", "20778", "在不在", group_id="30002")
        await waiting(j, 2)
        await j.server.answer(refused.flag, False, by="20009")  # of this nobody is told
        await open_inbox(j)
        await j.shows("已由 20009 处理")
        await j.server.answer(request.flag, True, by="20009")  # of this the group is
        await j.until(lambda: j.reader.count_requests() == 0)
        assert {row.handled_by for row in j.reader.requests()} == {"20009"}
        await j.press("a")
        await j.says("已经有结果")
        assert not j.calls("set_group_add_request")


async def test_a_friend_accepted_on_the_phone_waits_no_more(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        request = await j.server.request("friend", NEW, "手机上见")
        await waiting(j)
        await j.server.answer(request.flag)
        await stands(j, RequestState.ELSEWHERE)
        await open_inbox(j)
        await j.shows("已在别处处理")


async def test_requests_survive_a_restart_and_what_was_missed_appears(tmp_path: Path) -> None:
    async with OneBotServer(small_world(), heartbeat=5.0) as server:
        async with session(tmp_path, server) as j:
            await server.request("friend", NEW, "等我")
            await waiting(j)
        await server.request("add", "20778", "你不在的时候", group_id="30002")
        async with session(tmp_path, server) as j:
            rows = await waiting(j, 2)
            assert {row.comment for row in rows} == {"等我", "你不在的时候"}
            assert len([row for row in rows if row.state is RequestState.OPEN]) == 2
            await open_inbox(j)
            await j.shows("你不在的时候", "时间未知", "等我")
            await j.press("down", "a")
            await j.asked(AskText)
            await j.press("enter")
            await j.called("set_friend_add_request")
            await stands(j, RequestState.ACCEPTED, 1)


async def test_an_answer_without_a_reply_is_unsure_and_asked_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.execute_only("set_group_add_request", 1)
        await j.server.request("add", NEW, "让我进", group_id="30002")
        await waiting(j)
        asked = len(j.calls("get_group_system_msg"))
        await open_inbox(j)
        await j.press("a")
        await j.asked(Question)
        await j.press("y")
        await j.called("set_group_add_request")
        await stands(j, RequestState.ANSWERING)
        await j.lose_the_network()
        await j.find_the_network()
        row = await stands(j, RequestState.ACCEPTED)
        assert row.is_accepted, "the group had let them in: we asked, and it was so"
        assert len(j.calls("get_group_system_msg")) > asked


async def test_an_answer_that_a_crash_cut_off_is_settled_by_the_platform(tmp_path: Path) -> None:
    async with OneBotServer(small_world(), heartbeat=5.0) as server:
        async with session(tmp_path, server) as j:
            await server.request("add", NEW, "让我进", group_id="30002")
            (row,) = await waiting(j)
            j.store.submit(lambda tx: requests.begin_answer(tx, row.id, True, "", 0)).result()
        async with session(tmp_path, server) as j:
            await stands(j, RequestState.OPEN)
            assert not j.calls("set_group_add_request"), "whether to answer again is for a person to say"


async def test_a_friend_appears_though_no_list_comes(tmp_path: Path) -> None:
    async with journey(tmp_path, server={"dialect": "lagrange"}) as j:
        await j.server.request("friend", NEW, "你好")
        await waiting(j)
        j.server.faults.fail("get_friend_list", "")
        await open_inbox(j)
        await j.press("a")
        await j.asked(AskText)
        await j.press("enter")
        await j.until(lambda: (row := j.reader.find_conversation(newcomer(j))) and row.is_listed and row.name == "路人777")


async def test_what_is_refused_by_the_wire_stays_open_with_its_words(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.fail("set_friend_add_request", "风控", times=1)
        await j.server.request("friend", NEW, "你好")
        await waiting(j)
        await open_inbox(j)
        await j.press("a")
        await j.asked(AskText)
        await j.press("enter")
        await j.shows("上次没有成功：风控")
        assert (await stands(j, RequestState.OPEN)).is_answerable
        j.server.faults.fail("set_friend_add_request", "No such request", times=1)
        await j.press("a")
        await j.asked(AskText)
        await j.press("enter")
        await stands(j, RequestState.EXPIRED)
        await j.shows("已失效")


async def test_several_are_answered_at_once(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        for user in ("20701", "20702", "20703"):
            await j.server.request("add", user, "同学", group_id="30001")
        await waiting(j, 3)
        await open_inbox(j)
        await j.press("space", "space")
        await j.shows("已标记 2 个")
        await j.press("a")
        await j.asked(Question)
        await j.shows("同意标记的 2 个请求？", "（20703）")
        await j.press("y")
        await j.until(lambda: j.reader.count_requests() == 1)
        await j.called("set_group_add_request", 2)
        assert j.reader.requests()[0].user == "20701"


async def test_the_menu_is_about_the_request_that_it_names(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        for user in ("20701", "20702", "20703"):
            await j.server.request("add", user, "同学", group_id="30001")
        await waiting(j, 3)
        await open_inbox(j)
        await j.press("space", "space", "enter")
        await j.asked(ActionMenu)
        await j.press("x")
        await j.asked(AskText)
        await j.shows("（20701）")
        await j.press("enter")
        await stands(j, RequestState.REFUSED, 2)
        assert j.reader.count_requests() == 2
        await j.shows("已标记 2 个")
        await j.press("x")
        await j.asked(AskText)
        await j.shows("拒绝标记的 2 个请求", "（20702）", "（20703）")


async def test_who_it_is_and_which_group(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.server.request("add", "20004", "是我", group_id="30001")
        await waiting(j)
        await open_inbox(j)
        await j.press("enter")
        await j.asked(ActionMenu)
        await j.shows("唐悠悠（20004） 想加入 爱情公寓（30001）", "是我")
        await j.press("i")
        await j.asked(ProfileSheet)
        await j.shows("唐悠悠", "20004")
        await j.press("escape")
        await j.asked(Inbox)
        await j.press("g")
        await j.is_back()
        await j.until(lambda: j.main.pane.conversation == j.row(OWNED).id)


async def test_without_a_list_only_what_comes_live_is_there_and_said(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        j.server.faults.fail("get_group_system_msg", "不支持的Api", retcode=1404)
        await j.server.request("add", NEW, "在吗", group_id="30002")
        await waiting(j)
        await open_inbox(j)
        await j.press("r")
        await j.says("不列出群请求")
        await j.shows("在吗")


async def test_a_read_only_account_answers_nothing(tmp_path: Path) -> None:
    async with journey(tmp_path, read_only=True) as j:
        await j.server.request("friend", NEW, "你好")
        await waiting(j)
        await open_inbox(j)
        await j.press("a")
        await j.says("只读")
        assert not j.calls("set_friend_add_request")


async def test_the_inbox_in_small_terminals(tmp_path: Path) -> None:
    for place, size in enumerate((USUAL, NARROW)):
        async with journey(tmp_path / str(place), size=size) as j:
            await j.server.request("friend", NEW, "很长的附言" * 40)
            await waiting(j)
            await open_inbox(j)
            await j.shows("想加你为好友", "待处理", "Esc 返回")
            await j.press("f6")
            await j.is_back()
            await j.open(GROUP)
            await j.shows("请求 1")
