"""A terminal without a screen: runs a program in a pty, writes its keys, and notes when each of its frames was whole."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import psutil

SIZE = (120, 36)
"""Columns and lines."""

PATIENCE = 30.0
"""Seconds after which what is awaited will not come any more."""

_ASKS_FOR_SYNC = b"\x1b[?2026$p"
_HAS_SYNC = b"\x1b[?2026;2$y"
_FRAME_ENDS = b"\x1b[?2026l"
_CHUNK = 1 << 16

Condition = Callable[[bytes], bool]
"""Whether a frame (its bytes, as they were written) shows what is awaited."""


class GoneError(Exception):
    """The program ended, or did not show what was awaited; the text ends with what it wrote last."""


class Terminal:
    """A running program. It is told that output can be synchronized, so the end of each frame is marked and can be timed."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int] = SIZE) -> None:
        self.frames = 0
        self._unread = b""
        self._last = b""
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _become(command, environment, size)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, _winsize(size))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def press(self, keys: bytes) -> float:
        """Write *keys* and return when (``time.perf_counter``)."""
        now = time.perf_counter()
        os.write(self._fd, keys)
        return now

    def wait(self, shows: Condition, patience: float = PATIENCE) -> float:
        """Return when the first frame was received whole that *shows* what is awaited. Raises GoneError."""
        ends = time.perf_counter() + patience
        while (left := ends - time.perf_counter()) > 0:
            for at, frame in self._read(left):
                if shows(frame):
                    return at
        raise GoneError(f"not shown within {patience:g} s; the last frame was {self._last[-2000:]!r}")

    def pause(self, seconds: float, see: Callable[[bytes], object] = len) -> None:
        """Let time pass, reading (and letting *see* look at) what is written meanwhile."""
        ends = time.perf_counter() + seconds
        while (left := ends - time.perf_counter()) > 0:
            for _, frame in self._read(left):
                see(frame)

    def settle(self, quiet: float = 0.3, patience: float = 3.0) -> None:
        """Wait until nothing was painted for *quiet* seconds, or patience ends: some programs have a clock."""
        ends = time.perf_counter() + patience
        while time.perf_counter() < ends:
            before = self.frames
            self.pause(quiet)
            if self.frames == before:
                return

    def rss(self) -> float:
        """Return the program's resident memory, in MB (10^6 bytes)."""
        return float(psutil.Process(self.pid).memory_info().rss) / 1e6

    def close(self) -> None:
        """End the program, gently at first."""
        if self.pid <= 0:
            return
        child = psutil.Process(self.pid)
        try:
            for ending in (signal.SIGTERM, signal.SIGKILL):
                child.send_signal(ending)
                if self._drain_until_gone(5.0):
                    break
        finally:
            os.close(self._fd)
            self.pid = 0

    def _drain_until_gone(self, patience: float) -> bool:
        """Read on, lest the program waits for us, until it has ended; return whether it has."""
        ends = time.perf_counter() + patience
        while time.perf_counter() < ends:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            readable, _, _ = select.select([self._fd], [], [], 0.02)
            try:
                if readable and not os.read(self._fd, _CHUNK):
                    time.sleep(0.02)
            except OSError:
                time.sleep(0.02)  # Linux says EIO once the program has closed its side; its end is near
        return False

    def _read(self, patience: float) -> list[tuple[float, bytes]]:
        """Return the frames that were completed by what can be read now, and when that was."""
        readable, _, _ = select.select([self._fd], [], [], patience)
        if not readable:
            return []
        try:
            data = os.read(self._fd, _CHUNK)
        except OSError:
            data = b""
        now = time.perf_counter()
        if not data:
            raise GoneError(f"the program has ended; it wrote last {(self._last + self._unread)[-2000:]!r}")
        self._unread += data
        if _ASKS_FOR_SYNC in self._unread:
            self._unread = self._unread.replace(_ASKS_FOR_SYNC, b"", 1)
            os.write(self._fd, _HAS_SYNC)
        *frames, self._unread = self._unread.split(_FRAME_ENDS)
        self.frames += len(frames)
        if frames:
            self._last = frames[-1]
        return [(now, frame) for frame in frames]


def _become(command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int]) -> None:
    """In the child: be the program. Never returns."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, _winsize(size))
        os.execvpe(command[0], list(command), dict(environment))
    finally:
        os._exit(127)


def _winsize(size: tuple[int, int]) -> bytes:
    return struct.pack("HHHH", size[1], size[0], 0, 0)
