"""What is done to a person, wherever they were chosen: mention, chat, poke, mute, kick."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.chat.actions import Kick, Mute, Poke
from tui.chat.ids import ConversationId
from tui.locale import t
from tui.store import conversations
from tui.store.rows import ConversationRow

if TYPE_CHECKING:
    from tui.ui.screens.main import Main


def mention(main: Main, user: str, name: str) -> None:
    """Put a mention of *user* into the composer."""
    main.composer.insert_mention(user, name)
    main.composer.insert_text(" ")
    main.focus_composer()


def start_chat(main: Main, account: int, conversation: ConversationId, name: str, via: str) -> None:
    """Open *conversation* with somebody called *name*, met in the group *via*; it is made if there is none yet."""

    async def work() -> None:
        job = main.services.store.submit(lambda tx: conversations.ensure(tx, account, conversation, name, via))
        main.open(await asyncio.wrap_future(job))

    main.start(work(), t("main.act.chat"))


def poke(main: Main, where: ConversationRow, user: str, name: str) -> None:
    """Poke *user*."""
    main.perform(where.account, Poke(where.conversation, user), t("main.act.poke", who=name))


def mute(main: Main, where: ConversationRow, user: str, name: str) -> None:
    """Mute *user* after asking for how long; 0 lifts it."""
    from tui.ui.screens.duration import AskDuration
    from tui.ui.screens.question import place_of

    def answered(seconds: int | None) -> None:
        if seconds is not None:
            what = t("main.act.mute" if seconds else "main.act.unmute", who=name)
            main.perform(where.account, Mute(where.conversation, user, seconds), what)

    title = t("main.mute_title", who=name, number=user)
    main.app.push_screen(AskDuration(title, place_of(where), zone=main.services.zone), answered)


def unmute(main: Main, where: ConversationRow, user: str, name: str) -> None:
    """Let *user* speak again."""
    main.perform(where.account, Mute(where.conversation, user, 0), t("main.act.unmute", who=name))


def kick(main: Main, where: ConversationRow, user: str, name: str, *, is_blocked: bool = False) -> None:
    """Remove *user* from the group, after asking; a tick, which *is_blocked* sets, also refuses their further requests."""
    from tui.ui.screens import question

    wording = question.kick(name, user, question.place_of(where), is_blocked=is_blocked)

    def act(is_blocked: bool) -> None:
        main.perform(where.account, Kick(where.conversation, user, is_blocked), t("main.act.kick", who=name))

    main.confirm_with_tick(wording, act)
