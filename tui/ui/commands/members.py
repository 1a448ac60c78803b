"""Commands on the panel of members itself: open, filter, sort, mark, and go from a member to somewhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.locale import t
from tui.store.rows import ConversationRow, MemberRow
from tui.ui.commands import contacts
from tui.ui.commands.member_acts import chosen, refusal
from tui.ui.commands.sharing import share_person

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def toggle(main: Main, number: int) -> None:
    """Open the panel of members, go into it, or close it."""
    row = main.current
    if row is None or not row.conversation.is_group:
        main.say(t("main.no_members"), is_good=False)
        return
    if main.members.has_class("-open"):
        main.members.remove_class("-open")
        main.remove_class("-members")
        main.focus_composer()
        return
    main.members.add_class("-open")
    main.add_class("-members")
    main.remove_class("-list")
    main.show_members()
    main.members.focus_list()


def chat(main: Main, where: ConversationRow, member: MemberRow) -> None:
    """Open the direct chat with the member: as a friend, else through the group."""
    contacts.chat(main, contacts.Person.of(main, where.account, where.conversation.account, member.user, where))


def _on_highlighted(name: str, act: Callable[[Main, ConversationRow, MemberRow], None]) -> Handler:
    def handler(main: Main, number: int) -> None:
        where, member = main.current, main.members.highlighted
        if where is None or member is None:
            return
        reason = refusal(main, name, where, member)
        if reason:
            main.say(reason, is_good=False)
        else:
            act(main, where, member)

    return handler


def start_filter(main: Main, number: int) -> None:
    """Look for a member."""
    main.members.start_filter()


def member_menu(main: Main, number: int = 0) -> None:
    """Offer what can be done with the marked members, or with the one under the cursor."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    where, members = main.current, chosen(main)
    if where is None or not members:
        return
    table = main.services.keys
    entries = []
    for name in MENU if len(members) == 1 else (name for name in MENU if name not in FOR_ONE):
        reasons = [refusal(main, name, where, member) for member in members]
        reason = reasons[0] if all(reasons) else ""
        entries.append(MenuEntry(name, table.command(name).help, table.keys_for(name)[:1], reason))

    asked = [member.user for member in members]

    def taken(name: str | None) -> None:
        if not name:
            return
        # Who left meanwhile is no longer under the cursor: then somebody else is, of whom the title said nothing.
        is_here = main.current is not None and main.current.id == where.id
        if is_here and [member.user for member in chosen(main)] == asked:
            main.action_command(name)
        else:
            main.say(t("members.changed"), is_good=False)

    one = members[0]
    title = t("main.menu_member", who=one.name, number=one.user)
    if len(members) > 1:
        names = t("members.and").join(member.remark or member.name for member in members[:NAMED])
        names = names if len(members) <= NAMED else f"{names}…"
        title = t("members.several", count=len(members), who=names)
    main.app.push_screen(ActionMenu(title, entries), taken)


NAMED = 3
"""Marked members whom the title of their menu names."""

MENU = (
    "members.chat",
    "members.profile",
    "members.mention",
    "members.poke",
    "members.mute",
    "members.unmute",
    "members.card",
    "members.title",
    "members.admin",
    "members.share",
    "members.kick",
)
"""What the menu offers, in its order."""

FOR_ONE = ("members.chat", "members.profile", "members.share")
"""What is done with one member only: of several marked ones it would take whoever is under the cursor."""

HANDLERS: dict[str, Handler] = {
    "members.toggle": toggle,
    "members.filter": start_filter,
    "members.menu": member_menu,
    "members.sort": lambda main, number: main.members.next_sort(),
    "members.mark": lambda main, number: main.members.toggle_mark(),
    "members.mark_all": lambda main, number: main.members.mark_shown(),
    **{
        name: _on_highlighted(name, act)
        for name, act in (
            ("members.chat", chat),
            ("members.share", lambda main, where, member: share_person(main, where, member.user, member.name)),
        )
    },
}
