"""Addresses are dialled at a path that exists, and bad ones are named."""

from __future__ import annotations

import pytest

from tui.platforms.addresses import UrlError
from tui.platforms.onebot11.settings import Settings, dial_url, is_http


@pytest.mark.parametrize(
    ("url", "dialled"),
    [
        ("ws://127.0.0.1:3001", "ws://127.0.0.1:3001/"),
        (" wss://a.invalid/onebot?x=1 ", "wss://a.invalid/onebot?x=1"),
        ("ws://[::1]:3001", "ws://[::1]:3001/"),
    ],
)
def test_dial_url(url: str, dialled: str) -> None:
    assert dial_url(url) == dialled


@pytest.mark.parametrize(
    ("url", "part"),
    [("ftp://a:3000", "scheme"), ("127.0.0.1:3001", "scheme"), ("ws://", "host"), ("ws://a b", "host"),
     ("ws://..", "host"), (f"ws://{'a' * 300}:1", "host"), ("ws://a:99999", "port"),
     ("ws://a:x", "port"), ("", "scheme")],
)  # fmt: skip
def test_bad_urls(url: str, part: str) -> None:
    with pytest.raises(UrlError, match=part):
        dial_url(url)


@pytest.mark.parametrize(
    ("url", "expected"), [("http://a", True), (" HTTPS://a", True), ("ws://http", False), ("httpd://a", False), ("", False)]
)
def test_which_addresses_are_those_of_an_api(url: str, expected: bool) -> None:
    assert is_http(url) is expected


def test_a_token_never_shows() -> None:
    assert "sesame" not in repr(Settings("http://a", "sesame", webhook="127.0.0.1:1", secret="sesame"))
