"""How NapCat words its failures, and the frames they travel in."""

from __future__ import annotations

from typing import Any, Final

from tui.simulator.model import Reason

BAD_TOKEN = 1403
THREW = 1200
BAD_PARAMS = 1400
UNKNOWN_ACTION = 1404

UNPARSABLE = "消息体无法解析, 请检查是否发送了不支持的消息类型"
NOT_ADMIN_CODE = 120101005
NOT_ADMIN = "ERR_NOT_GROUP_ADMIN"


class Absent:
    """The type of `ABSENT`."""


ABSENT: Final = Absent()
"""What an action returns when NapCat's reply has no `data` key at all (its handlers of type void)."""


class ActionFailed(Exception):
    """An action answers with `status: failed`; `wording` is what the person reads."""

    def __init__(self, wording: str, retcode: int = THREW) -> None:
        super().__init__(wording)
        self.wording = wording
        self.retcode = retcode


def kernel_failure(service: str, result: int, error: str, *, timed_out: bool = False) -> str:
    """What NapCat says when QQ's kernel refuses: the kernel's own answer, as JSON inside a line of NapCat's."""
    head = "Timeout" if timed_out else "EventChecker Failed"
    body = f'{{\n    "result": {result},\n    "errMsg": "{error}"\n}}\n'
    return (
        f"{head}: NTEvent serviceAndMethod:NodeIKernelMsgService/{service} "
        f"ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n{body}"
    )


def send_failure(reason: Reason) -> str:
    """The wording of a refused send: 120 means muted; a stranger is unknown before anything is sent."""
    if reason is Reason.NO_SUCH_USER:
        return "无法获取用户信息"
    codes = {Reason.MUTED: 120, Reason.WHOLE_MUTED: 120, Reason.NOT_A_MEMBER: 110, Reason.NO_SUCH_GROUP: 110}
    return kernel_failure("sendMsg", codes.get(reason, 16), "")


def recall_failure(reason: Reason) -> str:
    """The wording of a refused recall: NapCat waits in vain for the kernel's confirmation (NapCatQQ issue 1173)."""
    if reason is Reason.RANK_TOO_LOW:
        return kernel_failure("recallMsg", 7, "decode failed!", timed_out=True)
    return kernel_failure("recallMsg", 8, "", timed_out=True)


def reply_frame(data: Any, echo: Any) -> dict[str, Any]:
    """A successful answer."""
    frame = {"status": "ok", "retcode": 0, "data": data, "message": "", "wording": "", "echo": echo}
    if data is ABSENT:
        del frame["data"]
    return frame | {"stream": "normal-action"}


def failure_frame(wording: str, retcode: int, echo: Any) -> dict[str, Any]:
    """A failed answer."""
    return {
        "status": "failed",
        "retcode": retcode,
        "data": None,
        "message": wording,
        "wording": wording,
        "echo": echo,
        "stream": "normal-action",
    }
