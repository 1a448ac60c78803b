"""Asks for the lists of friends and of groups, as far as the platform has them, and lets them be taken in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from tui.chat.events import Event, FriendsListed, GroupsListed
from tui.platforms.base import AskError, AskFriends, AskGroups, Platform, Query

if TYPE_CHECKING:
    from tui.connection.inbox import Inbox

log = logging.getLogger(__name__)

LISTS: dict[type[Query[Sequence[Any]]], Callable[[tuple[Any, ...]], Event]] = {AskFriends: FriendsListed, AskGroups: GroupsListed}
"""Each list by its question, and what is told once it is there."""


async def ask_lists(platform: Platform, inbox: Inbox, wanted: Collection[type[Query[Sequence[Any]]]] = LISTS.keys()) -> None:
    """Ask for the *wanted* lists. One that can not be had stays as it was; that a platform has none is nothing to warn of."""
    for question in LISTS:
        if question not in wanted:
            continue
        try:
            rows = await platform.ask(question())
            inbox.put(LISTS[question](tuple(rows)))
        except AskError as error:
            level = logging.DEBUG if error.reason == "not_offered" else logging.WARNING
            log.log(level, "the answer to %s could not be had: %s", question.__name__, error.reason)
