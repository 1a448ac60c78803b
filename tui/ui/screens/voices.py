"""The voices that can read to a group: let one say something there, or hear first how it would sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.actions import ActionKind
from tui.chat.people import SpeakingVoice
from tui.chat.people_actions import Speak
from tui.locale import t
from tui.platforms.people_queries import AskSpoken, AskVoices
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.commands import contacts
from tui.ui.screens.sheet import Sheet
from tui.ui.strips import Piece, line
from tui.ui.subjects import why_not
from tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

MAX_SPOKEN = 300
"""Characters that are read at once."""


class Voices(Sheet):
    """The voices for the group *where*."""

    PLACE: ClassVar[Place] = Place.VOICES

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, t("people.voices_title", where=where.title, number=where.conversation.peer))
        self._where = where
        self._text = ""
        self._list: RowList[SpeakingVoice] = RowList(self._draw, lambda voice: voice.id, empty=t("people.asking"))

    def body(self) -> list[Widget]:
        """Return the list."""
        return [self._list]

    def on_mount(self) -> None:
        """Ask which voices there are."""
        super().on_mount()
        self._list.focus()
        query = AskVoices(self._where.conversation)
        self.main.ask(self._where.account, query, t("people.act.voices"), self._take, self._list.set_empty)

    def command_say(self) -> None:
        """Let the voice under the cursor say something in the group."""
        voice = self._may(ActionKind.SPEAK)
        if voice is not None:
            where, main = self._where, self.main
            what = t("people.act.speak", voice=voice.name)
            self._ask_text(
                t("people.speak_title", voice=voice.name, where=where.title),
                lambda text: main.perform(where.account, Speak(where.conversation, voice.id, text), what),
            )

    def command_link(self) -> None:
        """Fetch what the voice under the cursor would say, without sending it."""
        voice = self._may(ActionKind.VOICES)
        if voice is not None:
            self._ask_text(t("people.link_title", voice=voice.name), lambda text: self._fetch(voice, text))

    def command_sample(self) -> None:
        """Open the sample of the voice under the cursor."""
        voice = self._list.cursor_row
        if voice is not None and voice.sample:
            self._open(voice.sample)
        elif voice is not None:
            self.main.say(t("people.no_sample"), is_good=False)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.command_say()

    def _take(self, voices: Sequence[SpeakingVoice]) -> None:
        if self.is_mounted:
            self._list.set_empty(t("people.voices_none"))
            self._list.set_rows(voices)

    def _may(self, kind: ActionKind) -> SpeakingVoice | None:
        reason = why_not(self.services.judge.of_account(kind, self._where.account))
        if reason:
            self.main.say(reason, is_good=False)
            return None
        return self._list.cursor_row

    def _ask_text(self, title: str, take: Callable[[str], None]) -> None:
        from tui.ui.screens.ask_text import AskText

        def answered(text: str | None) -> None:
            if text is not None:
                self._text = text
                take(text)

        self.app.push_screen(AskText(title, text=self._text, check=contacts.between(1, MAX_SPOKEN)), answered)

    def _fetch(self, voice: SpeakingVoice, text: str) -> None:
        query = AskSpoken(self._where.conversation, voice.id, text)
        from tui.ui.late import ask_to_open

        ask_to_open(self.main, self._where.account, query, t("people.act.spoken"), self._open)

    def _open(self, link: str) -> None:
        """Offer to open a link or to copy it: what is heard is not for a terminal."""
        from tui.ui.screens.menu import ActionMenu, MenuEntry

        def chosen(name: str | None) -> None:
            from tui.ui.commands.opening import open_link

            if name == "open":
                open_link(self.main, link)
            elif name == "copy":
                self.main.copy(link)

        entries = [MenuEntry("open", t("people.link_open")), MenuEntry("copy", t("people.link_copy"))]
        self.app.push_screen(ActionMenu(link, entries), chosen)

    def _draw(self, voice: SpeakingVoice, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        left = [Piece(f"{chat.icon('folded') if is_cursor else ' '} "), Piece(voice.name, chat.text)]
        left.append(Piece(f"  {voice.kind}", chat.dim))
        return [line(left, width, [Piece(f"{voice.id} ", chat.dim)])]
