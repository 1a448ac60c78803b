"""What the demo runs on: a simulated world as a process of its own, and a folder that is thrown away."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tui.chat.text import one_line
from tui.locale import t

log = logging.getLogger(__name__)

START_SECONDS = 20.0
STOP_SECONDS = 3.0
PREFIX = "qiao-demo-"
_LOCK = "in-use"
_FRESH_SECONDS = 60.0
"""A folder younger than this may belong to a demo that has not locked it yet."""


class DemoError(Exception):
    """The simulated NapCat did not start; the text says why, in the language spoken now."""


class DemoServer:
    """The simulated NapCat with the demo's world, on a loopback port of its own choosing.

    It ends when its standard input does, so it never outlives this process, however that dies. ``start`` returns at once;
    ``url`` and ``self_id`` wait until it listens. All methods may be called from any thread.
    """

    def __init__(self, arguments: Sequence[str] = ("--demo",)) -> None:
        self._command, self._environment = _simulator(arguments)
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._complaints: IO[str] | None = None
        self._is_ready = threading.Event()
        self._writing = threading.Lock()
        self._address: dict[str, Any] = {}
        self.on_answer: Callable[[Mapping[str, object]], None] | None = None
        """Told how each control line ended, on a thread of its own."""

    def __enter__(self) -> DemoServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process. Raises DemoError when there can be none."""
        self._complaints = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  # until stop()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=self._environment,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # ctrl+c in our terminal is not for it
            )
        except OSError as error:
            raise DemoError(t("cli.demo_start", words=error.strerror or error)) from error
        self._reader = threading.Thread(target=self._read, args=(self._process,), name="demo server", daemon=True)
        self._reader.start()

    @property
    def url(self) -> str:
        """Where it listens. Waits for START_SECONDS; raises DemoError when it does not listen."""
        return str(self._wait()["url"])

    @property
    def self_id(self) -> str:
        """The QQ number that is logged in there. Waits and raises as ``url`` does."""
        return str(self._wait()["self_id"])

    @property
    def address(self) -> Mapping[str, Any]:
        """All that it said of where it listens. Waits and raises as ``url`` does."""
        return self._wait()

    def send(self, command: Mapping[str, object]) -> bool:
        """Give it a control line, ``{"do": "drop", "seconds": 8}``; return whether it still takes any."""
        process = self._process
        if process is None or process.stdin is None:
            return False
        try:
            with self._writing:
                process.stdin.write(json.dumps(dict(command), ensure_ascii=False) + "\n")
                process.stdin.flush()
        except (OSError, ValueError):  # ValueError: closed by stop()
            log.info("the demo's server takes no commands any more")
            return False
        return True

    def stop(self) -> None:
        """End the process; does nothing when there is none."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            if process.stdin is not None:
                with self._writing:
                    process.stdin.close()
        except OSError:
            log.debug("the demo's server had ended already")
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("the demo's server did not end by itself")
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join()
        if process.stdout is not None:
            process.stdout.close()
        if self._complaints is not None:
            self._complaints.close()

    def _wait(self) -> dict[str, str]:
        if not self._is_ready.wait(START_SECONDS):
            words = t("cli.demo_timeout", seconds=int(START_SECONDS))
            raise DemoError(t("cli.demo_start", words=words))
        if not self._address:
            raise DemoError(t("cli.demo_start", words=self._complaint()))
        return self._address

    def _complaint(self) -> str:
        """Return the last line that it wrote to stderr: of a traceback, what went wrong."""
        if self._complaints is not None and not self._complaints.closed:
            self._complaints.seek(0)
            lines = self._complaints.read().strip().splitlines()
            if lines:
                return one_line(lines[-1])
        status = self._process.poll() if self._process is not None else None
        return t("cli.demo_ended", status="-" if status is None else status)

    def _read(self, process: subprocess.Popen[str]) -> None:
        """Take its address from its first line, then keep its pipe empty."""
        assert process.stdout is not None
        for line in process.stdout:
            try:
                said = json.loads(line)
            except ValueError:
                log.warning("the demo's server said something that is no JSON")
                continue
            if not self._address and "url" in said:
                self._address = {"self_id": "", **said}
                self._is_ready.set()
                continue
            if "failed" in said:
                log.warning("the demo's server did not do %s", one_line(str(said["failed"])))
            if self.on_answer is not None and ("failed" in said or "done" in said):
                self.on_answer(said)
        self._is_ready.set()


def run_simulator(arguments: Sequence[str]) -> int:
    """Become the simulator, started by a person; return its exit status where the system can not change what a process runs."""
    command, environment = _simulator(arguments)
    if sys.platform != "win32":
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


def _simulator(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    # -P: a folder named "tui" that happens to lie in the working directory is not to be run.
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    return [sys.executable, "-P", "-m", "tui.simulator", *arguments], environment


@contextmanager
def throwaway_folder(parent: Path | None = None) -> Iterator[Path]:
    """Make a folder in *parent* (None: the system's for temporary files) that is gone afterwards.

    What a demo that was killed left behind is removed by the next one. Raises OSError when none can be made.
    """
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    place = Path(parent or tempfile.gettempdir())
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    lock = (folder / _LOCK).open("w")
    try:
        _lock(lock)
        yield folder
    finally:
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove the folders of demos that are no more."""
    for folder in place.glob(f"{PREFIX}*"):
        try:
            if _is_abandoned(folder):
                shutil.rmtree(folder)
        except OSError:
            log.debug("a demo's old folder stays")  # somebody else's, or another demo was quicker


def _is_abandoned(folder: Path) -> bool:
    status = folder.lstat()
    if folder.is_symlink() or time.time() - status.st_mtime < _FRESH_SECONDS:
        return False
    if os.name != "nt" and status.st_uid != os.getuid():
        return False
    try:
        with (folder / _LOCK).open("r+") as lock:
            _lock(lock)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _lock(file: IO[str]) -> None:
    """Lock *file* until it is closed or the process dies. Raises OSError when another process holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
