"""What a person does in a simulated world that no messenger can: join a group at once, ask to be let in, invite the bot."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import TYPE_CHECKING

from tui.chat.ids import ConversationKind
from tui.chat.text import one_line
from tui.locale import t

if TYPE_CHECKING:
    from tui.ui.screens.main import Main
    from tui.ui.stage import Stage


def menu(main: Main, stage: Stage) -> None:
    """Offer the acts."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    acts: dict[str, Callable[[Main, Stage], None]] = {
        "stage.join": _join,
        "stage.ask_in": _ask_in,
        "stage.befriend": _befriend,
        "stage.invite": _invite,
    }

    def chosen(name: str | None) -> None:
        if name:
            acts[name](main, stage)

    main.app.push_screen(ActionMenu(t("stage.menu"), [MenuEntry(name, t(name)) for name in acts]), chosen)


def _join(main: Main, stage: Stage) -> None:
    _pick_group(main, stage, lambda group: _order(main, {"do": "join", "group": group, "user": stage.person}))


def _ask_in(main: Main, stage: Stage) -> None:
    _pick_group(main, stage, lambda group: _ask(main, stage, "add", group), among=stage.decided)


def _befriend(main: Main, stage: Stage) -> None:
    _ask(main, stage, "friend", "")


def _invite(main: Main, stage: Stage) -> None:
    _pick_group(main, stage, lambda group: _ask(main, stage, "invite", group), is_own=True)


def _pick_group(
    main: Main, stage: Stage, then: Callable[[str], None], *, is_own: bool = False, among: Container[str] | None = None
) -> None:
    """Let one of the groups (of those *among*) that we are not in be chosen, or with *is_own* one that we are in."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    rows = main.sidebar.rows.values()
    own = {row.conversation.peer for row in rows if row.conversation.kind is ConversationKind.GROUP and row.is_listed}
    entries = [
        MenuEntry(id, f"{name} {id}") for id, name in stage.groups if (id in own) is is_own and (among is None or id in among)
    ]
    if not entries:
        main.say(t("stage.no_group"), is_good=False)
        return

    def chosen(group: str | None) -> None:
        if group:
            then(group)

    main.app.push_screen(ActionMenu(t("stage.which"), entries), chosen)


def _ask(main: Main, stage: Stage, kind: str, group: str) -> None:
    def take(comment: str) -> None:
        _order(main, {"do": "request", "kind": kind, "user": stage.person, "group": group, "comment": comment})

    main.ask_text(t("stage.comment"), take)


def _order(main: Main, line: dict[str, object]) -> None:
    control = main.services.demo
    if control is None or not control(line):
        main.say(t("stage.failed", why=t("reason.not_connected")), is_good=False)


def tell(main: Main, answer: Mapping[str, object]) -> None:
    """Say how an act ended, as the world *answer*s it."""
    if "failed" in answer:
        main.say(t("stage.failed", why=one_line(str(answer.get("why", "")))), is_good=False)
    else:
        main.say(t("stage.done"))
