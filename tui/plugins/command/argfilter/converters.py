"""Filters that make something else of a text."""

from __future__ import annotations

_PARTICLES = ",.!?~，。！？～了的呢吧呀啊呗啦"
_YES = frozenset({
    "要", "用", "是", "好", "对", "嗯", "行", "ok", "okay", "yeah", "yep",
    "当真", "当然", "必须", "可以", "肯定", "没错", "确定", "确认",
})  # fmt: skip
_NO = frozenset({
    "不", "不要", "不用", "不是", "否", "不好", "不对", "不行", "别", "no", "nono", "nonono", "nope", "不ok", "不可以", "不能",
})  # fmt: skip


def simple_chinese_to_bool(text: str) -> bool | None:
    """Return whether *text* says yes or no, None when it says neither."""
    word = text.strip().lower().replace(" ", "").rstrip(_PARTICLES)
    return True if word in _YES else False if word in _NO else None


def split_nonempty_lines(text: str) -> list[str]:
    """Return the lines that are not empty."""
    return [line for line in text.splitlines() if line]


def split_nonempty_stripped_lines(text: str) -> list[str]:
    """Return the lines without the space around them, but no empty one."""
    return [line.strip() for line in text.splitlines() if line.strip()]


__all__ = ["simple_chinese_to_bool", "split_nonempty_lines", "split_nonempty_stripped_lines"]
