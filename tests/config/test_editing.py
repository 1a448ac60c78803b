"""Writing to config.toml what was chosen on the screen."""

import os
from pathlib import Path

import pytest

from tests.config.conftest import ACCOUNT_FIELDS, Write
from tui.config import ConfigError, append_account, load, set_value

ACCOUNT = {"name": "second", "protocol": "onebot11", "url": "ws://127.0.0.1:3002", "token": 'a"b\\c', "read_only": True}

COMMENTED = """\
# my own words
mouse = false   # the terminal's

[keys]
# kept
"message.recall" = ["d"]

[[accounts]]   # the first
name = "main"
protocol = "onebot11"
url = "ws://127.0.0.1:3001"
"""


def test_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    append_account(path, ACCOUNT)
    (account,) = load(path, ACCOUNT_FIELDS).accounts
    assert (account.name, account.read_only, account.secret()) == ("second", True, 'a"b\\c')
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == ["config.toml"]


def test_comments_and_order_stay(write: Write) -> None:
    path = write(COMMENTED)
    append_account(path, ACCOUNT)
    assert path.read_text(encoding="utf-8").startswith(COMMENTED)
    assert [account.name for account in load(path, ACCOUNT_FIELDS).accounts] == ["main", "second"]


def test_accounts_before_other_tables(write: Write) -> None:
    path = write("[[accounts]]\nname = 'main'\nprotocol = 'onebot11'\nurl = 'ws://h:1'\n\n[keys]\n'theme.pick' = 'f5'\n")
    append_account(path, ACCOUNT)
    config = load(path, ACCOUNT_FIELDS)
    assert [account.name for account in config.accounts] == ["main", "second"]
    assert config.keys == {"theme.pick": ("f5",)}


@pytest.mark.parametrize("before", ["accounts = []\n", "accounts = [{name = 'main', protocol = 'onebot11', url = 'ws://h:1'}]\n"])
def test_accounts_as_an_array(write: Write, before: str) -> None:
    path = write(before)
    append_account(path, ACCOUNT)
    assert load(path, ACCOUNT_FIELDS).accounts[-1].name == "second"


def test_empty_texts_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    append_account(path, {**ACCOUNT, "token": ""})
    assert "token" not in path.read_text(encoding="utf-8")


def test_set_value_in_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    set_value(path, "language", "zh")
    assert load(path, ACCOUNT_FIELDS).language == "zh"


def test_set_value_is_put_above_the_tables(write: Write) -> None:
    path = write(COMMENTED)
    set_value(path, "language", "en")
    set_value(path, "mouse", True)
    config = load(path, ACCOUNT_FIELDS)
    assert (config.language, config.mouse, len(config.accounts)) == ("en", True, 1)
    text = path.read_text(encoding="utf-8")
    assert "# my own words" in text
    assert "# the terminal's" in text
    assert "# kept" in text


@pytest.mark.parametrize(
    "before", ["[keys]\n'theme.pick' = 'f5'\n", "[[accounts]]\nname='a'\nprotocol='onebot11'\nurl='ws://h:1'\n"]
)
def test_set_value_in_a_file_of_tables_only(write: Write, before: str) -> None:
    path = write(before)
    set_value(path, "language", "en")
    assert load(path, ACCOUNT_FIELDS).language == "en"


def test_both_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    set_value(path, "language", "zh")
    append_account(path, ACCOUNT)
    append_account(path, {**ACCOUNT, "name": "third"})
    set_value(path, "theme", "qiao-dark")
    config = load(path, ACCOUNT_FIELDS)
    assert [account.name for account in config.accounts] == ["second", "third"]
    assert (config.language, config.theme) == ("zh", "qiao-dark")


def test_broken_file_is_left_alone(write: Write) -> None:
    path = write("language = \n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        append_account(path, ACCOUNT)
    assert path.read_text(encoding="utf-8") == "language = \n"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("mouse = false\n", encoding="utf-8")
    link.symlink_to(real)
    append_account(link, ACCOUNT)
    assert link.is_symlink()
    assert len(load(real, ACCOUNT_FIELDS).accounts) == 1


def test_failed_write_leaves_the_old_file_and_no_litter(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(COMMENTED)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        append_account(path, ACCOUNT)
    assert path.read_text(encoding="utf-8") == COMMENTED
    assert os.listdir(path.parent) == ["config.toml"]
