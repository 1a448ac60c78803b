"""What hangs, leaks or exits in a plugin costs nothing but that plugin: it is ended, said, and started again or given up."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import structs

from tests.plugins.rig import GROUP, PATIENCE, QUICK, Rig, rig
from tui.plugins import process
from tui.plugins.manager import Plugins
from tui.plugins.process import HostState, _wholly

GOOD = """
    from tui.plugins import on_command

    @on_command('good', only_to_me=False)
    async def good(session):
        await session.send('good ' + session.current_arg)
"""

BAD = """
    import os, sys, time
    from tui.plugins import on_command, on_natural_language

    def spoil_the_pipe(words):
        for fd in range(3, 20):
            try:
                os.write(fd, words + bytes([10]))
            except OSError:
                pass

    @on_command('bad', only_to_me=False)
    async def bad(session):
        {what}

    @on_command('alive', only_to_me=False)
    async def alive(session):
        await session.send('alive')
"""

WHAT = {
    "hangs": "while True: pass",
    "exits": "os._exit(3)",
    "leaves": "sys.exit()",
    "is killed": "os.kill(os.getpid(), 9)",
    "speaks nonsense": "spoil_the_pipe(b'{nonsense')",
    "nests too deep": "spoil_the_pipe(b'[' * 100000)",
}


async def still_answers(run: Rig, words: str) -> None:
    await run.say(f"/good {words}", "20002")
    await run.until(lambda: f"good {words}" in run.suggested())


@pytest.mark.parametrize("kind", WHAT)
async def test_a_bad_plugin_dies_alone_and_comes_back(kind: str, tmp_path: Path) -> None:
    async with rig(tmp_path, QUICK) as run:
        await run.add("good", GOOD, GROUP)
        await run.add("bad", BAD.replace("{what}", WHAT[kind]), GROUP)
        await run.say("/bad", "20001")
        await still_answers(run, "meanwhile")
        await run.until(lambda: "starting again" in run.logged("bad"))
        await run.until(lambda: run.status("bad").state is HostState.RUNNING)
        await run.say("/alive", "20003")
        await run.until(lambda: "alive" in run.suggested())
        await still_answers(run, "after")
        assert "ended" not in run.logged("good")


async def test_who_dies_again_and_again_is_given_up_until_it_is_reloaded(tmp_path: Path) -> None:
    async with rig(tmp_path, QUICK) as run:
        await run.add("bad", BAD.replace("{what}", "os._exit(3)"), GROUP)
        for _ in range(QUICK.most_deaths):
            await run.until(lambda: run.status("bad").state is HostState.RUNNING)
            await run.say("/bad", "20001")
            await run.until(lambda: run.status("bad").state is not HostState.RUNNING)
        await run.until(lambda: run.status("bad").state is HostState.GIVEN_UP)
        assert run.status("bad").words == "it exited with 3"
        await run.until(lambda: "off until it is reloaded" in run.logged("bad"))
        run.write("bad", GOOD)
        await asyncio.wrap_future(run.plugins.reload("bad"))
        assert run.status("bad").state is HostState.RUNNING
        await still_answers(run, "again")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems limit no address space")
async def test_a_leak_ends_in_the_plugins_own_memory(tmp_path: Path) -> None:
    async with rig(tmp_path, QUICK) as run:
        await run.add("good", GOOD, GROUP)
        await run.add("bad", BAD.replace("{what}", "kept = [bytes(50_000_000) for _ in range(100)]"), GROUP)
        await run.say("/bad", "20001")
        await run.until(lambda: "MemoryError" in run.logged("bad"))
        await still_answers(run, "after")


async def test_a_mistake_is_in_the_log_and_nothing_else_happens(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("bad", BAD.replace("{what}", "print('printed'); 1 / 0"), GROUP)
        await run.say("/bad", "20001")
        await run.until(lambda: "ZeroDivisionError" in run.logged("bad"))
        assert "/bad failed" in run.logged("bad") and "bad.py" in run.logged("bad")
        await run.until(lambda: "printed" in run.logged("bad").splitlines())
        await run.say("/alive", "20001")
        await run.until(lambda: run.suggested() == ["alive"])
        assert run.status("bad").state is HostState.RUNNING


async def test_one_that_can_not_be_loaded_says_why_and_is_loaded_anew_without_a_restart(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        run.write("broken", "import nothing_of_this_name")
        await run.let("broken", GROUP)
        assert run.status("broken").state is HostState.BROKEN
        assert "nothing_of_this_name" in run.status("broken").words
        assert "Traceback" in run.logged("broken")
        run.write("broken", GOOD)
        await asyncio.wrap_future(run.plugins.reload("broken"))
        await still_answers(run, "now")


async def test_one_that_never_finishes_loading_is_ended(tmp_path: Path) -> None:
    async with rig(tmp_path, structs.replace(QUICK, load_within=1.0, most_deaths=1)) as run:
        run.write("stuck", "while True: pass")
        await run.let("stuck", GROUP)
        await run.until(lambda: run.status("stuck").state is HostState.GIVEN_UP)
        assert run.status("stuck").words == "it was not loaded within 1 s"


async def test_what_nonebot_has_and_we_have_not_is_said_by_name(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        run.write("timer", "from tui.plugins import on_command, scheduler")
        await run.let("timer", GROUP)
        assert "has no 'scheduler': asyncio does what it would" in run.status("timer").words


def test_why_there_is_no_list_of_plugins_is_said() -> None:
    with pytest.raises(ImportError, match="a process of its own"):
        from tui.plugins import get_loaded_plugins  # noqa: F401


async def test_a_flood_of_prints_and_of_calls_is_bounded(tmp_path: Path) -> None:
    source = """
        import asyncio
        from tui.plugins import on_command, CQHttpError

        @on_command('flood', only_to_me=False)
        async def flood(session):
            for number in range(20000):
                print('line', number)
            sends = [session.send(str(n), ignore_failure=False) for n in range(200)]
            answers = await asyncio.gather(*sends, return_exceptions=True)
            open('refused', 'w').write(str(sum(isinstance(answer, CQHttpError) for answer in answers)))
            print('done')
    """
    async with rig(tmp_path) as run:
        await run.add("flood", source, GROUP)
        await run.say("/flood", "20001")
        await run.until((tmp_path / "plugins" / "refused").exists)
        assert (tmp_path / "plugins" / "refused").read_text() == "170"
        assert len(run.suggestions) == 30
        assert len(run.plugins.log()) <= 1000


async def test_cleaning_up_goes_on_though_it_is_given_up() -> None:
    may_end, cleaned = asyncio.Event(), []

    async def clean_up() -> int:
        await may_end.wait()
        cleaned.append("all")
        return 0

    task = asyncio.create_task(_wholly(clean_up()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned == ["all"]


async def test_hosts_end_with_the_program(tmp_path: Path) -> None:
    source = "import os\nopen('pid', 'w').write(str(os.getpid()))"
    async with rig(tmp_path) as run:
        await run.add("one", source, GROUP)
        pid = int((tmp_path / "plugins" / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


ODD = """
    import asyncio
    from tui.plugins import IntentCommand, on_command, on_natural_language

    @on_command('odd', only_to_me=False)
    async def odd(session):
        {what}

    @on_natural_language(keywords={'sure'}, only_to_me=False)
    async def sure(session):
        return IntentCommand(float('inf'), 'alive')

    @on_command('alive', only_to_me=False)
    async def alive(session):
        await session.send('alive')
"""

ODDITIES = {
    "half a surrogate pair": "raise RuntimeError(chr(0xd800))",
    "a cancellation": "raise asyncio.CancelledError",
    "too much at once": "await session.send('x' * 2**24, ignore_failure=False)",
}


@pytest.mark.parametrize("kind", ODDITIES)
async def test_whatever_a_handler_raises_its_next_message_is_handled(kind: str, tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("odd", ODD.replace("{what}", ODDITIES[kind]), GROUP)
        await run.say("/odd", "20001")
        await run.until(lambda: "/odd failed" in run.logged("odd"))
        await run.say("/alive", "20001")
        await run.until(lambda: run.suggested() == ["alive"])
        typed = run.plugins.run_command(await run.client.row(GROUP), "/odd")
        await asyncio.wait_for(asyncio.wrap_future(typed), PATIENCE)
        assert run.status("odd").restarts == 0


async def test_a_processor_may_be_surer_than_anything(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("odd", ODD.replace("{what}", "pass"), GROUP)
        await run.say("are you sure", "20001")
        await run.until(lambda: run.suggested() == ["alive"])
        assert run.status("odd").restarts == 0


MUTE = "class Mute(Exception):\n    def __str__(self): return self\nraise Mute"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise RuntimeError(chr(0xd800) + 'x' * 2**25)", "RuntimeError: ?xxx"),
        ("def (:", "SyntaxError: invalid syntax (broken.py, line 1)"),
        (MUTE, "Mute"),
    ],
)
async def test_why_one_can_not_be_loaded_may_hold_anything(source: str, words: str, tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        run.write("broken", source)
        await run.let("broken", GROUP)
        assert run.status("broken").state is HostState.BROKEN
        assert run.status("broken").words.startswith(words)


async def test_ending_does_not_wait_for_one_that_loads(tmp_path: Path) -> None:
    async with rig(tmp_path) as run:
        await run.add("slow", "", GROUP)
        await asyncio.to_thread(run.plugins.stop)
        run.write("slow", "import time\ntime.sleep(600)")
        run.plugins = Plugins(run.client.store, run.client.connection, run.folder, structs.replace(QUICK, load_within=600.0))
        run.plugins.start(lambda suggestion: None, run._tell)
        await run.until(lambda: [one.state for one in run.plugins.plugins()] == [HostState.STARTING])
        await asyncio.wait_for(asyncio.to_thread(run.plugins.stop), PATIENCE)


async def test_ending_does_not_wait_for_what_one_still_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LAST_WORDS_SECONDS", 600.0)
    source = """
        import subprocess
        child = subprocess.Popen(['sleep', '60'], start_new_session=True)  # it keeps the pipe open
        open('pid', 'w').write(str(child.pid))
    """
    async with rig(tmp_path) as run:
        await run.add("one", source, GROUP)
        try:
            await asyncio.wait_for(asyncio.to_thread(run.plugins.stop), PATIENCE)
        finally:
            os.kill(int((tmp_path / "plugins" / "pid").read_text()), signal.SIGKILL)


HOUSE = """
import subprocess, sys
host = subprocess.Popen([sys.executable, "-P", "-m", "tui.plugins.host"], stdin=subprocess.PIPE, start_new_session=True)
host.stdin.write(sys.argv[1].encode() + b"\\n")
host.stdin.flush()
host.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing tells a process that its parent died")
@pytest.mark.parametrize("what", ["pass", "re.match('(a+)+$', 'a' * 60 + 'b')"], ids=["idle", "never lets go of the interpreter"])
def test_no_host_outlives_a_house_that_was_killed_nor_what_the_plugin_started(tmp_path: Path, what: str) -> None:
    os.mkfifo(tmp_path / "told")
    child = "subprocess.Popen(['sleep', '600']).pid" if what == "pass" else "os.getpid()"
    (tmp_path / "one.py").write_text(f"import os, re, subprocess\nopen('told', 'w').write(str([os.getpid(), {child}]))\n{what}")
    start = {"type": "start", "name": "one", "path": str(tmp_path / "one.py"), "superusers": [], "megabytes": 1024}
    house = subprocess.Popen([sys.executable, "-c", HOUSE, json.dumps(start)], cwd=tmp_path, stdout=subprocess.DEVNULL)
    with (tmp_path / "told").open() as told:
        pids = set(json.loads(told.read()))
    ends = [os.pidfd_open(pid) for pid in pids]
    house.kill()
    house.wait()
    for end in ends:
        assert select.select([end], [], [], PATIENCE)[0], "it lives on"
        os.close(end)
