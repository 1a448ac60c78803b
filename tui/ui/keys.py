"""Every command of the interface in one table: its name, its keys, where it works; help, palette and docs are made from it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui.locale import strings, t
from tui.ui.key_names import BadKeyName, canonical, forms, is_printable, label

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.dom import DOMNode


class Place(StrEnum):
    """Where the hand is when a key means this command.

    ALWAYS is bound on the app and works in questions too; ANYWHERE is bound on the main screen; GROUP is the menu of a group; the
    others belong to the widget or the sheet that has the focus.
    """

    ALWAYS = "always"
    ANYWHERE = "anywhere"
    SIDEBAR = "sidebar"
    COMPOSER = "composer"
    MESSAGES = "messages"
    MEMBERS = "members"
    GROUP = "group"
    MUTED = "muted"
    IGNORED = "ignored"
    REQUESTS = "requests"
    PROFILE = "profile"
    OWN_PROFILE = "own_profile"
    VOICES = "voices"
    NOTICES = "notices"
    ESSENCE = "essence"
    FILES = "files"
    HONOURS = "honours"
    INSPECTOR = "inspector"
    FORWARD = "forward"
    QUESTION = "question"


class Command(Struct, frozen=True):
    """One thing a key, the palette or a menu can ask for.

    *keys* are in Textual's names, the first one is shown. A key in *yielding* is left to the focused widget first (an ANYWHERE
    command takes its other keys before any widget sees them, printable ones excepted). *is_plain* marks what any text field or
    list does and nobody looks up: it is in the docs, not in palette and help. *is_numbered* passes the key's place (from 1) on.
    """

    name: str
    place: Place
    keys: tuple[str, ...] = ()
    yielding: frozenset[str] = frozenset()
    is_plain: bool = False
    is_numbered: bool = False

    @property
    def help(self) -> str:
        """What it does, in one line of the language spoken now."""
        return t(f"keys.{self.name}")


def _commands(place: Place, *rows: tuple[str, str]) -> list[Command]:
    """Return the commands of *place* from (name, "key key ...") rows; ``~key`` yields, a name that starts with ``.`` is plain."""
    made = []
    for name, keys in rows:
        words = keys.split()
        made.append(
            Command(
                name.removeprefix("."),
                place,
                tuple(word.removeprefix("~") for word in words),
                frozenset(word[1:] for word in words if word.startswith("~")),
                is_plain=name.startswith("."),
            )
        )
    return made


COMMANDS: tuple[Command, ...] = (
    *_commands(
        Place.ALWAYS,
        ("app.boss", "ctrl+backslash f10"),
        ("app.redraw", "ctrl+l"),
        ("app.copy", "ctrl+c"),
        ("app.quit", "ctrl+q"),
    ),
    *_commands(
        Place.ANYWHERE,
        ("switcher.open", "ctrl+p ~ctrl+k"),
        ("palette.open", "greater_than_sign"),
        ("unread.next", "ctrl+n alt+a"),
        ("unread.first", "alt+u U"),
        ("unread.read_all", ""),
        ("conversation.previous", "alt+up alt+k ctrl+pageup"),
        ("conversation.next", "alt+down alt+j ctrl+pagedown"),
        ("conversation.last", "alt+l alt+slash ctrl+circumflex_accent"),
        ("mention.previous", "alt+p left_square_bracket"),
        ("mention.next", "alt+n right_square_bracket"),
        ("sidebar.toggle", "alt+s f9"),
        ("sidebar.view", "alt+v V"),
        ("members.toggle", "alt+m f7"),
        ("group.menu", "alt+g ctrl+g"),
        ("requests.open", "alt+i f6 I"),
        ("people.profile", ""),
        ("people.chat", ""),
        ("people.like", ""),
        ("people.likes", ""),
        ("people.remark", ""),
        ("people.share", ""),
        ("people.delete", ""),
        ("account.profile", ""),
        ("account.status", ""),
        ("account.nickname", ""),
        ("account.signature", ""),
        ("account.sex", ""),
        ("account.avatar", ""),
        ("account.likes", ""),
        ("account.recents", ""),
        ("account.faces", ""),
        ("voices.open", ""),
        ("wire.open", "alt+w f12 W"),
        ("groups.quiet", ""),
        ("view.bare_text", "B"),
        ("send.dice", ""),
        ("send.rps", ""),
        ("send.contact", ""),
        ("send.group_contact", ""),
        ("send.music", ""),
        ("send.location", ""),
        ("send.share", ""),
        ("theme.pick", ""),
        ("tour.next", "ctrl+x f4"),
        ("help.open", "f1 alt+h question_mark"),
        ("focus.next", "~tab"),
        ("focus.previous", "~shift+tab"),
        ("focus.composer", "~escape"),
    ),
    *_commands(
        Place.SIDEBAR,
        ("sidebar.open", "enter"),
        ("sidebar.filter", "slash"),
        ("sidebar.pin", "p"),
        ("sidebar.mute", "m"),
        ("sidebar.read", "u"),
        ("sidebar.hide", "x"),
        ("sidebar.fold", "z"),
        ("sidebar.profile", "i"),
    ),
    Command("sidebar.nth", Place.SIDEBAR, tuple("123456789"), is_numbered=True),
    *_commands(
        Place.COMPOSER,
        ("composer.send", "enter"),
        ("composer.newline", "ctrl+j alt+enter shift+enter ctrl+enter"),
        ("composer.editor", "ctrl+o"),
        ("composer.emoji", "alt+e f3"),
        ("composer.attach", "ctrl+t alt+o"),
        ("composer.complete", "tab"),
        ("composer.drop_quote", "escape"),
        ("composer.select_message", "ctrl+up"),
        ("composer.page_up", "pageup"),
        ("composer.page_down", "pagedown"),
        ("composer.kill_to_start", "ctrl+u"),
        ("composer.kill_to_end", "ctrl+k"),
        ("composer.kill_word", "ctrl+w alt+backspace ctrl+backspace"),
        ("composer.kill_next_word", "alt+d ctrl+delete"),
        ("composer.yank", "ctrl+y"),
        ("composer.yank_previous", "alt+y ctrl+right_square_bracket"),
        ("composer.undo", "ctrl+z ctrl+underscore"),
        ("composer.redo", "alt+z ctrl+r"),
        (".composer.left", "left"),
        (".composer.right", "right"),
        (".composer.up", "up"),
        (".composer.down", "down"),
        (".composer.word_left", "ctrl+left alt+b"),
        (".composer.word_right", "ctrl+right alt+f"),
        (".composer.line_start", "ctrl+a home"),
        (".composer.line_end", "ctrl+e end"),
        (".composer.text_start", "ctrl+home"),
        (".composer.text_end", "ctrl+end"),
        (".composer.delete_left", "backspace"),
        (".composer.delete_right", "ctrl+d delete"),
        (".composer.select_left", "shift+left"),
        (".composer.select_right", "shift+right"),
        (".composer.select_up", "shift+up"),
        (".composer.select_down", "shift+down"),
        (".composer.select_word_left", "ctrl+shift+left"),
        (".composer.select_word_right", "ctrl+shift+right"),
        (".composer.select_line_start", "shift+home"),
        (".composer.select_line_end", "shift+end"),
    ),
    *_commands(
        Place.MESSAGES,
        ("message.menu", "enter"),
        ("message.quote", "r"),
        ("message.recall", "d"),
        ("message.edit", "e"),
        ("message.copy", "y"),
        ("message.open", "o"),
        ("message.react", "plus"),
        ("message.reactors", "w"),
        ("message.save", "s"),
        ("message.forward", "f"),
        ("message.mention", "at"),
        ("message.poke", "P"),
        ("message.go_to_quoted", "g"),
        ("message.mute", "m"),
        ("message.kick", "K"),
        ("message.essence", "E"),
        ("message.mark", "space"),
        ("message.details", "i"),
        ("message.reveal", "v"),
        ("message.translate", ""),
        ("message.read_picture", ""),
        ("message.collect", ""),
        ("message.resend", "R"),
        ("message.discard", "X"),
        (".message.up", "up k"),
        (".message.down", "down j"),
        (".message.page_up", "pageup"),
        (".message.page_down", "pagedown"),
        ("message.top", "home"),
        ("message.newest", "end G"),
    ),
    *_commands(
        Place.MEMBERS,
        ("members.chat", "enter"),
        ("members.mute", "m"),
        ("members.unmute", "u"),
        ("members.kick", "K"),
        ("members.poke", "P"),
        ("members.mention", "at"),
        ("members.profile", "i"),
        ("members.filter", "slash"),
        ("members.admin", "A"),
        ("members.card", "c"),
        ("members.title", "t"),
        ("members.share", "S"),
        ("members.mark", "space"),
        ("members.mark_all", "a"),
        ("members.sort", "s"),
        ("members.menu", "o"),
    ),
    *_commands(
        Place.GROUP,
        ("group.mute_all", "m"),
        ("group.notices", "n"),
        ("group.essence", "e"),
        ("group.files", "f"),
        ("group.honours", "h"),
        ("group.space", "d"),
        ("group.rename", "r"),
        ("group.portrait", "p"),
        ("group.muted", "u"),
        ("group.mention_all_left", "a"),
        ("group.ignored", "i"),
        ("group.sign_in", "s"),
        ("group.share", "c"),
        ("group.leave", "L"),
    ),
    *_commands(
        Place.MUTED,
        ("muted.unmute", "u"),
        ("muted.mute", "m"),
        ("muted.mark", "space"),
        ("muted.reload", "r"),
    ),
    *_commands(
        Place.IGNORED,
        ("ignored.accept", "a"),
        ("ignored.refuse", "x"),
        ("ignored.reload", "r"),
    ),
    *_commands(
        Place.REQUESTS,
        ("requests.accept", "a"),
        ("requests.refuse", "x"),
        ("requests.mark", "space"),
        ("requests.profile", "i"),
        ("requests.group", "g"),
        ("requests.refresh", "r"),
    ),
    *_commands(
        Place.PROFILE,
        ("profile.chat", "enter"),
        ("profile.mention", "at"),
        ("profile.poke", "P"),
        ("profile.like", "l"),
        ("profile.likes", "L"),
        ("profile.remark", "m"),
        ("profile.share", "s"),
        ("profile.copy", "y"),
        ("profile.delete", "D"),
        ("profile.refresh", "r"),
    ),
    *_commands(
        Place.OWN_PROFILE,
        ("own.nickname", "n"),
        ("own.signature", "s"),
        ("own.sex", "x"),
        ("own.avatar", "a"),
        ("own.status", "o"),
        ("own.likes", "L"),
        ("own.copy", "y"),
        ("own.refresh", "r"),
    ),
    *_commands(
        Place.VOICES,
        ("voices.say", "enter"),
        ("voices.link", "g"),
        ("voices.sample", "p"),
    ),
    *_commands(
        Place.NOTICES,
        ("notices.open", "enter"),
        ("notices.publish", "n"),
        ("notices.delete", "d"),
        ("notices.copy", "y"),
        ("notices.reload", "r"),
    ),
    *_commands(
        Place.ESSENCE,
        ("essence.go", "enter g"),
        ("essence.open", "o"),
        ("essence.remove", "d E"),
        ("essence.copy", "y"),
        ("essence.reload", "r"),
    ),
    *_commands(
        Place.FILES,
        ("files.open", "enter"),
        ("files.upload", "u ctrl+t"),
        ("files.download", "s"),
        ("files.link", "y"),
        ("files.delete", "d"),
        ("files.new_folder", "n"),
        ("files.details", "i"),
        ("files.reload", "r"),
        (".files.expand", "right"),
        (".files.collapse", "left"),
    ),
    *_commands(
        Place.HONOURS,
        ("honours.copy", "y"),
        ("honours.reload", "r"),
    ),
    *_commands(
        Place.INSPECTOR,
        ("wire.details", "enter"),
        ("wire.filter", "slash"),
        ("wire.pause", "p space"),
        ("wire.console", "colon c"),
        ("wire.again", "r"),
        ("wire.partner", "g"),
        ("wire.copy", "y"),
        ("wire.copy_line", "Y"),
        ("wire.failed", "f"),
        ("wire.direction", "d"),
        ("wire.beats", "h"),
        ("wire.account", "a"),
        ("wire.reveal", "v"),
        ("wire.clear", "X"),
    ),
    *_commands(
        Place.FORWARD,
        ("forward.open", "enter o"),
        ("forward.copy", "y"),
        ("forward.copy_all", "Y"),
        ("forward.save", "s"),
        ("forward.save_media", "S"),
        ("forward.mark", "space"),
        ("forward.reveal", "v"),
        (".forward.up", "up k"),
        (".forward.down", "down j"),
        (".forward.page_up", "pageup"),
        (".forward.page_down", "pagedown"),
        (".forward.top", "home"),
        (".forward.end", "end G"),
    ),
    *_commands(
        Place.QUESTION,
        ("question.yes", "y"),
        ("question.no", "n escape"),
        ("question.choose", "enter"),
    ),
)
"""Every command, in the order in which help and docs show them."""

LIST_KEYS = frozenset(("up", "down", "pageup", "pagedown", "home", "end"))
"""The keys with which lists are moved through: no command of SIDEBAR or MEMBERS may take them."""

_ENTER_IS_NEWLINE = {
    "composer.send": ("alt+enter", "ctrl+enter"),
    "composer.newline": ("enter", "ctrl+j", "shift+enter"),
}
_LISTS = (Place.SIDEBAR, Place.MEMBERS)
SHEETS = frozenset(
    (
        Place.MUTED,
        Place.IGNORED,
        Place.REQUESTS,
        Place.PROFILE,
        Place.OWN_PROFILE,
        Place.VOICES,
        Place.NOTICES,
        Place.ESSENCE,
        Place.FILES,
        Place.HONOURS,
        Place.INSPECTOR,
        Place.FORWARD,
    )
)
"""Places that are screens of their own: their commands mean nothing elsewhere, and the palette does not offer them."""

_COVERING = (Place.ALWAYS, Place.QUESTION, Place.GROUP, *SHEETS)
"""Places over the main screen: its own keys do not work there."""

_TYPING = (Place.ALWAYS, Place.COMPOSER)


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
        "Made from the table in `tui/ui/keys.py` by `python -m tui.ui.keys > docs/keys.md`; a test checks that it is current.",
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
