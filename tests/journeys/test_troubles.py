"""When something fails here and not over there: a disk that takes nothing, a mistake of ours. It is said, and nothing is lost."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, OTHER_FRIEND, Journey, journey, session
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.store.writer import Transaction
from tui.ui.widgets.status_line import Level

LONG = "长" * 40_000
"""More than fits into what the store's file has free: it would have to grow."""


@asynccontextmanager
async def full_disk(j: Journey) -> AsyncIterator[None]:
    """As long as the block lasts the store's file can not grow: what is long is not written, what is short is."""

    def limit(tx: Transaction) -> None:
        pages = tx.one("PRAGMA page_count")
        tx.one(f"PRAGMA max_page_count = {pages[0] if pages else 0}")

    await asyncio.wrap_future(j.store.submit(limit))
    try:
        yield
    finally:
        await asyncio.wrap_future(j.store.submit(lambda tx: tx.one("PRAGMA max_page_count = 1000000")))


@asynccontextmanager
async def read_only_disk(j: Journey) -> AsyncIterator[None]:
    """As long as the block lasts nothing at all can be written. No keys can be pressed meanwhile: they wait for the store."""
    db: sqlite3.Connection = await asyncio.wrap_future(j.store.submit(lambda tx: tx.db))
    db.execute("PRAGMA query_only = 1")
    try:
        yield
    finally:
        db.execute("PRAGMA query_only = 0")


@contextmanager
def busy_disk(j: Journey) -> Iterator[None]:
    """As long as the block lasts the store is busy: what is to be written waits."""
    is_free = threading.Event()
    j.store.submit(lambda tx: is_free.wait())
    try:
        yield
    finally:
        is_free.set()


def notice(j: Journey) -> str:
    """What the status line says."""
    return j.main.status.notice.text if j.main.status.notice else ""


# Drafts -------------------------------------------------------------------------------------------------------------------


async def test_a_draft_that_can_not_be_written_is_said_and_written_with_the_next_change(tmp_path: Path) -> None:
    async with OneBotServer(small_world()) as server:
        async with session(tmp_path, server) as j:
            await j.open(FRIEND)
            async with full_disk(j):
                j.main.composer.insert_text(LONG)
                await j.says("没能写进磁盘")
            assert j.row(FRIEND).draft == ""
            j.main.status.hush()
            await j.open(GROUP)
            await j.type("短的")
            await j.until(lambda: j.row(GROUP).draft == "短的")
            await j.until(lambda: j.row(FRIEND).draft, "the one that failed")
            assert "没能" not in notice(j)
        async with session(tmp_path, server) as j:
            await j.open(FRIEND)
            assert j.main.composer.text == LONG


async def test_what_is_written_after_a_failure_is_what_is_kept(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        async with full_disk(j):
            j.main.composer.insert_text(LONG)
            await j.says("没能写进磁盘")
            await j.open(GROUP)
            await j.open(FRIEND)
            assert j.main.composer.text == LONG
            await j.press("ctrl+u")
            await j.type("不写了")
            await j.until(lambda: j.row(FRIEND).draft == "不写了", "it fits")


async def test_what_was_written_while_an_older_draft_failed_is_what_is_kept(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        async with full_disk(j):
            with busy_disk(j):
                j.main.composer.insert_text(LONG)
                await j.settle()
                j.main.drafts.save()
                j.main.composer.replace_text("不写了")
                await j.settle()
            await j.says("没能写进磁盘")
            await j.until(lambda: j.row(FRIEND).draft == "不写了", "it fits")


async def test_what_can_not_be_queued_comes_back_into_the_composer(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        async with full_disk(j):
            j.main.composer.insert_text(LONG)
            j.main.composer.send()
            assert j.main.composer.is_empty
            await j.says("没能写进磁盘")
            await j.until(lambda: j.main.composer.text == LONG)
        await j.press("enter")
        await j.called("send_private_msg")
        assert j.main.composer.is_empty
        assert len(j.calls("send_private_msg")) == 1


@pytest.mark.parametrize("written_since", ["", "第二句"])
async def test_what_can_not_be_queued_comes_back_to_where_it_was_written(tmp_path: Path, written_since: str) -> None:
    async with OneBotServer(small_world()) as server:
        async with session(tmp_path, server) as j:
            await j.open(GROUP)
            await j.open(FRIEND)
            async with full_disk(j):
                with busy_disk(j):
                    j.main.composer.insert_text(LONG)
                    j.main.composer.send()
                    await j.settle()
                    j.main.composer.insert_text(written_since)
                    j.main.open(j.row(GROUP).id)
                    j.main.composer.insert_text("别的")
                    await j.settle()
                await j.says("没能写进磁盘")
                assert j.main.composer.text == "别的"
            back = f"{LONG}\n{written_since}" if written_since else LONG
            await j.open(OTHER_FRIEND)
            assert j.main.composer.text == ""
            await j.open(FRIEND)
            assert j.main.composer.text == back
            await j.open(GROUP)
            assert j.main.composer.text == "别的"
            assert not j.calls("send_private_msg")
        async with session(tmp_path, server) as j:
            await j.open(FRIEND)
            assert j.main.composer.text == back


async def test_what_can_not_be_queued_stands_before_what_is_written_since(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        async with full_disk(j):
            with busy_disk(j):
                j.main.composer.insert_text(LONG)
                j.main.composer.send()
                await j.settle()
                j.main.composer.insert_text("第二句")
                await j.settle()
            await j.until(lambda: j.main.composer.text == f"{LONG}\n第二句")


# Errands ------------------------------------------------------------------------------------------------------------------


async def test_a_write_that_fails_is_said_with_the_reason_and_not_as_done(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.server.say_private("20001", "在吗")
        await j.open(FRIEND)
        await j.press("shift+tab")
        await j.until(lambda: j.main.sidebar.highlighted)
        async with read_only_disk(j):
            j.main.action_command("sidebar.pin")
            await j.says("没能写进磁盘：没有写入本地记录：attempt to write a readonly database")
            assert j.main.status.notice is not None and j.main.status.notice.level is Level.WARNING
        assert not j.row(FRIEND).is_pinned
        assert "置顶" not in notice(j)
        await j.press("p")
        await j.says("已置顶")
        assert j.row(FRIEND).is_pinned


async def test_a_write_that_is_a_mistake_of_ours_is_said_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with journey(tmp_path) as j:

        def wrong(tx: Transaction) -> None:
            raise LookupError("was not [/b] there")

        with caplog.at_level(logging.ERROR, "tui.ui"):
            j.main.write(wrong, "完成")
            await j.says("没能写进磁盘：was not [/b] there")
        assert [record.name for record in caplog.records if record.exc_info].count("tui.ui.screens.errands") == 1
        assert j.app.is_running


async def test_a_crash_beside_everything_else_is_said_with_what_it_was_doing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("no [/b] hands")

    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "抄我")
        await j.shows("抄我")
        with monkeypatch.context() as patched, caplog.at_level(logging.ERROR, "tui.ui"):
            patched.setattr("tui.ui.clipboard.copy", broken)
            await j.press("up", "y")
            await j.says("复制：没有成功。no [/b] hands")
        assert j.main.status.notice is not None and j.main.status.notice.level is Level.WARNING
        crashes = [record for record in caplog.records if record.name == "tui.ui.screens.errands"]
        assert [str(record.exc_info[1]) for record in crashes if record.exc_info] == ["no [/b] hands"]
        j.main.status.hush()
        await j.press("y")
        await j.until(lambda: j.copied == ["抄我"], "the next errand")


async def test_how_an_action_ended_is_said_in_words_and_colour(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.server.say_private("20001", "在吗")
        await j.shows("在吗")

        async def ended(words: str) -> Level:
            await j.press("P")
            await j.says(words)
            assert j.main.status.notice is not None
            level = j.main.status.notice.level
            j.main.status.hush()
            return level

        await j.press("up")
        assert await ended("戳一戳 小贤：完成") is Level.GOOD
        j.server.faults.fail("friend_poke", "太频繁了 [/b]", times=1)
        j.server.faults.fail("send_poke", "太频繁了 [/b]", times=1)
        assert await ended("戳一戳 小贤：没有成功。太频繁了 [/b]") is Level.ERROR
        await j.lose_the_network()
        assert await ended("戳一戳 小贤：没有发出。没有连接") is Level.ERROR
        pokes = len(j.calls("send_poke")) + len(j.calls("friend_poke"))
        await j.find_the_network()
        assert await ended("戳一戳 小贤：完成") is Level.GOOD
        assert len(j.calls("send_poke")) + len(j.calls("friend_poke")) == pokes + 1, "nothing was kept for later"
