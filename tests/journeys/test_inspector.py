"""The wire inspector: frames as they cross, filtered, paused, copied, masked; and actions called from its console."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.journey import FRIEND, WIDE, journey
from tui.ui.screens.inspector import Inspector


async def test_a_send_is_seen_with_its_latency(tmp_path: Path) -> None:
    async with journey(tmp_path, size=WIDE) as j:
        await j.open(FRIEND)
        await j.type("hi there")
        await j.press("enter")
        await j.called("send_private_msg")
        await j.press("f12")
        sheet = await j.asked(Inspector)
        await j.shows("-> send_private_msg", "<= send_private_msg")
        sheet.filter.focus()
        print(j.screen)
        await j.press("escape", "colon")
        await j.type("get_gr")
        print(j.screen)
        await j.press("tab")
        await j.type("member_info ")
        print(j.screen)
        await j.type("group_id=30001 user_id=20001")
        await j.press("enter")
        await j.shows(
            "latency",
        )
