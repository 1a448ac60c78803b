"""What the interface is given to work with: the store to read, the connection to ask, keys, themes and the time zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.config import Config, Paths
from tui.connection.worker import Connection
from tui.store.reader import Reader
from tui.store.store import Store
from tui.ui.keys import KeyTable, resolve
from tui.ui.stage import Stage
from tui.ui.subjects import Judge
from tui.ui.theme import ThemeLibrary

if TYPE_CHECKING:
    from tui.platforms.signing_in import SignIn
    from tui.plugins.manager import Plugins

DemoControl = Callable[[Mapping[str, object]], bool]
"""Gives the simulated world an order (``{"do": "drop", "seconds": 8}``); returns whether it was taken."""


class Services(Struct, frozen=True):
    """All that screens need from the rooms below. *zone* None is the computer's.

    *demo* gives orders to a simulated world (None: this is none); *stage* is set where a person is one of its members.
    *open_plugins* makes the plugins, still to be started; whoever made these services stops them. To be called once, not before
    the first frame: they cost as much to import as a tenth of it. *sign_ins* log in accounts again, by their labels; None where
    the login stands in the config.
    """

    config: Config
    paths: Paths
    store: Store
    reader: Reader
    connection: Connection
    keys: KeyTable
    themes: ThemeLibrary
    judge: Judge
    zone: tzinfo | None = None
    demo: DemoControl | None = None
    stage: Stage | None = None
    open_plugins: Callable[[], Plugins] | None = None
    sign_ins: Mapping[str, Callable[[], SignIn] | None] = {}

    @classmethod
    def build(
        cls,
        config: Config,
        paths: Paths,
        store: Store,
        reader: Reader,
        connection: Connection,
        demo: DemoControl | None = None,
        stage: Stage | None = None,
        open_plugins: Callable[[], Plugins] | None = None,
        sign_ins: Mapping[str, Callable[[], SignIn] | None] | None = None,
    ) -> Services:
        """Resolve what the config says into what the screens use."""
        zone: tzinfo | None = None
        if config.timezone:
            from zoneinfo import ZoneInfo

            zone = ZoneInfo(config.timezone)
        keys = resolve(config.keys, config.enter_sends)
        themes = ThemeLibrary(paths.config_dir / "themes")
        judge = Judge(reader, connection)
        return cls(config, paths, store, reader, connection, keys, themes, judge, zone, demo, stage, open_plugins, sign_ins or {})
