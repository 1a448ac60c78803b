"""Managing a group from the keyboard: each act only where role and platform allow it, each with its result in words."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.journey import FRIEND, GROUP, PLAIN, journey
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question


async def test_everybody_is_muted_and_may_speak_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        await j.press("ctrl+g")
        await j.asked(ActionMenu)
        await j.press("m")
        await j.asked(Question)
        await j.shows("读书会（30002）")
        await j.press("y")
        await j.until(lambda: j.row(GROUP).is_muted_all, "the event")
        await j.says("完成")
        await j.shows("全员禁言中")
        await j.press("ctrl+g", "m")
        await j.until(lambda: not j.row(GROUP).is_muted_all, "the event")
        await j.says("完成")


async def test_who_is_no_admin_is_told_so(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(PLAIN)
        await j.until(lambda: len(j.reader.members(j.row(PLAIN).id)) > 0, "the members")
        await j.press("ctrl+g")
        await j.asked(ActionMenu)
        await j.press("m")
        await j.shows("需要群主或管理员权限")
        assert not j.calls("set_group_whole_ban")


async def test_a_friend_is_no_group(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.press("ctrl+g")
        await j.says("只能在群里使用")
