"""Signatures, by the published vector."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tui.simulator.bilibili.codes import Failed
from tui.simulator.bilibili.wbi import Keys, mixin_key, signatures

IMG, SUB = "7cd084941338484aae1ad9425b84077c", "4932caff0ff746eab6f01bf08b70ac45"
QUERY = {"foo": "114", "bar": "514", "zab": "1919810", "wts": "1702204169"}


def test_the_published_vector() -> None:
    key = mixin_key(IMG, SUB)
    assert key == "ea1db124af3c7062474693fa704f4ff8"
    assert signatures(QUERY, key) == {"8f6f2b5b3d485fe1886cec6a0be8c5d4"}


def test_both_ways_to_write_a_space_are_taken() -> None:
    assert len(signatures({"a": "b c!", "wts": "1"}, "key")) == 2


def signed(keys: Keys) -> dict[str, str]:
    return QUERY | {"w_rid": signatures(QUERY, mixin_key(keys.img_key, keys.sub_key)).pop()}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda query: query.pop("w_rid"),
        lambda query: query.pop("wts"),
        lambda query: query.update(foo="115"),
        lambda query: query.update(wts="x"),
    ],
)
def test_what_was_not_signed_is_refused(spoil: Callable[[dict[str, str]], object]) -> None:
    keys = Keys()
    query = signed(keys)
    keys.check(query)
    spoil(query)
    with pytest.raises(Failed) as error:
        keys.check(query)
    assert error.value.code == -400


def test_old_keys_are_told_from_wrong_ones() -> None:
    keys = Keys()
    query = signed(keys)
    keys.rotate()
    with pytest.raises(Failed) as error:
        keys.check(query)
    assert error.value.code == -403
    keys.check(signed(keys))
