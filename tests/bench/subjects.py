"""What is measured: qiao as it is installed, over a store of its own and a simulated NapCat, and the bare app beside it."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from tests.bench.terminal import PATIENCE, Terminal

ROOT = Path(__file__).parents[2]
_DROPPED = (
    "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME",
    "NO_COLOR", "SSH_TTY", "TMUX", "ESCDELAY", "COLUMNS", "LINES",
)  # fmt: skip


class Simulator:
    """A simulated NapCat as a process, where nobody speaks of their own accord."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tui.simulator", "--quiet"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=_environment(),
        )  # fmt: skip
        self._said: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True, name="simulator").start()
        self.url: str = json.loads(self._said.get(timeout=PATIENCE)[1])["url"]

    def __enter__(self) -> Simulator:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def flood(self, *, conversations: int, rate: float, count: int) -> None:
        """Begin to say *count* messages, *rate* a second (0: as fast as they are taken), in turn over so many groups."""
        assert self._process.stdin is not None
        order = {"do": "flood", "conversations": conversations, "rate": rate, "count": count}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def is_done(self) -> bool:
        """Return whether an order was carried out that this was not yet asked of."""
        try:
            _, answer = self._said.get_nowait()
        except queue.Empty:
            return False
        if "done" not in json.loads(answer):
            raise RuntimeError(f"the simulator said {answer!r}")
        return True

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put((time.perf_counter(), line))


def start_bare(count: int) -> Terminal:
    """Start the bare app with *count* messages."""
    return Terminal([sys.executable, "-m", "tests.bench.bare_app", str(count)], _environment())


def start_qiao(folder: Path, url: str) -> Terminal:
    """Start the installed command on the store in *folder*, with an account at *url*."""
    config = folder / "config.toml"
    account = f'[[accounts]]\nname = "main"\nprotocol = "onebot11"\nurl = "{url}"\n'
    config.write_text(f'language = "zh"\n{account}', encoding="utf-8")
    installed = Path(sys.executable).with_name("qiao")
    command = [str(installed)] if installed.exists() else [sys.executable, "-m", "tui"]
    return Terminal([*command, "--config", str(config), "--data-dir", str(folder)], _environment())


def working_copy(template: Path, folder: Path) -> Path:
    """Copy a filled store, so that what one run adds is not there in the next."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    return folder


def _environment() -> dict[str, str]:
    """What a person's terminal gives its programs, the same everywhere."""
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED and not name.startswith("TEXTUAL")}
    python_path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONPATH": python_path}
