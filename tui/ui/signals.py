"""Ends in order when the system says so, and comes back whole after a stop: drafts saved, terminal as it was found."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable

log = logging.getLogger(__name__)

if sys.platform != "win32":
    import termios

    def obey(loop: asyncio.AbstractEventLoop, end: Callable[[], object], awake: Callable[[bool], None]) -> None:
        """From now on TERM, HUP and INT call *end*, and CONT calls *awake* once the terminal is ours again.

        Textual takes a CONT for the end of its own suspension and then remembers the raw terminal as the one to leave behind,
        although a STOP is no such suspension. *awake* gets whether there was a real one (a TSTP), which Textual is to end.
        To be called when the terminal is in raw mode, on the loop of the interface.
        """
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, end)
        try:
            ours = termios.tcgetattr(sys.stdin.fileno())
        except (termios.error, ValueError, OSError):
            return  # no terminal: a test, or a server
        suspends = signal.getsignal(signal.SIGTSTP)
        was_suspended = False

        def suspend(number: int, frame: object) -> None:
            nonlocal was_suspended
            was_suspended = True
            if callable(suspends):
                suspends(number, frame)  # type: ignore[arg-type]

        def resume() -> None:
            nonlocal was_suspended
            suspended, was_suspended = was_suspended, False
            if not suspended:
                try:
                    termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, ours)
                except (termios.error, OSError) as error:
                    log.warning("the terminal could not be taken back: %s", error)
            awake(suspended)

        signal.signal(signal.SIGTSTP, suspend)
        loop.add_signal_handler(signal.SIGCONT, resume)

    def ignore(loop: asyncio.AbstractEventLoop) -> None:
        """Stop obeying."""
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGCONT):
            loop.remove_signal_handler(number)

else:

    def obey(loop: asyncio.AbstractEventLoop, end: Callable[[], object], awake: Callable[[bool], None]) -> None:
        """There is nothing to obey: Windows has no such signals."""

    def ignore(loop: asyncio.AbstractEventLoop) -> None:
        """Nothing is obeyed."""
