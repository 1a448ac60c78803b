"""Finds, reads and checks theme files, and gives them to Textual; only the theme that is asked for is parsed."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct
from textual.app import App
from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

import tui
from tui.chat.text import clean_name, one_line
from tui.locale import t
from tui.ui.chat_theme import ChatTheme
from tui.ui.theme_styles import (
    CHAT_DEFAULTS,
    ICON_DEFAULTS,
    StyleError,
    build_chat_theme,
    check_icon,
    parse_colour,
    parse_style,
    without_colour,
)

MAX_BYTES = 256 * 1024
DARK, LIGHT, SIXTEEN = "qiao-dark", "qiao-light", "qiao-16"

_META = ("name", "author", "licence", "license", "extends", "dark", "ansi")
_COLORS = (
    "primary", "secondary", "warning", "error", "success", "accent", "foreground", "background", "surface", "panel", "boost",
)  # fmt: skip
_SECTIONS = ("meta", "colors", "chat", "icons", "variables")
_TEXT_STYLES = {"bold", "dim", "italic", "underline", "reverse", "strike", "none", "not", "b", "i", "u"}
_TRUECOLOR_TERMS = ("kitty", "alacritty", "foot", "wezterm", "ghostty", "direct", "256color", "rio", "contour")

# Textual's own style sheet names these, but derives them only for themes of RGB colours.
_ANSI_VARIABLES = dict.fromkeys(("ansi-background", "ansi-foreground", "surface-active", "foreground-disabled"), "ansi_default")

Tables = dict[str, dict[str, Any]]


class ThemeError(Exception):
    """A theme can not be used; the text, in the interface's language, names file, key and what is allowed."""


@dataclass
class QiaoTheme(Theme):
    """A Textual theme that knows how conversations are drawn."""

    chat: ChatTheme | None = None


class LoadedTheme(Struct, frozen=True):
    """A theme that was read and found good; *warnings* name what in its file was passed over."""

    id: str
    title: str
    author: str
    theme: QiaoTheme
    warnings: tuple[str, ...] = ()


class ThemeLibrary:
    """The themes there are: those that came with the program and the user's own, which win when they share a name."""

    def __init__(self, user: Path | None = None, shipped: Path | None = None) -> None:
        self._user = user
        self._shipped = shipped or shipped_folder()
        self._loaded: dict[str, LoadedTheme] = {}

    def ids(self) -> list[str]:
        """Return the names of all themes (file names without ``.toml``): ours first, then the user's; nothing is parsed."""
        ours = sorted(path.stem for path in _toml_files(self._shipped))
        first = [id for id in (DARK, LIGHT, SIXTEEN) if id in ours]
        own = sorted(path.stem for path in _toml_files(self._user) if path.stem not in ours)
        return first + [id for id in ours if id not in first] + own

    def is_own(self, id: str) -> bool:
        """Return whether *id* is read from the user's folder."""
        return self._user is not None and (self._user / f"{id}.toml").is_file()

    def load(self, id: str) -> LoadedTheme:
        """Return the theme *id*, read once. Raises ThemeError."""
        if id not in self._loaded:
            self._loaded[id] = _Build(self, id).theme()
        return self._loaded[id]

    def use(self, app: App[Any], id: str) -> list[str]:
        """Show *app* in the theme *id*, or, when that can not be, in one that suits the terminal; return what to say of it."""
        words: list[str] = []
        try:
            loaded = self.load(id)
        except ThemeError as error:
            words.append(t("theme.passed_over", id=id, why=error))
            loaded = self.load(suitable_theme(os.environ))
        words += loaded.warnings
        app.register_theme(loaded.theme)
        app.theme = loaded.id
        return words

    def path(self, id: str) -> Path:
        """Return the file of the theme *id*. Raises ThemeError."""
        # An id is a file name; anything that would lead out of the folder is no theme.
        if id and Path(id).name == id:
            for folder in (self._user, self._shipped):
                if folder is not None and (folder / f"{id}.toml").is_file():
                    return folder / f"{id}.toml"
        raise ThemeError(t("theme.not_found", id=one_line(id, 60)))

    def tables(self, id: str) -> Tables:
        """Return the theme file *id* as it stands, with its sections. Raises ThemeError."""
        return _read(self.path(id))


def shipped_folder() -> Path:
    """Return where our own themes lie: inside the package when installed, beside it in a checkout."""
    package = Path(tui.__file__).parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def suitable_theme(environ: Mapping[str, str]) -> str:
    """Return the theme that suits the terminal as its environment tells: sixteen colours, a light ground, else the dark one."""
    if "NO_COLOR" in environ or not _has_many_colours(environ):
        return SIXTEEN
    return LIGHT if environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15") else DARK


def native_colour(environ: Mapping[str, str]) -> bool | None:
    """Return what the app must be given as ``ansi_color``: True under NO_COLOR, else None (the theme decides).

    Textual decides in ``App.__init__`` how it takes colours away. Left alone it turns them into shades of grey, and the
    terminal's own default colours, text and ground alike, into black.
    """
    return True if "NO_COLOR" in environ else None


def chat_theme(app: App[Any]) -> ChatTheme:
    """Return the styles of conversations in the theme that *app* shows, also when that is one of Textual's own."""
    theme = app.current_theme
    if isinstance(theme, QiaoTheme) and theme.chat is not None:
        chat = theme.chat
    else:
        chat = build_chat_theme({}, (), {}, _palette(theme))
    return without_colour(chat) if app.no_color else chat


class _Build:
    """One reading of one theme file, with what is passed over on the way."""

    def __init__(self, library: ThemeLibrary, id: str) -> None:
        self._library = library
        self._id = id
        self._file = library.path(id).name
        self._warnings: list[str] = []

    def theme(self) -> LoadedTheme:
        tables, base = self._merged()
        self._warn_unknown(tables)
        meta, colors = tables["meta"], tables["colors"]
        if "primary" not in colors:
            self._fail("theme.no_primary")
        for key, value in colors.items():
            self._check_colour(f"colors.{key}", value)
        is_ansi = self._switch(meta, "ansi", base.ansi if base else False)
        theme = QiaoTheme(
            name=self._id,
            dark=self._switch(meta, "dark", base.dark if base else True),
            ansi=is_ansi,
            variables={**(_ANSI_VARIABLES if is_ansi else {}), **self._variables(tables["variables"])},
            **colors,
        )
        theme.chat = self._chat(tables, _palette(theme))
        title = clean_name(self._text("meta.name", meta.get("name", self._id)), 40)
        author = clean_name(self._text("meta.author", meta.get("author", "")), 40)
        return LoadedTheme(self._id, title, author, theme, tuple(self._warnings))

    def _merged(self) -> tuple[Tables, Theme | None]:
        """Return the tables with those of all files it extends below them, and the built-in theme at the bottom, if any."""
        chain = [self._id]
        layers = [self._library.tables(self._id)]
        while extends := self._text("meta.extends", layers[-1]["meta"].get("extends", "")):
            if extends in chain:
                self._fail("theme.circle", value=" → ".join([*chain, extends]))
            if extends not in self._library.ids():
                if extends not in BUILTIN_THEMES:
                    self._fail("theme.unknown_base", value=extends)
                layers.append(_as_tables(BUILTIN_THEMES[extends]))
                return _merge(layers), BUILTIN_THEMES[extends]
            chain.append(extends)
            layers.append(self._library.tables(extends))
        return _merge(layers), None

    def _chat(self, tables: Tables, palette: Mapping[str, Color]) -> ChatTheme:
        chat = dict(tables["chat"])
        senders = chat.pop("senders", [])
        if not isinstance(senders, list) or ("senders" in tables["chat"] and not senders):
            self._fail("theme.bad_senders")
        for key, text in [*((f"chat.{name}", text) for name, text in chat.items()), *(("chat.senders", s) for s in senders)]:
            try:
                parse_style(self._text(key, text), palette)
            except StyleError as error:
                self._fail("theme.bad_style", key=key, value=text, part=str(error))
        for name, glyph in tables["icons"].items():
            try:
                check_icon(self._text(f"icons.{name}", glyph))
            except StyleError:
                self._fail("theme.bad_icon", key=f"icons.{name}", value=glyph)
        return build_chat_theme(chat, tuple(senders), tables["icons"], palette)

    def _variables(self, variables: dict[str, Any]) -> dict[str, str]:
        for key, value in variables.items():
            words = self._text(f"variables.{key}", value).split()
            is_style = bool(words) and set(words) <= _TEXT_STYLES
            if not is_style and not _is_css_colour(words):
                self._fail("theme.bad_variable", key=f"variables.{key}", value=value)
        return dict(variables)

    def _warn_unknown(self, tables: Tables) -> None:
        known: dict[str, tuple[str, ...]] = {
            "meta": _META,
            "colors": _COLORS,
            "chat": (*CHAT_DEFAULTS, "senders"),
            "icons": tuple(ICON_DEFAULTS),
        }
        for section in [name for name in tables if name not in _SECTIONS]:
            self._warn(f"[{section}]", _SECTIONS)
            del tables[section]
        for section, allowed in known.items():
            for key in [key for key in tables[section] if key not in allowed]:
                self._warn(f"{section}.{key}", allowed)
                del tables[section][key]

    def _warn(self, key: str, allowed: tuple[str, ...]) -> None:
        text = t("theme.unknown_key", file=self._file, key=one_line(key, 60), allowed=", ".join(allowed))
        self._warnings.append(text)

    def _check_colour(self, key: str, value: object) -> None:
        try:
            Color.parse(self._text(key, value))
        except ColorParseError:
            self._fail("theme.bad_colour", key=key, value=value)

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            self._fail("theme.not_text", key=key)
        return value

    def _switch(self, meta: dict[str, Any], key: str, default: bool) -> bool:
        value = meta.get(key, default)
        if not isinstance(value, bool):
            self._fail("theme.not_a_switch", key=f"meta.{key}")
        return value

    def _fail(self, what: str, /, **values: object) -> NoReturn:
        raise ThemeError(t(what, file=self._file, **values))


def _toml_files(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    try:
        return [path for path in folder.iterdir() if path.suffix == ".toml" and path.is_file()]
    except OSError:  # no such folder is the usual case; one that can not be listed has no themes to offer either
        return []


def _read(path: Path) -> Tables:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ThemeError(t("theme.too_large", file=path.name, limit=MAX_BYTES // 1024))
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(t("theme.unreadable", file=path.name, why=one_line(str(error)))) from error
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(t("theme.not_toml", file=path.name, why=one_line(str(error)))) from error
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise ThemeError(t("theme.not_a_table", file=path.name, section=one_line(section, 60)))
    return {**{section: {} for section in _SECTIONS}, **tables}


def _merge(layers: list[Tables]) -> Tables:
    """Return one set of tables; the first of *layers* wins."""
    merged: Tables = {}
    for layer in reversed(layers):
        for section, table in layer.items():
            merged.setdefault(section, {}).update(table)
    return merged


def _as_tables(theme: Theme) -> Tables:
    colors = {key: getattr(theme, key) for key in _COLORS if getattr(theme, key) is not None}
    empty: Tables = {section: {} for section in _SECTIONS}
    return {**empty, "colors": colors, "variables": dict(theme.variables)}


def _palette(theme: Theme) -> dict[str, Color]:
    """Return the colours that a style may name; those that the theme leaves out are as Textual derives them."""
    derived = theme.to_color_system().generate()
    palette = {"background": _solid(theme.background or derived["background"], Color(0, 0, 0))}
    for key in _COLORS[:-1]:
        palette[key] = _solid(getattr(theme, key) or derived[key], palette["background"])
    return palette


def _solid(text: str, below: Color) -> Color:
    if text == "transparent":
        return below
    return parse_colour(text, {"background": below})


def _has_many_colours(environ: Mapping[str, str]) -> bool:
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or os.name == "nt":
        return True
    return any(name in environ.get("TERM", "") for name in _TRUECOLOR_TERMS)


def _is_css_colour(words: list[str]) -> bool:
    if len(words) == 2 and words[1].endswith("%") and words[1][:-1].isdecimal():
        words = words[:1]
    if len(words) != 1:
        return False
    try:
        return words[0] == "auto" or bool(Color.parse(words[0]))
    except ColorParseError:
        return False
