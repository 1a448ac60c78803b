"""What is said in the benchmark: the same on every run, Chinese, English and emoji, each message with a mark of its own."""

from __future__ import annotations

import random
import re
from functools import cache

FEED_RATE = 500
"""Messages a second while "under load"."""

_BODIES = 997
_PHRASES = (
    "今天晚上一起吃饭吗", "我刚到公司，地铁又晚点了", "哈哈哈哈哈", "收到", "这个问题我看过日志，是超时导致的",
    "明天下午三点开会，别忘了",
    "sounds good to me", "see you at 6", "LGTM", "could you take a look at this?", "the build is green again", "brb",
    "😂", "👍", "🎉🎉", "生日快乐🎂", "图片已经传到群文件", "请问 Python 3.12 能用吗？", "谢谢大家！", "周末去爬山怎么样",
)  # fmt: skip
_MARK = re.compile(rb"k(\d+)n(\d+)\b")


@cache
def bodies() -> tuple[str, ...]:
    """Return some hundred texts of one to six phrases."""
    chance = random.Random(7)
    return tuple("，".join(chance.choices(_PHRASES, k=min(6, int(chance.expovariate(0.7)) + 1))) for _ in range(_BODIES))


def body_number(conversation: int, number: int) -> int:
    """Return which of :func:`bodies` is said in the *number*-th message of a conversation."""
    return (conversation * 31 + number * 7) % _BODIES


def words_of(conversation: int, number: int) -> str:
    """Return the text of the *number*-th message of a conversation; it begins with a mark that is found again in a frame."""
    return f"{mark(conversation, number)} {bodies()[body_number(conversation, number)]}"


def mark(conversation: int, number: int) -> str:
    """Return what marks a message."""
    return f"k{conversation}n{number}"


def marks_in(frame: bytes) -> set[tuple[int, int]]:
    """Return the (conversation, number) of all messages that *frame* shows."""
    return {(int(conversation), int(number)) for conversation, number in _MARK.findall(frame)}
