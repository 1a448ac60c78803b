"""How Bilibili refuses: its codes and the words that come with them, and the envelope of every answer."""

from __future__ import annotations

from typing import Any

Frame = dict[str, Any]

LOGGED_OUT = -101
CSRF = -111
RISK = -352
BAD_REQUEST = -400
STALE_KEYS = -403
ILLEGAL = 2
NO_SUCH_MESSAGE = 10005
TOO_LONG = 21007
NO_PHONE = 21015
TOO_FAST = 21020
ONESELF = 21026
GROUPS_CLOSED = 21028
NOT_THIS_TYPE = 21035
BAD_PICTURE = 21037
TOO_LATE = 21041
ALREADY_RECALLED = 21042
TOO_MANY = 21046
ONLY_ONE = 21047
PRIVACY = 25003
BLOCKED = 25005
TOO_MANY_UIDS = 40143
MISMATCH = 86095
DISSOLVED = 700013
NOT_A_MEMBER = 700014
NO_SUCH_SESSION = 1000004

WORDS = {
    -3: "系统错误",
    LOGGED_OUT: "账号未登录",
    CSRF: "csrf 校验失败",
    RISK: "风控校验失败",
    BAD_REQUEST: "请求错误",
    STALE_KEYS: "访问权限不足",
    -404: "啥都木有",
    -412: "请求被拦截",
    -509: "请求过于频繁，请稍后再试",
    -799: "请求过于频繁，请稍后再试",
    ILLEGAL: "非法参数",
    NO_SUCH_MESSAGE: "msgkey不存在",
    TOO_LONG: "消息过长，无法发送",
    NO_PHONE: "绑定手机号的账号才能发送消息",
    TOO_FAST: "你发送消息频率过快，请稍后再发~",
    ONESELF: "不能给自己发送消息哦~",
    GROUPS_CLOSED: "由于系统升级，暂无法发送，敬请谅解",
    NOT_THIS_TYPE: "该类消息暂时无法发送",
    BAD_PICTURE: "图片格式不合法，不要调戏接口啦",
    TOO_LATE: "消息已超期，不能撤回了哦",
    ALREADY_RECALLED: "消息已经撤回了哦",
    TOO_MANY: "你发消息的频率太高了，请在24小时后再发吧~",
    ONLY_ONE: "对方主动回复或关注你前，最多发送1条消息~",
    PRIVACY: "因对方隐私设置，暂无法给他发送聊天消息",
    BLOCKED: "你已拉黑了对方，请先将对方移出黑名单后才能聊天",
    TOO_MANY_UIDS: "批量查询数量过多",
    MISMATCH: "refresh_csrf 错误或 refresh_token 与 cookie 不匹配",
    DISSOLVED: "已解散QAQ，无法执行此操作",
    NOT_A_MEMBER: "你已不在此同萌中QAQ，无法执行此操作",
    NO_SUCH_SESSION: "入口节点已存在",
}


class Failed(Exception):
    """A call is refused with this code; `data` only where an answer has some all the same."""

    def __init__(self, code: int, data: Any = None) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def envelope(code: int, data: Any, *, says_twice: bool) -> Frame:
    """An answer; calls of the messages' own host say their words under two names."""
    words = "0" if code == 0 else WORDS.get(code, str(code))
    twice = {"msg": words} if says_twice else {}
    return {"code": code, **twice, "message": words, "ttl": 1, "data": data}
