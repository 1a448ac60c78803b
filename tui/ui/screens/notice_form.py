"""Writes an announcement: its text, in a box or the person's own editor, and a picture; asks before it goes up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from tui.chat.board_actions import PublishAnnouncement
from tui.chat.text import one_line
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.screens.dialog import Dialog
from tui.ui.services import Services
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.text_box import TextBox
from tui.ui.wrap import fit

MAX_LETTERS = 15_000
KEPT_AFTER = 0.5
"""Seconds after which what was typed is on disk, whatever becomes of the program."""

PREVIEW_CELLS = 110
"""Of the text in the question whether it is to go up: two lines."""


class NoticeForm(Dialog[PublishAnnouncement]):
    """Asks what to put up in *where*; the answer is the action, None when it was left. *keep* is given what was written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,alt+enter", "publish", show=False, priority=True),
        Binding("ctrl+o", "edit", show=False, priority=True),
        Binding("ctrl+t,alt+o", "picture", show=False, priority=True),
        Binding("ctrl+x", "no_picture", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    NoticeForm .box { width: 80; }
    NoticeForm .picture { margin-top: 1; }
    NoticeForm .wrong { color: $error; display: none; }
    NoticeForm .wrong.-shown { display: block; }
    """

    def __init__(self, where: ConversationRow, text: str, services: Services, keep: Callable[[str], None]) -> None:
        title = t("boards.publish", where=where.title, number=where.conversation.peer)
        super().__init__(title, t("boards.publish_hint"))
        self._where = where
        self._services = services
        self._keep = keep
        self._kept = text
        self._keeping: Timer | None = None
        self._box = TextBox(services.keys, text)
        self._picture = ""
        self._shown = Prose(classes="picture")
        self._wrong = Prose(classes="wrong")

    def body(self) -> list[Widget]:
        """Return the box, what is said of the picture, and the place for what is wrong."""
        return [self._box, self._shown, self._wrong]

    def on_mount(self) -> None:
        """Put the caret into the box."""
        self._show_picture()
        self._box.focus()

    def on_unmount(self) -> None:
        """However the form ends, the program with it or not, what was written is there the next time."""
        self._keep_text()

    @on(TextArea.Changed)
    def _on_changed(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEPT_AFTER, self._keep_text)

    def action_publish(self) -> None:
        """Ask whether this is to go up."""
        from tui.ui.screens import question

        text = self._box.text.strip()
        if not text or len(text) > MAX_LETTERS:
            self._say(t("boards.publish_empty") if not text else t("boards.publish_long", most=MAX_LETTERS))
            self.app.bell()
            return
        self._keep_text()
        where = self._where
        facts = [
            fit(one_line(text), PREVIEW_CELLS),
            question.place_of(where),
            t("boards.publish_note"),
        ]
        if self._picture:
            facts.insert(1, t("boards.picture", name=one_line(Path(self._picture).name)))

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self.dismiss(PublishAnnouncement(where.conversation, text, self._picture))

        wording = question.Wording(t("boards.publish_ask"), tuple(facts), t("boards.publish_yes"), destroys=False)
        self.app.push_screen(question.Question(wording, self._services.keys), answered)

    def action_edit(self) -> None:
        """Let the person's own editor write the text."""
        from tui.ui.external_editor import EditorFailed, edit_in_editor

        try:
            self._box.replace_text(edit_in_editor(self.app, self._box.text))
        except EditorFailed as error:
            self._say(str(error))
        self.refresh(layout=True)

    def action_picture(self) -> None:
        """Choose a picture."""
        from tui.ui.screens.ask_file import AskFile

        def answered(path: str | None) -> None:
            if path:
                self._picture = path
                self._show_picture()

        self.app.push_screen(AskFile(t("boards.choose_picture")), answered)

    def action_no_picture(self) -> None:
        """Publish without a picture."""
        self._picture = ""
        self._show_picture()

    def action_leave(self) -> None:
        """Leave; what was written is there the next time."""
        self._keep_text()
        self.dismiss(None)

    def _keep_text(self) -> None:
        text = self._box.text.strip()
        if text != self._kept:
            self._kept = text
            self._keep(text)

    def _show_picture(self) -> None:
        name = one_line(Path(self._picture).name) if self._picture else ""
        self._shown.update(t("boards.picture", name=name) if name else t("boards.no_picture"))

    def _say(self, wrong: str) -> None:
        self._wrong.set_class(bool(wrong), "-shown")
        self._wrong.update(wrong)
