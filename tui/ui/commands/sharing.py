"""Shares the card of a group or a person: into the open conversation, into another one, or as text to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.chat.segments import Card
from tui.locale import t
from tui.platforms.base import Query
from tui.platforms.group_queries import AskGroupCard, AskPersonCard
from tui.store.rows import ConversationRow
from tui.ui.commands.sending import send_beside

if TYPE_CHECKING:
    from tui.ui.screens.main import Main
    from tui.ui.screens.switcher import Chosen


def share_group(main: Main, where: ConversationRow) -> None:
    """Share the card of the group *where*."""
    _share(main, where, AskGroupCard(where.conversation), t("group.share", who=where.title))


def share_person(main: Main, where: ConversationRow, user: str, name: str) -> None:
    """Share the card of *user*, whom somebody found in *where*."""
    _share(main, where, AskPersonCard(user), t("members.share", who=name))


def _share(main: Main, where: ConversationRow, query: Query[Card], what: str) -> None:
    from tui.ui.late import ask_to_open

    ask_to_open(main, where.account, query, what, lambda card: _offer(main, where, card, what))


def _offer(main: Main, where: ConversationRow, card: Card, what: str) -> None:
    """Ask where the card shall go."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    entries = [
        MenuEntry("here", t("group.share_here", where=where.title)),
        MenuEntry("elsewhere", t("group.share_elsewhere")),
        MenuEntry("copy", t("group.share_copy")),
    ]

    def chosen(name: str | None) -> None:
        if name == "here":
            send_beside(main, where, card, what, t("group.shared", where=where.title))
        elif name == "elsewhere":
            _pick(main, where, card, what)
        elif name == "copy":
            main.copy(card.raw)

    main.app.push_screen(ActionMenu(what, entries), chosen)


def _pick(main: Main, where: ConversationRow, card: Card, what: str) -> None:
    from tui.ui.screens.switcher import Switcher

    def chosen(answer: Chosen | None) -> None:
        row = main.sidebar.rows.get(answer.conversation) if answer and answer.conversation is not None else None
        if row is not None:
            send_beside(main, row, card, what, t("group.shared", where=row.title))

    rows = [row for row in main.sidebar.rows.values() if row.account == where.account and row.is_listed]
    main.app.push_screen(Switcher(rows, main.services.keys), chosen)
