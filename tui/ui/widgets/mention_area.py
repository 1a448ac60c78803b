"""A text area where a mention of somebody is one thing: it moves with the text, is undone whole and is sent as a mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.document._document import EditResult, Location
from textual.document._edit import Edit

from tui.chat.emoji import Emoji
from tui.chat.segments import Segment
from tui.chat.text import one_line
from tui.ui import mentions
from tui.ui.completion import Person
from tui.ui.mentions import Span, Spans
from tui.ui.widgets.readline_area import ReadlineArea


@dataclass
class _TracedEdit(Edit):
    """An edit that knows the mentions before and after it, for undo and redo."""

    spans_before: Spans = ()
    spans_after: Spans = ()


class MentionArea(ReadlineArea):
    """Text with mentions. ``spans`` are where they stand; ``edits`` counts the changes of the text."""

    DEFAULT_CSS = """
    MentionArea {
        & .mention-area--mention { color: $accent; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"mention-area--mention"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.edits = 0
        self.spans: Spans = ()

    def draft_changed(self) -> None:
        """To be told that the text or its mentions are not what they were."""

    def set_spans(self, spans: Spans) -> None:
        """Take *spans* as the mentions of the text, those of them that stand in it."""
        self.spans = tuple(span for span in spans if self.text[span.start : span.end] == span.shown)

    def insert_mention(self, user: str, name: str) -> None:
        """Mention *user* ("" for everybody) at the caret."""
        self.put_mention(Person(user, one_line(name, 80)), *self.selection)

    def compose_segments(self) -> tuple[Segment, ...]:
        """Return what would be sent, () when there is nothing."""
        return mentions.segments(self.text, self.spans)

    def put_mention(self, person: Person, start: Location, end: Location) -> None:
        """Put a mention of *person* in the place of what stands from *start* to *end*."""
        at = self.offset_of(min(start, end))
        self._put(Span(at, at + len(person.mention), person.user, person.name), " ", start, end)

    def put_emoji(self, emoji: Emoji, start: Location, end: Location) -> None:
        """Put *emoji* in the place of what stands from *start* to *end*: a character as itself, a face as one thing."""
        at = self.offset_of(min(start, end))
        if emoji.sign:
            self.history.checkpoint()
            self._replace_via_keyboard(emoji.sign, start, end)
        else:
            self._put(Span(at, at + len(emoji.label), "", emoji.name, emoji.id), "", start, end)

    def _put(self, span: Span, after: str, start: Location, end: Location) -> None:
        self.put_written(span.shown + after, (span,), start, end)

    def put_written(self, text: str, spans: Spans, start: Location, end: Location) -> None:
        """Put *text*, of which *spans* are mentions and faces, in the place of what stands from *start* to *end*: one undo."""
        self.history.checkpoint()
        self._replace_via_keyboard(text, start, end)
        self.spans = tuple(sorted((*self.spans, *spans)))
        batch = self.history.undo_stack[-1][-1]
        if isinstance(batch, _TracedEdit):
            batch.spans_after = self.spans
        self.draft_changed()

    def edit(self, edit: Edit) -> EditResult:
        """Do *edit*, with the mentions moved along."""
        self.edits += 1
        start, end = self.offset_of(edit.top), self.offset_of(edit.bottom)
        traced = _TracedEdit(edit.text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        traced.spans_before = self.spans
        self.spans = traced.spans_after = mentions.after_edit(self.spans, start, end, len(edit.text))
        result = super().edit(traced)
        self.draft_changed()
        return result

    def undo(self) -> None:
        """Undo the last step, mentions included."""
        steps = self.history.undo_stack
        super().undo()
        if steps and isinstance(first := steps[-1][0], _TracedEdit):
            self.spans = first.spans_before
            self.draft_changed()

    def redo(self) -> None:
        """Redo the last step undone, mentions included."""
        steps = self.history.redo_stack
        super().redo()
        if steps and isinstance(last := steps[-1][-1], _TracedEdit):
            self.spans = last.spans_after
            self.draft_changed()

    def offset_of(self, location: Location) -> int:
        """Return where *location* is in the text, in code points."""
        row, column = location
        return sum(map(len, self.document.lines[:row])) + row + column

    def parts_of(self, line: int) -> list[tuple[int, int, Style]]:
        """Return the mentions of a line."""
        if not self.spans:
            return []
        first = self.offset_of((line, 0))
        style = self.get_component_rich_style("mention-area--mention", partial=True)
        return [(span.start - first, span.end - first, style) for span in self.spans]
