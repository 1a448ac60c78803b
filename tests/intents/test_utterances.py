"""The labelled utterances: what is destructive is right or refused, nonsense is not acted on, nearly all is right."""

from __future__ import annotations

import re

import pytest

from tests.intents.people import DESTRUCTIVE, HERE, labelled, written
from tui.intents import understand

FILES = ("utterances.txt", "held_out.txt")
ALL = [row for name in FILES for row in labelled(name)]
CHINESE = re.compile("[\u4e00-\u9fff]")


def names(meaning: str) -> tuple[str, str]:
    """The intent of *meaning*, and what it does less what it asks."""
    done = meaning.partition("?")[0].strip()
    return done.partition(" ")[0], done


@pytest.fixture(scope="module")
def scored() -> list[tuple[str, str, str]]:
    """Every utterance with what it is to mean and what it was taken for."""
    return [(words, expected, written(understand(words, HERE))) for words, expected in ALL]


def test_there_are_enough_of_each() -> None:
    assert len(ALL) >= 300
    assert len({words for words, _ in ALL}) == len(ALL)
    assert sum(bool(CHINESE.search(words)) for words, _ in ALL) >= len(ALL) * 2 / 3
    assert sum(expected == "-" for _, expected in ALL) >= 60
    assert sum("?user" in expected for _, expected in ALL) >= 10


def test_what_is_destructive_is_right_or_refused(scored: list[tuple[str, str, str]]) -> None:
    wrong = [row for row in scored if names(row[2])[0] in DESTRUCTIVE and names(row[2]) != names(row[1])]
    assert wrong == []


def test_what_asks_again_asks_again(scored: list[tuple[str, str, str]]) -> None:
    assert [row for row in scored if "confirm" in row[1] and row[2] != "-" and "confirm" not in row[2]] == []


def test_nothing_is_made_of_nonsense(scored: list[tuple[str, str, str]]) -> None:
    assert [row for row in scored if row[1] == "-" and row[2] != "-"] == []


def test_nearly_all_is_right(scored: list[tuple[str, str, str]]) -> None:
    wrong = [row for row in scored if row[1] != row[2]]
    assert len(wrong) <= len(scored) * 0.03, wrong
