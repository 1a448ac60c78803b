"""Chooses one of the canned replies of the config, by name, words, pinyin or initials; without any, says how to add some."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import Match, Named, NameIndex
from tui.chat.text import one_line
from tui.config import Reply
from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.screens.switcher import found
from tui.ui.strips import Piece, line
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList

PREVIEW = 300
"""Characters of a reply that are shown and searched."""

EXAMPLE = ("[[replies]]", 'name = "{}"', 'text = "{}"')


class Replies(Dialog[Reply]):
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

    def __init__(self, replies: Sequence[Reply], path: Path) -> None:
        super().__init__(t("replies.title"), t("replies.hint" if replies else "replies.hint_none"))
        self._replies = replies
        self._path = path
        self.set_class(bool(replies), "-some")
        self._index = NameIndex(Named(reply, "", (reply.name, one_line(reply.text, PREVIEW))) for reply in replies)
        self._field = FilterInput(t("replies.field"))
        self._list: RowList[Match[Reply]] = RowList(
            self._draw, lambda match: (match.item.name, match.item.account), row_height=2, empty=t("replies.nothing"), is_led=True
        )

    def body(self) -> list[Widget]:
        """Return the line to type into and what it finds, or how to have something to find."""
        if self._replies:
            return [self._field, self._list]
        example = (EXAMPLE[0], EXAMPLE[1].format(t("replies.example_name")), EXAMPLE[2].format(t("replies.example_text")))
        return [
            Prose(t("replies.none", path=self._path), classes="words"),
            *(Prose(words, classes="example") for words in example),
        ]

    def on_mount(self) -> None:
        """Show all of them, and prepare the search meanwhile."""
        if self._replies:
            self._field.focus()
            self._show()
            self.run_worker(self._index.warm, thread=True, exit_on_error=False)

    @on(FilterInput.Changed)
    def _on_changed(self) -> None:
        self._show()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        event.move(self._list)

    @on(FilterInput.Submitted)
    def _on_submitted(self) -> None:
        self._take(self._list.cursor_row)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._take(event.row)

    def _show(self) -> None:
        self._list.set_rows(self._index.search(self._field.value.strip(), len(self._replies)))
        self._list.action_first()

    def _take(self, match: Match[Reply] | None) -> None:
        if match is None:
            self.app.bell()
        else:
            self.dismiss(match.item)

    def _draw(self, match: Match[Reply], width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat, reply = self._list.chat, match.item
        mark = Piece(f"{chat.icon('folded') if is_cursor else ' '} ")
        words = found(one_line(reply.text, PREVIEW), match, chat.dim, chat.match)
        return [line([mark, *found(reply.name, match, chat.text, chat.match)], width), line([Piece("  "), *words], width)]
