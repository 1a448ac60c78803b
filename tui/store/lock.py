"""One owner at a time: the lock that migrations and connections need, freed by the system when its process ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tui.store.schema import StoreError


class Lock:
    """An exclusive lock on a file. Raises StoreError("already_running") when another process has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise StoreError("already_running", path=path.parent) from error

    def release(self) -> None:
        """Free the lock."""
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
