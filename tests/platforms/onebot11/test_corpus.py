"""Every payload of the reference collection is read: no exception, no event lost, nothing known called unknown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.places import shared
from tui.chat.events import Malformed, MessageReceived
from tui.chat.ids import AccountId
from tui.chat.segments import Unknown, dump, load
from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.events import EventDecoder
from tui.platforms.onebot11.segments import decode

FOLDER = shared("payloads", "onebot11")
POST_TYPES = ("message", "message_sent", "notice", "request", "meta_event")
MODELS = (
    wire.LoginInfo,
    wire.VersionInfo,
    wire.FriendRow,
    wire.Category,
    wire.GroupRow,
    wire.MemberRow,
    wire.RecentRow,
    wire.History,
)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference payloads are not beside this checkout")


def payloads() -> Iterator[tuple[str, Any]]:
    for path in sorted(FOLDER.glob("*.json")):
        for entry in json.loads(path.read_text("utf-8"))["payloads"]:
            yield path.name, entry["payload"]


def events() -> Iterator[dict[str, Any]]:
    for _, payload in payloads():
        if isinstance(payload, dict) and payload.get("post_type") in POST_TYPES and len(payload) > 4:
            yield payload  # with fewer keys it is a sketch in some documentation


def test_every_event_is_understood() -> None:
    count = 0
    for frame in events():
        count += 1
        account = AccountId("onebot11", str(frame.get("self_id")))
        for event in EventDecoder(account).decode(frame):
            assert not isinstance(event, Malformed), frame
            if isinstance(event, MessageReceived):
                segments = event.message.segments
                assert not [s for s in segments if isinstance(s, Unknown)], frame
                assert load(dump(segments)) == segments
    assert count > 50


def test_array_and_string_say_the_same() -> None:
    compared = 0
    for frame in events():
        if isinstance(frame.get("message"), list) and frame.get("raw_message") and "[object Object]" not in frame["raw_message"]:
            kinds = [type(s) for s in decode(frame["message"])]
            told = [type(s) for s in decode(frame["raw_message"])]
            compared += 1
            assert told == kinds or len(told) < len(kinds)  # neighbouring texts are one in a string, and its ends are trimmed
    assert compared > 20


def test_nothing_in_the_collection_breaks_anything() -> None:
    for _, payload in payloads():
        EventDecoder(AccountId("onebot11", "10001")).decode(payload)
        decode(payload)
        for model in MODELS:
            wire.read(model, payload)
            wire.read_rows(model, payload)
