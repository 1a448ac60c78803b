"""Writes each frame, masked, as a line of JSON into a file that was asked for, on a thread of its own."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tui.chat.masking import mask, mask_part
from tui.connection.ring import cut
from tui.platforms.frames import Frame, FrameKind, FrameSink

MAX_WAITING = 16 * 1024 * 1024
"""Characters that may wait for a slow disk; what is more is counted and left out."""

CLOSE_SECONDS = 5.0


class WireLog:
    """A file of frames, appended to. *on_trouble* is called on the log's thread with what the system says, "" when it is over."""

    def __init__(self, path: Path) -> None:
        """Open *path*, readable by its owner alone. Raises OSError."""
        self.path = path
        self.on_trouble: Callable[[str], None] = lambda words: None
        self.trouble = ""
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)
        if stat.S_ISREG(os.fstat(self._file).st_mode) and hasattr(os, "fchmod"):
            os.fchmod(self._file, 0o600)
        self._news = threading.Condition()
        self._waiting: deque[tuple[str, Frame]] = deque()
        self._characters = 0
        self._lost = 0
        self._is_ending = False
        self._is_broken_line = False
        self._thread = threading.Thread(target=self._run, name="qiao-wire-log", daemon=True)
        self._thread.start()

    def sink(self, label: str) -> FrameSink:
        """Return what takes the frames of the account *label*."""
        return partial(self._put, label)

    def close(self) -> None:
        """Write what waits, and close the file; who reads a pipe and has stopped to is not waited for."""
        with self._news:
            self._is_ending = True
            self._news.notify()
        self._thread.join(CLOSE_SECONDS)
        if not self._thread.is_alive():
            os.close(self._file)

    def _put(self, label: str, frame: Frame) -> None:
        frame = cut(frame)
        with self._news:
            if self._characters > MAX_WAITING:
                self._lost += 1
                return
            self._waiting.append((label, frame))
            self._characters += len(frame.text)
            self._news.notify()

    def _run(self) -> None:
        is_over = False
        while not is_over:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._is_ending)
                batch, self._waiting = self._waiting, deque()
                self._characters = 0
                is_over = self._is_ending
            for label, frame in batch:
                self._write(line(label, frame))

    def _write(self, text: str) -> None:
        with self._news:
            lost, self._lost = self._lost, 0
        if lost:
            text = json.dumps({"lost": lost}) + "\n" + text
        if self._is_broken_line:
            text = "\n" + text
        data = text.encode("utf-8", "replace")
        done = 0
        try:
            while done < len(data):
                done += os.write(self._file, data[done:])
        except OSError as error:
            self._is_broken_line = self._is_broken_line or done > 0
            with self._news:
                self._lost += lost + 1
            self._tell(error.strerror or errno.errorcode.get(error.errno or 0, str(error)))
            return
        self._is_broken_line = False
        self._tell("")

    def _tell(self, words: str) -> None:
        if words != self.trouble:
            self.trouble = words
            self.on_trouble(words)


def line(label: str, frame: Frame) -> str:
    """Return *frame* of the account *label* as one line of the log, without its secrets."""
    row: dict[str, object] = {
        "time": datetime.fromtimestamp(frame.time / 1000, UTC).isoformat(timespec="milliseconds"),
        "account": label,
        "direction": "" if frame.kind is FrameKind.NOTE else frame.direction.value,
        "kind": frame.kind.value,
        "label": mask_part(frame.label),
    }
    if frame.call:
        row["call"] = frame.call
    if frame.latency is not None:
        row["ms"] = round(frame.latency, 1)
    if frame.is_failed:
        row["failed"] = True
    if frame.size:
        row["size"] = frame.size
    row["text"] = mask_part(frame.text) if frame.kind is FrameKind.NOTE else mask(frame.text, frame.hides_data)
    return json.dumps(row, ensure_ascii=False) + "\n"
