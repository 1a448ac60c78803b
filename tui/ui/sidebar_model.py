"""Decides what the sidebar lists and in which order: conversations by time, contacts by category, groups by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from tui.chat.ids import ConversationKind
from tui.chat.names import Named
from tui.chat.pinyin import readings
from tui.locale import t
from tui.store.rows import ConversationRow


class View(StrEnum):
    """The sidebar's views; WAITING has the conversations that await our answer."""

    CONVERSATIONS = "conversations"
    CONTACTS = "contacts"
    GROUPS = "groups"
    WAITING = "waiting"

    @property
    def row_height(self) -> int:
        """Lines of an entry."""
        return 2 if self in (View.CONVERSATIONS, View.WAITING) else 1


class HeaderKind(StrEnum):
    """What a header stands above; all but ACCOUNT can be folded."""

    ACCOUNT = "account"
    CATEGORY = "category"
    QUIET = "quiet"


class Header(Struct, frozen=True):
    """A line above a part of the list. *news* counts its conversations with unread messages, while it is folded away."""

    key: Hashable
    kind: HeaderKind
    title: str
    count: int
    news: int
    is_folded: bool


class Item(Struct, frozen=True):
    """A conversation in the list. *is_moved*: it would stand higher up, had the order not been held.

    *is_suggested*: a plugin suggests something to be said there.
    """

    row: ConversationRow
    is_current: bool
    is_moved: bool
    is_suggested: bool = False

    @property
    def key(self) -> Hashable:
        """Its key in the list."""
        return self.row.id


Entry = Header | Item


class SidebarModel:
    """All conversations, and the entries that a view shows of them. An entry that looks the same stays the same object."""

    def __init__(self) -> None:
        self._rows: dict[int, ConversationRow] = {}
        self._accounts: dict[int, str] = {}
        self._toggled: set[Hashable] = set()
        self._entries: dict[Hashable, Entry] = {}
        self._held: dict[int, tuple[int, int]] | None = None
        self._order: list[int] = []
        self._current: int | None = None
        self._suggested: frozenset[int] = frozenset()
        self._arranged: list[Entry] | None = None  # all conversations, until something changes

    @property
    def suggested(self) -> frozenset[int]:
        """The conversations in which a plugin suggests something."""
        return self._suggested

    @suggested.setter
    def suggested(self, conversations: frozenset[int]) -> None:
        self._suggested = conversations
        self._arranged = None

    @property
    def current(self) -> int | None:
        """The conversation that is on the screen."""
        return self._current

    @current.setter
    def current(self, conversation: int | None) -> None:
        touched = (self._current, conversation)
        self._current = conversation
        if self._arranged is not None:
            self._arranged = [
                self._item(entry.row) if isinstance(entry, Item) and entry.row.id in touched else entry
                for entry in self._arranged
            ]

    @property
    def rows(self) -> Mapping[int, ConversationRow]:
        """All conversations by id."""
        return self._rows

    @property
    def is_held(self) -> bool:
        """Whether the order is being held."""
        return self._held is not None

    @property
    def labels(self) -> Mapping[int, str]:
        """What the accounts are called, by store id, where there are several."""
        return self._accounts if len(self._accounts) > 1 else {}

    def set_accounts(self, labels: Mapping[int, str]) -> None:
        """Set what the accounts (store id -> label) are called."""
        self._accounts = dict(labels)
        self._arranged = None

    def replace(self, rows: Iterable[ConversationRow]) -> None:
        """Know *rows* and no others."""
        self._rows = {row.id: row for row in rows}
        self._arranged = None

    def update(self, rows: Iterable[ConversationRow]) -> bool:
        """Know *rows* beside, or instead of, those that are known; return whether there were any."""
        fresh = {row.id: row for row in rows}
        self._rows |= fresh
        if fresh:
            self._arranged = None
        return bool(fresh)

    def toggle(self, key: Hashable) -> None:
        """Fold or unfold what stands below the header *key*."""
        self._toggled ^= {key}
        self._arranged = None

    def hold(self) -> None:
        """Keep the order of the conversations as it is now, until :meth:`release`."""
        held = {id: (place, self._rows[id].last_time) for place, id in enumerate(self._order) if id in self._rows}
        self._held = held or None  # an order of nothing is none to keep: what comes first is not news
        self._arranged = None

    def release(self) -> None:
        """Let the conversations take their places again."""
        self._held = self._arranged = None

    def entries(self, view: View, keep: Collection[int] | None = None) -> list[Entry]:
        """Return what *view* shows, only conversations of the ids *keep* where it is given; then nothing is folded."""
        if view is View.CONVERSATIONS:
            if keep is not None:
                return self._conversations(keep)
            if self._arranged is None:
                self._arranged = self._conversations(None)
            return self._arranged
        if view is View.WAITING:
            return [self._item(row) for row in waiting(self._rows.values()) if _is_kept(row, keep)]
        if view is View.CONTACTS:
            return self._contacts(keep)
        found = [row for row in self._rows.values() if row.conversation.is_group and row.is_listed and _is_kept(row, keep)]
        return self._by_account(found, lambda rows: [self._item(row) for row in sorted(rows, key=_by_name)])

    def neighbour(self, steps: int, view: View = View.CONVERSATIONS) -> int | None:
        """Return the conversation *steps* below (negative: above) the current one in *view*."""
        shown = [entry.row.id for entry in self.entries(view) if isinstance(entry, Item)]
        if self.current not in shown:
            return (shown[0] if steps > 0 else shown[-1]) if shown else None
        place = shown.index(self.current) + steps
        return shown[place] if 0 <= place < len(shown) else None

    def _conversations(self, keep: Collection[int] | None) -> list[Entry]:
        shown = [row for row in self._rows.values() if _is_kept(row, keep) and (keep is not None or is_shown(row))]
        entries = self._by_account(shown, lambda rows: self._section(rows, is_filtered=keep is not None))
        if keep is None and self._held is None:
            self._order = [entry.row.id for entry in entries if isinstance(entry, Item)]
        return entries

    def _section(self, rows: list[ConversationRow], *, is_filtered: bool) -> list[Entry]:
        """Return the conversations of one account: pinned ones, the others by time, and the quiet groups folded."""
        quiet = [] if is_filtered else [row for row in rows if is_folded_away(row)]
        loud = rows if is_filtered else [row for row in rows if not is_folded_away(row)]
        order = self._by_held_place if self._held is not None and not is_filtered else by_time
        entries: list[Entry] = [self._item(row) for row in sorted(loud, key=order)]
        if quiet:
            key = (HeaderKind.QUIET, rows[0].account if len(self._accounts) > 1 else 0)
            is_folded = key not in self._toggled
            news = sum(1 for row in quiet if row.unread)
            entries.append(self._header(key, HeaderKind.QUIET, t("sidebar.quiet"), len(quiet), news, is_folded))
            if not is_folded:
                entries += [self._item(row) for row in sorted(quiet, key=order)]
        return entries

    def _contacts(self, keep: Collection[int] | None) -> list[Entry]:
        friends = [
            row for row in self._rows.values() if row.kind is ConversationKind.FRIEND and row.is_listed and _is_kept(row, keep)
        ]
        return self._by_account(friends, lambda rows: self._categories(rows, is_filtered=keep is not None))

    def _categories(self, rows: list[ConversationRow], *, is_filtered: bool) -> list[Entry]:
        rows = sorted(rows, key=lambda row: (row.category_order, row.category, _by_name(row)))
        entries: list[Entry] = []
        for category, found in groupby(rows, key=lambda row: row.category):
            members = list(found)
            key = (HeaderKind.CATEGORY, members[0].account, category)
            is_folded = key in self._toggled and not is_filtered
            news = sum(1 for row in members if row.unread)
            title = category or t("sidebar.no_category")
            entries.append(self._header(key, HeaderKind.CATEGORY, title, len(members), news, is_folded))
            if not is_folded:
                entries += [self._item(row) for row in members]
        return entries

    def _by_account(self, rows: list[ConversationRow], arrange: Callable[[list[ConversationRow]], list[Entry]]) -> list[Entry]:
        if len(self._accounts) < 2:
            return arrange(rows) if rows else []
        entries: list[Entry] = []
        for account, label in self._accounts.items():
            own = [row for row in rows if row.account == account]
            news = sum(1 for row in own if row.unread and not row.is_quiet)
            entries.append(self._header((HeaderKind.ACCOUNT, account), HeaderKind.ACCOUNT, label, len(own), news, False))
            entries += arrange(own) if own else []
        return entries

    def _by_held_place(self, row: ConversationRow) -> tuple[int, int, int]:
        place = (self._held or {}).get(row.id)
        # What has come since stands above all else, newest first; the list scrolls so that nothing moves under the cursor.
        return (1, place[0], 0) if place is not None else (0, -row.last_time, row.id)

    def _item(self, row: ConversationRow) -> Item:
        held = self._held.get(row.id) if self._held is not None else None
        is_moved = self._held is not None and (held is None or (held[1] < row.last_time and held[0] > 0))
        is_current = row.id == self.current
        flags = is_current, is_moved, row.id in self.suggested
        known = self._entries.get(row.id)
        if isinstance(known, Item) and known.row is row and (known.is_current, known.is_moved, known.is_suggested) == flags:
            return known
        entry = self._entries[row.id] = Item(row, *flags)
        return entry

    def _header(self, key: Hashable, kind: HeaderKind, title: str, count: int, news: int, is_folded: bool) -> Header:
        entry = Header(key, kind, title, count, news, is_folded)
        known = self._entries.get(key)
        if isinstance(known, Header) and known == entry:
            return known
        self._entries[key] = entry
        return entry


def by_time(row: ConversationRow) -> tuple[bool, int, int]:
    """The order of conversations: pinned ones first, then by their latest message."""
    return not row.is_pinned, -row.last_time, row.id


def is_shown(row: ConversationRow) -> bool:
    """Return whether *row* belongs into the list of conversations: somebody spoke, or the user wants it there."""
    if row.is_hidden:
        return False
    return bool(row.last_time or row.draft or row.is_pinned or row.is_marked or row.unread or row.is_quiet)


def is_folded_away(row: ConversationRow) -> bool:
    """Return whether *row* is one of the quiet ones that show as one line; a mention or a pin brings it out."""
    return row.is_quiet and not row.mentions and not row.is_pinned


def next_unread(rows: Iterable[ConversationRow], current: int | None = None) -> int | None:
    """Return the unread conversation to look at next: mentions first, then people, then groups, the quiet ones last.

    Among equals the one that waits longest; never *current*. None when all is read.
    """
    waiting = [row for row in rows if (row.unread or row.is_marked) and row.id != current]
    if not waiting:
        return None
    return min(waiting, key=_urgency).id


def waiting(rows: Iterable[ConversationRow]) -> list[ConversationRow]:
    """Return the conversations in which somebody waits for our answer, the longest waiting first."""
    return sorted((row for row in rows if row.waits_since), key=lambda row: (row.waits_since, row.id))


def next_waiting(rows: Iterable[ConversationRow], current: int | None = None) -> int | None:
    """Return the conversation to answer next: the longest waiting; where *current* waits, too, the one after it, and so round.

    None when nobody waits; *current* itself when nobody else does.
    """
    ids = [row.id for row in waiting(rows)]
    place = ids.index(current) + 1 if current in ids else 0
    return ids[place % len(ids)] if ids else None


def named(row: ConversationRow) -> Named[int]:
    """Return what *row* may be found by."""
    return Named(row.id, row.conversation.peer, tuple(name for name in (row.remark, row.name) if name))


@lru_cache(maxsize=8192)
def by_pinyin(name: str) -> str:
    """Return what sorts *name* as a phone book does: Chinese by its usual reading, among the Latin letters."""
    return "".join(f"{found[0]} " if (found := readings(char)) else char for char in name.casefold())


def _by_name(row: ConversationRow) -> tuple[str, int]:
    return by_pinyin(row.title), row.id


def _urgency(row: ConversationRow) -> tuple[int, int, int]:
    if row.mentions:
        rank = 0
    elif row.is_quiet:
        rank = 3
    else:
        rank = 2 if row.conversation.is_group else 1
    return rank, row.last_time, row.id


def _is_kept(row: ConversationRow, keep: Collection[int] | None) -> bool:
    return keep is None or row.id in keep
