"""Every payload of the reference collection is read: no exception, nothing lost, nothing known called unknown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.places import shared
from tests.platforms.mirai.packets import ME, NOW
from tui.chat.events import Malformed, MessageReceived
from tui.chat.segments import Notice, Unknown, dump, load
from tui.platforms.mirai import chain
from tui.platforms.mirai.events import EventDecoder
from tui.platforms.mirai.messages import MESSAGE_TYPES

FILES = sorted(shared("payloads", "mirai").glob("*.json"))
ELEMENTS = frozenset((
    "Source", "Quote", "At", "AtAll", "Face", "Plain", "Image", "FlashImage", "Voice", "Xml", "Json", "App", "Poke", "Dice",
    "MarketFace", "MusicShare", "Forward", "File", "ShortVideo", "MiraiCode",
))  # fmt: skip
"""Every type that stands in the documents."""

pytestmark = pytest.mark.skipif(not FILES, reason="the reference payloads are not beside this checkout")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """All objects of a file that have a type, however deep they stand."""
    waiting: list[Any] = [item.get("data") for item in json.loads(path.read_text("utf-8"))["items"]]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("type"), str):
                yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def is_made_up(row: dict[str, Any]) -> bool:
    """Whether it names nobody, or says nothing: a sketch of a document, or a value of a test of its own."""
    return '"id": 0' in json.dumps(row) or row.get("target") == 0 or row.get("messageChain") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_event_and_message_is_understood(path: Path) -> None:
    for row in rows(path):
        if row["type"] not in MESSAGE_TYPES and "Event" not in row["type"]:
            continue
        for event in EventDecoder(ME, lambda: NOW).decode(row):
            assert is_made_up(row) or not isinstance(event, Malformed), row
            if isinstance(event, MessageReceived):
                segments = event.message.segments
                is_bare = [part.get("type") for part in row.get("messageChain", ())] == ["Source"]
                assert is_bare or not any(isinstance(part, Unknown) for part in segments), row
                assert not any(isinstance(part, Notice) and part.what == "unknown" for part in segments), row
                assert load(dump(segments)) == segments


def test_every_element_is_understood_and_each_type_is_among_them() -> None:
    seen = set()
    for path in FILES:
        for row in rows(path):
            if row["type"] in ELEMENTS and not is_made_up(row):
                seen.add(row["type"])
                assert not any(isinstance(part, Unknown) for part in chain.decode([row])), row
    assert seen == ELEMENTS


def test_nothing_in_the_collection_breaks_anything() -> None:
    for path in FILES:
        for row in rows(path):
            EventDecoder(ME, lambda: NOW).decode(row)
            chain.decode([row])
            chain.decode(row)
