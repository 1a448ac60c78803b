"""Running text that is wrapped as Chinese readers expect it."""

from textual.app import App, ComposeResult
from textual.content import Content

from tui.ui.widgets.prose import Prose


class Host(App[None]):
    """A screen with one text."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Prose("OK 今天下午三点在老地方见", id="text")


def lines(prose: Prose) -> list[str]:
    """What is shown."""
    return prose.render().plain.split("\n")


async def test_chinese_fills_the_line() -> None:
    app = Host()
    async with app.run_test(size=(12, 10)):
        prose = app.query_one(Prose)
        assert lines(prose) == ["OK 今天下午", "三点在老地方", "见"]
        assert prose.size.height == 3


async def test_it_is_as_high_as_its_text() -> None:
    app = Host()
    async with app.run_test(size=(40, 10)) as pilot:
        prose = app.query_one(Prose)
        assert prose.size.height == 1
        prose.update(Content.styled("one\n\ntwo", "bold"))
        await pilot.pause()
        assert prose.size.height == 3
        prose.update("")
        await pilot.pause()
        assert prose.size.height == 0


async def test_nothing_is_markup() -> None:
    app = Host()
    async with app.run_test(size=(60, 10)) as pilot:
        prose = app.query_one(Prose)
        text = "[@click=app.quit]x[/] [/b] [red]y"
        prose.update(text)
        await pilot.pause()
        assert lines(prose) == [text]
        assert prose.render().spans == []
