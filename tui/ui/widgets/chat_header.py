"""The line above a conversation: with whom one speaks, and what matters about it now."""

from __future__ import annotations

import time
from datetime import datetime, tzinfo

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.ids import ConversationKind
from tui.locale import t
from tui.store.rows import ConversationRow, MemberRow
from tui.ui.strips import Piece, lay_on, line
from tui.ui.theme import chat_theme


class ChatHeader(Widget):
    """One line: the name, then number, size and what is special here; nothing while no conversation is open."""

    DEFAULT_CSS = "ChatHeader { height: 1; background: $panel; color: $foreground; }"

    def __init__(self, *, zone: tzinfo | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._zone = zone
        self._title = ""
        self._facts: tuple[str, ...] = ()
        self._warnings: tuple[str, ...] = ()
        self._is_typing = False

    def show(self, row: ConversationRow | None, me: MemberRow | None, *, is_read_only: bool, label: str = "") -> None:
        """Show *row*; *me* is our own entry among its members, *label* the account's when there are several."""
        title, facts, warnings = (
            ("", (), ()) if row is None else (row.title, _facts(row, label), self._warn(row, me, is_read_only))
        )
        if (title, facts, warnings) != (self._title, self._facts, self._warnings):
            self._title, self._facts, self._warnings = title, facts, warnings
            self.refresh()

    def show_typing(self, is_typing: bool) -> None:
        """Show whether the other side is typing."""
        if is_typing != self._is_typing:
            self._is_typing = is_typing
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        chat = chat_theme(self.app)
        pieces = [Piece(" "), Piece(self._title, Style(bold=True))]
        if self._is_typing:
            pieces.append(Piece(f"  {t('people.typing')}", chat.good))
        pieces += [Piece(f"  {warning}", chat.failed) for warning in self._warnings]
        pieces += [Piece(f"  {fact}", chat.time) for fact in self._facts]
        ground = self.rich_style
        return lay_on(line(pieces, self.size.width), ground, Style(bgcolor=ground.bgcolor))

    def _warn(self, row: ConversationRow, me: MemberRow | None, is_read_only: bool) -> tuple[str, ...]:
        found = []
        if me is not None and me.muted_until > time.time() * 1000:
            until = datetime.fromtimestamp(me.muted_until / 1000, self._zone)
            found.append(t("main.muted_me", until=f"{until:%m-%d %H:%M}"))
        if row.is_muted_all:
            found.append(t("main.muted_all"))
        if not row.is_listed and row.kind in (ConversationKind.GROUP, ConversationKind.FRIEND):
            found.append(t("main.left"))
        if is_read_only:
            found.append(t("main.read_only"))
        return tuple(found)


def _facts(row: ConversationRow, label: str) -> tuple[str, ...]:
    number = row.conversation.peer
    match row.kind:
        case ConversationKind.GROUP if row.member_count:
            kind = t("main.group_of", number=number, count=row.member_count)
        case ConversationKind.GROUP | ConversationKind.FAN_GROUP:
            kind = t("main.group", number=number)
        case ConversationKind.TEMP:
            kind = t("main.temp", number=number, via=row.via)
        case ConversationKind.STRANGER:
            kind = t("main.stranger", number=number)
        case ConversationKind.FRIEND:
            kind = t("main.friend", number=number)
        case _:
            kind = t("main.system")
    return (kind, t("main.account_of", label=label)) if label else (kind,)
