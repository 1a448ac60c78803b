"""What a terminal sends, turned into the events that an app gets: for tests that need bytes rather than names of keys."""

from __future__ import annotations

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.pilot import Pilot

from tui.ui import terminal_keys
from tui.ui.burst import HAND


def parse(data: str) -> list[tuple[str, str | None]]:
    """Return (key, character) of the keys in *data*, as Textual's parser sees them."""
    terminal_keys.install()
    parser = XTermParser()
    messages = [*parser.feed(data), *parser.feed("")]
    return [(message.key, message.character) for message in messages if isinstance(message, events.Key)]


async def send(pilot: Pilot[None], data: str, step: float = 1.0, start: float = 1000.0) -> None:
    """Feed *data* to the running app as if a terminal had sent it, each key *step* seconds after the one before.

    Keys that no hand types apart are all there at once: on a busy machine a pause between them would be longer than they tell.
    """
    terminal_keys.install()
    app: App[None] = pilot.app
    parser = XTermParser()
    driver = app._driver
    assert driver is not None
    at = start
    for message in (*parser.feed(data), *parser.feed("")):
        at += step
        message.time = at
        message.set_sender(app)
        driver.send_message(message)
        if step >= HAND:
            await pilot.pause()
    await pilot.pause()
