"""Attaches files to what is being written, and sends them: pictures among the words, other files beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui import attachments
from tui.ui.attachments import Attachment
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.ui.screens.main import Main


def choose(main: Main) -> None:
    """Let files be chosen for the open conversation."""
    from tui.ui.screens.ask_files import AskFiles

    where = main.current
    if where is None:
        return

    def answered(paths: tuple[Path, ...] | None) -> None:
        if paths:
            main.start(attach(paths), t("composer.attaching"))

    async def attach(paths: Sequence[Path]) -> None:
        found = await asyncio.to_thread(attachments.read, paths)
        if main.composer.conversation == where.id:
            main.composer.attach(found)
            main.focus_composer()

    title = t("composer.attach_to", where=where.title, number=where.conversation.peer)
    main.app.push_screen(AskFiles(title, (t("composer.attach_note"),)), answered)


def why_not_files(main: Main, where: ConversationRow, attached: Sequence[Attachment]) -> str:
    """Return in words why those of *attached* that are no pictures can not go to *where*, "" when they can."""
    if all(attachment.is_picture for attachment in attached):
        return ""
    if not main.services.connection.is_online(where.account):
        return t("composer.files_offline")
    return why_not(main.services.judge.of_group(ActionKind.UPLOAD_FILE, where))


def upload(main: Main, where: ConversationRow, attached: Sequence[Attachment]) -> None:
    """Upload those of *attached* that are no pictures."""
    from tui.ui.commands import boards

    paths = [Path(attachment.path) for attachment in attached if not attachment.is_picture]
    if paths:
        boards.upload(main, where, paths)
