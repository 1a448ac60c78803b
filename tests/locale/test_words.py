"""The words for failures: each in both languages, with the same values, and there for every reason that the code can give."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import tui
from tui import locale
from tui.platforms.mirai import probe as mirai_probe
from tui.platforms.onebot11 import probe

AREAS = ("cli", "config", "connect", "first_run", "plugins", "probe", "reason")
SOURCES = Path(tui.__file__).parent

# What a reason looks like where it is given, and the area of its words.
GIVEN = (
    (re.compile(r'\bno\(\s*"(\w+)"'), "reason"),
    (re.compile(r'\bNotOffered\(\s*"(\w+)"'), "reason"),
    (re.compile(r'\bAskError\(\s*"(\w+)"'), "reason"),
    (re.compile(r'\bStoreError\(\s*"(\w+)"'), "reason"),
    (re.compile(r'\bRefused\([^)]*reason="(\w+)"'), "reason"),
    (re.compile(r'\bConnectError\(\s*"(\w+)"'), "connect"),
    (re.compile(r'\bFieldError\(\s*"(\w+)"'), "config"),
    (re.compile(r'\bSecretError\(\s*"(\w+)"'), "config"),
    (re.compile(r'\bCallFailedError\(\s*"(\w+)"'), "plugins.call"),
    (re.compile(r'\bFinding\([\w.]+, "(\w+)"'), "probe"),
)


def given() -> Iterator[str]:
    """The keys of all reasons that stand in the sources."""
    for path in sorted(SOURCES.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for pattern, area in GIVEN:
            yield from (f"{area}.{reason}" for reason in pattern.findall(text))


def names(text: str) -> list[str]:
    """The names of the values that *text* takes, in order."""
    return sorted({str(name) for _, name, _, _ in Formatter().parse(text) if name is not None})


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_take_the_same_values(area: str) -> None:
    for key, (chinese, english) in locale.strings(area).items():
        assert key.startswith(f"{area}."), key
        assert names(chinese) == names(english), key
        assert chinese.strip(), key
        assert english.strip(), key


def test_english_is_not_left_in_chinese() -> None:
    for area in AREAS:
        for key, (_, english) in locale.strings(area).items():
            without_names = re.sub(r"\([\u4e00-\u9fff]+\)", "", english)  # the names of NapCat's own switches and pages
            assert key == "first_run.language" or not re.search("[\u4e00-\u9fff]", without_names), key


def test_every_reason_has_words() -> None:
    keys = set(given())
    assert len(keys) > 30
    assert sorted(key for key in keys if not locale.has(key)) == []


def test_every_way_in_which_connecting_fails_has_advice() -> None:
    keys = [key for key in locale.strings("connect") if not key.endswith(".advice")]
    assert [key for key in keys if not locale.has(f"{key}.advice")] == []


PLACE = ["host", "kind", "port", "scheme", "usual"]


def test_findings_of_mirai_take_only_values_that_they_carry() -> None:
    carried = {"ok": ["id", "implementation", "nickname", "version"], "bad_url": [], "http_only": [*PLACE, "version"]}
    words = {key: names(pair[1]) for key, pair in locale.strings("probe").items() if key.startswith("probe.mirai.")}
    found = {*mirai_probe._KEYS.values(), "ok", "onebot", "http_only", "webhook"}
    assert {key.split(".")[2] for key in words} == found
    assert found - {"ok"} == {key.split(".")[2] for key in words if key.endswith(".advice")}
    for key, used in words.items():
        assert set(used) <= set(carried.get(key.split(".")[2], PLACE)), key


def test_findings_take_only_values_that_they_carry() -> None:
    place = PLACE
    carried = {
        "ok": ["id", "implementation", "nickname", "version"],
        "qq_offline": ["nickname"],
        "bad_url": [],
        "polled": [],
        "crashed": ["error"],
    }
    found = {
        *probe._KEYS.values(),
        "ok",
        "qq_offline",
        "bad_url",
        "public_plain",
        "timeout",
        "mute",
        "crashed",
        "webhook",
        "polled",
    }
    words = {key: pair for key, pair in locale.strings("probe").items() if not key.startswith("probe.mirai.")}
    assert {key.split(".")[1] for key in words} == found
    for key, (_, english) in words.items():
        assert set(names(english)) <= set(carried.get(key.split(".")[1], place)), key
