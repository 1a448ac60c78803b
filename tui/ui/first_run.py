"""The small application that asks a newcomer how to begin, before there is a store or a connection."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.config import Config, ConfigError, Field, Paths
from tui.config.editing import append_account, set_value
from tui.locale import t
from tui.ui.screens.account_form import Probe
from tui.ui.screens.first_run import FirstRun, Result
from tui.ui.screens.sign_in_form import SignInOf
from tui.ui.terminal_keys import install
from tui.ui.theme import ThemeLibrary, native_colour, suitable_theme
from tui.ui.type_ahead import TypeAheadApp


class FirstRunApp(TypeAheadApp[Result]):
    """Shows :class:`FirstRun` alone; its return value is the answer."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, first_run: FirstRun, themes: ThemeLibrary) -> None:
        super().__init__(ansi_color=native_colour(os.environ))
        self._first_run = first_run
        self._themes = themes

    def on_mount(self) -> None:
        """Dress, and ask."""
        self._themes.use(self, suitable_theme(os.environ))
        self.push_screen(self._first_run, self.exit)


def ask_how_to_begin(
    paths: Paths,
    protocols: Mapping[str, Sequence[Field]],
    probe: Probe,
    config: Config | None,
    sign_ins: Mapping[str, SignInOf],
) -> str:
    """Return ``demo``, ``account`` (which stands in the config file now), ``quit``, or ``failed`` (it was said why)."""
    spoken: list[str] = []
    install()
    screen = FirstRun(paths.config_file, protocols, probe, spoken.append if config is None else None, sign_ins)
    answer = FirstRunApp(screen, ThemeLibrary(paths.config_dir / "themes")).run()
    if not isinstance(answer, dict):
        return str(answer or "quit")
    try:
        append_account(paths.config_file, answer)
        if spoken:
            set_value(paths.config_file, "language", spoken[-1])
    except (OSError, ConfigError) as error:
        print(t("first_run.not_saved", path=paths.config_file, words=error), file=sys.stderr)
        return "failed"
    return "account"
