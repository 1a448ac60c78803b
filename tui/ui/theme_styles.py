"""Reads the styles of a theme file (``bold $accent 60% on $panel``) and makes a ChatTheme of them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import fields
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color, ColorParseError

from tui.ui.chat_theme import ChatTheme

ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")

CHAT_DEFAULTS: dict[str, str] = {
    "background": "on $background",
    "text": "$foreground",
    "own": "$primary",
    "time": "$foreground 55%",
    "quote": "$foreground 65%",
    "mention": "$primary",
    "mention_me": "bold $accent",
    "link": "underline $primary",
    "placeholder": "$secondary",
    "recalled": "italic $foreground 55%",
    "system": "$foreground 60%",
    "unread": "bold $accent",
    "day": "$foreground 60%",
    "gap": "$warning",
    "failed": "bold $error",
    "cursor_line": "on $panel",
    "selection": "on $primary 30%",
    "dim": "$foreground 60%",
    "title": "bold $primary",
    "bar": "bold $accent",
    "badge": "bold $background on $primary",
    "badge_quiet": "$foreground 60%",
    "list_cursor": "on $primary 25%",
    "list_cursor_blurred": "on $panel",
    "match": "bold underline $accent",
    "key": "bold $accent",
    "draft": "$error",
    "good": "$success",
    "warning": "$warning",
    "owner": "bold $accent",
    "admin": "$success",
}
"""What a theme file's ``[chat]`` says when it says nothing."""

SENDERS_DEFAULT = ("$primary", "$success", "$warning", "$accent", "$error", "$secondary")

ICON_DEFAULTS: dict[str, str] = {
    "image": "▣",
    "voice": "♪",
    "video": "▷",
    "file": "▤",
    "forward": "»",
    "card": "▢",
    "reply": "▎",
    "own": "▎",
    "mark": "✓",
    "thumb": "┃",
    "sending": "…",
    "failed": "!",
    "unconfirmed": "?",
    "queued": "⌛",
    "pin": "▴",
    "muted": "∅",
    "mention": "@",
    "dot": "•",
    "gap": "┄",
    "online": "●",
    "offline": "○",
    "connecting": "◌",
    "bar": "▌",
    "folded": "▸",
    "unfolded": "▾",
    "moved": "↑",
}


class StyleError(ValueError):
    """A style or glyph of a theme file can not be read; the text says which part and why."""


def parse_style(text: str, palette: Mapping[str, Color]) -> Style:
    """Return the style that *text* names: attributes, a colour, after ``on`` a background; ``$name`` is one of *palette*.

    A percentage after a colour blends it into what lies below; a colour of the terminal's own sixteen can not be blended and
    is drawn dim instead. Raises StyleError.
    """
    attributes: list[str] = []
    ground: list[str] = []
    colour: list[str] = []
    part = colour
    for word in text.split():
        if word in ATTRIBUTES:
            attributes.append(word)
        elif word == "on":
            part = ground
        else:
            part.append(word)
    below = palette["background"]
    bgcolor = None
    if ground:
        below, _ = _parse_colour(ground, palette, below)
        bgcolor = below.rich_color
    color = None
    if colour:
        shown, is_dim = _parse_colour(colour, palette, below)
        color = shown.rich_color
        if is_dim:
            attributes.append("dim")
    return Style.parse(" ".join(attributes)) + Style(color=color, bgcolor=bgcolor)


def parse_colour(text: str, palette: Mapping[str, Color]) -> Color:
    """Return the colour that *text* names, blended into the background where it has a percentage. Raises StyleError."""
    return _parse_colour(text.split(), palette, palette["background"])[0]


def check_icon(glyph: str) -> str:
    """Return *glyph* when it fits the one or two cells that there are for it. Raises StyleError."""
    if not 1 <= cell_len(glyph) <= 2 or not glyph.isprintable():
        raise StyleError(glyph)
    return glyph


def build_chat_theme(
    styles: Mapping[str, str], senders: tuple[str, ...], icons: Mapping[str, str], palette: Mapping[str, Color]
) -> ChatTheme:
    """Return the ChatTheme of texts in the form of a theme file; what is missing is taken from the defaults.

    Raises StyleError.
    """
    texts = {**CHAT_DEFAULTS, **styles}
    resolved = {name: parse_style(text, palette) for name, text in texts.items()}
    names = tuple(parse_style(text, palette) for text in senders or SENDERS_DEFAULT)
    return ChatTheme(senders=names, icons={**ICON_DEFAULTS, **icons}, **resolved)


def without_colour(theme: ChatTheme) -> ChatTheme:
    """Return *theme* for a terminal that shall show none: attributes stay, and a background becomes reverse video."""
    plain = {
        part.name: _without_colour(getattr(theme, part.name))
        for part in fields(theme)
        if part.name not in ("senders", "icons", "background")
    }
    return ChatTheme(
        background=Style(), senders=tuple(_without_colour(style) for style in theme.senders), icons=theme.icons, **plain
    )


def _without_colour(style: Style) -> Style:
    return style.without_color + Style(reverse=True) if style.bgcolor is not None else style.without_color


def _parse_colour(words: list[str], palette: Mapping[str, Color], below: Color) -> tuple[Color, bool]:
    name, *rest = words
    if name.startswith("$"):
        if name[1:] not in palette:
            raise StyleError(name)
        colour = palette[name[1:]]
    else:
        try:
            colour = Color.parse(name)
        except ColorParseError as error:
            raise StyleError(name) from error
    if not rest:
        return (below + colour if colour.ansi is None and colour.a < 1 and below.ansi is None else colour), False
    if len(rest) > 1 or not rest[0].endswith("%") or not rest[0][:-1].isdecimal() or int(rest[0][:-1]) > 100:
        raise StyleError(" ".join(rest))
    share = int(rest[0][:-1]) / 100
    if colour.ansi is not None or below.ansi is not None:
        return colour, share < 1
    return below.blend(colour, share, alpha=1), False
