"""Managing a group on each implementation: what it has is done and seen, though it tells little of it; what it lacks says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import OWNED, PLAIN, Journey, journey
from tui.chat.ids import ConversationId
from tui.chat.people import Role
from tui.simulator.onebot11.dialects import DIALECTS
from tui.store.rows import MemberRow
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.muted import MutedSheet
from tui.ui.screens.question import Question

dialects = pytest.mark.parametrize("dialect", DIALECTS)


def member(j: Journey, user: str) -> MemberRow:
    found = j.reader.member(j.row(OWNED).id, user)
    assert found is not None
    return found


async def menu(j: Journey, where: ConversationId, *keys: str) -> None:
    await j.open(where)
    await j.until(lambda: len(j.reader.members(j.row(where).id)) == 6, "the members")
    await j.press("ctrl+g")
    await j.asked(ActionMenu)
    await j.press(*keys)


@dialects
async def test_members_are_named_entitled_appointed_and_kicked(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await j.open(OWNED)
        await j.until(lambda: len(j.reader.members(j.row(OWNED).id)) == 6, "the members")
        await j.press("alt+m", "slash")
        await j.type("hyf")  # 胡一菲
        await j.press("enter", "c")
        await j.asked(AskText)
        await j.type("一菲")
        await j.press("enter")
        await j.until(lambda: member(j, "20002").card == "一菲", "the card")
        await j.says("改群名片 胡一菲：完成")
        for title, keys in (("女王", "女王"), ("", ())):
            await j.press("t", "ctrl+u", *keys, "enter")
            await j.until(lambda title=title: member(j, "20002").title == title, "the title")  # type: ignore[misc]
            await j.says("改头衔 一菲：完成")
            j.main.status.hush()
        await j.press("A", "y")
        await j.until(lambda: member(j, "20002").role is Role.ADMIN, "the rank")
        await j.says("设为管理员 一菲：完成")
        await j.press("K")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: j.reader.member(j.row(OWNED).id, "20002") is None, "gone")


@dialects
async def test_a_group_is_renamed_and_left(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await menu(j, OWNED, "r")
        await j.asked(AskText)
        await j.press("ctrl+u")
        await j.type("夜读")
        await j.press("enter")
        await j.until(lambda: j.row(OWNED).name == "夜读", "the name")
        await j.says("改群名：完成")
        await menu(j, PLAIN, "L")
        await j.asked(AskText)
        await j.type("羽毛球")
        await j.press("enter")
        await j.until(lambda: not j.row(PLAIN).is_listed, "left")
        await j.says("退出 羽毛球：完成")


@dialects
async def test_what_an_implementation_lacks_says_so(tmp_path: Path, dialect: str) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await j.server.mute("30001", "20001", 600)
        await menu(j, OWNED, "u")
        await j.asked(MutedSheet)
        await j.shows("小贤（20001）", "还有")
        assert bool(j.calls("get_group_shut_list")) is (dialect in ("napcat", "llbot"))
        assert ("以成员列表里的为准" in j.screen) is (dialect in ("lagrange", "gocqhttp"))
        await j.press("escape")
        for key, action, having in (
            ("s", "", ("napcat", "llbot", "gocqhttp")),
            ("a", "get_group_at_all_remain", ("napcat", "llbot", "gocqhttp")),
            ("c", "ArkShareGroup", ("napcat",)),
        ):
            await menu(j, OWNED, key)
            if dialect in having:
                await j.until(lambda action=action: not action or j.calls(action), action)  # type: ignore[misc]
                await j.until(lambda: not isinstance(j.app.screen, ActionMenu) or "分享" in j.screen)
            else:
                await j.shows("不可用：这里不支持")
            while j.app.screen is not j.main:
                await j.press("escape")
