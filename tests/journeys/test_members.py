"""Moderating a group from the panel of members: found by pinyin, marked, and each act with its result in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.journey import GROUP, NARROW, OWNED, PLAIN, USUAL, WIDE, Journey, journey
from tui.chat.ids import ConversationId
from tui.chat.people import Role
from tui.store.rows import MemberRow
from tui.ui.commands import bulk
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.duration import AskDuration
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PAUSE", 0.0)


def member(j: Journey, where: ConversationId, user: str) -> MemberRow:
    """The member as the store knows them."""
    found = j.reader.member(j.row(where).id, user)
    assert found is not None
    return found


@asynccontextmanager
async def panel(folder: Path, where: ConversationId = OWNED, **options: Any) -> AsyncIterator[Journey]:
    """A session with the members of *where* at the side, and the focus in them."""
    async with journey(folder, **options) as j:
        await j.open(where)
        await j.until(lambda: len(j.reader.members(j.row(where).id)) == 6, "the members")
        await j.press("alt+m")
        await j.until(lambda: j.main.members.count == 6, "the panel")
        yield j


async def go_to(j: Journey, user: str) -> None:
    """Move the cursor down to *user*."""
    await j.press("home")
    for _ in range(6):
        row = j.main.members.highlighted
        if row is not None and row.user == user:
            return
        await j.press("down")
    raise AssertionError(f"{user} is not in the list\n{j.screen}")


async def mark(j: Journey, *users: str) -> None:
    """Mark *users*."""
    for user in users:
        await go_to(j, user)
        await j.press("space")


async def find(j: Journey, query: str) -> None:
    """Look for a member, and go to who was found."""
    await j.press("slash")
    await j.type(query)
    await j.press("enter")


@pytest.mark.parametrize("size", [NARROW, USUAL, WIDE])
async def test_a_whole_moderation_round(tmp_path: Path, size: tuple[int, int]) -> None:
    async with panel(tmp_path, GROUP, size=size) as j:
        await find(j, "zengxx")  # 曾小贤
        await j.until(lambda: (row := j.main.members.highlighted) and row.user == "20001")
        await j.press("m")
        await j.asked(AskDuration)
        await j.press("down", "enter")
        assert int((await j.called("set_group_ban"))["duration"]) == 3600
        await j.says("完成")
        await j.shows("禁言")
        await j.press("u")
        assert int((await j.called("set_group_ban", 2))["duration"]) == 0
        await j.until(lambda: not member(j, GROUP, "20001").muted_until, "the event")
        await j.press("K")
        await j.asked(Question)
        await j.shows("（20001）移出群", "[ 取消 ]")
        await j.press("y")
        await j.until(lambda: j.reader.member(j.row(GROUP).id, "20001") is None, "gone")
        await j.press("escape")
        await j.until(lambda: j.main.members.count == 5, "five members")
        await j.press("alt+m")
        await j.shows("解除了", "移出")


async def test_a_kick_may_also_block(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await go_to(j, "20002")
        await j.press("K")
        await j.asked(Question)
        await j.shows("[ ] 不再接受")
        await j.press("space")
        await j.shows("[x] 不再接受")
        await j.press("y")
        assert (await j.called("set_group_kick"))["reject_add_request"] is True


async def test_several_are_muted_at_once_and_may_speak_again(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await mark(j, "20001", "20003")
        await j.shows("✓ 2", "✓小贤")
        await j.press("m")
        await j.asked(AskDuration)
        await j.shows("禁言这 2 人多久", "（20001）", "陈美嘉（20003）", "爱情公寓（30001）")
        await j.press("enter")
        await j.until(lambda: all(member(j, OWNED, user).muted_until for user in ("20001", "20003")), "muted")
        await j.says("2 人全部完成")
        assert not j.main.members.marked
        await j.press("a")
        assert len(j.main.members.marked) == 6
        await j.press("u")
        await j.asked(Question)
        await j.shows("解除这 2 人的禁言")
        await j.press("y")
        await j.until(lambda: not any(m.muted_until for m in j.reader.members(j.row(OWNED).id)), "unmuted")


async def test_some_of_several_fail_and_stay_marked(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await mark(j, "20001", "20002", "20003")
        j.server.faults.fail("set_group_kick", "系统繁忙", times=1)
        await j.press("K")
        await j.asked(Question)
        await j.shows("把这 3 人移出群", "（20001）", "胡一菲（20002）", "陈美嘉（20003）")
        await j.press("y")
        await j.says("3 人中完成 2 人")
        await j.says("系统繁忙")
        failed = j.main.members.marked
        assert [row.user for row in failed] == [row.user for row in j.reader.members(j.row(OWNED).id) if row.user < "20004"][1:]
        assert f"（{failed[0].user}）：没有成功" in j.main.status.notice.text  # type: ignore[union-attr]


async def test_who_can_not_be_touched_is_left_out_of_several(tmp_path: Path) -> None:
    async with panel(tmp_path, GROUP) as j:
        await j.press("a", "K")
        await j.asked(Question)
        await j.shows("把这 4 人移出群", "不包括：吕小布", "不能对自己使用", "权限不够")
        await j.press("n")
        await j.is_back()
        assert not j.calls("set_group_kick")


async def test_once_the_connection_is_lost_the_rest_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PAUSE", 0.2)  # the second one is not tried once the first has failed
    async with panel(tmp_path) as j:
        await mark(j, "20001", "20002")
        await j.lose_the_network()
        await j.press("K", "y")
        await j.says("2 人中完成 0 人")
        await j.says("没有轮到：胡一菲（20002）")
        assert len(j.main.members.marked) == 2


async def test_marks_do_not_go_along_to_another_group(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members of the other group")
        await j.open(OWNED)
        await j.press("alt+m", "alt+m")
        await mark(j, "20001")
        await j.open(GROUP)
        await j.until(lambda: j.main.members.count == 6)
        assert not j.main.members.marked
        await j.press("alt+m", "alt+m")
        await mark(j, "20002")
        await j.press("escape")
        assert not j.main.members.marked


async def test_an_admin_is_made_and_unmade_by_the_owner(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await go_to(j, "20001")
        await j.press("A")
        await j.asked(Question)
        await j.shows("（20001）设为管理员")
        await j.press("y")
        await j.until(lambda: member(j, OWNED, "20001").role is Role.ADMIN, "the event")
        await j.says("完成")
        await go_to(j, "20001")
        await j.press("A")
        await j.shows("取消", "的管理员")
        await j.press("y")
        await j.until(lambda: member(j, OWNED, "20001").role is Role.MEMBER, "the event")
        await go_to(j, "10001")
        await j.press("A")
        await j.says("群主不能")


async def test_only_the_owner_appoints_and_entitles(tmp_path: Path) -> None:
    async with panel(tmp_path, GROUP) as j:
        await go_to(j, "20001")
        for key in ("A", "t"):
            await j.press(key)
            await j.says("只有群主可以")
            j.main.status.hush()
        await j.press("o")
        await j.asked(ActionMenu)
        await j.shows("— 只有群主可以")


async def test_the_menu_does_nothing_to_another_once_its_member_has_left(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await go_to(j, "20003")
        await j.press("o")
        await j.asked(ActionMenu)
        await j.server.leave(OWNED.peer, "20003")
        await j.until(lambda: j.main.members.count == 5, "one member less")
        await j.press("P")
        await j.is_back()
        await j.says("名单刚刚变了")
        assert not j.calls("send_poke")


async def test_the_menu_of_several_names_them_and_offers_nothing_that_is_for_one(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await j.press("space", "space", "o")
        await j.asked(ActionMenu)
        await j.shows("2 人：", "戳一戳")
        assert "私聊" not in j.screen and "名片" in j.screen


async def test_a_card_is_set_and_taken_away_though_no_event_tells(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await go_to(j, "20001")
        await j.press("c")
        await j.asked(AskText)
        await j.shows("（20001）的群名片", "留空则去掉")
        await j.press("ctrl+u")
        await j.type("新名片")
        await j.press("enter")
        assert (await j.called("set_group_card"))["card"] == "新名片"
        await j.until(lambda: member(j, OWNED, "20001").card == "新名片", "asked again")
        await j.says("完成")
        await go_to(j, "20001")
        await j.press("c", "ctrl+u", "enter")
        await j.until(lambda: member(j, OWNED, "20001").card == "", "asked again")


async def test_a_card_that_is_refused_in_silence_is_not_said_to_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.connection.link.LOOK_AGAIN_AFTER", (0.01, 0.01))
    async with panel(tmp_path) as j:
        j.server.world.set_admin("30001", "20001", "10001", True)
        j.server.world.group("30001").members["10001"].role = j.server.world.group("30003").members["10001"].role
        await go_to(j, "20001")
        await j.press("c", "ctrl+u", "x", "enter")
        await j.says("还没有看到结果")
        assert member(j, OWNED, "20001").card == "贤哥"


async def test_a_title_has_room_for_six_characters(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await go_to(j, "20001")
        await j.press("t")
        await j.asked(AskText)
        await j.type("一二三四五六七")
        await j.press("enter")
        await j.shows("21 字节，最多 18")
        await j.press("backspace", "enter")
        await j.until(lambda: member(j, OWNED, "20001").title == "一二三四五六", "the title")
        await j.shows("〔一二三四五六〕")
        await j.press("t", "ctrl+u", "enter")
        await j.until(lambda: member(j, OWNED, "20001").title == "", "asked again: nothing tells of it")
        await j.says("改头衔 小贤：完成")


async def test_members_are_sorted_by_what_the_headline_says(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await j.shows("按身份")
        await j.server.say_group("30001", "20003", "在")
        await j.server.mute("30001", "20004", 600)
        await j.until(lambda: member(j, OWNED, "20004").muted_until, "muted")
        await j.press("s")
        await j.shows("按发言")
        assert [row.member.user for row in j.main.members._list.rows][:1] == ["20003"]
        await j.press("s")
        await j.shows("禁言在前")
        assert [row.member.user for row in j.main.members._list.rows][:2] == ["20004", "10001"]


async def test_what_somebody_else_does_is_seen(tmp_path: Path) -> None:
    async with panel(tmp_path, PLAIN) as j:
        await j.server.set_admin("30003", "10001", True)
        await j.until(lambda: member(j, PLAIN, "10001").role is Role.ADMIN, "the event")
        await go_to(j, "20001")
        await j.press("m")
        await j.asked(AskDuration)


async def test_the_card_of_a_person_is_sent(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await go_to(j, "20002")
        await j.press("S")
        await j.asked(ActionMenu)
        await j.shows("推荐 胡一菲 的名片", "发到这里：爱情公寓")
        await j.press("1")
        call = await j.called("send_group_msg")
        assert call["message"][0]["type"] == "json"
        assert "胡一菲" in call["message"][0]["data"]["data"]


async def test_an_ordinary_member_names_only_themselves(tmp_path: Path) -> None:
    async with panel(tmp_path, PLAIN) as j:
        await go_to(j, "20001")
        await j.press("c")
        await j.says("需要群主或管理员权限")
        await go_to(j, "10001")
        await j.press("c")
        await j.asked(AskText)
        await j.type("阿布")
        await j.press("enter")
        await j.until(lambda: member(j, PLAIN, "10001").card == "阿布", "asked again")


async def test_a_closed_panel_gives_nobody_away(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await go_to(j, "20001")
        await j.press("alt+m")
        await j.open(GROUP)
        j.main.action_command("members.kick")
        await j.says("先在成员列表里选一个人")


async def test_several_are_mentioned(tmp_path: Path) -> None:
    async with panel(tmp_path) as j:
        await mark(j, "20001", "20003")
        await j.press("at")
        await j.until(lambda: "陈美嘉" in j.main.composer.text and "贤哥" in j.main.composer.text)


async def test_who_came_and_went_while_we_were_away_is_listed_anew(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(OWNED)
        await j.until(lambda: len(j.reader.members(j.row(OWNED).id)) == 6, "the members")
        await j.server.join("30001", "20777")
        await j.until(lambda: j.row(OWNED).member_count == 7, "one more")
        await j.lose_the_network()
        j.server.world.kick("30001", "20001", "10001")
        await j.find_the_network()
        await j.until(lambda: "20001" not in {member.user for member in j.reader.members(j.row(OWNED).id)}, "the list")
        assert j.row(OWNED).member_count == 6
