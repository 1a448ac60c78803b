"""Names are asked for once, together, and never at the cost of anything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from tui.platforms.bilibili import names as module
from tui.platforms.bilibili.errors import RiskControlError
from tui.platforms.bilibili.names import KEPT_SECONDS, Names

from .fakes import Asked, Bilibili, ok

CARDS = "/account/v1/user/cards"


def cards(asked: Asked) -> dict[str, Any]:
    uids = [int(uid) for uid in asked.query["uids"].split(",")]
    return ok([{"mid": uid, "name": f"名{uid}", "face": "f"} for uid in uids if uid != 13])


async def test_each_is_asked_for_once_even_who_has_no_card(tmp_path: Path) -> None:
    bilibili, now = Bilibili(), [0.0]
    bilibili.answers[CARDS] = cards
    names = Names(bilibili.api(tmp_path), lambda: now[0])
    assert await names.learn(["7", "13", "7", "", "x"]) == {"7": "名7"}
    assert await names.learn(["7", "13"]) == {} and await names.learn(["8", "7"]) == {"8": "名8"}
    assert [asked.query["uids"] for asked in bilibili.asked] == ["7,13", "8"]
    assert names.known == {"7": "名7", "8": "名8"} and names.faces["7"] == "f"


async def test_a_name_that_changed_is_heard_of_after_some_hours(tmp_path: Path) -> None:
    bilibili, now = Bilibili(), [0.0]
    bilibili.answers[CARDS] = [ok([{"mid": 7, "name": "旧"}]), ok([{"mid": 7, "name": "新"}])]
    names = Names(bilibili.api(tmp_path), lambda: now[0])
    await names.learn(["7"])
    now[0] = KEPT_SECONDS + 1
    assert await names.learn(["7"]) == {"7": "新"}


async def test_a_failure_costs_nothing_and_is_made_good(tmp_path: Path) -> None:
    bilibili = Bilibili()
    bilibili.answers[CARDS] = [httpx.ConnectError(""), {"code": -404}, ok([{"mid": 7, "name": "名"}])]
    names = Names(bilibili.api(tmp_path))
    assert [await names.learn(["7"]) for _ in range(3)] == [{}, {}, {"7": "名"}]
    bilibili.answers[CARDS] = {"code": -352}
    with pytest.raises(RiskControlError):
        await names.learn(["9"])


async def test_what_is_kept_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PEOPLE", 10)
    bilibili = Bilibili()
    bilibili.answers[CARDS] = cards
    names = Names(bilibili.api(tmp_path))
    for start in range(100, 160, 20):
        await names.learn([str(uid) for uid in range(start, start + 20)])
    assert len(names.known) == len(names.faces) == len(names._asked) == 10
