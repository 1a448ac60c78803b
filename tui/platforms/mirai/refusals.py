"""What the codes of a refusal mean, in the house's words."""

from __future__ import annotations

from tui.chat.actions import NotOffered, Outcome, Refused
from tui.platforms.base import ConnectError
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import CallRefusedError, words_of
from tui.platforms.values import Row, as_int

_REASONS = {
    codes.NO_TARGET: "not_found",
    codes.NO_PERMISSION: "need_admin",
    codes.MUTED: "muted",
    codes.TOO_LONG: "too_long",
    codes.BAD_PARAMETERS: "bad_params",
}

_CONNECT_REASONS = {
    codes.WRONG_KEY: ("verify_key_refused", True),
    codes.NO_BOT: ("no_such_bot", False),
    codes.BAD_PARAMETERS: ("no_number", False),
}
"""Why a session was refused, by its code: our reason, and whether to try again is of no use."""


def session_refusal(data: Row) -> ConnectError:
    """Return why there is no session, which *data* says."""
    reason, is_final = _CONNECT_REASONS.get(as_int(data.get("code")), ("session_refused", False))
    return ConnectError(reason, words_of(data), is_final=is_final)


def refusal(error: CallRefusedError) -> Outcome:
    """Return *error* as an outcome, with our reason where its code has a meaning."""
    return NotOffered("unknown_action") if error.is_unknown_command else Refused(error.words, _REASONS.get(error.code, ""))


def ask_reason(error: CallRefusedError) -> str:
    """Return why a question was refused (``reason.<reason>``)."""
    if error.is_unknown_command:
        return "not_offered"
    return "not_found" if error.code == codes.NO_TARGET else "refused"
