"""Commands that move through a conversation: cursor, pages, unread, mentions, quoted messages, links, older history."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tui.chat.ids import LocalId
from tui.chat.segments import Quote, first
from tui.locale import t
from tui.platforms.base import AskError
from tui.ui import outcomes

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

WITHOUT_CURSOR = frozenset(
    ("message.up", "message.down", "message.page_up", "message.page_down", "message.top", "message.newest",
     "message.find", "message.find_older", "message.find_newer")
)  # fmt: skip
"""Commands of the pane that need no selected message."""

BARE_ROWS = 200
"""Messages in the bare-text view."""


def move(main: Main, number: int, *, rows: int) -> None:
    """Move the cursor by *rows* messages."""
    main.pane.move(rows)


def page(main: Main, number: int, *, pages: int) -> None:
    """Scroll by *pages* screens."""
    main.pane.page(pages)


def top(main: Main, number: int) -> None:
    """Go to the top of what is there."""
    main.pane.home()


def newest(main: Main, number: int) -> None:
    """Go to the newest message."""
    main.pane.end()


def first_unread(main: Main, number: int) -> None:
    """Go to the first unread message of this conversation."""
    row = main.services.reader.first_unread(main.pane.conversation or 0)
    if row is None:
        main.say(t("main.no_unread_here"))
    else:
        main.pane.go_to(row.id)


def mention(main: Main, number: int, *, newer: bool) -> None:
    """Go to the next message that mentions us, older or newer."""
    row = main.pane.cursor_row
    found = main.services.reader.mention(main.pane.conversation or 0, row.position if row else None, newer=newer)
    if found is None:
        main.say(t("main.no_mention"))
    else:
        main.pane.focus()
        main.pane.go_to(found.id)


def go_to_quoted(main: Main, number: int) -> None:
    """Go to the message that the selected one quotes; fetch it when the store does not have it."""
    row, where = main.pane.cursor_row, main.current
    if row is None or where is None:
        return
    quote = first(row.segments, Quote)
    if quote is None:
        main.say(t("main.no_quote"))
        return
    known = main.services.reader.by_native(where.id, quote.native)
    if known is not None:
        main.pane.go_to(known.id)
        return
    main.say(t("main.fetching_quote"))

    async def work() -> None:
        try:
            id = await asyncio.wrap_future(main.services.connection.fetch_message(where, quote.native))
        except AskError as error:
            # Platforms quote by ids that mean nothing to anybody: what was said, and by whom, is as good.
            same = main.services.reader.by_words(where.id, quote.sender, quote.text, row.position)
            if same is None:
                main.say(outcomes.describe_error(error, t("main.quoted_failed")), is_good=False)
                return
            id = same.id
        if main.pane.conversation == where.id:
            main.status.hush()
            main.pane.go_to(LocalId(id))

    main.start(work(), t("main.quoted_failed"))


def fill(main: Main, conversation: int, gap: int) -> None:
    """Fetch what is missing in *gap*, which the reader is about to see."""
    row = main.sidebar.rows.get(conversation)
    if row is None or not main.services.connection.is_online(row.account):
        return
    main.pane.set_gap_loading(gap, True)

    async def work() -> None:
        try:
            await asyncio.wrap_future(main.services.connection.fill(row, gap))
        except AskError as error:
            main.say(outcomes.describe_error(error, t("main.older_failed")), is_good=False)
        finally:
            if main.pane.conversation == conversation:
                main.pane.set_gap_loading(gap, False)

    main.start(work(), t("main.older_failed"))


def reveal(main: Main, number: int) -> None:
    """Show or hide the words of a recalled message, or the rest of a long one."""
    if main.pane.cursor is not None:
        main.pane.reveal(main.pane.cursor)


def mark(main: Main, number: int) -> None:
    """Mark the selected message, and go on to the next one."""
    if main.pane.cursor is not None:
        main.pane.toggle_mark(main.pane.cursor)
        main.say(t("main.marked_count", count=len(main.pane.marked)))


def copy(main: Main, number: int) -> None:
    """Copy the words of the marked messages, else of the selected one."""
    ids = main.pane.marked or ((main.pane.cursor,) if main.pane.cursor is not None else ())
    rows = sorted(main.services.reader.messages(ids).values(), key=lambda row: row.position)
    main.copy("\n".join(main.pane.copy_text(row.id) for row in rows))


def visible_text(main: Main) -> str:
    """Return the newest messages of the open conversation as plain lines."""
    from tui.ui.describe import clock

    if main.pane.conversation is None:
        return ""
    rows = main.services.reader.page(main.pane.conversation, limit=BARE_ROWS)
    return "\n".join(
        f"{clock(row.time, main.services.zone)} {row.sender_name or row.sender}: {main.pane.copy_text(row.id)}"
        for row in rows
        if not row.is_notice
    )


HANDLERS: dict[str, Handler] = {
    "message.up": partial(move, rows=-1),
    "message.down": partial(move, rows=1),
    "message.page_up": partial(page, pages=-1),
    "message.page_down": partial(page, pages=1),
    "message.top": top,
    "message.newest": newest,
    "message.go_to_quoted": go_to_quoted,
    "message.reveal": reveal,
    "message.mark": mark,
    "message.copy": copy,
    "unread.first": first_unread,
    "mention.previous": partial(mention, newer=False),
    "mention.next": partial(mention, newer=True),
}
