"""How Chinese characters may be read, without tones: every reading, because nobody knows which one a typist has in mind."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from functools import cache

_DIAERESIS = "\u0308"


@cache
def _dictionary() -> Mapping[int, str]:
    """Return pypinyin's table: code point -> readings with tones, by commas.

    The two variables are pypinyin's documented way to leave its phrases out: 60 ms and 13 MB instead of 210 ms and 58 MB.
    """
    wanted = {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        from pypinyin.constants import PINYIN_DICT
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    table: Mapping[int, str] = PINYIN_DICT
    return table


@cache
def readings(character: str) -> tuple[str, ...]:
    """Return the syllables for which *character* may stand, the usual one first: ``曾`` -> ``ceng``, ``zeng``; () when none.

    ``ü`` is written ``v`` and also ``u``, as people type it.
    """
    if character < "\u3007":
        return ()
    found: dict[str, None] = {}
    for toned in filter(None, _dictionary().get(ord(character), "").split(",")):
        for syllable in _without_tone(toned):
            found[syllable] = None
    return tuple(found)


def _without_tone(syllable: str) -> tuple[str, ...]:
    letters = unicodedata.normalize("NFD", syllable)
    if _DIAERESIS in letters:
        plain = "".join(char for char in letters if not unicodedata.combining(char) or char == _DIAERESIS)
        return plain.replace("u" + _DIAERESIS, "v"), plain.replace(_DIAERESIS, "")
    return ("".join(char for char in letters if not unicodedata.combining(char)),)
