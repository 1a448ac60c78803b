"""Who waits for an answer, and what needs none."""

from tui.locale import Strings

STRINGS: Strings = {
    "waiting.nobody": ("没有人在等你回复", "Nobody awaits your answer"),
    "waiting.only_here": ("只剩这里还在等你回复", "Only this one still awaits your answer"),
    "waiting.not_here": ("{who} 没有在等你回复", "{who} does not await your answer"),
    "waiting.settled": ("{who} 不用回复了（侧栏里按 {key} 撤销）", "{who} needs no answer ({key} in the sidebar undoes it)"),
    "waiting.unsettled": ("{who} 又在等你回复", "{who} awaits your answer again"),
    "waiting.all_title": ("{count} 个会话都不用回复了？", "Do {count} conversations need no answer?"),
    "waiting.all_note": (
        "谁再发来消息，谁就重新出现在列表里。不会发出任何东西。",
        "Whoever writes again comes back into the list. Nothing is sent.",
    ),
    "waiting.all_yes": ("都不用回复", "None needs one"),
    "waiting.all_done": (
        "{count} 个会话不用回复了（侧栏里按 {key} 撤销）",
        "{count} need no answer ({key} in the sidebar undoes it)",
    ),
    "waiting.undone": ("撤销了：{count} 个会话又在等你回复", "Undone: {count} conversations await your answer again"),
    "waiting.nothing_to_undo": ("没有可以撤销的", "There is nothing to undo"),
}
