"""The command that puts a canned reply into the composer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.chat.text import clean_name
from tui.config import Reply
from tui.locale import t
from tui.store.rows import ConversationRow

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

PLACEHOLDER = "{name}"


def pick(main: Main) -> None:
    """Choose a canned reply for the composer; it is sent by nobody but the person."""
    from tui.ui.screens.replies import Replies

    where = main.current
    if where is None:
        main.say(t("main.no_conversation"), is_good=False)
        return
    label = next((account.label for account in main.services.reader.accounts() if account.id == where.account), "")
    name = _addressed(main, where)
    config = main.services.config
    replies = [
        replace(reply, text=reply.text.replace(PLACEHOLDER, name)) for reply in config.replies if reply.account in ("", label)
    ]

    def chosen(reply: Reply | None) -> None:
        if reply is not None and main.composer.conversation == where.id:
            main.composer.insert_text(reply.text)
            main.focus_composer()

    main.app.push_screen(Replies(replies, config.path), chosen)


def _addressed(main: Main, where: ConversationRow) -> str:
    """Return whom we talk to, by the name that is theirs: our remark for them is for nobody else to read.

    Whoever is quoted is talked to, and else the one at the other end, in a group the group.
    """
    quote = main.composer.quote
    quoted = main.services.reader.message(quote) if quote is not None else None
    name = ""
    if quoted is not None and not quoted.is_own:
        name = main.services.reader.public_names([quoted.id]).get(quoted.id, "")
    return clean_name(name or where.name) or where.conversation.peer
