from __future__ import annotations

from tests.ui.looks import name_of
from tests.ui.store_fixture import OWN
from tui.chat import segments as seg
from tui.ui.message_body import Part, links_of, make_body


def body(*segments: seg.Segment) -> tuple[str, list[tuple[str, str, Part | None]]]:
    made = make_body(segments, OWN, name_of)
    assert [run.start for run in made.runs] == [0, *(run.end for run in made.runs)][:-1]
    return made.text, [(made.text[run.start : run.end], run.look, run.part) for run in made.runs]


def test_words_mentions_and_links_have_their_looks() -> None:
    text, runs = body(
        seg.Mention(OWN, "胡一菲"), seg.Text(" 看 https://example.com/a，"), seg.Mention("20003", "吕子乔"), seg.MentionAll()
    )
    assert text == "@胡一菲 看 https://example.com/a，@吕子乔@全体成员"
    assert [look for _, look, _ in runs] == ["mention_me", "text", "link", "text", "mention", "mention_me"]
    assert runs[2] == ("https://example.com/a", "link", Part("link", "https://example.com/a"))


def test_pictures_stand_on_lines_of_their_own_and_faces_do_not() -> None:
    image = seg.Image("x", "https://example.com/x.png", 128_000)
    text, runs = body(seg.Text("看"), image, image, seg.Text("\n好"), seg.Face("1", "捂脸"))
    assert text == "看\n[图片 128 kB]\n[图片 128 kB]\n好[捂脸]"
    assert runs[2] == ("[图片 128 kB]", "placeholder", Part("link", "https://example.com/x.png"))


def test_a_quote_is_no_part_of_the_body_and_nothing_is_said_to_be_nothing() -> None:
    assert body(seg.Quote("n1"), seg.Text("好"))[0] == "好"
    assert body(seg.Quote("n1"))[0] == "[空消息]"
    assert body()[1][0][1] == "placeholder"


def test_only_links_a_browser_opens_are_links() -> None:
    segments = (
        seg.Text("https://a.example/1 https://a.example/1 javascript:alert(1)"),
        seg.Image("x", "file:///etc/passwd"),
        seg.Share("https://b.example", "标题"),
    )
    assert links_of(segments) == ["https://a.example/1", "https://b.example"]


def test_a_forward_shows_its_first_messages_and_opens_by_a_click() -> None:
    messages = tuple(seg.ForwardedMessage("2", "乙", 0, (seg.Text(f"第 {place} 句"),)) for place in range(9))
    text, runs = body(seg.Forward("7", messages, "群聊的聊天记录"), seg.Text("看"))
    assert text == "[聊天记录 群聊的聊天记录 9 条]\n乙: 第 0 句\n乙: 第 1 句\n乙: 第 2 句\n乙: 第 3 句\n看"
    assert {part for words, look, part in runs if look in ("placeholder", "quote")} == {Part("message.open")}
    assert body(seg.Forward("7", lines=("甲: 长" + "长" * 99,)))[0].splitlines()[1].endswith("…")


def test_what_has_no_link_is_saved_by_a_click() -> None:
    assert body(seg.File("a.zip", "/h"))[1] == [("[文件 a.zip]", "placeholder", Part("message.save"))]
    assert body(seg.Copied("5"), seg.Text("好"))[0] == "好"
