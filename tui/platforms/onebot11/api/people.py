"""Friends and other people: lists, profiles, requests, likes, and files for them."""

from __future__ import annotations

from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import readings
from tui.platforms.onebot11.api.answers import Answer, anything, nothing, one, rows
from tui.platforms.onebot11.api.area import UPLOAD_SECONDS, Area, Id, number, number_or_none
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.dialects import LAGRANGE, NAPCAT_NAME
from tui.platforms.values import as_bool, as_row, as_text


class People(Area):
    """Friends and other people."""

    async def get_friend_list(self, cache: bool, *, timeout: float | None = None) -> Answer[list[wire.FriendRow]]:
        """Return all friends; *cache* lets the implementation answer from its memory (on the wire ``no_cache``, the opposite)."""
        return await self._ask("get_friend_list", {"no_cache": not cache}, rows(wire.FriendRow), timeout)

    async def get_friends_with_category(self, *, timeout: float | None = None) -> Answer[list[wire.Category]]:
        """Return the categories with their friends; on Lagrange put together from its list of friends."""
        read = readings.categories_of_friends if self._is(LAGRANGE) else rows(wire.Category)
        return await self._ask("get_friends_with_category", {}, read, timeout)

    async def get_stranger_info(
        self, user_id: Id, *, no_cache: bool | None = None, timeout: float | None = None
    ) -> Answer[wire.Profile]:
        """Return anybody's profile."""
        params = {"user_id": number(user_id), "no_cache": no_cache}
        return await self._ask("get_stranger_info", params, one(wire.Profile), timeout)

    async def get_user_card(self, user_id: Id, phone_number: str, *, timeout: float | None = None) -> Answer[Any]:
        """Return the card that recommends a person, as an ark."""
        params = {"user_id": number(user_id), "phone_number": phone_number}
        return await self._ask("get_user_card", params, anything, timeout)

    async def send_like(self, user_id: Id, times: int, *, timeout: float | None = None) -> Answer[None]:
        """Like somebody's profile; QQ allows 10 a day, 20 to its members."""
        return await self._ask("send_like", {"user_id": number(user_id), "times": times}, nothing, timeout)

    async def delete_friend(
        self, user_id: Id, friend_id: Id, temp_block: bool, temp_both_del: bool, *, timeout: float | None = None
    ) -> Answer[Any]:
        """End a friendship; *temp_block* blocks them, *temp_both_del* removes us from their list too.

        *friend_id* is the same number again; either may be empty. Raises CallRefusedError also where NapCat says "ok" and
        means no.
        """
        params: dict[str, Any] = {"user_id": number_or_none(user_id) or number_or_none(friend_id)}
        if self._is(LAGRANGE):
            params["block"] = temp_block
        elif self._is(NAPCAT_NAME) or self._is_unknown:
            params |= {"friend_id": number_or_none(friend_id), "temp_block": temp_block, "temp_both_del": temp_both_del}
        answer = await self._ask("delete_friend", params, anything, timeout)
        data = as_row(answer.data)
        if not as_bool(data.get("valid"), default=True):
            raise CallRefusedError(answer.retcode, as_text(data.get("message")))
        return answer

    async def set_friend_add_request(
        self, flag: str, approve: bool, remark: str, *, reason: str | None = None, timeout: float | None = None
    ) -> Answer[None]:
        """Answer a request by its event's *flag*, which means nothing else. *reason* of a refusal is Lagrange's."""
        params = {"flag": str(flag), "approve": approve, "remark": remark, "reason": reason}
        return await self._ask("set_friend_add_request", params, nothing, timeout)

    async def set_friend_remark(self, user_id: Id, remark: str, *, timeout: float | None = None) -> Answer[None]:
        """Call a friend something else."""
        return await self._ask("set_friend_remark", {"user_id": number(user_id), "remark": remark}, nothing, timeout)

    async def nc_get_user_status(self, user_id: Id, *, timeout: float | None = None) -> Answer[wire.UserStatus]:
        """Return a person's online state, in QQ's numbers."""
        return await self._ask("nc_get_user_status", {"user_id": number(user_id)}, one(wire.UserStatus), timeout)

    async def set_input_status(self, event_type: int, user_id: Id, *, timeout: float | None = None) -> Answer[Any]:
        """Show a person that we are typing (1), or not."""
        params = {"user_id": number(user_id), "event_type": event_type}
        return await self._ask("set_input_status", params, anything, timeout)

    async def upload_private_file(
        self, user_id: Id, file: str, name: str, *, upload_file: bool | None = None, timeout: float | None = None
    ) -> Answer[wire.Uploaded]:
        """Send a file (a path on the implementation's host, an address or ``base64://``) to a person."""
        params = {"user_id": number(user_id), "file": file, "name": name, "upload_file": upload_file}
        seconds = timeout if timeout is not None else max(UPLOAD_SECONDS, self._call_timeout)
        return await self._ask("upload_private_file", params, one(wire.Uploaded), seconds)
