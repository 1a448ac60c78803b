"""What is done to the marked members of the panel, or to the one under its cursor where nobody is marked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.chat.actions import Action, ActionKind, Done, Kick, Mute, Poke
from tui.chat.member_actions import MAX_CARD_BYTES, MAX_TITLE_BYTES, SetAdmin, SetCard, SetTitle
from tui.chat.people import Role
from tui.chat.text import clean_name
from tui.locale import t
from tui.store.rows import ConversationRow, MemberRow
from tui.ui.commands import people
from tui.ui.commands.bulk import do_each, roster
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

MANY_NAMES = 12
"""So many are named in a box that has more to show than names; the others are marked behind it."""

KINDS = {
    "members.mute": ActionKind.MUTE,
    "members.unmute": ActionKind.MUTE,
    "members.kick": ActionKind.KICK,
    "members.poke": ActionKind.POKE,
    "members.mention": ActionKind.MENTION,
    "members.admin": ActionKind.ADMIN,
    "members.card": ActionKind.CARD,
    "members.title": ActionKind.TITLE,
    "members.share": ActionKind.SHARE_PERSON,
}


def chosen(main: Main) -> list[MemberRow]:
    """Return whom an act concerns: the marked members, else the one under the cursor."""
    highlighted = main.members.highlighted
    return main.members.marked or ([highlighted] if highlighted else [])


def refusal(main: Main, name: str, where: ConversationRow, member: MemberRow) -> str:
    """Return in words why the command *name* can not be done to *member*, "" when it can."""
    kind = KINDS.get(name)
    return why_not(main.services.judge.of_member(kind, where, member.user)) if kind else ""


class Targets:
    """Those of *members* to whom the command *name* can be done, and why it can not be to the others."""

    def __init__(self, main: Main, name: str, where: ConversationRow, members: Sequence[MemberRow]) -> None:
        self.main = main
        self.where = where
        self.members: list[MemberRow] = []
        self.refused: dict[str, list[MemberRow]] = {}
        for member in members:
            reason = refusal(main, name, where, member)
            if reason:
                self.refused.setdefault(reason, []).append(member)
            else:
                self.members.append(member)

    @property
    def is_one(self) -> bool:
        """Whether it is about a single person."""
        return len(self.members) == 1 and not self.refused

    @property
    def who(self) -> str:
        """The single person with their number."""
        return roster(self.members[:1])

    @property
    def place(self) -> str:
        """The line that says in which group."""
        from tui.ui.screens import question

        return question.place_of(self.where)

    def facts(self, *, most: int = 0) -> tuple[str, ...]:
        """Return where, who (at most *most* by name; 0: all), and who is left out for which reason."""
        shown = self.members[:most] if most else self.members
        names = roster(shown)
        if len(shown) < len(self.members):
            names = t("members.roster_more", who=names, count=len(self.members))
        out = [t("members.left_out", who=roster(people), why=reason) for reason, people in self.refused.items()]
        return (self.place, *([] if self.is_one else [names]), *out)

    def do(self, make: Callable[[MemberRow], Action], what: str) -> None:
        """Do it to all of them; who is done is no longer marked, so that the marks show with whom it failed."""
        main, place = self.main, self.where.id

        def done(users: set[str]) -> None:
            if main.current is not None and main.current.id == place:
                main.members.unmark(users)

        if self.is_one:
            member = self.members[0]
            words = t("members.act.one", what=what, who=member.remark or member.name)
            main.perform(
                self.where.account,
                make(member),
                words,
                lambda outcome: done({member.user} if isinstance(outcome, Done) else set()),
            )
        else:
            do_each(main, self.where, self.members, make, what, done)


def mute(targets: Targets) -> None:
    """Mute after asking for how long; 0 lifts it."""
    from tui.ui.screens.duration import AskDuration

    if targets.is_one:
        member = targets.members[0]
        people.mute(targets.main, targets.where, member.user, member.name)
        return

    def answered(seconds: int | None) -> None:
        if seconds is not None:
            where = targets.where.conversation
            what = t("members.act.mute" if seconds else "members.act.unmute")
            targets.do(lambda member: Mute(where, member.user, seconds), what)

    title = t("members.mute_many", count=len(targets.members))
    note = "\n".join(targets.facts(most=MANY_NAMES))
    targets.main.app.push_screen(AskDuration(title, note, zone=targets.main.services.zone), answered)


def unmute(targets: Targets) -> None:
    """Let them speak again; of several only those who are known to be muted, where any is."""
    from tui.ui.screens.question import Wording

    where, now = targets.where.conversation, time.time() * 1000
    if not targets.is_one:
        targets.members = [member for member in targets.members if member.muted_until > now] or targets.members

    def act() -> None:
        targets.do(lambda member: Mute(where, member.user, 0), t("members.act.unmute"))

    if targets.is_one:
        act()
    else:
        title = t("members.unmute_many", count=len(targets.members))
        targets.main.confirm(Wording(title, targets.facts(), t("members.act.unmute"), destroys=False), act)


def kick(targets: Targets) -> None:
    """Remove them from the group, after asking."""
    from tui.ui.screens import question

    where = targets.where.conversation
    if targets.is_one:
        member = targets.members[0]
        people.kick(targets.main, targets.where, member.user, member.name)
        return
    place, *rest = targets.facts()
    wording = question.kick_many(len(targets.members), "\n".join(rest), place)

    def act(is_blocked: bool) -> None:
        targets.do(lambda member: Kick(where, member.user, is_blocked), t("members.act.kick"))

    targets.main.confirm_with_tick(wording, act)


def admin(targets: Targets) -> None:
    """Make them admins, or plain members where all of them are admins, after asking."""
    from tui.ui.screens.question import Wording

    where = targets.where.conversation
    is_admin = not all(member.role is Role.ADMIN for member in targets.members)
    targets.members = [member for member in targets.members if not is_admin or member.role is not Role.ADMIN]
    key = "admin" if is_admin else "no_admin"
    who = {"who": targets.who} if targets.is_one else {"count": len(targets.members)}
    title = t(f"members.{key}_{'one' if targets.is_one else 'many'}", **who)
    what = t(f"members.act.{key}")
    wording = Wording(title, targets.facts(), what, destroys=not is_admin)
    targets.main.confirm(wording, lambda: targets.do(lambda member: SetAdmin(where, member.user, is_admin), what))


def card(targets: Targets) -> None:
    """Give them a name in the group; an empty one takes it away."""
    where = targets.where.conversation
    old = targets.members[0].card if targets.is_one else ""
    _ask_name(targets, "card", old, MAX_CARD_BYTES, lambda member, name: SetCard(where, member.user, name))


def title(targets: Targets) -> None:
    """Give them a special title; an empty one takes it away."""
    where = targets.where.conversation
    old = targets.members[0].title if targets.is_one else ""
    _ask_name(targets, "title", old, MAX_TITLE_BYTES, lambda member, name: SetTitle(where, member.user, name))


def _ask_name(targets: Targets, key: str, old: str, most: int, make: Callable[[MemberRow, str], Action]) -> None:
    def take(text: str) -> None:
        name = clean_name(text)
        targets.do(lambda member: make(member, name), t(f"members.act.{key}"))

    count = len(targets.members)
    heading = t(f"members.{key}_one", who=targets.who) if targets.is_one else t(f"members.{key}_many", count=count)
    lines = (*targets.facts(most=MANY_NAMES), t(f"members.{key}_note"))
    targets.main.ask_text(heading, take, *lines, text=old, check=lambda text: too_long(text, most))


def too_long(text: str, most: int) -> str:
    """Return in words that *text* has more than *most* bytes as QQ counts them, "" when it has not."""
    size = len(clean_name(text).encode("utf-8", "replace"))
    return t("members.too_long", bytes=size, most=most) if size > most else ""


def poke(targets: Targets) -> None:
    """Poke them; several after asking."""
    from tui.ui.screens.question import Wording

    where = targets.where.conversation

    def act() -> None:
        targets.do(lambda member: Poke(where, member.user), t("members.act.poke"))

    if targets.is_one:
        act()
    else:
        heading = t("members.poke_many", count=len(targets.members))
        targets.main.confirm(Wording(heading, targets.facts(), t("members.act.poke"), destroys=False), act)


def mention(targets: Targets) -> None:
    """Put mentions of them into the composer."""
    for member in targets.members:
        people.mention(targets.main, member.user, member.name)


def _on_chosen(name: str, act: Callable[[Targets], None]) -> Handler:
    """Return the handler that does *act* to the chosen members, or says why it can be done to none of them."""

    def handler(main: Main, number: int) -> None:
        where, members = main.current, chosen(main)
        if where is None or not members:
            return
        targets = Targets(main, name, where, members)
        if targets.members:
            act(targets)
        else:
            main.say(next(iter(targets.refused)), is_good=False)

    return handler


HANDLERS: dict[str, Handler] = {
    name: _on_chosen(name, act)
    for name, act in (
        ("members.mute", mute),
        ("members.unmute", unmute),
        ("members.kick", kick),
        ("members.admin", admin),
        ("members.card", card),
        ("members.title", title),
        ("members.poke", poke),
        ("members.mention", mention),
    )
}
