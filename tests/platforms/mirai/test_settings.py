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


@pytest.mark.parametrize("line", ["", 'qq = "10001"', "qq = 0", 'qq = 10001\ntransport = "pigeon"'])
def test_an_account_that_is_not_whole_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{ACCOUNT}{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        load(path, ACCOUNT_FIELDS)


@pytest.mark.parametrize(
    ("lines", "way"),
    [
        ('url = "http://h:1"', "ws"),
        ('ws_url = "ws://h:1"', "ws"),
        ('url = "http://h:1"\ntransport = "http"', "http"),
        ('listen = "127.0.0.1:9"', "reverse-ws"),
        ('listen = "127.0.0.1:9"\nurl = "http://h:1"\ntransport = "reverse-ws"', "reverse-ws"),
        ('url = "http://h:1"\nwebhook = "127.0.0.1:9"', "webhook"),
        ('listen = "0.0.0.0:9"\nverify_key = "k"', "reverse-ws"),
    ],
)
def test_the_way_is_chosen_or_follows_from_the_addresses(tmp_path: Path, lines: str, way: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[[accounts]]\nname = "m"\nprotocol = "mirai"\nqq = 1\n{lines}\n', encoding="utf-8")
    (account,) = load(path, ACCOUNT_FIELDS).accounts
    platform = make_platform(account)
    assert isinstance(platform, Mirai)
    assert platform._settings.way == way


@pytest.mark.parametrize(
    ("lines", "key", "words"),
    [
        ("", "url", "url | listen"),
        ('transport = "reverse-ws"\nurl = "http://h:1"', "transport", "listen"),
        ('transport = "webhook"\nurl = "http://h:1"', "transport", "webhook"),
        ('transport = "http"\nurl = "ws://h:1"', "url", "https://"),
        ('transport = "http"\nurl = "http://h:1"\nlisten = "127.0.0.1:9"', "listen", "reverse-ws"),
        ('transport = "http"\nurl = "http://h:1"\nws_url = "ws://h:2"', "ws_url", "ws"),
        ('listen = "127.0.0.1:9"\nwebhook = "127.0.0.1:8"\nurl = "http://h:1"', "webhook", "listen"),
        ('webhook = "127.0.0.1:8"', "url", "url"),
        ('transport = "http"\nws_url = "ws://h:2"', "transport", "url"),
        ('listen = "0.0.0.0:9"', "listen", "verify_key"),
        ('url = "http://h:1"\nwebhook = "0.0.0.0:9"', "webhook", "verify_key"),
        ('listen = "h"', "listen", "65535"),
        ('qq = 0\nurl = "http://h:1"', "qq", "1"),
    ],
)
def test_what_does_not_go_together_is_said_at_its_key(tmp_path: Path, lines: str, key: str, words: str) -> None:
    path = tmp_path / "config.toml"
    number = "" if "qq" in lines else "qq = 1\n"
    path.write_text(f'[[accounts]]\nname = "m"\nprotocol = "mirai"\n{number}{lines}\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, ACCOUNT_FIELDS)
    assert any(problem.key.endswith(f".{key}") and words in problem.words for problem in caught.value.problems), str(caught.value)
