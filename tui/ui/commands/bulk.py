"""Does one thing to several people in turn, not all at once, and says in the end how it went with each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from tui.chat.actions import Action, Done, NotOffered, NotSent, Outcome
from tui.locale import t
from tui.store.rows import ConversationRow, MemberRow
from tui.ui import outcomes
from tui.ui.widgets.status_line import Level

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

PAUSE = 0.2
"""Seconds between two: QQ takes a burst of such acts for an attack, and refuses the rest."""

AT_ONCE = 4
"""How many may wait for what proves them."""


def roster(members: Iterable[MemberRow]) -> str:
    """Return who they are, with their numbers."""
    return t("members.and").join(t("members.who", who=member.remark or member.name, number=member.user) for member in members)


def do_each(
    main: Main,
    where: ConversationRow,
    members: Sequence[MemberRow],
    make: Callable[[MemberRow], Action],
    what: str,
    then: Callable[[set[str]], None] | None = None,
) -> None:
    """Perform what *make* returns for each of *members* (*what* in words); *then* hears with whom it went well.

    Once something can not even be sent, or is not to be had here, the rest is left alone, and named.
    """

    async def work() -> None:
        ended = await _do_all(main, where, members, make, what)
        words, is_good = summary(members, ended, what)
        main.tell(words, Level.GOOD if is_good else Level.ERROR)
        if then is not None:
            then({user for user, outcome in ended.items() if isinstance(outcome, Done)})

    main.start(work(), what)


async def _do_all(
    main: Main, where: ConversationRow, members: Sequence[MemberRow], make: Callable[[MemberRow], Action], what: str
) -> dict[str, Outcome]:
    ended: dict[str, Outcome] = {}
    turn = asyncio.Semaphore(AT_ONCE)
    going: list[asyncio.Task[None]] = []

    async def one(member: MemberRow) -> None:
        try:
            ended[member.user] = await asyncio.wrap_future(main.services.connection.perform(where.account, make(member)))
        finally:
            turn.release()

    for count, member in enumerate(members, 1):
        await turn.acquire()
        if any(isinstance(outcome, (NotSent, NotOffered)) for outcome in ended.values()):
            break
        main.say(t("members.bulk.going", what=what, count=count, all=len(members)))
        going.append(asyncio.create_task(one(member)))
        if count < len(members):
            await asyncio.sleep(PAUSE)
    await asyncio.gather(*going)
    return ended


def summary(members: Sequence[MemberRow], ended: dict[str, Outcome], what: str) -> tuple[str, bool]:
    """Return in words how *what* went, and whether it went well with all: who failed and why, who was left."""
    failed: dict[Outcome, list[MemberRow]] = {}
    for member in members:
        outcome = ended.get(member.user)
        if outcome is not None and not isinstance(outcome, Done):
            failed.setdefault(outcome, []).append(member)
    left = [member for member in members if member.user not in ended]
    if not failed and not left:
        return t("members.bulk.all", what=what, count=len(members)), True
    done = sum(isinstance(outcome, Done) for outcome in ended.values())
    parts = [t("members.bulk.some", what=what, count=done, all=len(members))]
    parts += [outcomes.describe(outcome, roster(people))[0] for outcome, people in failed.items()]
    if left:
        parts.append(t("members.bulk.left", who=roster(left)))
    return t("members.bulk.then").join(parts), False
