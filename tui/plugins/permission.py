"""Who may call a command or wake a processor: policies over a sender's roles, and the constants of before 1.9."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Container, Iterable
from typing import Any, NamedTuple, cast

from tui.plugins.bot import NoneBot
from tui.plugins.event import Event
from tui.plugins.exceptions import CQHttpError
from tui.plugins.typing import PermissionPolicy_T

REMEMBERED = 120.0
"""Seconds for which it is remembered who somebody is in a group."""

_known: dict[tuple[Any, Any, Any], tuple[float, dict[str, Any] | None]] = {}


class SenderRoles(NamedTuple):
    """Who sent an event; *sender* is what ``get_group_member_info`` tells of them, None in private."""

    bot: NoneBot
    event: Event
    sender: dict[str, Any] | None

    @staticmethod
    async def create(bot: NoneBot, event: Event) -> SenderRoles:
        """Ask who sent *event*."""
        is_group = event.get("message_type") == "group"
        return SenderRoles(bot, event, await _member_info(bot, event) if is_group else None)

    @property
    def is_superuser(self) -> bool:
        """One of the user's own accounts, or of whom the plugin added."""
        return self.event.user_id in self.bot.config.SUPERUSERS

    @property
    def is_groupchat(self) -> bool:
        """Said in a group."""
        return self.event.get("message_type") == "group"

    @property
    def is_anonymous(self) -> bool:
        """Said without a name."""
        return self.event.sub_type == "anonymous"

    @property
    def is_admin(self) -> bool:
        """An admin of the group; its owner is none."""
        return self.sender is not None and self.sender.get("role") == "admin"

    @property
    def is_owner(self) -> bool:
        """The owner of the group."""
        return self.sender is not None and self.sender.get("role") == "owner"

    @property
    def is_privatechat(self) -> bool:
        """Said in private."""
        return self.event.get("message_type") == "private"

    @property
    def is_private_friend(self) -> bool:
        """Said in private by a friend."""
        return self.is_privatechat and self.event.sub_type == "friend"

    @property
    def is_private_group(self) -> bool:
        """Said in private by a member of a common group."""
        return self.is_privatechat and self.event.sub_type == "group"

    @property
    def is_private_discuss(self) -> bool:
        """Said in private by a member of a discussion: QQ has none any more."""
        return self.is_privatechat and self.event.sub_type == "discuss"

    @property
    def is_discusschat(self) -> bool:
        """Said in a discussion: QQ has none any more."""
        return self.event.get("message_type") == "discuss"

    def from_group(self, group_id: int | Container[int]) -> bool:
        """Return whether it was said in this group, or one of these."""
        group = self.event.group_id
        return bool(group == group_id if isinstance(group_id, int) else group in group_id)

    def sent_by(self, sender_id: int | Container[int]) -> bool:
        """Return whether this person said it, or one of these."""
        user = self.event.user_id
        return bool(user == sender_id if isinstance(sender_id, int) else user in sender_id)


async def _member_info(bot: NoneBot, event: Event) -> dict[str, Any] | None:
    key = (event.self_id, event.group_id, event.user_id)
    now = time.monotonic()
    if key in _known and now - _known[key][0] < REMEMBERED:
        return _known[key][1]
    try:
        info = await bot.get_group_member_info(self_id=key[0], group_id=key[1], user_id=key[2], no_cache=True)
    except CQHttpError:
        info = None
    if len(_known) > 1000:
        _known.clear()
    _known[key] = (now, info)
    return cast("dict[str, Any] | None", info)


async def check_permission(bot: NoneBot, event: Event, policy: PermissionPolicy_T | None) -> bool:
    """Return whether *policy* lets the sender of *event*; None lets everybody, and asks nothing."""
    if policy is None:
        return True
    allowed = policy(await SenderRoles.create(bot, event))
    return bool(await allowed if isinstance(allowed, Awaitable) else allowed)


def aggregate_policy(
    policies: Iterable[PermissionPolicy_T], aggregator: Callable[[Iterable[object]], bool] = all
) -> PermissionPolicy_T:
    """Make one policy of several: all must let, or with ``any`` one of them."""
    listed = list(policies)
    slow = [policy for policy in listed if _is_async(policy)]
    quick = [policy for policy in listed if not _is_async(policy)]
    if not slow:
        return lambda sender: aggregator(policy(sender) for policy in quick)

    async def check(sender: SenderRoles) -> bool:
        answers = [policy(sender) for policy in quick]
        waited = await asyncio.gather(*(cast("Awaitable[bool]", policy(sender)) for policy in slow))
        return aggregator([*answers, *waited])

    return check


def _is_async(policy: object) -> bool:
    return inspect.iscoroutinefunction(policy) or inspect.iscoroutinefunction(getattr(policy, "__call__", None))  # noqa: B004


def policy_of(permission: Any) -> Any:
    """Return what a decorator was given as one policy; ... stays, a list means all of them."""
    return aggregate_policy(permission) if isinstance(permission, Iterable) else permission


class _Constant:
    """A policy that ``&`` and ``|`` join."""

    def __init__(self, policy: Callable[[SenderRoles], bool]) -> None:
        self._policy = policy

    def __call__(self, sender: SenderRoles) -> bool:
        return self._policy(sender)

    def __and__(self, other: _Constant) -> _Constant:
        return _Constant(lambda sender: self(sender) and other(sender))

    def __or__(self, other: _Constant) -> _Constant:
        return _Constant(lambda sender: self(sender) or other(sender))


PRIVATE_FRIEND = _Constant(lambda s: s.is_private_friend)
PRIVATE_GROUP = _Constant(lambda s: s.is_private_group)
PRIVATE_DISCUSS = _Constant(lambda s: s.is_private_discuss)
PRIVATE_OTHER = _Constant(lambda s: s.is_privatechat and s.event.sub_type == "other")
PRIVATE = _Constant(lambda s: s.is_privatechat)
DISCUSS = _Constant(lambda s: s.is_discusschat)
GROUP_MEMBER = _Constant(lambda s: s.is_groupchat and not s.is_anonymous)
GROUP_ADMIN = _Constant(lambda s: s.is_groupchat and s.is_admin)
GROUP_OWNER = _Constant(lambda s: s.is_groupchat and s.is_owner)
GROUP = _Constant(lambda s: s.is_groupchat)
SUPERUSER = _Constant(lambda s: s.is_superuser)
EVERYBODY = _Constant(lambda _: True)

__all__ = [
    "DISCUSS",
    "EVERYBODY",
    "GROUP",
    "GROUP_ADMIN",
    "GROUP_MEMBER",
    "GROUP_OWNER",
    "PRIVATE",
    "PRIVATE_DISCUSS",
    "PRIVATE_FRIEND",
    "PRIVATE_GROUP",
    "PRIVATE_OTHER",
    "SUPERUSER",
    "SenderRoles",
    "aggregate_policy",
    "check_permission",
]
