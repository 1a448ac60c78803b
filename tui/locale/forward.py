"""Merged forwards: opened, made, and messages passed on."""

from tui.locale import Strings

STRINGS: Strings = {
    "forward.title": ("聊天记录", "forwarded history"),
    "forward.of": ("{who} 的聊天记录", "history from {who}"),
    "forward.title_count": ("{title}（{count} 条）{more}", "{title} ({count}){more}"),
    "forward.loading": ("正在获取聊天记录…", "Fetching the forwarded history…"),
    "forward.failed": ("{why}\n\n按 {key} 再试一次，Esc 返回。", "{why}\n\n{key} tries again, Esc goes back."),
    "forward.left_out": ("还有 {n} 条没有显示", "{n} more are not shown"),
    "forward.to": ("转发 {count} 条消息给…", "Forward {count} messages to…"),
    "forward.one_to": ("转发这条消息给…", "Forward this message to…"),
    "forward.how": ("{count} 条消息怎么转发？", "How to forward {count} messages?"),
    "forward.merged": ("合并转发", "as one history"),
    "forward.each": ("逐条转发", "one by one"),
    "forward.too_many": ("合并转发最多 {most} 条", "at most {most} messages can be merged"),
    "forward.ask_merged": ("把 {count} 条消息合并转发？", "Forward {count} messages as one history?"),
    "forward.ask_each": ("逐条转发 {count} 条消息？", "Forward {count} messages one by one?"),
    "forward.ask_one": ("转发这条消息？", "Forward this message?"),
    "forward.target": ("发到 {where}（{number}）", "It goes to {where} ({number})"),
    "forward.yes": ("转发", "Forward"),
    "forward.as_it_is": ("由 QQ 原样转发", "QQ passes it on as it is"),
    "forward.anew": (
        "对方的实现不能原样转发，会作为你的新消息发出",
        "this implementation can not pass it on as it is: it goes as a new message of yours",
    ),
    "forward.skipped": ("其中 {n} 条是提示或已撤回，不会转发", "{n} of them are notices or recalled, and are left out"),
    "forward.queued": ("已排队转发到 {where}", "Queued to go to {where}"),
    "forward.of_group": ("群聊的聊天记录", "Chat history of a group"),
    "forward.of_two": ("{one}和{other}的聊天记录", "Chat history of {one} and {other}"),
    "forward.nowhere": ("没有可以转发到的会话", "There is nowhere to forward to"),
}
