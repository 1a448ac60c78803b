"""Draws the sidebar's rows: a conversation on two lines, a contact or group on one, and the headers above them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from msgspec import Struct
from msgspec.structs import replace
from rich.style import Style
from textual.strip import Strip

from tui.chat.ids import ConversationKind
from tui.chat.messages import SendState
from tui.chat.text import one_line
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.chat_theme import ChatTheme
from tui.ui.describe import plain_name, preview
from tui.ui.sidebar_model import Entry, Header, HeaderKind, Item, View
from tui.ui.strips import Piece, blank, line

_STATE_ICONS = {
    SendState.FAILED: "failed",
    SendState.UNCONFIRMED: "unconfirmed",
    SendState.SENDING: "sending",
    SendState.QUEUED: "queued",
}
_PREVIEW = 200
"""Code points of a preview that are ever laid out; a sidebar is narrower than that."""


class LineContext(Struct, frozen=True):
    """What rows are drawn with: the theme, the day it is (``date.toordinal``), and the zone in which times are told.

    *now* (ms) is what waiting is reckoned from; *labels* are the accounts' by store id, where a list has several side by side.
    """

    chat: ChatTheme
    today: int
    zone: tzinfo | None
    now: int = 0
    labels: Mapping[int, str] = {}


def draw_entry(entry: Entry, view: View, width: int, context: LineContext) -> list[Strip]:
    """Return the lines of *entry*: two where conversations stand, one for contacts and groups."""
    if isinstance(entry, Header):
        header = _header(entry, width, context.chat)
        if view is not View.CONVERSATIONS:
            return [header]
        if entry.kind is HeaderKind.QUIET:
            return [header, _quiet_news(entry, width, context.chat)]
        return [blank(width), header]
    if view is View.CONVERSATIONS:
        return [_first_line(entry, width, context), _second_line(entry, width, context.chat)]
    if view is View.WAITING:
        return [_waiting_line(entry, width, context), _second_line(entry, width, context.chat)]
    return [_single_line(entry, width, context.chat)]


def time_label(milliseconds: int, today: int, zone: tzinfo | None) -> str:
    """Return when something was said, as short as a list needs it: 14:02, yesterday, Tue, 6-12, 2019-06."""
    then = datetime.fromtimestamp(milliseconds / 1000, zone)
    days = today - then.toordinal()
    if days == 0:
        return f"{then.hour:02}:{then.minute:02}"
    if days == 1:
        return t("sidebar.yesterday")
    if 1 < days < 7:
        return t("sidebar.weekdays").split()[then.weekday()]
    if -1 <= days < 300:
        return f"{then.month}-{then.day}"
    return f"{then.year}-{then.month:02}"


def waited(milliseconds: int) -> str:
    """Return how long somebody has waited, as short as a list needs it."""
    minutes = max(milliseconds, 0) // 60_000
    if minutes < 1:
        return t("sidebar.waits_moments")
    if minutes < 60:
        return t("sidebar.waits_minutes", n=minutes)
    if minutes < 48 * 60:
        return t("sidebar.waits_hours", n=minutes // 60)
    return t("sidebar.waits_days", n=minutes // (24 * 60))


def _header(entry: Header, width: int, chat: ChatTheme) -> Strip:
    left = [Piece(" ")]
    if entry.kind is not HeaderKind.ACCOUNT:
        left.append(Piece(f"{chat.icon('folded' if entry.is_folded else 'unfolded')} ", chat.dim))
    is_account = entry.kind is HeaderKind.ACCOUNT
    left.append(Piece(entry.title, chat.title if is_account else chat.dim + Style(bold=True)))
    if not is_account:
        left.append(Piece(f" {entry.count}", chat.dim))
    return line(left, width, _dot(chat) if entry.news and (entry.is_folded or is_account) else ())


def _quiet_news(entry: Header, width: int, chat: ChatTheme) -> Strip:
    text = t("sidebar.quiet_new", count=entry.news) if entry.news else t("sidebar.quiet_none")
    return line([Piece(f"   {text}", chat.dim)], width)


def _first_line(item: Item, width: int, context: LineContext) -> Strip:
    row, chat = item.row, context.chat
    left = [_bar(item, chat)]
    if row.is_pinned:
        left.append(Piece(f"{chat.icon('pin')} ", chat.dim))
    left += _name(row, chat)
    if row.is_muted:
        left.append(Piece(f" {chat.icon('muted')}", chat.dim))
    right = []
    if item.is_moved:
        right.append(Piece(chat.icon("moved"), chat.warning))
    if row.last_time:
        right.append(Piece(time_label(row.last_time, context.today, context.zone), chat.time))
    return line(left, width, [*right, Piece(" ")])


def _waiting_line(item: Item, width: int, context: LineContext) -> Strip:
    row, chat = item.row, context.chat
    left = [_bar(item, chat), *_name(row, chat)]
    if row.account in context.labels:
        left.append(Piece(f" {context.labels[row.account]}", chat.dim))
    return line(left, width, [Piece(waited(context.now - row.waits_since), chat.warning), Piece(" ")])


def _second_line(item: Item, width: int, chat: ChatTheme) -> Strip:
    row = item.row
    badges = _badges(row, chat)
    return line([_bar(item, chat), *_preview(item, chat)], width, badges or [Piece(" ")], gap=1 if badges else 0)


def _single_line(item: Item, width: int, chat: ChatTheme) -> Strip:
    row = item.row
    left = [_bar(item, chat), Piece("  "), *_name(row, chat)]
    if row.remark and row.name and row.remark != row.name:
        left.append(Piece(f" {row.name}", chat.dim))
    right = _badges(row, chat)
    if not right and row.conversation.is_group and row.member_count:
        right = [Piece(f"{t('sidebar.members', count=row.member_count)} ", chat.dim)]
    return line(left, width, right)


def _bar(item: Item, chat: ChatTheme) -> Piece:
    return Piece(chat.icon("bar"), chat.bar) if item.is_current else Piece(" ")


def _name(row: ConversationRow, chat: ChatTheme) -> list[Piece]:
    is_loud = bool(row.unread or row.is_marked) and not row.is_quiet
    pieces = [Piece(row.title, chat.text + Style(bold=True) if is_loud else chat.text)]
    if row.kind in (ConversationKind.TEMP, ConversationKind.STRANGER):
        pieces.append(Piece(f" {t(f'sidebar.{row.kind.value}')}", chat.dim))
    return pieces


def _preview(item: Item, chat: ChatTheme) -> list[Piece]:
    row = item.row
    if item.is_suggested and not item.is_current:
        rest = _preview(replace(item, is_suggested=False), chat)
        return [Piece(t("sidebar.suggested"), chat.draft), *rest]
    if row.draft and not item.is_current:
        return [Piece(t("sidebar.draft"), chat.draft), Piece(one_line(row.draft, _PREVIEW), chat.dim)]
    if row.last_message is None:
        return [Piece(t("sidebar.empty_chat"), chat.dim)]
    pieces = []
    if row.last_is_own and row.last_state in _STATE_ICONS:
        is_wrong = row.last_state in (SendState.FAILED, SendState.UNCONFIRMED)
        pieces.append(Piece(f"{chat.icon(_STATE_ICONS[row.last_state])} ", chat.failed if is_wrong else chat.dim))
    if row.last_is_own:
        pieces.append(Piece(t("sidebar.me"), chat.dim))
    elif row.conversation.is_group:
        pieces.append(Piece(f"{row.last_sender_name or row.last_sender}: ", chat.dim))
    if row.last_is_recalled:
        pieces.append(Piece(t("sidebar.recalled"), chat.dim + Style(italic=True)))
    else:
        own_id = row.conversation.account.own_id
        words = preview(
            row.last_segments, lambda user, fallback: t("notice.you") if user == own_id else plain_name(user, fallback)
        )
        pieces.append(Piece(one_line(words, _PREVIEW), chat.dim))
    return pieces


def _badges(row: ConversationRow, chat: ChatTheme) -> list[Piece]:
    pieces = []
    if row.mentions:
        pieces.append(Piece(f"{chat.icon('mention')} ", chat.mention_me))
    if row.is_quiet and (row.unread or row.is_marked):
        pieces += _dot(chat)
    elif row.unread:
        count = "99+" if row.unread > 99 else str(row.unread)
        if row.is_muted:
            pieces.append(Piece(f"{count} ", chat.badge_quiet))
        else:
            pieces += [Piece(f" {count} ", chat.badge), Piece(" ")]
    elif row.is_marked:
        pieces += [Piece(chat.icon("dot"), chat.unread), Piece(" ")]
    return pieces


def _dot(chat: ChatTheme) -> list[Piece]:
    return [Piece(chat.icon("dot"), chat.badge_quiet), Piece(" ")]
