"""The actions of the API that we use, as typed coroutines; each raises what :mod:`calls` raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.calls import Calls
from tui.platforms.onebot11.encode import WireSegment
from tui.platforms.onebot11.values import Row, as_row, wire_number

LOOKUP_SECONDS = 6.0
"""A look-up of one message: NapCat may never answer for a recalled one."""

MAX_SEND_SECONDS = 1800.0
_BYTES_A_SECOND = 256 * 1024
_UPLOAD_SECONDS = 60.0
_UPLOADS = ("image", "record", "video", "file")


class Api:
    """One connection's API."""

    def __init__(self, calls: Calls, call_timeout: float = 15.0) -> None:
        self._calls = calls
        self._call_timeout = call_timeout

    async def get_login_info(self, timeout: float | None = None) -> wire.LoginInfo:
        """Return who the implementation is logged in as."""
        return wire.read(wire.LoginInfo, await self._calls.call("get_login_info", timeout=timeout))

    async def get_version_info(self, timeout: float | None = None) -> wire.VersionInfo:
        """Return what the implementation calls itself."""
        return wire.read(wire.VersionInfo, await self._calls.call("get_version_info", timeout=timeout))

    async def get_status(self, timeout: float | None = None) -> wire.Status:
        """Return whether QQ itself is online."""
        return wire.read(wire.Status, await self._calls.call("get_status", timeout=timeout))

    async def get_friend_list(self) -> list[wire.FriendRow]:
        """Return all friends."""
        return wire.read_rows(wire.FriendRow, await self._calls.call("get_friend_list"))

    async def get_friends_with_category(self) -> list[wire.Category]:
        """Return the categories with their friends (NapCat, LLBot)."""
        return wire.read_rows(wire.Category, await self._calls.call("get_friends_with_category"))

    async def get_group_list(self) -> list[wire.GroupRow]:
        """Return all groups."""
        return wire.read_rows(wire.GroupRow, await self._calls.call("get_group_list"))

    async def get_group_member_list(self, group: str) -> list[wire.MemberRow]:
        """Return all members of *group*; of big groups megabytes in one frame."""
        params = {"group_id": wire_number(group)}
        return wire.read_rows(wire.MemberRow, await self._calls.call("get_group_member_list", params, timeout=60.0))

    async def get_group_member_info(self, group: str, user: str) -> wire.MemberRow:
        """Return one member, not from the implementation's cache."""
        params = {"group_id": wire_number(group), "user_id": wire_number(user), "no_cache": True}
        return wire.read(wire.MemberRow, await self._calls.call("get_group_member_info", params))

    async def get_recent_contact(self, count: int) -> list[wire.RecentRow]:
        """Return the *count* conversations that were active last (NapCat)."""
        return wire.read_rows(wire.RecentRow, await self._calls.call("get_recent_contact", {"count": count}))

    async def get_msg(self, native: str) -> Row:
        """Return one message as its wire row."""
        params = {"message_id": wire_number(native)}
        return as_row(await self._calls.call("get_msg", params, timeout=min(LOOKUP_SECONDS, self._call_timeout)))

    async def get_history(self, action: str, params: Mapping[str, Any]) -> list[Any]:
        """Return the rows of a page of history; *action* and *params* are the dialect's."""
        data = await self._calls.call(action, params, timeout=max(30.0, self._call_timeout))
        return wire.read(wire.History, data).messages

    async def send_group_msg(self, group: str, message: Sequence[WireSegment]) -> wire.Sent:
        """Say *message* in *group*."""
        return await self._send("send_group_msg", {"group_id": wire_number(group)}, message)

    async def send_private_msg(self, user: str, message: Sequence[WireSegment], via: str = "") -> wire.Sent:
        """Say *message* to *user*, through the group *via* if they are no friend."""
        target: dict[str, Any] = {"user_id": wire_number(user)}
        if via:
            target["group_id"] = wire_number(via)
        return await self._send("send_private_msg", target, message)

    async def _send(self, action: str, target: Mapping[str, Any], message: Sequence[WireSegment]) -> wire.Sent:
        params = {**target, "message": list(message)}
        seconds = max(self._call_timeout, send_seconds(message, self._call_timeout))
        return wire.read(wire.Sent, await self._calls.call(action, params, timeout=seconds))

    async def delete_msg(self, native: str) -> None:
        """Recall a message."""
        await self._calls.call("delete_msg", {"message_id": wire_number(native)})

    async def send_poke(self, user: str, group: str = "", target: str = "") -> None:
        """Poke *user*, in *group* or in private; *target* where it is not the private peer itself."""
        params: dict[str, Any] = {"user_id": wire_number(user)}
        if group:
            params["group_id"] = wire_number(group)
        if target:
            params["target_id"] = wire_number(target)
        await self._calls.call("send_poke", params)

    async def set_group_ban(self, group: str, user: str, seconds: int) -> None:
        """Mute *user* for *seconds*; 0 lifts it."""
        params = {"group_id": wire_number(group), "user_id": wire_number(user), "duration": seconds}
        await self._calls.call("set_group_ban", params)

    async def set_group_kick(self, group: str, user: str, is_blocked: bool) -> None:
        """Remove *user*; *is_blocked* refuses their further requests too."""
        params = {"group_id": wire_number(group), "user_id": wire_number(user), "reject_add_request": is_blocked}
        await self._calls.call("set_group_kick", params)

    async def mark_read(self, action: str, place: Mapping[str, Any], native: str) -> None:
        """Tell that all up to *native* was read; *action* is the dialect's."""
        await self._calls.call(action, {**place, "message_id": wire_number(native)})


def send_seconds(message: Sequence[WireSegment], base: float = 15.0) -> float:
    """Return how long sending *message* may take: longer with each byte sent along, and with uploads the host must fetch."""
    seconds = base
    for row in message:
        source = str(row["data"].get("file", ""))
        if source.startswith("base64://"):
            seconds += len(source) / _BYTES_A_SECOND
        elif row["type"] in _UPLOADS:
            seconds += _UPLOAD_SECONDS
    return min(seconds, MAX_SEND_SECONDS)
