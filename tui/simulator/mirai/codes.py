"""The codes that mirai-api-http answers with, and which of them each refusal of the world becomes."""

from __future__ import annotations

from typing import Any

from tui.simulator.model import Reason, Refused

SUCCESS = 0
WRONG_KEY, NO_BOT, NO_SESSION, NOT_BOUND, NOT_FOUND, UNSUPPORTED = 1, 2, 3, 4, 5, 6
NO_PERMISSION, MUTED, TOO_LONG = 10, 20, 30
BAD, BROKEN = 400, 500

WORDS = {
    SUCCESS: "success",
    WRONG_KEY: "Auth Key错误",
    NO_BOT: "指定Bot不存在",
    NO_SESSION: "Session失效或不存在",
    NOT_BOUND: "Session未认证",
    NOT_FOUND: "指定对象不存在",
    UNSUPPORTED: "指定操作不支持",
    NO_PERMISSION: "无操作权限",
    MUTED: "Bot被禁言",
    TOO_LONG: "消息过长",
    BAD: "无效参数",
}
PERMITTED_LATE = frozenset({Reason.TOO_LATE, Reason.ALREADY_RECALLED, Reason.GONE, Reason.NAME_TAKEN, Reason.NO_PICTURE})
"""What mirai itself would let pass and QQ's server refuses: an exception nobody expects."""

Frame = dict[str, Any]


class Failed(Exception):
    """A call fails with a code, in these words or in the usual ones."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(words or WORDS.get(code, ""))
        self.code = code
        self.words = words or WORDS.get(code, "")


def state(code: int, words: str = "") -> Frame:
    """An answer that is only a code."""
    return {"code": code, "msg": words or WORDS.get(code, "")}


def result(data: Any) -> Frame:
    """An answer that holds something."""
    return {"code": SUCCESS, "msg": "", "data": data}


def code_of(refused: Refused) -> tuple[int, str]:
    """How the world's no is told."""
    reason = refused.reason
    if reason in (Reason.MUTED, Reason.WHOLE_MUTED):
        return MUTED, ""
    if reason in (Reason.RANK_TOO_LOW, Reason.TARGET_IS_OWNER):
        return NO_PERMISSION, ""
    if reason in PERMITTED_LATE:
        return BROKEN, f"java.lang.IllegalStateException: {reason.value}"
    return NOT_FOUND, ""
