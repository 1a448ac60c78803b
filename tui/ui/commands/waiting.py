"""Commands for who has many to answer: the list of those who wait, the next of them, and who needs no answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.locale import t
from tui.store import waiting as store
from tui.store.rows import ConversationRow
from tui.ui import sidebar_model
from tui.ui.sidebar_model import View

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def go_to_next(main: Main, number: int) -> None:
    """Open the conversation to answer next."""
    here = main.pane.conversation
    wanted = sidebar_model.next_waiting(main.sidebar.rows.values(), here)
    if wanted is None:
        main.say(t("waiting.nobody"))
        return
    if wanted == here:
        main.say(t("waiting.only_here"))
    main.open(wanted)


def toggle_view(main: Main, number: int) -> None:
    """Show who waits in the sidebar, or all conversations again; in a narrow terminal in the conversation's place."""
    is_hidden = main.has_class("-no-sidebar") or (main.has_class("-narrow") and not main.has_class("-list"))
    is_on = main.sidebar.view is View.WAITING and not is_hidden
    main.remove_class("-no-sidebar")
    main.sidebar.set_view(View.CONVERSATIONS if is_on else View.WAITING)
    if main.has_class("-narrow"):
        main.show_list()


def settle_open(main: Main, number: int) -> None:
    """Say that the open conversation needs no answer, or that it does after all."""
    _toggle(main, main.current)


def settle_highlighted(main: Main, number: int) -> None:
    """Say that the sidebar's highlighted conversation needs no answer, or that it does after all."""
    _toggle(main, main.sidebar.highlighted)


def settle_all(main: Main, number: int) -> None:
    """Say that nobody who waits now needs an answer, after asking."""
    from tui.ui.screens.question import Wording

    rows = sidebar_model.waiting(main.sidebar.rows.values())
    if not rows:
        main.say(t("waiting.nobody"))
        return
    wording = Wording(t("waiting.all_title", count=len(rows)), (t("waiting.all_note"),), t("waiting.all_yes"))
    main.confirm(wording, lambda: _settle(main, rows, t("waiting.all_done", count=len(rows), key=_undo_key(main))))


def take_back(main: Main, number: int) -> None:
    """Let those wait again who were last said to need no answer."""
    if not main.settled:
        main.say(t("waiting.nothing_to_undo"))
        return
    messages = main.settled.pop()
    main.write(lambda tx: store.unsettle(tx, messages), t("waiting.undone", count=len(messages)))


def _toggle(main: Main, row: ConversationRow | None) -> None:
    if row is None:
        main.say(t("main.no_conversation"), is_good=False)
    elif row.waits_since:
        _settle(main, [row], t("waiting.settled", who=row.title, key=_undo_key(main)))
    elif (settled := main.services.reader.settled(row.id)) is not None:
        main.write(lambda tx: store.unsettle(tx, [settled]), t("waiting.unsettled", who=row.title))
    else:
        main.say(t("waiting.not_here", who=row.title))


def _settle(main: Main, rows: Sequence[ConversationRow], then: str) -> None:
    # Up to what is on the screen: who writes at this very moment waits all the same.
    messages = tuple(row.last_message for row in rows if row.last_message is not None)
    main.settled.append(messages)
    main.write(lambda tx: store.settle(tx, messages), then)


def _undo_key(main: Main) -> str:
    return main.services.keys.label_for("sidebar.unsettle")


HANDLERS: dict[str, Handler] = {
    "waiting.next": go_to_next,
    "waiting.view": toggle_view,
    "waiting.settle": settle_open,
    "waiting.settle_all": settle_all,
    "sidebar.settle": settle_highlighted,
    "sidebar.unsettle": take_back,
}
