"""The examples of docs/plugins.md run, and what it lists is there."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

import tui.plugins
from tests.plugins.rig import FRIEND, GROUP, rig
from tests.plugins.script import to_us
from tui.plugins.facade import ANSWERED

PAGE = Path(__file__).parents[2] / "docs" / "plugins.md"
if not PAGE.exists():
    pytest.skip("the docs are not here (an installed copy)", allow_module_level=True)

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^<!-- plugin: (\w+) -->\n```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))


def test_the_actions_are_those_that_are_answered() -> None:
    listed = TEXT[TEXT.index("<!-- actions -->") : TEXT.index("Everything else is refused")]
    assert set(re.findall(r"`(\w+)`", listed)) == ANSWERED


def test_the_names_are_those_of_the_package() -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith("| `tui.plugins` |"))
    listed = set(re.findall(r"`(\w+)`", row))
    assert listed <= set(tui.plugins.__all__)
    assert set(tui.plugins.__all__) - listed == {"ApiNotAvailable", "NoneBot", "PaletteSession"}


async def test_the_answer_in_a_group(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("away", EXAMPLES["away"], GROUP, may_send=True)
        for user, words in (("20001", "随便说说"), ("20001", to_us("在吗")), ("20001", to_us("人呢")), ("20002", to_us(""))):
            await run.server.say_group("30002", user, words)
        said = await run.client.until(lambda: [text for text in run.client.texts(GROUP) if "晚一点回复" in text][1:])
        assert said == [" 我现在不在电脑前，晚一点回复你"]
        assert not run.suggestions


async def test_the_command_that_translates(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("translate", EXAMPLES["translate"], FRIEND)
        await run.tell("/translate hello world")
        await run.until(lambda: run.suggested() == ["你好世界"])
        await run.tell("/翻译")
        await run.until(lambda: run.suggested()[1:] == ["要翻译什么？"])
        await run.tell("friend")
        await run.until(lambda: run.suggested()[2:] == ["朋友"])
        row = await run.client.row(FRIEND)
        assert await asyncio.wrap_future(run.plugins.run_command(row, "/translate hello"))
        message = next(m for m in run.client.messages(FRIEND) if "friend" in m.segments_json)
        assert await asyncio.wrap_future(run.plugins.press("translate", 0, row, message.id))
        await run.until(lambda: run.suggested()[3:] == ["你好", "朋友"])
