"""The folders that qiao uses."""

import os
from pathlib import Path

import pytest

from tui.config import find_downloads, find_paths


def test_custom_of_the_platform() -> None:
    paths = find_paths()
    assert paths.config_file == paths.config_dir / "config.toml"
    assert paths.log_file == paths.state_dir / "qiao.log"
    assert "qiao" in str(paths.config_dir)
    assert "qiao" in str(paths.data_dir)


def test_told_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = find_paths(Path("my.toml"), Path("data"))
    assert paths.config_file == tmp_path / "my.toml"
    assert paths.config_dir == tmp_path
    assert (paths.data_dir, paths.state_dir) == (tmp_path / "data", tmp_path / "data")
    assert paths.log_file == tmp_path / "data" / "qiao.log"


def test_folders_are_made_for_the_user_alone(tmp_path: Path) -> None:
    paths = find_paths(None, tmp_path / "a" / "b")
    paths.make_folders()
    paths.make_folders()
    assert paths.data_dir.is_dir()
    if os.name != "nt":
        assert paths.data_dir.stat().st_mode & 0o777 == 0o700


def test_downloads_lie_where_the_user_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path / "got"))
    if os.name != "nt" and os.uname().sysname == "Linux":
        assert find_downloads() == tmp_path / "got"
    assert find_downloads().is_absolute()
