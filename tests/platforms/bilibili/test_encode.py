"""What is sent: words with codes in them or a picture, counted in bytes as they go out."""

from __future__ import annotations

import pytest

from tui.chat.segments import Copied, Dice, Face, Image, Mention, MentionAll, Quote, Segment, Share, Text, Voice
from tui.platforms.bilibili.encode import MAX_BYTES, NotSendableError, byte_count, is_same_content, parts_of
from tui.platforms.bilibili.media import Picture, picture_from_bytes, picture_from_file
from tui.platforms.local_files import UploadError

IMAGE = Image("a", path="/a.png")


@pytest.mark.parametrize(
    ("segments", "parts"),
    [
        ((Text("你好"), Face("doge", "doge")), ("你好[doge]",)),
        ((Copied("7"), Mention("5", "小明"), Text("来")), ("@小明 来",)),
        ((Text("a"), IMAGE, Text("b")), ("a", IMAGE, "b")),
        ((Share("https://b23.tv/x", "题"),), ("题 https://b23.tv/x",)),
        ((Text("  \n"), IMAGE), (IMAGE,)),
        ((), ()),
    ],
)
def test_parts(segments: tuple[Segment, ...], parts: tuple[object, ...]) -> None:
    assert parts_of(segments) == parts


@pytest.mark.parametrize("segment", [Quote("7"), MentionAll(), Voice("v"), Dice()])
def test_what_does_not_exist_there_is_refused_rather_than_left_out(segment: Segment) -> None:
    with pytest.raises(NotSendableError, match=segment.kind):
        parts_of((Text("a"), segment))


def test_bytes_are_counted_as_they_go_out() -> None:
    frame = len('{"content":""}')
    assert byte_count("") == frame and byte_count("a") == frame + 1
    assert byte_count("好") == frame + 3 and byte_count("😀") == frame + 4
    assert byte_count('"\n') == frame + 4
    assert byte_count("好" * 662) == MAX_BYTES and byte_count("好" * 663) > MAX_BYTES
    assert byte_count("\ud800") > frame


@pytest.mark.parametrize(
    ("ours", "theirs", "is_same"),
    [
        ((Text("a[doge]"),), (Text("a"), Face("doge", "doge")), True),
        ((Text("a"),), (Text("b"),), False),
        ((IMAGE,), (Image("https://x", "https://x"),), True),
        ((IMAGE,), (Text("a"),), False),
        ((Quote("1"),), (Quote("1"),), False),
        ((), (), False),
    ],
)
def test_whether_it_is_what_we_sent(ours: tuple[Segment, ...], theirs: tuple[Segment, ...], is_same: bool) -> None:
    assert is_same_content(ours, theirs) is is_same


@pytest.mark.parametrize(("start", "kind"), [(b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"GIF89a", "gif")])
def test_a_picture_is_told_by_its_beginning(start: bytes, kind: str, tmp_path: object) -> None:
    picture = picture_from_bytes(start + b"x" * 2048)
    assert (picture.image_type, picture.media_type, picture.size) == (kind, f"image/{kind}", round((len(start) + 2048) / 1024, 2))


def test_other_files_are_no_pictures(tmp_path: object) -> None:
    with pytest.raises(UploadError, match="bili_picture"):
        picture_from_bytes(b"RIFF....WEBP")
    with pytest.raises(UploadError, match="file_unreadable"):
        picture_from_file("/nowhere/at/all.png")
    assert Picture("u").content()["url"] == "u"
