"""The signature that some calls want in their query, and the keys it is made with, which change now and then."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

from tui.simulator.bilibili.codes import BAD_REQUEST, STALE_KEYS, Failed

TABLE = (
    46, 47, 18, 2, 53, 8, 23, 32, 15, 50, 10, 31, 58, 3, 45, 35, 27, 43, 5, 49, 33, 9, 42, 19, 29, 28, 14, 39, 12, 38, 41, 13,
    37, 48, 7, 16, 24, 55, 40, 61, 26, 17, 0, 1, 60, 51, 30, 4, 22, 25, 54, 21, 56, 59, 6, 63, 57, 62, 11, 36, 20, 34, 44, 52,
)  # fmt: skip
UNSAFE = re.compile(r"[!'()*]")


def mixin_key(img_key: str, sub_key: str) -> str:
    """What is hashed together with a query."""
    raw = img_key + sub_key
    return "".join(raw[place] for place in TABLE)[:32]


def signatures(query: Mapping[str, str], key: str) -> set[str]:
    """The signatures that fit a query: as the page writes spaces, and as form encoders do."""
    fields = sorted((name, value) for name, value in query.items() if name != "w_rid")
    made = set()
    for encode, is_stripped in ((quote, True), (quote_plus, False)):
        text = "&".join(
            f"{encode(name, safe='')}={encode(UNSAFE.sub('', value) if is_stripped else value, safe='')}"
            for name, value in fields
        )
        made.add(hashlib.md5((text + key).encode()).hexdigest())
    return made


class Keys:
    """The two keys that `nav` tells, and those before them."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(f"wbi {seed}")
        self._old = ""
        self.img_key, self.sub_key = self._make()

    def _make(self) -> tuple[str, str]:
        return self._chance.randbytes(16).hex(), self._chance.randbytes(16).hex()

    def rotate(self) -> None:
        """Have new keys; who signs with the old ones is told to look again."""
        self._old = mixin_key(self.img_key, self.sub_key)
        self.img_key, self.sub_key = self._make()

    def check(self, query: Mapping[str, str]) -> None:
        """Refuse a query that is not signed, or not with the keys of today."""
        brought = query.get("w_rid", "")
        if not (brought and query.get("wts", "").isdigit()):
            raise Failed(BAD_REQUEST)
        if brought in signatures(query, mixin_key(self.img_key, self.sub_key)):
            return
        raise Failed(STALE_KEYS if self._old and brought in signatures(query, self._old) else BAD_REQUEST)
