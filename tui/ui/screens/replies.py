"""Chooses one of the canned replies of the config, by name, words, pinyin or initials; without any, says how to add some."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import Match, Named
from tui.chat.text import one_line
from tui.config import Reply
from tui.locale import t
from tui.ui.screens.named_picker import NamedPicker
from tui.ui.screens.switcher import found
from tui.ui.strips import Piece, line
from tui.ui.widgets.prose import Prose

PREVIEW = 300
"""Characters of a reply that are shown and searched."""

EXAMPLE = ("[[replies]]", 'name = "{}"', 'text = "{}"')


class Replies(NamedPicker[Reply]):
    """Offers *replies*, whose words stand as they would be sent; the answer is one of them, None when it is left.

    *path* is the config file, named where there are none.
    """

    DEFAULT_CSS = """
    Replies .box { width: 72; max-height: 90%; }
    Replies.-some .box { height: 20; }
    Replies RowList { height: 1fr; max-height: 100%; }
    Replies .example { color: $primary; padding: 0 2; }
    Replies .words { margin-bottom: 1; }
    """
    row_height = 2

    def __init__(self, replies: Sequence[Reply], path: Path) -> None:
        super().__init__(
            t("replies.title"),
            t("replies.hint" if replies else "replies.hint_none"),
            (Named(reply, "", (reply.name, one_line(reply.text, PREVIEW))) for reply in replies),
            lambda reply: (reply.name, reply.account),
            field=t("replies.field"),
            nothing=t("replies.nothing"),
        )
        self._replies = replies
        self._path = path
        self.set_class(bool(replies), "-some")

    def body(self) -> list[Widget]:
        """Return the line to type into and what it finds, or how to have something to find."""
        if self._replies:
            return super().body()
        example = (EXAMPLE[0], EXAMPLE[1].format(t("replies.example_name")), EXAMPLE[2].format(t("replies.example_text")))
        return [
            Prose(t("replies.none", path=self._path), classes="words"),
            *(Prose(words, classes="example") for words in example),
        ]

    def draw(self, match: Match[Reply], width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return its name, and below it its words."""
        chat, reply = self._list.chat, match.item
        mark = Piece(f"{chat.icon('folded') if is_cursor else ' '} ")
        words = found(one_line(reply.text, PREVIEW), match, chat.dim, chat.match)
        return [line([mark, *found(reply.name, match, chat.text, chat.match)], width), line([Piece("  "), *words], width)]
