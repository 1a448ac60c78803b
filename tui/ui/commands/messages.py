"""Commands on the selected message: quote, recall, edit, mention, poke, mute and kick its sender, details, menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind, Done, Outcome, Recall
from tui.chat.messages import SendState
from tui.chat.segments import plain_text
from tui.locale import has, t
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.commands import forwarding, opening, people
from tui.ui.commands.boards import toggle_essence
from tui.ui.describe import moment, preview
from tui.ui.subjects import why_not
from tui.ui.wrap import fit

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

SHORT = 100
"""Cells of a message in a question about it: two lines of the smallest terminal."""

MAY_BE_FOLDED = 400
"""Characters of stored segments from which on a message may have more lines than are shown."""

_KINDS = {
    "message.quote": ActionKind.QUOTE,
    "message.recall": ActionKind.RECALL,
    "message.edit": ActionKind.RECALL,
    "message.mention": ActionKind.MENTION,
    "message.react": ActionKind.REACT,
    "message.reactors": ActionKind.REACTORS,
    "message.poke": ActionKind.POKE,
    "message.mute": ActionKind.MUTE,
    "message.kick": ActionKind.KICK,
    "message.essence": ActionKind.ESSENCE,
}
_MENU = (
    "message.quote", "message.react", "message.reactors", "message.copy", "message.open", "message.save", "message.forward",
    "message.go_to_quoted", "message.reveal", "message.recall", "message.edit", "message.resend", "message.discard",
    "message.mention", "message.poke", "message.mute", "message.kick", "message.essence", "message.mark", "message.details",
)  # fmt: skip


def refusal(main: Main, name: str, where: ConversationRow, row: MessageRow) -> str:
    """Return in words why the command *name* can not be done to *row*, "" when it can, or when nobody knows yet."""
    if name == "message.edit" and not row.is_own:
        return t("reason.not_yours")
    if name in ("message.resend", "message.discard"):
        unsent = (SendState.FAILED, SendState.UNCONFIRMED, SendState.QUEUED)
        return "" if row.state in unsent else t("main.not_unsent")
    if name == "message.reveal":
        return "" if row.is_recalled or len(row.segments_json) > MAY_BE_FOLDED else t("main.nothing_hidden")
    if name == "message.go_to_quoted":
        return "" if row.quoted is not None or '"quote"' in row.segments_json else t("main.no_quote")
    if name in ("message.open", "message.save"):
        return opening.refusal(main, name, row)
    if name == "message.forward":
        return forwarding.refusal(row)
    kind = _KINDS.get(name)
    return why_not(main.services.judge.of_message(kind, where, row)) if kind else ""


def in_short(row: MessageRow) -> str:
    """Return enough of *row* to know it by: what is asked about it stays in sight in the smallest terminal."""
    return fit(preview(row.segments), SHORT)


def on_selected(name: str, act: Callable[[Main, ConversationRow, MessageRow], None]) -> Handler:
    """Return the handler that does *act* to the selected message, or says why that can not be."""

    def handler(main: Main, number: int) -> None:
        where, row = main.current, main.pane.cursor_row
        if where is None or row is None:
            return
        reason = refusal(main, name, where, row)
        if reason:
            main.say(reason, is_good=False)
        else:
            act(main, where, row)

    return handler


def quote(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Quote the message in the composer."""
    main.composer.set_quote(row.id, *main.quote_label(row))
    main.focus_composer()


def recall(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Take the message back, after asking; another's twice as clearly."""
    ask_recall(main, where, row, None)


def edit(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Take an own message back, its words into the composer."""

    def then(outcome: Outcome) -> None:
        if isinstance(outcome, Done) and main.composer.conversation == where.id:
            text = plain_text(row.segments)
            main.composer.replace_text(f"{main.composer.text}\n{text}" if main.composer.text.strip() else text)
            main.say(t("main.recalled_edit"))
            main.focus_composer()

    ask_recall(main, where, row, then)


def ask_recall(main: Main, where: ConversationRow, row: MessageRow, then: Callable[[Outcome], None] | None) -> None:
    """Ask whether to take *row* back, and do it; *then* hears how it ended."""
    from tui.ui.screens import question

    place = question.place_of(where)
    line = in_short(row)
    own = question.recall_own(line, place)
    wording = own if row.is_own else question.recall_other(row.sender_name, row.sender, line, place)
    ref = row.ref
    assert ref is not None, "only what has an id may be recalled"
    action = Recall(where.conversation, ref)
    main.confirm(wording, lambda: main.perform(where.account, action, t("main.act.recall"), then))


def mention(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Mention who sent the message."""
    people.mention(main, row.sender, row.sender_name)


def poke(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Poke who sent the message; in a private chat always the other side."""
    user = row.sender if where.conversation.is_group else where.conversation.peer
    people.poke(main, where, user, row.sender_name if where.conversation.is_group else where.title)


def mute(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Mute who sent the message, after asking for how long."""
    people.mute(main, where, row.sender, row.sender_name)


def kick(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Remove who sent the message, after asking."""
    people.kick(main, where, row.sender, row.sender_name)


def details(main: Main, where: ConversationRow, row: MessageRow) -> None:
    """Show all that is known of the message, and its raw payload."""
    from tui.ui.screens.details import Details

    zone = main.services.zone
    facts = [
        (t("main.fact.who"), t("members.who", who=row.sender_name, number=row.sender)),
        (t("main.fact.when"), moment(row.time, zone)),
        (t("main.fact.where"), t("members.who", who=where.title, number=where.conversation.peer)),
        (t("main.fact.id"), row.native or "-"),
        (t("main.fact.sequence"), str(row.position.sequence or "-")),
        (t("main.fact.state"), t(f"main.state.{row.state}", why=t(row.error) if has(row.error) else row.error)),
    ]
    if row.is_recalled:
        by = t("main.fact.recalled_by", who=row.recalled_by, when=moment(row.recalled_at or 0, zone))
        facts.append((t("main.fact.recalled"), by))
    text = main.pane.copy_text(row.id)
    main.app.push_screen(Details(t("main.details"), facts, text, main.services.reader.raw(row.id), main.copy))


def menu(main: Main, number: int) -> None:
    """Offer what can be done with the selected message; what can not be done is there, with the reason."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    where, row = main.current, main.pane.cursor_row
    if where is None or row is None:
        return
    table = main.services.keys
    entries = [
        MenuEntry(name, table.command(name).help, table.keys_for(name)[:1], refusal(main, name, where, row)) for name in _MENU
    ]

    def chosen(name: str | None) -> None:
        if name:
            main.action_command(name)

    main.app.push_screen(ActionMenu(t("main.menu", who=row.sender_name, line=in_short(row)), entries), chosen)


HANDLERS: dict[str, Handler] = {
    "message.menu": menu,
    **{
        name: on_selected(name, act)
        for name, act in (
            ("message.quote", quote), ("message.recall", recall), ("message.edit", edit), ("message.mention", mention),
            ("message.poke", poke), ("message.mute", mute), ("message.kick", kick), ("message.essence", toggle_essence),
            ("message.details", details),
        )
    },
}  # fmt: skip
