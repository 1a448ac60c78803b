"""The first screen of all, when there is no account yet: the language, then the demo, an account, or out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from tui.config import Field
from tui.locale import LANGUAGES, detect, language, set_language, t
from tui.ui.screens.account_form import Account, AccountForm, Probe
from tui.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from tui.ui.screens.sign_in_form import SignInOf

NAMES = {"zh": "中文", "en": "English"}
ACTS = ("demo", "account", "quit")


class Step(StrEnum):
    """What is being asked; the question's words have its name."""

    LANGUAGE = "language"
    BEGINNING = "no_account"
    PROTOCOL = "which_protocol"


Result = str | Account
"""``"demo"``, ``"quit"``, or the account to add: its keys as ``[[accounts]]`` has them."""


class Choice(Horizontal, can_focus=True):
    """One of several ways on: a title, and a quieter line that says what it means."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", show=False),
        # Here and not on the screen: on a low terminal the frame around would take these keys to scroll.
        Binding("up,k", "screen.move(-1)", show=False),
        Binding("down,j", "screen.move(1)", show=False),
    ]

    class Chosen(Message):
        """This one was taken; *name* says which."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, name: str, title: str, hint: str = "") -> None:
        super().__init__(name=name)
        self._title = title
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The mark of the focus, and the text."""
        yield Static("▸", classes="mark")
        with Vertical():
            yield Prose(self._title, classes="title")
            if self._hint:
                yield Prose(self._hint, classes="hint")

    def on_click(self) -> None:
        """A click takes it, like enter."""
        self.action_choose()

    def action_choose(self) -> None:
        """Take it."""
        self.post_message(self.Chosen(self.name or ""))


class FirstRun(Screen[Result]):
    """Asks how to begin. It is dismissed with a Result.

    *config_file* is shown as the place where the answer will be written. *on_language* is told zh or en when the language was
    chosen; None: it is not asked for. *protocols* are the keys of an account by its protocol, *probe* tests one. *sign_ins*
    log in accounts on the protocols that want it of us.
    """

    CSS = """
    FirstRun {
        align: center middle;

        #frame { width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 0 1; scrollbar-size-vertical: 1; }
        #brand { text-align: center; color: $primary; text-style: bold; }
        #tagline { text-align: center; color: $text-muted; margin-bottom: 1; }
        #question { margin: 0 0 1 5; }
        #choices { height: auto; border: round $border-blurred; padding: 1 2 0 2; }
        #file { margin-top: 1; text-align: center; color: $text-muted; }
        #keys { text-align: center; color: $text-muted; }
        Choice { height: auto; margin-bottom: 1; }
        Choice Vertical { height: auto; width: 1fr; }
        Choice .mark { width: 2; color: $primary; text-style: bold; visibility: hidden; }
        Choice .hint { color: $text-muted; }
        Choice:focus .mark { visibility: visible; }
        Choice:focus .title { text-style: bold; color: $primary; }
        &.-low #question { margin: 0 0 0 5; }
        &.-low #choices { padding-top: 0; }
        &.-low Choice:last-of-type { margin-bottom: 0; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-tall")]  # noqa: RUF012  # Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]

    def __init__(
        self,
        config_file: Path,
        protocols: Mapping[str, Sequence[Field]],
        probe: Probe,
        on_language: Callable[[str], None] | None = None,
        sign_ins: Mapping[str, SignInOf] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self._config_file = config_file
        self._protocols = protocols
        self._probe = probe
        self._on_language = on_language
        self._sign_ins = sign_ins
        self._step = Step.LANGUAGE if on_language is not None else Step.BEGINNING

    def compose(self) -> ComposeResult:
        """A frame in the middle; what stands in it follows."""
        with VerticalScroll(id="frame", can_focus=False):
            yield Prose("敲  q i a o", id="brand")
            yield Prose(id="tagline")
            yield Prose(id="question")
            yield Vertical(id="choices")
            yield Prose(id="file")
            yield Prose(id="keys")

    async def on_mount(self) -> None:
        """Show the first question."""
        await self._show(detect())

    async def _show(self, marked: str = "") -> None:
        """Ask what the step asks, with the choice *marked*."""
        step = self._step
        can_go_back = step is Step.PROTOCOL or (step is Step.BEGINNING and self._on_language is not None)
        self._say("tagline", t("first_run.tagline"))
        self._say("question", t(f"first_run.{step}"))
        self._say("file", "" if step is Step.LANGUAGE else t("first_run.file", path=self._config_file))
        self._say("keys", t("first_run.keys.back" if can_go_back else "first_run.keys"))
        choices = self._choices()
        frame = self.query_one("#choices", Vertical)
        await frame.remove_children()
        await frame.mount(*choices)
        self.set_focus(next((choice for choice in choices if choice.name == marked), choices[0]))

    def _choices(self) -> list[Choice]:
        match self._step:
            case Step.LANGUAGE:
                return [Choice(code, NAMES[code]) for code in LANGUAGES]
            case Step.BEGINNING:
                return [Choice(act, t(f"first_run.{act}"), t(f"first_run.{act}.hint")) for act in ACTS]
        return [
            Choice(protocol, t(f"first_run.protocol.{protocol}"), t(f"first_run.protocol.{protocol}.hint"))
            for protocol in self._protocols
        ]

    def _say(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Prose).update(text)

    async def on_choice_chosen(self, message: Choice.Chosen) -> None:
        """Go where the choice leads."""
        message.stop()
        name = message.name
        if self._step is Step.LANGUAGE:
            set_language(name)
            if self._on_language is not None:
                self._on_language(language())
            self._step = Step.BEGINNING
            await self._show()
        elif self._step is Step.PROTOCOL:
            self.app.push_screen(self._form(name), self._form_ended)
        elif name == "account":
            self._step = Step.PROTOCOL
            await self._show()
        else:
            self.dismiss(name)

    def _form(self, protocol: str) -> Screen[Account | None]:
        if protocol not in self._sign_ins:
            return AccountForm(protocol, self._protocols[protocol], self._probe)
        from tui.ui.screens.sign_in_form import SignInForm

        return SignInForm(protocol, self._sign_ins[protocol])

    def _form_ended(self, account: Account | None) -> None:
        if account is not None:
            self.dismiss(account)

    def action_move(self, by: int) -> None:
        """Move the focus to the choice above or below, round at the ends."""
        choices = list(self.query(Choice))
        now = next((index for index, choice in enumerate(choices) if choice.has_focus), -by)
        self.set_focus(choices[(now + by) % len(choices)])

    async def action_back(self) -> None:
        """Go back to the question before."""
        if self._step is Step.PROTOCOL:
            self._step = Step.BEGINNING
            await self._show("account")
        elif self._step is Step.BEGINNING and self._on_language is not None:
            self._step = Step.LANGUAGE
            await self._show(language())
