"""Draws what a search has found: who said it where and when, and below it the words around what was looked for."""

from __future__ import annotations

import time
from datetime import tzinfo

from rich.cells import cell_len
from textual.strip import Strip

from tui.chat.finding import Excerpt
from tui.locale import t
from tui.store.search import Hit
from tui.ui.chat_theme import ChatTheme
from tui.ui.describe import clock, day_of
from tui.ui.strips import Piece, lead, line

_INDENT = 4


def paint(
    found: Hit, width: int, chat: ChatTheme, zone: tzinfo | None, *, place: str, account: str, is_cursor: bool
) -> list[Strip]:
    """Return the two lines of *found*. *place* is what its conversation is called, "" where that is known."""
    who = t("search.you") if found.is_own else found.sender_name or found.sender
    left = lead(chat, is_cursor)
    if place and (found.is_own or place != who):
        left += [Piece(place, chat.dim), Piece("  ")]
    left.append(Piece(who, chat.own if found.is_own else chat.sender(found.sender)))
    right = [Piece(f"{account} ", chat.dim)] if account else []
    right.append(Piece(f"{moment_label(found.position.time, zone)} ", chat.time))
    around = around_found(found.excerpt, width - _INDENT - 1, chat)
    return [line(left, width, right), line([Piece(" " * _INDENT), *around], width)]


def moment_label(when: int, zone: tzinfo | None) -> str:
    """Return when it was said: ``14:03`` today, ``10-01 14:03`` this year, ``2024-10-01 14:03``; "" where nobody knows."""
    if not when:
        return ""
    day, today = day_of(when, zone), day_of(time.time_ns() // 1_000_000, zone)
    shown = clock(when, zone)
    if day == today:
        return shown
    return f"{day:%m-%d} {shown}" if day.year == today.year else f"{day.isoformat()} {shown}"


def around_found(excerpt: Excerpt, width: int, chat: ChatTheme) -> list[Piece]:
    """Return *excerpt* from where on what was found is in sight at *width* cells, marked."""
    text, spans = excerpt.text, excerpt.spans
    first, end = spans[0] if spans else (0, 0)
    start, is_cut = 0, excerpt.is_cut
    # A third of the line may stand before what was found, more of it where the whole then fits.
    room = max(width // 3, width - cell_len(text[first : end + width]) - 1)
    while start < first and cell_len(text[start:first]) + is_cut > room:
        start, is_cut = start + 1, True
    pieces = [Piece("…", chat.dim)] if is_cut else []
    at = start
    for begin, stop in spans:
        pieces += [Piece(text[at:begin], chat.text), Piece(text[begin:stop], chat.text + chat.match)]
        at = stop
    return [*pieces, Piece(text[at:], chat.text)]
