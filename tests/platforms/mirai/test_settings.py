"""Where the WebSocket is, how the key travels, and what an account may say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.compose import ACCOUNT_FIELDS, make_platform
from tui.config import ConfigError, FieldError, load
from tui.platforms.mirai.fields import check_url
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings, authorize, socket_url

ACCOUNT = '[[accounts]]\nname = "m"\nprotocol = "mirai"\nurl = "http://127.0.0.1:8080"\nverify_key = "k"\n'


@pytest.mark.parametrize(
    ("url", "dialled"),
    [
        ("http://127.0.0.1:8080", "ws://127.0.0.1:8080/all"),
        ("https://example.net/", "wss://example.net/all"),
        ("ws://h:1/behind/all", "ws://h:1/behind/all"),
        ("wss://[::1]:2", "wss://[::1]:2/all"),
    ],
)
def test_the_websocket_is_found_behind_the_address_of_both(url: str, dialled: str) -> None:
    assert socket_url(url) == dialled


@pytest.mark.parametrize(
    ("url", "reason"), [("127.0.0.1:8080", "scheme"), ("http://", "host"), ("http://h:0", "port"), ("http://h:99999", "port")]
)
def test_an_address_that_can_not_be_dialled_says_why(url: str, reason: str) -> None:
    with pytest.raises(FieldError, match=f"url_{reason}"):
        check_url(url)


def test_the_key_travels_in_a_header_unless_it_can_not() -> None:
    assert authorize(" k ", 7, "ws://h/all") == ({"verifyKey": "k", "qq": "7"}, "ws://h/all")
    assert authorize("秘密&", 7, "ws://h/all") == ({"qq": "7"}, "ws://h/all?verifyKey=%E7%A7%98%E5%AF%86%26")
    assert "sesame" not in repr(Settings(verify_key="sesame"))


def test_an_account_of_the_config_becomes_a_platform(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{ACCOUNT}qq = 10001\n", encoding="utf-8")
    (account,) = load(path, ACCOUNT_FIELDS).accounts
    platform = make_platform(account)
    assert isinstance(platform, Mirai)
    assert platform._settings == Settings(url="http://127.0.0.1:8080", verify_key="k", qq=10001)


@pytest.mark.parametrize("line", ["", 'qq = "10001"', 'qq = 10001\ntransport = "pigeon"'])
def test_an_account_that_is_not_whole_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{ACCOUNT}{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        load(path, ACCOUNT_FIELDS)
