"""The signature of queries, against the published test vectors."""

from __future__ import annotations

import hashlib

import pytest

from tui.platforms.bilibili.wbi import KEPT_SECONDS, KeyRing, WbiKeys, keys_of, sign

KEYS = WbiKeys("7cd084941338484aae1ad9425b84077c", "4932caff0ff746eab6f01bf08b70ac45")
OTHERS = WbiKeys("653657f524a547ac981ded72ea172057", "6e4909c702f846728e64f6007736a338")


def test_the_published_vectors() -> None:
    assert KEYS.mixin == "ea1db124af3c7062474693fa704f4ff8"
    signed = sign({"foo": "114", "bar": "514", "zab": 1919810}, KEYS, 1702204169)
    assert signed["w_rid"] == "8f6f2b5b3d485fe1886cec6a0be8c5d4"
    assert signed["wts"] == "1702204169" and signed["zab"] == "1919810"


def test_what_is_signed_is_escaped_as_the_page_does_it_and_sorted() -> None:
    values = {"b": "五 一", "a": "x&y"}
    text = "a=x%26y&b=%E4%BA%94%20%E4%B8%80&wts=7" + KEYS.mixin
    assert sign(values, KEYS, 7)["w_rid"] == hashlib.md5(text.encode()).hexdigest()


def test_signs_that_are_not_signed_are_not_sent_either() -> None:
    signed = sign({"a": "it's (all)!*"}, KEYS, 1)
    assert signed["a"] == "its all"


@pytest.mark.parametrize(
    "urls", [("", ""), ("https://h/a.png", "https://h/b.png"), ("https://h/wbi/" + "a" * 32 + ".png", "https://h/")]
)
def test_no_keys_come_of_other_addresses(urls: tuple[str, str]) -> None:
    assert keys_of(*urls) is None


async def test_keys_are_kept_for_a_day_and_forgotten_once() -> None:
    now, asked = [0.0], [0]

    async def ask() -> WbiKeys:
        asked[0] += 1
        return KEYS if asked[0] == 1 else OTHERS

    ring = KeyRing(lambda: now[0])
    assert await ring.get(ask) == KEYS
    now[0] = KEPT_SECONDS - 1
    assert await ring.get(ask) == KEYS
    now[0] = KEPT_SECONDS + 1
    assert await ring.get(ask) == OTHERS
    ring.forget(KEYS)
    assert await ring.get(ask) == OTHERS and asked[0] == 2
    ring.forget(OTHERS)
    await ring.get(ask)
    assert asked[0] == 3
