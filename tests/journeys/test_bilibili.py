"""The same keys over Bilibili's private messages, and what those have not."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from pathlib import Path

import pytest

from tests.connection.harness import Client
from tests.journeys.bilibili import (
    ASSISTANT,
    FANS,
    FRIEND,
    GALLERY,
    ME,
    NOTICES,
    SOON,
    asked,
    journey,
    say,
    session_over,
    settings_of,
)
from tui.chat.actions import MarkRead, NotOffered
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import SendState
from tui.chat.segments import Face, Image, plain_text
from tui.connection.status import LinkState
from tui.platforms.bilibili.pace import Pace
from tui.platforms.bilibili.platform import Bilibili
from tui.simulator.bilibili import population
from tui.simulator.bilibili.model import GROUP, Kind
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.segments import png

PATIENT = 30.0
"""Seconds between two rounds where a test wants none by itself."""


async def test_what_is_there_is_listed_heard_and_answered(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.shows("曾小贤", "示例UP主的应援团", "UP主小助手")
        await j.open(FRIEND)
        await j.shows("在吗")
        say(j.server, "收到了吗")
        await j.shows("收到了吗")
        await j.type("收到")
        await j.press("enter")
        await j.until(lambda: asked(j.server, "send_msg"))
        await j.until(lambda: j.messages(FRIEND)[-1].state is SendState.SENT and j.messages(FRIEND)[-1].position.sequence)
        assert j.texts(FRIEND)[-2:] == ["收到了吗", "收到"] and j.server.busiest == 1


async def test_a_connection_without_friends_and_groups_warns_of_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with BilibiliServer(population.small_world()) as server:
        client = Client(tmp_path, "", make=partial(Bilibili, settings_of(server, tmp_path), pace=Pace(SOON, SOON)))
        try:
            await client.online()
        finally:
            await client.close()
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_every_type_of_message_is_shown_and_what_was_recalled_lies_behind_the_reveal(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GALLERY)
        await j.until(lambda: len(j.messages(GALLERY)) > 20)
        await j.press("tab", "G")
        await j.shows("已撤回", "消息类型大全")
        shown = [part for row in j.messages(GALLERY) for part in row.segments]
        assert Face("doge", "doge") in shown and any(isinstance(part, Image) for part in shown)
        slip = next(row for row in j.messages(GALLERY) if plain_text(row.segments) == "说错了")
        assert slip.recalled_by == GALLERY.peer
        assert "说错了" not in j.screen
        await j.select("说错了")
        await j.press("v")
        await j.shows("说错了")


async def test_it_is_read_on_both_sides(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(ASSISTANT)
        await j.until(lambda: j.row(FRIEND).unread == 1)
        say(j.server, "第一句")
        await j.until(lambda: j.row(FRIEND).unread == 2)
        talk = j.server.world.talk(1, population.FRIEND)
        j.server.world.read(talk, talk.max_seqno)  # on a phone
        await j.until(lambda: j.row(FRIEND).unread == 0)
        say(j.server, "第二句")
        await j.until(lambda: j.row(FRIEND).unread == 1)
        await j.open(FRIEND)
        await j.shows("第二句")
        await j.look(2.0)
        await j.until(lambda: talk.ack_seqno == talk.max_seqno)
        assert j.row(FRIEND).unread == 0


async def test_what_was_read_on_a_phone_while_we_were_away_is_not_new(tmp_path: Path) -> None:
    async with journey(tmp_path, soon=PATIENT) as j:
        await j.open(ASSISTANT)
        talk = j.server.world.talk(1, population.FRIEND)
        for words in ("一", "二", "三"):
            say(j.server, words)
        j.server.world.read(talk, talk.letters[-2].seqno)
        j.connection.reconnect("main")
        await j.until(lambda: j.texts(FRIEND)[-3:] == ["一", "二", "三"])
        assert [row.unread for row in j.messages(FRIEND)[-3:]] == [False, False, True]


async def test_a_picture_and_words_are_two_messages_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(8, 8, (1, 2, 3)))
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        from tui.ui.attachments import Attachment

        j.main.composer.attach((Attachment(str(path), path.stat().st_size),))
        await j.type("看图")
        await j.press("enter")
        await j.until(lambda: len(asked(j.server, "send_msg")) == 2)
        assert [call["msg[msg_type]"] for call in asked(j.server, "send_msg")] == ["1", "2"]
        await j.until(lambda: all(row.state is SendState.SENT for row in j.messages(FRIEND)[-2:]))
        await j.until(lambda: j.messages(FRIEND)[-1].position.sequence)
        newest = j.messages(FRIEND)[-1].segments[0]
        assert j.texts(FRIEND)[-2] == "看图" and isinstance(newest, Image) and newest.url.startswith("http")
        assert [letter.kind for letter in j.server.world.talk(1, population.FRIEND).letters[-2:]] == [1, 2]


async def test_how_long_it_is_is_shown_while_typing_and_too_long_is_not_sent(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        j.main.composer.insert_text("好" * 600)
        await j.shows("1814/2000 字节")
        j.main.composer.insert_text("好" * 100)
        await j.shows("太长了：2114/2000")
        await j.press("enter")
        await j.says("太长了")
        assert not asked(j.server, "send_msg") and j.main.composer.text == "好" * 700


async def test_fan_groups_and_notices_are_read_only_and_say_why(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        for place in (FANS, NOTICES, ASSISTANT):
            await j.open(place)
            await j.shows("应援团现在不能发言" if place == FANS else "不能回复")
            await j.type("喂")
            await j.press("enter")
            await j.says("应援团现在不能发言" if place == FANS else "不能回复")
            assert j.main.composer.text == "喂"
        assert not asked(j.server, "send_msg")


async def test_notices_stand_in_a_conversation_with_links(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(NOTICES)
        await j.shows("曾小贤 回复我：讲得真清楚", "示例UP主 @了我", "投稿通过审核", "赞了我的视频")
        await j.until(lambda: "https://www.bilibili.com/video" in j.screen)
        j.server.world.pass_time(5)
        j.server.world.happens("at", [population.FRIEND], j.server.world.work(400, "新的"), words="来看", answered="")
        await j.shows("曾小贤 @了我：来看")


async def test_pinning_and_silencing_hold_on_both_sides(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        talk = j.server.world.talk(1, population.FRIEND)
        await j.open(FRIEND)
        j.main.show_list()
        await j.until(lambda: j.main.sidebar.highlighted and j.main.sidebar.highlighted.conversation == FRIEND)
        await j.press("p")
        await j.until(lambda: talk.top_ts)
        await j.press("m")
        await j.until(lambda: talk.is_dnd)
        await j.until(lambda: j.row(FRIEND).is_pinned and j.row(FRIEND).is_muted)
        talk.top_ts, talk.is_dnd, talk.changed = 0, False, j.server.world.now()  # on a phone
        await j.until(lambda: not j.row(FRIEND).is_pinned and not j.row(FRIEND).is_muted)
        talk.top_ts, talk.is_dnd = j.server.world.now(), True  # no news there, and no other count
        await j.until(lambda: j.row(FRIEND).is_pinned and j.row(FRIEND).is_muted)


async def test_a_message_is_recalled_and_later_that_is_not_offered(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.type("说错")
        await j.press("enter")
        await j.until(lambda: j.messages(FRIEND)[-1].position.sequence)
        await j.select("说错")
        await j.press("d")
        await j.press("y")
        await j.until(lambda: j.messages(FRIEND)[-1].recalled_by)
        assert j.server.world.talk(1, population.FRIEND).letters[-2].status == 1
        await j.select("晚上有空吗")
        await j.press("d")
        await j.says("超过两分钟")


async def test_what_it_has_not_is_dimmed_with_the_reason(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.shows("在吗")
        await j.select("在吗")
        for key in ("r", "e"):
            await j.press(key)
            await j.says("哔哩哔哩私信没有这个功能")
        assert not asked(j.server, "send_msg")


async def test_the_command_bar_says_that_there_are_no_pokes(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.press("f2")
        await j.type("戳一下 2000002")
        await j.shows("现在不行：")
        assert "不是你的好友" not in j.screen


async def test_a_send_without_an_answer_is_found_and_not_repeated(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        j.server.troubles.befall("send_msg", "executed", 1)
        await j.type("到了吗")
        await j.press("enter")
        await j.until(lambda: len(asked(j.server, "send_msg")) == 1)
        await j.server.drop()
        await j.until(lambda: j.messages(FRIEND)[-1].state is SendState.SENT and j.messages(FRIEND)[-1].position.sequence)
        assert j.texts(FRIEND).count("到了吗") == 1 and len(asked(j.server, "send_msg")) == 1


async def test_a_refusal_is_said_in_words(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        j.server.troubles.befall("send_msg", 25003, 1)
        await j.type("在吗")
        await j.press("enter")
        await j.shows("对方的隐私设置不收你的消息")


async def test_risk_control_is_said_in_the_status_line_and_passes(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        j.server.troubles.befall("new_sessions", "voucher", 3)
        await j.shows("风控")
        say(j.server, "后来呢")
        await j.shows("后来呢")
        await j.hides("风控")


async def test_logged_out_is_said_with_what_to_do_and_nothing_more_is_asked(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        j.server.logins.end_all()
        await j.link(LinkState.REFUSED)
        await j.shows("哔哩哔哩的登录已失效")
        count = len(j.server.asks)
        await j.type("x")
        await j.press("enter")
        await j.settle()
        assert len(j.server.asks) == count


async def test_what_is_written_while_away_goes_out_once_and_in_order(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.lose_the_network()
        for words in ("一", "二"):
            await j.type(words)
            await j.press("enter")
        await j.until(lambda: j.texts(FRIEND)[-2:] == ["一", "二"])
        await j.find_the_network()
        await j.until(lambda: [row.state for row in j.messages(FRIEND)[-2:]] == [SendState.SENT] * 2)
        said = [letter.content for letter in j.server.world.talk(1, population.FRIEND).letters[-2:]]
        assert ["一" in said[0], "二" in said[1]] == [True, True] and len(asked(j.server, "send_msg")) == 2


async def test_what_others_said_before_what_waited_here_is_not_missed(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await j.lose_the_network()
        for words in ("他说一", "他说二"):
            say(j.server, words)
        await j.type("我说")
        await j.press("enter")
        await j.until(lambda: j.texts(FRIEND)[-1] == "我说")
        await j.find_the_network()
        await j.until(lambda: j.texts(FRIEND)[-3:] == ["他说一", "他说二", "我说"])


async def test_what_came_while_the_program_was_closed_is_filled_without_a_hole(tmp_path: Path) -> None:
    async with BilibiliServer(population.small_world()) as server:
        async with session_over(server, tmp_path) as j:
            await j.open(FRIEND)
            await j.until(lambda: len(j.messages(FRIEND)) == 3)
        for number in range(70):
            say(server, f"第{number}句")
        server.asks.clear()
        async with session_over(server, tmp_path, notices_every=PATIENT) as j:
            await j.until(lambda: len(j.messages(FRIEND)) == 73)
            assert j.texts(FRIEND)[3:] == [f"第{number}句" for number in range(70)]
            assert j.row(FRIEND).unread == 71 and server.busiest == 1, "one was there that nobody had read"
            assert len(asked(server, "get_sessions")) <= 2 and len(asked(server, "fetch_session_msgs")) <= 12


async def test_at_connecting_risk_control_is_said_and_nothing_is_pressed(tmp_path: Path) -> None:
    async with BilibiliServer(population.small_world()) as server:
        server.troubles.befall("nav", "412", 1)
        async with session_over(server, tmp_path, waits=False) as j:
            await j.link(LinkState.WAITING)
            await j.shows("message.bilibili.com")
            assert len(server.asks) == 1
            j.connection.reconnect()
            await j.link(LinkState.ONLINE)


async def test_with_mark_read_off_the_service_is_told_nothing(tmp_path: Path) -> None:
    async with BilibiliServer(population.small_world()) as server:
        made = partial(Bilibili, settings_of(server, tmp_path), pace=Pace(SOON, SOON))
        client = Client(tmp_path, "", mark_read=False, make=made)
        try:
            await client.online()
            say(server, "在吗")
            row = await client.until(lambda: (row := client.reader.find_conversation(FRIEND)) and row.unread and row)
            newest = client.reader.page(row.id, limit=1)[-1]
            await asyncio.wrap_future(client.connection.mark_read(row, newest.position))
            await client.until(lambda: not client.reader.find_conversation(FRIEND).unread)  # type: ignore[union-attr]
            refused = await asyncio.wrap_future(client.connection.perform(row.account, MarkRead(FRIEND, newest.ref)))  # type: ignore[arg-type]
            assert refused == NotOffered("mark_read_off") and not asked(server, "update_ack")
        finally:
            await client.close()


async def test_what_nobody_has_read_on_any_device_is_unread_at_the_first_start(tmp_path: Path) -> None:
    async with BilibiliServer(population.small_world()) as server:
        for number in range(4):
            say(server, f"第{number}句")
        talk = server.world.talk(1, population.FRIEND)
        server.world.read(talk, talk.letters[-4].seqno)  # the first of them, on a phone
        async with session_over(server, tmp_path) as j:
            await j.until(lambda: j.row(FRIEND).unread == 3)
            counts = {(talk.kind, talk.id): server.world.unread(talk) for talk in server.world.talks.values()}
            for where, kind in ((FANS, 2), (ASSISTANT, 1)):
                count = counts[kind, int(where.peer)]
                await j.until(lambda where=where, count=count: j.row(where).unread == count, str(count))  # type: ignore[misc]
            assert counts[2, int(FANS.peer)] and counts[1, int(ASSISTANT.peer)]
            await j.open(FRIEND)
            await j.shows("以下是新消息", "第0句", "第3句")
            assert [row.unread for row in j.messages(FRIEND)[-4:]] == [False, True, True, True]
            await j.look(2.0)
            await j.until(lambda: talk.ack_seqno == talk.max_seqno)
        async with session_over(server, tmp_path) as j:
            await j.open(FRIEND)
            await j.shows("第3句")
            assert j.row(FRIEND).unread == 0


async def test_a_fan_group_that_is_gone_says_so_where_its_messages_would_be(tmp_path: Path) -> None:
    place = ConversationId(ME, ConversationKind.FAN_GROUP, str(population.DISSOLVED))
    async with BilibiliServer(population.small_world()) as server:
        talk = server.world.talk(GROUP, population.DISSOLVED)
        server.world.post(talk, 0, Kind.DISSOLVED, '{"group_id":1,"content":"本应援团已解散"}')
        async with session_over(server, tmp_path) as j:
            await j.open(place)
            await j.shows("这个应援团已经解散")
