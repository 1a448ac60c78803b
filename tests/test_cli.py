"""The command line: what is answered before the screen is taken."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import tui
from tui import cli, locale
from tui.config import Config, Paths
from tui.platforms.onebot11.fields import FIELDS

Started = tuple[Config | None, Paths, bool]

ACCOUNT = '[[accounts]]\nname = "main"\nprotocol = "onebot11"\nurl = "ws://127.0.0.1:3001"\ntoken = "sesame"\n'


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Started]:
    """What was asked to run; a terminal, an English environment and folders of its own around it."""
    calls: list[Started] = []

    def run(config: Config | None, paths: Paths, demo: bool, wire_log: object = None) -> int:
        assert paths.data_dir.is_dir()
        assert paths.log_file.exists()
        calls.append((config, paths, demo))
        return 7

    compose = ModuleType("tui.compose")
    vars(compose).update(run=run, ACCOUNT_FIELDS={"onebot11": FIELDS})
    monkeypatch.setitem(sys.modules, "tui.compose", compose)
    monkeypatch.setattr(tui, "compose", compose, raising=False)
    monkeypatch.setattr(cli, "_is_terminal", lambda: True)
    monkeypatch.setenv("LANGUAGE", "en")
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return calls


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], str]:
    """Write a config file and return its path."""

    def write(text: str) -> str:
        path = tmp_path / "my.toml"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_without_a_config(started: list[Started], tmp_path: Path) -> None:
    assert cli.main([]) == 7
    ((config, paths, is_demo),) = started
    assert (config, is_demo) == (None, False)
    if sys.platform == "linux":
        assert paths.config_file == tmp_path / "config" / "qiao" / "config.toml"


def test_with_a_config(started: list[Started], config: Callable[[str], str], tmp_path: Path) -> None:
    path = config(f'language = "zh"\n{ACCOUNT}')
    assert cli.main(["--config", path, "--data-dir", str(tmp_path / "own")]) == 7
    ((loaded, paths, _),) = started
    assert loaded is not None
    assert [account.name for account in loaded.accounts] == ["main"]
    assert paths.data_dir == paths.state_dir == tmp_path / "own"
    assert locale.language() == "zh"


def test_the_wire_is_written_where_it_was_asked_for(
    started: list[Started], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wire.jsonl"
    assert cli.main(["--demo", "--wire-log", str(path)]) == 7
    assert path.stat().st_mode & 0o777 == 0o600
    assert cli.main(["--demo", "--wire-log", str(tmp_path / "no" / "such")]) == cli.WRONG_USE
    assert "can not be written" in capsys.readouterr().err
    assert len(started) == 1


def test_demo_has_folders_of_its_own_that_are_gone_afterwards(started: list[Started], tmp_path: Path) -> None:
    assert cli.main(["--demo", "--data-dir", str(tmp_path / "own")]) == 7
    ((_, paths, is_demo),) = started
    assert is_demo
    assert paths.data_dir.parent == tmp_path / "own"
    assert not paths.data_dir.exists()


def test_wrong_config_is_answered_with_file_line_key(
    started: list[Started], config: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = config("mouse = true\nlangauge = 'zh'\n")
    assert cli.main(["--config", path]) == 2
    assert f"{path}:2: langauge: there is no such key; did you mean language?" in capsys.readouterr().err
    assert not started


def test_wrong_config_is_answered_in_the_language_it_asks_for(
    started: list[Started], config: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--config", config("language = 'zh'\nmouse = 1\n")]) == 2
    assert "2: mouse: 只能是 true 或 false" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[keys]\n"message.recal" = "d"\n', 2, "message.recall"),
        ('[keys]\nmessage.recall = "r"\n', 2, "clash"),
        ('mouse = true\n[keys]\n"app.quit" = "f4"\n"app.boss" = "f4"\n', 4, "clash"),
        ('[keys]\n"app.quit" = "nonsense+key"\n', 2, "nonsense+key"),
    ],
)
def test_wrong_keys_are_answered_with_their_line(
    started: list[Started],
    config: Callable[[str], str],
    capsys: pytest.CaptureFixture[str],
    text: str,
    line: int,
    words: str,
) -> None:
    path = config(text)
    assert cli.main(["--config", path]) == 2
    said = capsys.readouterr().err
    assert f"{path}:{line}: keys." in said
    assert words in said


def test_token_that_others_can_read_is_warned_of(
    started: list[Started], config: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = config(ACCOUNT)
    os.chmod(path, 0o644)
    assert cli.main(["--config", path]) == 7
    said = capsys.readouterr().err
    assert os.name == "nt" or f"Warning: {path}: the file holds a token" in said
    assert "sesame" not in said


def test_named_config_that_is_not_there(started: list[Started], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--config", str(tmp_path / "no.toml")]) == 2
    assert "There is no file" in capsys.readouterr().err


def test_not_a_terminal(started: list[Started], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cli, "_is_terminal", lambda: False)
    assert cli.main([]) == 2
    assert "qiao runs in a terminal" in capsys.readouterr().err
    assert not started


def test_folder_that_can_not_be_made(started: list[Started], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["--data-dir", str(tmp_path / "file" / "data")]) == 2
    assert "can not be used: Not a directory" in capsys.readouterr().err


def test_wrong_use(started: list[Started], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["--dmeo"])
    assert caught.value.code == 2
    assert "See qiao --help" in capsys.readouterr().err


def test_keys_are_listed_as_configured(
    started: list[Started], config: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = config('[keys]\n"app.quit" = "f8"\n')
    for arguments in (["keys", "--config", path], ["--config", path, "keys"]):
        assert cli.main(arguments) == 0
        (line,) = (line for line in capsys.readouterr().out.splitlines() if "app.quit" in line)
        assert "F8" in line.upper()
    assert not started


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_names_the_folders(language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    with pytest.raises(SystemExit) as caught:
        cli.main(["--help"])
    assert caught.value.code == 0
    said = capsys.readouterr().out
    assert "config.toml" in said
    assert ("演示" in said) == (language == "zh")


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_nothing_heavy(argument: str) -> None:
    program = (
        "import sys; from tui.cli import main\n"
        f"try: main([{argument!r}])\nexcept SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'textual', 'rich', 'asyncio', 'sqlite3', 'tomllib', 'tomlkit', 'pydantic', 'logging'}))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_chinese_on_an_ascii_terminal_is_no_crash() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LANGUAGE": "zh"}
    ended = subprocess.run([sys.executable, "-m", "tui", "--help"], capture_output=True, env=environment, check=False)
    assert ended.returncode == 0
