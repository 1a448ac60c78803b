"""The words of the composer."""

from tui.locale import Strings

STRINGS: Strings = {
    "composer.everybody": ("全体成员", "everybody"),
    "composer.everybody_note": ("@全体成员", "all members"),
    "composer.hint": ("写点什么…（{send} 发送，{newline} 换行）", "Write something… ({send} sends, {newline} new line)"),
    "composer.reply_to": ("回复 {name}：{line}", "Reply to {name}: {line}"),
    "composer.attached": ("附件：{names}", "Attached: {names}"),
    "composer.attaching": ("附上文件", "Attaching files"),
    "composer.attach_to": ("发给 {where}（{number}）的图片或文件", "Pictures or files for {where} ({number})"),
    "composer.attach_note": (
        "选好后按发送键才发出：图片和文字一起发，别的文件单独上传。",
        "They go when you send: pictures with the words, other files beside them.",
    ),
    "composer.files_offline": (
        "没有连接，文件现在传不了；附件还在",
        "not connected, so files can not go now; they are kept here",
    ),
    "composer.bytes": ("{count}/{most} 字节", "{count} of {most} bytes"),
    "composer.too_long": ("太长了：{count}/{most} 字节", "too long: {count} of {most} bytes"),
    "composer.drop": ("{key} 取消", "{key} drops it"),
    "composer.editor_missing": (
        "没有可用的编辑器：{name}。请设置 $VISUAL 或 $EDITOR。",
        "There is no editor {name}. Set $VISUAL or $EDITOR.",
    ),
    "composer.editor_failed": (
        "编辑器 {name} 没有正常结束（{code}），文字没有改动",
        "The editor {name} did not end well ({code}); the text is as it was",
    ),
    "composer.editor_unreadable": (
        "编辑器写下的文件读不回来（{words}），文字没有改动",
        "What the editor wrote can not be read ({words}); the text is as it was",
    ),
    "composer.editor_here": ("这里不能打开外部编辑器", "An editor can not be opened from here"),
}
