"""Says in words how an action ended, and what can be done about it."""

from __future__ import annotations

from tui.chat.actions import Done, NoAnswer, NotOffered, NotSent, Outcome, Refused
from tui.chat.text import one_line
from tui.locale import has, t
from tui.platforms.base import AskError
from tui.store.schema import StoreError


def describe(outcome: Outcome, what: str) -> tuple[str, bool]:
    """Return one line on how *what* (the action in words) ended, and whether it ended well."""
    match outcome:
        case Done():
            return t("outcome.done", what=what), True
        case Refused(words=words, reason=reason):
            return t("outcome.refused", what=what, why=_why(reason, words)), False
        case NotOffered(reason=reason):
            return t("outcome.not_offered", what=what, why=_why(reason, "")), False
        case NotSent(words=words):
            return t("outcome.not_sent", what=what, why=_why("" if words else "not_connected", _of_connection(words))), False
        case NoAnswer(words="unproven"):
            return t("outcome.unproven", what=what), False
        case _:
            return t("outcome.no_answer", what=what), False


def describe_error(error: BaseException, what: str) -> str:
    """Return one line on why *what* could not be had."""
    return t("outcome.refused", what=what, why=why_failed(error))


def why_failed(error: BaseException) -> str:
    """Return one line on what *error* says."""
    match error:
        case AskError():
            is_connection = error.reason in ("not_connected", "not_told")
            return _why(error.reason, _of_connection(error.words) if is_connection else error.words)
        case StoreError():
            return t(f"reason.{error.reason}", **error.values)
        case _:
            return one_line(str(error)) or type(error).__name__


def is_disconnection(error: AskError) -> bool:
    """Return whether nothing could be had only because there is no connection (any more)."""
    return error.reason == "not_connected" or (error.reason == "not_told" and has(f"connect.{error.words}"))


def _of_connection(words: str) -> str:
    """Return in words how a connection failed: *words* are our name of it, or what the system says. No words of others."""
    return next((t(name) for name in (f"connect.{words}", f"reason.{words}") if has(name)), words)


def _why(reason: str, words: str) -> str:
    known = t(f"reason.{reason}") if reason and has(f"reason.{reason}") else ""
    words = "" if words == reason else one_line(words, 200)
    if known and words:
        return t("outcome.why", reason=known, words=words)
    return known or words or t("reason.refused")
