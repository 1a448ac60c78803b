"""The measures: what is pressed, and which frame is the answer. Times in ms, from the key's bytes to the whole frame."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench.filling import flood_conversations
from tests.bench.subjects import Simulator, start_bare, start_qiao
from tests.bench.talk import FEED_RATE, marks_in
from tests.bench.terminal import PATIENCE, Terminal
from tui.simulator.world import small_world
from tui.store.store import FILE_NAME

UP, PAGE_UP, END, ESCAPE = b"\x1b[A", b"\x1b[5~", b"\x1b[F", b"\x1b"
NEXT, PREVIOUS, CLEAR = b"\x1bj", b"\x1bk", b"\x15"
BARE_FEED, BARE_NEXT = b"\x1b[15~", b"\x1b[17~"

FEED_CONVERSATIONS = 50
_LETTERS = b"zqxjvkwy"
_HAND = (0.06, 0.14)
"""Seconds between a letter's frame and the next letter, between these: a fast hand, 120 words a minute."""

_LINE = 24
"""Letters typed before the line is cleared."""

_NEEDLE = 4
"""Letters that a frame must hold together to be the answer to the last of them: no message says so by chance."""

_SEEN = 3
"""Messages of one conversation in a frame that make it a picture of that conversation; the sidebar shows one of each."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of each is done in one round."""

    letters: int = 120
    steps: int = 80
    pages: int = 60
    switches: int = 40
    loaded_seconds: float = 10.0
    burst: int = 10_000
    quiet: float = 1.0
    """Seconds without a frame after which a program is taken to have nothing more to do."""


@dataclass
class Samples:
    """What one subject has shown, by measure; all rounds together."""

    subject: str
    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, measure: str, *values: float) -> None:
        """Add values of *measure*."""
        self.values.setdefault(measure, []).extend(values)


def measure_start(samples: Samples, start: Callable[[], Terminal]) -> None:
    """From the start of the process to the first frame with messages."""
    with start() as terminal:
        samples.add("start", _ms(terminal.wait(lambda frame: len(marks_in(frame)) >= _SEEN) - terminal.started))


def measure_bare(samples: Samples, count: int, amounts: Amounts) -> None:
    """One round of the bare app."""
    chance = random.Random(1)
    with start_bare(count) as terminal:
        terminal.wait(lambda frame: len(marks_in(frame)) >= _SEEN)
        terminal.settle(amounts.quiet / 3)
        samples.add("rss start", terminal.rss())
        samples.add("key", *_type(terminal, chance, amounts.letters))
        samples.add("step", *_steps(terminal, chance, UP, amounts.steps))
        samples.add("page", *_pages(terminal, chance, amounts.pages))
        samples.add("switch", *_switches(terminal, chance, BARE_NEXT, range(1, amounts.switches + 1)))
        terminal.press(BARE_FEED)
        ends = time.perf_counter() + amounts.loaded_seconds
        samples.add("key loaded", *_type(terminal, chance, 10_000, lambda: time.perf_counter() > ends))
        terminal.press(BARE_FEED)
        samples.add("rss end", terminal.rss())


def measure_qiao(samples: Samples, folder: Path, simulator: Simulator, amounts: Amounts) -> None:
    """One round of qiao over the store in *folder*, which it changes."""
    chance = random.Random(1)
    with start_qiao(folder, simulator.url) as terminal:
        terminal.wait(lambda frame: len(marks_in(frame)) >= _SEEN)
        terminal.settle(amounts.quiet)
        samples.add("rss start", terminal.rss())
        samples.add("key", *_type(terminal, chance, amounts.letters))
        terminal.press(UP)
        terminal.wait(lambda frame: bool(marks_in(frame)))  # the cursor stands on a message
        terminal.settle(amounts.quiet / 3)
        samples.add("step", *_steps(terminal, chance, b"k", amounts.steps))
        terminal.press(END)
        terminal.settle(amounts.quiet / 3)
        terminal.press(ESCAPE)
        terminal.settle(amounts.quiet / 3)
        samples.add("page", *_pages(terminal, chance, amounts.pages))
        there = range(1, amounts.switches + 1)
        samples.add("switch", *_switches(terminal, chance, NEXT, there))
        samples.add("switch", *_switches(terminal, chance, PREVIOUS, [at - 1 for at in reversed(there)]))
        terminal.settle(amounts.quiet / 3)
        samples.add("rss read", terminal.rss())
        _load(samples, terminal, simulator, chance, amounts)
        terminal.settle(amounts.quiet)
        _burst(samples, terminal, simulator, folder / FILE_NAME, amounts.burst)
        terminal.settle(amounts.quiet)
        samples.add("rss end", terminal.rss())


def _load(samples: Samples, terminal: Terminal, simulator: Simulator, chance: random.Random, amounts: Amounts) -> None:
    """Type while messages arrive, in many conversations and also in the open one."""
    conversations = flood_conversations(small_world(), FEED_CONVERSATIONS)
    count = int(FEED_RATE * amounts.loaded_seconds)
    simulator.flood(conversations=conversations, rate=FEED_RATE, count=count)
    terminal.wait(_shows_last(conversations, min(count, 2 * conversations)))
    samples.add("key loaded", *_type(terminal, chance, 10_000, simulator.is_done))


def _burst(samples: Samples, terminal: Terminal, simulator: Simulator, store: Path, count: int) -> None:
    """All at once: until the last is on the screen, and until the last is on disk."""
    conversations = flood_conversations(small_world(), FEED_CONVERSATIONS)
    on_disk = _DiskWatch(store, count)
    begun = time.perf_counter()
    simulator.flood(conversations=conversations, rate=0, count=count)
    shown = terminal.wait(_shows_last(conversations, count), patience=4 * PATIENCE)
    written = on_disk.wait()
    samples.add("burst", _ms(max(shown, written) - begun))
    samples.add("rate", count / (written - begun))
    while not simulator.is_done():
        terminal.pause(0.05)


def _shows_last(conversations: int, count: int) -> Callable[[bytes], bool]:
    """Return the condition that the open conversation shows the last of *count* messages that the simulator says there."""
    open_one = conversations - FEED_CONVERSATIONS
    last = next(number for number in range(count - 1, -1, -1) if number % conversations == open_one)
    return partial(_holds, f"message {last}".encode())


class _DiskWatch:
    """Looks every few milliseconds how many messages are in a store, until *count* have been added."""

    def __init__(self, store: Path, count: int) -> None:
        self._path = store.absolute().as_uri() + "?mode=ro"
        self._wanted = self._newest() + count
        self._written = 0.0
        self._thread = threading.Thread(target=self._watch, daemon=True, name="disk watch")
        self._thread.start()

    def wait(self) -> float:
        """Return when the last was there."""
        self._thread.join(4 * PATIENCE)
        if not self._written:
            raise TimeoutError("the burst did not reach the disk")
        return self._written

    def _newest(self) -> int:
        db = sqlite3.connect(self._path, uri=True)
        try:
            return int(db.execute("SELECT COALESCE(MAX(id), 0) FROM message").fetchone()[0])
        finally:
            db.close()

    def _watch(self) -> None:
        ends = time.perf_counter() + 4 * PATIENCE
        db = sqlite3.connect(self._path, uri=True)
        try:
            while time.perf_counter() < ends:
                if db.execute("SELECT COALESCE(MAX(id), 0) FROM message").fetchone()[0] >= self._wanted:
                    self._written = time.perf_counter()
                    return
                time.sleep(0.005)
        finally:
            db.close()


def _type(terminal: Terminal, chance: random.Random, letters: int, is_over: Callable[[], bool] = lambda: False) -> list[float]:
    """Type; the answer is the frame that holds the letter with those before it."""
    found: list[float] = []
    typed = b""
    while len(found) < letters and not is_over():
        if len(typed) == _LINE:
            terminal.press(CLEAR)
            terminal.pause(0.3)
            typed = b""
        typed += bytes([_LETTERS[(len(typed) * 3 + len(typed) // 8) % len(_LETTERS)]])
        needle = typed[-_NEEDLE:]
        begun = terminal.press(typed[-1:])
        if len(needle) == _NEEDLE:
            found.append(_ms(terminal.wait(partial(_holds, needle)) - begun))
        terminal.pause(chance.uniform(*_HAND))
    terminal.press(CLEAR)
    terminal.settle(0.3, 2.0)
    return found


def _steps(terminal: Terminal, chance: random.Random, key: bytes, count: int) -> list[float]:
    """Move the cursor by one message; the answer is the frame that draws a message."""
    found = []
    for _ in range(count):
        begun = terminal.press(key)
        found.append(_ms(terminal.wait(lambda frame: bool(marks_in(frame))) - begun))
        terminal.pause(chance.uniform(0.03, 0.06))
    return found


def _pages(terminal: Terminal, chance: random.Random, count: int) -> list[float]:
    """Page up; the answer is the frame that shows an older message than any before."""
    found: list[float] = []
    oldest = 1 << 62

    def is_older(frame: bytes) -> bool:
        nonlocal oldest
        numbers = [number for conversation, number in marks_in(frame) if conversation == 0]
        if len(numbers) < _SEEN or min(numbers) >= oldest:
            return False
        oldest = min(numbers)
        return True

    for _ in range(count + 1):
        begun = terminal.press(PAGE_UP)
        found.append(_ms(terminal.wait(is_older) - begun))
        terminal.pause(chance.uniform(0.03, 0.06), is_older)
    return found[1:]  # the first finds nothing that it could be older than


def _switches(terminal: Terminal, chance: random.Random, key: bytes, conversations: range | list[int]) -> list[float]:
    """Go to one conversation after the other; the answer is the frame that shows messages of the next."""
    found = []
    for wanted in conversations:

        def is_open(frame: bytes, wanted: int = wanted) -> bool:
            return sum(conversation == wanted for conversation, _ in marks_in(frame)) >= _SEEN

        begun = terminal.press(key)
        found.append(_ms(terminal.wait(is_open) - begun))
        terminal.pause(chance.uniform(0.05, 0.1))
    return found


def _holds(needle: bytes, frame: bytes) -> bool:
    return needle in frame


def _ms(seconds: float) -> float:
    return seconds * 1000
