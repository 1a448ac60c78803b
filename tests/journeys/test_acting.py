"""Acting on messages and members: mute, kick, poke, copy, details; what may not be done is shown with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.every_road import on_every_road
from tests.journeys.journey import FRIEND, GROUP, USUAL, WIDE, Journey, journey
from tests.journeys.roads import Road, on_each_road, with_each_protocol
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.people import Role
from tui.simulator import segments as make
from tui.ui.screens.details import Details
from tui.ui.screens.duration import AskDuration
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question


async def on_a_message(j: Journey, where: ConversationId, user: str = "20001", text: str = "广告") -> None:
    """Let *user* say something in the open conversation *where*, and put the cursor on it."""
    await j.open(where)
    if where.kind is ConversationKind.GROUP:
        await j.members(where)
        await j.server.say_group(where.peer, user, text)
    else:
        await j.server.say_private(user, text)
    await j.until(lambda: text in j.texts(where))
    await j.shows(text)
    await j.press("up")
    await j.until(lambda: j.main.pane.cursor_row, "a selected message")


async def is_muted(j: Journey, where: ConversationId, user: str = "20001") -> None:
    """Wait until it is known that *user* may not speak in *where*."""
    await j.until(lambda: (member := j.reader.member(j.row(where).id, user)) and member.muted_until, "muted until")


@pytest.mark.parametrize("size", [USUAL, WIDE])
@pytest.mark.parametrize(("typed", "seconds"), [("10m", 600), ("2h", 7200), ("1d", 86400), ("10分钟", 600)])
async def test_the_sender_is_muted_for_as_long_as_was_typed(
    tmp_path: Path, typed: str, seconds: int, size: tuple[int, int]
) -> None:
    async with journey(tmp_path, size=size) as j:
        await on_a_message(j, GROUP)
        await j.press("m")
        await j.asked(AskDuration)
        await j.shows("（20001）多久", "读书会（30002）")
        await j.type(typed)
        await j.press("enter")
        call = await j.called("set_group_ban")
        assert (str(call["group_id"]), str(call["user_id"]), int(call["duration"])) == ("30002", "20001", seconds)
        await j.says("完成")
        await is_muted(j, GROUP)
        await j.shows("禁言")


@on_each_road
async def test_the_sender_is_muted_and_heard_again(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.group)
        await j.press("m")
        await j.asked(AskDuration)
        await j.type("10m")
        before = j.server.world.now()
        await j.press("enter")
        await j.says("完成")
        await is_muted(j, road.group)
        await j.shows("禁言")
        assert before + 600 <= j.server.world.member("30002", "20001").muted_until <= j.server.world.now() + 600
        j.main.status.hush()
        await j.select("广告")
        await j.press("m", "0", "enter")
        await j.says("完成")
        await j.until(lambda: not j.reader.member(j.row(road.group).id, "20001").muted_until, "heard again")  # type: ignore[union-attr]
        assert not j.server.world.member("30002", "20001").muted_until


async def test_a_mute_is_lifted_with_zero_and_left_with_escape(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await on_a_message(j, GROUP)
        await j.press("m")
        await j.asked(AskDuration)
        await j.type("soon")
        await j.shows("看不懂")
        await j.press("enter", "escape")
        await j.is_back()
        assert not j.calls("set_group_ban")
        await j.server.mute("30002", "20001", 600)
        await is_muted(j, GROUP)
        await j.press("m", "0", "enter")
        call = await j.called("set_group_ban")
        assert int(call["duration"]) == 0
        await j.says("完成")


@on_each_road
async def test_a_kick_asks_and_no_is_marked(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.group)
        for key in ("enter", "n", "escape"):
            await j.press("K")
            await j.asked(Question)
            await j.shows("（20001）移出群", "[ 取消 ]")
            await j.press(key)
            await j.is_back()
            assert not j.wired("kick")
        await j.press("K", "left", "enter")
        await j.says("完成")
        await j.until(lambda: j.reader.member(j.row(road.group).id, "20001") is None)
        assert "20001" not in j.server.world.group("30002").members


@with_each_protocol
async def test_what_the_other_side_refuses_is_said_in_its_words(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.group)
        j.server.faults.fail(road.wire["kick"][0], "没有权限 [/b]")
        await j.press("K", "y")
        await j.says("没有权限 [/b]")


@on_each_road
async def test_another_s_message_is_recalled_after_asking_twice_as_clearly(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.group)
        await j.press("d")
        await j.asked(Question)
        await j.shows("（20001）的消息", "别人发的", "无法恢复")
        await j.press("y")
        await j.until(lambda: j.messages(road.group)[0].is_recalled)
        assert j.heard(road.group)[0].recalled_by == "10001"
        await j.shows("撤回")


@on_every_road
async def test_what_others_recall_is_gone_and_can_be_looked_at(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.friend)
        said = await j.server.say_private("20001", "说漏了")
        await j.shows("说漏了")
        await j.server.recall(said)
        await j.until(lambda: j.messages(road.friend)[0].is_recalled, "recalled")
        await j.hides("说漏了")
        await j.press("up", "v")
        await j.shows("说漏了")


@with_each_protocol
async def test_an_ordinary_member_is_told_why_not(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.plain)
        for key in ("m", "K"):
            await j.press(key)
            await j.says("需要群主或管理员")
            j.main.status.hush()
        await j.press("e")
        await j.says("这不是你发的消息")
        await j.press("enter")
        await j.asked(ActionMenu)
        await j.shows("— 需要群主或管理员", "这不是你发的消息")
        await j.press("K")
        assert isinstance(j.app.screen, ActionMenu)
        await j.press("escape")
        await j.is_back()
        assert not j.wired("mute") and not j.wired("kick")


@with_each_protocol
async def test_an_admin_can_not_touch_the_owner(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.group, "20009")
        await j.press("K")
        await j.says("你的权限不够")
        await j.press("m")
        await j.says("你的权限不够")


async def test_what_the_implementation_does_not_know_is_no_longer_offered(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await on_a_message(j, GROUP)
        j.server.faults.fail("send_poke", "不支持的Api send_poke", retcode=1404)
        await j.press("P")
        await j.says("没有这个功能")
        await j.until(lambda: len(j.calls("send_poke")) == 1)
        await j.press("P")
        await j.says("这里不支持这个操作")
        assert len(j.calls("send_poke")) == 1


async def test_the_menu_does_what_its_digits_and_keys_say(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await on_a_message(j, GROUP)
        await j.press("enter")
        await j.asked(ActionMenu)
        await j.press("r")
        await j.is_back()
        await j.until(lambda: j.main.composer.quote is not None)
        await j.press("escape", "up", "enter")
        await j.asked(ActionMenu)
        await j.press("1")
        await j.until(lambda: j.main.composer.quote is not None)


@on_each_road
async def test_mention_and_poke_the_sender(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.group)
        await j.press("P")
        await j.says("完成")
        await j.shows("戳了戳")
        assert len(j.wired("poke")) == 1
        await j.press("at")
        await j.until(lambda: j.main.composer.has_focus)
        await j.type("管管")
        await j.press("enter")
        await j.sent(road.group)
        mention = j.heard(road.group)[-1].segments[0]
        assert (mention["type"], str(mention["data"]["qq"])) == ("at", "20001")


@on_each_road
async def test_who_pokes_us_is_seen(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.friend)
        await j.server.poke("20001")
        await j.shows("戳了戳")
        assert not j.row(road.friend).unread


async def test_details_show_who_when_and_the_raw_payload(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await on_a_message(j, GROUP, text="细节")
        await j.press("i")
        await j.asked(Details)
        await j.shows("（20001）", "读书会（30002）", '"message_type": "group"', "细节")
        await j.press("y")
        await j.until(lambda: j.copied == ["细节"])
        await j.press("Y")
        await j.until(lambda: len(j.copied) == 2 and '"group_id"' in j.copied[1])
        await j.press("i")
        await j.is_back()


async def test_copying_never_claims_what_nobody_confirmed(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await on_a_message(j, GROUP, text="抄这句")
        await j.press("y")
        await j.until(lambda: j.copied == ["抄这句"])
        await j.until(lambda: j.main.status.notice)
        assert j.main.status.notice is not None
        assert "已复制" not in j.main.status.notice.text


async def test_many_messages_are_marked_and_copied_in_order(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        for text in ("甲", "乙", "丙"):
            await j.server.say_private("20001", text)
        await j.until(lambda: j.texts(FRIEND) == ["甲", "乙", "丙"])
        await j.shows("丙")
        await j.press("up", "space", "k", "k", "space", "y")
        await j.until(lambda: j.copied)
        assert j.copied == ["甲\n丙"]
        await j.press("escape")
        assert not j.main.pane.marked


async def test_a_link_over_ssh_is_shown_and_copied_never_opened(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await on_a_message(j, FRIEND, text="看 https://example.org/a?b=[/b]&c=1 吧")
        await j.press("o")
        await j.says("https://example.org/a?b=[/b]&c=1")
        await j.until(lambda: j.copied == ["https://example.org/a?b=[/b]&c=1"])


@with_each_protocol
async def test_members_are_listed_with_roles_and_acted_on(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.owned)
        await j.press("alt+m")
        await j.until(lambda: j.main.members.has_focus_within)
        await j.shows("关谷", "小贤 曾小贤", "群主", "管理")
        await j.press("slash")
        await j.type("hyf")
        await j.until(lambda: (member := j.main.members.highlighted) and member.user == "20002", "found by initials")
        await j.press("enter", "m")
        await j.asked(AskDuration)
        await j.type("1h")
        await j.press("enter")
        await j.says("完成")
        await j.until(lambda: j.reader.member(j.row(road.owned).id, "20002").muted_until)  # type: ignore[union-attr]
        assert j.server.world.member("30001", "20002").muted_until > j.server.world.now() + 3500
        await j.press("u")
        await j.was_wired("mute", 2)
        await j.until(lambda: not j.server.world.member("30001", "20002").muted_until, "heard again")
        await j.press("K")
        await j.asked(Question)
        await j.press("y")
        await j.was_wired("kick")
        await j.until(lambda: j.reader.member(j.row(road.owned).id, "20002") is None)


@with_each_protocol
async def test_a_direct_chat_is_opened_from_the_members(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.owned)
        await j.press("alt+m")
        await j.until(lambda: len(j.main.members._list.rows) >= 6)
        await j.press("slash")
        await j.type("20004")
        await j.until(lambda: (member := j.main.members.highlighted) and member.user == "20004")
        await j.press("enter", "enter")
        await j.until(lambda: j.main.current and j.main.current.kind is ConversationKind.TEMP, "a temporary chat")
        await j.type("你好")
        await j.press("enter")
        await j.until(lambda: [message.text for message in j.heard(road.place(ConversationKind.FRIEND, "20004"))] == ["你好"])
        assert j.heard(road.place(ConversationKind.FRIEND, "20004"))[0].temp_group == "30001"


@with_each_protocol
async def test_roles_follow_events(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await on_a_message(j, road.plain)
        await j.server.set_admin("30003", "10001", True)
        await j.until(lambda: j.reader.member(j.row(road.plain).id, "10001").role is Role.ADMIN)  # type: ignore[union-attr]
        await j.press("K")
        await j.asked(Question)


@with_each_protocol
async def test_system_lines_are_quiet_and_not_acted_on(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.group)
        await j.members(road.group)
        await j.server.join("30002", "20777", nickname="新人")
        await j.server.poke("20001", "20002", group_id="30002")
        await j.server.set_title("30002", "20001", "头衔")
        await j.shows("加入了群聊", "戳了戳", "头衔")
        assert not j.row(road.group).unread
        await j.press("up", "d")
        await j.says("这是系统提示")


@with_each_protocol
async def test_mute_all_and_own_mute_stand_in_the_header(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.plain)
        await j.members(road.plain)
        await j.server.mute_all("30003")
        await j.shows("全员禁言中")
        await j.server.mute_all("30003", False)
        await j.hides("全员禁言中")
        await j.server.mute("30003", "10001", 3600)
        await j.shows("你被禁言到")


async def test_every_kind_of_content_shows_as_something_readable(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        unheard = {"type": "hologram", "data": {"[/b]": "x"}}
        await j.server.say_group("30002", "20001", [make.face("14"), unheard, make.text("尾")])
        await j.shows("hologram", "尾")


@with_each_protocol
async def test_a_list_that_a_break_cut_short_is_not_complained_of_but_asked_for_again(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        j.server.faults.silence(road.wire["members"][0], times=1)
        await j.open(road.group)
        await j.was_wired("members")
        await j.press("alt+m")
        await j.shows("正在获取")
        await j.lose_the_network()
        await j.shows("重连", "连上后自动获取")
        assert j.main.status.notice is None
        await j.find_the_network()
        await j.members(road.group)
        await j.hides("连上后自动获取")
        assert j.main.status.notice is None
