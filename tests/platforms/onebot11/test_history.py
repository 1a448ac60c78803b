"""Pages of history join without gaps in both directions, also when the implementation has forgotten its ids."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from tests.platforms.fakes import Heard
from tui.chat.ids import MessageRef
from tui.chat.messages import Message
from tui.chat.segments import plain_text
from tui.platforms.base import Page, PageEnd
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import Calls
from tui.platforms.onebot11.dialects import GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, UNKNOWN, Dialect, named
from tui.platforms.onebot11.history import EMPTY_PAGES, MANY_BREAKS, Breaks, History
from tui.platforms.onebot11.platform import OneBot11
from tui.simulator.onebot11.server import OneBotServer

from .fakes import FRIEND, GROUP, NOW, SYSTEM, FakeTransport, group_frame


def words(page: Page) -> list[str]:
    return [plain_text(message.segments) for message in page.messages]


async def fill(server: OneBotServer, count: int) -> None:
    for number in range(count):
        await server.say_group("30001", "20001", str(number))


async def test_paging_back_to_the_beginning_and_forth_to_the_end(server: OneBotServer, platform: OneBot11) -> None:
    await fill(server, 25)
    seen: list[Message] = []
    anchor: MessageRef | None = None
    while True:
        page = await platform.history(GROUP, before=anchor, limit=10)
        if page.end is not PageEnd.MORE:
            break
        seen = [*page.messages, *seen]
        anchor = seen[0].ref
    assert page == Page((), PageEnd.REACHED)
    assert [plain_text(message.segments) for message in seen] == [str(number) for number in range(25)]
    assert [message.sequence for message in seen] == sorted(message.sequence or 0 for message in seen)
    page = await platform.history(GROUP, after=seen[4].ref, limit=5)
    assert words(page) == ["5", "6", "7", "8", "9"] and page.end is PageEnd.MORE
    assert await platform.history(GROUP, after=seen[-1].ref, limit=5) == Page((), PageEnd.REACHED)


async def test_private_history_and_an_empty_one(server: OneBotServer, platform: OneBot11) -> None:
    await server.say_private("20001", "在吗")
    await server.say_private("20001", "在", by="10001")
    page = await platform.history(FRIEND, limit=5)
    assert [(plain_text(m.segments), m.is_own, m.conversation) for m in page.messages] == [
        ("在吗", False, FRIEND),
        ("在", True, FRIEND),
    ]
    assert await platform.history(GROUP, limit=5) == Page((), PageEnd.REACHED)
    assert await platform.history(SYSTEM, limit=5) == Page((), PageEnd.REACHED)


async def test_after_a_restart_the_anchor_is_listed_again(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    await fill(server, 250)
    anchor = (await platform.history(GROUP, limit=200)).messages[0].ref
    await server.restart()
    await platform.wait_closed()
    await platform.connect(heard)
    assert words(await platform.history(GROUP, before=anchor, limit=3)) == ["47", "48", "49"]


async def test_refusals_and_silence(server: OneBotServer, platform: OneBot11) -> None:
    server.faults.fail("get_group_msg_history", "群聊已解散")
    assert await platform.history(GROUP, limit=5) == Page((), PageEnd.REFUSED, "群聊已解散")


class Rig:
    """A history whose implementation is the test."""

    def __init__(self, dialect: Dialect = NAPCAT) -> None:
        self.transport = FakeTransport()
        self.calls = Calls(self.transport.send, lambda: True, timeout=5.0)
        self.saw: list[str] = []
        self.history = History(
            Api(self.calls, dialect=dialect.name), dialect, self.saw.append, lambda: NOW, Breaks(lambda: NOW), lambda: True
        )

    async def serve(self, *pages: list[Any] | str) -> list[dict[str, Any]]:
        """Answer each call with the next page, or refuse with words; the calls' params."""
        asked = []
        for page in pages:
            call = await self.transport.sent.get()
            asked.append(call["params"])
            bad = {"status": "failed", "retcode": 1200, "wording": page}
            good = {"status": "ok", "retcode": 0, "data": {"messages": page}}
            self.calls.take({"echo": call["echo"], **(bad if isinstance(page, str) else good)})
        return asked


def row(number: int, **fields: object) -> dict[str, Any]:
    return group_frame(message_id=1000 + number, real_seq=str(number), time=1785204000 + number, message=f"{number}") | fields


def ref(number: int) -> MessageRef:
    return MessageRef(str(1000 + number), number, (1785204000 + number) * 1000, "20001")


async def ask(rig: Rig, *pages: list[Any] | str, before: MessageRef | None = None, after: MessageRef | None = None) -> Page:
    (page, _) = await asyncio.gather(rig.history.page(GROUP, before, after, 3), rig.serve(*pages))
    return page


async def test_what_is_asked_of_napcat() -> None:
    rig = Rig()
    page, asked = await asyncio.gather(rig.history.page(GROUP, ref(5), None, 3), rig.serve([row(4), row(5)]))
    assert asked == [{"group_id": 30001, "count": 4, "message_seq": "1005", "reverse_order": True}]
    assert words(page) == ["4"] and rig.saw == ["1004", "1005"]


async def test_empty_rows_are_not_shown_but_count() -> None:
    gray = [row(n, message=[], raw_message="") for n in range(2, 5)]
    page = await ask(Rig(), [*gray, row(5)], [row(0), row(1), gray[0]], before=ref(5))
    assert words(page) == ["0", "1"] and page.end is PageEnd.MORE


async def test_nothing_but_empty_rows_gives_up() -> None:
    pages = [[row(90 - n, message=[], raw_message="")] for n in range(EMPTY_PAGES)]
    assert (await ask(Rig(), *pages, before=ref(99))).end is PageEnd.UNKNOWN


async def test_rows_that_are_no_messages_are_passed_over() -> None:
    page = await ask(Rig(), [None, 3, row(4), {"message_id": 5}, row(5)], before=ref(5))
    assert words(page) == ["4"]


async def test_an_anchor_that_was_deleted_is_replaced_by_its_neighbour() -> None:
    missing, listed = "消息1005不存在", [row(3), row(4), row(6), row(7)]
    older = await ask(Rig(), missing, listed, [row(2), row(3), row(4)], before=ref(5))
    assert words(older) == ["2", "3", "4"]
    newer = await ask(Rig(), missing, listed, [row(4), row(6), row(7)], after=ref(5))
    assert words(newer) == ["6", "7"]


async def test_an_anchor_that_is_not_met_is_an_unknown_end() -> None:
    far = ref(1)
    assert (await ask(Rig(), "消息1001不存在", [row(9)], [row(9)], before=far)).end is PageEnd.UNKNOWN


async def test_no_answer_is_an_unknown_end() -> None:
    rig = Rig()
    asking = asyncio.create_task(rig.history.page(GROUP, None, None, 3))
    await rig.transport.sent.get()
    rig.calls.fail_all("1006")
    page = await asking
    assert (page.end, page.words) == (PageEnd.UNKNOWN, "1006")


async def test_an_undescribed_implementation_gives_the_newest_page_only() -> None:
    assert (await Rig(UNKNOWN).history.page(GROUP, ref(5), None, 3)).end is PageEnd.UNKNOWN
    assert words(await ask(Rig(UNKNOWN), [row(1)])) == ["1"]


@pytest.mark.parametrize("order", [1, -1])
async def test_rows_come_out_oldest_first(order: int) -> None:
    assert words(await ask(Rig(), [row(n) for n in range(3)][::order])) == ["0", "1", "2"]


# What differs ---------------------------------------------------------------------------------------------------------------

LL, LG, GC = named(LLBOT), named(LAGRANGE), named(GOCQHTTP)


def plain(number: int, **fields: object) -> dict[str, Any]:
    """A row with its true sequence, as LLBot and go-cqhttp write it."""
    return row(number, message_seq=number, real_seq=None) | fields


async def serve(rig: Rig, page: Awaitable[Page], *answers: list[Any] | str) -> tuple[Page, list[dict[str, Any]]]:
    return await asyncio.gather(page, rig.serve(*answers))


async def test_what_is_asked_of_the_others() -> None:
    rig = Rig(LL)
    page, asked = await serve(rig, rig.history.page(GROUP, ref(5), None, 3), [plain(3), plain(4), plain(5)])
    assert asked == [{"group_id": 30001, "count": 4, "message_seq": 5, "reverseOrder": False}] and words(page) == ["3", "4"]
    rig = Rig(GC)
    page, asked = await serve(rig, rig.history.page(GROUP, ref(5), None, 3), [plain(n) for n in range(6)])
    assert asked == [{"group_id": 30001, "message_seq": 5}] and words(page) == ["2", "3", "4"]
    rig = Rig(LG)
    page, asked = await serve(rig, rig.history.page(GROUP, ref(5), None, 3), [row(3), row(4), row(5)])
    assert asked == [{"group_id": 30001, "count": 4, "message_id": 1005}] and words(page) == ["3", "4"]


async def test_rows_that_are_repeated_beyond_the_end_are_no_older_ones() -> None:
    newest = [plain(8), plain(9)]
    page = await ask(Rig(LL), [*newest, plain(1), plain(2), plain(2), *newest], before=ref(2))
    assert (words(page), page.end) == (["1"], PageEnd.MORE)
    assert (await ask(Rig(LL), [*newest, plain(1)], before=ref(1))).end is PageEnd.REACHED


async def test_a_refusal_below_the_first_sequence_is_the_beginning() -> None:
    page = await ask(Rig(GC), [plain(30)], "range", before=ref(30))
    assert page == Page((), PageEnd.REACHED)


async def test_an_anchor_without_a_sequence_is_looked_up() -> None:
    rig = Rig(LL)
    asking = asyncio.create_task(rig.history.page(GROUP, MessageRef("1005", None, 0, "10001"), None, 3))
    call = await rig.transport.sent.get()
    assert (call["action"], call["params"]) == ("get_msg", {"message_id": 1005})
    rig.calls.take({"echo": call["echo"], "status": "ok", "retcode": 0, "data": {"message_id": 1005, "message_seq": 5}})
    assert [params["message_seq"] for params in await rig.serve([plain(4), plain(5)])] == [5]
    assert words(await asking) == ["4"]


async def test_a_group_that_is_not_there_is_refused_and_no_end() -> None:
    refused = Page((), PageEnd.REFUSED, "群聊不存在")
    assert await ask(Rig(GC), "群聊不存在") == refused
    assert await ask(Rig(GC), "群聊不存在", before=ref(5)) == refused


async def test_what_the_implementation_does_not_have_is_asked_once() -> None:
    rig = Rig(UNKNOWN)
    asking = asyncio.create_task(rig.history.page(GROUP, None, None, 3))
    call = await rig.transport.sent.get()
    rig.calls.take({"echo": call["echo"], "status": "failed", "retcode": 1404, "wording": "什么"})
    refused = Page((), PageEnd.REFUSED, "什么")
    assert await asking == refused
    assert await rig.history.page(GROUP, None, None, 3) == refused
    assert words((await serve(rig, rig.history.page(FRIEND, None, None, 3), [row(1)]))[0]) == ["1"]


async def test_smaller_pages_are_asked_where_the_whole_is_refused() -> None:
    rig = Rig(LG)
    anchor = MessageRef(str(3 << 16 | 7), None, 1785204003000, "20001")
    third = row(3, message_id=3 << 16 | 7)
    page, asked = await serve(rig, rig.history.page(GROUP, anchor, None, 50), "", "", [row(2), third])
    assert [params["count"] for params in asked] == [51, 3, 2] and words(page) == ["2"]
    first = MessageRef(str(1 << 16 | 7), None, 1785204001000, "20001")
    page, _ = await serve(rig, rig.history.page(GROUP, first, None, 3), "", "")
    assert page.end is PageEnd.REACHED


async def test_a_history_over_which_connections_ended_is_left_alone_for_a_while() -> None:
    now = [NOW]
    breaks = Breaks(lambda: now[0])
    transport = FakeTransport()
    calls = Calls(transport.send, lambda: True, timeout=5.0)
    for _ in range(MANY_BREAKS):
        history = History(Api(calls, dialect=GC.name), GC, lambda native: None, lambda: NOW, breaks, lambda: False)
        asking = asyncio.create_task(history.page(GROUP, None, None, 3))
        await transport.sent.get()
        calls.fail_all("1006")
        assert (await asking).end is PageEnd.UNKNOWN
    assert breaks.are_many(GROUP.peer) and not breaks.are_many("30002")
    assert await history.page(GROUP, None, None, 3) == Page((), PageEnd.UNKNOWN)
    assert transport.sent.empty()
    now[0] += 3_600_000
    assert not breaks.are_many(GROUP.peer)
