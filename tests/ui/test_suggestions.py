"""What plugins suggest waits in order, bounded, and becomes text with its mentions."""

from __future__ import annotations

from tui.chat.segments import Face, Image, Mention, MentionAll, Text
from tui.plugins.facade import Suggestion
from tui.ui import mentions
from tui.ui.suggestions import MOST_HERE, MOST_PLACES, Suggestions


def suggestion(where: int, text: str) -> Suggestion:
    return Suggestion("weather", 1, where, (Text(text),))


def test_the_oldest_is_shown_first_and_what_is_said_twice_waits_once() -> None:
    waiting = Suggestions()
    assert (waiting.first(1), waiting.first(None), waiting.places) == (None, None, frozenset())
    for text in ("a", "b", "a"):
        waiting.add(suggestion(1, text))
    waiting.add(suggestion(2, "c"))
    assert (waiting.first(1), waiting.count(1), waiting.places) == (suggestion(1, "a"), 2, {1, 2})
    waiting.remove(suggestion(1, "a"))
    assert waiting.first(1) == suggestion(1, "b")
    waiting.remove(suggestion(1, "b"))
    waiting.remove(suggestion(1, "b"))
    assert (waiting.first(1), waiting.count(1), waiting.places) == (None, 0, {2})


def test_a_plugin_can_not_fill_the_memory() -> None:
    waiting = Suggestions()
    for number in range(MOST_HERE + 5):
        waiting.add(suggestion(1, str(number)))
    assert (waiting.count(1), waiting.first(1)) == (MOST_HERE, suggestion(1, "5"))
    for where in range(2, MOST_PLACES + 10):
        waiting.add(suggestion(where, "x"))
    assert len(waiting.places) == MOST_PLACES
    assert waiting.first(1) is None


def test_words_mentions_and_faces_are_written_and_nothing_else_is() -> None:
    parts = (Text("嗨 "), Mention("20001"), Text(" "), Mention("20002", "a\nb"), MentionAll(), Face("14", "微笑"), Text("!"))
    text, spans = mentions.written(parts, 3, {"20001": "小贤"}, "全体成员") or ("", ())
    assert text == "嗨 @小贤 @a b@全体成员[微笑]!"
    assert [("..." + text)[span.start : span.end] for span in spans] == [span.shown for span in spans]
    assert mentions.segments("..." + text, spans)[1:-1] == (
        Mention("20001", "小贤"), Text(" "), Mention("20002", "a b"), MentionAll(), Face("14", "微笑"),
    )  # fmt: skip
    assert mentions.written((Mention("5"),), 0, {}, "") == ("@5", (mentions.Span(0, 2, "5", "5"),))
    assert mentions.written((Text("a"), Image("x")), 0, {}, "") is None
