"""A third-party bot as a process: its environment is made once, its lines are read, and it is ended whatever happens."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import venv
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

INSTALL_SECONDS = 240
PATIENCE = 45.0
"""Seconds after which a bot will not do it any more; some need ten to start."""

BOTS = Path(__file__).parent / "bots"


class NotInstallableError(Exception):
    """The environment could not be made; the text says why."""


async def python_with(requirements: Sequence[str], request: pytest.FixtureRequest) -> Path:
    """Return the Python of an environment with *requirements*, or skip the test where they can not be had."""
    assert request.config.cache is not None
    try:
        return await asyncio.to_thread(_environment, Path(request.config.cache.mkdir("peers")), requirements)
    except NotInstallableError as error:
        pytest.skip(f"{requirements[0]} can not be had here: {error}")


def _environment(cache: Path, requirements: Sequence[str]) -> Path:
    """Return the Python of an environment with *requirements*, which is made in *cache* when it is not there.

    Workers of one test run that want the same one wait for each other. Raises NotInstallableError.
    """
    version = ".".join(map(str, sys.version_info[:3]))
    name = hashlib.sha256(" ".join([version, *requirements]).encode()).hexdigest()[:16]
    folder = cache / name
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "bin" / "python"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "done").exists():
            return python
        venv.create(folder, with_pip=True, clear=False, symlinks=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise NotInstallableError(f"pip took longer than {INSTALL_SECONDS} s") from error
        if done.returncode != 0:
            raise NotInstallableError((done.stderr.strip().splitlines() or ["pip failed"])[-1])
        (folder / "done").touch()
    return python


class Peer:
    """A running bot; what it tells are JSON lines, everything else it prints is kept for when it fails."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.told: list[dict[str, Any]] = []
        self._other: list[str] = []
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def tells(self, look: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Return the first line that satisfies *look*, as soon as it was told."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for line in self.told:
                        if look(line):
                            return line
                    if self._reading.done():
                        break
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            pass
        raise AssertionError(f"never told; it told {self.told} and printed:\n" + "\n".join(self._other[-40:]))

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for raw in self._process.stdout:
            text = raw.decode("utf-8", "replace").strip()
            try:
                line = json.loads(text)
            except ValueError:
                self._other.append(text)
                continue
            if isinstance(line, dict):
                self.told.append(line)
                self._news.set()
        self._news.set()

    async def end(self) -> None:
        """End it; some bots take no hint."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._reading


@asynccontextmanager
async def running(python: Path, bot: str, folder: Path, *arguments: str) -> AsyncIterator[Peer]:
    """Run the script *bot* with *python* at home in *folder*."""
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    process = await asyncio.create_subprocess_exec(
        str(python),
        str(BOTS / bot),
        *arguments,
        cwd=folder,
        env=variables | {"HOME": str(folder), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    peer = Peer(process)
    try:
        yield peer
    finally:
        await peer.end()
