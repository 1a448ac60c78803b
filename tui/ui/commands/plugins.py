"""Commands on plugins: taking what one suggests, running what one knows, opening the sheet in which they are let do things."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.chat.segments import Mention, Quote, Segment
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.store.schema import StoreError
from tui.ui import mentions
from tui.ui.describe import preview

if TYPE_CHECKING:
    from tui.plugins.facade import Suggestion
    from tui.plugins.manager import Plugins
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main
    from tui.ui.widgets.composer import Composer

MOST_SHOWN = 1500
"""Code points of a suggestion that a question shows."""


def take(main: Main, row: ConversationRow, suggestion: Suggestion) -> None:
    """Put *suggestion* into the composer of *row*, where it is words; what is more than words goes out as it is, after a yes."""
    segments = suggestion.segments
    quoted = None
    if isinstance(first := segments[0], Quote):
        quoted = main.services.reader.by_native(row.id, first.native)
        segments = segments[1:] if quoted is not None and main.composer.quote is None else segments
    composer = main.composer
    start, end = sorted(composer.selection)
    written = mentions.written(segments, composer.offset_of(start), _names(main, row, segments), t("composer.everybody"))
    if written is None or not written[0].strip():
        _ask_to_send(main, row, suggestion)
        return
    main.plugins.drop(suggestion)
    main.focus_composer()
    composer.put_written(*written, start, end)
    if quoted is not None and composer.quote is None:
        composer.set_quote(quoted.id, *main.quote_label(quoted))


def _names(main: Main, row: ConversationRow, segments: tuple[Segment, ...]) -> dict[str, str]:
    named = {}
    for segment in segments:
        if isinstance(segment, Mention) and not segment.name and row.conversation.is_group:
            member = main.services.reader.member(row.id, segment.user)
            named[segment.user] = member.name if member is not None else ""
    return named


def _ask_to_send(main: Main, row: ConversationRow, suggestion: Suggestion) -> None:
    from tui.ui.screens import question

    wording = question.Wording(
        t("plugins.ui.send_it", plugin=suggestion.plugin),
        (preview(suggestion.segments)[:MOST_SHOWN], question.place_of(row)),
        t("plugins.ui.send_it_yes"),
    )
    main.confirm(wording, lambda: _send(main, row, suggestion))


def _send(main: Main, row: ConversationRow, suggestion: Suggestion) -> None:
    name = main.services.reader.own_name(row.conversation.account)
    main.plugins.drop(suggestion)

    async def work() -> None:
        try:
            await asyncio.wrap_future(main.services.connection.send(row, name, suggestion.segments, keeps_draft=True))
        except StoreError as error:
            main.say(t("main.not_saved", why=t(f"reason.{error.reason}", **error.values)), is_good=False)
        if main.pane.conversation == row.id:
            main.pane.end()

    main.start(work(), t("main.act.send"))


def run(main: Main, plugins: Plugins, row: ConversationRow, event: Composer.Submitted) -> None:
    """Let the plugin that knows it run what was typed; when none did, it comes back into the composer."""
    from tui.ui.commands.sending import give_back

    command = event.text.split()[0][:40]

    async def work() -> None:
        if not await asyncio.wrap_future(plugins.run_command(row, event.text, event.segments)):
            give_back(main, row, event.state, t("plugins.ui.not_done", command=command))

    main.say(t("plugins.ui.running", command=command))
    main.start(work(), command)


def press(main: Main, plugins: Plugins, name: str, index: int) -> None:
    """Run the entry *index* that the plugin *name* added to the palette."""
    row = main.current
    if row is None:
        main.say(t("main.no_conversation"), is_good=False)
        return
    offer = next((one for one in plugins.entries() if (one.plugin, one.index) == (name, index)), None)
    if offer is None:
        main.say(t("plugins.ui.gone"), is_good=False)
        return
    message = main.pane.cursor

    async def work() -> None:
        if not await asyncio.wrap_future(plugins.press(name, index, row, message)):
            main.say(t("plugins.ui.not_done", command=offer.title), is_good=False)

    main.say(t("plugins.ui.running", command=offer.title))
    main.start(work(), offer.title)


def take_suggestion(main: Main, number: int) -> None:
    """Take what is suggested in the open conversation."""
    if not main.plugins.take():
        main.say(t("plugins.ui.nothing"))


def drop_suggestion(main: Main, number: int) -> None:
    """Drop what is suggested in the open conversation."""
    row = main.current
    suggestion = main.plugins.suggestions.first(row.id) if row is not None else None
    if suggestion is None:
        main.say(t("plugins.ui.nothing"))
    else:
        main.plugins.drop(suggestion)


def show(main: Main, number: int) -> None:
    """Show the plugins and what they may do in the open conversation."""
    _show_in(main, main.current)


def show_highlighted(main: Main, number: int) -> None:
    """Show the plugins and what they may do in the conversation under the sidebar's cursor."""
    _show_in(main, main.sidebar.highlighted)


def _show_in(main: Main, where: ConversationRow | None) -> None:
    from tui.ui.screens.plugins import PluginsSheet

    main.app.push_screen(PluginsSheet(main, where))


HANDLERS: dict[str, Handler] = {
    "suggestion.take": take_suggestion,
    "suggestion.drop": drop_suggestion,
    "plugins.open": show,
    "group.plugins": show,
    "sidebar.plugins": show_highlighted,
}
