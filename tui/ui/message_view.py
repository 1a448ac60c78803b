"""Decides which lines of a conversation are on the screen: what is being read stays where it is, or the end is followed."""

from __future__ import annotations

from msgspec import Struct

from tui.chat.ids import LocalId
from tui.store.changes import Change
from tui.store.rows import GapState, MessageRow, Position
from tui.ui.message_lines import PLAIN, Block, Flags, Look, lay_out
from tui.ui.message_window import MAX_ROWS, MessageWindow
from tui.ui.row_source import RowSource

BEGINNING = Position(-1, 0, 0)
"""Before every row."""

MARGIN = 10
"""Rows above the screen in which an open gap already asks to be filled."""

MAX_BLOCKS = MAX_ROWS + 64
"""Layouts kept, also of rows that were let go of meanwhile."""


class _Made(Struct):
    """A block, and what it was made of."""

    row: MessageRow
    above: MessageRow | None
    flags: Flags
    ordinal: int
    block: Block


class MessageView:
    """A screen of *height* lines over one conversation.

    ``visible`` are the (ordinal, line of its block) from the top; fewer than *height* when the conversation is short. The cursor
    is a row, and never moves by itself; while *is_held*, what comes does not push it off the screen.
    """

    def __init__(self, reader: RowSource, conversation: int, look: Look, height: int, *, is_top_down: bool = False) -> None:
        self._reader = reader
        self.window = MessageWindow(reader, conversation)
        self.look = look
        self.height = max(height, 1)
        self.visible: list[tuple[int, int]] = []
        self.is_following = True
        self.is_held = False
        self._is_top_down = is_top_down
        self.cursor: LocalId | None = None
        self.unread_from: LocalId | None = None
        self.revealed: set[LocalId] = set()
        self.loading_gaps: set[int] = set()
        self._made: dict[LocalId, _Made] = {}
        self._ends = (0, 0)
        self.read_ends()
        # A row that stays where it is, usually the one at the top, and where the first line of the screen is as seen from the
        # first line of that row's words: separators above the words may come and go without moving them.
        self._anchor: tuple[MessageRow, int] | None = None

    # What is shown --------------------------------------------------------------------------------------------------------

    @property
    def is_at_bottom(self) -> bool:
        """Whether the last line of the newest row is on the screen."""
        if not self.visible:
            return True
        ordinal, line = self.visible[-1]
        return self.window.is_newest and ordinal == self.window.last and line == len(self.block(ordinal).lines) - 1

    def block(self, ordinal: int) -> Block:
        """Return the block of a row that is held, made now if what it is made of has changed."""
        row = self.window.row(ordinal)
        above = self.window.row(ordinal - 1) if ordinal > self.window.first else None
        flags = self._flags(row)
        made = self._made.get(row.id)
        if made is None or made.row is not row or made.above is not above or made.flags != flags or made.ordinal != ordinal:
            made = _Made(row, above, flags, ordinal, lay_out(row, above, flags, self.look, ordinal))
            if len(self._made) > MAX_BLOCKS:
                self._made = {id: old for id, old in self._made.items() if id in self.window}
            self._made[row.id] = made
        return made.block

    def line(self, y: int) -> tuple[MessageRow, Block, int] | None:
        """Return what is on line *y* of the screen: the row, its block, and which of the block's lines; None on a blank one."""
        at = y - self._pad
        if not 0 <= at < len(self.visible):
            return None
        ordinal, number = self.visible[at]
        return self.window.row(ordinal), self.block(ordinal), number

    def span_of(self, id: LocalId | None) -> range:
        """Return the lines of the screen on which the row *id* stands, separators above it left out."""
        ordinal = self.window.ordinal(id)
        if ordinal is None:
            return range(0)
        top = self.block(ordinal).top
        lines = [self._pad + y for y, (at, number) in enumerate(self.visible) if at == ordinal and number >= top]
        return range(lines[0], lines[-1] + 1) if lines else range(0)

    def gaps_in_sight(self) -> list[int]:
        """Return the open gaps on the screen or just above it."""
        if not self.visible:
            return []
        rows = self.window.run(self.visible[0][0] - MARGIN, self.visible[-1][0])
        return [row.gap.id for row in rows if row.gap is not None and row.gap.state is GapState.OPEN]

    def thumb(self) -> range:
        """Return the lines beside which the scrollbar's thumb stands, about; none when the whole conversation is on the screen.

        Of what is not held only the times of its ends are known, so there it is a place in time.
        """
        window = self.window
        if not self.visible:
            return range(0)
        shown = self.visible[-1][0] - self.visible[0][0] + 1
        is_whole = window.is_oldest and window.is_newest
        if is_whole and self.is_at_bottom and self.visible[0] == (window.first, 0):
            return range(0)
        size = max(self.height * shown // len(window) if is_whole else self.height // 10, 1)
        top = round(self._fraction(is_whole) * (self.height - size))
        return range(top, top + size)

    def _fraction(self, is_whole: bool) -> float:
        if self.is_at_bottom:
            return 1.0
        top = self.visible[0][0]
        if is_whole or (self.window.is_oldest and top == self.window.first):
            return (top - self.window.first) / len(self.window)
        oldest, newest = self._ends
        newest = max(newest, self.window.rows[-1].time)
        return min(max((self.window.row(top).time - oldest) / max(newest - oldest, 1), 0.0), 1.0)

    # Where to look --------------------------------------------------------------------------------------------------------

    def change_look(self, look: Look, height: int) -> None:
        """Draw in another width, height or style: what was at the top stays there."""
        self.look = look
        self.height = max(height, 1)
        self._made.clear()
        self.arrange()

    def forget_blocks(self) -> None:
        """Draw everything anew: names or roles have changed."""
        self._made.clear()
        self.arrange()

    def show_newest(self) -> None:
        """Show the end, and follow it."""
        self.is_following = True
        self.is_held = False  # the row that the cursor was on need not stay on the screen
        if not self.window.rows or not self.window.is_newest:
            self.window.load_newest(self._screenful)
        self.arrange()

    def show(self, row: MessageRow, y: int) -> None:
        """Show *row* with its first line on line *y* of the screen, or as near to that as the conversation's ends allow."""
        if row.id not in self.window:
            self.window.load_around(row.position, self._screenful, self._screenful)
        ordinal = self.window.ordinal(row.id)
        if ordinal is not None:
            self._put_top(ordinal, self.block(ordinal).top - y)

    def show_top(self) -> None:
        """Show the nearest gap above the screen, else the oldest row, and put the cursor, if there is one, there."""
        if not self.visible:
            return
        top = self.window.row(self.visible[0][0])
        edges = (self._reader.message(gap.upper) for gap in self._reader.gaps(top.conversation))
        row = next((row for row in edges if row is not None and row.position < top.position), None)
        if row is None:
            row = self._reader.page(top.conversation, after=BEGINNING, limit=1)[0]
        self.show(row, 0)
        self.scroll(-self.block(self.window.ordinal(row.id) or 0).top)
        if self.cursor is not None:
            self.cursor = row.id

    def show_fraction(self, fraction: float) -> None:
        """Show what was said *fraction* (0 to 1) of the way from the oldest to the newest row, by time."""
        oldest, newest = self._ends
        wanted = Position(round(oldest + (newest - oldest) * fraction), 0, 0)
        self.window.load_around(wanted, self._screenful, self._screenful)
        rows = self.window.rows
        if rows:
            at = next((at for at, row in enumerate(rows) if row.position >= wanted), len(rows) - 1)
            self._put_top(self.window.first + at, 0)

    def read_ends(self) -> None:
        """Read when the oldest and the newest row were said."""
        conversation = self.window.conversation
        ends = self._reader.page(conversation, after=BEGINNING, limit=1) + self._reader.page(conversation, limit=1)
        self._ends = (ends[0].time, ends[-1].time) if ends else (0, 0)

    def follow_replacements(self, change: Change) -> None:
        """Follow rows that others took the place of, and let go of the cursor where its row went."""
        replaced = change.replaced
        if self.cursor in replaced:
            self.cursor = LocalId(replaced[self.cursor])
        elif self.cursor in change.removed:
            self.cursor = None
        if self.unread_from in replaced:
            self.unread_from = LocalId(replaced[self.unread_from])
        if self._anchor is not None and (new := replaced.get(self._anchor[0].id)) is not None:
            self._anchor = (self._reader.message(new) or self._anchor[0], self._anchor[1])
        self.revealed.update(LocalId(new) for old, new in replaced.items() if old in self.revealed)

    def scroll(self, lines: int) -> bool:
        """Move the screen *lines* down (or up, when negative); return whether all of them were there."""
        if not self.visible or not lines or (lines > 0 and self.is_at_bottom):
            return False
        ordinal, line = self.visible[0]
        return self._put_top(ordinal, line + lines)

    def reload(self) -> None:
        """Read what is on the screen anew, after rows came, went or moved; the cost does not depend on how many."""
        if self.is_following:
            self.window.load_newest(self._screenful)
            if not self.is_held or self.cursor in self.window:
                self.arrange()
                return
            self.is_following = False
        if self._anchor is not None:
            row = self._reader.message(self._anchor[0].id) or self._anchor[0]
            self._anchor = (row, self._anchor[1])
            self.window.load_around(row.position, MARGIN, self._screenful)
        else:
            self.window.load_newest(self._screenful)
        self.arrange()

    def arrange(self) -> None:
        """Find the visible lines anew, from the end when it is followed, else from the anchor."""
        rows = self.window.rows
        if not rows:
            self.visible, self._anchor, self.is_following = [], None, True
            return
        if self.is_following:
            self._follow()
            return
        row, offset = self._anchor or (rows[0], 0)
        ordinal = self.window.ordinal(row.id)
        if ordinal is None:
            # The row went: what stands in its place takes over.
            at = next((at for at, other in enumerate(rows) if other.position >= row.position), len(rows) - 1)
            ordinal, offset = self.window.first + at, 0
        block = self.block(ordinal)
        self._put_top(ordinal, min(block.body + offset, len(block.lines) - 1))

    # The cursor -----------------------------------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move the cursor *rows* down (up, when negative), the screen with it; a row taller than the screen is first read."""
        ordinal, window = self.window.ordinal(self.cursor), self.window
        shown = [line for at, line in self.visible if at == ordinal]
        if ordinal is None or not shown:
            self._put_cursor_on_screen(from_bottom=True)
            return
        below = len(self.block(ordinal).lines) - 1 - shown[-1]
        above = shown[0] - self.block(ordinal).top
        if (rows > 0 and below > 0) or (rows < 0 and above > 0):
            most = max(self.height - 1, 1)
            self.scroll(min(below, most) if rows > 0 else -min(above, most))
            return
        wanted = ordinal + rows
        if (wanted < window.first and window.extend_older()) or (wanted > window.last and window.extend_newer()):
            self.arrange()
        wanted = min(max(wanted, window.first), window.last)
        self.cursor = window.row(wanted).id
        self.uncover(self.cursor)

    def uncover(self, id: LocalId) -> None:
        """Scroll as little as needed for all of the row *id*, which is held, to be on the screen."""
        ordinal = self.window.ordinal(id)
        if ordinal is None or not self.visible:
            return
        block = self.block(ordinal)
        end = len(block.lines) - self.height
        is_tall = end > block.top
        if (ordinal, block.top) < self.visible[0]:
            # One comes to a message that does not fit from below: its end is what follows what was read.
            self._put_top(ordinal, end if is_tall else 0 if end <= 0 else block.top)
        elif (ordinal, len(block.lines) - 1) > self.visible[-1]:
            self._put_top(ordinal, block.top if is_tall else end)

    def page(self, pages: int) -> bool:
        """Scroll by *pages* screens, two lines of which stay; a cursor comes along. Return whether there was all of it."""
        is_whole = self.scroll(pages * max(self.height - 2, 1))
        if self.cursor is not None and (not is_whole or not self.span_of(self.cursor)):
            self._put_cursor_on_screen(from_bottom=pages > 0)
        return is_whole

    def _put_cursor_on_screen(self, *, from_bottom: bool) -> None:
        seen = [ordinal for ordinal, line in self.visible if line >= self.block(ordinal).top]
        if seen:
            self.cursor = self.window.row(seen[-1] if from_bottom else seen[0]).id

    # Inside ---------------------------------------------------------------------------------------------------------------

    @property
    def _pad(self) -> int:
        # A short conversation stands at the bottom, next to where one writes; what is only read begins at the top.
        return 0 if self._is_top_down else self.height - len(self.visible)

    @property
    def _screenful(self) -> int:
        # Each row has a line at least, so this many rows always fill the screen.
        return min(self.height + 4, MAX_ROWS // 3)

    def _flags(self, row: MessageRow) -> Flags:
        is_loading = row.gap is not None and row.gap.id in self.loading_gaps
        if row.id not in self.revealed and row.id != self.unread_from and not is_loading:
            return PLAIN
        return Flags(row.id in self.revealed, row.id == self.unread_from, is_loading)

    def _follow(self) -> None:
        start = self._bottom()
        cursor = self.window.ordinal(self.cursor) if self.is_held else None
        if cursor is not None and (cursor, self.block(cursor).top) < start and len(self.visible) > 0:
            self.is_following = False
            self._put_top(cursor, self.block(cursor).top)
        else:
            self._fill(*start)

    def _put_top(self, ordinal: int, line: int) -> bool:
        """Begin the screen at *line* of a row (also one before or behind it); return whether there are so many."""
        ordinal, line, is_whole = self._walk(ordinal, line)
        if self._lacks_lines(ordinal, line):
            self._fill(*self._bottom())
            is_whole = False
        else:
            self._fill(ordinal, line)
        self.is_following = self.is_at_bottom
        return is_whole

    def _walk(self, ordinal: int, line: int) -> tuple[int, int, bool]:
        """Return where *line* lines from the first line of a row are, by ordinal and line, and whether there are so many."""
        window = self.window
        while True:
            if ordinal == window.first and not window.is_oldest:
                # What stands above a row's words depends on the row above, which must be held before lines are counted.
                line -= self.block(ordinal).body
                window.extend_older()
                line += self.block(ordinal).body
            if line >= 0:
                break
            if ordinal == window.first:
                return ordinal, 0, False
            ordinal -= 1
            line += len(self.block(ordinal).lines)
        while line >= (count := len(self.block(ordinal).lines)):
            if ordinal == window.last and not window.extend_newer():
                return ordinal, count - 1, False
            ordinal += 1
            line -= count
        return ordinal, line, True

    def _lacks_lines(self, ordinal: int, line: int) -> bool:
        """Return whether fewer lines than a screen has are left from there to the end."""
        count = len(self.block(ordinal).lines) - line
        while count < self.height:
            if ordinal == self.window.last and not self.window.extend_newer():
                return True
            ordinal += 1
            count += len(self.block(ordinal).lines)
        return False

    def _bottom(self) -> tuple[int, int]:
        """Return where a screen begins that ends with the last line."""
        window = self.window
        ordinal, missing = window.last, self.height
        while True:
            if ordinal == window.first and window.extend_older():
                ordinal, missing = window.last, self.height
            count = len(self.block(ordinal).lines)
            if count >= missing:
                return ordinal, count - missing
            if ordinal == window.first:
                return ordinal, 0
            missing -= count
            ordinal -= 1

    def _fill(self, ordinal: int, line: int) -> None:
        visible: list[tuple[int, int]] = []
        while len(visible) < self.height and ordinal <= self.window.last:
            count = len(self.block(ordinal).lines)
            visible += [(ordinal, number) for number in range(line, min(count, line + self.height - len(visible)))]
            ordinal, line = ordinal + 1, 0
        self.visible = visible
        self._anchor = self._find_anchor()

    def _find_anchor(self) -> tuple[MessageRow, int]:
        """Return the row that shall not move, and where the screen begins as seen from its words."""
        first, last = self.visible[0][0], self.visible[-1][0]
        # What is missing comes in above the row that follows the gap: that row stays, and with it all below.
        held = next((at for at in range(last, first, -1) if self.window.row(at).gap is not None), first)
        at, line = next((at, line) for at, (ordinal, line) in enumerate(self.visible) if ordinal == held)
        return self.window.row(held), line - at - self.block(held).body
