"""What was measured, as a table: percentiles beside the targets, each reached or not; nothing is asserted."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench.measures import Samples

BARE = "bare"

UNITS: Mapping[str, tuple[str, str]] = {
    "start": ("cold start to the messages", "ms"),
    "key": ("typed key to paint, idle", "ms"),
    "key loaded": ("typed key, 500 messages/s", "ms"),
    "step": ("cursor step", "ms"),
    "page": ("page up", "ms"),
    "switch": ("switch conversation", "ms"),
    "burst": ("burst to disk and screen", "ms"),
    "rate": ("messages/s on disk", "/s"),
    "rss start": ("memory after the start", "MB"),
    "rss read": ("memory after reading", "MB"),
    "rss end": ("memory at the end", "MB"),
}
"""What each measure is called, and its unit, in the order of the table."""

Stat = Callable[[Sequence[float]], float]


@dataclass(frozen=True, slots=True)
class Target:
    """A number to reach: *stat* of *measure* at most *limit*, or at least; with *times_bare*, in multiples of the bare app's."""

    measure: str
    stat: str
    limit: float
    times_bare: bool = False
    is_floor: bool = False

    def words(self, bare: Samples) -> str:
        """Return the target in words."""
        sign = ">=" if self.is_floor else "<="
        if not self.times_bare:
            return f"{self.stat} {sign} {self.limit:g}"
        return f"{self.stat} {sign} {self.limit:g} x bare = {self.bound(bare):.4g}"

    def bound(self, bare: Samples) -> float:
        """Return the number that is not to be passed."""
        return self.limit * (STATS[self.stat](bare.values[self.measure]) if self.times_bare else 1.0)

    def is_reached(self, samples: Samples, bare: Samples) -> bool:
        """Return whether *samples* meet it."""
        value = STATS[self.stat](samples.values[self.measure])
        return value >= self.bound(bare) if self.is_floor else value <= self.bound(bare)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that *percent* of *values* do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -int(-len(ordered) * percent // 100) - 1))]


STATS: Mapping[str, Stat] = {
    "p50": statistics.median,
    "p95": lambda values: percentile(values, 95),
    "p99": lambda values: percentile(values, 99),
    "max": max,
}

TARGETS = (
    Target("start", "p50", 1.4, times_bare=True),
    Target("key", "p50", 1.5, times_bare=True),
    Target("key loaded", "p50", 4),
    Target("key loaded", "p99", 16),
    Target("page", "p50", 10),
    Target("page", "p99", 30),
    Target("switch", "p50", 10),
    Target("switch", "p99", 30),
    Target("rate", "p50", 3000, is_floor=True),
    Target("rss end", "max", 90),
)


def table(bare: Samples, subjects: Sequence[Samples]) -> str:
    """Return the table as text: for each measure the bare app, then qiao by the size of its store."""
    lines = [f"{'':28} {'':>9} {'n':>5} {'p50':>9} {'p95':>9} {'p99':>9}       target", "-" * 110]
    for measure, (words, unit) in UNITS.items():
        shown = f"{words}, {unit}"
        for samples in (bare, *subjects):
            values = samples.values.get(measure)
            if not values:
                continue
            stats = " ".join(f"{_number(STATS[stat](values)):>9}" for stat in ("p50", "p95", "p99"))
            row = f"{shown:28} {samples.subject:>9} {len(values):>5} {stats}       {_verdicts(measure, samples, bare)}"
            lines.append(row.rstrip())
            shown = ""
    return "\n".join([*lines, *_growth(subjects)])


def _verdicts(measure: str, samples: Samples, bare: Samples) -> str:
    if samples is bare:
        return ""
    found = (target for target in TARGETS if target.measure == measure and (not target.times_bare or measure in bare.values))
    return ", ".join(f"{target.words(bare)}: {_verdict(target.is_reached(samples, bare))}" for target in found)


def _growth(subjects: Sequence[Samples]) -> list[str]:
    """Say whether memory depends on the size of the store: the largest against the smallest."""
    if len(subjects) < 2:
        return []
    small, large = (statistics.median(samples.values["rss end"]) for samples in (subjects[0], subjects[-1]))
    return ["-" * 110, f"memory at the end grows by {large - small:+.1f} MB from {subjects[0].subject} to {subjects[-1].subject}"]


def _verdict(is_reached: bool) -> str:
    return "reached" if is_reached else "MISSED"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 20 else f"{value:.2f}"


def as_json(bare: Samples, subjects: Sequence[Samples]) -> dict[str, object]:
    """Return all values, and which targets were reached."""
    return {
        "values": {samples.subject: samples.values for samples in (bare, *subjects)},
        "targets": [
            {
                "subject": samples.subject, "measure": target.measure, "stat": target.stat, "bound": target.bound(bare),
                "value": STATS[target.stat](samples.values[target.measure]), "is_reached": target.is_reached(samples, bare),
            }
            for samples in subjects for target in TARGETS if target.measure in samples.values
        ],
    }  # fmt: skip
