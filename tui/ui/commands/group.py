"""Commands on the open group as a whole: its menu, and what the entries of the menu do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind, Outcome
from tui.chat.group_actions import MuteAll
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.commands import boards, group_acts
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

_KINDS = {
    "group.mute_all": ActionKind.MUTE_ALL,
    **group_acts.KINDS,
    **boards.KINDS,
}


def refusal(main: Main, name: str, where: ConversationRow) -> str:
    """Return in words why the command *name* can not be done to the group *where*, "" when it can."""
    kind = _KINDS.get(name)
    return why_not(main.services.judge.of_group(kind, where)) if kind else ""


def _on_group(name: str, act: Callable[[Main, ConversationRow], None]) -> Handler:
    """Return the handler that does *act* to the open group, or says why that can not be."""

    def handler(main: Main, number: int) -> None:
        where = main.current
        if where is None or not where.conversation.is_group:
            main.say(t("reason.only_groups"), is_good=False)
            return
        reason = refusal(main, name, where)
        if reason:
            main.say(reason, is_good=False)
        else:
            act(main, where)

    return handler


def menu(main: Main, where: ConversationRow) -> None:
    """Offer what can be done with the group."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    table = main.services.keys
    names = [command.name for command in table.commands if command.place is Place.GROUP]
    entries = [MenuEntry(name, table.command(name).help, table.keys_for(name)[:1], refusal(main, name, where)) for name in names]

    def chosen(name: str | None) -> None:
        if name:
            main.action_command(name)

    main.app.push_screen(ActionMenu(t("group.menu", where=where.title, number=where.conversation.peer), entries), chosen)


def mute_all(main: Main, where: ConversationRow) -> None:
    """Mute everybody, after asking, or let everybody speak again."""
    if where.is_muted_all:
        main.perform(where.account, MuteAll(where.conversation, False), t("group.act.unmute_all"))
    else:
        ask_mute_all(main, where)


def ask_mute_all(main: Main, where: ConversationRow, then: Callable[[Outcome], None] | None = None) -> None:
    """Mute everybody, after asking."""
    from tui.ui.screens import question

    place = question.place_of(where)
    wording = question.Wording(t("group.mute_all"), (place,), t("group.mute_all_yes"))
    action = MuteAll(where.conversation, True)
    main.confirm(wording, lambda: main.perform(where.account, action, t("group.act.mute_all"), then))


HANDLERS: dict[str, Handler] = {
    name: _on_group(name, act)
    for name, act in (
        ("group.menu", menu),
        ("group.mute_all", mute_all),
        *group_acts.ACTS,
        *boards.ACTS,
    )
}
