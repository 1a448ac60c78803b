"""What the commands of the key table do, by area; each is a function of the main screen and of which key was pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.locale import t
from tui.ui.commands import (
    account,
    attaching,
    bar,
    contacts,
    conversations,
    forwarding,
    group,
    inspector,
    logging_in,
    member_acts,
    members,
    messages,
    offhand,
    opening,
    plugins,
    reactions,
    reading,
    reading_aids,
    replies,
    requests,
    searching,
    sending,
    waiting,
    windows,
)

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

Handler = Callable[["Main", int], None]

HANDLERS: dict[str, Handler] = {
    **conversations.HANDLERS,
    **messages.HANDLERS,
    **forwarding.HANDLERS,
    **opening.HANDLERS,
    **members.HANDLERS,
    **member_acts.HANDLERS,
    **group.HANDLERS,
    **reactions.HANDLERS,
    **offhand.HANDLERS,
    **inspector.HANDLERS,
    **reading.HANDLERS,
    **reading_aids.HANDLERS,
    **requests.HANDLERS,
    **searching.HANDLERS,
    **contacts.HANDLERS,
    **account.HANDLERS,
    **logging_in.HANDLERS,
    **sending.HANDLERS,
    **waiting.HANDLERS,
    **windows.HANDLERS,
    **plugins.HANDLERS,
    **bar.HANDLERS,
}
"""Command name -> what it does; a test holds this against the table."""

FOR_COMPOSER: dict[str, Callable[[Main], None]] = {
    "editor": sending.edit_externally,
    "emoji": offhand.pick_emoji,
    "attach": attaching.choose,
    "replies": replies.pick,
}
"""What the composer lets be done for it, by its own names."""


def why_not_now(main: Main, name: str) -> str:
    """Return in words why the command *name* means nothing now, "" when it can be done."""
    area = name.partition(".")[0]
    if area == "message" and main.pane.cursor is None and name not in reading.WITHOUT_CURSOR:
        return t("main.no_message")
    # A closed panel still has the members of the group for which it was open.
    is_open = main.members.has_class("-open")
    if area == "members" and name != "members.toggle" and (not is_open or main.members.highlighted is None):
        return t("main.no_member")
    if area in ("composer", "mention", "send") and main.pane.conversation is None:
        return t("main.no_conversation")
    return offhand.why_not(main, name)
