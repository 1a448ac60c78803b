"""What an implementation of OneBot 11 is to the server: whom it lets in, what it can do and answers, how it shows the world."""

from __future__ import annotations

import http
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from tui.simulator.onebot11.actions import ACTIONS, Action
from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.onebot11.ids import IdTable, KeptIds
from tui.simulator.onebot11.shapes import Frame, Shapes
from tui.simulator.world import World


@dataclass(frozen=True, slots=True)
class Role:
    """What a path serves: events, answers to calls, or both."""

    has_events: bool = True
    takes_calls: bool = True


@dataclass(frozen=True, slots=True)
class Goodbye:
    """How a client without the token is sent away once it is connected: a frame, then the end, with a code or without."""

    frame: Frame
    code: int | None = None
    reason: str = ""


class Dialect(ABC):
    """One implementation's ways. It has no state: that is in the ids and shapes which it makes."""

    name: ClassVar[str]
    message_format: ClassVar[str] = "array"
    shapes: ClassVar[type[Shapes]]
    ids: ClassVar[type[IdTable]]
    actions: ClassVar[Mapping[str, Action]]

    def make_ids(self, world: World, viewer: str) -> IdTable:
        """The table of message ids. One that is kept on disk has met all that was said before."""
        table = self.ids(viewer)
        if isinstance(table, KeptIds):
            for message in world.messages.values():
                if world.sees(viewer, message.chat):
                    table.register(message)
        return table

    # -- who is let in

    def trusts(self, token: str, header: str | None, query: str) -> bool:
        """Whether the token that a client brought is `token`; the header counts before the query."""
        return not token or (header.split("Bearer ")[-1] if header else query) == token

    @abstractmethod
    def refusal(self, header: str | None, query: str) -> http.HTTPStatus | Goodbye:
        """How a client without the token is sent away: by the status of the handshake, or after it."""

    def role(self, path: str) -> Role:
        """What this path serves."""
        return Role(has_events=path.rstrip("/") != "/api", takes_calls=path.rstrip("/") != "/event")

    # -- answers

    def action(self, name: str) -> str:
        """The action that a call means."""
        return name

    def read(self, data: str | bytes) -> Frame | None:
        """The call in a frame; None if it is none."""
        try:
            frame = json.loads(data)
        except ValueError:
            return None
        return frame if isinstance(frame, dict) else None

    @abstractmethod
    def unreadable(self, data: str | bytes) -> Frame | None:
        """The answer to what is no call; None: none."""

    @abstractmethod
    def unknown(self, action: str, call: Frame) -> Frame:
        """The answer to a call of an action that it does not have."""

    @abstractmethod
    def done(self, data: Any, call: Frame) -> Frame:
        """The answer of an action that went well."""

    @abstractmethod
    def failed(self, failure: ActionFailed, call: Frame) -> Frame:
        """The answer of an action that failed, or was refused."""

    def status(self, shapes: Shapes, *, is_online: bool) -> Frame:
        """get_status: as in heartbeats, where nothing else is said."""
        return shapes.status(is_online)


def table(lacking: Iterable[str], **others: Action) -> dict[str, Action]:
    """NapCat's actions without those that an implementation lacks, and with its own."""
    missing = set(lacking)
    assert missing <= set(ACTIONS), missing - set(ACTIONS)
    return {name: action for name, action in ACTIONS.items() if name not in missing} | others


NAPCAT_ALONE = frozenset({
    "ArkSharePeer", "send_ark_share", "ArkShareGroup", "send_group_ark_share", "create_collection", "set_self_longnick",
    "nc_get_user_status", "get_mini_app_ark", "mark_group_msg_as_read", "mark_private_msg_as_read", "_mark_all_as_read",
    "get_recent_contact", "get_group_info_ex", "get_group_ignored_notifies", "set_group_sign", "get_clientkey",
    "translate_en2zh", "nc_get_packet_status", "nc_get_rkey", "get_group_detail_info", "_set_model_show",
    "upload_file_stream",
})  # fmt: skip
"""Actions that no other implementation has under this name."""
