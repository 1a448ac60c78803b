"""Makes remote text safe for a terminal: control, bidi and emote sequences go, sizes are bounded."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 80
"""Code points kept of a name (person, group, file): longer ones are cut with an ellipsis."""

MAX_TEXT = 100_000
"""Code points kept of one message's text."""

MAX_COMBINING = 8
"""Combining marks kept on one base character; more are only there to smear over neighbouring lines."""

# QQ puts emotes into group names as "<", one of $ % &, up to four raw code points below U+0200, ">".
_QQ_EMOTE = re.compile("<[$%&][\u0000-\u01ff]{1,4}>")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# C0 and C1 without tab and newline, bidi controls, line/paragraph separators, interlinear and object marks, surrogates, BOM.
_UNSAFE = re.compile(f"[\u0000-\u0008\u000b-\u001f\u007f-\u009f{_BIDI}\u2028\u2029\ufeff\ufff9-\ufffc\ufff0-\ufff8\ud800-\udfff]")
_NEEDS_MARK_CHECK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31-\u0e4e"
    "\u0eb1-\u0ecd\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\ufe20-\ufe2f]"
    f"{{{MAX_COMBINING + 1}}}"
)
# A joiner that joins nothing (no emoji, no Indic or Arabic letter before it) only confuses the counting of cells.
_JOINABLE = "\u0600-\u06ff\u0900-\u0dff\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_JOINABLE}])\u200d+")
_SPACES = re.compile(r"\s+")


def clean_text(text: str, limit: int = MAX_TEXT) -> str:
    """Return *text* with line ends as ``\\n``, without unsafe characters, and at most *limit* code points long."""
    if len(text) > limit:
        text = text[:limit] + "…"
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSAFE.sub("", text)
    if "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    if _NEEDS_MARK_CHECK.search(text):
        text = _limit_marks(text)
    return text


def clean_name(name: str, limit: int = MAX_NAME) -> str:
    """Return a person's, group's or file's *name* on one line, safe, trimmed and at most *limit* code points long."""
    name = _QQ_EMOTE.sub("", name[: limit * 4])
    name = one_line(name)
    return name if len(name) <= limit else name[: limit - 1] + "…"


def one_line(text: str, limit: int = 400) -> str:
    """Return the beginning of *text* as one safe line: any run of white space is one space."""
    return _SPACES.sub(" ", clean_text(text[: limit * 2], limit * 2)).strip()[:limit]


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) or unicodedata.category(char) == "Mn" else 0
        if marks <= MAX_COMBINING:
            kept.append(char)
    return "".join(kept)
