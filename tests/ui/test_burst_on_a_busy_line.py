"""A paste without brackets, in an app that gives keys out in order, on a machine that is busy: nothing is sent half-way."""

from __future__ import annotations

import asyncio
import contextlib
import time

import pytest
from textual import events
from textual.app import ComposeResult

from tui.ui.keys import resolve
from tui.ui.type_ahead import TypeAheadApp
from tui.ui.widgets.composer import Composer, ComposerState


class Host(TypeAheadApp[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.composer = Composer(resolve(), burst_gap=0.005)
        self.sent: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.composer

    def on_mount(self) -> None:
        self.composer.restore(ComposerState(), 7)
        self.composer.focus()

    def on_composer_submitted(self, message: Composer.Submitted) -> None:
        self.sent.append(message.text)


@pytest.mark.parametrize("block", [0.0, 0.005, 0.02, 0.04])
async def test_an_enter_in_a_paste_waits_for_all_that_was_typed(block: float) -> None:
    async def be_busy() -> None:
        while True:
            time.sleep(block)  # noqa: ASYNC251  # it is the loop that is to be kept from its work
            await asyncio.sleep(0)

    app = Host()
    async with app.run_test() as pilot:
        await pilot.pause()
        busy = asyncio.create_task(be_busy())
        keys = [events.Key(key, "\r" if key == "enter" else key) for key in ("o", "k", "enter", "y", "e", "s")]
        for key in keys:
            app.post_message(key)
        async with asyncio.timeout(20):
            while app.composer.text != "ok\nyes" and not app.sent:  # noqa: ASYNC110  # the composer says nothing of each letter
                await asyncio.sleep(0.01)
        busy.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await busy
        assert (app.composer.text, app.sent) == ("ok\nyes", [])
