"""The demo's server and its throwaway folder."""

import asyncio
import os
import queue
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import pytest

from tui import compose, demo, locale
from tui.chat.ids import AccountId
from tui.config import Config, Paths, find_paths
from tui.connection.setup import AccountSetup
from tui.demo import DemoError, DemoServer, throwaway_folder

LOCK_AND_WAIT = """
import sys
from pathlib import Path
from tui.demo import throwaway_folder
with throwaway_folder(Path(sys.argv[1])) as folder:
    (folder / "store.db").touch()
    print(folder, flush=True)
    sys.stdin.read()
"""


def stand_in(server: DemoServer, program: str) -> DemoServer:
    """Let *server* run a piece of Python instead of the simulator."""
    server._command = [sys.executable, "-c", program]
    return server


def test_real_simulator_says_where_it_listens_and_ends() -> None:
    with DemoServer(("--quiet",)) as server:
        assert server.url.startswith("ws://127.0.0.1:")
        assert server.self_id.isdigit()
        assert server.send({"do": "drop", "seconds": 0})
        process = server._process
        assert process is not None
    assert process.returncode == 0
    assert not server.send({"do": "drop"})


async def test_the_third_account_is_logged_in_with_a_login_of_the_throwaway_folder(tmp_path: Path) -> None:
    paths = find_paths(tmp_path / "config.toml", tmp_path)
    other = DemoServer(("--protocol", "bilibili", "--demo", "--quiet"))
    try:
        platform = await asyncio.to_thread(compose._make_third, other, paths)
        identity = await platform.connect(lambda event: None)
        await platform.close()
        assert identity.account == AccountId("bilibili", other.self_id)
        file = tmp_path / "credentials" / f"bilibili-{compose.DEMO_THIRD}.json"
        assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o600
        again = compose.sign_in("bilibili", compose.DEMO_THIRD, paths, compose._hosts_of(other))
        assert again.kept_at == file and (await again.offer()).address.startswith("https://")
        await again.close()
    finally:
        other.stop()


def test_the_network_that_the_demo_drops_is_that_of_all_three_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: queue.Queue[object] = queue.Queue()

    def run(config: Config, paths: Paths, setups: Sequence[AccountSetup], demo: Sequence[DemoServer], **_: object) -> int:
        for setup in setups:
            setup.make_platform()
        first, third = demo
        for server in demo:
            server.on_answer = lambda answer: dropped.put(answer["done"])
        urls = [first.url.replace("ws:", "http:"), first.address["mirai"]["url"], third.url]
        for url in urls:
            assert httpx.get(url, trust_env=False).status_code
        assert compose._order(demo, {"do": "drop", "seconds": 60})
        assert [dropped.get(timeout=20) for _ in demo] == ["drop", "drop"]
        for url in urls:
            with pytest.raises(httpx.TransportError):
                httpx.get(url, trust_env=False)
        return 7

    monkeypatch.setattr(compose, "_run", run)
    assert compose._run_demo(None, find_paths(tmp_path / "config.toml", tmp_path), None) == 7


TALKATIVE = """
import sys
print('{"url": "ws://127.0.0.1:1/", "self_id": 10001}', flush=True)
for line in sys.stdin:
    print(line * 40, flush=True)
"""


def test_answers_do_not_fill_its_pipe() -> None:
    with stand_in(DemoServer(), TALKATIVE) as server:
        assert (server.url, server.self_id) == ("ws://127.0.0.1:1/", "10001")
        assert all(server.send({"do": "say", "text": "x" * 1000}) for _ in range(100))


def test_that_it_fails_is_said_with_its_last_words() -> None:
    locale.set_language("en")
    with stand_in(DemoServer(), "raise OSError('no port\\x1b[0m')") as server, pytest.raises(DemoError, match=r"no port\[0m"):
        server.url  # noqa: B018  # asking is what raises


def test_that_it_ends_silently_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    locale.set_language("en")
    with stand_in(DemoServer(), "") as server, pytest.raises(DemoError, match="ended before it began"):
        server.url  # noqa: B018


def test_that_it_says_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "START_SECONDS", 0.05)
    locale.set_language("en")
    with stand_in(DemoServer(), "import sys; sys.stdin.read()") as server, pytest.raises(DemoError, match="no sign of life"):
        server.url  # noqa: B018


def test_one_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "STOP_SECONDS", 0.05)
    server = stand_in(DemoServer(), "import threading; threading.Event().wait()")
    server.start()
    process = server._process
    assert process is not None
    server.stop()
    server.stop()
    assert process.returncode != 0


def test_no_python() -> None:
    server = DemoServer()
    server._command = ["/no/such/python"]
    with pytest.raises(DemoError):
        server.start()
    server.stop()


def test_folder_is_thrown_away(tmp_path: Path) -> None:
    with throwaway_folder(tmp_path) as folder:
        (folder / "store.db").touch()
        assert folder.parent == tmp_path
    assert os.listdir(tmp_path) == []


def test_folder_is_thrown_away_after_a_crash(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), throwaway_folder(tmp_path):
        raise RuntimeError
    assert os.listdir(tmp_path) == []


@pytest.fixture
def other_demo(tmp_path: Path) -> Callable[[], subprocess.Popen[str]]:
    """Start another process that has a throwaway folder."""

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", LOCK_AND_WAIT, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(demo.__file__).parent.parent)},
        )
        assert process.stdout is not None
        process.stdout.readline()
        return process

    return start


def test_what_a_killed_demo_left_is_swept_and_a_living_one_is_not(
    tmp_path: Path, other_demo: Callable[[], subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "_FRESH_SECONDS", -1.0)
    with other_demo() as process:
        with throwaway_folder(tmp_path):
            assert len(os.listdir(tmp_path)) == 2
        process.kill()
        process.communicate()
    assert len(os.listdir(tmp_path)) == 1
    with throwaway_folder(tmp_path):
        assert len(os.listdir(tmp_path)) == 1
    assert os.listdir(tmp_path) == []


def test_fresh_folder_without_a_lock_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{demo.PREFIX}fresh").mkdir()
    with throwaway_folder(tmp_path):
        assert len(os.listdir(tmp_path)) == 2


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "_FRESH_SECONDS", -1.0)
    precious, place = tmp_path / "precious", tmp_path / "place"
    precious.mkdir()
    place.mkdir()
    (place / f"{demo.PREFIX}link").symlink_to(precious)
    with throwaway_folder(place):
        assert precious.is_dir()
