"""Where somebody is who types into the command bar: who can be named, which messages are meant, what the account may do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.chat.ids import ConversationKind
from tui.chat.messages import SendState
from tui.intents import CommandRow, Context, IntentCommand, MessageAt, Names, Person, Room, Understanding, consider, warm
from tui.locale import strings
from tui.store.reader import Reader
from tui.store.rows import ConversationRow, MemberRow, MessageRow
from tui.ui.bar_memory import Known
from tui.ui.command_table import COMMANDS

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

LOOKED_THROUGH = 200
"""So far back "the last message of" somebody is looked for."""


@cache
def command_rows() -> tuple[CommandRow, ...]:
    """Return the commands that can be asked for by name, with their help in all languages."""
    helps = strings("keys")
    return tuple(CommandRow(command.name, helps[f"keys.{command.name}"]) for command in COMMANDS if command.is_offered)


def learn(reader: Reader, conversation: int | None, rows: Iterable[ConversationRow], known: Known | None) -> Known:
    """Return who can be named in *conversation* and elsewhere, ready to be looked for; *known* where nothing changed.

    Meant for a thread, with a *reader* of its own.
    """
    members = tuple(map(_person, reader.members(conversation))) if conversation is not None else ()
    contacts = []
    rooms = []
    for row in rows:
        if row.kind is ConversationKind.FRIEND:
            contacts.append(Person(row.conversation.peer, row.name, remark=row.remark))
        elif row.kind is ConversationKind.GROUP:
            rooms.append(Room(row.conversation.peer, row.name, row.remark))
    people, groups = tuple(dict.fromkeys(contacts)), tuple(dict.fromkeys(rooms))
    if known is not None and (known.members, known.contacts, known.rooms) == (members, people, groups):
        return replace(known, conversation=conversation)
    names = Names(members, people, groups)
    warm(Context(names, now_at(None), commands=command_rows()))
    return Known(conversation, members, people, groups, names)


def _person(member: MemberRow) -> Person:
    return Person(member.user, member.nickname, member.card, member.remark, member.role)


def now_at(zone: tzinfo | None) -> datetime:
    """Return the time in *zone*, None: that of this machine."""
    return datetime.now(zone).astimezone(zone)


def where_one_is(main: Main, names: Names) -> Context:
    """Return the context of the open conversation, with *names* to be understood in it."""
    row = main.current
    now = now_at(main.services.zone)
    if row is None:
        return Context(names, now, commands=command_rows())
    selected = main.pane.cursor_row
    recent = newest(main, row)
    own = next((message for message in recent if message.is_own), None)
    return Context(
        names,
        now,
        account=row.conversation.account,
        conversation=row.conversation,
        own_role=main.services.judge.role(row, row.conversation.account.own_id),
        selected=message_at(selected) if selected is not None else None,
        last=message_at(recent[0]) if recent else None,
        own_last=message_at(own) if own is not None else None,
        commands=command_rows(),
        offers=main.services.connection.offers(row.account),
        is_read_only=main.services.connection.is_read_only(row.account),
    )


def newest(main: Main, row: ConversationRow, sender: str = "") -> list[MessageRow]:
    """Return what was said last in *row* (by *sender*) and still stands, the newest first."""
    page = main.services.reader.page(row.id, limit=LOOKED_THROUGH)
    return [message for message in reversed(page) if _stands(message) and sender in ("", message.sender)]


def _stands(message: MessageRow) -> bool:
    return not message.is_notice and not message.is_recalled and message.state is SendState.SENT


def message_at(row: MessageRow) -> MessageAt:
    """Return *row* as words can point at it."""
    return MessageAt(row.id, row.sender, row.is_own, row.ref)


def pointing_at(message: MessageAt, command: IntentCommand, context: Context, text: str = "") -> tuple[Understanding, Context]:
    """Return *command* done to *message*, and the context in which that is the selected one."""
    context = replace(context, selected=message)
    args = {**(command.args or {}), "which": "selected", "message": message.id}
    args.pop("user", None)
    return consider(command._replace(args=args), context, text), context
