"""``qiao login bilibili`` and ``qiao logout bilibili`` as a process, in a terminal and without one."""

from __future__ import annotations

import asyncio
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import tui
from tests.qr_reader import Cell, scan
from tui.config import load
from tui.platforms.bilibili.credential import Credential, load_credential
from tui.platforms.bilibili.fields import FIELDS
from tui.simulator.bilibili.population import small_world
from tui.simulator.bilibili.server import BilibiliServer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo terminals")

SECONDS = 30.0
CONTROL_C = b"\x03"
BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m"
_PIECE = re.compile(r"\x1b\[(\d+);(\d+)H((?:\x1b\[[\d;]*m|[^\x1b]|\x1b\[K)*)")
_RUN = re.compile(r"(\x1b\[[\d;]*[mK])|([^\x1b]+)")


class Terminal:
    """A process in a terminal of its own, and what it wrote so far."""

    def __init__(self, arguments: list[str], size: tuple[int, int], **environment: str) -> None:
        import fcntl
        import pty
        import termios

        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (size[1], size[0]))
        self.size = size
        self.before = termios.tcgetattr(slave)

        def take_terminal() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background was started deaf to it, and hands that on

        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            stdin=slave, stdout=slave, stderr=slave, env=environment_of(**environment),
            preexec_fn=take_terminal,  # noqa: PLW1509  # what it does there takes no lock
        )  # fmt: skip
        self.slave = slave
        self.text = ""

    def until(self, *words: str) -> str:
        """Wait until one of *words* was written since the last time, and return all that was."""
        ends = time.monotonic() + SECONDS
        seen = ""
        while not any(word in seen for word in words):
            assert time.monotonic() < ends, f"none of {words} in {seen!r}"
            if select.select([self._master], [], [], 0.1)[0]:
                try:
                    seen += os.read(self._master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
            elif self.process.poll() is not None:
                break
        self.text += seen
        assert any(word in seen for word in words), f"it ended without {words}: {seen!r}"
        return seen

    def send(self, data: bytes) -> None:
        """Type *data*."""
        os.write(self._master, data)

    def end(self) -> int:
        """Return the exit status, once all was read."""
        ends = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < ends:
            self._drain()
        self._drain()
        return self.process.wait(1)

    def _drain(self) -> None:
        if select.select([self._master], [], [], 0.05)[0]:
            self.text += os.read(self._master, 65536).decode("utf-8", "replace")

    def cells(self) -> list[list[Cell]]:
        """What stands on the screen: black on white where that was said, else light on dark."""
        rows: list[list[Cell]] = [[(" ", 255, 0)] * self.size[0] for _ in range(self.size[1])]
        for row, column, text in _PIECE.findall(self.text):
            place, colours, is_swapped = int(column) - 1, (255, 0), False
            for code, words in _RUN.findall(text):
                if code:
                    colours = {BLACK_ON_WHITE: (0, 255), "\x1b[0m": (255, 0)}.get(code, colours)
                    is_swapped = {"\x1b[7m": True, "\x1b[27m": False, "\x1b[0m": False}.get(code, is_swapped)
                for char in words:
                    if place < self.size[0]:
                        rows[int(row) - 1][place] = (char, *(colours[::-1] if is_swapped else colours))
                    place += 1
        return rows

    def close(self) -> None:
        """End it, if it has not."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.slave)
        os.close(self._master)


def environment_of(**more: str) -> dict[str, str]:
    """Ours, in English, with *more*."""
    home = {"PYTHONPATH": str(Path(tui.__file__).parent.parent), "LANGUAGE": "en", "TERM": "xterm-256color"}
    return {**os.environ, **home, **more}


@contextmanager
def terminal(arguments: list[str], size: tuple[int, int] = (80, 24), **environment: str) -> Iterator[Terminal]:
    """Run qiao with *arguments* in a terminal of *size*."""
    running = Terminal(arguments, size, **environment)
    try:
        yield running
    finally:
        running.close()


@pytest.fixture
async def server() -> AsyncIterator[BilibiliServer]:
    async with BilibiliServer(small_world()) as running:
        running.troubles.qr_seconds = 0
        yield running


class Place:
    """Where a run keeps what it has."""

    def __init__(self, folder: Path) -> None:
        self.config, self.data = folder / "config.toml", folder / "data"

    def arguments(self, *words: str) -> list[str]:
        """The command line that stays in this place."""
        return [*words, "--config", str(self.config), "--data-dir", str(self.data)]

    def kept(self, name: str = "bilibili") -> Credential | None:
        """The login that is kept."""
        return load_credential(self.data / "credentials" / f"bilibili-{name}.json")

    def write(self, text: str) -> None:
        """Let there be a config."""
        self.config.touch(mode=0o600)
        self.config.write_text(text, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def piped(arguments: list[str], text: str) -> subprocess.CompletedProcess[str]:
    """Run qiao without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        input=text, capture_output=True, text=True, encoding="utf-8", env=environment_of(), timeout=SECONDS, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}])
async def test_a_code_is_drawn_scanned_and_confirmed(server: BilibiliServer, place: Place, environment: dict[str, str]) -> None:
    server.troubles.qr = "ignores"

    def play() -> None:
        with terminal(place.arguments("login", "bilibili", "--hosts-base", server.url), **environment) as screen:
            screen.until("expires in")
            assert "Scan this with the Bilibili app" in screen.text
            (key,) = server.logins._codes
            (said,) = scan(screen.cells())
            assert said.startswith("https://account.bilibili.com/") and f"qrcode_key={key}" in said
            server.troubles.qr = "scans"
            screen.until("confirm it on your phone")
            assert place.kept() is None
            server.troubles.qr = "confirms"
            assert screen.end() == 0
            assert "Logged in as 敲敲 (1000001)" in screen.text.rpartition("\x1b[?1049l")[2]

    await asyncio.to_thread(play)
    kept = place.kept()
    assert kept is not None and kept.is_complete and kept.refresh_token
    file = place.data / "credentials" / "bilibili-bilibili.json"
    assert file.stat().st_mode & 0o777 == 0o600 and file.parent.stat().st_mode & 0o777 == 0o700
    (account,) = load(place.config, {"bilibili": FIELDS}).accounts
    assert (account.name, account.protocol) == ("bilibili", "bilibili") and account.values["hosts"] != {}
    assert kept.sessdata not in place.config.read_text()


async def test_an_expired_code_can_be_had_anew(server: BilibiliServer, place: Place) -> None:
    server.troubles.qr_lifetime = 0

    def play() -> None:
        with terminal(place.arguments("login", "bilibili", "--hosts-base", server.url)) as screen:
            screen.until("Enter for a new code")
            assert "The code has expired" in screen.text
            server.troubles.qr_lifetime = 180
            screen.send(b"\n")
            screen.until("Logged in as")
            assert screen.end() == 0

    await asyncio.to_thread(play)
    assert place.kept() is not None


async def test_what_is_unknown_or_refused_is_no_success(server: BilibiliServer, place: Place) -> None:
    def play() -> None:
        with terminal(place.arguments("login", "bilibili", "--hosts-base", "http://127.0.0.1:9")) as screen:
            screen.until("Enter for a new code")
            assert "Not logged in: Bilibili can not be reached" in screen.text
            screen.send(b"\x04")
            assert screen.end() == 1

    await asyncio.to_thread(play)
    assert place.kept() is None and not place.config.exists()


async def test_control_c_leaves_the_terminal_as_it_was(server: BilibiliServer, place: Place) -> None:
    import termios

    server.troubles.qr = "ignores"

    def play() -> None:
        with terminal(place.arguments("login", "bilibili", "--hosts-base", server.url)) as screen:
            screen.until("expires in")
            assert termios.tcgetattr(screen.slave) != screen.before
            screen.send(CONTROL_C)
            assert screen.end() == 130
            assert termios.tcgetattr(screen.slave) == screen.before
            assert "Traceback" not in screen.text
            assert screen.text.rindex("\x1b[?1049l") > screen.text.rindex("\x1b[?1049h")
            assert screen.text.rindex("\x1b[?25h") > screen.text.rindex("\x1b[?25l")

    await asyncio.to_thread(play)
    assert place.kept() is None and not place.config.exists()


@pytest.mark.parametrize(
    ("size", "environment"), [((60, 20), {}), ((80, 24), {"PYTHONIOENCODING": "ascii"}), ((80, 24), {"TERM": "dumb"})]
)
async def test_where_it_can_not_be_drawn_the_address_stands(
    server: BilibiliServer, place: Place, size: tuple[int, int], environment: dict[str, str]
) -> None:
    server.troubles.qr = "ignores"

    def play() -> None:
        with terminal(place.arguments("login", "bilibili", "--hosts-base", server.url), size, **environment) as screen:
            screen.until("qrcode_key=")
            (key,) = server.logins._codes
            assert "pen this address on the phone" in screen.text and "▀" not in screen.text
            assert (
                f"https://account.bilibili.com/h5/account-h5/auth/scan-web?navhide=1&callback=close&qrcode_key={key}"
                in screen.text
            )
            server.troubles.qr = "confirms"
            assert screen.end() == 0

    await asyncio.to_thread(play)


async def test_values_are_asked_for_without_showing_them(server: BilibiliServer, place: Place) -> None:
    login = server.logins.first

    def play() -> None:
        with terminal(place.arguments("login", "bilibili", "--paste", "--hosts-base", server.url)) as screen:
            screen.until("SESSDATA: ")
            for value, asked in (
                (login.sessdata, "bili_jct: "),
                (login.bili_jct, "DedeUserID"),
                ("", "buvid3"),
                ("b-3", "Logged in"),
            ):
                screen.send(value.encode() + b"\n")
                screen.until(asked)
            assert screen.end() == 0
            assert login.sessdata not in screen.text and login.bili_jct not in screen.text

    await asyncio.to_thread(play)
    assert place.kept() == Credential(login.sessdata, login.bili_jct, "1000001", "b-3")


@pytest.mark.parametrize("form", ["lines", "named", "cookie"])
async def test_values_come_from_standard_input(server: BilibiliServer, place: Place, form: str) -> None:
    login = server.logins.first
    text = {
        "lines": f"{login.sessdata}\n{login.bili_jct}\n{login.uid}\n",
        "named": f"bili_jct={login.bili_jct}\nSESSDATA={login.sessdata}\n",
        "cookie": f"buvid4=x; SESSDATA={login.sessdata}; bili_jct={login.bili_jct}; DedeUserID={login.uid}",
    }[form]
    place.write('# mine\nlanguage = "en"\n\n[[accounts]]\nname = "b站"  # my own\nprotocol = "bilibili"\n')
    before = place.config.read_text(encoding="utf-8")
    arguments = place.arguments("login", "bilibili", "--paste", "--hosts-base", server.url)
    ended = await asyncio.to_thread(piped, arguments, text)
    assert ended.returncode == 0, ended.stderr
    assert place.kept("b站") == Credential(login.sessdata, login.bili_jct, "1000001")
    assert login.sessdata not in ended.stdout + ended.stderr
    assert place.config.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense\nnonsense\n", "Bilibili does not know this login"),
        ("only\n", "bili_jct is missing"),
        ("a%2C\nb c\n", "bili_jct is nothing that a cookie can hold"),
        ("{sessdata}\n{bili_jct}\n42\n", "DedeUserID says 42, but the login is that of 1000001"),
    ],
)
async def test_what_is_no_login_is_not_kept(server: BilibiliServer, place: Place, text: str, said: str) -> None:
    login = server.logins.first
    filled = text.format(sessdata=login.sessdata, bili_jct=login.bili_jct)
    ended = await asyncio.to_thread(piped, place.arguments("login", "bilibili", "--paste", "--hosts-base", server.url), filled)
    assert ended.returncode == 1 and said in ended.stderr
    assert place.kept() is None and not place.config.exists()


ACCOUNTS = (
    '[[accounts]]\nname = "one"\nprotocol = "bilibili"\nsessdata = "x"\n[[accounts]]\nname = "two"\nprotocol = "bilibili"\n'
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say which with --account: one | two"),
        (("--account", "one"), "stands in"),
        (("--account", "x" * 60), "the name of the account"),
        (("--account", "two"), "needs a terminal"),
        (("--account", "two", "--hosts-base", "ftp://x"), "--hosts-base: must be the address of a page"),
    ],
)
def test_wrong_use_is_said(place: Place, words: tuple[str, ...], said: str) -> None:
    place.write(ACCOUNTS)
    ended = piped(place.arguments("login", "bilibili", *words), "")
    assert ended.returncode == 2 and said in ended.stderr, ended.stderr


def test_forgetting_asks_and_says_what_stays(place: Place) -> None:
    place.write(ACCOUNTS)
    file = place.data / "credentials" / "bilibili-two.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"sessdata": "a"}))
    arguments = place.arguments("logout", "bilibili", "--account", "two")
    unasked = piped(arguments, "")
    assert unasked.returncode == 2 and "--yes" in unasked.stderr and file.exists()
    for answer, status in ((b"\n", 1), (b"y\n", 0)):
        with terminal(arguments) as screen:
            screen.until("[y/N]")
            assert str(file) in screen.text.replace("\r\n", "")
            screen.send(answer)
            assert screen.end() == status
            assert file.exists() == (status == 1)
    again = piped([*arguments, "--yes"], "")
    assert again.returncode == 0 and "No login of two is kept" in again.stdout


def test_help_says_what_it_is_about() -> None:
    ended = piped(["login", "--help"], "")
    assert ended.returncode == 0 and "not public" in ended.stdout and "--paste" in ended.stdout
