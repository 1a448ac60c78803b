"""What the codes of a refusal mean, in the house's words."""

from __future__ import annotations

from tui.chat.actions import NotOffered, Outcome, Refused
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import CallRefusedError

_REASONS = {
    codes.NO_TARGET: "not_found",
    codes.NO_PERMISSION: "need_admin",
    codes.MUTED: "muted",
    codes.TOO_LONG: "too_long",
    codes.BAD_PARAMETERS: "bad_params",
}


def refusal(error: CallRefusedError) -> Outcome:
    """Return *error* as an outcome, with our reason where its code has a meaning."""
    return NotOffered("unknown_action") if error.is_unknown_command else Refused(error.words, _REASONS.get(error.code, ""))


def is_lost_file(error: CallRefusedError) -> bool:
    """Return whether a command about files was refused because there is no such file: of those its code says that."""
    return error.code == codes.UNSUPPORTED


def ask_reason(error: CallRefusedError) -> str:
    """Return why a question was refused (``reason.<reason>``)."""
    if error.is_unknown_command:
        return "not_offered"
    return "not_found" if error.code == codes.NO_TARGET else "refused"
