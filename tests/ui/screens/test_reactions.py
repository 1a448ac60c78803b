"""Choosing an emoji, and who reacted: what others call things stands there as it is."""

from __future__ import annotations

import pytest

from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui import locale
from tui.chat.emoji import Emoji, Reaction
from tui.chat.reactions import Reactor, Reactors
from tui.ui.screens.emoji_picker import EmojiPicker
from tui.ui.screens.reactors import ReactorsBox

EMOJI = (Emoji("128077", "厉害", "👍"), Emoji("76", "赞"), Emoji("264", "捂脸"))
THERE = (Reaction("264", "[捂脸]", 3, True), Reaction("429", "", 1), Reaction("[/b]", "[@click=app.quit]x[/]", 2))


@pytest.fixture(autouse=True)
def chinese() -> None:
    locale.set_language("zh")


async def test_what_stands_there_already_comes_first() -> None:
    app = Host(lambda: EmojiPicker("回应：[red]x", EMOJI, THERE))
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        text = app.text()
        assert "回应：[red]x" in text and "[@click=app.quit]x[/]" in text
        assert text.index("捂脸") < text.index("429") < text.index("厉害") < text.index("赞")
        assert text.count("捂脸") == 1 and "3 人 ✓ 你已回应" in text
        await press(pilot, "enter")
    assert app.answer == Emoji("264", "捂脸")


async def test_an_emoji_is_found_by_name_pinyin_and_number() -> None:
    for typed, id in (("lihai", "128077"), ("赞", "76"), ("264", "264")):
        app = Host(lambda: EmojiPicker("?", EMOJI))
        async with app.run_test() as pilot:
            await press(pilot, *typed, "enter")
        assert app.answer.id == id


async def test_nothing_that_fits_is_no_answer() -> None:
    app = Host(lambda: EmojiPicker("?", EMOJI))
    async with app.run_test() as pilot:
        await press(pilot, *"qqqqq", "enter")
        assert app.answer is NO_ANSWER and app.bells == 1
        assert "没有这样的表情" in app.text()
        await press(pilot, "escape")
    assert app.answer is None


async def test_who_reacted_comes_when_it_is_told() -> None:
    made: list[ReactorsBox] = []

    def make() -> ReactorsBox:
        made.append(ReactorsBox("谁", THERE, lambda user, name: f"{name or '?'}（{user}）"))
        return made[0]

    app = Host(make)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "[捂脸] 3" in app.text() and "[表情 429] 1" in app.text() and "正在获取" in app.text()
        made[0].show([Reactors(Emoji("264", "捂脸"), 3, (Reactor("1", "[b]甲"), Reactor("2")))])
        await pilot.pause()
        text = app.text()
        assert "[b]甲（1）" in text and "?（2）" in text and "还有 1 人" in text and "正在获取" not in text
        made[0].show([])
        await pilot.pause()
        assert "没有人回应" in app.text()
        made[0].fail("对方没有应答 [/b]")
        await pilot.pause()
        assert "对方没有应答 [/b]" in app.text()
        await press(pilot, "w")
    assert app.answer is None


async def test_an_answer_that_comes_when_the_box_is_closed_harms_nobody() -> None:
    made: list[ReactorsBox] = []

    def make() -> ReactorsBox:
        made.append(ReactorsBox("谁", (), lambda user, name: user))
        return made[0]

    app = Host(make)
    async with app.run_test() as pilot:
        await press(pilot, "escape")
        made[0].show([Reactors(Emoji("264", "捂脸"), 1, (Reactor("1"),))])
        await pilot.pause()
    assert app.answer is None
