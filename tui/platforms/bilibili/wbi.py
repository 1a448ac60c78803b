"""Signs queries as the web page does (WBI): with a key that the service names anew about once a day."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote, urlsplit

from msgspec import Struct

KEPT_SECONDS = 24 * 3600.0
WEB_LOCATION = "1550101"
"""The part of the site that a signed query says it comes from."""

_ORDER = (
    46, 47, 18, 2, 53, 8, 23, 32, 15, 50, 10, 31, 58, 3, 45, 35, 27, 43, 5, 49, 33, 9, 42, 19, 29, 28, 14, 39, 12, 38, 41, 13,
    37, 48, 7, 16, 24, 55, 40, 61, 26, 17, 0, 1, 60, 51, 30, 4, 22, 25, 54, 21, 56, 59, 6, 63, 57, 62, 11, 36, 20, 34, 44, 52,
)  # fmt: skip
_LENGTH = 32
_LEFT_OUT = str.maketrans("", "", "!'()*")


class WbiKeys(Struct, frozen=True):
    """The two keys of the day."""

    img: str
    sub: str

    @property
    def mixin(self) -> str:
        """What a query is signed with."""
        both = self.img + self.sub
        return "".join(both[place] for place in _ORDER if place < len(both))[:_LENGTH]


def keys_of(img_url: str, sub_url: str) -> WbiKeys | None:
    """Return the keys, which are the names of two pictures; None where there are none."""
    keys = WbiKeys(_stem(img_url), _stem(sub_url))
    return keys if len(keys.img + keys.sub) == len(_ORDER) else None


def sign(query: Mapping[str, object], keys: WbiKeys, seconds: int) -> dict[str, str]:
    """Return *query* as it was signed at *seconds*: with ``wts`` and ``w_rid``, and without the signs that are not signed."""
    signed = {name: str(value).translate(_LEFT_OUT) for name, value in query.items()} | {"wts": str(seconds)}
    text = "&".join(f"{quote(name, safe='')}={quote(signed[name], safe='')}" for name in sorted(signed))
    return signed | {"w_rid": hashlib.md5((text + keys.mixin).encode(), usedforsecurity=False).hexdigest()}


class KeyRing:
    """Keeps the keys for a day: they are the same for everybody, so one ring may serve several clients."""

    def __init__(self, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._stopwatch = stopwatch
        self._keys: WbiKeys | None = None
        self._since = 0.0

    async def get(self, ask: Callable[[], Awaitable[WbiKeys | None]]) -> WbiKeys | None:
        """Return the keys, asked for where there are none of today."""
        if self._keys is None or self._stopwatch() - self._since > KEPT_SECONDS:
            self._keys = await ask()
            self._since = self._stopwatch()
        return self._keys

    def forget(self, keys: WbiKeys) -> None:
        """Ask anew next time, unless others than *keys* came meanwhile."""
        if self._keys == keys:
            self._keys = None


def _stem(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].partition(".")[0]
