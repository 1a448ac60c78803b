"""Chooses an emoji or face: the usual ones first, any by name, pinyin or number."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from tui.chat.emoji import Emoji, Reaction
from tui.chat.names import Match, Named
from tui.locale import t
from tui.ui.screens.named_picker import NamedPicker
from tui.ui.screens.switcher import found
from tui.ui.strips import Piece, line

SIGN_CELLS = 2
"""Cells of the column of characters."""

ID_CELLS = 7
"""Cells for the number of an emoji, so that numbers and counts stand in columns."""


class EmojiPicker(NamedPicker[Emoji]):
    """Offers *emoji*; the answer is one of them, None when it is left. What stands below a message already stands on top."""

    DEFAULT_CSS = """
    EmojiPicker .box { width: 56; height: 18; max-height: 100%; }
    EmojiPicker RowList { height: 1fr; max-height: 100%; }
    """

    def __init__(self, title: str, emoji: Sequence[Emoji], reactions: Sequence[Reaction] = (), hint: str = "") -> None:
        self._reactions = {reaction.emoji: reaction for reaction in reactions}
        known = {one.id: one for one in emoji}
        present = [known.get(reaction.emoji) or Emoji(reaction.emoji, sign=reaction.label) for reaction in reactions]
        offered = [*present, *(one for one in emoji if one.id not in self._reactions)]
        named = (Named(one, one.id, tuple(name for name in (one.name, one.sign) if name)) for one in offered)
        super().__init__(
            title,
            hint or t("reactions.hint"),
            named,
            lambda one: one.id,
            field=t("reactions.field"),
            nothing=t("reactions.nothing"),
        )

    def draw(self, match: Match[Emoji], width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return its sign and name, how many chose it, and its number."""
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
