"""What a terminal sends for a key."""

from __future__ import annotations

ESCAPE = b"\x1b[27u"
"""The escape key as terminals with the Kitty protocol send it: it need not wait to see whether a sequence follows."""

ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
TILDES = {"delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18, "f9": 20, "f10": 21, "f11": 23, "f12": 24}
MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}
PLAIN = {
    "enter": b"\r", "tab": b"\t", "shift+tab": b"\x1b[Z", "escape": ESCAPE, "backspace": b"\x7f", "f1": b"\x1bOP",
    "f2": b"\x1bOQ", "f3": b"\x1bOR",
    "f4": b"\x1bOS", "ctrl+backslash": b"\x1c", "ctrl+right_square_bracket": b"\x1d", "ctrl+circumflex_accent": b"\x1e",
    "ctrl+underscore": b"\x1f",
    "ctrl+backspace": b"\x08", "alt+backspace": b"\x1b\x7f", "alt+enter": b"\x1b\r", "alt+slash": b"\x1b/",
    "alt+comma": b"\x1b,", "alt+full_stop": b"\x1b.",
    "alt+minus": b"\x1b-",
    "shift+enter": b"\x1b[13;2u", "ctrl+enter": b"\x1b[13;5u",
}  # fmt: skip


def bytes_of(key: str) -> bytes:
    """Return what xterm sends for *key*."""
    if key in PLAIN:
        return PLAIN[key]
    *modifiers, name = key.split("+")
    number = 1 + sum(MODIFIERS[modifier] for modifier in modifiers)
    if name in ARROWS:
        return f"\x1b[1;{number}{ARROWS[name]}".encode() if modifiers else f"\x1b[{ARROWS[name]}".encode()
    if name in TILDES:
        return f"\x1b[{TILDES[name]};{number}~".encode() if modifiers else f"\x1b[{TILDES[name]}~".encode()
    assert len(name) == 1, key
    return bytes([ord(name) & 0x1F]) if modifiers == ["ctrl"] else b"\x1b" + name.encode()
