"""The line over the frames: whether they run or wait, how many there are, and what keeps some of them from being shown."""

from __future__ import annotations

from msgspec import Struct
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import t
from tui.ui.strips import Piece, line
from tui.ui.theme import chat_theme


class HeadState(Struct, frozen=True):
    """What the line says. *new* is None while the frames run."""

    account: str = ""
    switches: tuple[str, ...] = ()
    shown: int = 0
    count: int = 0
    new: int | None = None


class InspectorHead(Widget):
    """One line of fixed height: it changes ten times a second, and nothing else is to be laid out for that."""

    DEFAULT_CSS = """
    InspectorHead { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._state = HeadState()

    def show(self, state: HeadState) -> None:
        """Say *state*."""
        if state != self._state:
            self._state = state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        chat = chat_theme(self.app)
        state = self._state
        running = Piece(t("inspector.live"), chat.good)
        waiting = Piece(t("inspector.paused", count=state.new), chat.warning)
        left = [Piece(f" {t('inspector.title')}", chat.title), Piece(" · ", chat.dim), running if state.new is None else waiting]
        if state.account:
            left.append(Piece(f" · {state.account}", chat.text))
        left += [Piece(f" · {words}", chat.match) for words in state.switches]
        right = [Piece(f"{t('inspector.count', shown=state.shown, count=state.count)} ", chat.dim)]
        return line(left, self.size.width, right).apply_style(self.rich_style)
