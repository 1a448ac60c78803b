"""What the inspector shows of the frames: calls joined with their answers, filtered, bounded as the rings are."""

from __future__ import annotations

import pytest

from tui.connection.ring import FrameRing
from tui.platforms.frames import Direction, Frame, FrameKind
from tui.ui.wire_filter import WireFilter, parse
from tui.ui.wire_model import WireModel, WireRow
from tui.ui.wire_paint import label_of, latency_of, preview, text_of


def call(action: str, echo: str, text: str = "{}", time: int = 1) -> Frame:
    return Frame(time, Direction.OUT, FrameKind.CALL, action, text, echo)


def answer(action: str, echo: str, text: str = "{}", *, failed: bool = False, took: float = 5.0, time: int = 2) -> Frame:
    return Frame(time, Direction.IN, FrameKind.ANSWER, action, text, echo, took, is_failed=failed)


def event(label: str, text: str = "{}", kind: FrameKind = FrameKind.EVENT, time: int = 3) -> Frame:
    return Frame(time, Direction.IN, kind, label, text)


def switched(text: str = "", **switches: object) -> WireFilter:
    values = {"only_failed": False, "with_beats": False, "direction": None, "account": "", **switches}
    return parse(text, **values)  # type: ignore[arg-type]


def labels(model: WireModel) -> list[str]:
    return [f"{row.frame.kind.value}:{row.frame.label}" for row in model.rows()]


def test_an_answer_joins_its_call() -> None:
    ring = FrameRing()
    model = WireModel({"main": ring})
    ring.put(call("get_msg", "1"))
    assert model.look() and not model.look()
    waiting = model.rows()[0]
    assert waiting.is_waiting and latency_of(waiting) == "..."
    ring.put(answer("get_msg", "1", took=1234.5))
    assert model.look()
    asked, told = model.rows()
    assert asked is not waiting and not asked.is_waiting, "a row that looks otherwise is another row"
    assert (asked.partner, told.partner) == (told.frame, asked.frame)
    assert (asked.partner_number, told.partner_number) == (2, 1)
    assert latency_of(asked) == latency_of(told) == "1.2 s"
    assert model.row_of_call("main", "1") is asked


def test_a_call_that_was_given_up_has_failed_until_its_answer_comes_late() -> None:
    ring = FrameRing()
    model = WireModel({"main": ring})
    ring.put(call("get_msg", "1"))
    ring.put(Frame(2, Direction.IN, FrameKind.NOTE, "get_msg", "no answer in 15 s", "1", 15000.0, is_failed=True))
    model.look()
    assert model.rows()[0].is_failed
    ring.put(answer("get_msg", "1", took=16000.0))
    model.look()
    assert not model.rows()[0].is_failed
    assert latency_of(model.rows()[0]) == "16.0 s"


def test_the_same_name_of_a_call_on_two_accounts_are_two_calls() -> None:
    rings = {"a": FrameRing(), "b": FrameRing()}
    model = WireModel(rings)
    rings["b"].put(call("x", "1", time=5))
    rings["a"].put(call("y", "1", time=4))
    rings["b"].put(answer("x", "1", time=6))
    model.look()
    assert [(row.account, row.frame.label) for row in model.rows()] == [("a", "y"), ("b", "x"), ("b", "x")]
    assert [row.is_waiting for row in model.rows()] == [True, False, False]
    model.set_filter(switched(account="a"))
    assert labels(model) == ["call:y"]


def test_what_the_ring_lets_go_of_goes_and_what_was_seen_stays_in_order() -> None:
    ring = FrameRing(max_frames=4)
    model = WireModel({"main": ring})
    for number in range(10):
        ring.put(event(str(number)))
        if number % 3 == 0:
            model.look()
    model.look()
    assert labels(model) == ["event:6", "event:7", "event:8", "event:9"]
    assert model.count == 4


def test_new_frames_are_counted_while_nobody_takes_them_over() -> None:
    ring = FrameRing()
    model = WireModel({"main": ring})
    for _ in range(3):
        ring.put(event("e"))
    assert (model.new, model.rows()) == (3, [])
    model.look()
    assert (model.new, len(model.rows())) == (0, 3)
    ring.put(event("e"))
    model.clear()
    assert (model.new, model.count, model.rows()) == (0, 0, [])


@pytest.mark.parametrize(
    ("text", "switches", "shown"),
    [
        ("", {}, "call:send answer:send call:get answer:get event:message note:closed"),
        ("", {"with_beats": True}, "call:send answer:send call:get answer:get event:message beat:beat note:closed"),
        ("beat", {}, "beat:beat"),
        ("in", {}, "answer:send answer:get event:message"),
        ("out", {}, "call:send call:get"),
        ("", {"direction": Direction.OUT}, "call:send call:get"),
        ("failed", {}, "call:get answer:get"),
        ("", {"only_failed": True}, "call:get answer:get"),
        ("event", {}, "event:message"),
        ("call answer", {}, "call:send answer:send call:get answer:get"),
        ("你好", {}, "event:message"),
        ("HELLO", {}, "call:send answer:send"),
        ("hello out", {}, "call:send"),
        ("-hello call", {}, "call:get"),
        ('"in"', {}, "call:get answer:get"),
        ('-"in" answer', {}, "answer:send"),
        (">50", {}, "call:get answer:get"),
        (">50ms out", {}, "call:get"),
        ("message", {}, "event:message"),
        ("hello 20001", {}, "call:send answer:send"),
        ("hello nothing", {}, ""),
    ],
)
def test_the_filter(text: str, switches: dict[str, object], shown: str) -> None:
    ring = FrameRing()
    model = WireModel({"main": ring})
    ring.put(call("send", "1", '{"user_id": 20001, "text": "Hello"}'))
    ring.put(answer("send", "1"))
    ring.put(call("get", "2"))
    ring.put(answer("get", "2", '{"wording": "not in there"}', failed=True, took=90))
    ring.put(event("message", '{"raw": "\\u4f60\\u597d"}'))
    ring.put(event("beat", kind=FrameKind.BEAT))
    ring.put(event("closed", "reset", FrameKind.NOTE))
    model.look()
    model.set_filter(switched(text, **switches))
    assert " ".join(labels(model)) == shown
    later = WireModel({"main": ring})
    later.set_filter(switched(text, **switches))
    later.look()
    assert labels(later) == labels(model), "what comes later is filtered alike"


HOSTILE = ("[/b]", "\x1b]0;x\x07", "\u202eevil", "{", "", '"' * 50, "[" * 100_000, "\ud800", "e\u0301" * 500)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_frames_are_one_line_without_anything_invisible(text: str) -> None:
    shown = preview(event("e", text))
    assert "\n" not in shown and "\x1b" not in shown and "\u202e" not in shown and len(shown) <= 400


def test_what_a_frame_is_called_is_masked_too() -> None:
    assert label_of(event("x.token=hush\x1b")) == "x.token=***"


def test_nothing_of_a_secret_answer_is_seen_unless_one_asked_for_it_oneself_and_reveals_it() -> None:
    text = '{"data": {"cookies": "hush"}, "other": "hush?rkey=hush"}'
    frame = Frame(1, Direction.IN, FrameKind.ANSWER, "get_cookies", text, "1", hides_data=True)
    own = Frame(1, Direction.IN, FrameKind.ANSWER, "get_cookies", text, "1", hides_data=True, is_by_hand=True)
    assert preview(frame) == preview(own) == "***"
    assert "cookies" in text_of(frame) and ': "hush"' not in text_of(frame)
    assert text_of(frame, is_revealed=True) == text_of(frame) == text_of(own)
    assert text_of(own, is_revealed=True) == text


def test_a_row_is_known_by_account_and_number() -> None:
    assert WireRow("main", 7, event("e")).key == ("main", 7)
