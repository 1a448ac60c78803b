"""The frames that the inspector has seen: taken out of the rings, calls joined with their answers, filtered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from tui.connection.ring import FrameRing, Kept
from tui.platforms.frames import Frame, FrameKind
from tui.ui.wire_filter import WireFilter

Key = tuple[str, int]


class WireRow(Struct, frozen=True, eq=False):
    """One frame of *account*; *partner* is the frame that answers it, or that it answers. A row that changes is another row."""

    account: str
    number: int
    frame: Frame
    partner: Frame | None = None
    partner_number: int = 0

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.account, self.number

    @property
    def is_waiting(self) -> bool:
        """Whether it is a call whose answer has not come."""
        return self.frame.kind is FrameKind.CALL and self.partner is None

    @property
    def is_failed(self) -> bool:
        """Whether it failed, or was answered so."""
        return self.frame.is_failed or (self.frame.kind is FrameKind.CALL and self.partner is not None and self.partner.is_failed)

    @property
    def latency(self) -> float | None:
        """What the answer took, in ms."""
        if self.frame.kind is FrameKind.CALL:
            return self.partner.latency if self.partner is not None else None
        return self.frame.latency


class WireModel:
    """What is looked at. *rings* go on by themselves; :meth:`look` takes over what is new."""

    def __init__(self, rings: Mapping[str, FrameRing]) -> None:
        self._rings = rings
        self._seen = dict.fromkeys(rings, 0)
        self._rows: OrderedDict[Key, WireRow] = OrderedDict()
        self._shown: set[Key] = set()
        self._calls: dict[tuple[str, str], Key] = {}
        self.filter = WireFilter()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts, by their labels."""
        return tuple(self._rings)

    @property
    def count(self) -> int:
        """How many frames there are, shown or not."""
        return len(self._rows)

    @property
    def new(self) -> int:
        """How many frames came that were not taken over."""
        return sum(ring.newest - self._seen[label] for label, ring in self._rings.items())

    def rows(self) -> Sequence[WireRow]:
        """Return what is shown, in order."""
        return [row for key, row in self._rows.items() if key in self._shown]

    def row(self, key: Key) -> WireRow | None:
        """Return the row of this key, shown or not."""
        return self._rows.get(key)

    def row_of_call(self, account: str, call: str) -> WireRow | None:
        """Return the row of the call that its platform names so."""
        key = self._calls.get((account, call))
        return self._rows.get(key) if key is not None else None

    def look(self) -> bool:
        """Take over what is new, and let go of what the rings let go of; return whether anything changed."""
        came: list[tuple[int, str, Kept]] = []
        for label, ring in self._rings.items():
            if ring.newest == self._seen[label]:
                continue
            kept, oldest = ring.after(self._seen[label])
            self._seen[label] = kept[-1].number if kept else ring.newest
            came += [(one.frame.time, label, one) for one in kept]
            self._forget_before(label, oldest)
        if len(self._rings) > 1:
            came.sort(key=lambda one: one[0])
        for _, label, one in came:
            self._add(label, one)
        return bool(came)

    def set_filter(self, wanted: WireFilter) -> None:
        """Show what *wanted* lets through."""
        self.filter = wanted
        self._shown = {key for key, row in self._rows.items() if wanted.shows(row.account, row.frame, row.partner)}

    def clear(self) -> None:
        """Let go of all that came so far, here and in the rings."""
        for label, ring in self._rings.items():
            ring.clear()
            self._seen[label] = ring.newest
        self._rows.clear()
        self._shown.clear()
        self._calls.clear()

    def _add(self, label: str, kept: Kept) -> None:
        frame = kept.frame
        row = WireRow(label, kept.number, frame)
        if frame.kind is FrameKind.CALL:
            self._calls[label, frame.call] = row.key
        elif frame.call:
            call = self.row_of_call(label, frame.call)
            if call is not None:
                # A call that was given up and is answered late after all has its answer.
                row = WireRow(label, kept.number, frame, call.frame, call.number)
                self._put(WireRow(label, call.number, call.frame, frame, kept.number))
        self._put(row)

    def _put(self, row: WireRow) -> None:
        self._rows[row.key] = row
        if self.filter.shows(row.account, row.frame, row.partner):
            self._shown.add(row.key)
        else:
            self._shown.discard(row.key)

    def _forget_before(self, label: str, oldest: int) -> None:
        gone = []
        for key, row in self._rows.items():
            if key[0] == label:
                if row.number >= oldest:
                    break
                gone.append(key)
        for key in gone:
            row = self._rows.pop(key)
            self._shown.discard(key)
            if row.frame.kind is FrameKind.CALL:
                self._calls.pop((label, row.frame.call), None)
