"""Chooses an emoji or face: the usual ones first, any by name, pinyin or number."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.emoji import Emoji, Reaction
from tui.chat.names import Match, Named, NameIndex
from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.screens.switcher import found
from tui.ui.strips import Piece, line
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.row_list import RowList

SIGN_CELLS = 2
"""Cells of the column of characters."""

ID_CELLS = 7
"""Cells for the number of an emoji, so that numbers and counts stand in columns."""


class EmojiPicker(Dialog[Emoji]):
    """Offers *emoji*; the answer is one of them, None when it is left. What stands below a message already stands on top."""

    DEFAULT_CSS = """
    EmojiPicker .box { width: 56; height: 18; max-height: 100%; }
    EmojiPicker RowList { height: 1fr; max-height: 100%; }
    """

    def __init__(self, title: str, emoji: Sequence[Emoji], reactions: Sequence[Reaction] = (), hint: str = "") -> None:
        super().__init__(title, hint or t("reactions.hint"))
        self._reactions = {reaction.emoji: reaction for reaction in reactions}
        known = {one.id: one for one in emoji}
        present = [known.get(reaction.emoji) or Emoji(reaction.emoji, sign=reaction.label) for reaction in reactions]
        self._emoji = [*present, *(one for one in emoji if one.id not in self._reactions)]
        self._index = NameIndex(Named(one, one.id, tuple(name for name in (one.name, one.sign) if name)) for one in self._emoji)
        self._field = FilterInput(t("reactions.field"))
        self._list: RowList[Match[Emoji]] = RowList(
            self._draw, lambda match: match.item.id, empty=t("reactions.nothing"), is_led=True
        )

    def body(self) -> list[Widget]:
        """Return the line to type into and what it finds."""
        return [self._field, self._list]

    def on_mount(self) -> None:
        """Show all of them, and prepare the search meanwhile."""
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
        self._list.set_rows(self._index.search(self._field.value.strip(), len(self._emoji)))
        self._list.action_first()

    def _take(self, match: Match[Emoji] | None) -> None:
        if match is None:
            self.app.bell()
        else:
            self.dismiss(match.item)

    def _draw(self, match: Match[Emoji], width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat, emoji = self._list.chat, match.item
        left = [Piece(f"{chat.icon('folded') if is_cursor else ' '} ")]
        sign = emoji.sign or "·"
        left.append(Piece(sign + " " * (SIGN_CELLS - cell_len(sign)), chat.text if emoji.sign else chat.dim))
        left += [Piece("  "), *found(emoji.name or emoji.id, match, chat.text, chat.match)]
        right = []
        reaction = self._reactions.get(emoji.id)
        if reaction is not None:
            right.append(Piece(f"{t('reactions.count', n=reaction.count)} ", chat.dim))
            if reaction.is_own:
                right.append(Piece(f"{chat.icon('mark') or '✓'} {t('reactions.yours')} ", chat.key))
        right.append(Piece(" " * (ID_CELLS - cell_len(emoji.id))))
        right += [*found(emoji.id, match, chat.dim, chat.match), Piece(" ")]
        return [line(left, width, right)]
