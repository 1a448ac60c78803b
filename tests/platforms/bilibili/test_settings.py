"""What an account on Bilibili may say in the config, and which login it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.compose import ACCOUNT_FIELDS, make_platform
from tui.config import ConfigError, find_paths, load
from tui.platforms.bilibili.credential import Credential, credential_path, save_credential
from tui.platforms.bilibili.keeping import kept_login
from tui.platforms.bilibili.platform import Bilibili
from tui.platforms.bilibili.settings import Settings

ACCOUNT = '[[accounts]]\nname = "b站"\nprotocol = "bilibili"\n'
EARLY, LATE = "aa%2C1765555555%2Cbb%2A11", "cc%2C1795555555%2Cdd%2A22"


def test_an_account_of_the_config_becomes_a_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_JCT", "c5rf")
    path = tmp_path / "config.toml"
    keys = 'sessdata = "a%2Cb"\nbili_jct_env = "MY_JCT"\ndedeuserid = "7"\nhosts = { im = "http://127.0.0.1:1" }\n'
    path.write_text(ACCOUNT + keys, encoding="utf-8")
    (account,) = load(path, ACCOUNT_FIELDS).accounts
    platform = make_platform(account, find_paths(path, tmp_path))
    assert isinstance(platform, Bilibili)
    expected = Settings("b站", tmp_path, "a%2Cb", "c5rf", "7", hosts={"im": "http://127.0.0.1:1"})
    assert platform._settings == expected and "c5rf" not in repr(expected) and "a%2Cb" not in repr(expected)


def test_an_account_may_say_nothing_but_its_name(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(ACCOUNT, encoding="utf-8")
    (account,) = load(path, ACCOUNT_FIELDS).accounts
    assert account.secrets == {} and account.values == {"hosts": {}}


@pytest.mark.parametrize(
    "line",
    ['hosts = "http://x"', 'hosts = { moon = "http://x" }', "hosts = { im = 1 }", 'hosts = { im = "ftp://x" }', "sessdata = 1"],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{ACCOUNT}{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=line.partition(" ")[0]):
        load(path, ACCOUNT_FIELDS)


@pytest.mark.parametrize("address", ["ftp://x", "http://", "127.0.0.1:8090"])
def test_what_is_no_address_of_a_page_is_not_answered_with_that_of_a_websocket(tmp_path: Path, address: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'{ACCOUNT}hosts = {{ im = "{address}" }}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="http://127") as caught:
        load(path, ACCOUNT_FIELDS)
    assert "ws://" not in str(caught.value)


def test_of_two_logins_the_one_that_ends_later_counts(tmp_path: Path) -> None:
    given = Settings("b站", tmp_path, EARLY, "c", "7", "BUV")
    assert kept_login(Settings("b站", tmp_path)) is None
    assert kept_login(given) == Credential(EARLY, "c", "7", "BUV")
    path = credential_path(tmp_path, "b站")
    save_credential(path, Credential(LATE, "d", "7", refresh_token="r"))
    assert kept_login(given) == Credential(LATE, "d", "7", refresh_token="r")  # it was renewed: the config's is void
    assert kept_login(Settings("b站", tmp_path, buvid3="BUV")) == Credential(LATE, "d", "7", "BUV", refresh_token="r")
    save_credential(path, Credential(EARLY, "e", "7"))
    assert kept_login(Settings("b站", tmp_path, LATE, "c", "7")) == Credential(LATE, "c", "7")
    save_credential(path, Credential(LATE, "e", "8"))
    assert kept_login(given) == Credential(EARLY, "c", "7", "BUV")  # somebody else's
