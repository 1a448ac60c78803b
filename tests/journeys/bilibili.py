"""What journeys over Bilibili begin with: the simulated one, and the app that is logged in there."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.journeys.journey import Journey, session
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.platforms.bilibili.bulletins import place_of_notices
from tui.platforms.bilibili.client import HOSTS
from tui.platforms.bilibili.credential import Credential
from tui.platforms.bilibili.pace import Pace
from tui.platforms.bilibili.platform import Bilibili
from tui.platforms.bilibili.settings import Settings
from tui.simulator.bilibili import population
from tui.simulator.bilibili.model import GROUP, USER, Kind, Letter
from tui.simulator.bilibili.server import BilibiliServer

ME = AccountId("bilibili", "1000001")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, str(population.FRIEND))
STRANGER = ConversationId(ME, ConversationKind.FRIEND, str(population.STRANGER))
GALLERY = ConversationId(ME, ConversationKind.FRIEND, str(population.GALLERY))
FANS = ConversationId(ME, ConversationKind.FAN_GROUP, str(population.FANS))
ASSISTANT = ConversationId(ME, ConversationKind.SYSTEM, str(population.ASSISTANT))
NOTICES = place_of_notices(ME)

SOON = 0.05
"""Seconds between two rounds of asking in tests."""


def login_of(server: BilibiliServer) -> Credential:
    """The login that is good from the beginning."""
    login = server.logins.first
    return Credential(login.sessdata, login.bili_jct, str(login.uid), "BUVID3", refresh_token=login.refresh_token)


def settings_of(server: BilibiliServer, folder: Path, credential: Credential | None = None) -> Settings:
    """An account there, as the config would have it."""
    login = credential or login_of(server)
    return Settings(
        "main", folder, login.sessdata, login.bili_jct, login.dedeuserid, login.buvid3, login.refresh_token,
        dict.fromkeys(HOSTS, server.url),
    )  # fmt: skip


def asked(server: BilibiliServer, name: str) -> list[dict[str, str]]:
    """The query and form of each call of *name* that came."""
    return [{**ask.query, **ask.form} for called, ask in server.asks if called == name]


def say(server: BilibiliServer, words: str, *, user: int = population.FRIEND, group: int = 0) -> Letter:
    """Somebody says *words*, to us or in a fan group."""
    talk = server.world.talk(GROUP, group) if group else server.world.talk(USER, user)
    return server.world.post(talk, user, Kind.TEXT, json.dumps({"content": words}, ensure_ascii=False))


@asynccontextmanager
async def session_over(
    server: BilibiliServer, folder: Path, *, soon: float = SOON, notices_every: float = SOON, **options: Any
) -> AsyncIterator[Journey]:
    """Run the app against *server*, which is asked often: *soon* and *notices_every* are seconds."""

    def make() -> Bilibili:
        return Bilibili(settings_of(server, folder), pace=Pace(soon, soon, soon * 8), notices_every=notices_every)

    async with session(folder, server, make=make, **options) as begun:
        yield begun


@asynccontextmanager
async def journey(folder: Path, **options: Any) -> AsyncIterator[Journey]:
    """Run the app against the small simulated Bilibili."""
    async with BilibiliServer(population.small_world()) as server, session_over(server, folder, **options) as begun:
        yield begun
