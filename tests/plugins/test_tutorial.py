"""Plugins that were written for NoneBot 1 run with only their import lines changed."""

from __future__ import annotations

from pathlib import Path

from tests.plugins.rig import FRIEND, GROUP, PATIENCE, rig
from tests.plugins.script import EXPECTED, SAMPLES, changed, play, put_samples
from tui.plugins.process import HostState

ASKED, ANSWERED = "你想查询哪个城市的天气呢？", "{}的天气是……"


def test_only_import_lines_differ() -> None:
    for path in SAMPLES.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        pairs = zip(source.splitlines(), changed(source).splitlines(), strict=True)
        assert all(theirs.startswith(("from nonebot", "import nonebot")) for theirs, ours in pairs if theirs != ours)
        assert "nonebot" not in changed(source).replace("NoneBot", "")


async def test_the_guides_weather_runs(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        put_samples(run.folder, is_ours=True)
        await run.let("weather", FRIEND)
        for said, answered in (
            ("/天气 北京", ANSWERED.format("北京")),
            ("/查天气", ASKED),
            ("", "要查询的城市名称不能为空呢，请重新输入"),
            ("上海", ANSWERED.format("上海")),
            ("南京天气怎么样", ANSWERED.format("南京")),
            ("天气怎么样", ASKED),
        ):
            count = len(run.suggestions)
            await run.tell(said or " ")
            await run.until(lambda count=count: len(run.suggestions) > count)
            assert run.suggested()[count:] == [answered]


async def test_they_say_what_they_say_under_nonebot_1(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        put_samples(run.folder, is_ours=True)
        for name in ("clerk", "desk", "weather"):
            await run.let(name, GROUP, may_send=True, a_minute=60)
            assert run.status(name).state is HostState.RUNNING, run.logged()
        assert await play(run.server, PATIENCE) == EXPECTED
        assert not run.suggestions
        assert "failed" not in run.logged(), run.logged()
