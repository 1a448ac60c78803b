"""Commands on the panel of members: open and close it, and what is done to the member under its cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind
from tui.chat.ids import ConversationId, ConversationKind
from tui.locale import t
from tui.store import conversations
from tui.store.rows import ConversationRow, MemberRow
from tui.ui.commands import people
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

_KINDS = {
    "members.mute": ActionKind.MUTE,
    "members.unmute": ActionKind.MUTE,
    "members.kick": ActionKind.KICK,
    "members.poke": ActionKind.POKE,
    "members.mention": ActionKind.MENTION,
}


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
    account = where.conversation.account
    friend = main.services.reader.find_conversation(ConversationId(account, ConversationKind.FRIEND, member.user))
    if friend is not None:
        main.open(friend.id)
        return
    temp = ConversationId(account, ConversationKind.TEMP, member.user)

    async def work() -> None:
        import asyncio

        job = main.services.store.submit(
            lambda tx: conversations.ensure(tx, where.account, temp, member.name, where.conversation.peer)
        )
        main.open(await asyncio.wrap_future(job))

    main.start(work(), t("main.act.chat"))


def refusal(main: Main, name: str, where: ConversationRow, member: MemberRow) -> str:
    """Return in words why the command *name* can not be done to *member*, "" when it can."""
    kind = _KINDS.get(name)
    return why_not(main.services.judge.of_member(kind, where, member.user)) if kind else ""


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


def member_menu(main: Main) -> None:
    """Offer what can be done with the member under the cursor."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    where, member = main.current, main.members.highlighted
    if where is None or member is None:
        return
    table = main.services.keys
    names = ("members.chat", "members.mention", "members.poke", "members.mute", "members.unmute", "members.kick")
    entries = [
        MenuEntry(name, table.command(name).help, table.keys_for(name)[:1], refusal(main, name, where, member)) for name in names
    ]

    def chosen(name: str | None) -> None:
        if name:
            main.action_command(name)

    main.app.push_screen(ActionMenu(t("main.menu_member", who=member.name, number=member.user), entries), chosen)


HANDLERS: dict[str, Handler] = {
    "members.toggle": toggle,
    "members.filter": start_filter,
    **{
        name: _on_highlighted(name, act)
        for name, act in (
            ("members.chat", chat),
            ("members.mention", lambda main, where, member: people.mention(main, member.user, member.name)),
            ("members.poke", lambda main, where, member: people.poke(main, where, member.user, member.name)),
            ("members.mute", lambda main, where, member: people.mute(main, where, member.user, member.name)),
            ("members.unmute", lambda main, where, member: people.unmute(main, where, member.user, member.name)),
            ("members.kick", lambda main, where, member: people.kick(main, where, member.user, member.name)),
        )
    },
}
