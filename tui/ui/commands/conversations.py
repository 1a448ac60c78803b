"""Commands on conversations: going from one to the next, pinning, muting, folding, marking read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.chat.actions import Outcome
from tui.locale import t
from tui.store import conversations as store
from tui.store.rows import ConversationRow
from tui.ui.sidebar_model import next_unread

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def go_to_next_unread(main: Main, number: int) -> None:
    """Open the unread conversation to look at next: mentions, people, groups, quiet ones."""
    wanted = next_unread(main.sidebar.rows.values(), main.pane.conversation)
    if wanted is None:
        main.say(t("main.all_read"))
    else:
        main.open(wanted)


def read_all(main: Main, number: int) -> None:
    """Mark everything read."""
    main.see_written(main.services.connection.mark_all_read())
    main.say(t("main.marked_read"))


def go_by(main: Main, number: int, *, steps: int) -> None:
    """Open the conversation *steps* below the open one in the list."""
    wanted = main.sidebar.neighbour(steps)
    if wanted is not None:
        main.open(wanted)


def go_to_last(main: Main, number: int) -> None:
    """Open the conversation that was open before this one."""
    if main.previous is not None:
        main.open(main.previous)


def open_highlighted(main: Main, number: int) -> None:
    """Open what the sidebar's cursor is on, or fold or unfold it."""
    main.sidebar.open_highlighted()


def open_nth(main: Main, number: int) -> None:
    """Open the n-th conversation of the list."""
    main.sidebar.open_nth(number)


def start_filter(main: Main, number: int) -> None:
    """Filter the sidebar."""
    main.sidebar.start_filter()


def toggle(main: Main, number: int, *, flag: str, on: str, off: str) -> None:
    """Switch *flag* of the highlighted conversation, and say which way it went."""
    row = main.sidebar.highlighted
    if row is not None:
        value = not getattr(row, flag)
        set_flag(main, row, flag, value, t(on if value else off))


def set_flag(
    main: Main, row: ConversationRow, flag: str, value: bool, then: str, told: Callable[[Outcome], None] | None = None
) -> None:
    """Set *flag* of *row* to *value* and say *then*; *told* hears how the platform took it, where it keeps such a thing."""
    main.write(lambda tx: store.set_flag(tx, row.id, flag, value), then)
    _tell_platform(main, row, flag, value, told)


def _tell_platform(main: Main, row: ConversationRow, flag: str, value: bool, told: Callable[[Outcome], None] | None) -> None:
    """Set *flag* where the platform keeps it, too: there it holds for all devices."""
    from tui.chat.conversation_actions import Pin, Silence

    actions = {"is_pinned": Pin, "is_muted": Silence}
    offers = main.services.connection.offers(row.account)
    if flag in actions and offers is not None and actions[flag].kind in offers.actions:
        what = t("main.act.pin" if flag == "is_pinned" else "main.act.silence")
        main.perform(row.account, actions[flag](row.conversation, value), what, told)


def toggle_read(main: Main, number: int) -> None:
    """Mark the highlighted conversation read, or unread when there is nothing to read."""
    row = main.sidebar.highlighted
    if row is None:
        return
    if row.unread or row.is_marked:
        mark_read(main, row)
    else:
        main.reading.leave_unread(row.id)
        main.write(lambda tx: store.set_flag(tx, row.id, "is_marked", True), t("main.unread_marked"))


def mark_read(main: Main, row: ConversationRow, then: str = "") -> None:
    """Mark all of *row* read, and say *then*."""
    newest = main.services.reader.page(row.id, limit=1)
    if newest:
        main.see_written(main.services.connection.mark_read(row, newest[-1].position))
    main.write(lambda tx: store.set_flag(tx, row.id, "is_marked", False), then)


def hide(main: Main, number: int) -> None:
    """Take the highlighted conversation out of the list until somebody writes."""
    row = main.sidebar.highlighted
    if row is not None:
        main.write(lambda tx: store.set_flag(tx, row.id, "is_hidden", True), t("main.hidden"))


def choose_quiet(main: Main, number: int) -> None:
    """Tick anew which groups matter."""
    row = main.current or main.sidebar.highlighted or next(iter(main.sidebar.rows.values()), None)
    if row is None:
        main.say(t("main.quiet_none"), is_good=False)
    else:
        pick_quiet_groups(main, row.account, "")


def pick_quiet_groups(main: Main, account: int, key: str) -> None:
    """Let the user tick the groups of *account* that matter; *key* remembers that it was asked."""
    from tui.ui.screens.quiet_picker import QuietPicker

    groups = [row for row in main.sidebar.rows.values() if row.account == account and row.conversation.is_group]
    if not groups:
        main.say(t("main.quiet_none"), is_good=False)
        return
    was_asked = not key
    ticked = (
        {row.id for row in groups if not row.is_quiet}
        if was_asked
        else {row.id for row in groups if row.mentions or row.is_pinned}
    )

    def chosen(loud: frozenset[int] | None) -> None:
        if loud is None:
            return
        if key and not loud:
            main.say(t("main.quiet_later"))  # far likelier a slip than the wish to fold all
            return
        main.write(lambda tx: store.set_quiet_groups(tx, account, set(loud)), t("main.quiet_done", count=len(loud)))
        if key:
            main.remember(key, "1")

    main.app.push_screen(QuietPicker(groups, ticked, None if was_asked else main.composer.insert_text), chosen)


def conversation_menu(main: Main, conversation: int) -> None:
    """Offer what can be done with a conversation of the sidebar."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    row: ConversationRow | None = main.sidebar.rows.get(conversation)
    if row is None:
        return
    names = [f"sidebar.{name}" for name in ("open", "pin", "mute", "read", "fold", "settle", "hide", "plugins")]
    table = main.services.keys
    entries = [MenuEntry(name, table.command(name).help, table.keys_for(name)[:1]) for name in names]

    def chosen(name: str | None) -> None:
        if name:
            main.action_command(name)

    main.app.push_screen(ActionMenu(t("main.menu_conversation", who=row.title), entries), chosen)


HANDLERS: dict[str, Handler] = {
    "unread.next": go_to_next_unread,
    "unread.read_all": read_all,
    "conversation.previous": partial(go_by, steps=-1),
    "conversation.next": partial(go_by, steps=1),
    "conversation.last": go_to_last,
    "groups.quiet": choose_quiet,
    "sidebar.open": open_highlighted,
    "sidebar.nth": open_nth,
    "sidebar.filter": start_filter,
    "sidebar.pin": partial(toggle, flag="is_pinned", on="main.pinned", off="main.unpinned"),
    "sidebar.mute": partial(toggle, flag="is_muted", on="main.muted", off="main.unmuted"),
    "sidebar.fold": partial(toggle, flag="is_quiet", on="main.folded", off="main.unfolded"),
    "sidebar.read": toggle_read,
    "sidebar.hide": hide,
}
