"""How actions end."""

from tui.locale import Strings

STRINGS: Strings = {
    "outcome.done": ("{what}：完成", "{what}: done"),
    "outcome.refused": ("{what}：没有成功。{why}", "{what}: refused. {why}"),
    "outcome.not_offered": ("{what}：这里做不到。{why}", "{what}: not available here. {why}"),
    "outcome.not_sent": ("{what}：没有发出。{why}", "{what}: not sent. {why}"),
    "outcome.no_answer": (
        "{what}：服务端没有回应，不知道是否生效，请看会话里的结果",
        "{what}: no answer. It may or may not have happened; look at the conversation",
    ),
    "outcome.unproven": (
        "{what}：服务端说好了，但还没有看到结果",
        "{what}: the server said yes, but nothing has come of it yet",
    ),
    "outcome.why": ("{reason}（{words}）", "{reason} ({words})"),
}
