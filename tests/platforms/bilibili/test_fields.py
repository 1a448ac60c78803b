"""What the config may say of an account on Bilibili."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import ConfigError, load
from tui.platforms.bilibili import fields
from tui.platforms.bilibili.client import HOSTS
from tui.platforms.bilibili.credential import Credential

SECRETS = [field.name for field in fields.FIELDS if field.is_secret]
ACCOUNT = '[[accounts]]\nname = "b站"\nprotocol = "bilibili"\n'


def read(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.touch(mode=0o600)
    path.write_text(ACCOUNT + text, encoding="utf-8")
    return path


def test_nothing_is_needed(tmp_path: Path) -> None:
    (account,) = load(read(tmp_path, ""), {"bilibili": fields.FIELDS}).accounts
    assert account.values == {"hosts": {}} and account.secrets == {}


def test_a_login_and_hosts_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILI", "secret")
    text = 'sessdata_env = "BILI"\nbili_jct = "c5rf"\ndedeuserid = "1"\nhosts = { im = "http://127.0.0.1:8090" }\n'
    (account,) = load(read(tmp_path, text), {"bilibili": fields.FIELDS}).accounts
    assert [account.secret(name) for name in SECRETS] == ["secret", "c5rf", "1", "", ""]
    assert account.values["hosts"] == {"im": "http://127.0.0.1:8090"} and "c5rf" not in repr(account)


@pytest.mark.parametrize(
    "text",
    ['hosts = "http://x"', "hosts = { im = 1 }", 'hosts = { no = "http://x" }', 'hosts = { im = "ws://x" }', "sessdata = 1"],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(read(tmp_path, text), {"bilibili": fields.FIELDS})
    assert [problem.line for problem in caught.value.problems] == [4]


def test_the_names_are_those_of_the_client_and_of_a_login() -> None:
    assert set(fields.HOSTS) == set(HOSTS)
    assert set(SECRETS) < set(Credential.__slots__)
