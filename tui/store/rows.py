"""What the store tells its readers: rows as immutable values."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from tui.chat.emoji import Reaction
from tui.chat.ids import AccountId, ConversationId, ConversationKind, LocalId, MessageRef
from tui.chat.messages import SendState
from tui.chat.people import Role
from tui.chat.requests import RequestKind, RequestState
from tui.chat.segments import Segment, load


class Position(NamedTuple):
    """Where a message stands in its conversation: by time (ms), then the platform's sequence, then our tie-break."""

    time: int
    sequence: int
    tie: int


class GapState(StrEnum):
    """A gap is OPEN until the platform has given what was in it, or has said that it will not."""

    OPEN = "open"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Gap(Struct, frozen=True):
    """Messages may be missing between *lower* (None: nothing older is stored) and *upper*."""

    id: int
    conversation: int
    lower: LocalId | None
    upper: LocalId
    state: GapState
    words: str = ""
    filled: int = 0


class AccountRow(Struct, frozen=True):
    """An account that the store knows."""

    id: int
    account: AccountId
    label: str
    nickname: str
    is_synced: bool


class ConversationRow(Struct, frozen=True, dict=True):
    """One conversation with all that a list shows of it; ``last_*`` speak of the newest message that is no notice."""

    id: int
    account: int
    conversation: ConversationId
    name: str
    remark: str
    via: str
    category: str
    category_order: int
    is_listed: bool
    is_muted_all: bool
    member_count: int
    members_at: int
    last_message: LocalId | None
    last_time: int
    last_sender: str
    last_sender_name: str
    last_segments_json: str
    last_is_own: bool
    last_state: SendState
    last_is_recalled: bool
    unread: int
    mentions: int
    is_pinned: bool
    is_muted: bool
    is_quiet: bool
    is_hidden: bool
    is_marked: bool
    draft: str
    waits_since: int = 0
    """When (ms) the oldest message came that waits for our answer; 0: nobody waits."""

    @property
    def kind(self) -> ConversationKind:
        """Friend, group, ..."""
        return self.conversation.kind

    @property
    def title(self) -> str:
        """What to call it: remark, else name, else number."""
        return self.remark or self.name or self.conversation.peer

    @cached_property
    def last_segments(self) -> tuple[Segment, ...]:
        """The segments of the newest message, () when there is none."""
        return load(self.last_segments_json) if self.last_segments_json else ()


class QuotedRow(Struct, frozen=True, dict=True):
    """What is known of the message that a reply quotes."""

    id: LocalId
    sender: str
    sender_name: str
    is_own: bool
    is_recalled: bool
    segments_json: str

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The quoted message's segments."""
        return load(self.segments_json)


class MessageRow(Struct, frozen=True, dict=True):
    """One message as it stands in the store; *gap* is the gap just above (older than) it, if there is one."""

    id: LocalId
    conversation: int
    native: str | None
    sender: str
    sender_name: str
    position: Position
    is_own: bool
    is_notice: bool
    segments_json: str
    state: SendState
    error: str
    recalled_by: str | None
    recalled_at: int | None
    unread: bool
    mentions_me: bool
    gap: Gap | None
    quoted: QuotedRow | None
    reactions: tuple[Reaction, ...] = ()

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """What was said."""
        return load(self.segments_json)

    @property
    def time(self) -> int:
        """When it was said, ms."""
        return self.position.time

    @property
    def is_recalled(self) -> bool:
        """Whether it was taken back; the words are still here, for the reveal."""
        return self.recalled_at is not None

    @property
    def ref(self) -> MessageRef | None:
        """This message as a platform may be asked for it; None before the platform has given it an id."""
        if self.native is None:
            return None
        return MessageRef(self.native, self.position.sequence or None, self.position.time, self.sender)


class MemberRow(Struct, frozen=True):
    """A member of a group, as last told; *muted_until* in ms."""

    user: str
    nickname: str
    card: str
    role: Role
    title: str
    muted_until: int
    joined_at: int
    last_spoke_at: int
    remark: str = ""

    @property
    def name(self) -> str:
        """What to call them: card, else nickname, else number."""
        return self.card or self.nickname or self.user


class RequestRow(Struct, frozen=True):
    """A request and how it stands. *is_accepted* and *words* are our answer (None: we gave none), *error* why it was not taken.

    *account* is the store's id. *time* in ms, 0 where the platform does not tell it; *heard_at* by our clock.
    """

    id: int
    account: int
    own_id: str
    kind: RequestKind
    flag: str
    user: str
    name: str
    comment: str
    group: str
    group_name: str
    invitor: str
    time: int
    heard_at: int
    state: RequestState
    is_accepted: bool | None
    words: str
    handled_by: str
    error: str

    @property
    def who(self) -> str:
        """What to call whoever asks: their name, else their number."""
        return self.name or self.user

    @property
    def is_waiting(self) -> bool:
        """Whether a person has to look at it: nobody has answered it, or nobody knows whether our answer came through."""
        return self.state is RequestState.OPEN or (self.state is RequestState.UNSURE and self.is_accepted is not None)

    @property
    def is_answerable(self) -> bool:
        """Whether it can be answered from here."""
        return bool(self.flag) and self.state.is_answerable


class DraftMention(NamedTuple):
    """A mention in the text of a draft from *start* to *end* (code points, exclusive); *user* "" is everybody.

    With a *face* it is no mention, but the face of this id.
    """

    start: int
    end: int
    user: str
    name: str
    face: str = ""

    @property
    def shown(self) -> str:
        """The words that stand for it in the text."""
        return f"[{self.name}]" if self.face else f"@{self.name}"


class Draft(Struct, frozen=True):
    """What stands unsent in a composer, and the message it would quote."""

    text: str = ""
    quote: LocalId | None = None
    mentions: tuple[DraftMention, ...] = ()
