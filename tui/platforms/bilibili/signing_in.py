"""Logging in an account on Bilibili: what ``qiao login`` and the screens do, over the calls of ``login``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from tui.chat.text import one_line
from tui.platforms.bilibili import login
from tui.platforms.bilibili.client import Client
from tui.platforms.bilibili.credential import (
    Credential,
    CredentialError,
    credential_of,
    forget_credential,
    load_credential,
    save_credential,
)
from tui.platforms.bilibili.errors import CallRefusedError
from tui.platforms.bilibili.wire import Nav, QrCode
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError
from tui.platforms.qr import NARROW, matrix_of
from tui.platforms.signing_in import Owner, QrOffer, ScanState, SignIn, SignInError

ASKS = {"SESSDATA": "sessdata", "bili_jct": "bili_jct", "DedeUserID": "dedeuserid", "buvid3": "buvid3"}
TRIES = 3


class BilibiliSignIn(SignIn):
    """Logs in the account whose login is kept at *kept_at*. *client* is used up."""

    protocol = "bilibili"
    asks = tuple(ASKS)
    optional = ("DedeUserID", "buvid3")

    def __init__(self, kept_at: Path, client: Client) -> None:
        self.kept_at = kept_at
        self._client = client

    async def offer(self) -> QrOffer:
        """Return a new code."""
        try:
            code = await login.new_qr_code(self._client)
        except CallError as error:
            raise _told(error) from error
        try:
            pictures = matrix_of(code.url, NARROW), matrix_of(code.url)
        except ValueError as error:  # too long to be one
            raise SignInError("bili_no_code") from error
        return QrOffer(one_line(code.url), *pictures, seconds=login.QR_SECONDS, key=code.qrcode_key)

    async def follow(self, offer: QrOffer, told: Callable[[ScanState], None]) -> Owner | None:
        """Wait for what becomes of *offer*."""
        code = QrCode(url=offer.address, qrcode_key=offer.key)
        try:
            scan = await login.follow_qr_code(self._client, code, lambda scan: told(scan.state))
        except CallError as error:
            raise _told(error) from error
        if scan.state is ScanState.EXPIRED:
            return None
        if scan.credential is None:
            raise SignInError("bili_scan_unknown", scan.words, code=scan.code)
        return await self._accept(scan.credential)

    async def enter(self, values: Mapping[str, str]) -> Owner:
        """Check the login that was typed or pasted, and keep it."""
        given = {name: _bare(cookie, values.get(cookie, "")) for cookie, name in ASKS.items()}
        for cookie, name in ASKS.items():
            if not given[name] and cookie not in self.optional:
                raise SignInError("bili_value_missing", name=cookie)
        try:
            credential = credential_of(given)
        except CredentialError as error:
            raise SignInError("bili_value_wrong", name=_cookie_of(error.name)) from error
        return await self._accept(credential)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()

    def forget(self) -> bool:
        """Remove the login that is kept."""
        was_there = self.kept_at.exists()
        forget_credential(self.kept_at)
        return was_there

    async def _accept(self, credential: Credential) -> Owner:
        """Keep *credential*, once the service said whose it is."""
        owner = _owner(await self._check(credential), credential, self.kept_at)
        kept = await asyncio.to_thread(load_credential, self.kept_at) or Credential()
        # A code brings no mark of this browser; the one that a person gave stays.
        complete = replace(
            credential,
            dedeuserid=owner.number,
            buvid3=credential.buvid3 or kept.buvid3,
            buvid4=credential.buvid4 or kept.buvid4,
        )
        try:
            await asyncio.to_thread(save_credential, self.kept_at, complete)
        except OSError as error:
            raise SignInError("login_not_kept", path=self.kept_at, why=error.strerror or error) from error
        return owner

    async def _check(self, credential: Credential) -> Nav:
        """Ask whose login it is; a code that was confirmed on the phone is not to be lost to one bad moment of the network."""
        self._client.credential = credential
        try:
            for _ in range(TRIES - 1):
                try:
                    return await login.check_login(self._client)
                except (CallNotSentError, CallUnansweredError):
                    await asyncio.sleep(login.POLL_SECONDS)
            return await login.check_login(self._client)
        except CallError as error:
            raise _told(error) from error
        finally:
            self._client.credential = Credential()


def _owner(found: Nav, credential: Credential, kept_at: Path) -> Owner:
    if not found.is_login or not found.mid:
        raise SignInError("bili_not_valid")
    number = str(found.mid)
    if credential.dedeuserid not in ("", number):
        raise SignInError("bili_other_number", number=one_line(credential.dedeuserid, 40), whose=number)
    return Owner(number, found.uname or number, kept_at)


def _bare(cookie: str, value: str) -> str:
    """Return *value* without what was copied along with it: ``SESSDATA=…;``."""
    return value.strip().removeprefix(f"{cookie}=").rstrip(";").strip().strip('"')


def _cookie_of(name: str) -> str:
    return next((cookie for cookie, known in ASKS.items() if known == name), name)


def _told(error: CallError) -> SignInError:
    if isinstance(error, CallRefusedError):
        return SignInError(error.reason, error.words)
    return SignInError("bili_unreachable" if isinstance(error, CallNotSentError) else "not_told", error.words)
