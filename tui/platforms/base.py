"""What every platform is to the rest of the house: connect, perform, ask, history, and what it offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct

from tui.chat.actions import Action, Outcome
from tui.chat.capabilities import Offers
from tui.chat.events import Event
from tui.chat.ids import AccountId, ConversationId, MessageRef
from tui.chat.messages import Message
from tui.chat.people import Friend, Group, Member
from tui.chat.segments import Segment
from tui.platforms.frames import FrameSink

T = TypeVar("T")
EventSink = Callable[[Event], None]
"""Takes one event, at once and on the connection's own loop; it never blocks and never raises."""


class Identity(Struct, frozen=True):
    """Whom the platform says we are, and what its implementation calls itself."""

    account: AccountId
    nickname: str
    implementation: str = ""
    version: str = ""


class ConnectError(Exception):
    """Connecting failed. *reason* is our key (``connect.<reason>``), *words* the other side's; *is_final*: do not try again.

    *wait*: seconds to let pass at least before trying again, where the other side was pressed too hard already.
    """

    def __init__(self, reason: str, words: str = "", *, is_final: bool = False, wait: float = 0.0) -> None:
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason = reason
        self.words = words
        self.is_final = is_final
        self.wait = wait


class AskError(Exception):
    """A query got no value. *reason* is our key (``reason.<reason>``): not_offered, not_connected, no_answer, refused,
    not_found.
    """

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason = reason
        self.words = words


class Query(Struct, Generic[T], frozen=True):
    """The base of all questions; ``T`` is the type of the answer."""


class AskFriends(Query[Sequence[Friend]], frozen=True):
    """All friends, with their categories where the platform tells them."""


class AskGroups(Query[Sequence[Group]], frozen=True):
    """All groups the account is in."""


class AskMembers(Query[Sequence[Member]], frozen=True):
    """All members of one group."""

    conversation: ConversationId


class AskMember(Query[Member], frozen=True):
    """One member of one group, fresh."""

    conversation: ConversationId
    user: str


class Recent(Struct, frozen=True):
    """A conversation that was active lately, and its newest message where the platform tells it. *unread*: how many messages
    nobody has read on any device, 0 where the platform does not count.
    """

    conversation: ConversationId
    name: str
    message: Message | None
    unread: int = 0


class AskRecents(Query[Sequence[Recent]], frozen=True):
    """The *limit* conversations that were active last."""

    limit: int


class AskMessage(Query[Message], frozen=True):
    """One message by its native id (a quote that points out of what we have)."""

    conversation: ConversationId
    native: str


class PageEnd(StrEnum):
    """What lies beyond a page in the direction that was asked."""

    MORE = "more"
    REACHED = "reached"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Page(Struct, frozen=True):
    """A run of history, oldest first, without gaps inside and without the anchor; *words* are the platform's when it refused.

    *is_latest* False: the newest page that is to be had, and yet something may have been said after it.
    """

    messages: tuple[Message, ...]
    end: PageEnd
    words: str = ""
    is_latest: bool = True


class FindingLevel(StrEnum):
    """How a finding of the connection test is meant."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(Struct, frozen=True):
    """One thing that the connection test found: *key* is ``probe.<key>``, *values* fill its text, *words* are the other
    side's.
    """

    level: FindingLevel
    key: str
    values: tuple[tuple[str, str], ...] = ()
    words: str = ""


class ProbeReport(Struct, frozen=True):
    """What the connection test found, in the order of looking; *identity* when it got all the way."""

    findings: tuple[Finding, ...]
    identity: Identity | None = None


class Platform(ABC):
    """One account on one platform. All methods run on the connection's loop; none may block it.

    A platform object lives as long as the account is configured and may connect many times, one connection at a time.
    """

    protocol: ClassVar[str]

    until_ready: Callable[[], Awaitable[None]] | None = None
    """Awaited before each frame is read, where it is set: while the store lags behind, the other side has to wait as well."""

    on_frame: FrameSink | None = None
    """Told of each frame that crosses the wire, and of what happens to the connection, where it is set."""

    awaits: str = ""
    """Where the other side has to dial us while :meth:`connect` waits for it; empty where we dial."""

    on_upload: Callable[[int, int], None] | None = None
    """Told how many bytes of a picture that is being sent are up, and of how many, where it is set; in the end they are equal."""

    asks_every: float = 0.0
    """Seconds after which to ask for new messages, where the platform tells of none by itself; 0: it does."""

    history_pause: float = 0.5
    """Seconds between two pages of history that nobody asked for: an account is real, and a flood of calls gets it noticed."""

    caveat: str = ""
    """What a person should know of the connection though it works, or while it is waited for: a key (``connect.<caveat>``)."""

    on_caveat: Callable[[], None] | None = None
    """Called when *caveat* has changed, where it is set."""

    def attend(self, conversation: ConversationId | None) -> None:  # noqa: B027  # where all is told, it makes no difference
        """A person looks at *conversation* now, or at none of this account: where one has to ask, this says how often."""

    async def shut(self) -> None:  # noqa: B027  # most have nothing to let go of
        """The account is given up: let go of what is kept between two connections, such as a port."""

    @property
    @abstractmethod
    def offers(self) -> Offers:
        """What the connected implementation can do; before the first connection what the protocol can do at all."""

    @abstractmethod
    async def connect(self, sink: EventSink) -> Identity:
        """Connect and make sure who we are; from then on events go to *sink*, also those that came meanwhile.

        Raises ConnectError. "Connected" means that the other side has proved that it accepted us, not only a handshake.
        """

    @abstractmethod
    async def wait_closed(self) -> ConnectError:
        """Return why the connection ended, once it has."""

    @abstractmethod
    async def close(self) -> None:
        """End the connection, if there is one; pending calls end as not answered."""

    @abstractmethod
    async def perform(self, action: Action) -> Outcome:
        """Do *action* and return how it ended; never raises for what the wire does."""

    @abstractmethod
    async def ask(self, query: Query[T]) -> T:
        """Return the answer to *query*. Raises AskError."""

    def keeps_history(self, conversation: ConversationId) -> bool:
        """Return whether what was said in *conversation* can be asked for at all."""
        return True

    @abstractmethod
    async def history(
        self, conversation: ConversationId, *, before: MessageRef | None = None, after: MessageRef | None = None, limit: int
    ) -> Page:
        """Return up to *limit* messages just before or just after an anchor, or the newest ones. Never raises for the wire."""

    @abstractmethod
    def is_same_content(self, ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
        """Return whether *theirs*, as the platform shows it, can be what we sent as *ours*."""
