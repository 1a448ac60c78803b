"""Answering many: who waits, the next of them, who needs no answer, and canned replies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, NARROW, OTHER_FRIEND, OWNED, USUAL, WIDE, Journey, journey
from tui.chat.ids import ConversationId
from tui.config import Reply
from tui.ui.screens.question import Question
from tui.ui.screens.replies import Replies
from tui.ui.sidebar_model import Item, View

REPLIES = (
    Reply("问候", "你好，{name}！\n收到了。"),
    Reply("地址", "上海市静安区"),
    Reply("别的账号", "不该出现", account="other"),
)


async def three_wait(j: Journey) -> None:
    """Let two friends and a group wait, in this order; another group only talks."""
    await j.server.say_private("20001", "在吗")
    await j.server.say_private("20002", "吃了吗")
    await j.server.say_group(
        "30001", "20009", [{"type": "at", "data": {"qq": "10001"}}, {"type": "text", "data": {"text": " 呢"}}]
    )
    await j.server.say_group("30002", "20002", "随便说说")
    await j.until(lambda: len(j.main.sidebar.rows) >= 4 and len(waiting(j)) == 3, "three who wait")
    await j.caught_up()


def waiting(j: Journey) -> list[int]:
    """Return who waits, as the store has it, the longest waiting first."""
    rows = [row for row in j.reader.conversations() if row.waits_since]
    return [row.id for row in sorted(rows, key=lambda row: (row.waits_since, row.id))]


def listed(j: Journey) -> list[int]:
    return [entry.row.id for entry in j.main.sidebar._list.rows if isinstance(entry, Item)]


async def is_open(j: Journey, where: ConversationId) -> None:
    await j.until(lambda: j.main.pane.conversation == j.row(where).id, f"{where} open")


async def test_one_after_the_other_is_answered(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_wait(j)
        order = waiting(j)
        for id in order:
            await j.press("ctrl+s")
            await j.until(lambda id=id: j.main.pane.conversation == id, "the longest waiting")  # type: ignore[misc]
            await j.type("ok")
            await j.press("enter")
            await j.until(lambda id=id: id not in waiting(j), "answered")  # type: ignore[misc]
        await j.press("ctrl+s")
        await j.says("没有人在等你回复")


async def test_one_that_is_passed_over_comes_again_after_the_others(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_wait(j)
        order = waiting(j)
        seen = []
        for _ in range(4):
            await j.press("alt+r")
            seen.append(j.main.pane.conversation)
        assert seen == [*order, order[0]]


async def test_the_list_of_those_who_wait_lives(tmp_path: Path) -> None:
    async with journey(tmp_path, size=WIDE) as j:
        await three_wait(j)
        await j.press("alt+t")
        assert j.main.sidebar.view is View.WAITING
        order = waiting(j)
        await j.until(lambda: listed(j) == order)
        await j.shows("待回 3", "刚刚", "吃了吗")
        await j.open(FRIEND)
        await j.type("ok")
        await j.press("enter")
        await j.until(lambda: j.row(FRIEND).id not in listed(j))
        await j.shows("待回 2")
        now = j.server.world.clock()
        j.server.world.clock = lambda: now + 5
        said = await j.server.say_private("20001", "还有")
        await j.until(lambda: listed(j)[-1:] == [j.row(FRIEND).id], "last in the queue")
        await j.server.recall(said)
        await j.until(lambda: len(listed(j)) == 2, "taken back")
        await j.press("alt+t")
        assert j.main.sidebar.view is View.CONVERSATIONS


async def test_needs_no_answer_until_they_write_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_wait(j)
        await j.press("alt+t")
        j.main.sidebar.focus_list()
        await j.press("home")
        first, second, third = waiting(j)
        await j.press("n")
        await j.until(lambda: listed(j) == [second, third])
        assert j.main.sidebar.highlighted is not None
        await j.press("N")
        await j.until(lambda: listed(j) == [first, second, third], "undone")
        await j.open(FRIEND)
        await j.press("alt+q")
        await j.says("不用回复了")
        await j.until(lambda: j.row(FRIEND).id not in listed(j))
        await j.press("alt+q")
        await j.until(lambda: j.row(FRIEND).id in listed(j), "after all")
        await j.press("alt+q")
        await j.until(lambda: j.row(FRIEND).id not in listed(j))
        await j.server.say_private("20001", "喂")
        await j.until(lambda: j.row(FRIEND).id in listed(j), "wrote again")


async def test_nobody_needs_an_answer_asks_first_and_is_undone(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_wait(j)
        j.main.action_command("waiting.settle_all")
        await j.asked(Question)
        await j.shows("3 个会话")
        await j.press("enter")
        await j.is_back()
        assert len(waiting(j)) == 3
        j.main.action_command("waiting.settle_all")
        await j.asked(Question)
        await j.press("y")
        await j.until(lambda: not waiting(j))
        j.main.action_command("sidebar.unsettle")
        await j.until(lambda: len(waiting(j)) == 3)


async def test_where_nobody_waits_there_is_nothing_to_dismiss(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.server.say_group("30002", "20002", "随便说说")
        await j.open(GROUP)
        await j.press("alt+q")
        await j.says("没有在等你回复")
        j.main.action_command("sidebar.unsettle")
        await j.says("没有可以撤销的")
        j.main.action_command("waiting.settle_all")
        await j.says("没有人在等你回复")


async def test_a_narrow_terminal_shows_the_list_in_the_conversations_place(tmp_path: Path) -> None:
    async with journey(tmp_path, size=NARROW) as j:
        await three_wait(j)
        await j.open(GROUP)
        await j.press("alt+t")
        await j.shows("待回 3", "刚刚")
        await j.press("home", "enter")
        await j.until(lambda: j.main.pane.conversation == waiting(j)[0])
        await j.hides("待回")
        await j.press("alt+t")
        await j.shows("待回 3")
        await j.press("alt+t")
        assert j.main.sidebar.view is View.CONVERSATIONS


async def test_the_list_is_walked_by_the_keys_of_conversations(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_wait(j)
        first, second, _ = waiting(j)
        await j.press("alt+t", "alt+down")
        await j.until(lambda: j.main.pane.conversation == first)
        await j.press("alt+down")
        await j.until(lambda: j.main.pane.conversation == second)
        await j.press("alt+up")
        await j.until(lambda: j.main.pane.conversation == first)


@pytest.mark.parametrize("key", ["alt+c", "f5"])
async def test_a_canned_reply_goes_to_the_caret_and_is_undone(tmp_path: Path, key: str) -> None:
    async with journey(tmp_path, size=USUAL, replies=REPLIES) as j:
        await j.server.say_private("20001", "在吗")
        await j.open(FRIEND)
        await j.type("xy")
        await j.press("left", key)
        await j.asked(Replies)
        await j.shows("问候", "你好，曾小贤！ 收到了。", "地址")
        assert "不该出现" not in j.screen
        await j.type("wh")
        await j.hides("地址")
        await j.press("enter")
        await j.is_back()
        assert j.main.composer.text == "x你好，曾小贤！\n收到了。y"
        await j.press("ctrl+z")
        assert j.main.composer.text == "xy"
        assert not j.calls("send_private_msg")


async def test_a_canned_reply_is_found_by_its_words_and_left_alone(tmp_path: Path) -> None:
    async with journey(tmp_path, replies=REPLIES) as j:
        await j.server.say_private("20001", "在吗")
        await j.open(FRIEND)
        await j.press("alt+c")
        await j.asked(Replies)
        await j.type("jingan")
        await j.until(lambda: "问候" not in j.screen)
        await j.shows("地址")
        await j.press("enter")
        await j.is_back()
        assert j.main.composer.text == "上海市静安区"
        await j.until(lambda: j.row(FRIEND).draft == "上海市静安区", "on disk")
        await j.press("alt+c")
        await j.asked(Replies)
        await j.press("escape")
        await j.is_back()
        assert j.main.composer.text == "上海市静安区"


async def test_in_a_group_a_canned_reply_names_whom_it_quotes(tmp_path: Path) -> None:
    async with journey(tmp_path, replies=REPLIES) as j:
        await j.server.say_group("30001", "20001", "几点")
        await j.open(OWNED)
        await j.select("几点")
        name = j.messages(OWNED)[-1].sender_name
        await j.press("r", "alt+c")
        await j.asked(Replies)
        await j.press("enter")
        await j.is_back()
        public = j.reader.public_names([j.messages(OWNED)[-1].id])
        assert j.main.composer.text == f"你好，{next(iter(public.values()))}！\n收到了。"
        assert name != next(iter(public.values())), "our remark is ours"


@pytest.mark.parametrize("size", [NARROW, USUAL])
async def test_without_canned_replies_it_says_how_to_add_some(tmp_path: Path, size: tuple[int, int]) -> None:
    async with journey(tmp_path, size=size) as j:
        await j.server.say_private("20002", "在吗")
        await j.open(OTHER_FRIEND)
        await j.press("alt+c")
        await j.asked(Replies)
        await j.shows("[[replies]]", 'name = "问候"', "{name}", "Esc 返回")
        await j.press("escape")
        await j.is_back()
