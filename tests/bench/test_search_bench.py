"""The measure of the search: that it finds what the filled store holds; no time is judged."""

from __future__ import annotations

from pathlib import Path

from tests.bench.filling import fill
from tests.bench.search import WORDS, measure


def test_everything_is_measured(tmp_path: Path) -> None:
    fill(tmp_path, 2000)
    measured = {words: measure(tmp_path, words, None) for words in WORDS}
    assert [measured[words].hits for words in WORDS[:2]] == [0, 0]
    assert all(one.is_whole and one.steps for one in measured.values())
    assert all(one.first is not None and one.hits for words, one in measured.items() if words in WORDS[2:])
