"""``python -m tests.bench.intents``: how long the command bar takes to understand, with 5,000 names; first use told apart."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence

from msgspec.structs import replace

from tests.bench.report import percentile
from tests.intents.people import HERE, PEOPLE, ROOMS, labelled
from tui.intents import Context, Names, Person, understand, warm

LIMIT = 5.0
"""Milliseconds in which an answer is to be there."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章曾单"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文小晓子美嘉震一菲"


def people(count: int) -> list[Person]:
    """As many people with Chinese names, half of them with a card, beside those of the utterances."""
    chance = random.Random(1)
    made = []
    for number in range(count):
        name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2))))
        made.append(Person(str(3_000_000 + number), name, card=chance.choice(("", f"阿{chance.choice(_GIVEN)}{number % 97}"))))
    return [*PEOPLE, *made]


def measure(count: int, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of making the names, the first use, and each utterance with nothing remembered of it."""
    everybody = people(count)
    begun = time.perf_counter()
    context = _context(everybody)
    made = _ms(begun)
    begun = time.perf_counter()
    warm(context)
    warmed = _ms(begun)
    utterances = [words for words, _ in labelled("utterances.txt")]
    begun = time.perf_counter()
    for words in utterances[:40]:  # the forms are made when they are first needed
        understand(words, context)
    first = _ms(begun)
    taken: list[float] = []
    worked: list[float] = []
    for _ in range(rounds):
        context = _context(everybody)
        context.names.warm()
        for words in utterances:
            begun, busy = time.perf_counter(), time.process_time()
            understand(words, context)
            taken.append(_ms(begun))
            worked.append((time.process_time() - busy) * 1000)
    return {
        "names made": [made],
        "index (a thread's work)": [warmed],
        "first 40 together": [first],
        "answer": taken,
        "of it own work": worked,
    }


def _context(everybody: Sequence[Person]) -> Context:
    return replace(HERE, names=Names(everybody, (), ROOMS))


def _ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.intents", description=__doc__)
    parser.add_argument("--names", type=int, default=5000, metavar="N", help="how many people (5000)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often all utterances are understood (3)")
    options = parser.parse_args(arguments)
    measured = measure(options.names, options.rounds)
    print(f"{options.names} names; milliseconds")
    for name, values in measured.items():
        if len(values) == 1:
            print(f"  {name:26} {values[0]:8.1f}")
            continue
        shown = "  ".join(
            f"{label} {percentile(values, percent):.2f}" for label, percent in (("median", 50), ("p95", 95), ("p99", 99))
        )
        print(f"  {name:26} {shown}  max {max(values):.2f}")
        print(f"  within {LIMIT:g} ms: {sum(value < LIMIT for value in values) / len(values):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
