"""Commands that pass messages on to another conversation: one as it is, several merged into one history or one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui.chat.actions import ActionKind
from tui.chat.ids import ConversationId, ConversationKind, LocalId
from tui.chat.segments import Copied, Forward, ForwardedMessage, Quote, Segment
from tui.locale import t
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.describe import forward_lines, preview
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main
    from tui.ui.screens.switcher import Chosen

MAX_MERGED = 100
"""Messages of one merged forward that QQ takes."""

_SPOKEN_IN = (ConversationKind.FRIEND, ConversationKind.GROUP, ConversationKind.TEMP, ConversationKind.STRANGER)
_PREVIEW = 100


class Passed(Struct, frozen=True):
    """The messages that are passed on, of a conversation or of a forward in it: *names* are those that others know them by."""

    where: ConversationRow
    rows: Sequence[MessageRow]
    names: Mapping[LocalId, str]
    clear_marks: Callable[[], None]


def refusal(row: MessageRow) -> str:
    """Return in words why *row* can not be passed on, "" when it can."""
    if row.is_notice:
        return t("reason.notice")
    return t("reason.already_recalled") if row.is_recalled else ""


def forward(main: Main, number: int) -> None:
    """Pass the marked messages on, else the selected one, after asking how and where to."""
    where = main.current
    ids = main.pane.marked or ((main.pane.cursor,) if main.pane.cursor is not None else ())
    chosen = sorted(main.services.reader.messages(ids).values(), key=lambda row: row.position)
    if where is not None:
        pass_on(main, Passed(where, chosen, main.services.reader.public_names(ids), main.pane.clear_marks))


def pass_on(main: Main, chosen: Passed) -> None:
    """Pass those of the *chosen* messages on that can be, after asking how and where to."""
    rows = [row for row in chosen.rows if not refusal(row)]
    passed = replace(chosen, rows=rows)
    if not chosen.rows:
        return
    if not rows:
        main.say(refusal(chosen.rows[0]), is_good=False)
        return
    if len(rows) < len(chosen.rows):
        main.say(t("forward.skipped", n=len(chosen.rows) - len(rows)))
    if len(rows) == 1:
        _ask_where(main, passed, is_merged=False)
    else:
        _ask_how(main, passed)


def _ask_how(main: Main, passed: Passed) -> None:
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    rows = passed.rows
    reason = why_not(main.services.judge.of_group(ActionKind.MERGE_FORWARD, passed.where))
    if len(rows) > MAX_MERGED:
        reason = t("forward.too_many", most=MAX_MERGED)
    entries = [MenuEntry("merged", t("forward.merged"), ("m",), reason), MenuEntry("each", t("forward.each"), ("e",))]

    def chosen(name: str | None) -> None:
        if name:
            _ask_where(main, passed, is_merged=name == "merged")

    main.app.push_screen(ActionMenu(t("forward.how", count=len(rows)), entries), chosen)


def _ask_where(main: Main, passed: Passed, *, is_merged: bool) -> None:
    from tui.ui.screens.switcher import Switcher

    connection = main.services.connection
    targets = [
        row for row in main.sidebar.rows.values() if row.kind in _SPOKEN_IN and not connection.is_read_only(row.account)
    ]  # fmt: skip
    if not targets:
        main.say(t("forward.nowhere"), is_good=False)
        return
    count = len(passed.rows)
    title = t("forward.one_to") if count == 1 else t("forward.to", count=count)

    def chosen(answer: Chosen | None) -> None:
        target = main.sidebar.rows.get(answer.conversation) if answer and answer.conversation is not None else None
        if target is not None:
            _confirm(main, passed, target, is_merged=is_merged)

    accounts = {account.id: account.label for account in main.services.reader.accounts()}
    main.app.push_screen(Switcher(targets, None, title=title, accounts=accounts), chosen)


def _confirm(main: Main, passed: Passed, target: ConversationRow, *, is_merged: bool) -> None:
    from tui.ui.screens import question
    from tui.ui.wrap import fit

    where, rows = passed.where, passed.rows
    place = t("forward.target", where=target.title, number=target.conversation.peer)
    if is_merged:
        lines: tuple[str, ...] = (*forward_lines(_merged(main, passed, target)), place)
    else:
        can_as_it_is = (
            bool(rows[0].native)
            and target.account == where.account
            and not main.services.judge.of_group(ActionKind.FORWARD, target).is_no
        )
        how = t("forward.as_it_is" if can_as_it_is else "forward.anew")
        lines = (fit(preview(rows[0].segments), _PREVIEW), place, how)
    kind = "merged" if is_merged else "one" if len(rows) == 1 else "each"
    wording = question.Wording(t(f"forward.ask_{kind}", count=len(rows)), lines, t("forward.yes"), destroys=False)
    main.confirm(wording, lambda: send_on(main, passed, target, is_merged=is_merged))


def send_on(main: Main, passed: Passed, target: ConversationRow, *, is_merged: bool = False) -> None:
    """Pass what is *passed* on to *target*: queued, as anything that is said."""
    name = main.services.reader.own_name(target.conversation.account)
    messages: list[tuple[Segment, ...]]
    if is_merged:
        messages = [(_merged(main, passed, target),)]
    else:
        source = passed.where.conversation if target.account == passed.where.account else None
        messages = [_copy(row, source) for row in passed.rows]
    passed.clear_marks()
    for place, segments in enumerate(messages, 1):
        queued = main.services.connection.send(target, name, segments, keeps_draft=True)
        main.see_written(queued, t("forward.queued", where=target.title) if place == len(messages) else "")


def _copy(row: MessageRow, source: ConversationId | None) -> tuple[Segment, ...]:
    """Return what to say anew; the original in *source* may be passed on in its stead, None: it is of another account."""
    said = tuple(part for part in row.segments if not isinstance(part, (Quote, Copied)))
    return (Copied(row.native, source), *said) if source is not None and row.native else said


def _merged(main: Main, passed: Passed, target: ConversationRow) -> Forward:
    source = passed.where.conversation if target.account == passed.where.account else None

    def one(row: MessageRow) -> ForwardedMessage:
        original = (row.native, source) if row.native and source is not None else ("", None)
        return ForwardedMessage(row.sender, passed.names.get(row.id, ""), row.time, row.segments, *original)

    messages = tuple(one(row) for row in passed.rows)
    merged = Forward("", messages, _title(main, passed.where))
    return Forward("", messages, merged.title, tuple(forward_lines(merged)))


def _title(main: Main, where: ConversationRow) -> str:
    if where.conversation.is_group:
        return t("forward.of_group")
    name = main.services.reader.own_name(where.conversation.account)
    # Not our remark for them: it is for nobody else to read.
    return t("forward.of_two", one=where.name or where.conversation.peer, other=name)


HANDLERS: dict[str, Handler] = {"message.forward": forward}
