"""Teaches Textual's key parser the alt keys of plain terminals, and shows what a pressed key sends (``qiao keys --probe``).

Measured with Textual 8.2.8: ``ESC CR`` (alt+enter) comes as a plain enter, which would send a message; ``ESC /`` types a slash
and ``ESC a`` an "a"; each waits 100 ms for more. Once the sequences are in its table they are keys of their own, at once, and
type nothing. The table is private to Textual; a test guards it on the pinned version.
"""

from __future__ import annotations

import codecs
import os
import select
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from tui.locale import t
from tui.ui.command_table import Place
from tui.ui.key_names import character_name
from tui.ui.keys import KeyTable, resolve

if TYPE_CHECKING:
    from textual._xterm_parser import XTermParser
    from textual.message import Message

# What begins a longer sequence after ESC: SS2, SS3, DCS, SOS, CSI, ST, OSC, PM, APC. Alt with these can not be told apart.
_INTRODUCERS = frozenset("NOPX[\\]^_")
_KITTY_FLAGS = 1 | 8 | 16
"""What Textual's driver asks of a terminal with the Kitty protocol: disambiguate, all keys as escape codes, with their text."""

_ALT_ENTER = "alt+enter"

_WITH_CONTROL = "adefglnopqrstuvwxyz"
"""Letters that plugins may bind with alt+ctrl: none that enter, tab or backspace sends, that interrupts, or is tmux's."""


class _Key(Struct, frozen=True):
    """An entry of the parser's table, which reads ``value`` only."""

    value: str


def alt_sequences() -> dict[str, str]:
    """Return the sequences that a plain terminal sends for alt keys -> the name of the key.

    ``ESC f`` and ``ESC b`` are left as Textual has them (ctrl+right and ctrl+left: a word on, a word back). Alt with a control
    key would come as the control key alone, and do something else than was meant.
    """
    sequences = {"\x1b\r": _ALT_ENTER, "\x1b\n": _ALT_ENTER, "\x1b\x7f": "alt+backspace", "\x1b\x08": "alt+backspace"}
    for code in range(0x21, 0x7F):
        character = chr(code)
        if character in _INTRODUCERS or character in "fb":
            continue
        shift = "shift+" if character.isupper() else ""
        sequences[f"\x1b{character}"] = f"alt+{shift}{character_name(character.lower())}"
    for letter in _WITH_CONTROL:
        sequences[f"\x1b{chr(ord(letter) & 0x1F)}"] = f"alt+ctrl+{letter}"
    return sequences


def _lenient_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


def install() -> None:
    """Put :func:`alt_sequences` into Textual's table; call it before the app starts, more than once does no harm.

    And have its driver take what is no UTF-8, as a terminal set to GBK sends it, for U+FFFD: it would end the program.
    """
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.getincrementaldecoder = _lenient_decoder  # type: ignore[assignment,attr-defined]
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    table = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    for sequence, name in alt_sequences().items():
        table[sequence] = (_Key(name),)


class KeyProbe:
    """Turns what a terminal sends into lines that say which key it is and what it is bound to."""

    def __init__(self, table: KeyTable) -> None:
        install()
        from textual._xterm_parser import XTermParser

        self._table = table
        self._parser: XTermParser = XTermParser()
        self._pending = ""
        self._interrupts = 0

    @property
    def is_over(self) -> bool:
        """Whether ctrl+c was pressed twice in a row."""
        return self._interrupts >= 2

    def feed(self, data: str) -> Iterator[str]:
        """Yield a line for each key in *data*."""
        for character in data:
            self._pending += character
            yield from self._lines(self._parser.feed(character))

    def tick(self) -> Iterator[str]:
        """Yield a line for what was waiting for more that did not come; call it when nothing has come for 0.1 s."""
        yield from self._lines(self._parser.tick())

    def _lines(self, messages: Any) -> Iterator[str]:
        for message in messages:
            line = self._line(message)
            if line:
                yield line

    def _line(self, message: Message) -> str:
        from textual import events

        sent, self._pending = self._pending, ""
        if isinstance(message, events.Paste):
            return f"{_visible(sent)}  paste"
        if not isinstance(message, events.Key):
            return ""
        self._interrupts = self._interrupts + 1 if message.key == "ctrl+c" else 0
        return f"{_visible(sent):24}  {message.key:24}  {self._meaning(message.key)}"

    def _meaning(self, key: str) -> str:
        found = {command.name: place for place in Place if (command := self._table.command_at(place, key)) is not None}
        return ", ".join(found) or t("keys.probe.unbound")


def _visible(data: str) -> str:
    """Return *data* as one would write it down: ``ESC [ A`` as ``^[[A``."""
    return "".join(f"^{chr(ord(char) ^ 0x40)}" if char < " " or char == "\x7f" else char for char in data)


def probe(table: KeyTable | None = None) -> int:
    """Show what pressed keys send until ctrl+c is pressed twice; return an exit status (2 where there is no POSIX terminal)."""
    try:
        import termios
        import tty
    except ImportError:
        sys.stderr.write(t("keys.probe.no_terminal") + "\n")
        return 2
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(t("keys.probe.no_terminal") + "\n")
        return 2
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    sys.stdout.write(t("keys.probe.intro") + "\n")
    try:
        tty.setraw(fd)
        _write(f"\x1b[>{_KITTY_FLAGS}u\x1b[?2004h")
        _probe_until_interrupted(fd, KeyProbe(table or resolve()))
    finally:
        _write("\x1b[?2004l\x1b[<u")
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
    return 0


def _probe_until_interrupted(fd: int, key_probe: KeyProbe) -> None:
    import codecs

    decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
    while not key_probe.is_over:
        ready, _, _ = select.select([fd], [], [], 0.1)
        if not ready:
            lines = key_probe.tick()
        elif data := os.read(fd, 1024):
            lines = key_probe.feed(decode(data))
        else:
            return
        for line in lines:
            _write(line + "\r\n")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
