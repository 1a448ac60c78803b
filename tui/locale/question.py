"""What is asked before something is done that can not be taken back, and for how long somebody is muted."""

from tui.locale import Strings

STRINGS: Strings = {
    "question.no": ("取消", "No"),
    "question.hint": ("{yes} 是 · {no} 否 · ←→ 选择", "{yes} yes · {no} no · ←→ choose"),
    "question.hint_tick": ("{yes} 是 · {no} 否 · ←→ 选择 · Space 勾选", "{yes} yes · {no} no · ←→ choose · Space ticks"),
    "question.where": ("在 {where}（{number}）", "in {where} ({number})"),
    "question.recall_own": ("撤回这条消息？", "Recall this message?"),
    "question.recall_other": ("撤回 {who}（{number}）的消息？", "Recall the message of {who} ({number})?"),
    "question.recall_other_note": (
        "这是别人发的消息。撤回后群里所有人都看不到，也无法恢复。",
        "Somebody else said this. Nobody in the group will see it any more, and it can not be brought back.",
    ),
    "question.recall_yes": ("撤回", "Recall"),
    "question.kick": ("把 {who}（{number}）移出群？", "Kick {who} ({number})?"),
    "question.kick_many": ("把这 {count} 人移出群？", "Kick these {count}?"),
    "question.kick_block": ("不再接受他们的加群申请", "refuse their further requests to join, too"),
    "question.kick_note": ("对方需要重新申请才能回来。", "They have to ask to join again."),
    "question.kick_yes": ("移出", "Kick"),
    "question.resend": ("再发一次这条消息？", "Send this message again?"),
    "question.resend_note": (
        "上次没有收到回应，对方可能已经看到了；再发一次可能会重复。",
        "Nobody answered the last time: it may have arrived already, and would then be there twice.",
    ),
    "question.resend_yes": ("再发一次", "Send again"),
    "question.discard": ("丢弃这条没有发出的消息？", "Discard this message that was not sent?"),
    "question.discard_yes": ("丢弃", "Discard"),
    "question.mute_field": ("如 10m、2h、1天、半小时；0 解除", "like 10m, 2h, 1d, 10分钟; 0 lifts it"),
    "question.mute_lift": ("解除禁言", "Lift the mute"),
    "question.mute_until": ("{long} · 到 {until}", "{long} · until {until}"),
    "question.mute_hint": ("↑↓ 选择或直接输入 · Enter 确定 · Esc 取消", "↑↓ choose, or type · Enter does it · Esc cancels"),
    "question.duration.empty": ("请选择或输入时长", "choose or type how long"),
    "question.duration.not_understood": (
        "看不懂“{text}”；可以写 10m、2h、1d12h、10分钟、1小时30分、半小时，0 是解除",
        "“{text}” is no duration; write 10m, 2h, 1d12h, 10分钟, 1小时30分, 半小时, or 0 to lift it",
    ),
    "question.duration.too_long": ("最长 {longest}", "at most {longest}"),
}
