"""Filters that take something out of a message."""

from __future__ import annotations

import re

from tui.plugins.segments import Message
from tui.plugins.typing import Message_T

_NUMBER = re.compile(r"[+-]?(\d*\.?\d+|\d+\.?\d*)")


def extract_text(arg: Message_T) -> str:
    """Return its words."""
    return Message(arg).extract_plain_text()


def extract_image_urls(arg: Message_T) -> list[str]:
    """Return the links of its pictures."""
    return Message(arg).image_urls()


def extract_numbers(arg: Message_T) -> list[float]:
    """Return its numbers, without their signs (as NoneBot 1 reads them)."""
    return [float(found) for found in _NUMBER.findall(str(arg))]


__all__ = ["extract_image_urls", "extract_numbers", "extract_text"]
