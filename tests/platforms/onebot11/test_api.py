"""A send may take the longer the more it carries."""

from __future__ import annotations

from tui.platforms.onebot11.api import MAX_SEND_SECONDS, send_seconds


def test_words_take_the_ordinary_time() -> None:
    assert send_seconds([{"type": "text", "data": {"text": "x" * 100_000}}], 15.0) == 15.0


def test_bytes_sent_along_take_their_time() -> None:
    one_mib = {"type": "image", "data": {"file": "base64://" + "A" * (1024 * 1024)}}
    assert 18.9 < send_seconds([one_mib], 15.0) < 19.1


def test_what_the_host_must_fetch_takes_longer_up_to_a_limit() -> None:
    video = {"type": "video", "data": {"file": "file:///a.mp4"}}
    assert send_seconds([video], 15.0) == 75.0
    assert send_seconds([video] * 100, 15.0) == MAX_SEND_SECONDS
