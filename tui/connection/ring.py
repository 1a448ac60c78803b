"""Keeps the latest frames of one account: so many and so many bytes, put in on one thread and looked at on another."""

from __future__ import annotations

import sys
import threading
import zlib
from collections import deque
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from tui.platforms.frames import Frame

MAX_FRAMES = 3000
MAX_BYTES = 8 * 1024 * 1024
MAX_TEXT = 512 * 1024
"""Characters kept of one frame."""

_OVERHEAD = 400
"""Bytes of a frame beside its text."""

_ENCODING, _ERRORS = "utf-8", "surrogatepass"
_WINDOW = 4096
"""Bytes that a frame is compressed within; a small window costs 5 µs a frame, the usual one 60."""

_SMALL, _LARGE = 200, 16_384
"""Bytes of frames that are compressed: shorter ones save nothing, longer ones take too long where they arrive."""


class _Packed(Struct, frozen=True):
    """A frame without its text, and that, compressed against the *pattern* where there is one."""

    frame: Frame
    data: bytes
    pattern: bytes


class Kept(Struct, frozen=True, eq=False):
    """A frame in the ring, under its running *number*."""

    number: int
    frame: Frame


class FrameRing:
    """The latest frames, with running numbers from 1 on. Nothing is looked at when one is put in: that is left to who looks."""

    def __init__(self, max_frames: int = MAX_FRAMES, max_bytes: int = MAX_BYTES, max_text: int = MAX_TEXT) -> None:
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._max_text = max_text
        self._lock = threading.Lock()
        self._kept: deque[_Packed] = deque()
        self._pattern = b""
        self._bytes = 0
        self._newest = 0

    @property
    def newest(self) -> int:
        """The number of the latest frame, 0 before there was any."""
        return self._newest

    @property
    def bytes(self) -> int:
        """About how much memory the frames take."""
        return self._bytes

    def put(self, frame: Frame) -> None:
        """Keep *frame*, or its beginning, and let go of the oldest ones."""
        frame = cut(frame, self._max_text)
        data = frame.text.encode(_ENCODING, _ERRORS)
        with self._lock:
            # Frames are much alike: against one of them they take an eighth.
            is_packed = _SMALL <= len(data) <= _LARGE
            if is_packed and not self._pattern:
                self._pattern = data[:_WINDOW]
            pattern = self._pattern if is_packed else b""
            packed = _Packed(replace(frame, text=""), _deflated(data, pattern) if is_packed else data, pattern)
            self._newest += 1
            self._kept.append(packed)
            self._bytes += _bytes_of(packed)
            while len(self._kept) > self._max_frames or (self._bytes > self._max_bytes and len(self._kept) > 1):
                self._bytes -= _bytes_of(self._kept.popleft())

    def after(self, number: int) -> tuple[list[Kept], int]:
        """Return the frames later than *number*, and the number of the oldest one that is kept."""
        with self._lock:
            oldest = self._newest - len(self._kept) + 1
            first = max(number + 1, oldest)
            wanted = list(islice(self._kept, first - oldest, None))
        return [Kept(at, _unpacked(packed)) for at, packed in enumerate(wanted, first)], oldest

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._kept.clear()
            self._pattern = b""
            self._bytes = 0


def cut(frame: Frame, limit: int = MAX_TEXT) -> Frame:
    """Return *frame* with at most *limit* characters of its text, and the size of the whole."""
    size = len(frame.text)
    return frame if size <= limit else replace(frame, text=frame.text[:limit], size=size)


def _deflated(data: bytes, pattern: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, pattern)
    return packer.compress(data) + packer.flush()


def _unpacked(packed: _Packed) -> Frame:
    data = packed.data
    if packed.pattern:
        data = zlib.decompressobj(-12, packed.pattern).decompress(data)
    return replace(packed.frame, text=data.decode(_ENCODING, _ERRORS))


def _bytes_of(packed: _Packed) -> int:
    return sys.getsizeof(packed.data) + _OVERHEAD
