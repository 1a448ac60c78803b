"""What menus, details, help and the other small screens say."""

from tui.locale import Strings

STRINGS: Strings = {
    "screens.menu_hint": ("↑↓ 选择 · Enter 执行 · Esc 返回", "↑↓ choose · Enter does it · Esc back"),
    "screens.not_available": ("不可用：{reason}", "Not available: {reason}"),
    "screens.details_hint": (
        "↑↓ 滚动 · y 复制文字 · Y 复制原始数据 · Esc 返回",
        "↑↓ scroll · y copies the text · Y the raw data · Esc back",
    ),
    "screens.details_text": ("文字", "Text"),
    "screens.details_raw": ("原始数据", "Raw data"),
    "screens.details_no_raw": ("没有保存原始数据", "no raw data was kept"),
    "screens.details_more": ("… 还有 {count} 个字符", "… {count} more characters"),
    "screens.help_title": ("按键", "Keys"),
    "screens.help_hint": ("↑↓ 滚动 · Esc 返回", "↑↓ scroll · Esc back"),
    "screens.help_palette": ("只在命令面板", "palette only"),
    "screens.quiet_title": ("哪些群对你重要？", "Which groups matter to you?"),
    "screens.quiet_note": (
        "其余的折叠成一行：只显示一个点，不计入未读，也不响铃；有人 @ 你时仍会浮上来。随时可以改。",
        "The others fold into one line: a dot, no count, no bell. A mention of you still brings one up. Change it any time.",
    ),
    "screens.quiet_hint": (
        "Space 勾选 · a 全选/全不选 · / 筛选 · Enter 完成 · Esc 以后再说",
        "Space ticks · a all or none · / filters · Enter done · Esc later",
    ),
    "screens.quiet_count": ("已选 {ticked} / {all}", "{ticked} of {all} ticked"),
    "screens.bare_hint": ("用终端自己的鼠标选择和复制 · Esc 返回", "Select and copy with the terminal's own mouse · Esc back"),
    "screens.bare_empty": ("没有文字", "There is no text"),
    "screens.full_text_hint": ("↑↓ 滚动 · y 复制 · Esc 返回", "↑↓ scroll · y copies · Esc back"),
    "screens.sheet_leave": ("返回", "back"),
    "screens.sheet_more": ("全部按键", "all keys"),
    "screens.ask_text_hint": ("Enter 确定 · Esc 取消", "Enter takes it · Esc leaves"),
}
