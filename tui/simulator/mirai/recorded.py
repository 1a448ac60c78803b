"""Recordings of mirai-api-http: which of its frames are events, when they came, and how they become ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Frame = dict[str, Any]


def event_in(frame: Frame) -> Frame | None:
    """The event that a frame is or holds; answers and calls are none."""
    packet: object = frame.get("data") if "syncId" in frame else frame
    if not isinstance(packet, dict) or "code" in packet:
        return None
    return packet if isinstance(packet.get("type"), str) else None


def name_of(event: Frame) -> str:
    """What to call it in a line of words."""
    return str(event["type"])


def time_of(event: Frame) -> object:
    """When it was said; most events do not tell."""
    chain = event.get("messageChain")
    head = chain[0] if isinstance(chain, list) and chain else None
    return head.get("time") if isinstance(head, dict) and head.get("type") == "Source" else event.get("time")


def own_number(events: Iterable[Frame]) -> object:
    """The number of the recorded account, which only what concerns itself tells; None where nothing does."""
    return next((event["qq"] for event in events if event["type"].startswith("Bot") and "qq" in event), None)


def ours(event: Frame, theirs: object, self_id: str, shift: int) -> Frame:
    """The event as if it had come to us, so much later."""
    mine, sent = int(self_id), _later(event, shift)
    if theirs is None:
        return sent
    for key in ("qq", "target", "fromId", "authorId", "operator"):
        if sent.get(key) == theirs:
            sent[key] = mine
    chain = sent.get("messageChain")
    if isinstance(chain, list):
        sent["messageChain"] = [{**part, "target": mine} if _mentions(part, theirs) else part for part in chain]
    return sent


def _mentions(part: Any, theirs: object) -> bool:
    return isinstance(part, dict) and part.get("type") == "At" and part.get("target") == theirs


def _later(event: Frame, shift: int) -> Frame:
    sent = dict(event)
    if isinstance(sent.get("time"), int):
        sent["time"] += shift
    chain = sent.get("messageChain")
    if isinstance(chain, list) and isinstance(time_of(event), int):
        head = chain[0]
        sent["messageChain"] = [{**head, "time": head["time"] + shift}, *chain[1:]]
    return sent
