"""The line at the bottom: how every account's link stands, what is unread, and for a while how the last action ended."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.chat.text import clean_text, one_line
from tui.connection.status import AccountStatus, LinkState
from tui.locale import has, t
from tui.ui.chat_theme import ChatTheme
from tui.ui.strips import Piece, blank, line
from tui.ui.theme import chat_theme
from tui.ui.wrap import fit, wrap

MAX_NOTICE_LINES = 3
HURRIED_SECONDS = 2.0
"""How long a warning or error is shown at least when others wait behind it."""

_MAX_WORDS = 160
_LEAST_WORDS = 8
_ICONS = {
    LinkState.ONLINE: "online",
    LinkState.CONNECTING: "connecting",
    LinkState.WAITING: "connecting",
    LinkState.QQ_OFFLINE: "offline",
    LinkState.STOPPED: "offline",
    LinkState.REFUSED: "failed",
}
_TROUBLE = (LinkState.REFUSED, LinkState.QQ_OFFLINE, LinkState.WAITING, LinkState.STOPPED)


class Level(Enum):
    """How a notice is meant; the value is the seconds for which it is shown."""

    INFO = 4.0
    GOOD = 4.5
    WARNING = 8.0
    ERROR = 12.0

    @property
    def is_serious(self) -> bool:
        """Whether it must not be replaced before it could be read."""
        return self in (Level.WARNING, Level.ERROR)


class Notice(Struct, frozen=True):
    """One thing that is said for a while."""

    text: str
    level: Level


class StatusLine(Widget):
    """One line; it grows to three where a notice would not be read otherwise."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty line; *clock* is the one of ``AccountStatus.retry_at``."""
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._accounts: tuple[AccountStatus, ...] = ()
        self._unread = 0
        self._mentions = 0
        self._requests = 0
        self._hint = ""
        self._recording = ""
        self._waiting: deque[Notice] = deque()
        self._notice: Notice | None = None
        self._notice_timer: Timer | None = None
        self._shown_at = 0.0
        self._ticking: Timer | None = None

    @property
    def notice(self) -> Notice | None:
        """What is being said."""
        return self._notice

    def set_accounts(self, accounts: Sequence[AccountStatus]) -> None:
        """Show how *accounts* stand."""
        self._accounts = tuple(accounts)
        counts_down = any(status.state is LinkState.WAITING and status.retry_at for status in self._accounts)
        if counts_down and self._ticking is None:
            self._ticking = self.set_interval(1, self.refresh)
        elif not counts_down and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        self.refresh()

    def set_unread(self, unread: int, mentions: int = 0) -> None:
        """Show how much is unread in all conversations that count, and how much of it is meant for us."""
        if (unread, mentions) != (self._unread, self._mentions):
            self._unread, self._mentions = unread, mentions
            self._fit_height()
            self.refresh()

    def set_requests(self, count: int) -> None:
        """Show how many requests wait for somebody; they are no unread messages."""
        if count != self._requests:
            self._requests = count
            self._fit_height()
            self.refresh()

    def set_recording(self, words: str) -> None:
        """Show for good that something is being written down, in *words*; "" when nothing is."""
        if words != self._recording:
            self._recording = words
            self.refresh()

    def set_hint(self, hint: str) -> None:
        """Show *hint* at the right edge where there is room: a key worth knowing, or that this is the demo."""
        if hint != self._hint:
            self._hint = hint
            self.refresh()

    def say(self, text: str, level: Level = Level.INFO) -> None:
        """Say *text* for a while, in place of how the accounts stand.

        It replaces what is being said, unless that is serious and was not there long enough to be read: then it waits.
        Said again at once, as by a key that is held, it only stays longer: many of it would hide all that is said afterwards.
        """
        notice = Notice(one_line(clean_text(text)), level)
        if notice == (self._waiting[-1] if self._waiting else self._notice):
            if not self._waiting:
                self._show_next_after(level.value)
            return
        self._waiting.append(notice)
        if self._notice is None or not self._notice.level.is_serious:
            self._next_notice()
            return
        left = self._shown_at + HURRIED_SECONDS - self._clock()
        if left <= 0:
            self._next_notice()
        else:
            self._show_next_after(left)

    def skip(self) -> None:
        """Say what waits, or nothing, in place of what is being said."""
        self._next_notice()

    def hush(self) -> None:
        """Say nothing more, whatever waits."""
        self._waiting.clear()
        self._next_notice()

    def on_resize(self) -> None:
        """Take as many lines as the notice needs at this width."""
        self._fit_height()

    def render_line(self, y: int) -> Strip:
        """Return the line, or one of those of a long notice."""
        width = self.size.width
        chat = chat_theme(self.app)
        right = self._right(chat) if y == self.size.height - 1 else []
        if self._notice is not None:
            lines = self._notice_lines()
            if y >= len(lines):
                return blank(width).apply_style(self.rich_style)
            left = [Piece(f" {lines[y]}", self._notice_style(self._notice, chat))]
        else:
            left = self._left(chat, width - _cells(right))
        return line(left, width, right).apply_style(self.rich_style)

    def _left(self, chat: ChatTheme, width: int) -> list[Piece]:
        if not self._accounts:
            return [Piece(f" {t('status.no_accounts')}", chat.dim)]
        # What needs a person comes first: at the right end of a narrow line it would be cut.
        accounts = sorted(self._accounts, key=lambda status: status.state not in _TROUBLE)
        told = [(status, f" {one_line(status.label, 40)}", self._describe(status)) for status in accounts]
        # Each account keeps its name: the words share what is left of the line, and who needs little leaves more to the others.
        room = width - sum(cell_len(label) + 3 + bool(words) for _, label, words in told)
        wordy = sum(bool(words) for *_, words in told)
        pieces = []
        for status, label, words in told:
            pieces += [Piece(" "), self._icon(status, chat), Piece(label, chat.text)]
            if words:
                shown = self._shortly(status, words, max(room // wordy, _LEAST_WORDS))
                room, wordy = room - cell_len(shown), wordy - 1
                pieces.append(Piece(f" {shown}", chat.failed if status.state is LinkState.REFUSED else chat.dim))
            pieces.append(Piece(" "))
        return pieces

    def _right(self, chat: ChatTheme) -> list[Piece]:
        pieces = []
        if self._notice is not None:
            pieces += [self._icon(status, chat) for status in self._accounts if status.state in _TROUBLE]
        if self._recording:
            pieces.append(Piece(self._recording, chat.warning))
        malformed = sum(status.malformed for status in self._accounts)
        if malformed:
            pieces.append(Piece(t("status.malformed", count=malformed), chat.warning))
        if self._requests:
            pieces.append(Piece(t("status.requests", count=self._requests), chat.warning))
        if self._mentions:
            pieces.append(Piece(f"{chat.icon('mention')}{self._mentions}", chat.mention_me))
        if self._unread:
            pieces.append(Piece(t("status.unread", count=self._unread), chat.unread))
        room = self.size.width // 2 - sum(len(piece.text) + 2 for piece in pieces)
        if self._hint and self._notice is None and room > len(self._hint) * 2:
            pieces.append(Piece(fit(self._hint, room), chat.dim))
        spaced = [part for piece in pieces for part in (piece, Piece("  "))]
        return [*spaced[:-1], Piece(" ")] if spaced else []

    def _icon(self, status: AccountStatus, chat: ChatTheme) -> Piece:
        if status.state is LinkState.ONLINE:
            style = chat.good
        elif status.state in (LinkState.REFUSED, LinkState.QQ_OFFLINE):
            style = chat.failed
        else:
            style = chat.warning
        return Piece(chat.icon(_ICONS[status.state]), style)

    def _shortly(self, status: AccountStatus, words: str, room: int) -> str:
        """Return *words* cut to *room*; where not even the seconds until the next try would be left of them, only those."""
        left = math.ceil(status.retry_at - self._clock())
        if status.state is not LinkState.WAITING or left <= 0 or cell_len(t("status.waiting", seconds=left)) < room:
            return fit(words, room)
        return fit(t("status.waiting_shortly", seconds=left), room)

    def _describe(self, status: AccountStatus) -> str:
        """Return what is to be said of one account; "" when it is simply online."""
        parts = []
        if status.state is LinkState.WAITING:
            left = math.ceil(status.retry_at - self._clock())
            parts.append(t("status.waiting", seconds=left) if status.retry_at and left > 0 else t("status.waiting_now"))
        elif status.state is not LinkState.ONLINE:
            parts.append(t(f"status.{status.state.value}"))
        why = _why(status)
        if why:
            parts[:1] = [t("status.why", state=parts[0], why=why) if parts else why]
        if status.filling:
            parts.append(t("status.filling", count=status.filling))
        if status.uploading is not None:
            parts.append(t("status.uploading", percent=status.uploading))
        if status.read_only:
            parts.append(t("status.read_only"))
        return " · ".join(parts)

    def _notice_lines(self) -> list[str]:
        if self._notice is None:
            return []
        text = self._notice.text
        beside = _cells(self._right(chat_theme(self.app))) if self.is_attached else 0
        width = max(1, self.size.width - 2 - beside)
        spans = wrap(text, width)
        lines = [text[start:end] for start, end in spans[:MAX_NOTICE_LINES]]
        if len(spans) > MAX_NOTICE_LINES:
            lines[-1] = fit(text[spans[MAX_NOTICE_LINES - 1][0] :], width)
        return lines

    def _notice_style(self, notice: Notice, chat: ChatTheme) -> Style:
        styles = {Level.GOOD: chat.good, Level.WARNING: chat.warning, Level.ERROR: chat.failed}
        return styles.get(notice.level, chat.text)

    def _next_notice(self) -> None:
        self._notice = self._waiting.popleft() if self._waiting else None
        self._shown_at = self._clock()
        if self._notice is None:
            self._stop_notice_timer()
        else:
            is_hurried = bool(self._waiting)
            self._show_next_after(HURRIED_SECONDS if is_hurried else self._notice.level.value)
        self._fit_height()
        self.refresh()

    def _show_next_after(self, seconds: float) -> None:
        self._stop_notice_timer()
        self._notice_timer = self.set_timer(seconds, self._next_notice)

    def _stop_notice_timer(self) -> None:
        if self._notice_timer is not None:
            self._notice_timer.stop()
            self._notice_timer = None

    def _fit_height(self) -> None:
        wanted = max(1, len(self._notice_lines()))
        if self.styles.height is None or self.styles.height.value != wanted:
            self.styles.height = wanted


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


def _why(status: AccountStatus) -> str:
    key = f"connect.{status.reason}"
    reason = t(key) if status.reason and has(key) else ""
    words = one_line(status.words, _MAX_WORDS)
    if reason and words:
        return t("status.reason_and_words", reason=reason, words=words)
    return reason or words
