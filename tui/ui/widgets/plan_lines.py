"""What the command bar says of a plan: what is done to whom, where, about which message, by which call, and what is asked."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.locale import t
from tui.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from tui.ui.bar_plan import Plan


class PlanLines(Vertical):
    """A line for each thing that is to be said of a plan; what there is nothing to say of takes no room."""

    DEFAULT_CSS = """
    PlanLines {
        height: auto;

        Prose { display: none; }
        .-shown { display: block; }
        .does { text-style: bold; }
        .where, .about { color: $foreground; }
        .call { color: $text-muted; }
        .against { color: $error; }
        .asked { color: $warning; }
    }
    """

    def __init__(self, zone: tzinfo | None) -> None:
        super().__init__()
        self._zone = zone
        self._lines = {name: Prose(classes=name) for name in ("does", "where", "about", "call", "against", "asked")}

    def compose(self) -> ComposeResult:
        """Yield the lines from top to bottom."""
        yield from self._lines.values()

    def show(self, plan: Plan | None, against: str = "") -> None:
        """Say what *plan* comes to; *against* instead of what speaks against it."""
        said = _said_of(plan, self._zone) if plan is not None else {}
        if against:
            said["against"] = against
        for name, line in self._lines.items():
            words = said.get(name, "")
            if line.text != words:
                line.update(words)
            line.set_class(bool(words), "-shown")


def _said_of(plan: Plan, zone: tzinfo | None) -> dict[str, str]:
    from tui.ui import bar_words

    if plan.understanding.command is None:
        return {"asked": bar_words.not_understood(plan)}
    return {
        "does": bar_words.does(plan, zone),
        "where": bar_words.where(plan),
        "about": bar_words.about(plan),
        "call": bar_words.call(plan),
        "against": t("bar.against", why=plan.refusal) if plan.refusal else "",
        "asked": bar_words.asked(plan),
    }
