"""What differs where mirai-api-http runs upon Overflow, which speaks mirai's words over somebody else's OneBot 11."""

from __future__ import annotations

from dataclasses import dataclass, field

NOT_IMPLEMENTED = "An operation is not implemented."
"""Kotlin's words for it, which come with code 500."""


@dataclass(frozen=True, slots=True)
class Manner:
    """Who is behind the plugin. `unheard`: the types of events that nobody is told; `unseen`: segments left out of a chain."""

    has_global_ids: bool = False
    has_roaming: bool = True
    has_codes: bool = True
    has_short_event_ids: bool = False
    nudge: str = "戳了戳"
    unheard: frozenset[str] = field(default_factory=frozenset)
    unseen: frozenset[str] = field(default_factory=frozenset)


MIRAI = Manner()
OVERFLOW = Manner(
    has_global_ids=True,
    has_roaming=False,
    has_codes=False,
    has_short_event_ids=True,
    nudge="拍了拍",
    unheard=frozenset({
        "FriendSyncMessage", "StrangerSyncMessage", "GroupSyncMessage", "TempSyncMessage",
        "OtherClientMessage", "OtherClientOnlineEvent", "OtherClientOfflineEvent",
        "FriendAddEvent", "FriendDeleteEvent", "FriendNickChangedEvent", "FriendInputStatusChangedEvent",
        "BotReloginEvent", "BotOfflineEventForce",
        "GroupAllowAnonymousChatEvent", "GroupAllowMemberInviteEvent", "GroupAllowConfessTalkEvent",
    }),
    unseen=frozenset({"dice", "rps"}),
)  # fmt: skip
