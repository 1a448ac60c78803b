"""Blackens the secrets in what crosses a wire: tokens, cookies, keys of links. What it lets through may be shown and written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

MASK = "***"

# All patterns are for text in small letters: told to mind no case, they take a hundred times as long. Words begin with a letter.
_WORDS = (
    "token|secret|passwd|password|pwd|cookie|credential|csrf|bkn|g_tk|ptkey|pt_key|authorization|sessdata|bili_?jct|ticket"
    "|session[_-]?(?:id|key)|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?key|verify[_-]?key|auth[_-]?key"
    "|signing[_-]?key|encrypt[_-]?key|encryption[_-]?key|rkey|skey|d2key|ptwebqq|passphrase"
    "|qr_?code_?key|ac_time_value|ckmd5|buvid"
)
"""What the name of a secret has in it."""

_NAME = re.compile(_WORDS)
_WHOLE_NAMES = frozenset(("auth", "gtk", "pass", "session"))
_HINT = re.compile(
    "token|secret|pass|pwd|cookie|credential|csrf|bkn|g_?tk|key|auth|sessdata|bili_?jct|session|ticket|bearer|basic"
    "|ptwebqq|ac_time_value|ckmd5|buvid|eyj|:\\\\?/|\\\\u00"
)
"""Without any of these there is nothing to mask: most frames are done with here."""

_NAME_KEYS = ("name", "key", "header", "k")
_VALUE_KEYS = ("value", "content", "v")
_HEADER = re.compile(r"(?:proxy-)?authorization|(?:set-)?cookie2?|x-[a-z-]{0,40}(?:token|key|secret|signature)")
"""A name in a list, before its value: only what can be nothing but a header, for names of actions stand in lists, too."""

_SPACE = r"(?:\s|\\+[nrt])"
_QUOTE = r"(?:\\*[\"']|&quot;|&apos;|&#3[49];)"
# The signs are those of Chinese text, too, and of an address in an address.
_EQUALS = rf"{_SPACE}{{0,3}}(?:=>?|%(?:25){{0,3}}3d|&#61;|:|：|＝){_SPACE}{{0,3}}"

_SECRETS = (
    re.compile(rf"(?:authorization|cookie)s?{_EQUALS}(?!\\*/\\*/)((?:[^\"'\r\n\\=]|=(?:\\*\"[^\"\r\n]*\")?)+)"),
    re.compile(
        rf"(?:(?:{_WORDS})[\w%-]{{0,40}}?|\b(?:auth|gtk|pass|session)){_EQUALS}(?!\\*/\\*/)((?:[^\s&\"'<>\]\\]|\\(?![\"'nrt]))+)"
    ),
    re.compile(rf"(?:(?:{_WORDS})[\w%-]{{0,40}}?|\b(?:auth|gtk|pass|session)){_QUOTE}?{_EQUALS}{_QUOTE}([^\"'&<>\\]+)"),
    re.compile(rf"<(?:[\w-]{{0,40}}?(?:{_WORDS})[\w-]{{0,40}}|auth|gtk|pass|session)>([^<]+)"),
    re.compile(rf"(?:bearer{_SPACE}+|basic{_SPACE}+(?=[\w+/=-]{{8}}))([^\s\"'\\,]+)"),
    re.compile(r":(?:\\*/){2}[^/\s:@\"']{0,200}:([^/\s@\"']{1,4000})@"),
    re.compile(r":(?:\\*/){2}([^/\s:@\"'?#，。]{1,4000})@"),
    re.compile(rf"(?:{_HEADER.pattern})\\*[\"']\s*,\s*\\*[\"']([^\"'\\]+)"),
    re.compile(r"\b(eyj[\w-]{8,}\.[\w-]{4,}\.[\w-]{4,})"),
)
"""What is secret in running text: the group of each is the secret."""

# In text that is no whole JSON: a key, and its value as far as it goes. The number of backslashes tells how deep it is quoted.
_KEY = re.compile(
    rf"(?:{_WORDS}|\bauth\b|\bgtk\b|\bsession\b)[\w%-]{{0,40}}(\\*)[\"']\s*(?:,\s*\\*[\"'](?:value|content|v)\\*[\"']\s*)?:\s*"
)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)
_SCALAR = re.compile(r"[^,}\]\s\\\"]*")
_ESCAPED = re.compile(r"\\u00([2-7][0-9a-f])", re.IGNORECASE)
_EMPTY = ('""', "null", "true", "false")
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


_ABOUT = ("status", "retcode", "message", "wording", "msg", "echo", "stream")
"""What an answer says of how it went, and whose it is."""


class _AmbiguousError(ValueError):
    """A key stands twice in one object: which value counts is anybody's guess, and both are in the text."""


@lru_cache(4096)
def is_secret_name(name: str) -> bool:
    """Return whether a value of this name (a key, a parameter, an action that answers with it) is to be kept secret."""
    small = _small(name)
    return _NAME.search(small) is not None or small in _WHOLE_NAMES


def mask(text: str, hides_data: bool = False) -> str:
    """Return *text* (JSON, or what was meant to be) without its secrets; as it is when it has none.

    *hides_data*: it answers a call whose answer is a secret, so nothing of what it answers is let through but the names in it.
    """
    if not hides_data and not _HINT.search(_small(text)):
        return text
    try:
        value = json.loads(text, object_pairs_hook=_object)
        masked = _walk(value)
        if hides_data:
            data = {key: part if key in _ABOUT else _blacken(part) for key, part in masked.items()}
            masked = data if data != masked else masked
        return text if masked is value else json.dumps(masked, ensure_ascii=False)
    except (ValueError, RecursionError, AttributeError):
        return MASK if hides_data else mask_part(text)


def mask_part(text: str) -> str:
    """Return *text*, any text or any piece of JSON, without its secrets; rather too little is let through than too much."""
    text = _ESCAPED.sub(_unescape, text)
    small = _small(text)
    if not _HINT.search(small):
        return text
    kept: list[str] = []
    at = 0
    while (found := _KEY.search(small, at)) is not None:
        kept.append(_mask_words(text[at : found.end()]))
        at = _end_of_value(text, found.end(), found[1])
        value = text[found.end() : at]
        kept.append(value if value in _EMPTY else f'{found[1]}"{MASK}{found[1]}"')
    kept.append(_mask_words(text[at:]))
    return "".join(kept)


def _end_of_value(text: str, start: int, quoting: str) -> int:
    """Return where the value that begins at *start* ends, and the end of the text where that can not be told."""
    if text.startswith(("{", "["), start):
        return len(text)
    if text.startswith("'", start):
        end = text.find("'", start + 1)
        while end > 0 and text[end - 1] == "\\":
            end = text.find("'", end + 1)
        return len(text) if end < 0 else end + 1
    if not quoting or not text.startswith("\\", start):
        found = (_STRING if text.startswith('"', start) else _SCALAR).match(text, start)
        return found.end() if found else len(text)
    mark = f'{quoting}"'
    end = start + len(mark)
    while (end := text.find(mark, end)) >= 0 and text[end - 1] == "\\":
        end += 1  # a quote that is quoted once more stands inside the value
    return len(text) if end < 0 else end + len(mark)


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _AmbiguousError
    return made


def _walk(value: Any) -> Any:
    """Return *value* without its secrets, itself when it has none."""
    if isinstance(value, str):
        return _mask_string(value)
    if isinstance(value, list):
        parts = [
            _blacken(part) if _is_header(before) else _walk(part) for before, part in zip((None, *value), value, strict=False)
        ]
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if not isinstance(value, dict):
        return value
    named = {str(value[key]) for key in _NAME_KEYS if isinstance(value.get(key), str)}
    is_pair = any(is_secret_name(name) for name in named)
    made = {}
    has_changed = False
    for key, part in value.items():
        is_secret = is_secret_name(key) or (is_pair and key in _VALUE_KEYS)
        name = _mask_words(key)
        new = _blacken(part) if is_secret else _walk(part)
        made[name] = new
        has_changed = has_changed or new is not part or name is not key
    return made if has_changed else value


def _is_header(name: Any) -> bool:
    return isinstance(name, str) and len(name) <= 60 and _HEADER.fullmatch(_small(name)) is not None


def _blacken(value: Any) -> Any:
    """Return *value* with nothing left of it but its form; what is empty, yes or no tells nothing."""
    if value is None or isinstance(value, bool) or value in ("", [], {}, MASK):
        return value
    if isinstance(value, list):
        return [_blacken(part) for part in value]
    if isinstance(value, dict):
        return {_mask_words(key): _blacken(part) for key, part in value.items()}
    return MASK


def _mask_string(text: str) -> str:
    """Return a string of a frame without its secrets; JSON in a string (cards, what others logged) is looked into."""
    if text[:1] in ("{", "[") and len(text) > 1:
        masked = mask(text)
        return text if masked == text else masked
    if '"' in text and ":" in text:
        masked = mask_part(text)
        return text if masked == text else masked
    return _mask_words(text)


def _mask_words(text: str) -> str:
    """Return running text without its secrets, the very object where there are none: by that it is told."""
    small = _small(text)
    if not _HINT.search(small):
        return text
    masked = text
    for pattern in _SECRETS:
        pieces: list[str] = []
        at = 0
        for found in pattern.finditer(small):
            pieces += (masked[at : found.start(1)], MASK)
            at = found.end(1)
        if at:
            masked = "".join((*pieces, masked[at:]))
            small = _small(masked)
    return text if masked == text else masked


def _small(text: str) -> str:
    """Return *text* in small letters, each where it was: some capitals have small forms of two letters."""
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_SMALL)


def _unescape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return found[0] if character in '"\\\x7f' else character
