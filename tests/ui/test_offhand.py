"""What is typed for a song, a place or a link is read as one, and nothing else is."""

from __future__ import annotations

import pytest

from tui.chat.segments import Location, Music, Share
from tui.ui.commands.offhand import read_link, read_place, read_song


@pytest.mark.parametrize(
    ("text", "song"),
    [
        ("https://music.163.com/song?id=186016&userid=1", ("163", "186016")),
        ("https://music.163.com/#/song?id=186016", ("163", "186016")),
        ("https://y.music.163.com/m/song?app_version=8&id=186016", ("163", "186016")),
        ("https://music.163.com/song/186016/", ("163", "186016")),
        ("163 186016", ("163", "186016")),
        ("https://y.qq.com/n/ryqq/songDetail/0039MnYb0qxYhV", ("qq", "0039MnYb0qxYhV")),
        ("QQ：97773", ("qq", "97773")),
        ("https://music.163.com/playlist?id=1", None),
        ("晴天", None),
    ],
)
def test_songs(text: str, song: tuple[str, str] | None) -> None:
    assert read_song(text) == (Music(*song) if song else None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("39.9087,116.3975 天安门", Location("39.9087", "116.3975", "天安门")),
        (" -33.85，151.2 ", Location("-33.85", "151.2", "-33.85, 151.2")),
        ("39 116", Location("39", "116", "39, 116")),
        ("91,116", None),
        ("天安门", None),
    ],
)
def test_places(text: str, place: Location | None) -> None:
    assert read_place(text) == place


def test_links() -> None:
    assert read_link("https://a.invalid/x 题目 二") == Share("https://a.invalid/x", "题目 二")
    assert read_link("http://a.invalid") == Share("http://a.invalid", "http://a.invalid")
    assert read_link("a.invalid") is None
