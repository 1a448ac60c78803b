"""All that is known of one message: who, when, what; and the JSON as which it came, with nothing invisible in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.text_lines import Paragraph, TextLines

MAX_RAW = 200_000
"""Characters of raw data that are shown; copying takes all."""

# What a terminal would not show, or would obey: shown as an escape, because this is where one looks for it.
_UNSEEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


class Details(Dialog[None]):
    """Shows *facts* (label and value), the *text* of a message and its *raw* JSON ("": none was kept).

    *copy* is given what is to be copied.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_text", show=False),
        Binding("Y", "copy_raw", show=False),
        Binding("i,q", "leave", show=False),
    ]
    DEFAULT_CSS = """
    Details .box { width: 90%; height: 90%; }
    Details TextLines { height: 1fr; }
    """

    def __init__(self, title: str, facts: Sequence[tuple[str, str]], text: str, raw: str, copy: Callable[[str], None]) -> None:
        super().__init__(title, t("screens.details_hint"))
        self._facts = tuple(facts)
        self._text = text
        self._raw = raw
        self._copy = copy

    def body(self) -> list[Widget]:
        """Return the text to scroll through."""
        return [TextLines(self._paragraphs())]

    def action_copy_text(self) -> None:
        """Copy what was said."""
        self._copy(self._text)

    def action_copy_raw(self) -> None:
        """Copy the JSON as it came."""
        self._copy(self._raw)

    def _paragraphs(self) -> list[Paragraph]:
        found = [Paragraph(visible(value), label=label) for label, value in self._facts]
        found.append(Paragraph(visible(self._text), label=t("screens.details_text")))
        found.append(Paragraph(""))
        if not self._raw:
            found.append(Paragraph(t("screens.details_no_raw"), "dim", t("screens.details_raw")))
            return found
        pretty = pretty_json(self._raw)
        found.append(Paragraph(t("screens.details_raw"), "dim", is_wide=True))
        found.append(Paragraph(visible(pretty[:MAX_RAW]), "quote", is_wide=True))
        if len(pretty) > MAX_RAW:
            more = t("screens.details_more", count=len(pretty) - MAX_RAW)
            found.append(Paragraph(more, "warning", is_wide=True))
        return found


def pretty_json(raw: str) -> str:
    """Return *raw* indented when it is JSON, else as it is."""
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return raw


def visible(text: str) -> str:
    """Return *text* with what can not be seen in it written as ``\\uXXXX``."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
