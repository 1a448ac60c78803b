"""The measure of the command bar: that it measures all it names; no time is judged."""

from tests.bench.intents import measure


def test_everything_is_measured() -> None:
    measured = measure(50, 1)
    assert all(value >= 0 for values in measured.values() for value in values)
    assert len(measured["answer"]) >= 300
