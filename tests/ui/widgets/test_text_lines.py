"""Paragraphs are wrapped to what can be seen of them."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tui.ui.theme import ThemeLibrary
from tui.ui.widgets.text_lines import Paragraph, TextLines


class Host(App[None]):
    """A screen with paragraphs of a fixed height, as the inspector has them."""

    CSS = "TextLines { width: 20; height: 5; }"

    def compose(self) -> ComposeResult:
        """The paragraphs."""
        yield TextLines()

    def on_mount(self) -> None:
        """Have colours."""
        ThemeLibrary().use(self, "qiao-dark")


def seen(pane: TextLines) -> str:
    """All lines, as they can be scrolled to, together."""
    return "".join(pane.render_line(y).text.rstrip() for y in range(pane.virtual_size.height))


async def test_where_a_scrollbar_comes_no_letter_is_lost_to_it() -> None:
    app = Host()
    text = "".join(f"{number:04}" for number in range(40))
    async with app.run_test(size=(30, 10)) as pilot:
        pane = app.query_one(TextLines)
        pane.set_paragraphs([Paragraph("x" * 20)])
        await pilot.pause()
        assert seen(pane) == "x" * 20
        pane.set_paragraphs([Paragraph(text)])
        await pilot.pause()
        await pilot.pause()
        assert seen(pane) == text
        pane.set_paragraphs([Paragraph("x" * 20)])
        await pilot.pause()
        await pilot.pause()
        assert seen(pane) == "x" * 20
