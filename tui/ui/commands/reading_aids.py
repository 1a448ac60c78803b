"""Commands that let the platform read the selected message: translate it, read its picture, keep it; and voices that read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind
from tui.chat.people_actions import Collect
from tui.chat.segments import Image, first, plain_text
from tui.locale import t
from tui.store.rows import ConversationRow, MessageRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

MAX_BRIEF = 60
MAX_TRANSLATED = 50
"""Lines of one message that are translated at once."""


def translate(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Show the selected English message in Chinese."""
    from tui.platforms.people_queries import AskTranslation
    from tui.ui.late import ask_to_open

    lines = tuple(line for line in plain_text(row.segments).splitlines() if line.strip())[:MAX_TRANSLATED]
    if not lines:
        main.say(t("people.no_words"), is_good=False)
        return

    def told(found: Sequence[str]) -> None:
        _show(main, t("people.translation_title"), lines, found)

    ask_to_open(main, where.account, AskTranslation(lines), t("people.act.translate"), told)


def read_picture(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Show the words on the picture of the selected message."""
    from tui.platforms.people_queries import AskPictureWords
    from tui.ui.late import ask_to_open

    picture = first(row.segments, Image)
    if picture is None:
        main.say(t("people.no_picture"), is_good=False)
        return

    def told(found: Sequence[str]) -> None:
        _show(main, t("people.picture_title"), (), found)

    query = AskPictureWords(picture.file or picture.url, picture.url)
    ask_to_open(main, where.account, query, t("people.act.read_picture"), told)


def collect(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Put the words of the selected message into our collection."""
    text = main.pane.copy_text(row.id)
    if not text.strip():
        main.say(t("people.no_words"), is_good=False)
        return
    brief = " ".join(text.split())[:MAX_BRIEF]
    main.perform(where.account, Collect(text, brief), t("people.act.collect"))


def _show(main: Main, title: str, original: Sequence[str], found: Sequence[str]) -> None:
    from tui.ui.screens.full_text import FullText
    from tui.ui.widgets.text_lines import Paragraph

    if not found:
        main.say(t("people.nothing_read"))
        return
    paragraphs = [Paragraph(line, "dim", is_wide=True) for line in original]
    paragraphs += [Paragraph("")] if original else []
    paragraphs += [Paragraph(line, is_wide=True) for line in found]
    main.app.push_screen(FullText(title, paragraphs, "\n".join(found), main.copy))


def open_voices(main: Main, number: int) -> None:
    """Show the voices that can read to the open group."""
    from tui.ui.screens.voices import Voices

    where = main.current
    if where is None or not where.conversation.is_group:
        main.say(t("reason.only_groups"), is_good=False)
        return
    if not main.is_refused(main.services.judge.of_account(ActionKind.VOICES, where.account)):
        main.app.push_screen(Voices(main, where))


def _on_selected(kind: ActionKind, act: Callable[[Main, ConversationRow, MessageRow], None]) -> Handler:
    def handler(main: Main, number: int) -> None:
        where, row = main.current, main.pane.cursor_row
        if where is None or row is None:
            return
        if not main.is_refused(main.services.judge.of_account(kind, where.account)):
            act(main, where, row)

    return handler


HANDLERS: dict[str, Handler] = {
    "message.translate": _on_selected(ActionKind.TRANSLATE, translate),
    "message.read_picture": _on_selected(ActionKind.READ_PICTURE, read_picture),
    "message.collect": _on_selected(ActionKind.COLLECT, collect),
    "voices.open": open_voices,
}
