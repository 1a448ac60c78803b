"""Every method against each simulated implementation: none that it has may be unknown there, or find our parameters wrong."""

from __future__ import annotations

import asyncio

import pytest

from tui.platforms.call_errors import CallError
from tui.platforms.onebot11.api import OFFERS, Api
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.dialects import DIALECT_NAMES
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.settings import Settings
from tui.platforms.onebot11.transports import dial
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.onebot11.server import OWN_ACTIONS, OneBotServer
from tui.simulator.world import small_world

from .rig import Case
from .test_frames import CASES, by_name

_BAD_PARAMS = 1400


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_both_sides_know_of_the_same_actions(dialect: str) -> None:
    actions = DIALECTS[dialect].actions.keys() | OWN_ACTIONS
    for method, offer in OFFERS.items():
        name = offer.on(dialect)
        if name is None:
            assert offer.napcat not in actions, method
        else:
            assert name in actions, method


@pytest.mark.parametrize("dialect", [name for name in DIALECT_NAMES if name != "lagrange"])  # which never says what is wrong
@pytest.mark.parametrize("case", CASES, ids=by_name)
async def test_the_simulated_implementation_takes_our_parameters(case: Case, dialect: str) -> None:
    if OFFERS[case.method].on(dialect) not in DIALECTS[dialect].actions:
        return
    async with OneBotServer(small_world(), heartbeat=0, dialect=dialect) as server:
        session = Session(await dial(Settings(server.url)), lambda frame, text: None, call_timeout=5.0)
        try:
            async with asyncio.timeout(10.0):
                await getattr(Api(session.calls, 5.0, dialect), case.method)(**case.arguments)
        except CallRefusedError as error:
            assert error.retcode != _BAD_PARAMS and "Message: Expected" not in error.words, error.words
            assert not error.is_unknown_action
        except CallError as error:
            pytest.fail(f"no answer: {error}")
        finally:
            await session.close()
