"""Details: nothing invisible stays so, broken JSON is shown as it came, and copying takes all."""

from __future__ import annotations

import json

import pytest

from tests.ui.rows import HOSTILE
from tests.ui.screens.showing import Host, press
from tui.locale import set_language
from tui.ui.screens.details import MAX_RAW, Details, pretty_json, visible

RAW = json.dumps({"message_id": 7, "raw_message": "[@click=app.quit]\u202eevil\x07", "card": "胡一菲"})


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


async def test_facts_text_and_raw_data_are_shown_and_copied() -> None:
    copied: list[str] = []
    app = Host(lambda: Details("Message", [("Sender", "曾小贤 (20002)")], "[/b] hello", RAW, copied.append))
    async with app.run_test(size=(80, 30)) as pilot:
        await press(pilot, "y", "Y")
        text = app.text()
        for part in ("Sender", "曾小贤 (20002)", "[/b] hello", '"message_id": 7', "\\u202eevil", "胡一菲"):
            assert part in text
        assert copied == ["[/b] hello", RAW]
        await press(pilot, "escape")
        assert app.answer is None


async def test_a_message_without_raw_data() -> None:
    app = Host(lambda: Details("Message", [], "hi", "", lambda text: None))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "no raw data was kept" in app.text()


async def test_a_huge_payload_is_cut_and_says_so() -> None:
    raw = json.dumps({"file": "x" * (MAX_RAW * 2)})
    app = Host(lambda: Details("Message", [], "hi", raw, lambda text: None))
    async with app.run_test() as pilot:
        await press(pilot, "end")
        assert "more characters" in app.text()


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_does_no_harm(text: str) -> None:
    app = Host(lambda: Details("t", [(text[:50], text)], text, json.dumps([text]), lambda copied: None))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "pagedown", "end", "escape")
        assert app.answer is None


@pytest.mark.parametrize("raw", ["{", "", "null", "[" * 100_000, "NaN"])
def test_what_is_no_json_stays_as_it_is(raw: str) -> None:
    assert pretty_json(raw) == raw


def test_the_unseen_is_shown() -> None:
    assert visible("a\u200db\x1b[31m\u202e\ufeff\n") == "a\\u200db\\u001b[31m\\u202e\\ufeff\n"
