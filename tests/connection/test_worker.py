"""The whole connection: never lost, never twice, and what was missed is filled."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.connection.harness import FRIEND, GROUP, ME, PATIENCE, Client, running
from tui.chat import actions
from tui.chat.actions import Done, NoAnswer, NotOffered, NotSent, Refused
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import SendState
from tui.chat.segments import Quote
from tui.connection.status import LinkState
from tui.platforms.base import AskFriends
from tui.platforms.onebot11.platform import OneBot11
from tui.simulator import segments as make
from tui.simulator.model import group_chat, private_chat
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world


async def test_lists_and_messages_arrive(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        assert (await client.row(FRIEND)).title == "小贤"
        await server.say_group("30002", "20001", "你好 [/b]")
        await client.until(lambda: client.texts(GROUP) == ["你好 [/b]"])
        assert (await client.row(GROUP)).unread == 1


@pytest.mark.parametrize("report_self", [False, True])
async def test_an_answered_message_is_sent_once(tmp_path: Path, report_self: bool) -> None:
    async with running(tmp_path, report_self=report_self) as (server, client):
        id = await client.send(GROUP, "大家好")
        await client.until(lambda: client.reader.message(id).state is SendState.SENT)
        assert client.texts(GROUP) == ["大家好"]
        call = await server.wait_call("send_group_msg")
        assert call.params["message"] == [{"type": "text", "data": {"text": "大家好"}}]


async def test_messages_of_one_conversation_go_out_in_order(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        for n in range(8):
            await client.send(GROUP, f"{n}")
        await client.until(lambda: all(m.state is SendState.SENT for m in client.messages(GROUP)))
        sent = [call.params["message"][0]["data"]["text"] for call in server.calls if call.action == "send_group_msg"]
        assert sent == [str(n) for n in range(8)]
        assert client.texts(GROUP) == sent


async def test_a_refusal_keeps_the_words_and_a_person_resends(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        server.faults.fail("send_group_msg", "消息发送失败：频率限制", times=1)
        id = await client.send(GROUP, "hi")
        await client.until(lambda: client.reader.message(id).state is SendState.FAILED)
        assert "频率限制" in client.reader.message(id).error
        await asyncio.wrap_future(client.connection.resend(id))
        await client.until(lambda: client.reader.message(id).state is SendState.SENT)
        assert client.texts(GROUP) == ["hi"]


async def test_what_is_written_while_away_goes_out_after_reconnecting(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        server.refuse()
        await server.drop()
        await client.until(lambda: client.statuses[-1].state is LinkState.WAITING)
        id = await client.send(GROUP, "later")
        assert client.reader.message(id).state is SendState.QUEUED
        server.reopen()
        client.connection.reconnect()
        await client.until(lambda: client.reader.message(id).state is SendState.SENT)
        assert client.texts(GROUP) == ["later"]


async def test_a_send_that_arrived_without_an_answer_is_found_and_not_repeated(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        server.faults.execute_only("send_group_msg", times=1)
        id = await client.send(GROUP, "once")
        await server.wait_call("send_group_msg")
        await server.drop()
        await client.until(lambda: client.reader.message(id).state is SendState.SENT)
        assert len([call for call in server.calls if call.action == "send_group_msg"]) == 1
        assert client.texts(GROUP) == ["once"]


async def test_a_send_that_was_lost_stays_unconfirmed_and_lets_the_next_go(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        server.faults.silence("send_group_msg", times=1)
        lost = await client.send(GROUP, "lost")
        await server.wait_call("send_group_msg")
        following = await client.send(GROUP, "next")
        await server.drop()
        await client.until(lambda: client.reader.message(following).state is SendState.SENT)
        assert client.reader.message(lost).state is SendState.UNCONFIRMED
        sent = [call.params["message"][0]["data"]["text"] for call in server.calls if call.action == "send_group_msg"]
        assert sent == ["lost", "next"]
        await asyncio.wrap_future(client.connection.discard(lost))
        await client.until(lambda: client.reader.message(lost) is None)


async def test_what_was_missed_is_filled_in_order(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        await server.say_group("30002", "20001", "before")
        await client.until(lambda: client.texts(GROUP) == ["before"])
        server.refuse()
        await server.drop()
        await client.until(lambda: client.statuses[-1].state is LinkState.WAITING)
        for n in range(120):
            await server.say_group("30002", "20002", f"missed {n}")
        server.reopen()
        client.connection.reconnect()
        expected = ["before", *(f"missed {n}" for n in range(120))]
        await client.until(lambda: client.texts(GROUP) == expected)
        row = await client.row(GROUP)
        assert row.unread == 121
        assert all(gap.lower is None for gap in client.reader.gaps(row.id))


async def test_history_is_paged_to_its_beginning_with_the_place_kept(tmp_path: Path) -> None:
    world = small_world()
    for n in range(130):
        world.remember(group_chat("30002"), "20002", [make.text(f"old {n}")], 1_700_000_000 + n)
    async with OneBotServer(world) as server:
        client = Client(tmp_path, server.url)
        await client.online()
        assert client.texts(GROUP) == ["old 129"]
        row = await client.row(GROUP)
        while gaps := client.reader.gaps(row.id):
            await asyncio.wrap_future(client.connection.fill(row, gaps[0].id))
        assert client.texts(GROUP) == [f"old {n}" for n in range(130)]
        assert (await client.row(GROUP)).unread == 0
        await client.close()


async def test_a_contact_nobody_wrote_to_lately_is_filled_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.connection.backfill.RECENTS", 0)
    world = small_world()
    for n in range(3):
        world.remember(private_chat("10001", "20002"), "20002", [make.text(f"old {n}")], 1_700_000_000 + n)
    async with OneBotServer(world) as server:
        client = Client(tmp_path, server.url)
        await client.online()
        where = ConversationId(ME, ConversationKind.FRIEND, "20002")
        client.connection.set_front((await client.row(where)).id)
        await client.until(lambda: client.texts(where) == ["old 0", "old 1", "old 2"])
        assert (await client.row(where)).unread == 0
        await client.close()


async def test_an_old_quote_is_fetched_as_an_island(tmp_path: Path) -> None:
    world = small_world()
    history = [world.remember(group_chat("30002"), "20002", [make.text(f"old {n}")], 1_700_000_000 + n) for n in range(200)]
    async with OneBotServer(world) as server:
        client = Client(tmp_path, server.url)
        await client.online()
        row = await client.row(GROUP)
        native = str(server.message_id(history[3]))
        await asyncio.wrap_future(client.connection.fetch_message(row, native))
        assert client.texts(GROUP) == ["old 3", "old 199"]
        assert len(client.reader.gaps(row.id)) == 2
        await client.close()


async def test_a_refused_token_stops_and_says_so(tmp_path: Path) -> None:
    async with OneBotServer(small_world(), token="right") as server:
        client = Client(tmp_path, server.url, token="wrong")
        await client.until(lambda: client.statuses and client.statuses[-1].state is LinkState.REFUSED)
        assert client.statuses[-1].reason == "token_refused"
        await client.close()


async def test_another_account_at_the_same_address_mixes_nothing(tmp_path: Path) -> None:
    world = small_world()
    async with OneBotServer(world) as server:
        client = Client(tmp_path, server.url)
        await client.online()
        server.faults.silence("send_group_msg")
        await client.send(GROUP, "from the first")
        await server.wait_call("send_group_msg")
        await client.close()
    async with OneBotServer(world, self_id="20001") as server:
        client = Client(tmp_path, server.url)
        await client.until(lambda: len(client.reader.accounts()) == 2 and client.reader.accounts()[1].is_synced)
        assert client.texts(GROUP) == ["from the first"]
        await client.until(lambda: (client.statuses[-1].held, client.statuses[-1].held_for) == (1, "10001"))
        assert not [call for call in server.calls if call.action == "send_group_msg"]
        await client.close()


async def test_actions_are_proved_by_their_events(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        await server.say_group("30002", "20001", "spam")
        (message,) = await client.until(lambda: client.messages(GROUP))
        account = (await client.row(GROUP)).account
        perform = client.connection.perform
        assert isinstance(await asyncio.wrap_future(perform(account, actions.Recall(GROUP, message.ref))), Done)
        await client.until(lambda: client.messages(GROUP)[0].is_recalled)
        assert isinstance(await asyncio.wrap_future(perform(account, actions.Mute(GROUP, "20001", 600))), Done)
        assert isinstance(await asyncio.wrap_future(perform(account, actions.Kick(GROUP, "20001"))), Done)
        server.faults.fail("set_group_ban", "no permission", times=1)
        outcome = await asyncio.wrap_future(perform(account, actions.Mute(GROUP, "20002", 600)))
        assert isinstance(outcome, Refused) and "no permission" in outcome.words


async def test_an_ok_that_nothing_comes_of_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.connection.link.CONFIRM_WITHIN", 0.2)
    async with running(tmp_path) as (_, client):
        account = (await client.row(GROUP)).account
        outcome = await asyncio.wrap_future(client.connection.perform(account, actions.Kick(GROUP, "20009")))
        assert isinstance(outcome, (NoAnswer, Refused))


async def test_a_read_only_account_is_never_written_to(tmp_path: Path) -> None:
    async with running(tmp_path, read_only=True) as (server, client):
        await server.say_group("30002", "20001", "x")
        (message,) = await client.until(lambda: client.messages(GROUP))
        row = await client.row(GROUP)
        outcome = await asyncio.wrap_future(client.connection.perform(row.account, actions.Poke(GROUP, "20001")))
        assert outcome == NotOffered("read_only")
        await client.send(GROUP, "never")
        client.connection.mark_read(row, message.position)
        await client.until(lambda: client.reader.conversation(row.id).unread == 0)
        await server.say_group("30002", "20001", "y")
        await client.until(lambda: "y" in client.texts(GROUP))
        asked = {call.action for call in server.calls}
        assert not {action for action in asked if action.startswith(("send_", "set_", "mark_", "delete_"))}


@pytest.mark.parametrize("mark_read", [True, False])
async def test_the_platform_is_told_what_was_read_unless_that_is_unwanted(tmp_path: Path, mark_read: bool) -> None:
    async with running(tmp_path, mark_read=mark_read) as (server, client):
        await server.say_group("30002", "20001", "x")
        (message,) = await client.until(lambda: client.messages(GROUP))
        client.connection.mark_read(await client.row(GROUP), message.position)
        await client.until(lambda: client.reader.find_conversation(GROUP).unread == 0)
        if mark_read:
            await server.wait_call("mark_group_msg_as_read")
        else:
            await client.send(GROUP, "done")
            await server.wait_call("send_group_msg")
            assert not [call for call in server.calls if call.action.startswith("mark_")]


async def test_a_recall_of_ours_in_a_private_chat_is_resolved_without_its_conversation(tmp_path: Path) -> None:
    async with running(tmp_path) as (_, client):
        id = await client.send(FRIEND, "oops")
        row = await client.until(lambda: m if (m := client.reader.message(id)).state is SendState.SENT else None)
        account = (await client.row(FRIEND)).account
        await asyncio.wrap_future(client.connection.perform(account, actions.Recall(FRIEND, row.ref)))
        await client.until(lambda: client.reader.message(id).is_recalled)


async def test_a_quote_is_never_dropped_silently_after_a_restart_of_the_implementation(tmp_path: Path) -> None:
    world = small_world()
    world.remember(private_chat("10001", "20001"), "20001", [make.text("the question")], 1_700_000_000)
    async with OneBotServer(world) as server:
        client = Client(tmp_path, server.url)
        await client.online()
        (question,) = client.messages(FRIEND)
        await server.restart()
        id = await client.send(FRIEND, Quote(question.native), "the answer")
        await client.until(lambda: client.reader.message(id).state is SendState.SENT)
        sent = [call.params["message"] for call in server.calls if call.action == "send_private_msg"]
        assert sent == [[{"type": "reply", "data": {"id": question.native}}, {"type": "text", "data": {"text": "the answer"}}]]
        await client.close()


async def test_hostile_frames_do_no_harm_and_are_counted(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        for frame in (
            "null",
            "[]",
            "17",
            '{"post_type":',
            '{"post_type": null}',
            '{"post_type":"notice"}',
            "\u0000",
            "{}",
            '{"echo":"x"}',
        ):
            await server.send_raw(frame)
        await server.say_group("30002", "20001", "z" * 2_000_000)
        await server.say_group("30002", "20001", "after")
        await client.until(lambda: client.texts(GROUP)[-1:] == ["after"])
        assert len(client.texts(GROUP)) == 2
        await client.until(lambda: client.statuses[-1].malformed >= 4)


async def test_qq_offline_is_told_apart_from_a_lost_connection(tmp_path: Path) -> None:
    async with running(tmp_path, heartbeat=0.5) as (server, client):
        server.faults.is_qq_online = False
        await client.until(lambda: client.statuses[-1].state is LinkState.QQ_OFFLINE)
        server.faults.is_qq_online = True
        await client.until(lambda: client.statuses[-1].state is LinkState.ONLINE)


async def test_asking_while_away_fails_in_words(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        row = await client.row(GROUP)
        server.refuse()
        await server.drop()
        await client.until(lambda: client.statuses[-1].state is LinkState.WAITING)
        assert await asyncio.wrap_future(client.connection.perform(row.account, actions.Poke(GROUP, "1"))) == NotSent(
            "not_connected"
        )
        other = client.connection.perform(999, actions.Poke(ConversationId(ME, ConversationKind.GROUP, "1"), "1"))
        assert await asyncio.wrap_future(other) == NotSent("not_connected")


async def test_a_worker_that_fails_says_so_and_leaves_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tx: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr("tui.store.outbox.recover", broken)
    async with OneBotServer(small_world()) as server:
        client = Client(tmp_path, server.url)
        await client.until(lambda: client.statuses and client.statuses[-1].state is LinkState.STOPPED)
        assert (client.statuses[-1].reason, client.statuses[-1].words) == ("internal", "out of luck")
        assert client.connection.statuses == (client.statuses[-1],)
        poke = client.connection.perform(1, actions.Poke(GROUP, "20001"))
        assert await asyncio.wait_for(asyncio.wrap_future(poke), PATIENCE) == NotSent("not_connected")
        await client.close()


async def test_a_platform_hears_what_a_person_looks_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[ConversationId | None] = []
    monkeypatch.setattr(OneBot11, "attend", lambda self, conversation: looked_at.append(conversation))
    async with running(tmp_path) as (_, client):
        assert looked_at == [None]
        account = client.reader.accounts()[0].id
        for front in ((await client.row(FRIEND)).id, 0):
            client.connection.set_front(front)
            await asyncio.wrap_future(client.connection.ask(account, AskFriends()))
        assert looked_at == [None, FRIEND, None]
