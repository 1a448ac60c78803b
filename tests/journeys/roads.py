"""The roads to QQ on which a journey can go (Bilibili: ``every_road``): what is at the end, how one gets there, what lacks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, ClassVar, Final

import pytest

from tests.places import free_place
from tui.chat.actions import ActionKind
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.platforms.base import Platform
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings as MiraiSettings
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings as OneBotSettings
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.model import group_chat, private_chat
from tui.simulator.onebot11.reverse import ReverseDialler
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.serving import Serving
from tui.simulator.world import World

SECRET = "t"

HASTE: Final = {"poll_every": 0.02, "status_every": 0.1}
"""Who has to be asked is asked as often as a journey can wait for."""

KEPT_HERE: Final = frozenset((ActionKind.PIN, ActionKind.SILENCE))
"""What QQ's own client keeps to itself, and we keep in our store."""


def mirai(settings: MiraiSettings) -> Mirai:
    """Return what talks to mirai-api-http and asks for history as fast as it is answered: nobody minds here."""
    return Mirai(settings, history_pause=0.0)


class Road(ABC):
    """One road, for one journey: :meth:`serve` the world at its end, and :meth:`platform` is what reaches it.

    *wire* says by which calls the other side is told of what a journey counts or lets fail. *lacks* is what nobody offers there,
    *keeps_groups* whether what was said in groups can be asked for afterwards; of friends it can on all of them. *refusal*: words
    with which a message can be refused there.
    """

    name: ClassVar[str]
    protocol: ClassVar[str]
    wire: ClassVar[Mapping[str, tuple[str, ...]]]
    lacks: ClassVar[frozenset[ActionKind]] = frozenset()
    keeps_groups: ClassVar[bool] = True
    refusal: ClassVar[str] = "频率限制 [/b]"

    @abstractmethod
    def serve(self, world: World, *, report_self: bool = False, is_let_in: bool = True) -> AbstractAsyncContextManager[Serving]:
        """Run the other end over *world*. *report_self*: NapCat tells what we said; not *is_let_in*: we bring a wrong secret."""

    @abstractmethod
    def platform(self) -> Platform:
        """Return the account's way to what :meth:`serve` runs."""

    def place(self, kind: ConversationKind, peer: str) -> ConversationId:
        """Return a conversation of the account."""
        return ConversationId(AccountId(self.protocol, "10001"), kind, peer)

    @property
    def owned(self) -> ConversationId:
        """The group that is ours."""
        return self.place(ConversationKind.GROUP, "30001")

    @property
    def group(self) -> ConversationId:
        """The group in which we are an administrator."""
        return self.place(ConversationKind.GROUP, "30002")

    @property
    def plain(self) -> ConversationId:
        """The group in which we are nobody."""
        return self.place(ConversationKind.GROUP, "30003")

    @property
    def friend(self) -> ConversationId:
        """The friend whose remark is 小贤."""
        return self.place(ConversationKind.FRIEND, "20001")

    @property
    def other_friend(self) -> ConversationId:
        """Another friend."""
        return self.place(ConversationKind.FRIEND, "20002")

    @property
    def talk(self) -> ConversationId:
        """A conversation in which one writes and is answered."""
        return self.group

    def heard(self, server: Any, where: ConversationId) -> Sequence[Any]:
        """Return what has been said in *where*, as the world at the end of the road knows it."""
        own = where.account.own_id
        chat = group_chat(where.peer) if where.is_group else private_chat(own, where.peer)
        found: Sequence[Any] = server.world.conversation(chat).messages
        return found

    @property
    def kept(self) -> ConversationId:
        """A conversation in which what was missed can be asked for: a group, where that is so of groups."""
        return self.group if self.keeps_groups else self.friend


class OneBotRoad(Road):
    """What all roads to NapCat have in common."""

    protocol = "onebot11"
    wire: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "send": ("send_group_msg", "send_private_msg"),
        "recall": ("delete_msg",),
        "poke": ("send_poke",),
        "mute": ("set_group_ban",),
        "kick": ("set_group_kick",),
        "read": ("mark_group_msg_as_read", "mark_private_msg_as_read"),
        "members": ("get_group_member_list",),
        "history": ("get_group_msg_history", "get_friend_msg_history"),
    }
    lacks = KEPT_HERE
    _settings: OneBotSettings

    def platform(self) -> Platform:
        """Return what talks OneBot 11."""
        return OneBot11(self._settings)


class Dialled(OneBotRoad):
    """We dial NapCat."""

    name = "onebot11 dial"

    @asynccontextmanager
    async def serve(self, world: World, *, report_self: bool = False, is_let_in: bool = True) -> AsyncIterator[Serving]:
        """Run a NapCat that is dialled."""
        async with OneBotServer(world, heartbeat=5.0, token=SECRET, report_self=report_self) as server:
            self._settings = OneBotSettings(url=server.url, token=SECRET if is_let_in else "wrong")
            yield server


class Listened(OneBotRoad):
    """NapCat dials us."""

    name = "onebot11 listen"

    @asynccontextmanager
    async def serve(self, world: World, *, report_self: bool = False, is_let_in: bool = True) -> AsyncIterator[Serving]:
        """Run a NapCat that dials."""
        place = free_place()
        self._settings = OneBotSettings(listen=place, token=SECRET)
        async with (
            OneBotServer(world, heartbeat=5.0, report_self=report_self) as server,
            ReverseDialler(server, f"ws://{place}/onebot/v11/ws", token=SECRET if is_let_in else "wrong", every=0.1),
        ):
            yield server


class MiraiRoad(Road):
    """mirai-api-http, by the transport of this name."""

    protocol = "mirai"
    transport: ClassVar[str]
    wire: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "send": ("sendGroupMessage", "sendFriendMessage"),
        "recall": ("recall",),
        "poke": ("sendNudge",),
        "mute": ("mute", "unmute"),
        "kick": ("kick",),
        "read": (),
        "members": ("memberList",),
        "history": ("roamingMessages",),
    }
    keeps_groups = False
    lacks = frozenset((
        ActionKind.MARK_READ, ActionKind.REACT, ActionKind.REACTORS, ActionKind.PORTRAIT, ActionKind.SIGN_IN,
        ActionKind.MENTION_ALL_LEFT, ActionKind.SHARE_GROUP, ActionKind.SHARE_PERSON, ActionKind.IGNORED_REQUESTS,
        ActionKind.HONOURS, ActionKind.ESSENCES, ActionKind.FILE_SPACE, ActionKind.DELETE_FOLDER, ActionKind.REQUESTS,
        ActionKind.REMARK, ActionKind.LIKE, ActionKind.LIKES, ActionKind.TYPING, ActionKind.PERSON_STATUS, ActionKind.RECENTS,
        ActionKind.ONLINE_STATUS, ActionKind.OWN_PROFILE, ActionKind.SEX, ActionKind.SIGNATURE, ActionKind.AVATAR,
        ActionKind.CUSTOM_FACES, ActionKind.COLLECT, ActionKind.READ_PICTURE, ActionKind.TRANSLATE, ActionKind.VOICES,
        ActionKind.SPEAK,
    )) | KEPT_HERE  # fmt: skip
    _settings: MiraiSettings

    @asynccontextmanager
    async def serve(self, world: World, *, report_self: bool = False, is_let_in: bool = True) -> AsyncIterator[Serving]:
        """Run a mirai-api-http; what was said on other devices it tells in any case."""
        async with MiraiServer(world, verify_key=SECRET) as server:
            key = SECRET if is_let_in else "wrong"
            self._settings = MiraiSettings(url=server.url, verify_key=key, qq=10001, transport=self.transport, **HASTE)
            yield server

    def platform(self) -> Platform:
        """Return what talks to mirai-api-http."""
        return mirai(self._settings)


class MiraiSocket(MiraiRoad):
    """Its WebSocket."""

    name = "mirai ws"
    transport = "ws"


class MiraiHttp(MiraiRoad):
    """Its HTTP server, which is asked for what happened."""

    name = "mirai http"
    transport = "http"


ROADS: Final = (Dialled, Listened, MiraiSocket, MiraiHttp)
PROTOCOLS: Final = (Dialled, MiraiSocket)


def by_road(*roads: type[Road]) -> pytest.MarkDecorator:
    """Let a journey be gone on each of *roads*."""
    return pytest.mark.parametrize("road", [pytest.param(road, id=road.name) for road in roads], indirect=True)


on_each_road = by_road(*ROADS)
"""The journey is gone on every road."""

with_each_protocol = by_road(*PROTOCOLS)
"""The journey is gone once with each protocol: it has nothing to do with how the connection comes about."""
