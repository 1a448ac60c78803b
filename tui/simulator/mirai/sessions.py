"""Sessions: what a client is given for the key, bound to the account before anything else works; shared by both adapters."""

from __future__ import annotations

import string
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tui.simulator.mirai.codes import NO_BOT, NO_SESSION, NOT_BOUND, NOT_FOUND, WRONG_KEY, Failed
from tui.simulator.mirai.socket import Line
from tui.simulator.world import World

UNBOUND_SECONDS = 180
MOST_UNREAD = 100
KEY_LENGTH = 8


@dataclass(slots=True, eq=False)
class Session:
    """`queue` only where it was bound over HTTP; `sockets` by channel: all, message, event."""

    key: str
    made: int
    is_bound: bool = False
    queue: deque[str] | None = None
    sockets: dict[str, Line] = field(default_factory=dict)

    def offer(self, text: str) -> None:
        """An event for who polls; ⚠ when the queue is full it is the new one that is lost."""
        if self.queue is not None and len(self.queue) <= MOST_UNREAD:
            self.queue.append(text)


class Sessions:
    """All of a process. `verify_key` "": nobody has to know any."""

    def __init__(self, world: World, self_id: str, verify_key: str) -> None:
        self._world = world
        self._self_id = self_id
        self._verify_key = verify_key
        self._chance = Random()
        self._open: dict[str, Session] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._open.values()))

    def check_key(self, key: str | None) -> None:
        """Let in who knows the key."""
        if self._verify_key and key != self._verify_key:
            raise Failed(WRONG_KEY)

    def check_bot(self, number: str) -> None:
        """Only the one account is logged in here."""
        if number != self._self_id:
            raise Failed(NO_BOT)

    def make(self) -> Session:
        """A session that is not bound yet."""
        letters = string.ascii_letters + string.digits
        key = "".join(self._chance.choice(letters) for _ in range(KEY_LENGTH))
        session = Session(key, self._world.now())
        self._open[key] = session
        return session

    def find(self, key: str) -> Session:
        """The session of this key; who binds it too late has none."""
        session = self._open.get(key)
        if session is not None and not session.is_bound and self._world.now() - session.made > UNBOUND_SECONDS:
            del self._open[key]
            session = None
        if session is None:
            raise Failed(NO_SESSION)
        return session

    def bound(self, key: str) -> Session:
        """The session of this key, if it is bound."""
        session = self.find(key)
        if not session.is_bound:
            raise Failed(NOT_BOUND)
        return session

    def bind(self, key: str, number: str) -> Session:
        """Bind a session to the account, and let it queue events."""
        session = self.find(key)
        if not session.is_bound:  # ⚠ one that a socket has opened stays without a queue
            self.check_bot(number)
            session.is_bound = True
            session.queue = deque()
        return session

    def release(self, key: str, number: str) -> None:
        """End a session; ⚠ another account's is "not found"."""
        if number not in self._world.users:
            raise Failed(NO_BOT)
        session = self.bound(key)
        if number != self._self_id:
            raise Failed(NOT_FOUND)
        self.close(session)

    def close(self, session: Session) -> None:
        """End a session and what hangs on it."""
        self._open.pop(session.key, None)
        for socket in session.sockets.values():
            socket.close(1000, "")

    def clear(self) -> None:
        """As a new process: there are none."""
        self._open.clear()
