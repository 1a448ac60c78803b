"""The canned replies."""

from tui.locale import Strings

STRINGS: Strings = {
    "replies.title": ("快捷回复", "Canned replies"),
    "replies.field": ("名称、内容、拼音、首字母", "Name, words, pinyin, initials"),
    "replies.nothing": ("没有找到", "Nothing found"),
    "replies.hint": ("↑↓ 选择 · Enter 放进输入框 · Esc 返回", "↑↓ choose · Enter puts it into the composer · Esc back"),
    "replies.hint_none": ("Esc 返回", "Esc back"),
    "replies.none": (
        "还没有快捷回复。在 {path} 里加上几条，然后重新启动 qiao：",
        "There are no canned replies yet. Add some to {path}, then start qiao anew:",
    ),
    "replies.example_name": ("问候", "Greeting"),
    "replies.example_text": ("你好，{name}！收到了，今天之内回复你。", "Hello {name}, got it. You will hear from me today."),
}
