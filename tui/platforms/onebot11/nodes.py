"""Writes the messages of a merged forward as nodes: an original by its id, anything else with what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from tui.chat.segments import Copied, Dice, Forward, ForwardedMessage, Poke, Quote, RockPaperScissors, Segment
from tui.platforms.onebot11.encode import NotSendableError, WireSegment, encode
from tui.platforms.onebot11.segments import UNKNOWN_SENDER

MAX_DEPTH = 3
"""Forwards inside forwards that QQ takes."""

_NOBODY = "QQ用户"
_WORDS = {
    "poke": "[戳一戳]", "keyboard": "[按钮]", "gift": "[礼物]", "card": "[卡片]", "forward": "[聊天记录]", "sticker": "[表情]",
    "file": "[文件]", "dice": "[骰子]", "rps": "[猜拳]",
}  # fmt: skip
"""What QQ itself writes where it can not show something; the people who get the forward read it there."""


def by_id(native: str) -> WireSegment:
    """Return the node of a message that the implementation knows."""
    return {"type": "node", "data": {"id": native}}


def with_content(message: ForwardedMessage, depth: int = 1) -> WireSegment:
    """Return the node that says *message* anew in the name of who said it. A quote in it would point nowhere, and goes."""
    name = message.name or message.sender or _NOBODY
    user = message.sender or UNKNOWN_SENDER
    # NapCat and Lagrange read the first pair of names, go-cqhttp the second, LLBot both.
    data: dict[str, object] = {"user_id": user, "nickname": name, "uin": user, "name": name}
    if message.time:
        data["time"] = message.time // 1000
    data["content"] = _content(message.segments, depth)
    return {"type": "node", "data": data}


def _content(segments: Sequence[Segment], depth: int) -> list[WireSegment]:
    inner = next((part for part in segments if isinstance(part, Forward) and part.messages), None)
    if inner is not None and depth < MAX_DEPTH:
        # Nodes stand only beside nodes: a message that holds a forward holds nothing else.
        return [with_content(message, depth + 1) for message in inner.messages]
    rows: list[WireSegment] = []
    for segment in segments:
        if isinstance(segment, (Quote, Copied)):
            continue
        if isinstance(segment, (Dice, RockPaperScissors, Poke)):
            rows.append(_words(segment))  # sent as what it is, it would be thrown, or poke, anew
            continue
        try:
            rows += encode([segment])
        except NotSendableError:
            # One such part is no reason to keep a whole history from somebody.
            rows.append(_words(segment))
    return rows or [{"type": "text", "data": {"text": "…"}}]


def _words(segment: Segment) -> WireSegment:
    words = _WORDS.get(segment.kind, f"[{segment.kind}]")
    name = next((value for key in ("name", "line", "title", "value") if (value := getattr(segment, key, ""))), "")
    return {"type": "text", "data": {"text": f"{words[:-1]} {name}]" if name else words}}
