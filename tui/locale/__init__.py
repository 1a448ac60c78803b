"""Every string of the interface, Chinese and English side by side: ``t("pane.recalled", who=...)``.

A key's part before the first dot names the module of this package that holds it in ``STRINGS``: key -> (Chinese, English). A
module is read when the first of its strings is asked for, which keeps the start quick.
"""

from __future__ import annotations

import locale as _system
import os
from importlib import import_module

LANGUAGES = ("zh", "en")
Strings = dict[str, tuple[str, str]]

_spoken = [0]
_areas: dict[str, Strings] = {}


def set_language(language: str) -> None:
    """Speak ``zh`` or ``en`` from now on; ``auto`` asks the environment."""
    _spoken[0] = LANGUAGES.index(detect() if language == "auto" else language)


def language() -> str:
    """Return the language spoken now, ``zh`` or ``en``."""
    return LANGUAGES[_spoken[0]]


def detect() -> str:
    """Return ``zh`` or ``en`` by the environment, as gettext would read it; Chinese when it says nothing."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").split(":")[0]
        if value and not value.upper().startswith(("C", "POSIX")):
            return "zh" if value.startswith("zh") else "en"
    return "en" if (_system.getlocale()[0] or "").startswith("en") else "zh"


def t(key: str, /, **values: object) -> str:
    """Return the string of *key* in the language spoken now, its ``{names}`` filled from *values*.

    A key that does not exist is a mistake of ours, found by a test; the user sees the key rather than a crash.
    """
    found = strings(key.partition(".")[0]).get(key)
    if found is None:
        return f"{key} {values}" if values else key
    text = found[_spoken[0]]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """Return whether there is a string of *key*."""
    return key in strings(key.partition(".")[0])


def strings(area: str) -> Strings:
    """Return all strings of one *area* (a module of this package); {} when there is no such area."""
    if area not in _areas:
        try:
            _areas[area] = import_module(f"{__name__}.{area}").STRINGS
        except ModuleNotFoundError:
            _areas[area] = {}
    return _areas[area]
