"""Commands on what a group keeps: they open its boards, switch essence on and off, and upload files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind, Done, Outcome
from tui.chat.board_actions import SetEssence, UploadFile
from tui.chat.text import one_line
from tui.locale import t
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.describe import human_size, preview
from tui.ui.wrap import fit

if TYPE_CHECKING:
    from tui.chat.boards import Essence, FileSpace
    from tui.ui.screens.main import Main

KINDS = {
    "group.notices": ActionKind.NOTICES,
    "group.essence": ActionKind.ESSENCES,
    "group.files": ActionKind.FILES,
    "group.honours": ActionKind.HONOURS,
    "group.space": ActionKind.FILE_SPACE,
}
"""What the commands need to be offered."""

TELL_EVERY = 0.5
"""Seconds between two words on how far an upload is."""


def notices(main: Main, where: ConversationRow) -> None:
    """Open the announcements."""
    from tui.ui.screens.notices import Notices

    main.app.push_screen(Notices(main, where))


def essence(main: Main, where: ConversationRow) -> None:
    """Open the essence messages."""
    from tui.ui.screens.essence import Essences

    main.app.push_screen(Essences(main, where))


def files(main: Main, where: ConversationRow) -> None:
    """Open the files."""
    from tui.ui.screens.files import Files

    main.app.push_screen(Files(main, where))


def honours(main: Main, where: ConversationRow) -> None:
    """Open the honours."""
    from tui.ui.screens.honours import Honours

    main.app.push_screen(Honours(main, where))


def space(main: Main, where: ConversationRow) -> None:
    """Say what space the files take."""
    from tui.platforms.board_queries import AskFileSpace
    from tui.ui.screens.files import space_words

    def came(found: FileSpace) -> None:
        main.say(t("boards.space_of", where=where.title, space=space_words(found)))

    main.ask(where.account, AskFileSpace(where.conversation), t("boards.act.space"), came)


ACTS: tuple[tuple[str, Callable[[Main, ConversationRow], None]], ...] = (
    ("group.notices", notices),
    ("group.essence", essence),
    ("group.files", files),
    ("group.honours", honours),
    ("group.space", space),
)
"""The entries of the menu of a group, and what they do."""


def toggle_essence(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Make the message essence; one that is already is taken off the list, after asking."""
    from tui.platforms.board_queries import AskEssences
    from tui.ui.late import unless_gone_on

    native = row.native
    assert native is not None, "only what has an id may become essence"

    def came(found: Sequence[Essence]) -> None:
        known = next((essence for essence in found if is_of(essence, row)), None)
        if known is None:
            set_on("")
        else:
            ask_off(SetEssence(where.conversation, native, False, known.sequence, known.random))

    def off(action: SetEssence) -> None:
        ask_remove_essence(main, where, action, f"{row.sender_name}：{preview(row.segments)}")

    def set_on(_: str) -> None:
        main.perform(where.account, SetEssence(where.conversation, native, True), t("boards.act.essence_on"))

    ask_off = unless_gone_on(main, t("boards.act.essence_off"), off)
    # No list, no telling what it is now: it is made essence, which changes nothing where it was.
    main.ask(where.account, AskEssences(where.conversation), t("boards.essence"), came, set_on)


def is_of(essence: Essence, row: MessageRow) -> bool:
    """Return whether *essence* is the message *row*: by its id, or by the sequence where the list has an id of its own."""
    sequence = row.position.sequence
    return essence.native == row.native or (sequence > 0 and essence.sequence == str(sequence))


def ask_remove_essence(
    main: Main, where: ConversationRow, action: SetEssence, line: str, then: Callable[[Outcome], None] | None = None
) -> None:
    """Ask whether the message that *line* tells of is to be taken off the list, and do it."""
    from tui.ui.screens import question

    place = question.place_of(where)
    wording = question.Wording(t("boards.essence_remove"), (fit(one_line(line), 60), place), t("boards.essence_remove_yes"))
    main.confirm(wording, lambda: main.perform(where.account, action, t("boards.act.essence_off"), then))


def upload(
    main: Main, where: ConversationRow, paths: Sequence[Path], folder: str = "", then: Callable[[], None] | None = None
) -> None:
    """Give the files to the conversation, one after the other, and say how far each is and how it ended."""
    from tui.ui import outcomes
    from tui.ui.widgets.status_line import Level

    loop = asyncio.get_running_loop()

    async def one(path: Path, place: str) -> None:
        name = fit(one_line(path.name), 30)
        what = t("boards.act.upload", name=name, place=place)
        told_at = -TELL_EVERY

        def went(count: int, total: int) -> None:
            nonlocal told_at
            now = loop.time()
            if now - told_at < TELL_EVERY and count < total:
                return
            told_at = now
            loop.call_soon_threadsafe(partial(main.tell, progress_words(what, count, total), Level.INFO))

        main.tell(what, Level.INFO)
        action = UploadFile(where.conversation, str(path), path.name, folder, went)
        outcome = await asyncio.wrap_future(main.services.connection.perform(where.account, action))
        words, is_good = outcomes.describe(outcome, what)
        main.tell(words, Level.GOOD if is_good else Level.ERROR)
        if then is not None and isinstance(outcome, Done):
            then()

    async def work() -> None:
        for number, path in enumerate(paths, 1):
            await one(path, f" {number}/{len(paths)}" if len(paths) > 1 else "")

    main.start(work(), t("boards.act.upload", name="", place=""))


def progress_words(what: str, count: int, total: int) -> str:
    """Return how far an upload is."""
    if not total or count >= total:
        return t("boards.upload_done", what=what)
    return t("boards.upload_part", what=what, percent=count * 100 // total, gone=human_size(count), size=human_size(total))
