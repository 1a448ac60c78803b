"""Segments: what is stored is read again, also when a newer version or an accident wrote it."""

from __future__ import annotations

from typing import get_args

import pytest

from tui.chat import segments as s
from tui.chat.ids import AccountId, ConversationId, ConversationKind

PLACE = ConversationId(AccountId("mirai", "10001"), ConversationKind.GROUP, "30001")
EVERY_KIND = (
    s.Text("你好\n[b]"),
    s.Mention("20001", "曾小贤"),
    s.MentionAll(),
    s.Face("264", "捂脸"),
    s.Sticker("汪汪", "https://gxh.vip.qq.com/a.gif", "{}"),
    s.Image("A.jpg", "https://example.invalid/a", 128, "[动画表情]", is_sticker=True, is_flash=True),
    s.Voice("a.amr", seconds=3),
    s.Video("a.mp4", size=9),
    s.File("a.zip", "/h", 10, "https://example.invalid/z"),
    s.Quote("5", "20001", "原文"),
    s.Copied("6", PLACE),
    s.Forward(
        "7", (s.ForwardedMessage("2", "胡一菲", 1, (s.Text("x"), s.Forward("8")), "9", PLACE),), "聊天记录", ("胡一菲: x",), 3
    ),
    s.Card("json", "一行", "https://example.invalid/", "{}"),
    s.Poke("1", "戳一戳"),
    s.Dice(6),
    s.RockPaperScissors(3),
    s.Music("163", "1"),
    s.Location("39.9", "116.3", "北京"),
    s.Contact("group", "30001"),
    s.Share("https://example.invalid/", "题"),
    s.Keyboard(("好", "不好"), "{}"),
    s.Gift("红包"),
    s.Notice("mute", "20009", "20001", "600"),
    s.Unknown("longmsg", "{}"),
)


def test_every_kind_is_stored_and_read_again() -> None:
    assert s.load(s.dump(EVERY_KIND)) == EVERY_KIND
    assert {type(segment) for segment in EVERY_KIND} == set(get_args(s.Segment))


def test_what_cannot_be_read_is_kept_as_unknown() -> None:
    assert s.load("{") == (s.Unknown("broken", "{"),)
    assert s.load("3") == (s.Unknown("broken", "3"),)
    (unknown,) = s.load('[{"t":"hologram","size":3}]')
    assert isinstance(unknown, s.Unknown) and "hologram" in unknown.raw


def test_copies_that_were_written_before_their_place_was_kept_are_read() -> None:
    old = '[{"t":"copied","native":"6"},{"t":"forward","id":"","messages":[["2","a",1,[{"t":"text","text":"x"}],"9"]]}]'
    assert s.load(old) == (s.Copied("6"), s.Forward("", (s.ForwardedMessage("2", "a", 1, (s.Text("x"),), "9"),)))


def test_plain_text_is_words_and_mentions() -> None:
    assert s.plain_text((s.Text("看 "), s.Mention("20001"), s.Face("1"), s.MentionAll())) == "看 @20001@全体成员"


def test_first_finds_by_class() -> None:
    assert s.first(EVERY_KIND, s.Quote) == s.Quote("5", "20001", "原文")
    assert s.first((), s.Quote) is None


def test_one_broken_part_of_a_forward_takes_no_other_along() -> None:
    messages = '[["1","甲",1,[{"t":"text","text":"看"},{"t":"hologram"}]]]'
    forward, tail = s.load(f'[{{"t":"forward","id":"7","messages":{messages}}},{{"t":"text","text":"尾"}}]')
    assert isinstance(forward, s.Forward) and tail == s.Text("尾")
    words, broken = forward.messages[0].segments
    assert words == s.Text("看") and isinstance(broken, s.Unknown)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        '[{"t":"text","text":"x","more":' + "[" * 3000 + "]" * 3000 + "}]",
        '[{"t":"forward","id":1,"messages":3}]',
        "[null]",
    ],
)
def test_no_damage_raises(text: str) -> None:
    assert all(isinstance(segment, (s.Unknown, s.Text)) for segment in s.load(text))


def test_words_and_pictures_that_can_not_stand_together_are_parted_in_their_order() -> None:
    one, two = s.Image("1"), s.Image("2")
    assert s.apart((s.Text("a"), s.Text("b"), one, two, s.Text("c"))) == (
        (s.Text("a"), s.Text("b")),
        (one,),
        (two,),
        (s.Text("c"),),
    )
    assert s.apart((s.Text("a"),)) == ((s.Text("a"),),) and s.apart((one, s.Text(" "))) == ((one,),)
    assert s.apart((s.Text(" "),)) == ((s.Text(" "),),) and s.apart(()) == ((),)
