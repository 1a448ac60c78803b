"""Managing a group."""

from tui.locale import Strings

STRINGS: Strings = {
    "group.menu": ("{where}（{number}）", "{where} ({number})"),
    "group.mute_all": ("让全体成员都不能发言？", "Mute everybody?"),
    "group.mute_all_yes": ("全员禁言", "Mute all"),
    "group.act.mute_all": ("全员禁言", "Mute everybody"),
    "group.act.unmute_all": ("解除全员禁言", "Let everybody speak"),
    # its name and picture
    "group.rename": ("新的群名", "The group's new name"),
    "group.no_name": ("群名不能为空", "a group needs a name"),
    "group.act.rename": ("改群名", "Rename the group"),
    "group.portrait": ("新的群头像", "The group's new picture"),
    "group.portrait_note": (
        "图片文件（png、jpg、gif、webp），或 http(s) 地址",
        "A file (png, jpg, gif, webp), or an http(s) address",
    ),
    "group.act.portrait": ("换群头像", "Set the group's picture"),
    # what is asked about it
    "group.mention_all_left": (
        "{where}：今天还可以 @全体成员，本群剩 {group} 次，你剩 {own} 次",
        "{where}: everybody can be mentioned {group} more times today, by you {own} times",
    ),
    "group.mention_all_none": (
        "{where}：今天不能再 @全体成员（本群剩 {group} 次，你剩 {own} 次）",
        "{where}: everybody can not be mentioned any more today (the group has {group} left, you {own})",
    ),
    "group.act.mention_all_left": ("查询 @全体成员 的剩余次数", "Ask how often everybody can be mentioned"),
    "group.act.sign_in": ("群签到", "Sign in"),
    # who is muted
    "group.muted_title": ("禁言列表 · {where}（{number}）· {count} 人", "Muted members · {where} ({number}) · {count}"),
    "group.muted_none": ("没有人被禁言", "Nobody is muted"),
    "group.muted_loading": ("正在获取…", "Fetching…"),
    "group.muted_by_members": (
        "这里的实现没有禁言列表，以成员列表里的为准",
        "This implementation has no list of the muted; this is what the list of members tells",
    ),
    "group.muted_left": ("还有 {left}", "{left} left"),
    "group.muted_until": ("到 {until}", "until {until}"),
    "group.act.muted": ("获取禁言列表", "Fetch who is muted"),
    # requests that were put aside
    "group.ignored_into": ("想加入 {group}（{number}）", "wants to join {group} ({number})"),
    "group.ignored_invites": ("邀请你加入 {group}（{number}）", "invites you into {group} ({number})"),
    "group.ignored_answered": ("已处理", "answered"),
    "group.ignored_already": ("这条请求已经处理过了", "this one was answered already"),
    "group.ignored_accept": ("让 {who} 加入 {group}？", "Let {who} into {group}?"),
    "group.ignored_follow": ("接受 {who} 的邀请，加入 {group}？", "Follow the invitation of {who} into {group}?"),
    "group.ignored_yes": ("同意", "Accept"),
    "group.ignored_refuse": ("拒绝 {who} 的理由", "Why {who} is turned away"),
    "group.ignored_reason": ("对方会看到；可以留空", "They will see it; it may be empty"),
    "group.act.accept": ("同意 {who} 的请求", "Accept the request of {who}"),
    "group.act.refuse": ("拒绝 {who} 的请求", "Refuse the request of {who}"),
    # sharing it
    "group.share": ("分享 {who} 的群名片", "Share the card of {who}"),
    "group.share_here": ("发到这里：{where}", "Send it here: {where}"),
    "group.share_elsewhere": ("发到别的会话…", "Send it to another conversation…"),
    "group.share_copy": ("复制内容（JSON）", "Copy it (JSON)"),
    "group.shared": ("名片已发往 {where}", "The card goes to {where}"),
    # leaving it
    "group.leave": ("退出 {where}（{number}）？", "Leave {where} ({number})?"),
    "group.leave_note": ("退出后要重新申请才能回来。", "To come back you have to ask to join again."),
    "group.leave_owner": (
        "你是群主：退出就是解散这个群，所有成员都会离开，无法恢复。",
        "You own this group: leaving disbands it for everybody, and it can not be brought back.",
    ),
    "group.leave_unknown": (
        "还不知道你在群里的身份；如果你是群主，退出可能会解散这个群。",
        "Your role here is not known yet; if you own the group, leaving may disband it.",
    ),
    "group.leave_type": ("输入群名“{name}”来确认（群号也行）：", "Type the group's name “{name}” (or its number) to confirm:"),
    "group.leave_wrong": ("和群名“{name}”（{number}）不一样", "that is not “{name}” ({number})"),
    "group.act.leave": ("退出 {who}", "Leave {who}"),
    # choosing a file
    "group.file_hint": ("Tab 补全 · ↑↓ 选择 · Enter 确定 · Esc 取消", "Tab completes · ↑↓ choose · Enter takes it · Esc leaves"),
    "group.file_missing": ("没有这个文件：{path}", "there is no such file: {path}"),
    "group.file_empty": ("请输入文件路径", "type the path of a file"),
    "group.file_nothing": ("这里没有匹配的文件", "No file matches"),
    "group.picture_unreadable": ("读不了 {path}：{error}", "{path} can not be read: {error}"),
    "group.picture_none": ("{path} 不是图片（png、jpg、gif、webp、bmp）", "{path} is no picture (png, jpg, gif, webp, bmp)"),
    "group.picture_large": ("{path} 有 {size}，最多 {most}", "{path} has {size}, at most {most}"),
}
