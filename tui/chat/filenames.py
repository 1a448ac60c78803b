"""Makes a remote file's name safe to lie in a folder of ours, on any system."""

from __future__ import annotations

import re

from tui.chat.text import one_line

MAX_BYTES = 180
"""Bytes of a file name: file systems take 255, and a number or ``.part`` may be added."""

MAX_SUFFIX_BYTES = 20

_PATH_OR_RESERVED = re.compile(r'[/\\:*?"<>|]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")


def safe_name(name: str) -> str:
    """Return *name* as a plain file name: no folder, not hidden, no device, of bounded size, its ending kept, never empty."""
    name = _PATH_OR_RESERVED.sub("_", one_line(name, 1000)).strip(" .")
    if not name.strip("_"):
        return "download"
    if _DEVICE.match(name):
        name = f"_{name}"
    return _shortened(name)


def split_name(name: str) -> tuple[str, str]:
    """Return *name* as its stem and its ending (with the dot); what is too long for an ending is none."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > MAX_SUFFIX_BYTES or " " in ending:
        return name, ""
    return stem, dot + ending


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, ending = split_name(name)
    room = MAX_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + ending
