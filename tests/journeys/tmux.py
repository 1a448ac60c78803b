"""The installed command in a real terminal (tmux), and a simulated NapCat as a process of its own."""

from __future__ import annotations

import itertools
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE = 20.0
"""Seconds after which what was awaited will not come any more."""

POLL = 0.02
"""Seconds between two looks at the terminal, which tells nobody that it changed."""

ROOT = Path(__file__).parents[2]
OPTIONS = """\
set -g status off
set -sg escape-time 0
set -g remain-on-exit on
set -g default-terminal tmux-256color
"""
_numbers = itertools.count(1)


def installed_command() -> list[str]:
    """Return how ``qiao`` is started: as installed beside this Python, else as a module."""
    script = Path(sys.executable).parent / "qiao"
    return [str(script)] if script.exists() else [sys.executable, "-m", "tui"]


class Terminal:
    """A terminal of *size* in which *command* runs, with *environment* beside its own, at home in *folder*."""

    def __init__(
        self,
        folder: Path,
        command: Sequence[str],
        size: tuple[int, int] = (100, 30),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        options = folder / "tmux.conf"
        options.write_text(OPTIONS, encoding="utf-8")
        tmux = shutil.which("tmux")
        assert tmux is not None
        self._tmux = [tmux, "-u", "-L", f"qiao-{os.getpid()}-{next(_numbers)}", "-f", str(options)]
        variables = {
            "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"), "LANG": "C.UTF-8", "LC_ALL": "", "LANGUAGE": "zh", "COLORTERM": "truecolor",
            "PYTHONPATH": str(ROOT), "TZ": "Asia/Shanghai", **(environment or {}),
        }  # fmt: skip
        # A terminal's size is asked of the terminal: pytest-xdist tells its workers one that is not ours.
        shell = " ".join(
            [
                "exec",
                "env",
                "-u",
                "COLUMNS",
                "-u",
                "LINES",
                *(shlex.quote(f"{name}={value}") for name, value in variables.items()),
            ]
        )
        line = f"{shell} {shlex.join(command)}"
        self._run("new-session", "-d", "-s", "a", "-x", str(size[0]), "-y", str(size[1]), line)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._run("kill-server")

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return self._run("capture-pane", "-t", "a", "-p")

    @property
    def output(self) -> str:
        """What stands on the screen, and what was scrolled off it."""
        return self._run("capture-pane", "-t", "a", "-p", "-S", "-")

    @property
    def has_ended(self) -> bool:
        """Whether the command has ended."""
        return self._run("display-message", "-t", "a", "-p", "#{pane_dead}").strip() == "1"

    def comes(self, look: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Return whether *look* returns something true within *patience* seconds, as soon as it does."""
        ends = time.monotonic() + patience
        while not look():
            if time.monotonic() > ends:
                return False
            time.sleep(POLL)
        return True

    def until(self, look: Callable[[], object], what: str = "") -> None:
        """Wait until *look* returns something true."""
        if not self.comes(look):
            raise AssertionError(f"never came: {what}\n{self.screen}")

    def shows(self, *texts: str) -> None:
        """Wait until all *texts* stand on the screen."""
        for text in texts:
            self.until(lambda text=text: text in self.screen, f"{text!r} on the screen")  # type: ignore[misc]

    def hides(self, text: str) -> None:
        """Wait until *text* no longer stands on the screen."""
        self.until(lambda: text not in self.screen, f"{text!r} gone")

    def ends(self) -> None:
        """Wait until the command has ended."""
        self.until(lambda: self.has_ended, "the end")

    def type(self, text: str) -> None:
        """Type *text*, and wait until it stands on the screen: an enter that comes at once would be one of a paste."""
        self.write(text.encode())
        self.shows(text)

    def press(self, *keys: str) -> None:
        """Press *keys*, as tmux calls them."""
        for key in keys:
            self._run("send-keys", "-t", "a", key)

    def write(self, data: bytes) -> None:
        """Send *data* as a terminal would, byte by byte as it is."""
        self._run("send-keys", "-t", "a", "-H", *(f"{byte:02x}" for byte in data))

    def kill(self) -> None:
        """End the command as the kernel does when memory is short."""
        os.kill(int(self._run("display-message", "-t", "a", "-p", "#{pane_pid}")), signal.SIGKILL)
        self.ends()

    def _run(self, *arguments: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name != "TMUX"}
        done = subprocess.run([*self._tmux, *arguments], capture_output=True, env=environment, timeout=PATIENCE, check=False)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8", "replace")


class Simulator:
    """A simulated NapCat as a process, told what to do by control lines."""

    def __init__(self, *options: str) -> None:
        # At this speed nobody answers of their own accord before the test is over.
        calm = ("--quiet", "--speed", "0.0001", "--heartbeat", "0.5")
        command = [sys.executable, "-m", "tui.simulator", *calm, *options]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.url = str(self._read()["url"])

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Give one order, and return its answer once it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": name, **arguments}) + "\n")
        self._process.stdin.flush()
        answer = self._read()
        assert answer.get("done") == name, answer
        return answer

    def count(self, action: str) -> int:
        """Return how often *action* was called."""
        return int(self.do("calls", action=action)["count"])

    def params(self, action: str) -> Any:
        """Return the parameters with which *action* was called last, None when it was not."""
        return self.do("calls", action=action)["params"]

    def close(self) -> None:
        """Let it end with its input."""
        self._process.communicate(timeout=PATIENCE)

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def simulator(*options: str) -> Iterator[Simulator]:
    """Run a simulator until the block is left."""
    running = Simulator(*options)
    try:
        yield running
    finally:
        running.close()


def configured(folder: Path, url: str, token: str = "", more: str = "") -> list[str]:
    """Write a config for the account at *url*, and return the command that uses it with its data in *folder*."""
    config = folder / "config.toml"
    config.write_text(
        f'language = "zh"\n{more}\n[[accounts]]\nname = "main"\nprotocol = "onebot11"\nurl = "{url}"\ntoken = "{token}"\n',
        encoding="utf-8",
    )
    config.chmod(0o600)
    return [*installed_command(), "--config", str(config), "--data-dir", str(folder / "data")]
