"""The account itself: profile, state, collections, faces, and the secrets that QQ's web pages ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import readings
from tui.platforms.onebot11.api.answers import Answer, anything, nothing, one
from tui.platforms.onebot11.api.area import Area, Id, number_or_none
from tui.platforms.values import as_text

ONLINE_STATES: Final[dict[str, int]] = {
    "online": 10,
    "away": 30,
    "invisible": 40,
    "busy": 50,
    "q_me": 60,
    "do_not_disturb": 70,
    "在线": 10,
    "离开": 30,
    "隐身": 40,
    "忙碌": 50,
    "q我吧": 60,
    "请勿打扰": 70,
}
"""Names of online states, and QQ's number for each."""


class Account(Area):
    """Our own account."""

    async def get_login_info(self, *, timeout: float | None = None) -> Answer[wire.LoginInfo]:
        """Return who the implementation is logged in as."""
        return await self._ask("get_login_info", {}, one(wire.LoginInfo), timeout)

    async def set_qq_profile(
        self, nickname: str, personal_note: str | None, sex: str | None, *, timeout: float | None = None
    ) -> Answer[Any]:
        """Set our nickname, signature and sex; what is None does not go out, and stays as it is."""
        params = {"nickname": nickname, "personal_note": personal_note, "sex": sex}
        return await self._ask("set_qq_profile", params, anything, timeout)

    async def set_qq_avatar(self, avatar: str, *, timeout: float | None = None) -> Answer[Any]:
        """Set our picture: a path on the implementation's host, an address or ``base64://``."""
        return await self._ask("set_qq_avatar", {"file": avatar}, anything, timeout)

    async def set_self_long_nick(self, longnick: str, *, timeout: float | None = None) -> Answer[Any]:
        """Set our signature."""
        return await self._ask("set_self_long_nick", {"longNick": longnick}, anything, timeout)

    async def set_online_status(
        self,
        status: str | int | Mapping[str, Any],
        *,
        ext_status: int = 0,
        battery_status: int = 0,
        timeout: float | None = None,
    ) -> Answer[None]:
        """Set our online state: a name of ONLINE_STATES, a number, or a mapping of all three numbers. Raises ValueError."""
        if isinstance(status, Mapping):
            params = dict(status)
        else:
            params = {"status": _state(status), "ext_status": ext_status, "battery_status": battery_status}
        return await self._ask("set_online_status", params, nothing, timeout)

    async def get_profile_like(
        self,
        *,
        user_id: Id | None = None,
        start: int | None = None,
        count: int | None = None,
        timeout: float | None = None,
    ) -> Answer[wire.ProfileLikes]:
        """Return who liked our profile (or *user_id*'s), from *start*."""
        params = {"user_id": number_or_none(user_id), "start": start, "count": count}
        return await self._ask("get_profile_like", params, one(wire.ProfileLikes), timeout)

    async def fetch_custom_face(self, count: int, *, timeout: float | None = None) -> Answer[list[str]]:
        """Return links to the faces that we keep."""
        return await self._ask("fetch_custom_face", {"count": count}, readings.texts, timeout)

    async def create_collection(self, rawdata: str, brief: str, *, timeout: float | None = None) -> Answer[Any]:
        """Put something into our collection."""
        return await self._ask("create_collection", {"rawData": rawdata, "brief": brief}, anything, timeout)

    async def get_model_show(self, model: str, *, timeout: float | None = None) -> Answer[list[wire.ModelShow]]:
        """Return the names of devices that can be shown as ours."""
        return await self._ask("get_model_show", {"model": model}, readings.models, timeout)

    async def get_client_key(self, *, timeout: float | None = None) -> Answer[wire.ClientKey]:
        """Return QQ's client key, which opens the account: a secret."""
        return await self._ask("get_client_key", {}, one(wire.ClientKey), timeout)

    async def get_cookies(self, domain: str, *, timeout: float | None = None) -> Answer[wire.Cookies]:
        """Return the cookies for one of QQ's sites: a secret."""
        return await self._ask("get_cookies", {"domain": domain}, one(wire.Cookies), timeout)

    async def get_csrf_token(self, *, timeout: float | None = None) -> Answer[wire.CsrfToken]:
        """Return the token that QQ's sites ask for: a secret."""
        return await self._ask("get_csrf_token", {}, one(wire.CsrfToken), timeout)

    async def get_credentials(self, domain: str, *, timeout: float | None = None) -> Answer[wire.Credentials]:
        """Return cookies and token for one of QQ's sites: a secret."""
        return await self._ask("get_credentials", {"domain": domain}, one(wire.Credentials), timeout)

    async def nc_get_rkey(self, *, timeout: float | None = None) -> Answer[list[wire.Rkey]]:
        """Return the keys that links to pictures need: a secret."""
        return await self._ask("nc_get_rkey", {}, readings.rkeys, timeout)

    async def get_mini_app_ark(self, app_json: dict[str, Any], *, timeout: float | None = None) -> Answer[Any]:
        """Return a mini app's card, signed; *app_json* are the parameters themselves."""
        return await self._ask("get_mini_app_ark", app_json, anything, timeout)


def _state(status: str | int) -> int:
    number = ONLINE_STATES.get(as_text(status).lower())
    if number is not None:
        return number
    try:
        return int(status)
    except ValueError as error:
        raise ValueError(f"no online state is called {status!r}") from error
