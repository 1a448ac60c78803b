"""``python -m tests.bench``: fill stores, run qiao and the bare app by turns, print the table. It takes some minutes."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.bench.filling import fill
from tests.bench.measures import Amounts, Samples, measure_bare, measure_qiao, measure_start
from tests.bench.report import BARE, as_json, table
from tests.bench.subjects import Simulator, start_bare, start_qiao, working_copy

SIZES = (10_000, 100_000, 1_000_000)
STARTS, ROUNDS = 10, 3
QUICK = Amounts(letters=60, steps=40, pages=40, switches=20, loaded_seconds=5.0)

Say = Callable[[str], None]


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one store of 10,000 messages, and less of everything")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help=f"messages in the stores ({' '.join(map(str, SIZES))})")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"rounds of everything but the starts ({ROUNDS})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all values there")
    parser.add_argument("--stores", type=Path, metavar="DIR", help="keep the filled stores there, and use those that are there")
    return parser.parse_args(arguments)


def run(
    stores: dict[int, Path], scratch: Path, amounts: Amounts, starts: int, rounds: int, say: Say
) -> tuple[Samples, list[Samples]]:
    """Measure the bare app and qiao over *stores* (by size), by turns; return what they have shown."""
    bare = Samples(BARE)
    subjects = {size: Samples(_short(size)) for size in stores}
    largest = max(stores)
    with Simulator() as simulator:
        copies = {size: working_copy(store, scratch / str(size)) for size, store in stores.items()}
        for turn in range(-1, starts):
            say(f"start {turn + 1} of {starts}")
            # The turn before the first is not counted: it compiles what was never run, and warms the disk's cache.
            measure_start(bare if turn >= 0 else Samples(""), partial(start_bare, largest))
            for size, copy in copies.items():
                measure_start(subjects[size] if turn >= 0 else Samples(""), partial(start_qiao, copy, simulator.url))
    for turn in range(rounds):
        say(f"round {turn + 1} of {rounds}: bare")
        measure_bare(bare, largest, amounts)
        for size, store in stores.items():
            say(f"round {turn + 1} of {rounds}: {_short(size)} messages")
            with Simulator() as simulator:
                measure_qiao(subjects[size], working_copy(store, scratch / str(size)), simulator, amounts)
    return bare, list(subjects.values())


def fill_all(sizes: Sequence[int], folder: Path, say: Say) -> dict[int, Path]:
    """Return the stores of *sizes* in *folder*, filled now where they are not there."""
    stores = {}
    for size in sizes:
        stores[size] = folder / f"filled-{size}"
        if not stores[size].exists():
            say(f"filling a store with {size:,} messages")
            unfinished = folder / f"unfinished-{size}-{os.getpid()}"
            fill(unfinished, size)
            unfinished.rename(stores[size])
    return stores


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    options = parse(arguments)
    sizes = sorted(options.sizes or (SIZES[:1] if options.quick else SIZES))
    amounts, starts = (QUICK, 3) if options.quick else (Amounts(), STARTS)
    rounds = options.rounds or (1 if options.quick else ROUNDS)
    begun = time.monotonic()

    def say(words: str) -> None:
        print(f"\r\x1b[K{time.monotonic() - begun:4.0f} s  {words}", end="", file=sys.stderr, flush=True)

    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # our own stutter is not to be taken for theirs
    with tempfile.TemporaryDirectory(prefix="qiao-bench-") as temporary:
        folder = options.stores or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        stores = fill_all(sizes, folder, say)
        bare, subjects = run(stores, Path(temporary) / "working", amounts, starts, rounds, say)
    say("done\n")
    print(table(bare, subjects))
    if options.json:
        options.json.write_text(json.dumps(as_json(bare, subjects), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _short(size: int) -> str:
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if size % unit == 0:
            return f"{size // unit}{name}"
    return str(size)


if __name__ == "__main__":
    sys.exit(main())
