"""What is said to the sample plugins, so that what they answer under two hosts can be compared."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any

from tui.chat.cqcode import render
from tui.simulator import happenings as told
from tui.simulator.onebot11.server import OneBotServer

SAMPLES = Path(__file__).parent / "samples"
GROUP_ID = "30002"
ADMIN, ASKER, CLERK = "20009", "20001", "20002"

Words = str | list[dict[str, Any]]


def to_us(words: str) -> list[dict[str, Any]]:
    """A mention of the account, and *words*."""
    return [{"type": "at", "data": {"qq": "10001"}}, {"type": "text", "data": {"text": " " + words}}]


SCRIPT: tuple[tuple[str, Words, list[str]], ...] = (
    (ASKER, "/weather 北京", []),
    (ASKER, to_us("/weather 北京"), ["北京的天气是……"]),
    (ASKER, to_us("/天气预报"), ["你想查询哪个城市的天气呢？"]),
    (ASKER, "  ", ["要查询的城市名称不能为空呢，请重新输入"]),
    (ASKER, "上海", ["上海的天气是……"]),
    (ASKER, to_us("南京天气怎么样"), ["南京的天气是……"]),
    (ASKER, "南京天气怎么样", []),
    (ASKER, to_us("天气"), ["你想查询哪个城市的天气呢？"]),
    (ASKER, "北京", ["北京的天气是……"]),
    (ASKER, "/echo a [b] & c", ["a &#91;b&#93; &amp; c"]),
    (ASKER, "！复读 a b  c", ["a b  c"]),
    (ASKER, "/ echo spaced", ["spaced"]),
    (ASKER, "/echoes", []),
    (ASKER, "/sign", ["怎么称呼？"]),
    (ASKER, "  ", ["名字不能为空"]),
    (ASKER, "一个很长的名字", ["名字要两到四个字"]),
    (ASKER, "吕子乔", ["吕子乔，确定吗？"]),
    (ASKER, "好的呀", ["吕子乔：True"]),
    (ASKER, "/sign", ["怎么称呼？"]),
    (ASKER, "算了", ["好的"]),
    (ASKER, "/sign", ["怎么称呼？"]),
    (ASKER, "短", ["名字要两到四个字"]),
    (ASKER, "短", ["名字要两到四个字"]),
    (ASKER, "短", ["您输入错误太多次啦，如需重试，请重新触发本功能"]),
    (ASKER, "小贤", []),
    (ASKER, "/book", ["哪天？"]),
    (ASKER, "周五", ["[CQ:at,qq=20001] 几位？"]),
    (ASKER, "很多", ["[CQ:at,qq=20001] 请说几位"]),
    (ASKER, "12.0 位", ["周五 12 位", "还有吗？"]),
    (ASKER, "/now", ["插队"]),
    (ASKER, "没有了", ["记下：没有了"]),
    (ASKER, "/wait", ["等你一句"]),
    (ASKER, "来了", ["等到了：来了"]),
    (ASKER, "/wait", ["等你一句"]),
    (ASKER, "/echo 换一个", ["换一个"]),
    (ASKER, "/plan 跑步 --times 3", ["跑步 × 3"]),
    (ASKER, "/plan", ["参数不足或不正确，请使用 --help 参数查询使用帮助"]),
    (ASKER, "/plan --help", ["plan NAME &#91;--times N&#93;"]),
    (ASKER, "/boss", []),
    (ADMIN, "/boss", ["是，老大"]),
    (ASKER, "/crew", ["False False True True"]),
    (ADMIN, "/crew", []),
    (ASKER, "/掷两个骰子", ["&#91;掷两个骰子&#93;"]),
    (ASKER, "/todo/add 牛奶", ["加上 牛奶"]),
    (ASKER, "/todo.add 鸡蛋", ["加上 鸡蛋"]),
    (ASKER, "/加 面包", ["加上 面包"]),
    (ASKER, "/todo.list/all", []),
    (ASKER, "/todo.list.all", ["&#91;a&#93; &amp; b,c"]),
    (ASKER, "/who", ["[CQ:at,qq=20001] 20001 贤哥 message.group.normal /group/30002 None", "[CQ:at,qq=20002] 在吗"]),
    (ASKER, "/mark", ["&#91;1&amp;2&#93;,[CQ:face,id=14]", "&#91;x&#93;&#91;CQ:at,qq=1&#93;", "列表"]),
    (ASKER, "/relay", ["加上 转来的", "True False"]),
    (ASKER, "复述 [x]", ["复述：复述 &#91;x&#93;"]),
    (ASKER, [{"type": "text", "data": {"text": "问好"}}, {"type": "face", "data": {"id": "14"}}], ["好，0 图"]),
    (ASKER, "叫我", []),
    (ASKER, to_us("叫我"), ["叫到了"]),
    (ASKER, [{"type": "text", "data": {"text": "叫我"}}, {"type": "at", "data": {"qq": "10001"}}], ["叫到了"]),
    (ASKER, "问好" + "长" * 49, []),
    (ASKER, "问好" + "长" * 48, ["好，0 图"]),
)
"""Who says what in the group, and what NoneBot 1 answers, as CQ codes."""


def put_samples(folder: Path, *, is_ours: bool) -> None:
    """Copy the sample plugins into *folder*: as they are, or with just their import lines changed."""
    shutil.copytree(SAMPLES, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    for path in folder.rglob("*.py") if is_ours else ():
        path.write_text(changed(path.read_text(encoding="utf-8")), encoding="utf-8")


def changed(source: str) -> str:
    """Return *source* with ``nonebot`` as ``tui.plugins`` in its import lines."""
    return re.sub(r"^(from|import) nonebot\b", r"\1 tui.plugins", source, flags=re.MULTILINE)


async def play(server: OneBotServer, patience: float) -> list[list[str]]:
    """Say the script to whoever is connected to *server*; return what the account said after each line, as CQ codes.

    So many messages are waited for as are expected; what is said beyond them is found with the next line, or by the last sync.
    """
    seen: asyncio.Queue[told.Happening] = asyncio.Queue()
    server.world.observe(seen.put_nowait)
    answers: list[list[str]] = []
    for user, words, expected in (*SCRIPT, (CLERK, "/sync", ["synced"])):
        await server.say_group(GROUP_ID, user, words)
        answers.append([])
        try:
            async with asyncio.timeout(patience):
                while len(answers[-1]) < len(expected):
                    happening = await seen.get()
                    message = happening.message if isinstance(happening, told.Posted) else None
                    if message is not None and message.sender == server.self_id:
                        answers[-1].append(render((part["type"], part["data"]) for part in message.segments))
        except TimeoutError:
            return answers  # the comparison shows where it ended
    return answers[:-1] if answers[-1] == ["synced"] else answers


EXPECTED = [answers for _, _, answers in SCRIPT]
