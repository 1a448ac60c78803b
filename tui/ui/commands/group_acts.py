"""What can be done with the open group beside its boards: its name and picture, who is muted, sharing it, leaving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind
from tui.chat.group_actions import MAX_GROUP_NAME_BYTES, LeaveGroup, RenameGroup, SetPortrait, SignIn
from tui.chat.people import Role
from tui.chat.text import clean_name, one_line
from tui.locale import t
from tui.platforms.group_queries import AskMentionAllLeft, MentionAllLeft
from tui.store.rows import ConversationRow
from tui.ui.commands.member_acts import too_long
from tui.ui.commands.sharing import share_group

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

KINDS = {
    "group.rename": ActionKind.RENAME,
    "group.portrait": ActionKind.PORTRAIT,
    "group.mention_all_left": ActionKind.MENTION_ALL_LEFT,
    "group.ignored": ActionKind.IGNORED_REQUESTS,
    "group.sign_in": ActionKind.SIGN_IN,
    "group.share": ActionKind.SHARE_GROUP,
    "group.leave": ActionKind.LEAVE,
}
"""What each needs. The list of who is muted can always be had: where the platform has none, the members tell."""


def rename(main: Main, where: ConversationRow) -> None:
    """Give the group another name."""
    from tui.ui.screens.question import place_of

    def wrong(text: str) -> str:
        return too_long(text, MAX_GROUP_NAME_BYTES) if clean_name(text) else t("group.no_name")

    def take(text: str) -> None:
        name = clean_name(text)
        if name != where.name:
            main.perform(where.account, RenameGroup(where.conversation, name), t("group.act.rename"))

    main.ask_text(t("group.rename"), take, place_of(where), text=where.name, check=wrong)


def portrait(main: Main, where: ConversationRow) -> None:
    """Give the group another picture, from a file of this machine or from an address."""
    from tui.ui.commands.pictures import ask_picture
    from tui.ui.screens.question import place_of

    what = t("group.act.portrait")

    def take(picture: bytes) -> None:
        main.perform(where.account, SetPortrait(where.conversation, picture), what)

    def take_address(url: str) -> None:
        main.perform(where.account, SetPortrait(where.conversation, url=url), what)

    ask_picture(main, t("group.portrait"), (place_of(where), t("group.portrait_note")), what, take, take_address=take_address)


def muted(main: Main, where: ConversationRow) -> None:
    """Show who is muted until when."""
    from tui.ui.screens.muted import MutedSheet

    main.app.push_screen(MutedSheet(main, where))


def mention_all_left(main: Main, where: ConversationRow) -> None:
    """Say how often everybody can still be mentioned today."""

    def told(left: MentionAllLeft) -> None:
        key = "group.mention_all_left" if left.is_allowed else "group.mention_all_none"
        main.say(t(key, where=where.title, group=left.group, own=left.own))

    main.ask(where.account, AskMentionAllLeft(where.conversation), t("group.act.mention_all_left"), told)


def ignored(main: Main, where: ConversationRow) -> None:
    """Show the requests that the platform put aside."""
    from tui.ui.screens.ignored import Ignored

    main.app.push_screen(Ignored(main, where))


def requests(main: Main, where: ConversationRow) -> None:
    """Show who asks to be let in, here and elsewhere."""
    main.action_command("requests.open")


def sign_in(main: Main, where: ConversationRow) -> None:
    """Sign in for today."""
    main.perform(where.account, SignIn(where.conversation), t("group.act.sign_in"))


def leave(main: Main, where: ConversationRow) -> None:
    """Leave the group, once its name was typed; its owner disbands it by that, and is told so."""
    role = main.services.judge.role(where, where.conversation.account.own_id)
    note = {Role.OWNER: "group.leave_owner", Role.UNKNOWN: "group.leave_unknown"}.get(role, "group.leave_note")
    number = where.conversation.peer
    names = {one_line(name) for name in (where.title, where.name, number)} - {""}

    def wrong(text: str) -> str:
        return "" if one_line(text) in names else t("group.leave_wrong", name=where.title, number=number)

    def act(_: str) -> None:
        what = t("group.act.leave", who=where.title)
        main.perform(where.account, LeaveGroup(where.conversation, role is Role.OWNER), what)

    title = t("group.leave", where=where.title, number=number)
    main.ask_text(title, act, t(note), t("group.leave_type", name=where.title), check=wrong)


ACTS: tuple[tuple[str, Callable[[Main, ConversationRow], None]], ...] = (
    ("group.rename", rename),
    ("group.portrait", portrait),
    ("group.muted", muted),
    ("group.mention_all_left", mention_all_left),
    ("group.requests", requests),
    ("group.ignored", ignored),
    ("group.sign_in", sign_in),
    ("group.share", share_group),
    ("group.leave", leave),
)
"""Command name -> what it does to the open group."""
