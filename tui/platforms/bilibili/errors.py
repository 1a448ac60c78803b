"""How Bilibili refuses: which code is what, what a person can do about it, and whether to ask less often from then on."""

from __future__ import annotations

from tui.platforms.call_errors import CallError

LOGGED_OUT, BAD_CSRF, BAD_REQUEST, FORBIDDEN = -101, -111, -400, -403
RISK, BLOCKED, TOO_OFTEN, BUSY = -352, -412, -799, -509
SENDING_TOO_FAST, GROUP_CLOSED, GROUP_GONE, NOT_IN_GROUP, NO_SESSION = 21020, 21028, 700013, 700014, 1000004
REFRESH_MISMATCH = 86095
NO_CODE = -1
"""Stands for the code of an answer without one."""

REASONS = {
    LOGGED_OUT: "bili_logged_out",
    BAD_CSRF: "bili_csrf",
    RISK: "bili_risk",
    BLOCKED: "bili_blocked",
    BAD_REQUEST: "bili_bad_request",
    FORBIDDEN: "bili_forbidden",
    -3: "bili_system_error",
    -404: "not_found",
    BUSY: "bili_too_often",
    TOO_OFTEN: "bili_too_often",
    429: "bili_too_often",
    2: "bad_params",
    10005: "bili_no_such_message",
    21007: "bili_too_long",
    21015: "bili_phone",
    SENDING_TOO_FAST: "bili_sending_too_fast",
    21026: "yourself",
    GROUP_CLOSED: "bili_group_closed",
    21035: "bili_type",
    21037: "bili_picture",
    21041: "recall_too_late",
    21042: "already_recalled",
    21046: "bili_wait_a_day",
    21047: "bili_one_message",
    25003: "bili_privacy",
    25005: "bili_you_blocked",
    40143: "bad_params",
    GROUP_GONE: "bili_group_gone",
    NOT_IN_GROUP: "not_in_group",
    NO_SESSION: "bili_no_session",
    REFRESH_MISMATCH: "bili_refresh_mismatch",
}
"""What a code means (``reason.<reason>``); any other code is ``refused`` with the service's words."""

_BACK_OFF = frozenset((RISK, BLOCKED, TOO_OFTEN, BUSY, 429, SENDING_TOO_FAST))


class CallRefusedError(CallError):
    """Bilibili answered that it would not; *code* says why, *reason* is our key for it (``reason.<reason>``)."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(words)
        self.code = code

    @property
    def reason(self) -> str:
        """Our key for why."""
        return REASONS.get(self.code, "refused")

    @property
    def wants_patience(self) -> bool:
        """Whether we are to ask less often from now on."""
        return self.code in _BACK_OFF


class LoggedOutError(CallRefusedError):
    """The login is not valid any more, or its csrf is not: nothing will work until somebody logs in again."""


class RiskControlError(CallRefusedError):
    """Bilibili's risk control refused it. Only a person can settle that, in the web page: we wait, and never try to get round."""


class RateLimitedError(CallRefusedError):
    """We asked too often."""


def refusal(code: int, words: str = "") -> CallRefusedError:
    """Return the error for *code*."""
    if code in (LOGGED_OUT, BAD_CSRF):
        return LoggedOutError(code, words)
    if code in (RISK, BLOCKED):
        return RiskControlError(code, words)
    return (RateLimitedError if code in _BACK_OFF else CallRefusedError)(code, words)
