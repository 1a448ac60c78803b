"""Every method, called by the mission's names: what goes out on each implementation, and what is read from the answer."""

from __future__ import annotations

import pytest

from tui.platforms.onebot11.api import OFFERS, NotOfferedError

from .cases_groups import CASES as GROUPS
from .cases_messages import CASES as MESSAGES
from .cases_people import ACCOUNT, LAGRANGE_CATEGORIES, PEOPLE, REST
from .rig import DIALECTS, Case, Rig

CASES = [*MESSAGES, *GROUPS, *PEOPLE, *ACCOUNT, *REST]
_PUT_TOGETHER = "get_friends_with_category"


def by_name(case: Case) -> str:
    return case.method


def test_the_table_has_every_method_once() -> None:
    assert sorted(case.method for case in CASES) == sorted(OFFERS)
    assert len(CASES) == 101


@pytest.mark.parametrize("code", DIALECTS)
@pytest.mark.parametrize("case", CASES, ids=by_name)
async def test_what_goes_out(case: Case, code: str) -> None:
    rig = Rig(DIALECTS[code])
    if case.method == _PUT_TOGETHER and code == "LG":
        case = LAGRANGE_CATEGORIES
    out = case.out(code)
    if out is None:
        with pytest.raises(NotOfferedError) as caught:
            await getattr(rig.api, case.method)(**case.arguments)
        assert not rig.has_sent
        assert caught.value.action == case.method
        assert caught.value.offered_by == tuple(
            name for other, name in DIALECTS.items() if case.out(other) or _is_other(case, other)
        )
        return
    sent, answer = await rig.exchange(case.method, case.arguments, data=case.answer, wording="好")
    assert (sent["action"], sent["params"]) == out
    assert case.look(answer.data) == case.value
    assert dict(answer.raw) == {
        "status": "ok",
        "retcode": 0,
        "data": case.answer,
        "message": "",
        "wording": "好",
        "echo": sent["echo"],
    }


def _is_other(case: Case, code: str) -> bool:
    """Whether *code* has it by a case of its own."""
    return case.method == _PUT_TOGETHER and code == "LG"


@pytest.mark.parametrize("case", CASES, ids=by_name)
async def test_everything_is_tried_where_nobody_described_the_implementation(case: Case) -> None:
    rig = Rig("onebot11")
    words = {"status": "failed", "retcode": 1404, "wording": "不支持的Api"}
    with pytest.raises(NotOfferedError, match="不支持的Api") as caught:
        await rig.exchange(case.method, case.arguments, **words)
    assert caught.value.action == case.method and caught.value.is_unknown_action
    assert "napcat" in caught.value.offered_by and "napcat" in str(caught.value)


@pytest.mark.parametrize("case", CASES, ids=by_name)
@pytest.mark.parametrize("data", [None, {}, [], "x", 3, [None, {}, 5], {"messages": 3, "files": {}, "words": None}])
async def test_no_answer_breaks_the_reading(case: Case, data: object) -> None:
    _, answer = await Rig().exchange(case.method, case.arguments, data=data)
    assert answer.raw["data"] == data
