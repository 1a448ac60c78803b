"""``python -m tests.bench.search``: how long a search takes to its first hits and to its end, over filled stores."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from tests.bench.__main__ import SIZES, fill_all
from tests.bench.report import percentile
from tui.chat.finding import Query
from tui.store.search import Search
from tui.store.store import FILE_NAME

WORDS = ("没人说过的话", "zzqxj", "吃饭", "e", "今天 吃饭")
"""Words that nobody said, Chinese and Latin (all is looked through), that many said, that nearly all hold, and two at once."""

MOST = 500
"""Hits with which the screen is content."""


class Measured(Struct, frozen=True):
    """One search; times in ms. *first*: to the first hits (None: there are none); *whole*: to the end, or to ``MOST`` hits."""

    words: str
    hits: int
    first: float | None
    whole: float
    steps: Sequence[float]
    is_whole: bool


def measure(store: Path, words: str, most: int | None = MOST) -> Measured:
    """Search the store in the folder *store* for *words*, until *most* hits are found."""
    search = Search(store / FILE_NAME, Query.of(words))
    begun = time.perf_counter()
    first: float | None = None
    steps: list[float] = []
    hits = 0
    is_last = False
    while not is_last and (most is None or hits < most):
        at = time.perf_counter()
        step = search.step()
        steps.append(_ms(at))
        hits, is_last = hits + len(step.hits), step.is_last
        if hits and first is None:
            first = _ms(begun)
    whole = _ms(begun)
    search.close()
    return Measured(words, hits, first, whole, steps, is_last)


def _ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="messages in the stores")
    parser.add_argument("--stores", type=Path, metavar="DIR", help="keep the filled stores there, and use those that are there")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each is looked for; the median is shown")
    parser.add_argument("--all", action="store_true", help=f"go on beyond {MOST} hits")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="qiao-bench-") as temporary:
        folder = options.stores or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        stores = fill_all(options.sizes, folder, lambda words: print(words, file=sys.stderr))
        print("milliseconds: first hits, whole search (+: stopped at enough hits), longest step")
        for size, store in stores.items():
            for words in WORDS:
                runs = [measure(store, words, None if options.all else MOST) for _ in range(options.rounds)]
                firsts = [run.first for run in runs if run.first is not None]
                first = f"{percentile(firsts, 50):8.1f}" if firsts else "       -"
                whole = percentile([run.whole for run in runs], 50)
                longest = max(max(run.steps) for run in runs)
                more = " " if runs[0].is_whole else "+"
                print(f"{size:>9,}  {first}  {whole:8.1f}{more}  {longest:6.1f}  {runs[0].hits:>6} hits  {words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
