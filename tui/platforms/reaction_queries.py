"""What a platform may be asked about reactions."""

from __future__ import annotations

from collections.abc import Sequence

from tui.chat.emoji import Emoji
from tui.chat.ids import ConversationId, MessageRef
from tui.chat.reactions import Reactors
from tui.platforms.base import Query


class AskReactors(Query[Sequence[Reactors]], frozen=True):
    """Who reacted to *message*. *known*: the emoji that we know of, for a platform that does not list them."""

    conversation: ConversationId
    message: MessageRef
    known: tuple[Emoji, ...] = ()
