"""``qiao login`` in a bare terminal: the QR code and how far it has come, or the values that a person pastes."""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.locale import t
from tui.ui.qr_picture import SIDE, colours, fitting, room_for, runs
from tui.ui.sign_in_words import failure, left, read_values
from tui.ui.wrap import wrap

if TYPE_CHECKING:
    from tui.platforms.signing_in import Owner, QrOffer, ScanState, SignIn

MOST = 64 * 1024
"""Characters of standard input that may be a login."""

_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[2J", "\x1b[?25h\x1b[?1049l"


def log_in_by_code(make: Callable[[], SignIn], title: str) -> Owner | None:
    """Show codes until one was confirmed, and return whose login is kept now; None where that was given up.

    *make* gives what logs in, anew for each code. ctrl+c raises KeyboardInterrupt, with the terminal as it was.
    """
    from tui.platforms.signing_in import SignInError

    while True:
        sign_in = make()
        try:
            owner = asyncio.run(_round(sign_in, title))
            if owner is not None:
                return owner
            print(t(f"{sign_in.protocol}.scan.expired"), flush=True)
        except SignInError as error:
            print(failure(error), flush=True)
        try:
            input(t("login.again"))
        except EOFError:
            print()
            return None


def log_in_by_values(sign_in: SignIn, values: Mapping[str, str]) -> Owner:
    """Check and keep the login that *values* are. Raises SignInError."""

    async def enter() -> Owner:
        try:
            return await sign_in.enter(values)
        finally:
            await sign_in.close()

    return asyncio.run(enter())


def ask_values(sign_in: SignIn) -> dict[str, str]:
    """Ask for the values of a login without showing them."""
    print(t("login.paste_intro"))
    labels = {name: t("login.optional", name=name) if name in sign_in.optional else name for name in sign_in.asks}
    return {name: getpass.getpass(f"{label}: ") for name, label in labels.items()}


def hear_values(sign_in: SignIn) -> dict[str, str]:
    """Read the values of a login from standard input."""
    return read_values(sign_in.asks, sys.stdin.read(MOST))


async def _round(sign_in: SignIn, title: str) -> Owner | None:
    """Show one code until it comes to something."""
    try:
        print(t("login.asking"), flush=True)
        offer = await sign_in.offer()
        with _screen(_Page(offer, title, sign_in.protocol)) as page:
            ticking = asyncio.create_task(page.tick())
            try:
                return await sign_in.follow(offer, page.tell)
            finally:
                ticking.cancel()
    finally:
        await sign_in.close()


class _Page:
    """The terminal while a code waits: drawn anew when the window's size changes, its last words each second."""

    def __init__(self, offer: QrOffer, title: str, protocol: str) -> None:
        self._offer = offer
        self._title = title
        self._protocol = protocol
        self._state = "waiting"
        self._ends = time.monotonic() + offer.seconds
        self._size: tuple[int, int] = (0, 0)
        self.is_plain = os.environ.get("TERM", "") in ("", "dumb") and os.name != "nt"
        self._can_draw = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"

    def tell(self, state: ScanState) -> None:
        """The code has come further."""
        self._state = state.value
        if self.is_plain:
            print(self._words, flush=True)
        else:
            self.draw()

    async def tick(self) -> None:
        """Keep time until cancelled."""
        if self.is_plain:
            print(t("login.not_drawn"), self._offer.address, sep="\n", flush=True)
            return
        while True:
            self.draw(is_whole=_window() != self._size)
            await asyncio.sleep(1)

    @property
    def _words(self) -> str:
        return t(f"{self._protocol}.scan.{self._state}")

    def draw(self, *, is_whole: bool = True) -> None:
        """Write the page, or only what changes each second."""
        self._size = width, height = _window()
        lines = fitting(self._offer, width, height) if self._can_draw else []
        parts = ["\x1b[0m\x1b[2J"] if is_whole else []
        if not lines:
            parts += self._without_picture(width, height)
        elif len(lines[0]) + SIDE <= width:
            parts += self._picture(lines) if is_whole else []
            parts += self._beside(len(lines[0]) + 2, width, height)
        elif len(lines) < height or (lines := fitting(self._offer, width, height - 1)):
            parts += self._picture(lines) if is_whole else []
            parts.append(f"\x1b[{height};1H\x1b[K{_cut(f'{self._words} · {left(self._ends)}', width)}")
        else:
            parts += self._without_picture(width, height)
        sys.stdout.write("".join(parts))
        sys.stdout.flush()

    def _picture(self, lines: list[str]) -> list[str]:
        colour = colours(os.environ.get("TERM", ""))
        drawn = ("".join(f"\x1b[{7 if swapped else 27}m{text}" for text, swapped in runs(line)) for line in lines)
        return [f"\x1b[{row};1H{colour}{line}\x1b[0m" for row, line in enumerate(drawn, 1)]

    def _beside(self, column: int, width: int, height: int) -> Iterator[str]:
        texts = (self._title, "", self._words, "", left(self._ends), "", t("login.leave"))
        rows = [text[start:end] for text in texts for start, end in wrap(text, width - column + 1) or [(0, 0)]]
        for row, text in enumerate(rows[:height], 1):
            yield f"\x1b[{row};{column}H\x1b[K{text}"

    def _without_picture(self, width: int, height: int) -> list[str]:
        needs = room_for(self._offer)
        intro = t("login.no_room", width=needs[0], height=needs[1] + 1) if self._can_draw else t("login.not_drawn")
        # The address in one piece: the terminal breaks it, and can select it whole.
        parts = [intro, self._offer.address, f"{self._words} · {left(self._ends)}", t("login.leave")]
        rows = [part if part is self._offer.address else "\r\n".join(_wrapped(part, width)) for part in parts]
        return ["\x1b[H", "\r\n".join(f"{row}\x1b[K" for row in rows), "\x1b[J"]


@contextmanager
def _screen(page: _Page) -> Iterator[_Page]:
    """Take the terminal for *page*, and give it back as it was, whatever happens."""
    if page.is_plain:
        yield page
        return
    before = _hush()
    sys.stdout.write(_ENTER)
    try:
        yield page
    finally:
        sys.stdout.write(f"\x1b[0m{_LEAVE}")
        sys.stdout.flush()
        _unhush(before)


def _hush() -> list[object] | None:
    """Let the terminal show nothing of what is typed; return how it was."""
    try:
        import termios
    except ImportError:
        return None
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    quiet = termios.tcgetattr(descriptor)
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSADRAIN, quiet)
    return before


def _unhush(before: list[object] | None) -> None:
    if before is not None:
        import termios

        # What was typed meanwhile answers no question that comes now.
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSAFLUSH, before)  # type: ignore[arg-type]


def _window() -> tuple[int, int]:
    """Return the columns and rows that there are."""
    size = os.get_terminal_size(sys.stdout.fileno())
    return size.columns, size.lines


def _wrapped(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


def _cut(text: str, width: int) -> str:
    return next(iter(_wrapped(text, width - 1)), "")
