"""The members of the open group in their panel, fetched when they were never listed or long ago."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tui.locale import t
from tui.store.rows import ConversationRow

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

FRESH = 6 * 3600 * 1000
"""Milliseconds for which a list of members is good enough: events keep it true meanwhile."""


class MemberLists:
    """What the panel of *main* shows. A list that could not be had is asked for again once its group is opened anew."""

    def __init__(self, main: Main) -> None:
        self._main = main
        self._fetching: set[int] = set()
        self._failed: set[int] = set()
        self._front = 0

    def show(self, row: ConversationRow) -> None:
        """Show the members of *row* as the store has them, if the panel is open."""
        main = self._main
        if main.members.has_class("-open"):
            members = main.services.reader.members(row.id) if row.conversation.is_group else []
            own = row.conversation.account.own_id
            is_cut = self._is_cut(row)
            main.members.set_members(members, own, is_loading=row.id in self._fetching, is_cut=is_cut, place=row.id)

    def _is_cut(self, row: ConversationRow) -> bool:
        return row.conversation.is_group and not self._main.services.connection.is_online(row.account)

    def forgive(self, conversation: int) -> None:
        """Somebody opened *conversation*: a list that could not be had is asked for once more."""
        self._failed.discard(conversation)

    def stays(self, row: ConversationRow) -> None:
        """Somebody looks at *row*, and does not just pass through."""
        self._front = row.id
        self.fetch_if_old(row)

    def fetch_if_old(self, row: ConversationRow) -> None:
        """Fetch the members of *row*, which is open, if somebody stays there and it is a group whose list is none or old."""
        from tui.chat.actions import ActionKind

        if self._main.members.is_cut != self._is_cut(row):
            self.show(row)
        connection = self._main.services.connection
        is_asked = row.id in self._fetching or row.id in self._failed
        offers = connection.offers(row.account)
        is_told = row.conversation.is_group and offers is not None and ActionKind.MEMBERS in offers.actions
        if row.id != self._front or not is_told or is_asked or not connection.is_online(row.account):
            return
        if time.time() * 1000 - row.members_at >= FRESH:
            self._fetching.add(row.id)
            self.show(row)
            self._main.start(self._fetch(row), t("main.members_failed"))

    async def _fetch(self, row: ConversationRow) -> None:
        from tui.platforms.base import AskError
        from tui.ui import outcomes

        main = self._main
        try:
            await asyncio.wrap_future(main.services.connection.list_members(row))
        except AskError as error:
            # That the connection is lost is said where its state stands, and then the list is asked for again by itself.
            if not outcomes.is_disconnection(error):
                self._failed.add(row.id)
                main.say(outcomes.describe_error(error, t("main.members_failed")), is_good=False)
        finally:
            self._fetching.discard(row.id)
            if main.current is not None and main.current.id == row.id:
                self.show(main.current)
