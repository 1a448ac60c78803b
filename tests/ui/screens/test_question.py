"""Yes or no: which is marked, which keys answer, and that names are only text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.rows import HOSTILE
from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui.locale import set_language
from tui.ui.keys import resolve
from tui.ui.screens import question
from tui.ui.screens.question import Question, Wording

TABLE = resolve()
PLACE = "in 爱情公寓 (30001)"


def kick() -> Wording:
    return question.kick("曾小贤", "20002", question.where("爱情公寓", "30001"))


def unmute() -> Wording:
    return Wording("Unmute 曾小贤 (20002)?", (PLACE,), "Unmute", destroys=False)


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["n"], False),
        (["escape"], False),
        (["enter"], False),
        (["left", "enter"], True),
        (["shift+tab", "enter"], True),
        (["left", "right", "enter"], False),
        (["up", "down", "enter"], False),
        (["x"], NO_ANSWER),
    ],
)
async def test_where_it_destroys_no_is_marked(keys: list[str], answer: object) -> None:
    app = Host(lambda: Question(kick(), TABLE))
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert app.answer is answer


async def test_where_it_destroys_nothing_yes_is_marked() -> None:
    app = Host(lambda: Question(unmute(), TABLE))
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert app.answer is True


async def test_it_names_whom_with_number_and_where() -> None:
    app = Host(lambda: Question(kick(), TABLE))
    async with app.run_test() as pilot:
        await pilot.pause()
        text = app.text()
        for part in ("曾小贤", "20002", "爱情公寓", "30001", "[ No ]", "Kick"):
            assert part in text


async def test_recalling_somebody_elses_message_says_so() -> None:
    own = question.recall_own("hello", PLACE)
    other = question.recall_other("曾小贤", "20002", "hello", PLACE)
    assert len(other.lines) > len(own.lines)
    assert "20002" in other.title
    assert own.destroys
    assert other.destroys


async def test_buttons_can_be_clicked() -> None:
    app = Host(lambda: Question(kick(), TABLE))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click("Buttons", offset=(3, 0))
        await pilot.pause()
        assert app.answer is True


async def test_remapped_keys_answer() -> None:
    app = Host(lambda: Question(kick(), resolve({"question.yes": ["j"]})))
    async with app.run_test() as pilot:
        await press(pilot, "y")
        assert app.answer is NO_ANSWER
        assert "J yes" in app.text() or "j yes" in app.text()
        await press(pilot, "j")
        assert app.answer is True


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_are_only_text(name: str) -> None:
    wording = Wording(name[:200], (name[:200],), "Yes")
    app = Host(lambda: Question(wording, TABLE))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "escape")
        assert app.answer is False


@pytest.mark.parametrize(
    "make",
    [
        kick,
        unmute,
        lambda: question.resend("x", PLACE),
        lambda: question.discard("x", PLACE),
        lambda: question.recall_own("x", PLACE),
        lambda: question.recall_other("曾小贤", "20002", "x", PLACE),
    ],
)
async def test_every_question_fits_a_small_terminal(make: Callable[[], Wording]) -> None:
    app = Host(lambda: Question(make(), TABLE), "qiao-16")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "[ " in app.text()
        assert make().yes in app.text()


async def test_what_goes_along_with_a_yes_is_ticked_by_space() -> None:
    asked: list[Question] = []

    def make() -> Question:
        asked.append(Question(kick(), TABLE))
        return asked[0]

    app = Host(make)
    async with app.run_test() as pilot:
        await press(pilot)
        assert "[ ] refuse" in app.text()
        await press(pilot, "space")
        assert "[x] refuse" in app.text() and asked[0].is_ticked
        await press(pilot, "space", "space", "y")
        assert (app.answer, asked[0].is_ticked) == (True, True)


async def test_without_anything_to_tick_space_does_nothing() -> None:
    app = Host(lambda: Question(unmute(), TABLE))
    async with app.run_test() as pilot:
        await press(pilot, "space")
        assert app.answer is NO_ANSWER
        assert "[x]" not in app.text() and "ticks" not in app.text()


async def test_a_long_list_leaves_the_buttons_in_sight_and_can_be_read() -> None:
    roster = ", ".join(f"member {number} ({20000 + number})" for number in range(80))
    app = Host(lambda: Question(question.kick_many(80, roster, PLACE), TABLE))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot)
        assert "[ No ]" in app.text() and "member 79" not in app.text()
        for _ in range(8):
            await press(pilot, "pagedown")
        assert "member 79" in app.text()
