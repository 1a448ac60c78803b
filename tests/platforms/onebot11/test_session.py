"""A session sorts answers from events, says once why it ended, and forgets no neighbour of a broken frame."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tui.platforms.base import ConnectError
from tui.platforms.onebot11.introduction import introduce
from tui.platforms.onebot11.session import SEEN_IDS, Session
from tui.platforms.values import NotJson

from .fakes import FakeTransport, group_frame
from .test_heartbeat import Clock


class Rig:
    """A session over a fake connection, and the frames it passed on."""

    def __init__(self) -> None:
        self.transport = FakeTransport()
        self.clock = Clock()
        self.frames: asyncio.Queue[object] = asyncio.Queue()
        self.session = Session(
            self.transport, lambda frame, text: self.frames.put_nowait(frame), call_timeout=5.0, call_later=self.clock.call_later
        )


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    made = Rig()
    yield made
    await made.session.close()


async def test_broken_frames_do_not_harm_their_neighbours(rig: Rig) -> None:
    for frame in ('{"post_type": "mess', "null", "3", [], "[" * 200_000, group_frame()):
        rig.transport.say(frame)
    got = [await rig.frames.get() for _ in range(6)]
    assert isinstance(got[0], NotJson) and got[1:4] == [None, 3, []] and isinstance(got[4], NotJson)
    assert got[5] == group_frame()


@pytest.mark.parametrize(
    "frame", [{"retcode": 1403, "echo": None, "wording": "token验证失败"}, {"retcode": 1403, "message": "token验证失败"}]
)
async def test_a_refused_token_is_final(rig: Rig, frame: dict[str, object]) -> None:
    rig.transport.say(frame | {"status": "failed", "data": None})
    rig.transport.end(ConnectError("closed", "1005"))
    error = await rig.session.ended
    assert (error.reason, error.words, error.is_final) == ("token_refused", "token验证失败", True)


async def test_missed_heartbeats_end_it(rig: Rig) -> None:
    rig.transport.say({"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 30000})
    await rig.frames.get()
    rig.clock.move(80)
    assert (await rig.session.ended).reason == "heartbeat_lost"
    assert not rig.session.is_open


async def test_an_accident_in_the_house_ends_it_in_words() -> None:
    def stumble(frame: object, text: str) -> None:
        raise KeyError("x")

    transport = FakeTransport()
    session = Session(transport, stumble, call_timeout=1.0)
    transport.say(group_frame())
    error = await session.ended
    assert (error.reason, error.words) == ("protocol", "KeyError")
    await session.close()


async def test_only_the_latest_ids_are_remembered(rig: Rig) -> None:
    for number in range(SEEN_IDS + 1):
        rig.session.saw(str(number))
    assert not rig.session.has_seen("0") and rig.session.has_seen("1") and rig.session.has_seen(str(SEEN_IDS))


async def test_introduction(rig: Rig) -> None:
    task = asyncio.create_task(introduce(rig.session, 5.0))
    await rig.transport.answer({"user_id": "10001", "nickname": "吕小布"})
    await rig.transport.answer({"app_name": "NapCat.Onebot", "app_version": "4.9"})
    identity, dialect = await task
    assert (str(identity.account), identity.nickname, identity.version) == ("onebot11:10001", "吕小布", "4.9")
    assert dialect.name == "napcat"


async def test_the_greeting_alone_also_names_us(rig: Rig) -> None:
    rig.transport.say({"post_type": "meta_event", "meta_event_type": "lifecycle", "self_id": 10001})
    await rig.frames.get()
    identity, dialect = await introduce(rig.session, 0.01)
    assert (identity.account.own_id, identity.implementation, dialect.name) == ("10001", "", "onebot11")


@pytest.mark.parametrize("data", [{"user_id": 0}, {}, None])
async def test_nobody_is_logged_in(rig: Rig, data: object) -> None:
    task = asyncio.create_task(introduce(rig.session, 5.0))
    await rig.transport.answer(data)
    with pytest.raises(ConnectError, match="not_logged_in"):
        await task


async def test_a_call_is_refused_before_anybody_is_logged_in(rig: Rig) -> None:
    task = asyncio.create_task(introduce(rig.session, 5.0))
    await rig.transport.refuse("未登录")
    with pytest.raises(ConnectError, match="not_logged_in: 未登录"):
        await task


async def test_silence(rig: Rig) -> None:
    with pytest.raises(ConnectError, match="silent"):
        await introduce(rig.session, 0.01)


async def test_the_end_says_more_than_the_call_that_it_cut_off(rig: Rig) -> None:
    task = asyncio.create_task(introduce(rig.session, 5.0))
    await rig.transport.sent.get()
    rig.transport.end(ConnectError("closed", "1001"))
    with pytest.raises(ConnectError, match="closed: 1001"):
        await task
