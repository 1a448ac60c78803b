"""Why an action was not done, or can not be offered."""

from tui.locale import Strings
from tui.locale.bilibili import REASONS as BILIBILI

STRINGS: Strings = {
    "reason.bad_params": ("参数不对", "the parameters do not fit"),
    "reason.only_dialled": (
        "反向连接没有可以拨的地址，没法写成一行命令",
        "the other side dials us: there is no address that a line for a shell could name",
    ),
    "reason.read_only": ("这个账号是只读的（read_only）", "this account is read-only (read_only)"),
    "reason.not_offered": ("这里不支持这个操作", "this is not supported here"),
    "reason.notice": ("这是系统提示，不是消息", "this is a system line, not a message"),
    "reason.already_recalled": ("消息已经撤回", "the message was already recalled"),
    "reason.not_sent_yet": ("消息还没有发出去", "the message has not been sent yet"),
    "reason.recall_too_late": ("超过两分钟，不能撤回了", "more than two minutes old, too late to recall"),
    "reason.not_yours": ("这不是你发的消息", "this is not your message"),
    "reason.need_admin": ("需要群主或管理员权限", "only the owner and admins can do this"),
    "reason.need_owner": ("只有群主可以", "only the owner can do this"),
    "reason.is_owner": ("群主不能被设为或取消管理员", "the owner can be made neither an admin nor a plain member"),
    "reason.not_in_group": ("你已经不在这个群里了", "you are no longer in this group"),
    "reason.name_too_long": ("名字太长", "the name is too long"),
    "reason.mute_too_long": ("最长禁言三十天", "thirty days is the longest mute"),
    "reason.target_outranks": ("对方是群主或管理员，你的权限不够", "they are the owner or an admin; your role does not suffice"),
    "reason.only_groups": ("只能在群里使用", "only in groups"),
    "reason.only_groups_and_friends": ("只能对群成员和好友使用", "only for group members and friends"),
    "reason.no_target": ("没有选中对象", "nobody is chosen"),
    "reason.yourself": ("不能对自己使用", "you can not do this to yourself"),
    "reason.mark_read_off": ("已读状态按设置不上报（mark_read = false）", "what was read is not reported (mark_read = false)"),
    "reason.not_connected": ("没有连接，等连上再试", "not connected; try again when it is"),
    "reason.no_answer": ("对方没有应答，不知道是否成功", "no answer: it may have happened or not"),
    "reason.not_told": ("对方没有应答", "no answer"),
    "reason.refused": ("对方拒绝了", "refused by the other side"),
    "reason.not_found": ("找不到", "not found"),
    "reason.target_unsure": (
        "没能确认被引用的消息还在，所以没有发出，可以稍后重发",
        "it could not be made sure that the quoted message is still there, so this was not sent; resend it later",
    ),
    "reason.target_forgotten": (
        "QQ 那边的程序已经不认识那条消息（它可能重启过），所以没有执行",
        "the program that holds QQ no longer knows that message (it may have restarted), so nothing was done",
    ),
    "reason.original_forgotten": (
        "QQ 那边的程序已经不认识原消息（它可能重启过），而里面的内容不能重新发送，所以没有转发",
        "the program that holds QQ no longer knows the original (it may have restarted), and what it holds can not be sent anew",
    ),
    "reason.essence_only_set": (
        "QQ 那边的程序只能设精华，没有列出和移出的命令；可以在手机 QQ 里查看和移出",
        "the program that holds QQ can make a message essence, but neither list nor remove any; QQ on a phone can",
    ),
    "reason.unknown_action": ("QQ 那边的程序没有这个功能", "the program that holds QQ does not have this function"),
    "reason.too_long": ("太长了，QQ 不收", "too long for QQ"),
    "reason.muted": ("你被禁言了，或全员禁言中", "you are muted here, or everybody is"),
    "reason.not_friend": ("对方不是你的好友", "they are not your friend"),
    "reason.recall_failed": ("撤回失败，可能超过了时限", "could not be recalled; perhaps it is too late"),
    "reason.not_sendable": ("其中有不能发送的内容", "it holds something that can not be sent"),
    "reason.empty": ("没有可以发送的内容", "there is nothing to send"),
    "reason.request_gone": ("平台已经没有这个请求了", "the platform does not know this request any more"),
    "reason.request_closed": ("这个请求已经有结果了", "this request is settled already"),
    "reason.daily_limit": ("今天的次数用完了", "today's limit is reached"),
    "reason.mute_range": ("禁言时长最多 30 天", "a mute lasts at most 30 days"),
    "reason.no_file": ("没有这个文件（它可能被移走了）", "there is no such file (it may have been moved away)"),
    "reason.file_unreadable": ("这个文件读不了", "the file can not be read"),
    "reason.file_empty": ("空文件不能上传", "an empty file can not be uploaded"),
    "reason.upload_cut": (
        "传到一半没有了回应，对方看不到这个文件；连上后再传一次",
        "no answer in the middle of it; nobody sees the file: upload it again once connected",
    ),
    "reason.file_changed": ("上传途中文件变了，请再试一次", "the file changed on its way; try again"),
    "reason.picture_too_large": ("图片太大了，最多 30 MB", "the picture is too large; 30 MB at most"),
    "reason.upload_too_large": (
        "文件太大，传不到另一台机器上。OneBot 实现如果就在这台机器上，可以在配置里写 same_disk = true，改为按路径上传",
        "too large to be handed to another machine. Where the implementation runs on this one, write same_disk = true into the"
        " config, and files go by their paths",
    ),
    "reason.upload_by_path": (
        "这个 OneBot 实现只能上传它自己机器上的文件。它如果就在这台机器上，请在配置里写 same_disk = true",
        "this implementation only uploads files of its own machine. Where that is this one, write same_disk = true into the"
        " config",
    ),
    "reason.forward_expired": ("这条聊天记录已过期，取不到了", "this forwarded history has expired"),
    "reason.forward_inner": (
        "里层的聊天记录不能单独取，请从最外层重新打开",
        "a nested one can not be had by itself; open it anew from the outermost one",
    ),
    "reason.forward_empty": ("没有取到聊天记录的内容", "the forwarded history came without contents"),
    "reason.wrong_account": (
        "那里登录的是另一个 QQ，所以没有发送",
        "another QQ is logged in there, so nothing was sent",
    ),
    "reason.store_newer": (
        "{path} 是更新版本的 qiao 写的（格式 {version}，这个版本最多懂 {newest}）。请升级 qiao。",
        "{path} was written by a newer qiao (format {version}; this one knows up to {newest}). Update qiao.",
    ),
    "reason.store_broken": (
        "{path} 无法使用：{error}。可以换回旁边的 .bak 备份，或把它移走后重新开始。",
        "{path} can not be used: {error}. Put back the .bak copy beside it, or move it away to start anew.",
    ),
    "reason.store_no_space": (
        "升级 {path} 前要先备份，需要 {megabytes} MB 空闲磁盘空间。请先腾出空间。",
        "{path} is backed up before it is brought up to date, which needs {megabytes} MB of free disk space. Make room first.",
    ),
    "reason.store_write": ("没有写入本地记录：{error}", "the local history could not be written: {error}"),
    "reason.store_closed": ("本地记录已经关闭", "the local history is closed"),
    "reason.already_running": (
        "另一个 qiao 正在使用这些数据。请先退出它，或用 --data-dir 指定另一个文件夹。",
        "Another qiao is using this data. Quit it first, or name another folder with --data-dir.",
    ),
    "reason.wordless": (
        "服务端没有说原因，也许没有权限，或对方已不在；看看它自己的日志",
        "the server gives no reason: maybe the rights are missing, or the target is gone; its own log may tell",
    ),
    **BILIBILI,
}
