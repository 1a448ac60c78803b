"""Reads and writes the names of keys: as a person types them, as Textual names them, and the forms in which one key arrives."""

from __future__ import annotations

import unicodedata
from functools import cache

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
"""In the order in which Textual puts them before a key."""

# Textual's own short names for six characters (textual.keys.KEY_NAME_REPLACEMENTS).
_SHORT = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
_LABELS = {
    **_ARROWS,
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
_FUNCTION_KEYS = frozenset(f"f{n}" for n in range(1, 25))
_SYNONYMS = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "control": "ctrl",
    "option": "alt",
    "cmd": "super",
}
# A terminal sends one byte for both names, and old terminals can not tell them apart.
_SAME_BYTE = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
    "ctrl+space": "ctrl+at",
    "ctrl+@": "ctrl+at",
}
# Other names of the same key: what Textual or the Kitty protocol says for it on some terminals.
_OTHER_FORMS = {
    "ctrl+at": ("ctrl+@", "ctrl+shift+2", "ctrl+2"),
    "ctrl+circumflex_accent": ("ctrl+6", "ctrl+shift+6"),
    "ctrl+underscore": ("ctrl+shift+minus", "ctrl+minus", "ctrl+slash"),
}
# What a Chinese input method types for a key besides its full-width form.
_INPUT_METHOD = {"/": "、", ">": "》", "<": "《", "[": "【", "]": "】", " ": "\u3000"}


class BadKeyName(ValueError):
    """This names no key."""


def character_name(character: str) -> str:
    """Return the name under which Textual reports one *character* as a key."""
    if character.isalnum():
        return character
    if character == " ":
        return "space"
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _SHORT.get(name, name)


_ASCII = {character_name(chr(code)): chr(code) for code in range(0x20, 0x7F)}


_ORIGINAL = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {typed: key for key, typed in _INPUT_METHOD.items()}
_ORIGINAL_NAMES = {character_name(typed): character_name(key) for typed, key in _ORIGINAL.items()}
_SAME_BYTE |= {form: key for key, others in _OTHER_FORMS.items() for form in others}


@cache
def canonical(key: str) -> str:
    """Return the one name of *key*: ``?``, ``？`` and ``question_mark`` are ``question_mark``, ``Ctrl+I`` is ``tab``.

    Raises:
        BadKeyName: when it names no key.
    """
    if len(key) == 1:
        return character_name(_ORIGINAL.get(key, key))
    *modifiers, base = (f"{key[:-1]}plus" if key.endswith("++") else key).split("+")
    modifiers = [_SYNONYMS.get(modifier.strip().lower(), modifier.strip().lower()) for modifier in modifiers]
    base = _base(base.strip())
    if any(modifier not in MODIFIERS for modifier in modifiers):
        raise BadKeyName(key)
    held = set(modifiers)
    if len(base) == 1 and base.isupper() and held:
        base = base.lower()
        if held - {"shift", "ctrl"}:
            held.add("shift")
    if held == {"shift"} and len(base) == 1:
        return base.upper()
    name = "+".join((*sorted(held), base))
    return _SAME_BYTE.get(name, name)


def _base(base: str) -> str:
    if len(base) == 1:
        return character_name(_ORIGINAL.get(base, base))
    low = _SYNONYMS.get(base.lower(), base.lower())
    low = _SHORT.get(low, low)
    if low in _LABELS or low in _FUNCTION_KEYS or low in _ASCII:
        return low
    if low in _ORIGINAL_NAMES:
        return _ORIGINAL_NAMES[low]
    raise BadKeyName(base)


def is_printable(key: str) -> bool:
    """Return whether the canonical *key* types a character where text is typed."""
    return key == "space" or len(key) == 1 or key in _ASCII


@cache
def forms(key: str) -> tuple[str, ...]:
    """Return the names under which the canonical *key* may arrive, itself first.

    A printable key has the forms that an active input method sends (``:`` also ``：``, ``/`` also ``／`` and ``、``); some
    control keys are named otherwise by the Kitty protocol.
    """
    if not is_printable(key):
        return (key, *_OTHER_FORMS.get(key, ()))
    return (key, *(name for name, original in _ORIGINAL_NAMES.items() if original == key))


def label(key: str) -> str:
    """Return *key* as a person reads it: ``Ctrl+P``, ``Alt+/``, ``?``, ``PgUp``, ``P``."""
    *modifiers, base = key.split("+")
    text = _LABELS.get(base) or _ASCII.get(base) or base
    if modifiers or base in _FUNCTION_KEYS:
        text = text.upper() if len(text) == 1 or base in _FUNCTION_KEYS else text
    return "+".join((*(modifier.capitalize() for modifier in modifiers), text))
