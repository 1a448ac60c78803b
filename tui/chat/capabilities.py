"""Tells whether an action may be offered: a pure function over roles and what the platform offers."""

from __future__ import annotations

import json
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from tui.chat.actions import ActionKind
from tui.chat.emoji import Emoji
from tui.chat.ids import ConversationKind
from tui.chat.messages import SendState
from tui.chat.people import Role


class TextLimit(Struct, frozen=True):
    """How long the words of one message may be: *most* bytes as JSON writes them, with *wrapping* bytes around them."""

    most: int
    wrapping: int = 0

    def count(self, text: str) -> int:
        """Return the bytes of *text*."""
        return self.wrapping + len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace"))


class Offers(Struct, frozen=True):
    """What a platform's implementation can do. It shrinks when the wire answers "unknown action".

    ``recall_seconds`` is how long an ordinary member may take back an own message; None means no limit is known.
    ``can_confirm`` says whether a send without an answer can be looked for afterwards. ``emoji`` are those to send and to react
    with, the usual ones first; ``missing_segments`` the kinds of segments that can not be sent. ``remarks_on_accepting`` says
    whether a remark can go with the answer to who wants to be our friend. ``closed`` are the kinds of conversations that can
    only be read, with the reason; ``text_limit`` is None where none is known; with ``is_one_kind`` words and pictures can not
    stand in one message.
    """

    actions: frozenset[ActionKind] = frozenset()
    recall_seconds: int | None = None
    can_confirm: bool = False
    missing_reason: dict[ActionKind, str] = field(default_factory=dict)
    emoji: tuple[Emoji, ...] = ()
    missing_segments: frozenset[str] = frozenset()
    remarks_on_accepting: bool = True
    closed: dict[ConversationKind, str] = field(default_factory=dict)
    text_limit: TextLimit | None = None
    is_one_kind: bool = False

    def without(self, kind: ActionKind) -> Offers:
        """Return these offers less *kind*."""
        return replace(self, actions=self.actions - {kind})


class Answer(StrEnum):
    """May it be offered?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(Struct, frozen=True):
    """The answer, and for a no the key of the reason (``reason.<reason>``)."""

    answer: Answer
    reason: str = ""

    @property
    def is_no(self) -> bool:
        """Whether it is certainly not to be had."""
        return self.answer is Answer.NO


YES = Verdict(Answer.YES)
NOT_YET_KNOWN = Verdict(Answer.UNKNOWN)


def no(reason: str) -> Verdict:
    """Return a no for *reason*."""
    return Verdict(Answer.NO, reason)


class Subject(Struct, frozen=True):
    """What an action would be done to: where, by whom (own role), to whom, and to which message.

    *message_time* in ms; *offers* None until the platform has been asked.
    """

    conversation: ConversationKind
    offers: Offers | None
    is_read_only: bool = False
    own_role: Role = Role.UNKNOWN
    target_role: Role = Role.UNKNOWN
    is_own: bool = False
    has_target: bool = True
    message_time: int = 0
    message_state: SendState = SendState.SENT
    has_native: bool = True
    is_recalled: bool = False
    is_notice: bool = False


def can(action: ActionKind, subject: Subject, now: int) -> Verdict:
    """Return whether *action* may be offered on *subject* at *now* (ms)."""
    if subject.is_read_only and action not in QUESTIONS:
        return no("read_only")
    if subject.offers is not None and action not in subject.offers.actions:
        return no(subject.offers.missing_reason.get(action, "not_offered"))
    check = _CHECKS.get(action)
    verdict = check(subject, now) if check else YES
    if not verdict.is_no and subject.offers is None:
        return NOT_YET_KNOWN
    return verdict


def _can_send(subject: Subject, now: int) -> Verdict:
    reason = subject.offers.closed.get(subject.conversation) if subject.offers else None
    return no(reason) if reason else YES


def _can_recall(subject: Subject, now: int) -> Verdict:
    if subject.is_notice:
        return no("notice")
    if subject.is_recalled:
        return no("already_recalled")
    if subject.message_state is not SendState.SENT or not subject.has_native:
        return no("not_sent_yet")
    if subject.is_own:
        window = subject.offers.recall_seconds if subject.offers else None
        privileged = subject.own_role.rank >= Role.ADMIN.rank
        if window is not None and not privileged and now - subject.message_time > window * 1000:
            return no("recall_too_late")
        return YES
    return _outranks(subject)


def _can_moderate(subject: Subject, now: int) -> Verdict:
    if subject.conversation is not ConversationKind.GROUP:
        return no("only_groups")
    if not subject.has_target:
        return no("no_target")
    if subject.is_own:
        return no("yourself")
    return _outranks(subject)


def _outranks(subject: Subject) -> Verdict:
    if subject.conversation is not ConversationKind.GROUP:
        return no("not_yours")
    if subject.own_role is Role.UNKNOWN:
        return NOT_YET_KNOWN
    if subject.own_role.rank < Role.ADMIN.rank:
        return no("need_admin")
    if subject.target_role.rank >= subject.own_role.rank:
        return no("target_outranks")
    return YES if subject.target_role is not Role.UNKNOWN else NOT_YET_KNOWN


def _can_poke(subject: Subject, now: int) -> Verdict:
    if not subject.has_target:
        return no("no_target")
    if subject.conversation not in (ConversationKind.GROUP, ConversationKind.FRIEND):
        return no("only_groups_and_friends")
    return YES


def _can_quote(subject: Subject, now: int) -> Verdict:
    if subject.is_notice:
        return no("notice")
    if subject.is_recalled:
        return no("already_recalled")
    if not subject.has_native or subject.message_state is not SendState.SENT:
        return no("not_sent_yet")
    return YES


def _can_react(subject: Subject, now: int) -> Verdict:
    if subject.conversation is not ConversationKind.GROUP:
        return no("only_groups")
    return _can_quote(subject, now)


def _can_mention(subject: Subject, now: int) -> Verdict:
    if subject.conversation is not ConversationKind.GROUP:
        return no("only_groups")
    return YES if subject.has_target else no("no_target")


def _managers_can(subject: Subject, now: int) -> Verdict:
    return _need(subject, Role.ADMIN, "need_admin")


def _need(subject: Subject, role: Role, reason: str) -> Verdict:
    if subject.conversation is not ConversationKind.GROUP:
        return no("only_groups")
    if subject.own_role is Role.UNKNOWN:
        return NOT_YET_KNOWN
    return YES if subject.own_role.rank >= role.rank else no(reason)


def _in_group(subject: Subject, now: int) -> Verdict:
    return YES if subject.conversation is ConversationKind.GROUP else no("only_groups")


def _can_appoint(subject: Subject, now: int) -> Verdict:
    verdict = _need(subject, Role.OWNER, "need_owner")
    if verdict.is_no:
        return verdict
    if not subject.has_target:
        return no("no_target")
    if subject.is_own or subject.target_role is Role.OWNER:
        return no("is_owner")
    return verdict


def _can_entitle(subject: Subject, now: int) -> Verdict:
    verdict = _need(subject, Role.OWNER, "need_owner")
    return verdict if verdict.is_no or subject.has_target else no("no_target")


def _can_name(subject: Subject, now: int) -> Verdict:
    if subject.conversation is not ConversationKind.GROUP:
        return no("only_groups")
    if not subject.has_target:
        return no("no_target")
    return YES if subject.is_own else _outranks(subject)


def _not_oneself(subject: Subject, now: int) -> Verdict:
    return no("yourself") if subject.is_own else YES


QUESTIONS = frozenset((
    ActionKind.HISTORY, ActionKind.REQUESTS, ActionKind.PROFILE, ActionKind.PERSON_STATUS, ActionKind.LIKES, ActionKind.RECENTS,
    ActionKind.CUSTOM_FACES, ActionKind.READ_PICTURE, ActionKind.TRANSLATE, ActionKind.VOICES, ActionKind.MEMBERS,
    ActionKind.NOTICES, ActionKind.ESSENCES, ActionKind.HONOURS, ActionKind.FILES, ActionKind.FILE_LINK, ActionKind.FILE_SPACE,
    ActionKind.MUTED_LIST, ActionKind.MENTION_ALL_LEFT, ActionKind.IGNORED_REQUESTS, ActionKind.REACTORS, ActionKind.OPEN_FORWARD,
))  # fmt: skip
"""What only asks, and so is allowed on an account to which nothing may be written."""


def _can_set_essence(subject: Subject, now: int) -> Verdict:
    if subject.conversation is not ConversationKind.GROUP:
        return no("only_groups")
    said = _can_quote(subject, now)
    return said if said.is_no else _managers_can(subject, now)


def _can_upload(subject: Subject, now: int) -> Verdict:
    is_known = subject.conversation in (ConversationKind.GROUP, ConversationKind.FRIEND)
    return YES if is_known else no("only_groups_and_friends")


def _can_delete_file(subject: Subject, now: int) -> Verdict:
    if subject.conversation is ConversationKind.GROUP and subject.is_own:
        return YES
    return _managers_can(subject, now)


_CHECKS = {
    ActionKind.SEND: _can_send,
    ActionKind.RECALL: _can_recall,
    ActionKind.MUTE: _can_moderate,
    ActionKind.KICK: _can_moderate,
    ActionKind.POKE: _can_poke,
    ActionKind.QUOTE: _can_quote,
    ActionKind.REACT: _can_react,
    ActionKind.REACTORS: _can_react,
    ActionKind.MENTION: _can_mention,
    ActionKind.MENTION_ALL: _managers_can,
    ActionKind.MUTE_ALL: _managers_can,
    ActionKind.ADMIN: _can_appoint,
    ActionKind.CARD: _can_name,
    ActionKind.TITLE: _can_entitle,
    ActionKind.RENAME: _managers_can,
    ActionKind.PORTRAIT: _managers_can,
    ActionKind.MUTED_LIST: _in_group,
    ActionKind.IGNORED_REQUESTS: _managers_can,
    ActionKind.MENTION_ALL_LEFT: _in_group,
    ActionKind.SIGN_IN: _in_group,
    ActionKind.SHARE_GROUP: _in_group,
    ActionKind.LEAVE: _in_group,
    ActionKind.LIKE: _not_oneself,
    ActionKind.REMARK: _not_oneself,
    ActionKind.DELETE_FRIEND: _not_oneself,
    ActionKind.NOTICES: _in_group,
    ActionKind.PUBLISH_NOTICE: _managers_can,
    ActionKind.DELETE_NOTICE: _managers_can,
    ActionKind.ESSENCE: _can_set_essence,
    ActionKind.ESSENCES: _in_group,
    ActionKind.HONOURS: _in_group,
    ActionKind.FILES: _in_group,
    ActionKind.FILE_LINK: _in_group,
    ActionKind.FILE_SPACE: _in_group,
    ActionKind.UPLOAD_FILE: _can_upload,
    ActionKind.DELETE_FILE: _can_delete_file,
    ActionKind.CREATE_FOLDER: _managers_can,
    ActionKind.DELETE_FOLDER: _managers_can,
}
