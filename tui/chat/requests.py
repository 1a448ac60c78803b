"""What others ask of the account: to be a friend, to be let into a group, to come into one; and how that is answered."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tui.chat.actions import Action, ActionKind


class RequestKind(StrEnum):
    """Who wants what: to be our friend, to join a group that we manage, or that we come into a group."""

    FRIEND = "friend"
    JOIN = "join"
    INVITE = "invite"


class RequestState(StrEnum):
    """How a request stands. UNSURE: our answer was not answered, or the platform does not say whether it is still open.

    ELSEWHERE: somebody else, or we on another device, have answered it. EXPIRED: the platform does not know it any more.
    """

    OPEN = "open"
    ANSWERING = "answering"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ELSEWHERE = "elsewhere"
    EXPIRED = "expired"
    UNSURE = "unsure"

    @property
    def is_answerable(self) -> bool:
        """Whether an answer may still do something."""
        return self in (RequestState.OPEN, RequestState.UNSURE)


class Request(Struct, frozen=True):
    """One request. *key* is the same wherever it is told of; *flag* is what answers it, "" where nothing does.

    *user* asks (or invites), *invitor* brought them; *time* in ms, 0 where it is not told.
    """

    key: str
    kind: RequestKind
    user: str
    flag: str
    comment: str = ""
    time: int = 0
    group: str = ""
    name: str = ""
    group_name: str = ""
    invitor: str = ""


class ListedRequest(Struct, frozen=True):
    """A request as the platform lists it. *is_handled* None: it does not say; *handled_by* is "" where it does not say who."""

    request: Request
    is_handled: bool | None = None
    handled_by: str = ""


class AnswerFriendRequest(Action, frozen=True):
    """Answer *user*, who wants to be our friend; *remark* is what we call them from now on."""

    kind = ActionKind.ANSWER_FRIEND_REQUEST
    flag: str
    user: str
    is_accepted: bool
    remark: str = ""


class AnswerGroupRequest(Action, frozen=True):
    """Answer somebody who wants in, or who invited us (*is_invitation*); *reason* goes with a refusal."""

    kind = ActionKind.ANSWER_GROUP_REQUEST
    flag: str
    is_accepted: bool
    is_invitation: bool
    reason: str = ""
