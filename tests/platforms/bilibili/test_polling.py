"""The asking tells how conversations stand, also where nothing new was said, and asks more often while somebody looks."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tui.platforms.bilibili.news import News
from tui.platforms.bilibili.pace import FRONT_SECONDS, IDLE_SECONDS
from tui.platforms.bilibili.polling import Polling
from tui.platforms.bilibili.wire import SessionRow
from tui.platforms.call_errors import CallError

from .fakes import SESSIONS, Bilibili, Inbox, Rounds, ok


async def test_how_conversations_stand_is_told_with_what_is_new(tmp_path: Path) -> None:
    bilibili, rounds = Bilibili(), Rounds()
    inbox = Inbox(bilibili)
    inbox.say(1, "旧")
    heard: list[tuple[SessionRow, News]] = []
    ended: list[CallError | None] = []

    async def hear(row: SessionRow, news: News) -> None:
        heard.append((row, news))

    polling = Polling(bilibili.api(tmp_path), hear, ended.append, sleep=rounds)
    there = await polling.begin()
    assert [row.max_seqno for row in there.session_list] == [1] and heard == []
    running = asyncio.create_task(polling.run())
    await rounds.turn()
    row = {"talker_id": 2000001, "session_type": 1, "session_ts": 1_750_000_002_000_000, "max_seqno": 1, "ack_seqno": 1}
    bilibili.answers[f"{SESSIONS}new_sessions"] = ok({"session_list": [row | {"top_ts": 5}]})
    polling.is_front = True
    await rounds.turn()
    ((told, news),) = heard
    assert (told.ack_seqno, told.top_ts, news.messages) == (1, 5, ())
    bilibili.answers[f"{SESSIONS}new_sessions"] = {"code": -352}
    await rounds.turn()
    assert rounds.waits == [IDLE_SECONDS, IDLE_SECONDS, FRONT_SECONDS, IDLE_SECONDS * 2]
    assert [error is None for error in ended] == [True, True, False]
    running.cancel()
