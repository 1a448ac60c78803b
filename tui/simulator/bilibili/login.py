"""Who is let in: cookies, QR codes that somebody scans, and the renewal of a cookie."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from tui.simulator.bilibili.codes import CSRF, LOGGED_OUT, MISMATCH, Failed
from tui.simulator.bilibili.trouble import Troubles
from tui.simulator.bilibili.world import SECOND, BiliWorld

SCANNED, EXPIRED, WAITING = 86090, 86038, 86101
QR_WORDS = {SCANNED: "二维码已扫码未确认", EXPIRED: "二维码已失效", WAITING: "未扫码", 0: ""}
HALF_A_YEAR = 180 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Credential:
    """One login. `sessdata` is quoted, as cookies have it."""

    uid: int
    sessdata: str
    bili_jct: str
    refresh_token: str
    expires: int

    @property
    def cookies(self) -> dict[str, str]:
        """As a browser would keep them."""
        return {"SESSDATA": self.sessdata, "bili_jct": self.bili_jct, "DedeUserID": str(self.uid)}

    @property
    def all_cookies(self) -> dict[str, str]:
        """All that a login sets."""
        return self.cookies | {"DedeUserID__ckMd5": self.bili_jct[:16], "sid": self.sessdata[:8]}

    @property
    def url(self) -> str:
        """The address that a login by code leads to, which says the cookies once more."""
        pairs = self.all_cookies | {"Expires": str(self.expires), "gourl": "https%3A%2F%2Fwww.bilibili.com"}
        return "https://passport.biligame.com/crossDomain?" + "&".join(f"{name}={value}" for name, value in pairs.items())


class Logins:
    """All logins of the account that are good; `first` is there from the beginning."""

    def __init__(self, world: BiliWorld, troubles: Troubles, seed: int = 7) -> None:
        self._world = world
        self._troubles = troubles
        self._chance = random.Random(f"login {seed}")
        self._good: dict[str, Credential] = {}
        self._codes: dict[str, int] = {}
        self._refresh_csrf = ""
        self._renewed: dict[str, Credential] = {}
        self.first = self.make()

    def make(self) -> Credential:
        """Log in once more."""
        expires = self._world.now() // SECOND + HALF_A_YEAR
        value = f"{self._chance.randbytes(4).hex()},{expires},{self._chance.randbytes(3).hex()[:5]}*11"
        made = Credential(
            self._world.own.uid,
            quote(value, safe=""),
            self._chance.randbytes(16).hex(),
            self._chance.randbytes(16).hex(),
            expires,
        )
        self._good[value] = made
        return made

    def of(self, cookies: Mapping[str, str]) -> Credential:
        """Whose cookies these are."""
        found = self._good.get(unquote(cookies.get("SESSDATA", "")))
        if found is None:
            raise Failed(LOGGED_OUT)
        return found

    def end_all(self) -> None:
        """No login is good any more."""
        self._good.clear()

    def check_csrf(self, credential: Credential, brought: str) -> None:
        """Refuse what another page might have sent."""
        if brought != credential.bili_jct:
            raise Failed(CSRF)

    # -- QR codes

    def make_code(self) -> str:
        """A new code."""
        key = self._chance.randbytes(16).hex()
        self._codes[key] = self._world.now()
        return key

    def poll(self, key: str) -> tuple[int, Credential | None]:
        """How far a code is; with 0 comes the login, once."""
        if key not in self._codes:
            return EXPIRED, None
        age = (self._world.now() - self._codes[key]) / SECOND
        way, patience = self._troubles.qr, self._troubles.qr_seconds
        if age >= self._troubles.qr_lifetime:
            del self._codes[key]
            return EXPIRED, None
        if way == "ignores" or age < patience / 2:
            return WAITING, None
        if way == "scans" or age < patience:
            return SCANNED, None
        del self._codes[key]
        return 0, self.make()

    # -- renewal

    def open_renewal(self) -> str:
        """The secret of the page that leads to a renewal."""
        self._refresh_csrf = self._chance.randbytes(16).hex()
        return self._refresh_csrf

    def renew(self, old: Credential, refresh_csrf: str, token: str) -> Credential:
        """A new login for an old one, which is good until it is given up."""
        if not self._refresh_csrf or refresh_csrf != self._refresh_csrf or token != old.refresh_token:
            raise Failed(MISMATCH)
        self._refresh_csrf = ""
        made = self.make()
        self._renewed[old.refresh_token] = old
        self._troubles.wants_refresh = False
        return made

    def give_up(self, token: str) -> None:
        """End the login that was renewed."""
        old = self._renewed.pop(token, None)
        if old is None:
            raise Failed(MISMATCH)
        self._good.pop(unquote(old.sessdata), None)
