"""Reactions over a connection: who did is asked page by page, and no "ok" of the wire hides a no of QQ's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tui.chat.actions import ActionKind, Done, NotOffered, Refused, SendMessage
from tui.chat.emoji import Emoji
from tui.chat.ids import MessageRef
from tui.chat.reactions import React, Reactor, Reactors
from tui.chat.segments import Location, Text
from tui.platforms.base import AskError
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.reacting import AskingReactors, Reacting
from tui.platforms.reaction_queries import AskReactors
from tui.simulator.onebot11.server import OneBotServer

from .api.rig import Rig
from .fakes import FRIEND, GROUP, NOW

LIKE = Emoji("128077", sign="👍")
TARGET = MessageRef("7", None, NOW, "20001")


async def answering(rig: Rig, work: Any, *answers: Any) -> tuple[Any, list[dict[str, Any]]]:
    """Do *work*, its calls answered in turn; return what came of it, and the parameters of the calls."""
    task, sent = asyncio.create_task(work), []
    for data in answers:
        frame = await asyncio.wait_for(rig.transport.sent.get(), 5)
        sent.append(frame["params"])
        rig.calls.take({"status": "ok", "retcode": 0, "data": data, "echo": frame["echo"]})
    return await asyncio.wait_for(task, 5), sent


async def at_once(place: Any, target: Any, call: Any) -> None:
    await call()


@pytest.mark.parametrize(
    ("data", "outcome"), [({"result": 0}, Done()), (None, Done()), ({"result": 65, "errMsg": "满"}, Refused("满"))]
)
async def test_qqs_own_no_is_one(data: Any, outcome: object) -> None:
    rig = Rig()
    react = Reacting(rig.api, at_once).rules[React]
    assert (await answering(rig, react(React(GROUP, TARGET, LIKE)), data))[0] == outcome
    assert await react(React(FRIEND, TARGET, LIKE)) == NotOffered("only_groups")


async def test_people_are_asked_page_by_page_and_each_is_there_once() -> None:
    rig = Rig()
    ask = AskingReactors(rig.api).rules[AskReactors]
    likes = {
        "emoji_likes_list": [{"emoji_id": "128077", "emoji_type": "2", "likes_cnt": "4"}, {"emoji_id": "76", "likes_cnt": 0}]
    }
    first = {"emojiLikesList": [{"tinyId": "1", "nickName": "甲"}, {"tinyId": "2"}], "cookie": "c", "isLastPage": False}
    second = {"emojiLikesList": [{"tinyId": "2"}, {"tinyId": "3"}], "cookie": "", "isLastPage": True}
    found, sent = await answering(rig, ask(AskReactors(GROUP, TARGET)), likes, first, second)
    assert found == (Reactors(LIKE, 4, (Reactor("1", "甲"), Reactor("2"), Reactor("3"))),)
    assert not found[0].is_whole
    assert [(params.get("emojiType"), params.get("cookie")) for params in sent[1:]] == [("2", None), ("2", "c")]


async def test_where_no_list_is_told_what_we_know_is_asked_for() -> None:
    rig = Rig("llbot")
    ask = AskingReactors(rig.api).rules[AskReactors]
    page = {"emojiLikesList": [{"tinyId": "1"}], "isLastPage": True}
    found, sent = await answering(rig, ask(AskReactors(GROUP, TARGET, (Emoji("76", "赞"),))), {"message_id": 7}, page)
    assert found == (Reactors(Emoji("76", "赞"), 1, (Reactor("1"),)),) and found[0].is_whole
    assert sent[1]["emojiType"] == "1"
    with pytest.raises(AskError):
        await ask(AskReactors(FRIEND, TARGET))


async def test_a_page_that_repeats_itself_ends() -> None:
    rig = Rig()
    ask = AskingReactors(rig.api).rules[AskReactors]
    again = {"emojiLikesList": [{"tinyId": "1"}], "cookie": "c", "isLastPage": False}
    likes = {"emoji_likes_list": [{"emoji_id": "76", "likes_cnt": "9"}]}
    found, _ = await answering(rig, ask(AskReactors(GROUP, TARGET)), likes, again, again)
    assert [person.id for person in found[0].people] == ["1"]


async def test_a_segment_that_is_not_sent_here_takes_no_other_message_along(server: OneBotServer, platform: OneBot11) -> None:
    place = Location("39.9", "116.3", "天安门")
    assert "location" in platform.offers.missing_segments
    refused = await platform.perform(SendMessage(GROUP, (place,)))
    assert isinstance(refused, Refused) and refused.reason == "not_sendable"
    assert ActionKind.SEND in platform.offers.actions
    assert isinstance(await platform.perform(SendMessage(GROUP, (Text("好"),))), Done)
