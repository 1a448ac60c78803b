"""The first words on a connection: who is logged in there, and which implementation it is."""

from __future__ import annotations

import logging

from tui.chat.ids import AccountId
from tui.platforms.base import ConnectError, Identity
from tui.platforms.call_errors import CallError
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.dialects import Dialect, choose
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.wire import VersionInfo

log = logging.getLogger(__name__)

PROTOCOL = "onebot11"


async def introduce(session: Session, seconds: float) -> tuple[Identity, Dialect]:
    """Return whom *session* is logged in as and how it speaks, each asked for at most *seconds*.

    An accepted socket proves nothing: only the lifecycle greeting or an answer does. Raises ConnectError.
    """
    api = Api(session.calls)
    user, nickname = "", ""
    try:
        login = (await api.get_login_info(timeout=seconds)).data
        user, nickname = login.user_id, login.nickname
        if not user:
            raise ConnectError("not_logged_in")
    except CallRefusedError as error:
        raise ConnectError("not_logged_in", error.words) from error
    except CallError as error:
        await session.raise_if_ended(error)
        user = session.greeting_id
        if not user:
            raise ConnectError("silent") from error
    version = await _version(api, session, seconds)
    account = AccountId(PROTOCOL, user)
    return Identity(account, nickname, version.app_name, version.app_version), choose(version.app_name)


async def _version(api: Api, session: Session, seconds: float) -> VersionInfo:
    try:
        return (await api.get_version_info(timeout=seconds)).data
    except CallError as error:
        await session.raise_if_ended(error)
        log.info("the implementation does not say what it is")
        return VersionInfo()
