"""A row of a form where one of a few values is taken: left and right go through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class OneOf(Widget, can_focus=True):
    """Shows the value that is taken, of *options*: pairs of a value and the words for it. The first is taken at the beginning."""

    DEFAULT_CSS = """
    OneOf { height: 1; width: 1fr; background: $panel; padding: 0 1; }
    OneOf:focus { text-style: bold; color: $primary; }
    OneOf:ansi { text-style: underline; }
    OneOf:ansi:focus { text-style: underline bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("enter", "go_on", show=False),
    ]
    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        """Another value is taken."""

    class Entered(Message):
        """Enter was pressed: it may stay as it is."""

        def __init__(self, box: OneOf) -> None:
            super().__init__()
            self.box = box

    def __init__(self, options: Sequence[tuple[str, str]], name: str) -> None:
        super().__init__(name=name)
        self._options = dict(options)
        self.set_reactive(OneOf.value, options[0][0])

    def render(self) -> Content:
        """The words for the value, between arrows that say that there are others."""
        return Content(f"‹ {self._options.get(self.value, self.value)} ›")

    def watch_value(self) -> None:
        """Tell of it."""
        self.post_message(self.Changed())

    def on_click(self) -> None:
        """A click takes the next one."""
        self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """Take the value before or behind, round at the ends."""
        values = list(self._options)
        self.value = values[(values.index(self.value) + by) % len(values)]

    def action_go_on(self) -> None:
        """Leave it as it is."""
        self.post_message(self.Entered(self))
