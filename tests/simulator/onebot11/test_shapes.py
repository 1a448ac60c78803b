"""Events have NapCat's keys in NapCat's order; where real captures are at hand, they are compared with them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.places import shared
from tui.simulator import happenings as told
from tui.simulator import segments as make
from tui.simulator.demo_world import SELF_ID, demo_world
from tui.simulator.model import Segment, group_chat
from tui.simulator.onebot11.ids import IdTable
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.onebot11.shapes import Shapes
from tui.simulator.world import World

from .client import RawClient

CAPTURE = shared("payloads", "onebot11", "napcat_captured_2025-07.json")


@pytest.fixture(scope="module")
def captured() -> list[tuple[str, dict[str, Any]]]:
    if not CAPTURE.exists():
        pytest.skip(f"no captures at {CAPTURE}")
    return [(row["shape"], row["payload"]) for row in json.loads(CAPTURE.read_text("utf-8"))["payloads"]]


def events_of(world: World, happening: told.Happening) -> list[dict[str, Any]]:
    return Shapes(world, "10001", IdTable("10001")).events(happening)


def said(world: World, parts: list[Segment]) -> dict[str, Any]:
    (frame,) = events_of(world, told.Posted(world.remember(group_chat("30001"), "20001", parts, 1_700_000_000)))
    return frame


async def test_a_group_message_has_all_keys_in_order(server: OneBotServer, client: RawClient) -> None:
    await server.say_group("30001", "20001", "你好")
    frame = await client.event()
    assert list(frame) == [
        "self_id", "user_id", "time", "message_id", "message_seq", "real_id", "real_seq", "message_type", "sender",
        "raw_message", "font", "sub_type", "message", "message_format", "post_type", "group_id", "group_name",
    ]  # fmt: skip
    assert frame["message_id"] == frame["message_seq"] == frame["real_id"] > 0
    assert frame["real_seq"] == "1"
    assert frame["sender"] == {"user_id": 20001, "nickname": "曾小贤", "card": "贤哥", "role": "member"}


async def test_a_friends_message_has_its_peer_as_target(server: OneBotServer, client: RawClient) -> None:
    await server.say_private("20001", "你好")
    frame = await client.event()
    assert (frame["sub_type"], frame["target_id"], frame["user_id"]) == ("friend", 20001, 20001)
    assert frame["sender"] == {"user_id": 20001, "nickname": "曾小贤", "card": ""}


async def test_a_message_from_the_phone_is_message_sent(server: OneBotServer, client: RawClient) -> None:
    await server.say_private("20001", "从手机", by="10001")
    frame = await client.event()
    assert (frame["post_type"], frame["user_id"], frame["target_id"]) == ("message_sent", 10001, 20001)


async def test_a_temporary_chat_names_its_group(server: OneBotServer, client: RawClient) -> None:
    await server.say_temp("20004", "30001", "你好")
    frame = await client.event()
    assert (frame["sub_type"], frame["group_id"], frame["temp_source"]) == ("group", 30001, 0)
    sent = await client.data("send_private_msg", user_id=20004, message="你也好")
    assert (await client.event())["message_id"] == sent["message_id"]


async def test_the_string_format_is_one_cq_string(world: World) -> None:
    ids = IdTable("10001")
    message = world.remember(group_chat("30001"), "20001", [make.at("10001"), make.text(" [a]&b ")], 1)
    frame = Shapes(world, "10001", ids, message_format="string").message(message)
    assert frame["message"] == "[CQ:at,qq=10001] &#91;a&#93;&amp;b "
    assert frame["raw_message"] == frame["message"].strip()
    assert frame["message_format"] == "string"


def test_what_happens_elsewhere_is_not_shown(world: World) -> None:
    world.groups["30001"].members.pop("10001")
    elsewhere = [
        told.Poked(group_chat("30001"), "20001", "20002"),
        told.Muted("30001", "20001", "20009", 60),
        told.Typing("20001", "20002", True),
        told.Befriended("20001", "20002"),
        told.Liked("20001", "20002", 1),
        told.Left("30001", "20001", "", "leave", frozenset({"20001", "20002"})),
    ]
    assert [events_of(world, happening) for happening in elsewhere] == [[]] * len(elsewhere)


def test_being_kicked_is_kick_me(world: World) -> None:
    (frame,) = events_of(world, told.Left("30002", "10001", "20009", "kick", frozenset({"10001"})))
    assert (frame["sub_type"], frame["operator_id"]) == ("kick_me", 20009)


def test_typing_says_so_and_stops_with_an_empty_text(world: World) -> None:
    begun, ended = [events_of(world, told.Typing("20001", "10001", is_typing))[0] for is_typing in (True, False)]
    assert (begun["status_text"], ended["status_text"]) == ("对方正在输入...", "")


def test_a_like_names_who_gave_it(world: World) -> None:
    (frame,) = events_of(world, told.Liked("20001", "10001", 3))
    assert (frame["sub_type"], frame["operator_id"], frame["operator_nick"], frame["times"]) == (
        "profile_like",
        20001,
        "曾小贤",
        3,
    )


def test_every_happening_has_a_shape(world: World) -> None:
    shapes = Shapes(world, "10001", IdTable("10001"))
    kinds = set(told.Happening.__args__)
    assert kinds == set(shapes.notices) | {told.Posted, told.CardChanged}


# -- against captures


def ours(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "message/group/normal", said(world, [make.text("x")])
    yield "notice/group_ban/ban", events_of(world, told.Muted("30001", "20001", "10001", 60))[0]
    yield "notice/group_ban/lift_ban", events_of(world, told.Muted("30001", "20001", "10001", 0))[0]
    yield "notice/notify/poke", events_of(world, told.Poked(group_chat("30001"), "20001", "10001"))[0]
    yield "notice/notify/title", events_of(world, told.TitleGiven("30001", "20001", "x"))[0]
    message = world.remember(group_chat("30001"), "20001", [make.text("x")], 1)
    yield "notice/group_recall", events_of(world, told.Recalled(message, "20001"))[0]
    request = world.ask("add", "20001", "x", group_id="30001")
    yield "request/group/add", events_of(world, told.Asked(request))[0]
    yield "meta_event/heartbeat", Shapes(world, "10001", IdTable("10001")).heartbeat(30)


def types_of(frame: dict[str, Any]) -> list[tuple[str, type]]:
    return [(key, type(value)) for key, value in frame.items() if key != "group_name"]


def test_events_are_like_captured_ones(world: World, captured: list[tuple[str, dict[str, Any]]]) -> None:
    for shape, frame in ours(world):
        real = [types_of(payload) for kind, payload in captured if kind == shape]
        assert types_of(frame) in real, shape


def test_segments_are_like_captured_ones(captured: list[tuple[str, dict[str, Any]]]) -> None:
    real: dict[str, set[frozenset[tuple[str, type]]]] = {}
    for _, payload in captured:
        for part in payload.get("message") or ():
            if isinstance(part, dict):
                fields = frozenset((key, type(value)) for key, value in part["data"].items())
                real.setdefault(part["type"], set()).add(fields)
    world = demo_world()
    shapes = Shapes(world, SELF_ID, IdTable(SELF_ID))
    for message in world.messages.values():
        for part in shapes.parts.shown(message):
            fields = frozenset((key, type(value)) for key, value in part["data"].items())
            assert fields in real[part["type"]], (part["type"], fields)
