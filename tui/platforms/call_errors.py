"""How a call over any platform's wire can fail beside being refused: the two ways are told apart, because one may be repeated."""

from __future__ import annotations


class CallError(Exception):
    """A call got no good answer; *words* are the other side's, or ours where it said none."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.words = words


class CallNotSentError(CallError):
    """The call certainly did not leave us."""


class CallUnansweredError(CallError):
    """The call left us, and no answer came in time or before the connection ended."""
