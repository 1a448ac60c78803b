"""Readings of Chinese characters, as people type them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tui.chat.pinyin import readings


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("曾", {"ceng", "zeng"}),
        ("贤", {"xian"}),
        ("绿", {"lv", "lu"}),
        ("行", {"xing", "hang"}),
        ("嗯", {"n", "ng"}),
        ("女", {"nv", "nu"}),
    ],
)
def test_all_readings_without_tones(character: str, expected: set[str]) -> None:
    assert expected <= set(readings(character))
    assert all(reading.isascii() and reading.isalpha() for reading in readings(character))


@pytest.mark.parametrize("character", ["a", "1", "，", "🎉", "あ", " ", "\u0301"])
def test_what_has_no_reading(character: str) -> None:
    assert readings(character) == ()


def test_the_phrases_are_left_out_and_the_environment_is_as_it_was() -> None:
    code = (
        "import os, tui.chat.pinyin as p; p.readings('曾'); from pypinyin.constants import PHRASES_DICT;"
        "assert not PHRASES_DICT;"
        "assert os.environ.get('PYPINYIN_NO_PHRASES') == 'kept'; assert 'PYPINYIN_NO_DICT_COPY' not in os.environ"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYPINYIN_NO_PHRASES": "kept"})
