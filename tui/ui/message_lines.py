"""Lays out one message of a conversation, with what stands above it, as lines of styled segments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, tzinfo

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui.chat import segments as seg
from tui.chat.messages import SendState
from tui.chat.people import Role
from tui.locale import has, t
from tui.store.rows import Gap, GapState, MessageRow
from tui.ui.chat_theme import ChatTheme
from tui.ui.describe import NameOf, clock, day_label, day_of, notice_line, preview
from tui.ui.line_builder import GUTTER, Line, LineBuilder
from tui.ui.message_body import Body, Part, Run, make_body
from tui.ui.wrap import fit, wrap

GROUP_MILLISECONDS = 5 * 60 * 1000
"""Messages of one person that follow each other within this time stand under one name."""

FOLD_LINES = 40
"""Lines of one message that are shown before the rest is folded away."""

_MAX_STATE_LINES = 3
_NAME_CELLS = 24
_ROLES = {Role.OWNER: ("owner", "pane.owner"), Role.ADMIN: ("admin", "pane.admin")}
_OFFLINE_STATES = (SendState.FAILED, SendState.UNCONFIRMED)


class Flags(Struct, frozen=True):
    """What the pane, not the store, knows of a message."""

    is_revealed: bool = False
    is_first_unread: bool = False
    is_gap_loading: bool = False


PLAIN = Flags()


class Block(Struct, frozen=True):
    """A message laid out: *top* is the first of its lines that is not a separator above it, *body* the first of its words."""

    lines: Sequence[Line]
    top: int
    body: int
    text: str


class Look(Struct, frozen=True):
    """All that layout depends on besides the message: one value for the whole pane, another one after a resize.

    *width* in cells; *own_id* whose "me" it is; *zone* None for the computer's; *key_of* gives the key of a command as a person
    reads it, "" for none.
    """

    theme: ChatTheme
    width: int
    own_id: str
    today: date
    zone: tzinfo | None
    is_roomy: bool
    name_of: NameOf
    role_of: Callable[[str], Role]
    key_of: Callable[[str], str]

    @property
    def room(self) -> int:
        """Cells for the text of a message: the last one stays blank."""
        return max(self.width - GUTTER - 1, 8)


def lay_out(row: MessageRow, above: MessageRow | None, flags: Flags, look: Look, ordinal: int) -> Block:
    """Return the block of *row*, which stands below *above*; *ordinal* orders the rows for Textual's text selection."""
    return _Layout(row, above, flags, look, ordinal).block()


class _Layout:
    """The making of one block."""

    def __init__(self, row: MessageRow, above: MessageRow | None, flags: Flags, look: Look, ordinal: int) -> None:
        self.row = row
        self.above = above
        self.flags = flags
        self.look = look
        self.ordinal = ordinal
        self.styles = look.theme.on_background
        self.lines: list[Line] = []
        bar = look.theme.icon("own") or "▎"
        self._bar = bar if cell_len(bar) == 1 else "|"

    def block(self) -> Block:
        row = self.row
        self._add_separators()
        is_head = self._is_head(len(self.lines) > 0)
        begins_group = bool(self.lines) or is_head or (self.above is not None and row.is_notice != self.above.is_notice)
        if self.look.is_roomy and self.above is not None and begins_group:
            self.lines.insert(0, self._side_line(0, is_own=False).done())
        top = len(self.lines)
        if row.is_notice:
            body = self._notice_body()
            self._add_notice(body)
            return Block(self.lines, top, top, body.text)
        if is_head:
            self._add_head()
        start = len(self.lines)
        self._add_quote()
        if row.is_recalled and not self.flags.is_revealed:
            self._add_recalled("pane.reveal")
            return Block(self.lines, top, start, "")
        body = make_body(row.segments, self.look.own_id, self.look.name_of)
        self._add_body(body)
        if row.is_recalled:
            self._add_recalled("pane.conceal")
        self._add_state(len(body.text))
        if row.reactions and not row.is_recalled:
            self._add_reactions(len(body.text))
        return Block(self.lines, top, start, body.text)

    def _is_head(self, has_separator: bool) -> bool:
        row, above = self.row, self.above
        if row.is_notice:
            return False
        return (
            has_separator
            or above is None
            or above.is_notice
            or above.sender != row.sender
            or above.is_own != row.is_own
            or row.time - above.time > GROUP_MILLISECONDS
        )

    # What stands above a message ------------------------------------------------------------------------------------------

    def _add_separators(self) -> None:
        look = self.look
        if self.row.gap is not None:
            self.lines.append(self._gap(self.row.gap))
        day = day_of(self.row.time, look.zone)
        # In a forward it may be that nobody tells when something was said.
        if self.row.time and (self.above is None or day_of(self.above.time, look.zone) != day):
            self.lines.append(self._rule(day_label(day, look.today), "day", "─"))
        if self.flags.is_first_unread:
            self.lines.append(self._rule(t("pane.unread_from"), "unread", "━"))

    def _gap(self, gap: Gap) -> Line:
        state = "loading" if self.flags.is_gap_loading else gap.state.value
        if gap.words and not self.flags.is_gap_loading and gap.state is not GapState.OPEN:
            words = t(f"pane.gap.{state}_words", words=gap.words)
        else:
            words = t(f"pane.gap.{state}")
        return self._rule(words, "gap", self.look.theme.icon("gap") or "┄", Part("gap", str(gap.id)))

    def _rule(self, words: str, style: str, glyph: str, part: Part | None = None) -> Line:
        words = fit(words, self.look.width - 8)
        glyph = glyph if cell_len(glyph) == 1 else "-"
        left = max((self.look.width - cell_len(words) - 3) // 2, 1)
        right = max(self.look.width - left - cell_len(words) - 3, 0)
        line = self._line()
        line.add(glyph * left, "dim" if style == "day" else style)
        line.add(f" {words} ", style, part)
        line.add(glyph * right, "dim" if style == "day" else style)
        return line.done()

    # A message ------------------------------------------------------------------------------------------------------------

    def _add_head(self) -> None:
        row, look = self.row, self.look
        line = self._side_line(0)
        time = clock(row.time, look.zone) if row.time else ""
        role, badge = _ROLES.get(look.role_of(row.sender), ("", ""))
        words = t(badge) if badge else ""
        room = look.room - cell_len(time) - (cell_len(words) + 1 if words else 0) - 2
        if row.is_own:
            name, style = t("pane.me"), self.styles["own"] + Style(bold=True)
        else:
            name = look.name_of(row.sender, row.sender_name) or row.sender
            style = self.styles["text"] + look.theme.sender(row.sender) + Style(bold=True)
        line.add_styled(fit(name, min(room, _NAME_CELLS)), style)
        if words:
            line.add(" ", "text")
            line.add(words, role)
        line.add(" " * max(look.width - line.cells - cell_len(time) - 1, 1), "text")
        line.add(time, "time")
        self.lines.append(line.done())

    def _add_quote(self) -> None:
        quote = seg.first(self.row.segments, seg.Quote)
        if quote is None:
            return
        found, look = self.row.quoted, self.look
        sender = found.sender if found else quote.sender
        name = ""
        if found and found.is_own:
            name = t("pane.me")
        elif sender:
            name = look.name_of(sender, found.sender_name if found else "")
        if found and found.is_recalled:
            words = t("pane.quote.recalled")
        elif found:
            words = preview(found.segments, look.name_of)
        else:
            words = preview((seg.Text(quote.text),)) if quote.text else t("pane.quote.missing")
        line = self._side_line(0)
        bar = look.theme.icon("reply") or "│"
        line.add(f"{bar} ", "quote")
        label = f"{fit(name, _NAME_CELLS)}: " if name else ""
        line.add(fit(label + words, look.room - cell_len(bar) - 1), "quote", Part("message.go_to_quoted"))
        self.lines.append(line.done())

    def _add_body(self, body: Body) -> None:
        lines = wrap(body.text, self.look.room)
        hidden = len(lines) - FOLD_LINES
        is_folded = hidden > 1 and not self.flags.is_revealed
        first = len(self.lines)
        for start, end in lines[:FOLD_LINES] if is_folded else lines:
            line = self._text_line(start, end, is_own=self.row.is_own)
            self._add_runs(line, body, start, end)
            self.lines.append(line.done())
        if self.row.mentions_me and not self.row.is_own:
            self.lines[first] = self._marked(self.lines[first], self.look.theme.icon("mention") or "@")
        if is_folded or (hidden > 1 and not self.row.is_recalled):
            line = self._side_line(len(body.text))
            if is_folded:
                line.add(t("pane.folded", n=hidden) + " · ", "dim")
            self._add_hint(line, "message.reveal", t("pane.open" if is_folded else "pane.fold"), Part("reveal"))
            self.lines.append(line.done())

    def _add_runs(self, line: LineBuilder, body: Body, start: int, end: int) -> None:
        override = "recalled" if self.row.is_recalled else ""
        first = bisect_right(body.runs, start, key=lambda run: run.end)
        for run in body.runs[first:]:
            if run.start >= end:
                return
            at = max(run.start, start)
            line.add_text(body.text[at : min(run.end, end)], at, override or run.look, run.part)

    def _add_recalled(self, verb: str) -> None:
        row = self.row
        line = self._side_line(0)
        by_other = row.recalled_by and row.recalled_by != row.sender
        words = t("pane.recalled_by", who=self.look.name_of(row.recalled_by or "", "")) if by_other else t("pane.recalled")
        line.add(f"{fit(words, self.look.room - 14)} · ", "recalled")
        self._add_hint(line, "message.reveal", t(verb), Part("reveal"))
        self.lines.append(line.done())

    # Own messages on their way --------------------------------------------------------------------------------------------

    def _add_state(self, anchor: int) -> None:
        state = self.row.state
        if state is SendState.SENT:
            return
        icon = self.look.theme.icon(state.value)
        if state not in _OFFLINE_STATES:
            self._add_waiting(f" {icon} {t(f'pane.state.{state}')}", anchor)
            return
        error = t(self.row.error) if has(self.row.error) else self.row.error
        words = t("pane.state.failed_words", words=error) if error else t(f"pane.state.{state}")
        style = "failed" if state is SendState.FAILED else "warning"
        words = f"{icon} {words}"
        lines = wrap(words, self.look.room)
        for number, (start, end) in enumerate(lines[:_MAX_STATE_LINES], 1):
            is_cut = number == _MAX_STATE_LINES < len(lines)
            line = self._side_line(anchor)
            line.add(fit(words[start:] if is_cut else words[start:end], self.look.room), style)
            self.lines.append(line.done())
        line = self._side_line(anchor)
        self._add_hint(line, "message.resend", t("pane.resend"), Part("message.resend"))
        line.add(" · ", "dim")
        self._add_hint(line, "message.discard", t("pane.discard"), Part("message.discard"))
        self.lines.append(line.done())

    def _add_waiting(self, words: str, anchor: int) -> None:
        # Behind the last words where there is room, so that the lines below do not jump when the answer comes.
        last, cells = self.lines[-1], cell_len(words)
        if last.text is not None and last.used + cells < self.look.width:
            blank = Segment(" " * (self.look.width - last.used - cells), self.styles["text"])
            segments = [*last.segments[:-1], Segment(words, self.styles["time"]), blank]
            self.lines[-1] = replace(last, segments=segments, used=last.used + cells)
        else:
            line = self._side_line(anchor)
            line.add(fit(words[1:], self.look.room), "time")
            self.lines.append(line.done())

    # What others think of it ----------------------------------------------------------------------------------------------

    def _add_reactions(self, anchor: int) -> None:
        """Add each emoji with its count; ours have the mark before them that marked messages have."""
        look = self.look
        mark = look.theme.icon("mark") or "✓"
        line = self._side_line(anchor)
        for reaction in self.row.reactions:
            label = fit(reaction.label or t("segment.face_nameless", id=reaction.emoji), _NAME_CELLS)
            words = f"{mark if reaction.is_own else ''}{label} {reaction.count}"
            if line.cells > GUTTER and line.cells + 2 + cell_len(words) >= look.width:
                self.lines.append(line.done())
                line = self._side_line(anchor)
            line.add("  " if line.cells > GUTTER else "", "text")
            line.add(words, "mention" if reaction.is_own else "dim", Part("message.reactors"))
        self.lines.append(line.done())

    def _add_hint(self, line: LineBuilder, command: str, words: str, part: Part) -> None:
        if key := self.look.key_of(command):
            line.add(key, "key", part)
            line.add(" ", "dim", part)
        line.add(words, "dim", part)

    # A notice -------------------------------------------------------------------------------------------------------------

    def _notice_body(self) -> Body:
        segments = self.row.segments
        notice = seg.first(segments, seg.Notice)
        words = notice_line(notice, self.look.name_of) if notice is not None else preview(segments, self.look.name_of)
        return Body(words, (Run(0, len(words), "system"),))

    def _add_notice(self, body: Body) -> None:
        time = f" · {clock(self.row.time, self.look.zone)}"
        lines = wrap(body.text, self.look.room - 4)
        for index, (start, end) in enumerate(lines):
            cells = cell_len(body.text[start:end])
            is_last = index == len(lines) - 1
            has_time = is_last and cells + len(time) <= self.look.room
            left = max((self.look.width - cells - (len(time) if has_time else 0)) // 2 - GUTTER, 0)
            line = self._text_line(start, end)
            line.add(" " * left, "text")
            line.add_text(body.text[start:end], start, "system")
            if has_time:
                line.add(time, "time")
            self.lines.append(line.done())

    # Lines ----------------------------------------------------------------------------------------------------------------

    def _line(self) -> LineBuilder:
        return LineBuilder(self.styles, self.look.width)

    def _text_line(self, start: int, end: int, *, is_own: bool = False) -> LineBuilder:
        """Return a line, after the gutter, that shows the message's text from *start* to *end*."""
        line = LineBuilder(self.styles, self.look.width, (start, end))
        line.add_gutter((start, self.ordinal), self._bar if is_own else "")
        return line

    def _side_line(self, anchor: int, *, is_own: bool | None = None) -> LineBuilder:
        """Return a line, after the gutter, that shows none of the text; a selection that begins in it begins at *anchor*."""
        line = self._line()
        line.add_gutter((anchor - 1, self.ordinal), self._bar if self.row.is_own and is_own is not False else "")
        return line

    def _marked(self, line: Line, glyph: str) -> Line:
        first, *others = line.segments
        style = first.style or Style()
        glyph = glyph if cell_len(glyph) == 1 else "@"
        marked = [Segment(glyph, style + self.look.theme.mention_me), Segment(first.text[1:], style), *others]
        return replace(line, segments=marked)
