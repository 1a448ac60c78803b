"""Theme files: ours are readable, and a broken one is named and passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import fields
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Static

from tui.locale import set_language
from tui.ui import theme as theme_module
from tui.ui.chat_theme import ChatTheme
from tui.ui.theme import ThemeError, ThemeLibrary, chat_theme, native_colour, suitable_theme
from tui.ui.theme_styles import CHAT_DEFAULTS, ICON_DEFAULTS, StyleError, parse_style, without_colour

DIM = {"time", "quote", "recalled", "system", "day", "dim", "badge_quiet", "placeholder", "gap"}
"""Parts that may be fainter than text: they are beside the point."""

PALETTE = {"background": Color.parse("#000000"), "accent": Color.parse("#ffffff"), "term": Color.parse("ansi_red")}


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def luminance(color: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grounds(theme: theme_module.LoadedTheme) -> dict[str, Color]:
    chat = theme.theme.chat
    assert chat is not None
    found = {name: Color.parse(getattr(theme.theme, name)) for name in ("background", "surface", "panel")}
    for name in ("cursor_line", "list_cursor", "list_cursor_blurred"):
        found[name] = Color.from_rich_color(getattr(chat, name).bgcolor)
    return found


def too_faint(theme: theme_module.LoadedTheme) -> list[str]:
    chat = theme.theme.chat
    assert chat is not None
    found = []
    for part in fields(ChatTheme):
        value = getattr(chat, part.name)
        styles = value if part.name == "senders" else [value]
        for style in styles:
            if not isinstance(style, Style) or style.color is None:
                continue
            below = grounds(theme) if style.bgcolor is None else {"own": Color.from_rich_color(style.bgcolor)}
            for name, ground in below.items():
                ratio = contrast(Color.from_rich_color(style.color), ground)
                if ratio < (3 if part.name in DIM else 4.5):
                    found.append(f"{part.name} on {name}: {ratio:.2f}")
    return found


@pytest.mark.parametrize("id", ["qiao-dark", "qiao-light"])
def test_our_themes_are_readable(id: str) -> None:
    assert too_faint(ThemeLibrary().load(id)) == []


def test_a_theme_too_faint_is_found(tmp_path: Path) -> None:
    library = user_theme(tmp_path, '[meta]\nextends = "qiao-dark"\n[chat]\ntime = "$foreground 10%"')
    assert any("time" in line for line in too_faint(library.load("mine")))


@pytest.mark.parametrize("id", ThemeLibrary().ids())
def test_our_themes_say_nothing_unknown(id: str) -> None:
    assert ThemeLibrary().load(id).warnings == ()


def test_the_sixteen_colour_theme_uses_no_other_colour() -> None:
    theme = ThemeLibrary().load("qiao-16").theme
    assert theme.ansi
    assert theme.chat is not None
    styles = [getattr(theme.chat, part.name) for part in fields(ChatTheme) if part.name not in ("senders", "icons")]
    for style in [*styles, *theme.chat.senders]:
        for color in (style.color, style.bgcolor):
            assert color is None or color.is_system_defined
    assert all(glyph.isascii() for glyph in theme.chat.icons.values())


def test_there_is_a_default_for_every_part_and_no_other() -> None:
    assert set(CHAT_DEFAULTS) == {part.name for part in fields(ChatTheme)} - {"senders", "icons"}


def user_theme(folder: Path, text: str, name: str = "mine") -> ThemeLibrary:
    (folder / f"{name}.toml").write_text(text, "utf-8")
    return ThemeLibrary(folder)


def test_a_users_theme_is_listed_after_ours_and_needs_only_a_primary(tmp_path: Path) -> None:
    library = user_theme(tmp_path, '[colors]\nprimary = "#ff0000"\n')
    assert library.ids() == ["qiao-dark", "qiao-light", "qiao-16", "mine"]
    assert library.is_own("mine")
    assert not library.is_own("qiao-dark")
    chat = library.load("mine").theme.chat
    assert chat is not None
    assert chat.own.color is not None
    assert chat.own.color.get_truecolor().hex == "#ff0000"


def test_extends_takes_what_is_missing_from_another(tmp_path: Path) -> None:
    library = user_theme(tmp_path, '[meta]\nextends = "qiao-light"\n[chat]\nown = "bold"\n[icons]\npin = "P"\n')
    theme = library.load("mine").theme
    assert theme.background == "#fbfaf7"
    assert not theme.dark
    assert theme.chat is not None
    assert theme.chat.own == Style(bold=True)
    assert theme.chat.icon("pin") == "P"


def test_extends_knows_the_themes_of_textual(tmp_path: Path) -> None:
    theme = user_theme(tmp_path, '[meta]\nextends = "nord"\n').load("mine").theme
    assert theme.background == "#2E3440"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colors]\nprimary = 3", "colors.primary"),
        ('[colors]\nprimary = "reddish"', "#rrggbb"),
        ('[colors]\nbackground = "red"', "primary is missing"),
        ("primary =", "not valid TOML"),
        ("chat = 1", "[chat] must be a table"),
        ('[meta]\nextends = "nowhere"', "nowhere"),
        ('[meta]\nextends = "mine"', "mine → mine"),
        ('[meta]\ndark = "yes"\n[colors]\nprimary = "red"', "meta.dark"),
        ('[colors]\nprimary = "red"\n[chat]\nown = "loud"', "'loud'"),
        ('[colors]\nprimary = "red"\n[chat]\nown = "$nobody"', "$nobody"),
        ('[colors]\nprimary = "red"\n[chat]\nown = "red 300%"', "300%"),
        ('[colors]\nprimary = "red"\n[chat]\nsenders = []', "chat.senders"),
        ('[colors]\nprimary = "red"\n[chat]\nsenders = "red"', "chat.senders"),
        ('[colors]\nprimary = "red"\n[icons]\npin = "long"', "icons.pin"),
        ('[colors]\nprimary = "red"\n[icons]\npin = "\\u001b"', "icons.pin"),
        ('[colors]\nprimary = "red"\n[variables]\nborder = "}; x {"', "variables.border"),
    ],
)
def test_a_broken_theme_is_named_with_file_key_and_what_is_allowed(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ThemeError) as caught:
        user_theme(tmp_path, text).load("mine")
    assert "mine.toml" in str(caught.value)
    assert said in str(caught.value)


def test_unknown_keys_are_warned_of_and_passed_over(tmp_path: Path) -> None:
    text = '[colors]\nprimary = "red"\nprimry = "x"\n[chat]\ntyme = 3\n[sounds]\nbell = "x"\n'
    warnings = user_theme(tmp_path, text).load("mine").warnings
    assert [any(key in line for line in warnings) for key in ("colors.primry", "chat.tyme", "[sounds]")] == [True] * 3


@pytest.mark.parametrize("id", ["", "../secret", "/etc/passwd", "missing"])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, id: str) -> None:
    with pytest.raises(ThemeError):
        ThemeLibrary(tmp_path).load(id)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="too large"):
        user_theme(tmp_path, "#" * (theme_module.MAX_BYTES + 1)).load("mine")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "qiao-dark"),
        ({"TERM": "screen-256color"}, "qiao-dark"),
        ({"TERM": "xterm-kitty"}, "qiao-dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "qiao-light"),
        ({"TERM": "linux"}, "qiao-16"),
        ({"TERM": "xterm"}, "qiao-16"),
        ({}, "qiao-16"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""}, "qiao-16"),
    ],
)
def test_the_theme_suits_the_terminal(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: str) -> None:
    monkeypatch.setattr(theme_module.os, "name", "posix")
    assert suitable_theme(environ) == expected


def test_a_style_is_blended_into_what_lies_below_it() -> None:
    style = parse_style("bold $accent 50% on #202020", PALETTE)
    assert style.bold
    assert style.bgcolor is not None
    assert style.bgcolor.get_truecolor().hex == "#202020"
    assert style.color is not None
    assert style.color.get_truecolor().hex == "#8f8f8f"


def test_a_terminal_colour_with_a_percentage_is_dim() -> None:
    assert parse_style("$term 50%", PALETTE).dim


@pytest.mark.parametrize("text", ["red blue", "red 5", "red x%", "on nothing", "$no"])
def test_a_style_that_can_not_be_read(text: str) -> None:
    with pytest.raises(StyleError):
        parse_style(text, PALETTE)


def test_without_colour_a_background_is_reverse_video() -> None:
    chat = ThemeLibrary().load("qiao-dark").theme.chat
    assert chat is not None
    plain = without_colour(chat)
    assert plain.list_cursor.reverse
    assert all(getattr(plain, part.name).color is None for part in fields(ChatTheme) if part.name not in ("senders", "icons"))
    assert set(plain.icons) == set(ICON_DEFAULTS)


async def test_an_app_is_shown_in_a_theme_and_a_broken_one_falls_back(tmp_path: Path) -> None:
    library = user_theme(tmp_path, "primary = ")
    app: App[None] = App()
    async with app.run_test():
        assert library.use(app, "qiao-light") == []
        assert app.theme == "qiao-light"
        assert chat_theme(app) is library.load("qiao-light").theme.chat
        assert "mine.toml" in library.use(app, "mine")[0]
        assert app.theme in ("qiao-dark", "qiao-light", "qiao-16")


@pytest.mark.parametrize("id", ThemeLibrary().ids())
async def test_no_color_is_plain_and_complete(monkeypatch: pytest.MonkeyPatch, id: str) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    app = Plain()
    async with app.run_test(size=(20, 3)) as pilot:
        ThemeLibrary().use(app, id)
        await pilot.pause()
        assert chat_theme(app).list_cursor.reverse
        drawn = [strip for strip in app.screen._compositor.render_strips() if "hello" in strip.text]
        colors = [color for strip in drawn for _, style, _ in strip if style for color in (style.color, style.bgcolor)]
        assert drawn
        assert all(color is None or color.is_default for color in colors)


class Plain(App[None]):
    def __init__(self) -> None:
        super().__init__(ansi_color=native_colour(os.environ))

    def compose(self) -> ComposeResult:
        yield Static("hello")


async def test_textuals_own_themes_have_a_chat_theme_too() -> None:
    app: App[None] = App()
    async with app.run_test():
        for name in app.available_themes:
            app.theme = name
            assert chat_theme(app).senders
