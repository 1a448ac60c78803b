"""Commands that send: a message from the composer, one that failed again, a draft through the editor."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind
from tui.chat.messages import SendState
from tui.chat.segments import Quote, Segment
from tui.locale import t
from tui.store.rows import ConversationRow, MessageRow
from tui.store.schema import StoreError
from tui.ui.commands import attaching
from tui.ui.commands.messages import in_short
from tui.ui.describe import preview

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main
    from tui.ui.widgets.composer import Composer, ComposerState


def submit(main: Main, event: Composer.Submitted) -> None:
    """Queue what was written; when that can not be, it comes back into the composer with the reason."""
    row = main.sidebar.rows.get(event.conversation) if event.conversation is not None else None
    if row is None:
        return
    if main.services.connection.is_read_only(row.account):
        give_back(main, row, event.state, t("reason.read_only"))
        return
    attached = event.state.attached
    why = why_not_sent(main, row, event.text)
    if why:
        give_back(main, row, event.state, why)
        return
    why = attaching.why_not_files(main, row, attached)
    if why:
        give_back(main, row, event.state, why)
        return
    segments: tuple[Segment, ...] = (*event.segments, *(one.picture for one in attached if one.is_picture))
    if event.quote is not None and segments:
        quoted = main.services.reader.message(event.quote)
        if quoted is None or quoted.native is None:
            give_back(main, row, event.state, t("main.quote_lost"))
            return
        segments = (Quote(quoted.native, quoted.sender, preview(quoted.segments)), *segments)
    main.drafts.sent(row.id)
    name = main.services.reader.own_name(row.conversation.account)

    async def work() -> None:
        try:
            if segments:
                await asyncio.wrap_future(main.services.connection.send(row, name, segments))
        except StoreError as error:
            give_back(main, row, event.state, t("main.not_saved", why=t(f"reason.{error.reason}", **error.values)))
        else:
            attaching.upload(main, row, attached)

    main.start(work(), t("main.act.send"))
    if main.pane.conversation == row.id:
        main.pane.end()


def why_unsendable(main: Main, where: ConversationRow, kind: str) -> str:
    """Return in words why no segment of this kind can be sent to *where*, "" when it can."""
    from tui.ui.subjects import why_not

    verdict = main.services.judge.of_group(ActionKind.SEND, where)
    if verdict.is_no:
        return why_not(verdict)
    offers = main.services.connection.offers(where.account)
    return t("reason.not_offered") if offers is not None and kind in offers.missing_segments else ""


def can_send(main: Main, where: ConversationRow, kind: str) -> bool:
    """Return whether a segment of this kind can be sent to *where*; else say why not."""
    reason = why_unsendable(main, where, kind)
    if reason:
        main.say(reason, is_good=False)
    return not reason


def why_not_sent(main: Main, row: ConversationRow, text: str) -> str:
    """Return in words why *text* can not be said in *row*, "" when it can as far as is known."""
    offers = main.services.connection.offers(row.account)
    if offers is None:
        return ""
    if row.kind in offers.closed:
        return t(f"reason.{offers.closed[row.kind]}")
    limit = offers.text_limit
    if limit is not None and (count := limit.count(text)) > limit.most:
        return t("composer.too_long", count=count, most=limit.most)
    return ""


def send_beside(main: Main, where: ConversationRow, segment: Segment, what: str, then: str = "") -> None:
    """Queue *segment* (*what* in words) as a message of its own, and say *then*; the draft of *where* stays."""
    name = main.services.reader.own_name(where.conversation.account)

    async def work() -> None:
        try:
            await asyncio.wrap_future(main.services.connection.send(where, name, (segment,), keeps_draft=True))
        except StoreError as error:
            main.say(t("main.not_saved", why=t(f"reason.{error.reason}", **error.values)), is_good=False)
            return
        if then:
            main.say(then)
        if main.pane.conversation == where.id:
            main.pane.end()

    main.start(work(), what)


def give_back(main: Main, row: ConversationRow, state: ComposerState, why: str) -> None:
    """Put what could not be queued back into the composer, and say why."""
    main.say(why, is_good=False)
    if main.composer.conversation != row.id:
        main.drafts.give_back(row.id, state)
    elif main.composer.is_empty and not main.composer.snapshot().attached:
        main.composer.restore(state, row.id)
        main.drafts.note(row.id, state.draft)
    else:
        main.composer.replace_text(f"{state.text}\n{main.composer.text}")
        main.composer.attach(state.attached)


def edit_externally(main: Main) -> None:
    """Let the person's own editor write the draft."""
    from tui.ui.external_editor import EditorFailed, edit_in_editor

    try:
        text = edit_in_editor(main.app, main.composer.text)
    except EditorFailed as error:
        main.say(str(error), is_good=False)
        return
    main.composer.replace_text(text)
    main.refresh(layout=True)


def resend(main: Main, number: int) -> None:
    """Send the selected failed message again; one that may have arrived only after asking."""
    row, where = _unsent(main)
    if row is None or where is None:
        return
    if row.state is SendState.UNCONFIRMED:
        from tui.ui.screens import question

        place = question.place_of(where)
        main.confirm(question.resend(in_short(row), place), lambda: main.see_written(main.services.connection.resend(row.id)))
    else:
        main.see_written(main.services.connection.resend(row.id))


def discard(main: Main, number: int) -> None:
    """Forget the selected message that was not sent, after asking."""
    from tui.ui.screens import question

    row, where = _unsent(main)
    if row is not None and where is not None:
        place = question.place_of(where)
        main.confirm(question.discard(in_short(row), place), lambda: main.see_written(main.services.connection.discard(row.id)))


def _unsent(main: Main) -> tuple[MessageRow | None, ConversationRow | None]:
    row = main.pane.cursor_row
    if row is None or row.state not in (SendState.FAILED, SendState.UNCONFIRMED, SendState.QUEUED):
        main.say(t("main.not_unsent"), is_good=False)
        return None, None
    return row, main.current


HANDLERS: dict[str, Handler] = {"message.resend": resend, "message.discard": discard}
