"""The voices that can read to a group: let one say something there, or hear first how it would sound."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.cells import cell_len
from textual import on
from textual.strip import Strip

from tui.chat.actions import ActionKind
from tui.chat.people import SpeakingVoice
from tui.chat.people_actions import Speak
from tui.locale import t
from tui.platforms.people_queries import AskSpoken, AskVoices
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.commands import contacts
from tui.ui.screens.board import Board
from tui.ui.strips import Piece, lead, line
from tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

MAX_SPOKEN = 300
"""Characters that are read at once."""


class Voices(Board[SpeakingVoice]):
    """The voices for the group *where*."""

    PLACE = Place.VOICES
    AREA = "voices"

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, where)
        self._text = ""

    def wanted(self) -> AskVoices:
        """Return the question."""
        return AskVoices(self.where.conversation)

    def key_of(self, row: SpeakingVoice) -> Hashable:
        """Return its id."""
        return row.id

    def draw(self, row: SpeakingVoice, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return what it is called, of which kind it is, and its id."""
        chat = self.list.chat
        names = max(cell_len(one.name) for one in self.list.rows)
        left = [*lead(chat, is_cursor), Piece(row.name, chat.text)]
        left.append(Piece(f"{' ' * (names - cell_len(row.name))}  {row.kind}", chat.dim))
        return [line(left, width, [Piece(f"{row.id} ", chat.dim)])]

    def command_say(self) -> None:
        """Let the voice under the cursor say something in the group."""
        voice = self._may(ActionKind.SPEAK)
        if voice is not None:
            where, main = self.where, self.main
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
        voice = self.list.cursor_row
        if voice is not None and voice.sample:
            self._open(voice, voice.sample)
        elif voice is not None:
            self.main.say(t("people.no_sample"), is_good=False)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.command_say()

    def _may(self, kind: ActionKind) -> SpeakingVoice | None:
        is_refused = self.main.is_refused(self.services.judge.of_account(kind, self.where.account))
        return None if is_refused else self.list.cursor_row

    def _ask_text(self, title: str, take: Callable[[str], None]) -> None:
        def taken(text: str) -> None:
            self._text = text
            take(text)

        self.main.ask_text(title, taken, text=self._text, check=contacts.between(1, MAX_SPOKEN))

    def _fetch(self, voice: SpeakingVoice, text: str) -> None:
        from tui.ui.late import ask_to_open

        query = AskSpoken(self.where.conversation, voice.id, text)
        ask_to_open(self.main, self.where.account, query, t("people.act.spoken"), partial(self._open, voice))

    def _open(self, voice: SpeakingVoice, link: str) -> None:
        """Offer to open what a voice says, to save it or to copy its link: what is heard is not for a terminal."""
        from tui.ui.screens.menu import ActionMenu, MenuEntry

        def chosen(name: str | None) -> None:
            from tui.ui.commands.opening import open_link

            if name == "open":
                open_link(self.main, link)
            elif name == "copy":
                self.main.copy(link)
            elif name == "save":
                self.main.download(link, voice.name + (PurePosixPath(urlsplit(link).path).suffix or ".wav"))

        words = {"open": t("people.link_open"), "copy": t("people.link_copy"), "save": t("people.link_save")}
        entries = [MenuEntry(name, label) for name, label in words.items()]
        self.app.push_screen(ActionMenu(link, entries), chosen)
