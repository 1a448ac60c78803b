"""Sends what plugins say by themselves through the outbox, as any message, and hears how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.chat.ids import LocalId
from tui.chat.messages import SendState
from tui.chat.segments import Segment
from tui.store.changes import Changes
from tui.store.reader import Reader
from tui.store.rows import AccountRow, ConversationRow

if TYPE_CHECKING:
    from tui.connection.worker import Connection

ANSWER_SECONDS = 30.0
"""Seconds after which a plugin hears that its message still waits."""


class SendFailedError(Exception):
    """It was not sent, or nobody knows: *reason* is waits, discarded, refused or unconfirmed; *words* are the platform's."""

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words


class Sending:
    """Messages of plugins on their way. All on the plugins' loop."""

    def __init__(self, connection: Connection, reader: Reader) -> None:
        self._connection = connection
        self._reader = reader
        self._waiting: dict[int, asyncio.Event] = {}

    def changed(self, changes: Changes) -> None:
        """Look again at what waits in the conversations that changed."""
        for conversation in changes.by_conversation:
            if (news := self._waiting.get(conversation)) is not None:
                news.set()

    async def send(self, row: ConversationRow, account: AccountRow, segments: Sequence[Segment]) -> str:
        """Send *segments*, and return the platform's id of the message. Raises SendFailedError."""
        queued = self._connection.send(row, account.nickname or account.account.own_id, segments, keeps_draft=True)
        id = await asyncio.wrap_future(queued)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._native(row.id, id)
        except TimeoutError as error:
            raise SendFailedError("waits") from error

    async def _native(self, conversation: int, id: LocalId) -> str:
        news = self._waiting.setdefault(conversation, asyncio.Event())
        while True:
            news.clear()
            message = self._reader.message(id)
            if message is None:
                raise SendFailedError("discarded")
            if message.state is SendState.SENT:
                return message.native or ""
            if message.state is SendState.FAILED:
                raise SendFailedError("refused", message.error)
            if message.state is SendState.UNCONFIRMED:
                raise SendFailedError("unconfirmed")
            await news.wait()
