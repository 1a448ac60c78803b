"""Every method against the simulated NapCat: none that it knows may find our parameters wrong."""

from __future__ import annotations

import asyncio

import pytest

from tui.platforms.onebot11.api import OFFERS, Api
from tui.platforms.onebot11.calls import CallError, CallRefusedError
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.settings import Settings
from tui.platforms.onebot11.transports import dial
from tui.simulator.onebot11.actions import ACTIONS
from tui.simulator.onebot11.server import OneBotServer

from .rig import Case
from .test_frames import CASES, by_name

_BAD_PARAMS = 1400
KNOWN = [case for case in CASES if OFFERS[case.method].napcat in ACTIONS]


@pytest.mark.parametrize("case", KNOWN, ids=by_name)
async def test_the_simulated_napcat_takes_our_parameters(server: OneBotServer, case: Case) -> None:
    session = Session(await dial(Settings(server.url, "t")), lambda frame, text: None, call_timeout=5.0)
    try:
        async with asyncio.timeout(10.0):
            await getattr(Api(session.calls, 5.0, "napcat"), case.method)(**case.arguments)
    except CallRefusedError as error:
        assert error.retcode != _BAD_PARAMS, error.words
        assert not error.is_unknown_action
    except CallError as error:
        pytest.fail(f"no answer: {error}")
    finally:
        await session.close()
