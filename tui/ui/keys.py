"""The keys that are in force: the table of commands with what the user has changed, as bindings, as text and as docs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.locale import strings, t
from tui.ui.command_table import COMMANDS, SHEETS, Command, Place
from tui.ui.key_names import BadKeyName, canonical, forms, is_printable, label

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.dom import DOMNode


LIST_KEYS = frozenset(("up", "down", "pageup", "pagedown", "home", "end"))
"""The keys with which lists are moved through: no command of SIDEBAR or MEMBERS may take them."""

_ENTER_IS_NEWLINE = {
    "composer.send": ("alt+enter", "ctrl+enter"),
    "composer.newline": ("enter", "ctrl+j", "shift+enter"),
}
_LISTS = (Place.SIDEBAR, Place.MEMBERS, Place.SEARCH)
_COVERING = (Place.ALWAYS, Place.QUESTION, Place.GROUP, *SHEETS)
"""Places over the main screen: its own keys do not work there."""

_TYPING = (Place.ALWAYS, Place.COMPOSER, Place.SEARCH)


class KeyTableError(ValueError):
    """The ``[keys]`` of the config can not be used; the text says why, in the language spoken now."""


class KeyClash(KeyTableError):
    """Two commands want one key where both would work."""


class UnknownCommand(KeyTableError):
    """There is no command of this name."""


class BadKey(KeyTableError):
    """This is no key, or one that can not be had there."""


class KeyTable:
    """The commands with the keys that are in force; made by :func:`resolve`."""

    def __init__(self, commands: Iterable[Command]) -> None:
        """Take *commands* with canonical keys.

        Raises:
            KeyClash: Two of them share a key where both would work.
        """
        self.commands: tuple[Command, ...] = tuple(commands)
        self._by_name = {command.name: command for command in self.commands}
        self._by_key: dict[tuple[Place, str], Command] = {}
        for command in self.commands:
            for key in command.keys:
                other = self._by_key.setdefault((command.place, key), command)
                if other is not command:
                    raise _clash(key, other, command)
        self._check_across_places()

    def _check_across_places(self) -> None:
        for (place, key), command in self._by_key.items():
            if place in _COVERING:
                outer: tuple[Place, ...] = (Place.ALWAYS,)
            else:
                outer = (Place.ALWAYS, Place.ANYWHERE)
            for wide in outer:
                other = self._by_key.get((wide, key))
                if other is not None and other is not command and key not in other.yielding:
                    raise _clash(key, other, command)

    def command(self, name: str) -> Command:
        """Return the command *name*; KeyError when there is none."""
        return self._by_name[name]

    def keys_for(self, name: str) -> tuple[str, ...]:
        """Return the keys of the command *name* in Textual's names, () when only the palette has it."""
        return self._by_name[name].keys

    def label_for(self, name: str) -> str:
        """Return the first key of the command *name* as a person reads it, "" when it has none."""
        keys = self._by_name[name].keys
        return label(keys[0]) if keys else ""

    def command_at(self, place: Place, key: str) -> Command | None:
        """Return what *key* (as a key event names it) does in *place*, the places around it included."""
        try:
            key = canonical(key)
        except BadKeyName:
            return None
        inner = self._by_key.get((place, key))
        return inner or self._by_key.get((Place.ANYWHERE, key)) or self._by_key.get((Place.ALWAYS, key))

    def acts(self, place: Place) -> dict[str, str]:
        """Return what each key of *place* does, under all names that the key may arrive with: the command without its place."""
        return {
            form: command.name.partition(".")[2]
            for command in self.commands
            if command.place is place
            for key in command.keys
            for form in forms(key)
        }

    def bindings(self, place: Place, namespace: str = "") -> list[Binding]:
        """Return Textual's bindings of *place*, for :func:`bind`; the action is ``command('<name>')``.

        Numbered commands pass a second argument. *namespace* is put before the action (``"screen."``: the screen runs it,
        wherever the binding hangs). Full-width and other forms of a key are bound along with it.
        """
        from textual.binding import Binding

        made: list[Binding] = []
        for command in self.commands:
            if command.place is not place:
                continue
            for number, key in enumerate(command.keys, 1):
                argument = f", {number}" if command.is_numbered else ""
                has_priority = place is Place.ALWAYS or (
                    place is Place.ANYWHERE and not is_printable(key) and key not in command.yielding
                )
                action = f"{namespace}command('{command.name}'{argument})"
                shown = label(key)
                made.extend(
                    Binding(form, action, command.help, show=False, key_display=shown, priority=has_priority)
                    for form in forms(key)
                )
        return made


def resolve(overrides: Mapping[str, Sequence[str]] | None = None, enter_sends: bool = True) -> KeyTable:
    """Return the table with the user's *overrides* (command name -> all its keys; none: only the palette has it).

    With *enter_sends* off, enter makes a new line and alt+enter sends, unless the overrides say otherwise.

    Raises:
        UnknownCommand, BadKey, KeyClash: with a text for the person who wrote the config.
    """
    overrides = overrides or {}
    names = [command.name for command in COMMANDS]
    for name in overrides:
        if name not in names:
            raise UnknownCommand(_unknown(name, names))
    commands = []
    for command in COMMANDS:
        if command.name in overrides:
            wanted = overrides[command.name]
            keys = tuple(dict.fromkeys(_checked(key, command) for key in ([wanted] if isinstance(wanted, str) else wanted)))
            command = replace(command, keys=keys)
        elif not enter_sends and command.name in _ENTER_IS_NEWLINE:
            command = replace(command, keys=_ENTER_IS_NEWLINE[command.name])
        commands.append(command)
    return KeyTable(commands)


def _checked(key: str, command: Command) -> str:
    try:
        name = canonical(key)
    except BadKeyName:
        raise BadKey(t("keys.error.no_key", key=key, command=command.name)) from None
    if command.place in _TYPING and is_printable(name):
        raise BadKey(t("keys.error.typed", key=label(name), command=command.name))
    if command.place in _LISTS and name in LIST_KEYS:
        raise BadKey(t("keys.error.moves", key=label(name), command=command.name))
    return name


def _clash(key: str, one: Command, other: Command) -> KeyClash:
    places = t(f"keys.place.{one.place}"), t(f"keys.place.{other.place}")
    return KeyClash(t("keys.error.clash", key=label(key), one=one.name, where=places[0], other=other.name, there=places[1]))


def _unknown(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, names, n=1)
    return t("keys.error.unknown_near", name=name, near=near[0]) if near else t("keys.error.unknown", name=name)


def bind(node: DOMNode, bindings: Iterable[Binding]) -> None:
    """Hang *bindings* on *node* (the app, a screen or a widget), which Textual has no public call for below the app.

    A key that *node* has already is taken over.
    """
    table = node._bindings.key_to_bindings
    for binding in bindings:
        table[binding.key] = [binding]


def bind_those_of_main(node: DOMNode, table: KeyTable) -> None:
    """Let the main screen's keys tell on *node*, which covers it, that they are its: ``of_main('<key>')``, where they are free.

    The action is to say :func:`words_of_main`: what such a key does would be done out of sight.
    """
    from textual.binding import Binding

    taken = set(node._bindings.key_to_bindings)
    keys = [key for command in table.commands if command.place is Place.ANYWHERE for key in command.keys]
    bind(node, (Binding(form, f"of_main('{key}')", show=False) for key in keys for form in forms(key) if form not in taken))


def words_of_main(key: str) -> str:
    """Return what is said of the main screen's *key* where that screen is covered."""
    return t("keys.on_main", key=label(key))


def format_table(table: KeyTable) -> str:
    """Return all commands of *table* as plain text in columns (name, keys, help), place by place: what ``qiao keys`` prints."""
    from rich.cells import cell_len

    rows = [
        (command.place, command.name, "  ".join(map(label, command.keys)) or t("keys.none"), command.help)
        for command in table.commands
    ]
    name_width = max(cell_len(name) for _, name, _, _ in rows)
    keys_width = max(cell_len(keys) for _, _, keys, _ in rows)
    lines: list[str] = []
    for place in Place:
        lines += ["", t(f"keys.place.{place}")]
        for at, name, keys, text in rows:
            if at is place:
                padding = " " * (keys_width - cell_len(keys))
                lines.append(f"  {name:{name_width}}  {keys}{padding}  {text}")
    return "\n".join(lines[1:]) + "\n"


def format_markdown(table: KeyTable) -> str:
    """Return ``docs/keys.md``: all commands of *table* with their help in both languages."""
    texts = strings("keys")
    lines = [
        "# Keys · 按键",
        "",
        "Made of `tui/ui/command_table.py` by `python -m tui.ui.keys > docs/keys.md`; a test checks that it is current.",
        "",
        "Change keys by name in `config.toml`; `qiao keys` lists them, `qiao keys --probe` shows what a pressed key sends.",
        "用名字在 `config.toml` 里改键；`qiao keys` 列出全部，`qiao keys --probe` 显示按下的键发出什么。",
        "",
        "```toml",
        "[keys]",
        '"message.recall" = ["d", "delete"]',
        '"theme.pick" = "f8"',
        "```",
        "",
        "Full-width forms (`？`, `／`, `、`, `＠` ...) are the same keys outside text.",
        "在不输入文字的地方，全角形式（`？`、`／`、`、`、`＠` 等）是同样的按键。",
    ]
    for place in Place:
        chinese, english = texts[f"keys.place.{place}"]
        lines += ["", f"## {english} · {chinese}", "", "| Command · 命令 | Keys · 按键 | | |", "|---|---|---|---|"]
        for command in table.commands:
            if command.place is place:
                chinese, english = texts[f"keys.{command.name}"]
                keys = " ".join(f"`{label(key)}`" for key in command.keys) or "-"
                lines.append(f"| `{command.name}` | {keys} | {english} | {chinese} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(format_markdown(resolve()))
