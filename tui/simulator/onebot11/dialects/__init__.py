"""The implementations that the simulator can be, each an object that the server asks."""

from __future__ import annotations

from tui.simulator.onebot11.dialects.base import Dialect
from tui.simulator.onebot11.dialects.gocqhttp import GoCqhttp
from tui.simulator.onebot11.dialects.lagrange import Lagrange
from tui.simulator.onebot11.dialects.llbot import LLBot
from tui.simulator.onebot11.dialects.napcat import NapCat

DIALECTS: dict[str, Dialect] = {dialect.name: dialect for dialect in (NapCat(), LLBot(), Lagrange(), GoCqhttp())}
