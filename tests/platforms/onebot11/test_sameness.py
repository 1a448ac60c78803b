"""What QQ gives back is known for what we sent, and other messages are not."""

from __future__ import annotations

import pytest

from tui.chat import segments as s
from tui.platforms.onebot11.sameness import is_same_content


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ((s.Text("你好"),), (s.Text("你好"),), True),
        ((s.Text(" 你\r\n好 "),), (s.Text("你\n好"),), True),
        ((s.Text("a"), s.Text("b")), (s.Text("ab"),), True),
        ((s.Text("a"),), (s.Text("b"),), False),
        ((s.Quote("5"), s.Text("a")), (s.Text("a"),), True),
        ((s.Quote("5"), s.Text("a")), (s.Quote("5"), s.Text("a")), True),
        ((s.Text("a"),), (s.Quote("5"), s.Text("a")), False),
        ((s.Mention("1", "甲"), s.Text("a")), (s.Mention("1"), s.Text(" a")), True),
        ((s.Mention("1"),), (s.Mention("2"),), False),
        ((s.Mention("1"),), (s.MentionAll(),), False),
        ((s.Face("1", "撇嘴"),), (s.Face("1"),), True),
        ((s.Image("file:///a.png"),), (s.Image("A.png", "https://a.invalid", 9),), True),
        ((s.Image("a"), s.Image("b")), (s.Image("A"),), False),
        ((s.Image("a"),), (s.Video("A"),), False),
        ((s.Dice(),), (s.Dice(6),), True),
        ((s.Forward("", (s.ForwardedMessage("1", "a", 0, ()),)),), (s.Forward("7"),), True),
        ((s.Copied("5"), s.Text("a")), (s.Text("a"),), True),
        ((), (s.Notice("join"),), False),
    ],
)
def test_is_same_content(ours: tuple[s.Segment, ...], theirs: tuple[s.Segment, ...], same: bool) -> None:
    assert is_same_content(ours, theirs) is same


def test_what_goes_out_as_a_segment_of_its_own_may_come_back_as_a_card() -> None:
    card = (s.Card("json", "推荐联系人", raw="{}"),)
    for ours in (s.Contact("friend", "20001"), s.Music("163", "1"), s.Share("https://a.invalid/")):
        assert is_same_content((ours,), card) and is_same_content((ours,), (ours,))
    assert not is_same_content((s.Text("x"),), card)
