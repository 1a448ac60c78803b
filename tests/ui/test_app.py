"""The application itself: what Textual would take for a key handler."""

from __future__ import annotations

import re
from pathlib import Path

import tui.ui

_ASSIGNED = re.compile(r"self\.(_?key_\w+)(?::[^=]+)? = ")


def test_no_attribute_is_taken_for_a_key_handler() -> None:
    """Textual calls ``key_<name>`` and ``_key_<name>`` of a widget when the key is pressed, whatever they are."""
    found = {
        (path.name, name)
        for path in Path(tui.ui.__file__).parent.rglob("*.py")
        for name in _ASSIGNED.findall(path.read_text(encoding="utf-8"))
    }
    assert found <= {("message_pane.py", "_key_of")}, "rename them; no key is named 'of'"
