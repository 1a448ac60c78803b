"""The API of OneBot 11 as typed coroutines, one a method; each returns an Answer and raises what :mod:`calls` raises.

Methods have the names and parameters that bot authors know; :mod:`offers` says what goes out where, and who has what. The
messages of events come as GroupMessage and PrivateMessage by ``api.message(frame)``, with ``await message.reply(...)``.
"""

from __future__ import annotations

from tui.platforms.onebot11.api.account import ONLINE_STATES, Account
from tui.platforms.onebot11.api.answers import Answer, EmptyMessageError, NotOfferedError
from tui.platforms.onebot11.api.area import Area
from tui.platforms.onebot11.api.chain import MessageChain
from tui.platforms.onebot11.api.group_files import GroupFiles
from tui.platforms.onebot11.api.groups import Groups
from tui.platforms.onebot11.api.lookups import LOOKUP_SECONDS, Lookups
from tui.platforms.onebot11.api.messages import MAX_SEND_SECONDS, Messages, send_seconds
from tui.platforms.onebot11.api.misc import Misc
from tui.platforms.onebot11.api.offers import OFFERS, Offer
from tui.platforms.onebot11.api.people import People
from tui.platforms.onebot11.message_models import BaseMessage, GroupMessage, PrivateMessage, Sender

__all__ = [
    "LOOKUP_SECONDS",
    "MAX_SEND_SECONDS",
    "OFFERS",
    "ONLINE_STATES",
    "Answer",
    "Api",
    "Area",
    "BaseMessage",
    "EmptyMessageError",
    "GroupMessage",
    "MessageChain",
    "NotOfferedError",
    "Offer",
    "PrivateMessage",
    "Sender",
    "send_seconds",
]


class Api(Messages, Lookups, Groups, GroupFiles, People, Account, Misc):
    """One connection's API: ``(await api.get_login_info()).data.nickname``."""
