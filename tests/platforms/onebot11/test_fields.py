"""The keys that OneBot 11 adds to an account."""

import pytest

from tui.config import FieldError
from tui.platforms.onebot11.fields import check_url


@pytest.mark.parametrize(
    "url",
    [
        "ws://127.0.0.1:3001",
        "wss://example.net",
        "ws://[::1]:3001/",
        "http://127.0.0.1:3000",
        "HTTPS://example.net/bot",
        " ws://napcat:3001 ",
    ],
)
def test_good(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("127.0.0.1:3001", "url_scheme"),
        ("ftp://h", "url_scheme"),
        ("ws://", "url_host"),
        ("ws://a b", "url_host"),
        ("ws://h:0", "url_port"),
        ("ws://h:70000", "url_port"),
        ("ws://h:port", "url_port"),
    ],
)
def test_refused(url: str, reason: str) -> None:
    with pytest.raises(FieldError) as caught:
        check_url(url)
    assert caught.value.reason == reason
