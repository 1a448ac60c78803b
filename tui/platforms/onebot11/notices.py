"""Reads notices and requests into lines to show and the changes of state behind them; unknown ones become unknown lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from msgspec import Struct

from tui.chat.events import (
    ConversationEnded,
    Event,
    FriendAdded,
    GroupJoined,
    GroupUpdated,
    Malformed,
    MemberLeft,
    MemberUpdated,
    MessageRecalled,
    MessageReceived,
    OnlineChanged,
    ReactionChanged,
    RequestCame,
    Typing,
)
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, Sender, clamp_time
from tui.chat.people import Role
from tui.chat.segments import File, Notice
from tui.chat.text import one_line
from tui.platforms.onebot11.emoji import emoji_of
from tui.platforms.onebot11.requests import request_of
from tui.platforms.values import (
    Row,
    as_bool,
    as_handle,
    as_id,
    as_int,
    as_name,
    as_row,
    as_text,
    as_time,
    as_user,
)

SYSTEM_PEER = "notices"
"""The system conversation's peer: requests, and what concerns the account as a whole."""

_FOREVER = 4_000_000_000_000
MAX_EMOJI = 40
"""Emoji read of one frame; QQ tells one at a time."""


class Frame(Struct, frozen=True):
    """A notice or request with what all of them have; *time* in ms."""

    row: Row
    account: AccountId
    time: int
    raw: str

    @property
    def user(self) -> str:
        """The user the notice speaks of first."""
        return as_user(self.row.get("user_id"))

    @property
    def operator(self) -> str:
        """Who did it, where that is somebody else's doing."""
        return as_user(self.row.get("operator_id"))

    @property
    def group(self) -> ConversationId | None:
        """The group it happened in."""
        group = as_user(self.row.get("group_id"))
        return ConversationId(self.account, ConversationKind.GROUP, group) if group else None

    @property
    def system(self) -> ConversationId:
        """The account's own conversation for what has no other place."""
        return ConversationId(self.account, ConversationKind.SYSTEM, SYSTEM_PEER)

    def friend(self, user: str) -> ConversationId:
        """The conversation with *user*, or the system's when nobody is named."""
        return ConversationId(self.account, ConversationKind.FRIEND, user) if user else self.system

    def line(self, place: ConversationId | None, notice: Notice, file: File | None = None) -> MessageReceived:
        """Return *notice* as a line in *place*; its id is a hash of the frame, so that one told twice is one line.

        *file* is what it speaks of, where it can be fetched by a link.
        """
        canonical = json.dumps(self.row, sort_keys=True, default=str)
        digest = hashlib.sha1(canonical.encode("ascii", "replace"), usedforsecurity=False).hexdigest()[:16]
        return MessageReceived(
            Message(
                conversation=place or self.system,
                native=f"notice:{digest}",
                sender=Sender(notice.actor or notice.target, notice.actor_name),
                time=self.time,
                segments=(notice, file) if file and file.url else (notice,),
                is_own=notice.actor == self.account.own_id,
                is_notice=True,
                raw=self.raw,
            )
        )


Rule = Callable[[Frame], list[Event]]


def decode_notice(row: Row, account: AccountId, now: int, raw: str) -> list[Event]:
    """Return the events of a ``post_type: notice`` frame; *now* (ms) dates one without a time."""
    frame = Frame(row, account, as_time(row.get("time")) or now, raw)
    kind, sub = as_text(row.get("notice_type")), as_text(row.get("sub_type"))
    rule = _RULES.get((kind, sub)) or _RULES.get((kind, ""))
    events = rule(frame) if rule else None
    return _unknown(frame, "/".join(part for part in (kind, sub) if part)) if events is None else events


def decode_request(row: Row, account: AccountId, now: int, raw: str) -> list[Event]:
    """Return the events of a ``post_type: request`` frame: a line for the account's notices, and the request to answer."""
    frame = Frame(row, account, as_time(row.get("time")) or now, raw)
    kind, sub = as_text(row.get("request_type")), as_text(row.get("sub_type"))
    what = {"friend": "friend_request", "group": "group_invite" if sub == "invite" else "group_request"}.get(kind)
    if what is None:
        return _unknown(frame, f"request/{kind}")
    comment = one_line(as_text(row.get("comment")))
    line = frame.line(frame.system, Notice(what, frame.user, as_user(row.get("group_id")), comment))
    request = request_of(row, frame.time)
    return [line, RequestCame(request)] if request is not None else [line]


def _unknown(frame: Frame, kind: str) -> list[Event]:
    kind = as_name(kind)
    if frame.group:
        return [frame.line(frame.group, Notice("unknown", frame.user, value=kind))]
    if frame.user:
        return [frame.line(frame.friend(frame.user), Notice("unknown", frame.user, value=kind))]
    return [Malformed(f"notice/{kind}")]


def _placeless(frame: Frame) -> list[Event]:
    return [Malformed(f"{as_name(frame.row.get('notice_type'))} without its group or user")]


def _in_group(rule: Callable[[Frame, ConversationId], list[Event]]) -> Rule:
    """Return *rule* as one that first makes sure of the group."""
    return lambda frame: rule(frame, frame.group) if frame.group else _placeless(frame)


def _increase(what: str) -> Rule:
    def rule(frame: Frame, group: ConversationId) -> list[Event]:
        events: list[Event] = [frame.line(group, Notice(what, frame.operator or frame.user, frame.user))]
        if frame.user:
            events += [MemberUpdated(group, frame.user, role=Role.MEMBER), GroupJoined(group, frame.user, frame.operator)]
        return events

    return _in_group(rule)


def _decrease(what: str) -> Rule:
    def rule(frame: Frame, group: ConversationId) -> list[Event]:
        is_me = frame.user == frame.account.own_id
        shown = "kicked_me" if what == "kick" and is_me else what
        actor = frame.user if what == "leave" else frame.operator
        events: list[Event] = [frame.line(group, Notice(shown, actor, frame.user))]
        if is_me or what in ("kicked_me", "disband"):
            events.append(ConversationEnded(group))
        elif frame.user:
            events.append(MemberLeft(group, frame.user))
        return events

    return _in_group(rule)


def _admin(what: str, role: Role) -> Rule:
    return _in_group(
        lambda frame, group: [
            frame.line(group, Notice(what, frame.operator, frame.user)),
            MemberUpdated(group, frame.user, role=role),
        ]
    )


def _ban(frame: Frame, group: ConversationId) -> list[Event]:
    seconds = as_int(frame.row.get("duration"))
    is_lifted = frame.row.get("sub_type") == "lift_ban" or seconds == 0
    if not frame.user:  # the whole group: user 0, and -1 seconds or very many
        what = "unmute_all" if is_lifted else "mute_all"
        return [frame.line(group, Notice(what, frame.operator)), GroupUpdated(group, is_muted_all=not is_lifted)]
    if is_lifted:
        return [
            frame.line(group, Notice("unmute", frame.operator, frame.user)),
            MemberUpdated(group, frame.user, muted_until=0),
        ]
    until = clamp_time(frame.time + seconds * 1000) if seconds > 0 else _FOREVER
    return [
        frame.line(group, Notice("mute", frame.operator, frame.user, str(seconds))),
        MemberUpdated(group, frame.user, muted_until=until),
    ]


def _recall(frame: Frame, place: ConversationId | None, operator: str) -> list[Event]:
    native = as_id(frame.row.get("message_id"))
    if not native:
        return _placeless(frame)
    return [MessageRecalled(place, native, operator, frame.user, frame.time)]


def _group_recall(frame: Frame, group: ConversationId) -> list[Event]:
    return _recall(frame, group, frame.operator or frame.user)


def _friend_recall(frame: Frame) -> list[Event]:
    # Of our own messages NapCat names only ourselves, so which conversation it was in must be found by the message.
    is_elsewhere = not frame.user or frame.user == frame.account.own_id
    return _recall(frame, None if is_elsewhere else frame.friend(frame.user), frame.operator or frame.user)


def _poke(frame: Frame) -> list[Event]:
    target = as_user(frame.row.get("target_id"))
    actor = as_user(frame.row.get("sender_id")) or frame.user
    if actor == target and not frame.group and "sender_id" not in frame.row:
        actor = frame.account.own_id  # LLBot writes the peer as the user, whoever poked
    return [frame.line(frame.group or frame.friend(_poke_peer(frame)), Notice("poke", actor, target, _poke_words(frame.row)))]


def _poke_recall(frame: Frame) -> list[Event]:
    return [frame.line(frame.group or frame.friend(_poke_peer(frame)), Notice("poke_recall", frame.user))]


def _poke_peer(frame: Frame) -> str:
    # NapCat and LLBot write the peer as the user; Lagrange the poker, who may be ourselves.
    own = frame.account.own_id
    people = (frame.user, as_user(frame.row.get("sender_id")), as_user(frame.row.get("target_id")))
    return next((person for person in people if person and person != own), own)


def _poke_words(row: Row) -> str:
    """Return how it was done ("戳了戳", with what follows the target's name), joined from the rich text or Lagrange's fields."""
    parts = row.get("raw_info")
    texts = [as_text(as_row(part).get("txt")) for part in parts] if isinstance(parts, list) else []
    texts = [text for text in texts if text] or [as_text(row.get("action")), as_text(row.get("suffix"))]
    return "…".join(words for text in texts if (words := one_line(text, 60)))


def _card(frame: Frame, group: ConversationId) -> list[Event]:
    card = as_name(frame.row.get("card_new"))
    return [frame.line(group, Notice("card", frame.user, frame.user, card)), MemberUpdated(group, frame.user, card=card)]


def _title(frame: Frame, group: ConversationId) -> list[Event]:
    title = as_name(frame.row.get("title"))
    return [frame.line(group, Notice("title", "", frame.user, title)), MemberUpdated(group, frame.user, title=title)]


def _essence(what: str) -> Rule:
    return _in_group(
        lambda frame, group: [
            frame.line(
                group,
                Notice(what, frame.operator, as_user(frame.row.get("sender_id")), as_id(frame.row.get("message_id"))),
            )
        ]
    )


def _group_name(frame: Frame, group: ConversationId) -> list[Event]:
    name = as_name(frame.row.get("name_new") or frame.row.get("name"))
    return [frame.line(group, Notice("group_name", frame.operator or frame.user, value=name)), GroupUpdated(group, name=name)]


def _file_in_group(frame: Frame, group: ConversationId) -> list[Event]:
    file = _file_of(frame)
    return [frame.line(group, Notice("upload", frame.user, value=file.name), file)]


def _file_of(frame: Frame) -> File:
    """Return the file that a notice speaks of; go-cqhttp and Lagrange tell its link, and send no message beside it."""
    row = as_row(frame.row.get("file"))
    return File(as_name(row.get("name")), as_handle(row.get("id")), max(0, as_int(row.get("size"))), as_handle(row.get("url")))


def _reaction(frame: Frame, group: ConversationId) -> list[Event]:
    """Read NapCat's and LLBot's group_msg_emoji_like, and Lagrange's reaction; before 4.8 NapCat told of additions alone."""
    row = frame.row
    likes = row.get("likes")
    told = [as_row(like) for like in likes[:MAX_EMOJI]] if isinstance(likes, list) else [row]
    found = [(emoji_of(id), as_int(one.get("count"))) for one in told if (id := as_id(one.get("emoji_id") or one.get("code")))]
    is_added = row.get("sub_type") != "remove" and as_bool(row.get("is_add"), default=True)
    native, user = as_id(row.get("message_id")), frame.operator or frame.user
    if not native or not found:
        names = " ".join(emoji.label or emoji.id for emoji, _ in found)
        return [frame.line(group, Notice("reaction", user, value=names if is_added else f"-{names}"))]
    return [ReactionChanged(group, native, user, emoji, is_added, max(0, total)) for emoji, total in found]


def _gray_tip(frame: Frame) -> list[Event]:
    place = frame.group or frame.friend(frame.user)
    return [frame.line(place, Notice("gray_tip", frame.user, value=_gray_words(frame.row.get("content"))))]


def _gray_words(content: object) -> str:
    try:
        tip = json.loads(content) if isinstance(content, str) else content
    except (ValueError, RecursionError):
        return one_line(as_text(content))
    items = as_row(tip).get("items")
    if not isinstance(items, list):
        return one_line(as_text(content))
    return one_line("".join(as_text(as_row(item).get("txt")) or as_text(as_row(item).get("nm")) for item in items))


def _honor(frame: Frame, group: ConversationId) -> list[Event]:
    return [frame.line(group, Notice("honor", "", frame.user, as_name(frame.row.get("honor_type"))))]


def _lucky_king(frame: Frame, group: ConversationId) -> list[Event]:
    return [frame.line(group, Notice("lucky_king", frame.user, as_user(frame.row.get("target_id"))))]


def _profile_like(frame: Frame) -> list[Event]:
    name, times = as_name(frame.row.get("operator_nick")), str(as_int(frame.row.get("times")))
    return [frame.line(frame.friend(frame.operator), Notice("profile_like", frame.operator, value=times, actor_name=name))]


def _friend_add(frame: Frame) -> list[Event]:
    line = frame.line(frame.friend(frame.user), Notice("friend_add", frame.user))
    return [line, FriendAdded(frame.user)] if frame.user else [line]


def _offline_file(frame: Frame) -> list[Event]:
    file = _file_of(frame)
    return [frame.line(frame.friend(frame.user), Notice("offline_file", frame.user, value=file.name), file)]


def _online_file(frame: Frame) -> list[Event]:
    peer = as_user(frame.row.get("peer_id")) or frame.user
    kind = f"{as_text(frame.row.get('notice_type'))}/{as_text(frame.row.get('sub_type'))}"
    return [frame.line(frame.friend(peer), Notice("online_file", peer, value=as_name(kind.removeprefix("online_file_"))))]


def _flash_file(frame: Frame) -> list[Event]:
    value = as_name(frame.row.get("title")) or as_name(frame.row.get("sub_type"))
    return [frame.line(frame.group or frame.friend(frame.user), Notice("flash_file", frame.user, value=value))]


def _client_status(frame: Frame) -> list[Event]:
    client = as_row(frame.row.get("client"))
    device = as_name(client.get("device_name")) or as_name(client.get("device_kind"))
    is_online = as_bool(frame.row.get("online"), default=True)
    return [frame.line(frame.system, Notice("client_status", value=device if is_online else f"-{device}"))]


def _bot(is_online: bool) -> Rule:
    what = "bot_online" if is_online else "bot_offline"

    def rule(frame: Frame) -> list[Event]:
        tag = as_name(frame.row.get("tag"))
        words = one_line(as_text(frame.row.get("message") or frame.row.get("reason"))) or tag
        return [frame.line(frame.system, Notice(what, value=words)), OnlineChanged(is_online, words)]

    return rule


def _guild(frame: Frame) -> list[Event]:
    # Channels are another world, with numbers of its own: no conversation here is theirs.
    return [frame.line(frame.system, Notice("guild", value=as_name(frame.row.get("notice_type"))))]


def _typing(frame: Frame) -> list[Event]:
    # The numbers differ between versions: what is said while they type is said by all, and nothing is said when they stop.
    is_typing = bool(one_line(as_text(frame.row.get("status_text")), 40))
    return [Typing(frame.friend(frame.user), is_typing)] if frame.user and not frame.group else []


_RULES: dict[tuple[str, str], Rule] = {
    ("group_upload", ""): _in_group(_file_in_group),
    ("group_admin", "set"): _admin("admin_set", Role.ADMIN),
    ("group_admin", "unset"): _admin("admin_unset", Role.MEMBER),
    ("group_increase", ""): _increase("join"),
    ("group_increase", "invite"): _increase("invite_join"),
    ("group_decrease", ""): _decrease("leave"),
    ("group_decrease", "kick"): _decrease("kick"),
    ("group_decrease", "kick_me"): _decrease("kicked_me"),
    ("group_decrease", "disband"): _decrease("disband"),
    ("group_dismiss", ""): _decrease("disband"),
    ("group_ban", ""): _in_group(_ban),
    ("friend_add", ""): _friend_add,
    ("group_recall", ""): _in_group(_group_recall),
    ("friend_recall", ""): _friend_recall,
    ("notify", "poke"): _poke,
    ("notify", "poke_recall"): _poke_recall,
    ("notify", "lucky_king"): _in_group(_lucky_king),
    ("notify", "honor"): _in_group(_honor),
    ("notify", "title"): _in_group(_title),
    ("notify", "profile_like"): _profile_like,
    ("notify", "input_status"): _typing,
    ("notify", "group_name"): _in_group(_group_name),
    ("notify", "gray_tip"): _gray_tip,
    ("group_name_change", ""): _in_group(_group_name),
    ("group_card", ""): _in_group(_card),
    ("essence", "add"): _essence("essence_add"),
    ("essence", "delete"): _essence("essence_delete"),
    ("group_msg_emoji_like", ""): _in_group(_reaction),
    ("reaction", ""): _in_group(_reaction),
    ("offline_file", ""): _offline_file,
    ("client_status", ""): _client_status,
    ("bot_offline", ""): _bot(False),
    ("bot_online", ""): _bot(True),
    ("online_file_send", ""): _online_file,
    ("online_file_receive", ""): _online_file,
    ("flash_file", ""): _flash_file,
    ("message_reactions_updated", ""): _guild,
    ("channel_created", ""): _guild,
    ("channel_updated", ""): _guild,
    ("channel_destroyed", ""): _guild,
}
