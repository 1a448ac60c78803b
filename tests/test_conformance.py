"""The page about what each platform offers: made of the code, whole, and current."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.roads import ROADS, Road
from tui.chat.actions import ActionKind
from tui.chat.capabilities import Offers
from tui.conformance import SECTIONS, SENDABLE, WORDS, Column, columns, format_page
from tui.ui.keys import resolve

PAGE = Path(__file__).parents[1] / "docs" / "conformance.md"


def test_the_page_of_the_docs_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == format_page(columns()), "run: python -m tui.conformance > docs/conformance.md"


def test_every_action_has_a_row_and_every_row_a_command_that_exists() -> None:
    assert set(WORDS) == set(ActionKind)
    assert {first for *_, first in SECTIONS} <= set(WORDS)
    commands = {command.name for command in resolve().commands}
    assert {command for *_, command in (*WORDS.values(), *SENDABLE) if command} <= commands


def test_what_only_some_ways_offer_is_said_with_the_way() -> None:
    some, none = Offers(frozenset((ActionKind.SEND,))), Offers(frozenset(), 120)
    column = Column("x", {"ws": none, "http": some}, lambda kind: "")
    assert column.cell(lambda offers: ActionKind.SEND in offers.actions) == "only over http"
    assert column.cell(lambda offers: ActionKind.POKE in offers.actions) == "–"
    assert column.cell(lambda offers: ActionKind.POKE not in offers.actions) == "✓"
    assert column.told(lambda offers: str(offers.recall_seconds)) == "120 (ws), None (http)"
    assert column.told(lambda offers: "same") == "same"


@pytest.mark.parametrize("road", ROADS)
def test_what_a_road_of_the_journeys_lacks_is_what_the_page_says(road: type[Road]) -> None:
    shown = {"onebot11": "NapCat", "mirai": "mirai-api-http"}[road.protocol]
    column = next(column for column in columns() if column.name == shown)
    lacking = {kind for kind in ActionKind if column.cell(lambda offers: kind in offers.actions) == "–"}  # noqa: B023
    assert lacking == road.lacks
