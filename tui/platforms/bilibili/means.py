"""What Bilibili's private messages can do: what they lack is not offered on the screen, and says so."""

from __future__ import annotations

from tui.chat.actions import ActionKind
from tui.chat.capabilities import Offers, TextLimit
from tui.chat.ids import ConversationKind
from tui.platforms.bilibili.encode import MAX_BYTES, MISSING

RECALL_SECONDS = 120

KINDS = frozenset((
    ActionKind.SEND, ActionKind.RECALL, ActionKind.MARK_READ, ActionKind.HISTORY, ActionKind.RECENTS, ActionKind.PIN,
    ActionKind.SILENCE,
))  # fmt: skip
"""The actions that can be done."""

CLOSED = {ConversationKind.FAN_GROUP: "bili_group_closed", ConversationKind.SYSTEM: "bili_system_closed"}
"""Where nothing can be said, and why."""

WRAPPING = len('{"content":}')


def offers() -> Offers:
    """Return what can be done."""
    return Offers(
        KINDS,
        RECALL_SECONDS,
        can_confirm=True,
        missing_reason=dict.fromkeys(frozenset(ActionKind) - KINDS, "bili_has_none"),
        missing_segments=MISSING,
        remarks_on_accepting=False,
        closed=CLOSED,
        text_limit=TextLimit(MAX_BYTES, WRAPPING),
        is_one_kind=True,
    )
