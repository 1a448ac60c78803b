"""One account's link: what goes wrong around it is told, waited out, and costs nothing that came."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from tests.connection.harness import FRIEND, GROUP, ME, PATIENCE, Client, running
from tui.chat import actions
from tui.chat.actions import NoAnswer, NotOffered
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import SendState
from tui.connection.status import LinkState
from tui.platforms.base import AskError
from tui.platforms.onebot11.platform import OneBot11
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.store import conversations

STRANGER = ConversationId(ME, ConversationKind.TEMP, "20004")


def waits_for_the_store(client: Client) -> bool:
    return any(status.state is LinkState.WAITING and status.reason == "store" for status in client.statuses)


async def limit_pages(client: Client, pages: int) -> None:
    """Let the file grow to so many pages, or no more at all when it is larger: SQLite then says that the disk is full."""
    await asyncio.wrap_future(client.store.submit(lambda tx: tx.one(f"PRAGMA max_page_count = {pages}")))


async def test_what_comes_while_the_disk_is_full_is_there_once_it_is_not(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        for action in ("get_recent_contact", "get_group_msg_history"):
            server.faults.fail(action, "不给")  # only what was kept can be written later
        await limit_pages(client, 1)
        long = "x" * 90_000
        await server.say_group("30002", "20001", long)
        await client.until(lambda: waits_for_the_store(client))
        assert "full" in next(status.words for status in client.statuses if status.reason == "store")
        assert client.texts(GROUP) == []
        await limit_pages(client, 1_000_000)
        client.connection.reconnect()
        await client.until(lambda: client.texts(GROUP) == [long])
        await client.until(lambda: client.statuses[-1].state is LinkState.ONLINE)
        assert (client.statuses[-1].reason, (await client.row(GROUP)).unread) == ("", 1)


async def test_a_commit_that_fails_once_is_why_the_link_connects_anew_and_costs_nothing(tmp_path: Path) -> None:
    failures = ["COMMIT"]

    def authorize(action: int, statement: str | None, *_: str | None) -> int:
        if action != sqlite3.SQLITE_TRANSACTION or statement not in failures:
            return sqlite3.SQLITE_OK
        failures.remove(statement)
        return sqlite3.SQLITE_DENY

    async with running(tmp_path) as (server, client):
        for action in ("get_recent_contact", "get_group_msg_history"):
            server.faults.fail(action, "不给")  # only what was kept can be written later
        writing = await asyncio.wrap_future(client.store.submit(lambda tx: tx.db))
        writing.set_authorizer(authorize)  # not within a job, whose own commit would be the one that fails
        await server.say_group("30002", "20001", "kept")
        await client.until(lambda: waits_for_the_store(client))
        await client.until(lambda: client.texts(GROUP) == ["kept"])
        client.connection.reconnect()
        await client.until(lambda: client.statuses[-1].state is LinkState.ONLINE)
        assert client.statuses[-1].reason == ""


async def test_a_connection_that_can_not_be_written_down_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> tuple[int, bool]:
        raise sqlite3.OperationalError("database or disk is full")

    async with OneBotServer(small_world()) as server:
        with monkeypatch.context() as patched:
            patched.setattr(conversations, "begin_connection", full)
            client = Client(tmp_path, server.url)
            await client.until(lambda: waits_for_the_store(client))
            assert "full" in client.statuses[-1].words
            await server.wait_connections(0)
        client.connection.reconnect()
        await client.online()
        await client.close()


@pytest.mark.parametrize("action", [actions.Poke(GROUP, "20001"), actions.Mute(GROUP, "20001", 60)], ids=["answered", "proved"])
async def test_a_platform_that_fails_at_an_action_gives_an_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: actions.Action
) -> None:
    async def broken(self: OneBot11, action: actions.Action) -> actions.Outcome:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(OneBot11, "perform", broken)
    async with running(tmp_path) as (_, client):
        doing = client.connection.perform((await client.row(GROUP)).account, action)
        outcome = await asyncio.wait_for(asyncio.wrap_future(doing), PATIENCE)
        assert outcome == NoAnswer()


async def test_members_that_could_not_be_listed_once_are_listed_the_next_time(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        row = await client.row(GROUP)
        server.faults.fail("get_group_member_list", "系统繁忙", times=1)
        with pytest.raises(AskError) as caught:
            await asyncio.wrap_future(client.connection.list_members(row))
        assert (caught.value.reason, caught.value.words) == ("refused", "系统繁忙")
        assert client.reader.members(row.id) == []
        await asyncio.wrap_future(client.connection.list_members(row))
        assert {member.user for member in client.reader.members(row.id)} >= {"10001", "20001"}


async def test_friends_that_can_not_be_listed_keep_no_group_away(tmp_path: Path) -> None:
    async with OneBotServer(small_world()) as server:
        for action in ("get_friends_with_category", "get_friend_list"):
            server.faults.fail(action, "系统繁忙")
        client = Client(tmp_path, server.url)
        await client.online()
        assert (await client.row(GROUP)).is_listed
        assert client.reader.find_conversation(FRIEND) is None
        await client.close()


async def test_the_first_words_of_a_stranger_tell_the_group_to_answer_through(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        await server.say_temp("20004", "30001", "您好")
        assert (await client.row(STRANGER)).via == "30001"
        id = await client.send(STRANGER, "你好")
        await client.until(lambda: client.reader.message(id).state is SendState.SENT)
        call = await server.wait_call("send_private_msg")
        assert (str(call.params["user_id"]), str(call.params["group_id"])) == ("20004", "30001")


async def test_a_stranger_who_wrote_while_we_were_away_is_answered_through_the_group(tmp_path: Path) -> None:
    async with OneBotServer(small_world()) as server:
        await server.say_temp("20004", "30001", "您好")
        client = Client(tmp_path, server.url)
        await client.online()
        try:
            await client.until(lambda: client.texts(STRANGER) == ["您好"])
            assert (await client.row(STRANGER)).via == "30001"
        finally:
            await client.close()


async def test_an_account_is_known_as_read_only_while_it_is_away(tmp_path: Path) -> None:
    async with OneBotServer(small_world()) as server:
        client = Client(tmp_path, server.url, read_only=True)
        await client.online()
        account = (await client.row(GROUP)).account
        server.refuse()
        await server.drop()
        await client.until(lambda: client.statuses[-1].state is LinkState.WAITING)
        assert client.connection.is_read_only(account)
        await client.close()
        client = Client(tmp_path, server.url, read_only=True)  # a new process, which nobody answers
        await client.until(lambda: client.statuses and client.statuses[-1].state is LinkState.WAITING)
        assert not client.connection.is_online(account)
        assert client.connection.is_read_only(account)
        poke = client.connection.perform(account, actions.Poke(GROUP, "20001"))
        assert await asyncio.wrap_future(poke) == NotOffered("read_only")
        await client.close()
