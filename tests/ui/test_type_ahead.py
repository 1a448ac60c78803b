"""Type-ahead: keys that are read at once do what they would do one by one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.ui import type_ahead
from tui.ui.type_ahead import TypeAheadApp


class Dialogue(ModalScreen[str]):
    def compose(self) -> ComposeResult:
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Host(TypeAheadApp[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "ask", priority=True), Binding("f3", "ask")]

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str | None] = []
        self.may_go_on = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Input(id="first", select_on_focus=False)
        yield Input(id="second")

    def action_ask(self) -> None:
        self.push_screen(Dialogue(), self.answers.append)

    def type_at_once(self, *keys: str) -> None:
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))

    def value(self, id: str) -> str:
        return self.query_one(f"#{id}", Input).value


async def test_a_word_behind_a_tab_goes_into_the_next_field() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.type_at_once(*"ab", "tab", *"cd", "shift+tab", "e")
        await pilot.pause()
        await until(lambda: app.value("first") == "abe" and app.value("second") == "cd")


@pytest.mark.parametrize("opener", ["f2", "f3"])
async def test_what_is_typed_behind_a_command_goes_into_its_dialogue(opener: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.type_at_once("x", opener, *"10m", "enter", "y", opener, *"2h", "enter", "z")
        await pilot.pause()
        await until(lambda: app.answers == ["10m", "2h"] and app.screen_stack[0].query_one("#first", Input).value == "xyz")


async def test_a_paste_keeps_its_place_among_the_keys() -> None:
    app = Host()
    async with app.run_test():
        app.type_at_once("a", "tab", "b")
        app.post_message(events.Paste("words"))
        app.type_at_once("c")
        await until(lambda: app.value("second") == "bwordsc")
        assert app.value("first") == "a"


async def test_who_takes_too_long_holds_nobody_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Input):
        async def _on_key(self, event: events.Key) -> None:
            if event.key == "f9":
                await app.may_go_on.wait()
            await super()._on_key(event)

    class SlowHost(Host):
        def compose(self) -> ComposeResult:
            yield Slow(id="first", select_on_focus=False)
            yield Input(id="second")

    monkeypatch.setattr(type_ahead, "PATIENCE", 0.02)
    app = SlowHost()
    async with app.run_test():
        app.type_at_once("f9", "f2", *"in time", "enter")
        await until(lambda: isinstance(app.screen, Dialogue))
        app.may_go_on.set()
        await until(lambda: app.answers == ["in time"])


async def until(look: Callable[[], bool], patience: float = 5.0) -> None:
    async with asyncio.timeout(patience):
        while not look():  # noqa: ASYNC110  # what is looked at says nothing
            await asyncio.sleep(0.01)  # what is looked at says nothing


async def test_what_is_typed_before_the_first_frame_waits_for_it() -> None:
    class Early(Host):
        def on_mount(self) -> None:
            self.type_at_once("f2", *"10m", "enter", "x")

    app = Early()
    async with app.run_test():
        await until(lambda: app.answers == ["10m"] and app.value("first") == "x")


async def test_a_click_waits_for_the_letters_before_it() -> None:
    app = Host()
    async with app.run_test():
        second = app.query_one("#second", Input).region
        at = (second.x + 2, second.y + 1)
        app.type_at_once("a", "tab", "shift+tab", *"bc")
        for kind in (events.MouseDown, events.MouseUp):
            app.post_message(kind(None, *at, 0, 0, 1, False, False, False, screen_x=at[0], screen_y=at[1]))
        app.type_at_once(*"de")
        await until(lambda: (app.value("first"), app.value("second")) == ("abc", "de"))


async def test_letters_for_one_field_do_not_wait_for_one_another() -> None:
    app = Host()
    async with app.run_test():
        app.type_at_once(*"ab" * 500)
        await until(lambda: app.value("first") == "ab" * 500)
        assert app._turn < 10


@pytest.mark.parametrize("block", [0.1, 0.005])
async def test_a_slow_answer_to_a_key_lets_no_key_overtake_it(block: float) -> None:
    class Busy(Host):
        def action_ask(self) -> None:
            time.sleep(block)  # as the first import of a dialogue does
            super().action_ask()

    app = Busy()
    async with app.run_test():
        keys = [events.Key(key, key if len(key) == 1 else None) for key in ("f2", *"10m", "enter", "x")]
        app.post_message(keys[0])
        for key in keys[1:]:
            asyncio.get_running_loop().call_soon(app.post_message, key)
        await until(lambda: app.answers == ["10m"] and app.value("first") == "x")
