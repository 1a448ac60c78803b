"""Draws a frame as a line of the inspector, and spells it out as its details; masked, but for what one revealed oneself."""

from __future__ import annotations

from datetime import datetime, tzinfo

from rich.style import Style
from textual.strip import Strip

from tui.chat.masking import MASK, mask, mask_part
from tui.chat.text import one_line
from tui.locale import has, t
from tui.platforms.frames import Direction, Frame, FrameKind
from tui.ui.chat_theme import ChatTheme
from tui.ui.screens.details import pretty_json, visible
from tui.ui.strips import Piece, line
from tui.ui.widgets.text_lines import Paragraph
from tui.ui.wire_model import WireRow

MAX_PREVIEW = 400
MAX_SHOWN = 60_000
"""Characters of a frame's text that are spelled out; copying takes all that was kept."""

WIDE = 90
_LABEL_CELLS = 26
_MARKS = {FrameKind.ANSWER: "<=", FrameKind.NOTE: "--", FrameKind.BROKEN: "<!"}


def paint(row: WireRow, width: int, chat: ChatTheme, zone: tzinfo | None, with_account: bool, is_cursor: bool = False) -> Strip:
    """Return *row* as one line: time, direction, action or event, a little of what it holds, and how long the answer took."""
    frame = row.frame
    style = chat.failed if row.is_failed else chat.text
    name = label_of(frame)
    if width >= WIDE:
        name = name.ljust(_LABEL_CELLS)
    left = [
        Piece(chat.icon("folded") if is_cursor else " "),
        Piece(f"{clock(frame.time, zone, exact=width >= WIDE)} ", chat.time),
        Piece(f"{mark_of(frame)} ", _style_of(frame, chat)),
        Piece(name, style + Style(bold=True) if frame.kind in (FrameKind.CALL, FrameKind.ANSWER) else style),
        Piece("  "),
        Piece(preview(frame), chat.dim),
    ]
    right = [Piece(f"{row.account} ", chat.dim)] if with_account else []
    if frame.is_by_hand:
        right.append(Piece("> ", chat.key))
    took = latency_of(row)
    if took:
        right.append(Piece(f"{took:>7} ", chat.failed if row.is_failed else chat.dim if row.is_waiting else chat.good))
    return line(left, width, right)


def mark_of(frame: Frame) -> str:
    """Return the mark of its direction and kind: ``->`` a call, ``<=`` an answer, ``<-`` an event, ``--`` a note."""
    return _MARKS.get(frame.kind) or ("->" if frame.direction is Direction.OUT else "<-")


def label_of(frame: Frame) -> str:
    """Return what it is called."""
    if frame.kind is FrameKind.NOTE and not frame.call:
        key = f"inspector.note.{frame.label}"
        return t(key) if has(key) else frame.label
    return one_line(visible(mask_part(frame.label)), 60) or t(f"inspector.kind.{frame.kind.value}")


def latency_of(row: WireRow) -> str:
    """Return how long the answer took, ``...`` while it is awaited, "" where there is none to come."""
    if row.is_waiting:
        return "..."
    took = row.latency
    if took is None:
        return ""
    if row.frame.kind is FrameKind.NOTE or (row.partner is not None and row.partner.kind is FrameKind.NOTE):
        return t("inspector.no_answer")
    return f"{took:.0f} ms" if took < 1000 else f"{took / 1000:.1f} s"


def preview(frame: Frame) -> str:
    """Return the beginning of what is interesting in *frame*, on one line and masked."""
    if frame.hides_data:
        return MASK
    end = frame.gist + MAX_PREVIEW
    piece = frame.text[frame.gist : min(end, frame.gist_end) if frame.gist_end else end]
    return one_line(visible(mask_part(piece)), MAX_PREVIEW)


def text_of(frame: Frame, is_revealed: bool = False) -> str:
    """Return the text of *frame* as it may be seen, copied and written."""
    if is_revealed and frame.is_by_hand:
        return frame.text
    return mask_part(frame.text) if frame.kind is FrameKind.NOTE else mask(frame.text, frame.hides_data)


def details(row: WireRow, zone: tzinfo | None, is_revealed: bool) -> list[Paragraph]:
    """Return all that is known of *row*, and below it of its answer, or of what it answers."""
    frames = [row.frame] if row.partner is None else [row.frame, row.partner]
    made: list[Paragraph] = []
    for frame in frames:
        made += _details_of(frame, row.account, zone, is_revealed)
        made.append(Paragraph("", is_wide=True))
    if row.is_waiting:
        made.append(Paragraph(t("inspector.waiting"), "dim", is_wide=True))
    return made


def _details_of(frame: Frame, account: str, zone: tzinfo | None, is_revealed: bool) -> list[Paragraph]:
    size = frame.size or len(frame.text)
    facts = [clock(frame.time, zone, exact=True), account, t("inspector.size", count=f"{size:,}")]
    if frame.latency is not None:
        facts.insert(1, f"{frame.latency:.1f} ms")
    if frame.is_failed:
        facts.insert(1, t("inspector.failed"))
    head = f"{mark_of(frame)} {label_of(frame)}"
    made = [
        Paragraph(head, "failed" if frame.is_failed else "title", is_wide=True),
        Paragraph(visible(" · ".join(facts)), "dim", is_wide=True),
    ]
    shown = pretty_json(text_of(frame, is_revealed))
    made.append(Paragraph(visible(shown[:MAX_SHOWN]), "quote", is_wide=True))
    if len(shown) > MAX_SHOWN:
        made.append(Paragraph(t("screens.details_more", count=len(shown) - MAX_SHOWN), "warning", is_wide=True))
    if frame.size:
        made.append(Paragraph(t("inspector.cut", kept=f"{len(frame.text):,}"), "warning", is_wide=True))
    return made


def clock(time: int, zone: tzinfo | None, *, exact: bool) -> str:
    """Return the time of day of *time* (ms), with its milliseconds when *exact*."""
    moment = datetime.fromtimestamp(time / 1000, zone)
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03}" if exact else f"{moment:%H:%M:%S}"


def _style_of(frame: Frame, chat: ChatTheme) -> Style:
    if frame.is_failed:
        return chat.failed
    if frame.kind is FrameKind.CALL:
        return chat.own
    return chat.good if frame.kind is FrameKind.ANSWER else chat.dim if frame.kind is FrameKind.NOTE else chat.key
