"""Every bound key, in the bytes of a real terminal, while a draft stands in the composer: the draft survives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journeys.keyboard import ESCAPE, bytes_of
from tests.journeys.test_pty import go_to
from tests.journeys.tmux import Terminal, configured, simulator
from tui.ui.command_table import COMMANDS, Place
from tui.ui.key_names import is_printable

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="these journeys need tmux, a real terminal")

DRAFT = "草稿 keep this"
SENTINEL = "~"
ATTEMPTS = 10
LONG_ENOUGH = 2.0
"""Seconds in which a typed letter is on the screen, if it ever comes."""

END_OF_TEXT = b"\x1b[1;5F"
UNDO, REDO = b"\x1f", b"\x1bz"
AT_THE_START = {"composer.kill_to_end", "composer.kill_next_word", "composer.delete_right"}
UNDONE = {
    "composer.newline", "composer.kill_to_start", "composer.kill_to_end", "composer.kill_word", "composer.kill_next_word",
    "composer.yank", "composer.delete_left", "composer.delete_right",
}  # fmt: skip
SAYS = {
    "switcher.open": "Enter 打开", "help.open": "按键", "app.boss": "Building", "unread.next": "没有未读了",
    "unread.first": "这里没有未读", "mention.previous": "没有更多提到你的消息", "mention.next": "没有更多提到你的消息",
    "tour.next": "导览只在演示里有", "app.copy": "再按一次", "members.toggle": "群成员",
    "composer.emoji": "插入表情", "composer.replies": "还没有快捷回复", "waiting.next": "没有人在等你回复",
    "waiting.settle": "没有在等你回复", "bar.open": "命令栏", "bar.undo": "没有可以撤销的操作",
}  # fmt: skip
DIALOGS = {"switcher.open", "help.open", "app.boss", "composer.emoji", "composer.replies", "bar.open"}
LEAVES = {"composer.send", "app.quit"}
"""What is to take the draft away, or to end it all; the draft is on disk then."""


def bound_keys() -> list[tuple[str, str]]:
    """Return (command, key) of all that means something while the hand is in the composer."""
    return [
        (command.name, key)
        for command in COMMANDS
        if command.place in (Place.ALWAYS, Place.ANYWHERE, Place.COMPOSER) and command.name not in LEAVES
        for key in command.keys
        if not is_printable(key)
    ]


def in_sight(terminal: Terminal) -> bool:
    """Whether the draft stands in the composer, with the mark behind it and nothing else."""
    return f" {DRAFT}{SENTINEL}" in "\n".join(line.rpartition("▕")[2].rstrip() for line in terminal.screen.splitlines())


def follow_up(terminal: Terminal, command: str, key: str) -> None:
    """See what *key* does where that can be seen, and undo it where that is not an escape's business."""
    if command not in SAYS or (command, key) == ("switcher.open", "ctrl+k"):
        if command == "sidebar.toggle":
            terminal.hides("联系人")
            terminal.write(bytes_of(key))
        elif command == "sidebar.view":
            terminal.write(bytes_of(key) * 3)
        elif command == "waiting.view":
            terminal.write(bytes_of(key))
        return
    terminal.shows(SAYS[command])
    if command in DIALOGS:
        terminal.write(bytes_of(key) if command == "app.boss" else ESCAPE)
        terminal.hides(SAYS[command])
    elif command == "members.toggle":
        terminal.write(bytes_of(key))
        terminal.hides(SAYS[command])


def mark_the_end(terminal: Terminal, what: str) -> None:
    """See the draft with a mark typed behind it, and take the mark away.

    A key that comes while the focus is on its way back from a list is not for the composer: then the mark is typed again.
    """
    for _ in range(ATTEMPTS):
        terminal.write(END_OF_TEXT + SENTINEL.encode())
        if terminal.comes(lambda: in_sight(terminal), LONG_ENOUGH):
            break
    else:
        raise AssertionError(f"{what}\n{terminal.screen}")
    for _ in range(ATTEMPTS):
        terminal.write(b"\x7f" * terminal.screen.count(SENTINEL))
        if terminal.comes(lambda: SENTINEL not in terminal.screen, LONG_ENOUGH):
            break


def test_every_bound_key_spares_the_draft(tmp_path: Path) -> None:
    with (
        simulator() as napcat,
        Terminal(tmp_path, configured(tmp_path, napcat.url), environment={"EDITOR": "true", "VISUAL": ""}) as terminal,
    ):
        terminal.shows("● main")
        go_to(terminal, "dsh", "群 30002 · 6 人")
        terminal.type(DRAFT)
        for command, key in bound_keys():
            if command in AT_THE_START:
                terminal.write(b"\x01")
            terminal.write(bytes_of(key))
            follow_up(terminal, command, key)
            repair = UNDO if command in UNDONE else REDO if command == "composer.undo" else b""
            terminal.write(repair + ESCAPE * 2)
            mark_the_end(terminal, f"the draft after {command} by {key}")
        assert napcat.count("send_group_msg") == 0
        terminal.press("C-q")
        terminal.ends()
    with simulator() as napcat, Terminal(tmp_path, configured(tmp_path, napcat.url)) as terminal:
        terminal.shows(DRAFT)
