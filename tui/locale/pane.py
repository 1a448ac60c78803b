"""What the conversation pane says around the messages."""

from tui.locale import Strings

STRINGS: Strings = {
    "pane.me": ("我", "Me"),
    "pane.owner": ("群主", "owner"),
    "pane.admin": ("管理员", "admin"),
    "pane.empty": ("还没有消息", "No messages yet"),
    "pane.empty_hint": ("说点什么吧", "Say something"),
    "pane.nothing_open": ("选择一个会话开始聊天", "Choose a conversation"),
    "pane.unread_from": ("以下是新消息", "New from here"),
    "pane.new_below": ("{n} 条新消息", "{n} new"),
    "pane.gap.open": ("更早的消息尚未加载 · 向上翻页加载", "Earlier messages not loaded · page up"),
    "pane.gap.loading": ("正在加载更早的消息…", "Loading earlier messages…"),
    "pane.gap.refused": ("平台没有提供这里更早的消息", "The platform does not give the messages before this"),
    "pane.gap.refused_words": (
        "平台没有提供这里更早的消息：{words}",
        "The platform does not give the messages before this: {words}",
    ),
    "pane.gap.unknown": ("这之前可能缺少消息", "Messages may be missing before this"),
    "pane.gap.unknown_words": ("这之前可能缺少消息：{words}", "Messages may be missing before this: {words}"),
    "pane.recalled": ("已撤回", "recalled"),
    "pane.recalled_by": ("被 {who} 撤回", "recalled by {who}"),
    "pane.reveal": ("显示", "show"),
    "pane.conceal": ("隐藏", "hide"),
    "pane.quote.recalled": ("引用的消息已撤回", "the quoted message was recalled"),
    "pane.quote.missing": ("引用的消息未加载", "the quoted message is not loaded"),
    "pane.folded": ("… 还有 {n} 行", "… {n} more lines"),
    "pane.open": ("展开", "open"),
    "pane.fold": ("收起", "fold"),
    "pane.state.queued": ("等待发送", "waiting to be sent"),
    "pane.state.sending": ("发送中", "sending"),
    "pane.state.failed": ("发送失败", "not sent"),
    "pane.state.failed_words": ("发送失败：{words}", "not sent: {words}"),
    "pane.state.unconfirmed": ("没有收到回应，不确定是否已送达", "no answer: it may have arrived or not"),
    "pane.resend": ("重发", "send again"),
    "pane.discard": ("放弃", "discard"),
}
