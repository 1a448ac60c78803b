"""The form for an account, with a connection test that says what is wrong and what to do."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label
from textual.worker import Worker, WorkerState

from tui.chat.text import clean_text, one_line
from tui.config import Field, FieldError
from tui.config.fields import Value
from tui.config.loading import ACCOUNT_FIELDS
from tui.locale import has, t
from tui.platforms.base import Finding, FindingLevel, ProbeReport
from tui.ui.widgets.one_of import OneOf
from tui.ui.widgets.prose import Prose

log = logging.getLogger(__name__)

Account = dict[str, Value]
"""An account as ``[[accounts]]`` has it: name, protocol, and the protocol's own keys."""

Probe = Callable[[Account], Awaitable[ProbeReport]]
"""Tests the connection to an account without blocking the loop it is awaited on; it bounds its own time."""

Box = Input | OneOf

USUAL_ROWS = 3

_LOOKS = {
    FindingLevel.OK: ("✓", "$text-success"),
    FindingLevel.WARNING: ("!", "$text-warning"),
    FindingLevel.PROBLEM: ("✗", "$text-error"),
}


class _Blank(Input):
    """A box of the form. A paste comes with what stood around it: a line's end, spaces, or the words before a number."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = clean_text(event.text).strip().partition("\n")[0].strip()
        self.replace("".join(filter(str.isdecimal, text)) if self.restrict else text, *self.selection)


class AccountForm(ModalScreen[Account | None]):
    """Asks for an account on *protocol*, whose own keys are *fields*, all but switches. Dismissed with the account, or None.

    Saving tests first. An account whose test failed is saved when that is asked for once more. *taken* are the names that other
    accounts have.
    """

    CSS = """
    AccountForm {
        align: center middle;

        #form { width: 78; max-width: 100%; height: 28; max-height: 100%; border: round $border-blurred; padding: 0 2; }
        #form { border-title-color: $primary; border-title-style: bold; }
        #intro { color: $text-muted; margin: 1 0; }
        .row { height: 1; margin-bottom: 1; }
        .row Label { width: 10; text-style: bold; }
        .row Input { width: 1fr; background: $panel; padding: 0 1 !important; }
        .row Input:ansi { text-style: underline; }
        .row Button { margin-left: 1; }
        Button { min-width: 0; padding: 0 1; }
        #buttons { height: 1; }
        #buttons Button { margin-right: 2; }
        #report { height: 1fr; margin-top: 1; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
        #report:focus { border-top: solid $border; }
        #findings { padding-right: 1; }
        #keys { color: $text-muted; text-align: center; }
        &.-low #intro { display: none; }
        &.-low .row, &.-many .row { margin-bottom: 0; }
        &.-low #buttons, &.-many #buttons { margin-top: 1; }
        &.-low #report { margin-top: 0; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-tall")]  # noqa: RUF012  # Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, protocol: str, fields: Sequence[Field], probe: Probe, taken: Collection[str] = ()) -> None:
        super().__init__()
        self._protocol = protocol
        asked = [field for field in fields if field.kind is not bool and len(field.choices) != 1]
        asked.sort(key=lambda field: not field.choices)  # what is taken of a few decides what else makes sense
        self._fields = (ACCOUNT_FIELDS[0], *asked)
        self._probe = probe
        self._taken = frozenset(taken)
        self._test: Worker[ProbeReport] | None = None
        self._is_saving = False
        self._has_failed = False

    def compose(self) -> ComposeResult:
        """A row for each field, the buttons, and room for what the test finds."""
        with Vertical(id="form") as form:
            form.border_title = Content(t(f"first_run.form.title.{self._protocol}"))
            yield Prose(self._words("intro"), id="intro")
            for field in self._fields:
                with Horizontal(classes="row", name=field.name):
                    yield Label(self._words(field.name), markup=False)
                    yield self._box(field)
                    if field.is_secret:
                        yield Button(Content(t("first_run.form.show")), compact=True, name=field.name, classes="reveal")
            with Horizontal(id="buttons"):
                yield Button(Content(t("first_run.form.test")), "primary", compact=True, id="test")
                yield Button(Content(t("first_run.form.save")), compact=True, id="save")
                yield Button(Content(t("first_run.form.back")), compact=True, id="back")
            with VerticalScroll(id="report", can_focus=False):
                yield Prose(id="findings")
            yield Prose(t("first_run.form.keys"), id="keys")

    def _words(self, key: str) -> str:
        """Return what *key* of the form says: on this protocol, where that has words of its own."""
        own = f"first_run.form.{self._protocol}.{key}"
        return t(own if has(own) else f"first_run.form.{key}")

    def _box(self, field: Field) -> Box:
        if field.choices:
            # The usual one first.
            values = sorted(field.choices, key=lambda choice: choice != field.default)
            return OneOf([(value, self._words(f"{field.name}.{value}")) for value in values], field.name)
        return _Blank(
            self._suggested(field),
            self._words(f"{field.name}.hint"),
            password=field.is_secret,
            restrict=r"\d{0,18}" if field.kind is int else None,
            select_on_focus=False,
            compact=True,
            name=field.name,
        )

    def _suggested(self, field: Field) -> str:
        if field.name != "name":
            return field.example
        names = ("main", *(f"main{number}" for number in range(2, len(self._taken) + 3)))
        return next(name for name in names if name not in self._taken)

    @property
    def _all_boxes(self) -> list[Box]:
        return [box for box in self.query(".row > *") if isinstance(box, (Input, OneOf))]

    @property
    def _boxes(self) -> dict[str, Box]:
        """The boxes to fill in, as long as each makes sense beside what the ones above it hold; whatever it holds itself."""
        boxes: dict[str, Box] = {}
        given: dict[str, object] = {}
        for field, box in zip(self._fields, self._all_boxes, strict=True):
            is_instead = not field.required and any(other in given for other in field.instead)
            if is_instead or (field.beside is not None and field.beside({**given, field.name: field.example})):
                continue
            boxes[field.name] = box
            if box.value.strip():
                given[field.name] = box.value.strip()
        return boxes

    @property
    def _values(self) -> Account:
        """The account as it is filled in; what is taken of a few is left out where it is the usual one."""
        boxes = self._boxes
        account: Account = {"name": "", "protocol": self._protocol}
        for field in self._fields:
            box = boxes.get(field.name)
            if box is None or (field.choices and box.value == field.default):
                continue
            text = box.value.strip()
            if field.kind is not int:
                account[field.name] = text
            elif text:
                account[field.name] = int(text)
        return account

    def on_mount(self) -> None:
        """Show the rows that belong together."""
        self._choose_rows()

    def _choose_rows(self) -> None:
        boxes = self._boxes
        self.set_class(len(boxes) > USUAL_ROWS, "-many")
        for row in self.query(".row"):
            row.display = row.name in boxes

    @on(Input.Changed)
    @on(OneOf.Changed)
    def _on_changed(self) -> None:
        """What was found holds no longer, and another address may ask for other rows."""
        self._choose_rows()
        self._forget()

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        self._go_on(event.input)

    @on(OneOf.Entered)
    def _on_entered(self, event: OneOf.Entered) -> None:
        self._go_on(event.box)

    def _go_on(self, box: Box) -> None:
        """Go to the next row, and from the last one into the test."""
        boxes = list(self._boxes.values())
        if box is boxes[-1]:
            self._start(is_saving=False)
        else:
            boxes[boxes.index(box) + 1].focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        if event.button.has_class("reveal"):
            self._reveal(event.button)
        elif event.button.id == "back":
            self.action_back()
        elif event.button.id == "save" and self._has_failed:
            self.dismiss(self._values)
        else:
            self._start(is_saving=event.button.id == "save")

    def action_back(self) -> None:
        """Leave without an account; a test that runs is given up."""
        self._forget()
        self.dismiss(None)

    def _reveal(self, button: Button) -> None:
        box = next(box for box in self.query(Input) if box.name == button.name)
        box.password = not box.password
        _name(button, t("first_run.form.show" if box.password else "first_run.form.hide"))

    def _forget(self) -> None:
        test, self._test = self._test, None
        if test is not None:
            test.cancel()
        self._has_failed = False
        _name(self.query_one("#save", Button), t("first_run.form.save"))
        self._show(Content())

    def _start(self, *, is_saving: bool) -> None:
        self._forget()
        if not self._is_filled_in():
            return
        self._is_saving = is_saving
        self._show(Content(t("first_run.form.testing")))
        self._test = self.run_worker(self._ask(self._values), name="probe", exit_on_error=False)

    async def _ask(self, account: Account) -> ProbeReport:
        return await self._probe(account)

    def _is_filled_in(self) -> bool:
        """Return whether every field may hold what it holds; say which one may not and go there."""
        values = self._values
        for field in self._fields:
            box = self._boxes.get(field.name)
            if box is None or not (words := self._objection(field, box.value, values)):
                continue
            label = self._words(field.name)
            self._show(Content.assemble(("✗ ", "$text-error"), (f"{label}: {words}", "")))
            box.focus()
            return False
        return True

    def _objection(self, field: Field, value: str, values: Account) -> str:
        """Return why *field* may not hold *value*, "" where it may."""
        if not value.strip() and (not field.required or any(values.get(other) for other in (*field.instead, *field.spared_by))):
            return ""
        if not value.strip() and field.required:
            return t("config.empty")
        try:
            field.accept(int(value) if field.kind is int and value.strip() else value)
        except FieldError as error:
            return t(f"config.{error.reason}", **error.values)
        if field.name == "name" and value.strip() in self._taken:
            return t("first_run.form.name_taken")
        given = {name: one for name, one in values.items() if one != ""}
        if field.beside is not None and (reason := field.beside(given)):
            return t(f"config.{reason}")
        needed = field.needs(value) if field.needs is not None else ""
        return t("config.needs", keys=self._words(needed)) if needed and not values.get(needed) else ""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The test ended: show what it found, and save if that was asked for and nothing is wrong."""
        if event.worker is not self._test:
            return
        if event.state is WorkerState.SUCCESS:
            report = self._test.result
            assert report is not None
            self._found(report.findings)
        elif event.state is WorkerState.ERROR:
            log.error("the connection test failed by itself", exc_info=self._test.error)
            crash = Finding(FindingLevel.PROBLEM, "crashed", (("error", type(self._test.error).__name__),))
            self._found((crash,))

    def _found(self, findings: Sequence[Finding]) -> None:
        self._has_failed = any(finding.level is FindingLevel.PROBLEM for finding in findings)
        if self._is_saving and not self._has_failed:
            self.dismiss(self._values)
            return
        parts = [describe(finding) for finding in findings]
        if self._has_failed:
            _name(self.query_one("#save", Button), t("first_run.form.save_anyway"))
            if self._is_saving:
                parts.append(Content.styled(t("first_run.form.untested"), "$text-warning"))
        self._show(Content("\n\n").join(parts))

    def _show(self, content: Content) -> None:
        report = self.query_one("#report", VerticalScroll)
        report.can_focus = bool(content.plain)
        report.scroll_home(animate=False)
        self.query_one("#findings", Prose).update(content)


def _name(button: Button, text: str) -> None:
    button.label = Content(text)
    button.refresh(layout=True)  # the new label may be wider than the old one


def describe(finding: Finding) -> Content:
    """Return *finding* in words: what it is, the other side's words, and what to do. Remote text is never markup."""
    mark, style = _LOOKS[finding.level]
    values = {name: one_line(value) for name, value in finding.values}
    parts: list[tuple[str, str]] = [(f"{mark} {t(f'probe.{finding.key}', **values)}", f"bold {style}")]
    if finding.words:
        parts.append((f"\n{t('first_run.form.words', words=one_line(finding.words))}", "$foreground 70%"))
    if has(f"probe.{finding.key}.advice"):
        parts.append((f"\n{t(f'probe.{finding.key}.advice', **values)}", ""))
    return Content.assemble(*parts)
