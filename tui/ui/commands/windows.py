"""Commands that open and close parts of the screen: switcher, palette, help, themes, sidebar, bare text, focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.locale import t
from tui.ui.command_table import Place

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main
    from tui.ui.screens.switcher import Chosen


def switcher(main: Main, number: int = 0, text: str = "") -> None:
    """Open the switcher, or with ``>`` the palette."""
    from tui.ui.commands import why_not_now
    from tui.ui.screens.switcher import Switcher

    def chosen(answer: Chosen | None) -> None:
        if answer is None:
            return
        if answer.conversation is not None:
            main.open(answer.conversation)
        else:
            main.app.call_later(main.app.run_action, f"command({answer.command!r})", main.app)

    accounts = {account.id: account.label for account in main.services.reader.accounts()}
    rows = main.sidebar.rows.values()
    also = main.plugins.commands
    main.app.push_screen(
        Switcher(rows, main.services.keys, accounts=accounts, why_not=lambda name: why_not_now(main, name), text=text, also=also),
        chosen,
    )


def palette(main: Main, number: int) -> None:
    """Open the palette of commands."""
    switcher(main, number, ">")


def show_help(main: Main, number: int) -> None:
    """Show the keys, those of where the focus is first."""
    from tui.ui.screens.help import Help

    main.app.push_screen(Help(main.services.keys, place_of_focus(main), main.plugins.commands))


def place_of_focus(main: Main) -> Place:
    """Return where the hand is."""
    for place, widget in ((Place.SIDEBAR, main.sidebar), (Place.MESSAGES, main.pane), (Place.MEMBERS, main.members)):
        if widget.has_focus_within or widget.has_focus:
            return place
    return Place.COMPOSER


def pick_theme(main: Main, number: int) -> None:
    """Choose a theme, and keep it."""
    from tui.ui.screens.theme_picker import ThemePicker

    def chosen(theme: str | None) -> None:
        if theme is not None:
            main.remember("theme", theme)

    main.app.push_screen(ThemePicker(main.services.themes, main.app.theme), chosen)


def toggle_sidebar(main: Main, number: int) -> None:
    """Show or hide the sidebar; in a narrow terminal it takes the conversation's place."""
    if main.has_class("-narrow"):
        if main.has_class("-list"):
            main.focus_composer()
        else:
            main.show_list()
        return
    main.toggle_class("-no-sidebar")
    if main.has_class("-no-sidebar") and main.sidebar.has_focus_within:
        main.focus_composer()


def next_view(main: Main, number: int) -> None:
    """Show the sidebar's next view: conversations, contacts, groups."""
    main.remove_class("-no-sidebar")
    if main.has_class("-narrow"):
        main.show_list()
    main.sidebar.next_view()


def bare_text(main: Main, number: int) -> None:
    """Show the conversation as bare text, for the terminal's own selection."""
    from tui.ui.commands.reading import visible_text
    from tui.ui.screens.bare_text import BareText

    main.app.push_screen(BareText(visible_text(main)))


def focus_next(main: Main, number: int) -> None:
    """Go to the next part of the screen; from an empty composer, first take what a plugin suggests there."""
    if main.composer.has_focus and main.composer.is_empty and main.plugins.take():
        return
    _focus(main, 1)


def focus_previous(main: Main, number: int) -> None:
    """Go to the previous part of the screen."""
    _focus(main, -1)


def focus_composer(main: Main, number: int) -> None:
    """Undo one layer: a filter, the panel of members, marks, what a plugin offers; else go back to the composer."""
    if main.composer.has_focus and main.plugins.escape():
        return
    if main.sidebar.has_focus_within and main.sidebar.end_filter():
        return
    if main.members.has_focus_within and (main.members.end_filter() or main.members.clear_marks()):
        return
    if main.pane.marked and main.pane.has_focus:
        main.pane.clear_marks()
        return
    main.focus_composer()


def _focus(main: Main, step: int) -> None:
    parts: list[tuple[Widget, Callable[[], object]]] = [(main.composer, main.focus_composer), (main.pane, main.pane.focus)]
    if main.sidebar.display or main.has_class("-narrow"):
        parts.append((main.sidebar, main.show_list))
    if main.members.has_class("-open"):
        parts.append((main.members, main.members.focus_list))
    if main.pane.conversation is None:
        parts = [part for part in parts if part[0] is main.sidebar]
    here = next((i for i, (widget, _) in enumerate(parts) if widget.has_focus or widget.has_focus_within), 0)
    _, go = parts[(here + step) % len(parts)]
    if go != main.show_list:
        main.remove_class("-list")
    go()


def next_step(main: Main, number: int) -> None:
    """Go on in the demo's tour, or offer what a member of a simulated world can do."""
    if main.services.stage is not None:
        from tui.ui.commands import stage

        stage.menu(main, main.services.stage)
    elif main.tour is None:
        main.say(t("main.no_tour"), is_good=False)
    else:
        main.tour.advance()


HANDLERS: dict[str, Handler] = {
    "tour.next": next_step,
    "switcher.open": switcher,
    "palette.open": palette,
    "help.open": show_help,
    "theme.pick": pick_theme,
    "sidebar.toggle": toggle_sidebar,
    "sidebar.view": next_view,
    "view.bare_text": bare_text,
    "focus.next": focus_next,
    "focus.previous": focus_previous,
    "focus.composer": focus_composer,
}
