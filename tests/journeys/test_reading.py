"""Reading: the list and its order, unread and what clears it, the way back through the history, gaps."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from textual import events

from tests.journeys.every_road import on_every_road
from tests.journeys.journey import FRIEND, GROUP, OTHER_FRIEND, OWNED, PLAIN, WIDE, Journey, journey, session
from tests.journeys.roads import Road, on_each_road, with_each_protocol
from tui.chat.ids import ConversationId
from tui.simulator import segments as make
from tui.simulator.model import group_chat
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.store.rows import GapState
from tui.ui.screens import main
from tui.ui.widgets import conversation_list


class Ticking:
    """A clock that goes on by a second whenever it is looked at, so that nothing happens at the same time."""

    def __init__(self) -> None:
        self._now = time.time() - 3600

    def __call__(self) -> float:
        self._now += 1
        return self._now


def listed(j: Journey) -> list[str]:
    """The titles in the sidebar, from above."""
    rows = j.main.sidebar._list.rows
    return [entry.row.title for entry in rows if hasattr(entry, "row")]


async def say(j: Journey, where: ConversationId, text: str, *, by: str = "") -> None:
    """Let a friend say *text* in *where*, which is a group of theirs or the talk with them; or whoever it is said *by*."""
    if where.is_group:
        await j.server.say_group(where.peer, by or "20001", text)
    else:
        await j.server.say_private(where.peer, text, by=by)


def is_open(j: Journey, where: ConversationId) -> bool:
    """Whether *where* is on the screen."""
    return j.main.pane.conversation == j.row(where).id


@with_each_protocol
async def test_the_latest_conversation_stands_above_and_keys_go_up_and_down(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, small_world(clock=Ticking()), road=road) as j:
        await j.server.say_group("30001", "20009", "一")
        await j.server.say_private("20001", "二")
        await j.server.say_group("30002", "20002", "三")
        await j.until(lambda: listed(j) == ["读书会", "小贤", "爱情公寓"], "the order")
        await j.shows("胡一菲: 三", "二")
        await j.press("home", "enter")
        await j.until(lambda: is_open(j, road.group))
        await j.press("alt+down")
        await j.until(lambda: is_open(j, road.friend))
        await j.press("alt+down", "alt+down")
        await j.until(lambda: is_open(j, road.owned))
        await j.press("alt+up")
        await j.until(lambda: is_open(j, road.friend))
        await j.press("alt+l")
        await j.until(lambda: is_open(j, road.owned))


async def test_the_list_holds_still_under_the_cursor(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await j.server.say_group("30001", "20009", "一")
        await j.server.say_private("20001", "二")
        await j.until(lambda: listed(j) == ["小贤", "爱情公寓"])
        await j.press("enter", "shift+tab")
        assert j.main.sidebar._list.has_focus
        await j.server.say_group("30001", "20009", "新的")
        await j.shows("新的")
        assert listed(j) == ["小贤", "爱情公寓"]
        await j.press("enter")
        await j.until(lambda: listed(j) == ["爱情公寓", "小贤"], "the order once the list is left")


@with_each_protocol
async def test_next_unread_goes_to_mentions_then_people_then_groups(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.other_friend)
        await j.server.say_group("30003", "20001", [make.at("10001"), make.text(" 打球吗")])
        await j.server.say_private("20001", "在吗")
        await j.server.say_group("30001", "20009", "公告")
        await j.until(lambda: [j.row(where).unread for where in (road.plain, road.friend, road.owned)] == [1, 1, 1])
        await j.shows("未读 3")
        for where in (road.plain, road.friend, road.owned):
            await j.press("ctrl+n")
            await j.until(lambda where=where: is_open(j, where), str(where))  # type: ignore[misc]
            await j.look(2)
            await j.until(lambda where=where: not j.row(where).unread, str(where))  # type: ignore[misc]
        await j.press("alt+a")
        await j.says("没有未读了")


@on_every_road
async def test_only_who_stays_and_looks_has_read(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await say(j, road.talk, "一")
        await j.until(lambda: j.reader.find_conversation(road.talk) and j.row(road.talk).unread == 1)
        await j.open(road.talk)
        await j.shows("以下是新消息")
        await j.look(0.5)
        assert j.row(road.talk).unread == 1, "a glance reads nothing"
        j.app.post_message(events.AppBlur())
        await j.look(30)
        assert j.row(road.talk).unread == 1, "nobody is there"
        j.app.post_message(events.AppFocus())
        await j.look(0.5)
        assert j.row(road.talk).unread == 1
        await j.press("f1")
        await j.look(30)
        assert j.row(road.talk).unread == 1, "something covers it"
        await j.press("escape")
        await j.is_back()
        await j.look(1.5)
        await j.until(lambda: not j.row(road.talk).unread)
        if road.wire["read"]:
            await j.was_wired("read")


async def test_what_the_list_does_not_show_as_unread_yet_is_read_all_the_same(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "一")
        await j.shows("一")
        await j.caught_up()
        row = j.row(FRIEND)
        j.main.sidebar.rows[row.id] = replace(row, unread=0)
        await j.look(2)
        await j.until(lambda: not j.row(FRIEND).unread)


async def test_a_long_unread_conversation_opens_at_the_first_unread_and_is_read_at_its_end(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        for n in range(60):
            await j.server.say_group("30002", "20001", f"第{n}句")
        await j.until(lambda: j.reader.find_conversation(GROUP) and j.row(GROUP).unread == 60)
        await j.open(GROUP)
        await j.shows("以下是新消息", "第0句")
        await j.look(10)
        assert j.row(GROUP).unread == 60
        await j.press("pagedown")
        assert "第0句" not in j.screen
        await j.press("tab", "end")
        await j.shows("第59句")
        await j.look(2)
        await j.until(lambda: not j.row(GROUP).unread)
        await j.press("U")
        await j.says("这里没有未读")


async def read_a_word(j: Journey) -> None:
    """Read what the friend says, with their conversation open."""
    await j.server.say_private("20001", "一")
    await j.shows("未读 1")
    await j.open(FRIEND)
    await j.until(lambda: j.app.reading._shown, "the watch")
    await j.look(2)
    await j.until(lambda: not j.row(FRIEND).unread)


async def mark_the_open_one_unread(j: Journey, where: ConversationId) -> None:
    """Mark *where*, which is open, by the key of the list, and go back to writing."""
    await j.press("shift+tab")
    wanted = j.row(where).id
    await j.until(lambda: (row := j.main.sidebar.highlighted) and row.id == wanted and not row.unread, "it under the cursor")
    await j.press("u")
    await j.until(lambda: j.row(where).is_marked)
    await j.press("escape")


async def test_what_one_marked_unread_while_it_is_open_stays_so_until_one_reads_on(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await read_a_word(j)
        await mark_the_open_one_unread(j, FRIEND)
        await j.shows("未读 1")
        await j.look(30)
        await j.type("想想")
        j.app.post_message(events.AppBlur())
        await j.look(30)
        j.app.post_message(events.AppFocus())
        await j.look(30)
        await j.press("f1")
        await j.press("escape")
        await j.is_back()
        await j.look(30)
        await j.caught_up()
        assert j.row(FRIEND).is_marked, "nothing new was read"
        await j.shows("未读 1")
        await j.server.say_private("20001", "二")
        await j.until(lambda: j.row(FRIEND).unread == 1)
        await j.caught_up()
        await j.look(2)
        await j.until(lambda: not j.row(FRIEND).unread and not j.row(FRIEND).is_marked, "read on")
        await j.hides("未读 1")


async def test_what_one_marked_unread_is_read_by_who_comes_back_and_stays(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await read_a_word(j)
        await mark_the_open_one_unread(j, FRIEND)
        await j.open(GROUP)
        await j.open(FRIEND)
        await j.until(lambda: j.app.reading._shown, "the watch")
        await j.look(0.5)
        await j.caught_up()
        assert j.row(FRIEND).is_marked, "a glance reads nothing"
        await j.look(1)
        await j.until(lambda: not j.row(FRIEND).is_marked)


@on_every_road
async def test_an_own_message_from_the_phone_reads_what_stands_above(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road, server={"report_self": True}) as j:
        await say(j, road.talk, "一")
        await j.until(lambda: j.row(road.talk).unread == 1)
        await say(j, road.talk, "从手机", by="10001")
        await j.until(lambda: not j.row(road.talk).unread)


@with_each_protocol
async def test_everything_is_marked_read_from_the_palette(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.server.say_group("30002", "20001", "一")
        await j.server.say_private("20002", "二")
        await j.until(lambda: j.row(road.other_friend).unread and j.row(road.group).unread)
        await j.press("greater_than_sign")
        await j.type("read_all")
        await j.press("enter")
        await j.says("全部标为已读")
        await j.until(lambda: not j.row(road.other_friend).unread and not j.row(road.group).unread)
        await j.until(lambda: {call.action for call in j.server.calls} >= {*road.wire["read"]}, "told")


async def test_the_whole_history_is_paged_back_with_the_place_kept(tmp_path: Path) -> None:
    world = small_world()
    for n in range(150):
        world.remember(group_chat("30002"), "20002" if n % 3 else "20001", [make.text(f"旧话{n}。")], 1_700_000_000 + n * 60)
    async with journey(tmp_path, world) as j:
        await j.open(GROUP)
        await j.shows("旧话149。")
        assert not j.row(GROUP).unread, "history is not news"
        await j.until(lambda: len(visible(j)) > 10, "what is above is fetched unasked")
        for _ in range(60):
            if "旧话0。" in j.screen:
                break
            before = visible(j)
            await j.press("pageup")
            await j.until(lambda before=before: visible(j) and visible(j) != before, "an older page")  # type: ignore[misc]
            await j.until(lambda: not j.main.pane._view.loading_gaps)  # type: ignore[union-attr]
            now = visible(j)
            assert now == list(range(now[0], now[-1] + 1)), "no hole"
            assert now[0] < before[0] and now[-1] >= before[0] - 1, f"nothing skipped from {before} to {now}"
        await j.shows("旧话0。")
        assert j.texts(GROUP) == [f"旧话{n}。" for n in range(150)]
        assert not j.reader.gaps(j.row(GROUP).id)
        await j.press("tab", "G")
        await j.shows("旧话149。")


def visible(j: Journey) -> list[int]:
    """The numbers of the old messages on the screen, from above."""
    lines = [line.partition("▕")[2] for line in j.screen.splitlines()]
    return [int(line.split("旧话")[1].split("。")[0]) for line in lines if "旧话" in line]


async def test_what_arrives_does_not_move_what_is_read(tmp_path: Path) -> None:
    world = small_world()
    for n in range(80):
        world.remember(group_chat("30002"), "20002", [make.text(f"旧话{n}。")], 1_700_000_000 + n)
    async with journey(tmp_path, world) as j:
        await j.open(GROUP)
        await j.until(lambda: len(visible(j)) > 10)
        await j.press("pageup")
        await j.until(lambda: visible(j)[-1] < 78 and not j.main.pane._view.loading_gaps)  # type: ignore[union-attr]
        await j.caught_up()
        before = visible(j)
        await j.server.say_group("30002", "20001", "新来的")
        await j.shows("1 条新消息")
        assert visible(j) == before
        await j.look(30)
        assert j.row(GROUP).unread == 1


async def test_the_end_is_gone_to_from_a_message_far_up(tmp_path: Path) -> None:
    world = small_world()
    for n in range(120):
        world.remember(group_chat("30002"), "20002", [make.text(f"旧话{n}。")], 1_700_000_000 + n)
    async with journey(tmp_path, world) as j:
        await j.open(GROUP)
        await j.until(lambda: len(visible(j)) > 10)
        await j.press("tab", "up", "pageup", "pageup", "k")
        await j.until(lambda: visible(j)[-1] < 100)
        await j.press("G")
        await j.until(lambda: visible(j)[-1] == 119)
        assert j.main.pane.cursor_row is not None and j.main.pane.cursor_row.id == j.messages(GROUP)[-1].id
        await j.press("pageup", "pageup", "k", "escape")
        await j.type("在看")
        await j.press("enter")
        await j.until(lambda: j.texts(GROUP)[-1] == "在看")
        await j.shows("在看", "旧话119。")


@on_each_road
async def test_what_a_group_does_not_keep_is_shown_as_missing(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.group)
        await say(j, road.group, "之前")
        await j.shows("之前")
        await j.lose_the_network()
        await say(j, road.group, "没听见")
        await j.find_the_network()
        await say(j, road.group, "之后")
        if road.keeps_groups:
            await j.until(lambda: j.texts(road.group) == ["之前", "没听见", "之后"], "all of it")
            assert not [gap for gap in j.reader.gaps(j.row(road.group).id) if gap.lower]
        else:
            await j.shows("这之前可能缺少消息", "之后")
            assert j.texts(road.group) == ["之前", "之后"]


@on_every_road
async def test_a_gap_is_filled_in_order_and_counted(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.other_friend)
        await say(j, road.kept, "之前")
        await j.until(lambda: j.texts(road.kept) == ["之前"])
        await j.lose_the_network()
        missed = [f"错过{n}" for n in range(70)]
        for text in missed:
            await say(j, road.kept, text)
        await j.find_the_network()
        await j.until(lambda: j.texts(road.kept) == ["之前", *missed], "all that was missed")
        assert j.row(road.kept).unread == 71
        await j.open(road.kept)
        await j.shows("以下是新消息", "错过0")


async def test_a_gap_that_is_not_given_is_shown_with_the_words(tmp_path: Path) -> None:
    async with OneBotServer(small_world(), heartbeat=5.0) as server:
        async with session(tmp_path, server) as j:
            await j.open(GROUP)
            await server.say_group("30002", "20001", "之前")
            await j.until(lambda: j.texts(GROUP) == ["之前"])
        await server.restart()
        for n in range(30):
            await server.say_group("30002", "20002", f"错过{n}")
        server.faults.fail("get_group_msg_history", "没有权限 [/b]")
        async with session(tmp_path, server, size=WIDE) as j:
            await j.open(GROUP)
            await j.until(
                lambda: any(gap.state is not GapState.OPEN for gap in j.reader.gaps(j.row(GROUP).id)), "a gap that stays"
            )
            await j.press("tab", "home")
            await j.shows("没有权限 [/b]")


async def test_the_end_of_a_flood_is_shown_without_anything_coming_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with journey(tmp_path) as j:
        await j.server.say_private("20001", "头一句")
        await j.shows("头一句")
        now = time.monotonic() + 1000
        monkeypatch.setattr(conversation_list, "time", SimpleNamespace(monotonic=lambda: now))
        await j.server.say_private("20001", "第二句")
        await j.shows("第二句")
        await j.server.say_private("20001", "末一句")
        await j.until(lambda: j.main.sidebar.is_stale, "a list that waits")
        await j.caught_up()
        assert "末一句" not in j.screen
        now += 2 * conversation_list.SETTLE_SECONDS
        await j.shows("末一句")


async def test_only_where_one_stays_the_members_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with journey(tmp_path, small_world(clock=Ticking()), server={"heartbeat": 60}) as j:
        for group in ("30001", "30002", "30003"):
            await j.server.say_group(group, "20001", f"话{group}")
        await j.server.say_private("20002", "话")
        await j.until(lambda: listed(j) == ["胡一菲", "羽毛球", "读书会", "爱情公寓"])
        fronts: list[int] = []
        monkeypatch.setattr(j.connection, "set_front", fronts.append)
        monkeypatch.setattr(main, "STAY", 3600.0)
        await j.open(OTHER_FRIEND)
        for where in (PLAIN, GROUP):
            await j.press("alt+down")
            await j.until(lambda where=where: is_open(j, where), str(where))  # type: ignore[misc]
            j.main.show_statuses(j.connection.statuses[0])  # what is told meanwhile makes no stay of it
        monkeypatch.setattr(main, "STAY", 0.01)
        await j.press("alt+down")
        await j.called("get_group_member_list")
        await j.until(lambda: len(j.reader.members(j.row(OWNED).id)) == 6, "the members")
        assert [str(call["group_id"]) for call in j.calls("get_group_member_list")] == ["30001"]
        assert fronts == [j.row(OWNED).id]
        await j.press("alt+up")
        await j.called("get_group_member_list", 2)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        await j.press("alt+down")
        await j.until(lambda: fronts[2:] == [j.row(OWNED).id], "who came back and stays")
        assert [str(call["group_id"]) for call in j.calls("get_group_member_list")] == ["30001", "30002"], "known for hours"


async def test_who_hopped_on_in_time_never_stayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with journey(tmp_path, server={"heartbeat": 60}) as j:
        await j.until(lambda: all(j.reader.find_conversation(where) for where in (OWNED, GROUP, PLAIN)))
        fronts: list[int] = []
        monkeypatch.setattr(j.connection, "set_front", fronts.append)
        for where in (OWNED, PLAIN, OWNED, GROUP):
            j.main.open(j.row(where).id)  # all within one turn of the loop: the timers of the first are over before the last
        await j.called("get_group_member_list")
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        assert [str(call["group_id"]) for call in j.calls("get_group_member_list")] == ["30002"]
        assert fronts == [j.row(GROUP).id]


@with_each_protocol
async def test_mentions_are_gone_through_by_key(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.group)
        await j.server.say_group("30002", "20001", [make.at("10001"), make.text(" 甲")])
        for n in range(40):
            await j.server.say_group("30002", "20002", f"闲话{n}")
        await j.server.say_group("30002", "20001", [make.at("10001"), make.text(" 乙")])
        await j.until(lambda: len(j.texts(road.group)) == 42)
        await j.press("tab", "left_square_bracket")
        await j.shows(" 乙")
        await j.press("left_square_bracket")
        await j.shows(" 甲")
        await j.press("left_square_bracket")
        await j.says("没有更多")
        await j.press("right_square_bracket")
        await j.shows(" 乙")


async def test_the_quoted_message_is_gone_to_also_when_it_must_be_fetched(tmp_path: Path) -> None:
    world = small_world()
    old = [world.remember(group_chat("30002"), "20001", [make.text(f"旧话{n}。")], 1_700_000_000 + n) for n in range(120)]
    async with journey(tmp_path, world) as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20002", [make.reply(old[3]), make.text("还记得吗")])
        await j.shows("还记得吗")
        await j.press("up")
        await j.until(lambda: j.main.pane.cursor_row)
        await j.press("end", "g")
        await j.until(lambda: 3 in visible(j), "the old message")
        assert len(j.calls("get_msg")) == 1
