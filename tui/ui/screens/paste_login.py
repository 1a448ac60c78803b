"""Logs an account in with the values of a login that a browser has: each typed or pasted, none shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label

from tui.locale import t
from tui.platforms.signing_in import Owner
from tui.ui.screens.dialog import Dialog
from tui.ui.sign_in_words import failure, read_values
from tui.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from tui.ui.screens.qr_login import MakeSignIn


class PasteLogin(Dialog[Owner]):
    """Asks for each value, checks them and keeps the login. Dismissed with whose it is, or None."""

    DEFAULT_CSS = """
    PasteLogin {
        .row { height: 1; margin-top: 1; }
        .row Label { width: 12; text-style: bold; }
        .row Input { width: 1fr; background: $panel; padding: 0 1 !important; }
        .row Input:ansi { text-style: underline; }
        #said { margin-top: 1; }
    }
    """

    def __init__(self, make: MakeSignIn, title: str) -> None:
        super().__init__(title, t("login.keys.paste"))
        self._make = make
        self._is_checking = False

    def body(self) -> list[Widget]:
        """The words; the rows follow once it is known what is asked."""
        return [Prose(t("login.paste_intro"), id="intro"), Prose(id="said")]

    async def on_mount(self) -> None:
        """Ask for what the platform takes."""
        try:
            sign_in = await asyncio.to_thread(self._make)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is said, and logged
            self._say(failure(error))
            return
        asks, optional = sign_in.asks, sign_in.optional
        await sign_in.close()
        rows = []
        for name in asks:
            hint = t("login.may_be_empty") if name in optional else ""
            rows.append(
                Horizontal(
                    Label(name, markup=False), Input(placeholder=hint, password=True, compact=True, name=name), classes="row"
                )
            )
        await self.query_one(".box").mount_all(rows, before="#said")
        self.query(Input).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on: to the next row, and from the last one into the check. A whole line of cookies fills all rows."""
        boxes = list(self.query(Input))
        values = read_values(tuple(str(box.name) for box in boxes), event.value)
        if len(values) > 1:
            for box in boxes:
                box.value = values.get(str(box.name), box.value)
        elif event.input is not boxes[-1]:
            boxes[boxes.index(event.input) + 1].focus()
            return
        if not self._is_checking:
            self._is_checking = True
            self._say(t("login.checking"))
            self.run_worker(self._check({str(box.name): box.value for box in boxes}), exit_on_error=False)

    async def _check(self, values: dict[str, str]) -> None:
        words = ""
        try:
            sign_in = await asyncio.to_thread(self._make)
            try:
                owner = await sign_in.enter(values)
            finally:
                await sign_in.close()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is said, and logged
            words = failure(error)
        self._is_checking = False
        if words:
            self._say(words)
        else:
            self.dismiss(owner)

    def _say(self, words: str) -> None:
        self.query_one("#said", Prose).update(words)
