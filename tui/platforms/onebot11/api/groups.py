"""Groups: who is in them, what may be done to members, and who wants in."""

from __future__ import annotations

from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import readings
from tui.platforms.onebot11.api.answers import Answer, anything, nothing, one, rows, text
from tui.platforms.onebot11.api.area import Area, Id, number
from tui.platforms.onebot11.dialects import GOCQHTTP

MEMBERS_SECONDS = 60.0
"""The members of a big group are megabytes in one frame."""


class Groups(Area):
    """Groups and their members."""

    async def get_group_list(self, no_cache: bool = False, *, timeout: float | None = None) -> Answer[list[wire.GroupRow]]:
        """Return all groups."""
        return await self._ask("get_group_list", {"no_cache": no_cache}, rows(wire.GroupRow), timeout)

    async def get_group_info(
        self, group_id: Id, *, no_cache: bool | None = None, timeout: float | None = None
    ) -> Answer[wire.GroupRow]:
        """Return one group."""
        params = {"group_id": number(group_id), "no_cache": no_cache}
        return await self._ask("get_group_info", params, one(wire.GroupRow), timeout)

    async def get_group_info_ex(self, group_id: Id, *, timeout: float | None = None) -> Answer[Any]:
        """Return what QQ itself keeps of a group, as it is."""
        return await self._ask("get_group_info_ex", {"group_id": number(group_id)}, anything, timeout)

    async def get_group_card(self, group_id: Id, phone_number: str, *, timeout: float | None = None) -> Answer[Any]:
        """Return the card that recommends a group, as an ark."""
        params = {"group_id": number(group_id), "phone_number": phone_number}
        return await self._ask("get_group_card", params, anything, timeout)

    async def get_share_group_card(self, group_id: Id, *, timeout: float | None = None) -> Answer[str]:
        """Return the card that shares a group: the ark's JSON, to be sent as a json segment."""
        return await self._ask("get_share_group_card", {"group_id": number(group_id)}, text, timeout)

    async def get_group_member_info(
        self, group_id: Id, user_id: Id, no_cache: bool, *, timeout: float | None = None
    ) -> Answer[wire.MemberRow]:
        """Return one member; *no_cache* asks QQ itself."""
        params = {"group_id": number(group_id), "user_id": number(user_id), "no_cache": no_cache}
        return await self._ask("get_group_member_info", params, one(wire.MemberRow), timeout)

    async def get_group_member_list(
        self, group_id: Id, no_cache: bool = False, *, timeout: float | None = None
    ) -> Answer[list[wire.MemberRow]]:
        """Return all members of a group."""
        params = {"group_id": number(group_id), "no_cache": no_cache}
        seconds = timeout if timeout is not None else max(MEMBERS_SECONDS, self._call_timeout)
        return await self._ask("get_group_member_list", params, rows(wire.MemberRow), seconds)

    async def get_group_honor_info(self, group_id: Id, *, type: str = "all", timeout: float | None = None) -> Answer[wire.Honors]:
        """Return who is honoured; *type*: all, talkative, performer, legend, strong_newbie, emotion."""
        params = {"group_id": number(group_id), "type": type}
        return await self._ask("get_group_honor_info", params, one(wire.Honors), timeout)

    async def get_group_at_all_remain(self, group_id: Id, *, timeout: float | None = None) -> Answer[wire.AtAllRemain]:
        """Return how often everybody can still be mentioned today."""
        return await self._ask("get_group_at_all_remain", {"group_id": number(group_id)}, one(wire.AtAllRemain), timeout)

    async def get_group_shut_list(self, group_id: Id, *, timeout: float | None = None) -> Answer[list[wire.MutedRow]]:
        """Return who is muted."""
        return await self._ask("get_group_shut_list", {"group_id": number(group_id)}, rows(wire.MutedRow), timeout)

    async def get_group_system_msg(
        self, group_id: Id, *, count: int | None = None, timeout: float | None = None
    ) -> Answer[wire.GroupRequests]:
        """Return who wants in and who invited us, of all groups: *group_id* is no part of the wire."""
        return await self._ask("get_group_system_msg", {"count": count}, readings.group_requests, timeout)

    async def get_group_ignored_notifies(self, group_id: Id, *, timeout: float | None = None) -> Answer[wire.GroupRequests]:
        """Return the requests that QQ filtered out, of all groups: *group_id* is no part of the wire."""
        return await self._ask("get_group_ignored_notifies", {}, readings.group_requests, timeout)

    async def set_group_add_request(
        self,
        flag: str,
        approve: bool,
        reason: str | None = None,
        *,
        sub_type: str | None = None,
        count: int | None = None,
        timeout: float | None = None,
    ) -> Answer[None]:
        """Answer a request or an invitation; *reason* goes with a refusal.

        go-cqhttp also wants the event's *sub_type* (add, invite); *count* is how many notifications NapCat searches for *flag*.
        """
        params = {"flag": str(flag), "approve": approve, "reason": reason, "sub_type": sub_type, "count": count}
        return await self._ask("set_group_add_request", params, nothing, timeout)

    async def set_group_kick(
        self, group_id: Id, user_id: Id, reject_add_request: bool = False, *, timeout: float | None = None
    ) -> Answer[None]:
        """Remove a member; *reject_add_request* refuses their further requests too."""
        params = {"group_id": number(group_id), "user_id": number(user_id), "reject_add_request": reject_add_request}
        return await self._ask("set_group_kick", params, nothing, timeout)

    async def set_group_ban(self, group_id: Id, user_id: Id, duration: int, *, timeout: float | None = None) -> Answer[None]:
        """Mute a member for *duration* seconds; 0 lifts it."""
        params = {"group_id": number(group_id), "user_id": number(user_id), "duration": duration}
        return await self._ask("set_group_ban", params, nothing, timeout)

    async def set_group_whole_ban(self, group_id: Id, enable: bool, *, timeout: float | None = None) -> Answer[None]:
        """Mute all but the admins, or lift that."""
        return await self._ask("set_group_whole_ban", {"group_id": number(group_id), "enable": enable}, nothing, timeout)

    async def set_group_admin(self, group_id: Id, user_id: Id, enable: bool, *, timeout: float | None = None) -> Answer[None]:
        """Make a member an admin, or no longer; only the owner can."""
        params = {"group_id": number(group_id), "user_id": number(user_id), "enable": enable}
        return await self._ask("set_group_admin", params, nothing, timeout)

    async def set_group_card(self, group_id: Id, user_id: Id, card: str, *, timeout: float | None = None) -> Answer[None]:
        """Set a member's name in the group; ``""`` removes it."""
        params = {"group_id": number(group_id), "user_id": number(user_id), "card": card}
        return await self._ask("set_group_card", params, nothing, timeout)

    async def set_group_special_title(
        self, group_id: Id, user_id: Id, special_title: str, *, duration: int | None = None, timeout: float | None = None
    ) -> Answer[None]:
        """Give a member a title, ``""`` takes it; only the owner can. *duration* (seconds) is Lagrange's."""
        params = {
            "group_id": number(group_id),
            "user_id": number(user_id),
            "special_title": special_title,
            "duration": duration,
        }
        return await self._ask("set_group_special_title", params, nothing, timeout)

    async def set_group_name(self, group_id: Id, group_name: str, *, timeout: float | None = None) -> Answer[None]:
        """Rename a group."""
        return await self._ask("set_group_name", {"group_id": number(group_id), "group_name": group_name}, nothing, timeout)

    async def set_group_portrait(self, group_id: Id, file: str, *, timeout: float | None = None) -> Answer[wire.Result]:
        """Set a group's picture: a path on the implementation's host, an address, or ``base64://``."""
        params = {"group_id": number(group_id), "file": file, "cache": 0 if self._is(GOCQHTTP) else None}
        return await self._ask("set_group_portrait", params, one(wire.Result), timeout)

    async def set_group_leave(self, group_id: Id, *, is_dismiss: bool = False, timeout: float | None = None) -> Answer[None]:
        """Leave a group; *is_dismiss* ends it, where we own it and the implementation can (NapCat only leaves)."""
        params = {"group_id": number(group_id), "is_dismiss": is_dismiss}
        return await self._ask("set_group_leave", params, nothing, timeout)

    async def set_group_sign(self, group_id: Id, *, timeout: float | None = None) -> Answer[None]:
        """Sign in in a group."""
        return await self._ask("set_group_sign", {"group_id": number(group_id)}, nothing, timeout)

    async def send_group_sign(self, group_id: Id, *, timeout: float | None = None) -> Answer[None]:
        """Sign in in a group, under the action's other name."""
        return await self._ask("send_group_sign", {"group_id": number(group_id)}, nothing, timeout)
