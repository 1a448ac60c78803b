"""The form for an account that logs in by itself: its name, and a QR code or the values of a login."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label

from tui.config import FieldError
from tui.config.loading import ACCOUNT_FIELDS
from tui.locale import t
from tui.platforms.signing_in import Owner, SignIn
from tui.ui.screens.account_form import Account
from tui.ui.screens.paste_login import PasteLogin
from tui.ui.screens.qr_login import QrLogin
from tui.ui.widgets.prose import Prose

SignInOf = Callable[[str], SignIn]
"""Gives what logs in the account of a name."""


class SignInForm(ModalScreen[Account | None]):
    """Asks for the name of an account on *protocol* and logs it in by *sign_in*. Dismissed with the account, or None.

    *taken* are the names that other accounts have. The login itself is kept in a file of its own, never in the config.
    """

    CSS = """
    SignInForm {
        align: center middle;

        #form { width: 78; max-width: 100%; height: auto; max-height: 100%; border: round $border-blurred; padding: 0 2; }
        #form { border-title-color: $primary; border-title-style: bold; }
        #intro { color: $text-muted; margin: 1 0; }
        .row { height: 1; margin-bottom: 1; }
        .row Label { width: 10; text-style: bold; }
        .row Input { width: 1fr; background: $panel; padding: 0 1 !important; }
        .row Input:ansi { text-style: underline; }
        Button { min-width: 0; padding: 0 1; }
        #buttons { height: 1; }
        #buttons Button { margin-right: 2; }
        #said { margin-top: 1; min-height: 3; }
        #keys { color: $text-muted; text-align: center; margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, protocol: str, sign_in: SignInOf, taken: Collection[str] = ()) -> None:
        super().__init__()
        self._protocol = protocol
        self._sign_in = sign_in
        self._taken = frozenset(taken)
        self._named = ""

    def compose(self) -> ComposeResult:
        """The name, and the ways on."""
        names = (self._protocol, *(f"{self._protocol}{number}" for number in range(2, len(self._taken) + 3)))
        with Vertical(id="form") as form:
            form.border_title = Content(t(f"first_run.form.title.{self._protocol}"))
            yield Prose(t(f"first_run.form.{self._protocol}.intro"), id="intro")
            with Horizontal(classes="row"):
                yield Label(t("first_run.form.name"), markup=False)
                yield Input(next(name for name in names if name not in self._taken), select_on_focus=False, compact=True)
            with Horizontal(id="buttons"):
                yield Button(Content(t("login.form.code")), "primary", compact=True, id="code")
                yield Button(Content(t("login.form.paste")), compact=True, id="paste")
                yield Button(Content(t("first_run.form.save")), compact=True, id="save", disabled=True)
                yield Button(Content(t("first_run.form.back")), compact=True, id="back")
            yield Prose(id="said")
            yield Prose(t("first_run.form.keys"), id="keys")

    def on_input_changed(self) -> None:
        """A login belongs to a name."""
        self._named = ""
        self.query_one("#save", Button).disabled = True
        self._say("")

    def on_input_submitted(self) -> None:
        """Enter goes on with the code."""
        self._log_in(by_code=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        if event.button.id == "back":
            self.action_back()
        elif event.button.id == "save":
            self.dismiss({"name": self._named, "protocol": self._protocol})
        else:
            self._log_in(by_code=event.button.id == "code")

    def action_back(self) -> None:
        """Leave without an account."""
        self.dismiss(None)

    def _log_in(self, *, by_code: bool) -> None:
        name = self.query_one(Input).value.strip()
        if objection := self._objection(name):
            self._say(f"✗ {t('first_run.form.name')}: {objection}")
            self.query_one(Input).focus()
            return

        def ended(owner: Owner | None) -> None:
            if owner is not None:
                self._named = name
                done = t("login.done", name=owner.name, number=owner.number)
                self._say(f"✓ {done}\n{t('login.kept', path=owner.kept_at)}")
                save = self.query_one("#save", Button)
                save.disabled = False
                save.focus()

        title = t("login.title", name=name)
        screen = QrLogin if by_code else PasteLogin
        self.app.push_screen(screen(lambda: self._sign_in(name), title), ended)

    def _objection(self, name: str) -> str:
        try:
            ACCOUNT_FIELDS[0].accept(name)
        except FieldError as error:
            return t(f"config.{error.reason}", **error.values)
        return t("first_run.form.name_taken") if name in self._taken else ""

    def _say(self, words: str) -> None:
        self.query_one("#said", Prose).update(words)
