"""Commands on the reactions below the selected message: react, take it back, ask who did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.chat.emoji import Emoji
from tui.chat.text import one_line
from tui.locale import t
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.commands.messages import in_short, on_selected

if TYPE_CHECKING:
    from tui.chat.reactions import Reactors
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def react(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Choose an emoji and react with it; one that is ours already is taken back."""
    from tui.chat.reactions import React
    from tui.ui.screens.emoji_picker import EmojiPicker

    offers = main.services.connection.offers(where.account)
    ref = row.ref
    assert ref is not None, "only what has an id may be reacted to"
    if offers is None or not offers.emoji:
        main.say(t("reason.not_connected"), is_good=False)
        return
    own = {reaction.emoji for reaction in row.reactions if reaction.is_own}

    def chosen(emoji: Emoji | None) -> None:
        if emoji is not None:
            is_added = emoji.id not in own
            what = t("reactions.act" if is_added else "reactions.act_back", emoji=emoji.label or one_line(emoji.id, 20))
            main.perform(where.account, React(where.conversation, ref, emoji, is_added), what)

    main.app.push_screen(EmojiPicker(t("reactions.title", line=in_short(row)), offers.emoji, row.reactions), chosen)


def reactors(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Show who reacted: at once how many, and who as soon as the platform has told it."""
    from tui.platforms.reaction_queries import AskReactors
    from tui.store import reactions
    from tui.ui.screens.reactors import ReactorsBox

    ref = row.ref
    assert ref is not None, "only what has an id has reactions"
    own = where.conversation.account.own_id
    box = ReactorsBox(t("reactions.who", line=in_short(row)), row.reactions, lambda user, name: _name(main, where, user, name))

    def told(found: Sequence[Reactors]) -> None:
        box.show(found)
        main.write(lambda tx: reactions.take_people(tx, where.id, ref.native, own, found))

    main.app.push_screen(box)
    known = tuple(Emoji(reaction.emoji, sign=reaction.label) for reaction in row.reactions)
    main.ask(where.account, AskReactors(where.conversation, ref, known), t("reactions.asked"), told, box.fail)


def _name(main: Main, where: ConversationRow, user: str, name: str) -> str:
    """Return what to call *user* here, with the number."""
    if user == where.conversation.account.own_id:
        return t("notice.you")
    member = main.services.reader.member(where.id, user)
    return t("main.menu_member", who=(member.name if member else "") or name or user, number=user)


HANDLERS: dict[str, Handler] = {
    "message.react": on_selected("message.react", react),
    "message.reactors": on_selected("message.reactors", reactors),
}
