"""``qiao intend``: one object or null, exit statuses, and what is wrong with the file of people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui import cli
from tui.intents.command_words import COMMAND_WORDS
from tui.intents.docs import format_markdown
from tui.ui.command_table import COMMANDS, SHEETS

DOCS = Path(__file__).parents[2] / "docs" / "command-bar.md"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Some people: ids as numbers and as text."""
    path = tmp_path / "people.json"
    rows = [
        {"id": 10001, "nickname": "张三", "card": None, "role": "member"},
        {"id": 10002, "nickname": "章三"},
        {"id": "20004", "nickname": "王五", "role": "owner"},
        {"id": 20005, "nickname": "Lily", "remark": "莉莉", "extra": [1]},
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English."""
    monkeypatch.setenv("LANGUAGE", "en")


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Run it and return the exit status and what it printed, read as JSON."""
    status = cli.main(["intend", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_one_object_with_ids_as_the_file_writes_them(capsys: pytest.CaptureFixture[str], people: Path) -> None:
    status, answer = ask(capsys, "把张三禁言十分钟", "--people", str(people))
    assert status == 0
    assert answer == {
        "name": "mute",
        "args": {"user": 10001, "seconds": 600},
        "confidence": 100.0,
        "asks": [],
        "alternatives": [],
        "current_arg": "",
    }
    assert ask(capsys, "踢了王五", "--people", str(people))[1]["args"] == {"user": "20004", "block": False}


def test_words_may_be_given_apart_and_the_role_speaks_against_it(capsys: pytest.CaptureFixture[str], people: Path) -> None:
    status, answer = ask(capsys, "kick", "wangwu", "and", "block", "--people", str(people), "--role", "admin")
    assert (status, answer["reason"], answer["asks"]) == (0, "target_outranks", ["confirm"])


def test_an_ambiguous_name_has_alternatives(capsys: pytest.CaptureFixture[str], people: Path) -> None:
    status, answer = ask(capsys, "mute zhangsan 1h", "--people", str(people))
    assert (status, answer["asks"], answer["args"]) == (0, ["user"], {"seconds": 3600})
    assert [other["args"]["user"] for other in answer["alternatives"]] == [10001, 10002]


def test_nothing_chosen_is_null(capsys: pytest.CaptureFixture[str], people: Path) -> None:
    assert ask(capsys, "不要禁言张三", "--people", str(people)) == (1, None)


def test_without_json_it_is_a_sentence(capsys: pytest.CaptureFixture[str], people: Path) -> None:
    assert cli.main(["intend", "mute lily 10m", "--people", str(people)]) == 0
    assert capsys.readouterr().out.startswith("Mute · 莉莉 (20005) · 10 min · until ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "line 1, column 2"),
        (b"{}", "must hold a list"),
        (b"[3]", "entry 1: must be an object"),
        (b'[{"id": 1}, {"nickname": "x"}]', "entry 2: id"),
        (b'[{"id": true}]', "entry 1: id"),
        (b'[{"id": 1, "card": 5}]', "entry 1: card must be text"),
        (b'[{"id": 1, "role": "boss"}]', "entry 1: role"),
        (b'[{"id": 1, "role": ["owner"]}]', "entry 1: role"),
        (b"\xff\xfe\xfa", "UTF-8"),
        (b"[" * 100_000, "people.json"),
    ],
)
def test_a_wrong_file_names_the_place(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "people.json"
    path.write_bytes(content)
    assert cli.main(["intend", "x", "--people", str(path), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert str(path) in captured.err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["intend", "x", "--people", str(tmp_path / "none")]) == 2
    assert "can not be read" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["intend"], ["intend", "x", "--role", "boss"]])
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_the_words_of_commands_name_commands_that_can_be_run() -> None:
    can_be_run = {command.name for command in COMMANDS if command.place not in SHEETS}
    assert set(COMMAND_WORDS) <= can_be_run


def test_the_docs_are_current() -> None:
    assert DOCS.read_text(encoding="utf-8") == format_markdown(), "run: python -m tui.intents.docs > docs/command-bar.md"
