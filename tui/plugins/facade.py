"""Carries out what plugins call: OneBot's actions as questions to the store and the platform, and as actions of ours.

Sends are suggestions unless the user lets a plugin send; everything else that does something needs their leave, too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tui.chat import plugin_shape as shape
from tui.chat.actions import Action, Done, Kick, Mute, NoAnswer, NotOffered, NotSent, Outcome, Poke, Recall, Refused
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.messages import Message, Sender
from tui.chat.people import Group, Member
from tui.chat.people_actions import Like
from tui.chat.segments import Segment
from tui.locale import has, t
from tui.platforms.base import AskError, AskFriends, AskGroups, AskMember, AskMembers
from tui.platforms.people_queries import AskProfile, AskTranslation
from tui.plugins import pipe
from tui.plugins.rights import Pace, Rights
from tui.plugins.sending import SendFailedError, Sending
from tui.store.reader import Reader
from tui.store.rows import AccountRow, ConversationRow, MemberRow, MessageRow

if TYPE_CHECKING:
    from tui.connection.worker import Connection

log = logging.getLogger(__name__)

SUGGESTIONS_A_MINUTE = 30
"""Suggestions that one plugin may make in a minute: a person reads them."""

ACTIONS_A_MINUTE = 20
CALLS_AT_ONCE = 32
MOST_TRANSLATED, MOST_TRANSLATED_LINES = 1000, 20

PRIVATE_KINDS = (ConversationKind.FRIEND, ConversationKind.TEMP, ConversationKind.STRANGER)
GROUP_KINDS = (ConversationKind.GROUP, ConversationKind.FAN_GROUP)
DEFAULT_MUTE_SECONDS = 30 * 60
"""What ``set_group_ban`` mutes for where nothing is said: OneBot's default."""


class CallFailedError(Exception):
    """A call is refused for *reason* (``plugins.call.<reason>``); the text says so in words."""

    def __init__(self, reason: str, *, code: int = 1400, **values: Any) -> None:
        super().__init__(t(f"plugins.call.{reason}", **values))
        self.reason = reason
        self.code = code


class Suggestion(Struct, frozen=True):
    """What the plugin *plugin* would say in *conversation* (the store's id) of *account*, if the user wants it said."""

    plugin: str
    account: int
    conversation: int
    segments: tuple[Segment, ...]


class Caller(Struct):
    """A plugin as the façade knows it: what it may do now, and how much it did lately. *log* takes lines for its log."""

    name: str
    rights: Callable[[], Rights]
    log: Callable[[str], None]
    sends: Pace
    suggestions: Pace
    actions: Pace
    under_way: int = 0


class Facade:
    """Answers calls, on the plugins' loop; *suggest* hands a suggestion to the interface."""

    def __init__(self, connection: Connection, reader: Reader, sending: Sending, suggest: Callable[[Suggestion], None]) -> None:
        self._connection = connection
        self._reader = reader
        self._sending = sending
        self._suggest = suggest

    async def answer(self, caller: Caller, call: pipe.Call) -> pipe.Answer:
        """Return the answer to *call*; whatever happens, there is one."""
        caller.under_way += 1
        try:
            if caller.under_way > CALLS_AT_ONCE:
                raise CallFailedError("too_many_calls", most=CALLS_AT_ONCE, code=1429)
            return pipe.Answer(call.call, await self._carry_out(caller, call))
        except CallFailedError as error:
            return _failed(call, error.code, error.reason, str(error))
        except AskError as error:
            return _failed(call, 100, error.reason, error.words or _said(error.reason))
        except Exception as error:  # a plugin that waits for an answer for ever would be the price of our mistake
            log.exception("a plugin's call of %s failed", call.action)
            return _failed(call, 1500, "mistake", t("plugins.call.mistake", why=type(error).__name__))
        finally:
            caller.under_way -= 1

    async def _carry_out(self, caller: Caller, call: pipe.Call) -> Any:
        name = call.action.removesuffix("_async").removesuffix("_rate_limited")
        if name in _SENDS:
            return await self._send(caller, call, name)
        if (rule := _QUESTIONS.get(name)) is not None:
            return await rule(self, self._account(call), call)
        if (make := _ACTIONS.get(name)) is not None:
            return await self._act(caller, call, name, make)
        raise CallFailedError("not_supported", action=call.action, code=1404)

    # Who and where.

    def _account(self, call: pipe.Call) -> AccountRow:
        """Return the account that is meant: the event's own, or that of ``self_id``."""
        accounts = self._reader.accounts()
        origin = self._reader.conversation(call.origin) if call.origin else None
        for account in accounts:
            if origin is not None and account.id == origin.account and call.self_id in ("", account.account.own_id):
                return account
        named = [account for account in accounts if account.account.own_id == call.self_id]
        if not named and not call.self_id and len(accounts) == 1:
            named = accounts
        if not named:
            raise CallFailedError("no_account" if call.self_id else "which_account", id=call.self_id)
        online = [account for account in named if self._connection.is_online(account.id)]
        return (online or named)[0]

    def conversation(self, account: AccountRow, kinds: tuple[ConversationKind, ...], peer: str) -> ConversationRow:
        """Return the conversation with *peer*. Raises CallFailedError."""
        for kind in kinds:
            row = self._reader.find_conversation(ConversationId(account.account, kind, peer))
            if row is not None:
                return row
        raise CallFailedError("no_conversation", own=account.account.own_id, peer=peer)

    def group(self, account: AccountRow, call: pipe.Call) -> ConversationRow:
        """Return the group that *call* names."""
        return self.conversation(account, GROUP_KINDS, wanted(call, "group_id"))

    def message(self, account: AccountRow, call: pipe.Call) -> tuple[ConversationRow, MessageRow]:
        """Return the message that *call* names, and where it is."""
        native = wanted(call, "message_id")
        row = self._reader.by_native(call.origin, native) if call.origin else None
        if row is None:
            found = self._reader.all_by_native(account.id, native)
            if len({one.conversation for one in found}) > 1:
                raise CallFailedError("ambiguous", id=native)
            row = found[0] if found else None
        where = self._reader.conversation(row.conversation) if row is not None else None
        if row is None or where is None:
            raise CallFailedError("no_message", id=native)
        return where, row

    # Saying something.

    async def _send(self, caller: Caller, call: pipe.Call, name: str) -> Any:
        account = self._account(call)
        row = self._target(account, call, name)
        try:
            segments = shape.segments_of(call.params.get("message"))
        except shape.NotAMessageError as error:
            raise CallFailedError(f"message_{error.reason}", code=1400, **error.values) from error
        if self._connection.is_read_only(account.id):
            raise CallFailedError("read_only", account=account.label, code=1403)
        rights = caller.rights()
        if not rights.is_enabled:
            raise CallFailedError("off", code=1403)
        if rights.may_send and not self._connection.is_online(account.id):
            raise CallFailedError("not_connected", code=100)  # what was to be said at once is not to be said hours later
        if rights.may_send and rights.hears(row.conversation) and caller.sends.take(rights.a_minute):
            caller.log(f"→ {row.title} ({row.conversation.peer})")
            try:
                return {"message_id": shape.number(await self._sending.send(row, account, segments))}
            except SendFailedError as error:
                raise CallFailedError(f"send_{error.reason}", words=error.words, code=100) from error
        if not caller.suggestions.take(SUGGESTIONS_A_MINUTE):
            raise CallFailedError("too_many_messages", most=SUGGESTIONS_A_MINUTE, code=1429)
        self._suggest(Suggestion(caller.name, account.id, row.id, segments))
        return None

    def _target(self, account: AccountRow, call: pipe.Call, name: str) -> ConversationRow:
        params = call.params
        kind = {"send_group_msg": "group", "send_private_msg": "private"}.get(name) or params.get("message_type")
        if kind is None:
            kind = "group" if params.get("group_id") else "private"
        if kind == "group":
            return self.group(account, call)
        origin = self._reader.conversation(call.origin) if call.origin else None
        user = wanted(call, "user_id")
        is_here = origin is not None and origin.account == account.id and not origin.conversation.is_group
        if origin is not None and is_here and origin.conversation.peer == user:
            return origin
        return self.conversation(account, PRIVATE_KINDS, user)

    # Doing something.

    async def _act(
        self, caller: Caller, call: pipe.Call, name: str, make: Callable[[Facade, AccountRow, pipe.Call], Made]
    ) -> None:
        account = self._account(call)
        where, action = make(self, account, call)
        rights = caller.rights()
        if not rights.may_act:
            raise CallFailedError("no_right", action=name, code=1403)
        if where is not None and not rights.hears(where):
            raise CallFailedError("not_on", peer=where.peer, code=1403)
        if not caller.actions.take(ACTIONS_A_MINUTE):
            raise CallFailedError("too_many_actions", most=ACTIONS_A_MINUTE, code=1429)
        caller.log(f"{name} {where.peer if where else ''}".rstrip())
        _check(name, await asyncio.wrap_future(self._connection.perform(account.id, action)))

    # Asking something.

    async def login_info(self, account: AccountRow, call: pipe.Call) -> Any:
        """Who we are."""
        return {"user_id": shape.number(account.account.own_id), "nickname": account.nickname}

    async def status(self, account: AccountRow, call: pipe.Call) -> Any:
        """Whether the account is connected."""
        is_online = self._connection.is_online(account.id)
        return {"online": is_online, "good": is_online}

    async def version(self, account: AccountRow, call: pipe.Call) -> Any:
        """What plugins run in."""
        from tui import __version__

        return {"app_name": "qiao", "app_version": __version__, "protocol_version": "v11"}

    async def yes(self, account: AccountRow, call: pipe.Call) -> Any:
        """Whether pictures and voice can be sent: whoever can not says so when it is tried."""
        return {"yes": True}

    async def member_info(self, account: AccountRow, call: pipe.Call) -> Any:
        """One member: fresh with ``no_cache``, as far as the platform answers."""
        row, user = self.group(account, call), wanted(call, "user_id")
        kept = self._reader.member(row.id, user)
        if kept is None or call.params.get("no_cache"):
            try:
                fresh = await asyncio.wrap_future(self._connection.ask(account.id, AskMember(row.conversation, user)))
                return shape.member_row(row.conversation.peer, fresh)
            except AskError:
                if kept is None:
                    raise
        return shape.member_row(row.conversation.peer, member_of(kept))

    async def member_list(self, account: AccountRow, call: pipe.Call) -> Any:
        """All members."""
        row = self.group(account, call)
        try:
            members = await asyncio.wrap_future(self._connection.ask(account.id, AskMembers(row.conversation)))
        except AskError:
            members = [member_of(kept) for kept in self._reader.members(row.id)]
            if not members:
                raise
        return [shape.member_row(row.conversation.peer, member) for member in members]

    async def group_list(self, account: AccountRow, call: pipe.Call) -> Any:
        """All groups."""
        groups = await asyncio.wrap_future(self._connection.ask(account.id, AskGroups()))
        return [shape.group_row(group) for group in groups]

    async def group_info(self, account: AccountRow, call: pipe.Call) -> Any:
        """One group."""
        row = self.group(account, call)
        return shape.group_row(Group(row.conversation.peer, row.name, row.remark, row.member_count))

    async def friend_list(self, account: AccountRow, call: pipe.Call) -> Any:
        """All friends."""
        friends = await asyncio.wrap_future(self._connection.ask(account.id, AskFriends()))
        return [{"user_id": shape.number(one.id), "nickname": one.nickname, "remark": one.remark} for one in friends]

    async def stranger_info(self, account: AccountRow, call: pipe.Call) -> Any:
        """Anybody."""
        profile = await asyncio.wrap_future(self._connection.ask(account.id, AskProfile(wanted(call, "user_id"))))
        return shape.profile_row(profile)

    async def translation(self, account: AccountRow, call: pipe.Call) -> Any:
        """English words in Chinese, where the platform translates."""
        words = call.params.get("words")
        if not isinstance(words, list) or not words:
            raise CallFailedError("missing", action=call.action, key="words")
        lines = tuple(str(word)[:MOST_TRANSLATED] for word in words[:MOST_TRANSLATED_LINES])
        translated: Sequence[str] = await asyncio.wrap_future(self._connection.ask(account.id, AskTranslation(lines)))
        return {"words": list(translated)}

    async def message_info(self, account: AccountRow, call: pipe.Call) -> Any:
        """One message that we have."""
        where, row = self.message(account, call)
        event = self.event(where, row)
        kept = ("time", "message_type", "message_id", "sender", "message", "raw_message", "group_id", "user_id")
        return {**{key: event[key] for key in kept if key in event}, "real_id": event["message_id"]}

    def event(self, where: ConversationRow, row: MessageRow) -> dict[str, Any]:
        """Return the event that tells of *row*."""
        name = self._reader.public_names([row.id]).get(row.id, "")
        kept = self._reader.member(where.id, row.sender) if where.conversation.is_group else None
        message = Message(
            where.conversation, row.native or "", Sender(row.sender, name), row.time, row.segments,
            sequence=row.position.sequence or None, is_own=row.is_own, mentions_me=row.mentions_me, via=where.via,
        )  # fmt: skip
        is_friend = where.kind is ConversationKind.FRIEND
        return shape.event_of(message, member=member_of(kept) if kept else None, is_friend=is_friend)


Made = tuple[ConversationId | None, Action]


def member_of(row: MemberRow | None) -> Member:
    """Return a member of the store as the platforms tell of one."""
    assert row is not None
    return Member(
        row.user, row.nickname, row.card, row.role, row.title, row.muted_until, row.joined_at, row.last_spoke_at
    )  # fmt: skip


def wanted(call: pipe.Call, key: str) -> str:
    """Return the parameter *key* as an id. Raises CallFailedError."""
    value = call.params.get(key)
    if not isinstance(value, int | str) or isinstance(value, bool) or value == "":
        raise CallFailedError("missing", action=call.action, key=key)
    return str(value)


def _number(call: pipe.Call, key: str, default: int) -> int:
    value = call.params.get(key, default)
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise CallFailedError("no_number", action=call.action, key=key) from error


def _recall(facade: Facade, account: AccountRow, call: pipe.Call) -> Made:
    where, row = facade.message(account, call)
    if row.ref is None:
        raise CallFailedError("not_sent_yet")
    return where.conversation, Recall(where.conversation, row.ref)


def _in_group(make: Callable[[ConversationId, pipe.Call], Action]) -> Callable[[Facade, AccountRow, pipe.Call], Made]:
    def build(facade: Facade, account: AccountRow, call: pipe.Call) -> Made:
        where = facade.group(account, call).conversation
        return where, make(where, call)

    return build


def _poke(facade: Facade, account: AccountRow, call: pipe.Call) -> Made:
    user = wanted(call, "user_id")
    kinds, peer = (GROUP_KINDS, wanted(call, "group_id")) if call.params.get("group_id") else (PRIVATE_KINDS, user)
    where = facade.conversation(account, kinds, peer).conversation
    return where, Poke(where, user)


def _words(call: pipe.Call, key: str) -> str:
    return str(call.params.get(key) or "")


def _flag(call: pipe.Call, key: str, default: bool) -> bool:
    return bool(call.params.get(key, default))


_SENDS = frozenset({"send_msg", "send_private_msg", "send_group_msg"})

_QUESTIONS: Mapping[str, Callable[[Facade, AccountRow, pipe.Call], Awaitable[Any]]] = {
    "get_login_info": Facade.login_info,
    "get_status": Facade.status,
    "get_version_info": Facade.version,
    "can_send_image": Facade.yes,
    "can_send_record": Facade.yes,
    "get_group_member_info": Facade.member_info,
    "get_group_member_list": Facade.member_list,
    "get_group_list": Facade.group_list,
    "get_group_info": Facade.group_info,
    "get_friend_list": Facade.friend_list,
    "get_stranger_info": Facade.stranger_info,
    "translate_en2zh": Facade.translation,
    "get_msg": Facade.message_info,
}

_ACTIONS: Mapping[str, Callable[[Facade, AccountRow, pipe.Call], Made]] = {
    "delete_msg": _recall,
    "set_group_ban": _in_group(
        lambda where, call: Mute(where, wanted(call, "user_id"), max(0, _number(call, "duration", DEFAULT_MUTE_SECONDS)))
    ),
    "set_group_whole_ban": _in_group(lambda where, call: MuteAll(where, _flag(call, "enable", True))),
    "set_group_kick": _in_group(
        lambda where, call: Kick(where, wanted(call, "user_id"), _flag(call, "reject_add_request", False))
    ),
    "set_group_card": _in_group(lambda where, call: SetCard(where, wanted(call, "user_id"), _words(call, "card"))),
    "set_group_admin": _in_group(lambda where, call: SetAdmin(where, wanted(call, "user_id"), _flag(call, "enable", True))),
    "set_group_special_title": _in_group(
        lambda where, call: SetTitle(where, wanted(call, "user_id"), _words(call, "special_title"))
    ),
    "set_group_name": _in_group(lambda where, call: RenameGroup(where, wanted(call, "group_name"))),
    "set_group_leave": _in_group(lambda where, call: LeaveGroup(where, _flag(call, "is_dismiss", False))),
    "send_like": lambda facade, account, call: (None, Like(wanted(call, "user_id"), _number(call, "times", 1))),
    "send_poke": _poke,
    "group_poke": _poke,
    "friend_poke": _poke,
}

ANSWERED = frozenset({*_SENDS, *_QUESTIONS, *_ACTIONS})
"""The actions that plugins can call."""


def _check(name: str, outcome: Outcome) -> None:
    """Raise CallFailedError unless *outcome* is that it was done."""
    match outcome:
        case Done():
            return
        case Refused(words=words, reason=reason):
            raise CallFailedError("refused", words=words or _said(reason or "refused"), code=100)
        case NotOffered(reason=reason):
            raise CallFailedError("not_offered", action=name, why=_said(reason), code=1404)
        case NotSent():
            raise CallFailedError("not_connected", code=100)
        case NoAnswer():
            raise CallFailedError("no_answer", code=100)


def _said(reason: str) -> str:
    return t(f"reason.{reason}") if has(f"reason.{reason}") else reason


def _failed(call: pipe.Call, code: int, reason: str, words: str) -> pipe.Answer:
    failure = {"status": "failed", "retcode": code, "data": None, "msg": reason, "wording": words}
    return pipe.Answer(call.call, failure=failure)
