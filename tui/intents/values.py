"""What goes into understanding and what comes out of it: people, where one is, the command, what the bar can show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from tui.chat.capabilities import Offers
from tui.chat.ids import AccountId, ConversationId, ConversationKind, LocalId, MessageRef
from tui.chat.people import Role

if TYPE_CHECKING:
    from tui.intents.naming import Names

ENOUGH = 60.0
"""The confidence with which an intent is chosen, as in NoneBot 1."""


class IntentCommand(NamedTuple):
    """What one processor takes the words to mean, with NoneBot 1's fields in their order.

    *name* is an intent of the lexicon or a command of the interface (with a dot in it). *args* holds resolved ids and seconds;
    a :class:`Several` where one of several is meant and nobody knows which. *current_arg* is the free text (reply, card, query).
    """

    confidence: float
    name: str
    args: dict[str, Any] | None = None
    current_arg: str = ""


class Person(Struct, frozen=True):
    """Somebody who can be named; *role* is theirs in the open group."""

    id: str
    nickname: str = ""
    card: str = ""
    remark: str = ""
    role: Role = Role.UNKNOWN

    @property
    def name(self) -> str:
        """What to call them: remark, card, nickname, number."""
        return self.remark or self.card or self.nickname or self.id

    is_group = False


class Room(Struct, frozen=True):
    """A group that can be named."""

    id: str
    nickname: str = ""
    remark: str = ""

    @property
    def name(self) -> str:
        """What to call it: remark, name, number."""
        return self.remark or self.nickname or self.id

    is_group = True


Target = Person | Room


class Several(Struct, frozen=True):
    """These are meant alike: a picker is to ask."""

    choices: tuple[Target, ...]


class MessageAt(Struct, frozen=True):
    """A message that words can point at: selected, last, my last."""

    id: LocalId
    sender: str
    is_own: bool
    reference: MessageRef | None = None


class CommandRow(Struct, frozen=True):
    """A command of the interface as its key table has it: name, and its help in all languages."""

    name: str
    helps: tuple[str, ...] = ()


class Context(Struct, frozen=True):
    """Where the words are typed. *names* and *commands* are made once and handed in until they change.

    Without a *conversation* (outside the program) a group is assumed. *now* has the user's time zone.
    """

    names: Names
    now: datetime
    account: AccountId | None = None
    conversation: ConversationId | None = None
    own_role: Role = Role.UNKNOWN
    selected: MessageAt | None = None
    last: MessageAt | None = None
    own_last: MessageAt | None = None
    commands: tuple[CommandRow, ...] = ()
    offers: Offers | None = None
    is_read_only: bool = False

    @property
    def own_id(self) -> str:
        """The own number, "" when unknown."""
        return self.account.own_id if self.account else ""

    @property
    def kind(self) -> ConversationKind:
        """What the open conversation is."""
        return self.conversation.kind if self.conversation else ConversationKind.GROUP


class Stranger(Struct, frozen=True):
    """Somebody to whom *intent* was to be done, and whom nobody knows by this *name* (as it was typed)."""

    intent: str
    name: str


class Understanding(Struct, frozen=True):
    """What will be done, as a value to be shown: nothing was done yet.

    * *command* is None when nothing was sure enough; then *suggestions* holds up to three intents or commands by name, and
      *stranger* says for whom it was, where all was clear but that.
    * *asks*: what must be known or said before it is done, in this order: slots of *args* that are missing or ambiguous ("user",
      "seconds", "text" ...), "meaning" when *alternatives* are as good, "confirm" when it is to be asked again.
    * *alternatives*: other readings, each complete; for an ambiguous name one for each who may be meant.
    * *who*, *seconds*, *until*: of the command, for showing. *reason* (``reason.<key>``) says why it can not be done here, *undo*
      the intent that takes it back, where there is one.
    """

    text: str
    command: IntentCommand | None = None
    asks: tuple[str, ...] = ()
    alternatives: tuple[IntentCommand, ...] = ()
    suggestions: tuple[str, ...] = ()
    stranger: Stranger | None = None
    who: Target | None = None
    seconds: int | None = None
    until: datetime | None = None
    reason: str = ""
    undo: IntentCommand | None = None
    call: Any = field(default=None)
    """The action of ``tui.chat`` that does it, where everything for it is known; None where the interface does it by itself."""
