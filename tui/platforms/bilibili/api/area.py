"""What the areas of the API share: one client, and how a call becomes typed data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui.platforms.bilibili.client import IM, MYINFO, WEB, Call, Client
from tui.platforms.bilibili.wire import M, MyInfo, data_of, read

USER, FAN_GROUP = 1, 2
"""The types of conversations, where one is named: a person (or the system), a fan group."""

SESSIONS = "/session_svr/v1/session_svr/"
SETTINGS = "/link_setting/v1/link_setting/"


class Area:
    """A part of the API. *device* returns the id of this installation, which goes along with what is sent.

    All methods raise CallNotSentError, CallUnansweredError and CallRefusedError (see ``errors``).
    """

    def __init__(self, client: Client, device: Callable[[], Awaitable[str]]) -> None:
        self.client = client
        self._device = device
        self._own_id = ""

    async def own_id(self) -> str:
        """Return our own number: the credential's, else what the service says."""
        if not (self.client.credential.dedeuserid or self._own_id):
            me = await self._ask(MYINFO, MyInfo)
            self._own_id = str(me.mid or "")
        return self.client.credential.dedeuserid or self._own_id

    async def _ask(self, call: Call, model: type[M]) -> M:
        return read(model, data_of(await self.client.call(call)))

    async def _tell(self, name: str, path: str, model: type[M], form: dict[str, object]) -> M:
        """Post *form* to the calls of conversations."""
        return await self._ask(Call(name, "POST", IM, path, form=form | WEB, has_csrf=True), model)
