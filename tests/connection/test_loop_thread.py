"""A loop on a thread of its own: it is asked from another thread, and its end is waited for."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator

import pytest

from tui.connection.loop_thread import LoopThread, end

PATIENCE = 10.0


class _AbsentError(Exception):
    """Nothing runs."""


class _Rig:
    """A loop whose main ends its tasks, and what became of it."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.begun = threading.Event()
        self.thread = LoopThread("under-test", self._main, absent=_AbsentError)

    async def _main(self) -> None:
        await self.thread.stopping.wait()
        await end(self.thread.tasks)
        self.ended.append("main")

    async def name(self) -> str:
        await asyncio.sleep(0)
        return threading.current_thread().name

    async def for_ever(self, name: str) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)  # who ends may have to wait for something
            self.ended.append(name)


@pytest.fixture
def rig() -> Iterator[_Rig]:
    rig = _Rig()
    yield rig
    rig.thread.stop()


async def _fail() -> None:
    raise ValueError("torn")


def test_it_is_asked_from_another_thread(rig: _Rig) -> None:
    rig.thread.start()
    assert rig.thread.call(rig.name()).result(PATIENCE) == "under-test"
    with pytest.raises(ValueError, match="torn"):
        rig.thread.call(_fail()).result(PATIENCE)
    told: list[str] = []
    rig.thread.tell(told.append, "by another")
    rig.thread.call(rig.name()).result(PATIENCE)  # behind it
    assert told == ["by another"]
    assert not rig.thread.tasks, "what is over is let go of"


def test_who_asks_before_the_start_or_after_the_end_hears_so(rig: _Rig) -> None:
    with pytest.raises(_AbsentError):
        rig.thread.call(rig.name()).result(PATIENCE)
    rig.thread.start()
    rig.thread.stop()
    with pytest.raises(_AbsentError):
        rig.thread.call(rig.name()).result(PATIENCE)
    told: list[str] = []
    rig.thread.tell(told.append, "too late")
    rig.thread.stop()
    assert not told


def test_what_was_told_before_the_start_is_done(rig: _Rig) -> None:
    told: list[str] = []
    rig.thread.tell(told.append, "early")
    rig.thread.start()
    rig.thread.call(rig.name()).result(PATIENCE)
    assert told == ["early"]


def test_a_stop_waits_for_what_is_under_way(rig: _Rig) -> None:
    rig.thread.start()
    asked = rig.thread.call(rig.for_ever("asked"))
    assert rig.begun.wait(PATIENCE)
    rig.begun.clear()
    rig.thread.tell(lambda: rig.thread.keep(rig.for_ever("kept")))
    assert rig.begun.wait(PATIENCE)
    rig.thread.stop()
    assert sorted(rig.ended[:-1]) == ["asked", "kept"]
    assert rig.ended[-1] == "main"
    assert asked.cancelled(), "whoever waits hears that there will be no answer"


def test_a_stop_without_a_start_does_nothing(rig: _Rig) -> None:
    rig.thread.stop()
    assert not rig.ended


def test_what_a_task_fails_with_reaches_the_log(rig: _Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.thread.start()
    rig.thread.tell(lambda: rig.thread.keep(_fail()))
    rig.thread.stop()
    [record] = [record for record in caplog.records if record.name == "tui.connection.loop_thread"]
    assert record.levelno == logging.ERROR
    assert "under-test" in record.getMessage()
    assert record.exc_info is not None and isinstance(record.exc_info[1], ValueError)


def test_what_the_loop_fails_with_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    failures: list[Exception] = []
    told = threading.Event()

    def failed(error: Exception) -> None:
        failures.append(error)
        told.set()

    thread = LoopThread("under-test", _fail, absent=_AbsentError, failed=failed)
    thread.start()
    assert told.wait(PATIENCE)
    thread.stop()
    assert [str(error) for error in failures] == ["torn"]
    assert any("the loop of under-test failed" in record.getMessage() for record in caplog.records)
    with pytest.raises(_AbsentError):
        thread.call(asyncio.sleep(0)).result(PATIENCE)
