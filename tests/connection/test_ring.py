"""The ring of frames: bounded by count and by bytes, numbered, and the same from every thread."""

from __future__ import annotations

import random
import threading

from hypothesis import given
from hypothesis import strategies as st

from tui.connection.ring import MAX_BYTES, MAX_FRAMES, MAX_TEXT, FrameRing
from tui.platforms.frames import Direction, Frame, FrameKind


def frame(text: str = "{}", label: str = "message", kind: FrameKind = FrameKind.EVENT) -> Frame:
    return Frame(1000, Direction.IN, kind, label, text)


def test_what_is_after_a_number_is_returned_in_order() -> None:
    ring = FrameRing()
    for number in range(5):
        ring.put(frame(str(number)))
    kept, oldest = ring.after(2)
    assert [(one.number, one.frame.text) for one in kept] == [(3, "2"), (4, "3"), (5, "4")]
    assert (oldest, ring.newest) == (1, 5)
    assert ring.after(5) == ([], 1)


def test_the_oldest_go_when_there_are_too_many() -> None:
    ring = FrameRing(max_frames=3)
    for number in range(10):
        ring.put(frame(str(number)))
    kept, oldest = ring.after(0)
    assert [one.frame.text for one in kept] == ["7", "8", "9"]
    assert oldest == 8


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=())), st.integers(1, 9000)), max_size=5))
def test_any_text_comes_back_as_it_was(said: list[tuple[str, int]]) -> None:
    ring = FrameRing(max_bytes=10**9, max_text=10**9)
    texts = [text * times for text, times in said]
    for text in texts:
        ring.put(frame(text))
    assert [one.frame for one in ring.after(0)[0]] == [frame(text) for text in texts]


def test_frames_that_are_much_alike_take_little() -> None:
    ring = FrameRing()
    said = [f'{{"post_type": "message", "id": {number}, "raw_message": "{"敲门" * 200}"}}' for number in range(100)]
    for text in said:
        ring.put(frame(text))
    assert [one.frame.text for one in ring.after(0)[0]] == said
    assert ring.bytes < sum(len(text.encode()) for text in said) / 2


@given(st.lists(st.integers(0, 2500), max_size=60))
def test_it_never_takes_more_than_its_bytes_but_for_one_frame(sizes: list[int]) -> None:
    ring = FrameRing(max_frames=20, max_bytes=6000, max_text=2000)
    for size in sizes:
        ring.put(frame(random.Random(size).randbytes(size).hex()))
        kept, oldest = ring.after(0)
        assert len(kept) <= 20
        assert ring.bytes <= 6000 or len(kept) == 1
        assert [one.number for one in kept] == list(range(oldest, ring.newest + 1))


def test_of_a_frame_of_ten_megabytes_the_beginning_is_kept_and_its_size_told() -> None:
    ring = FrameRing()
    ring.put(frame('{"token": "' + "x" * 10_000_000))
    ((kept,), _) = ring.after(0)
    assert (len(kept.frame.text), kept.frame.size) == (MAX_TEXT, 10_000_011)
    assert ring.bytes < MAX_BYTES


def test_cleared_it_goes_on_counting() -> None:
    ring = FrameRing()
    ring.put(frame())
    ring.clear()
    assert ring.after(0) == ([], 2)
    ring.put(frame("next"))
    kept, oldest = ring.after(1)
    assert ([one.number for one in kept], oldest, ring.bytes > 0) == ([2], 2, True)


def test_one_thread_puts_and_another_looks() -> None:
    ring = FrameRing()
    writer = threading.Thread(target=lambda: [ring.put(frame(str(number))) for number in range(20_000)])
    writer.start()
    seen, last = 0, 0
    while writer.is_alive() or last < ring.newest:
        kept, _ = ring.after(last)
        for one in kept:
            assert one.number > last and one.frame.text == str(one.number - 1)
            last = one.number
            seen += 1
    writer.join()
    assert last == 20_000 and seen >= MAX_FRAMES
