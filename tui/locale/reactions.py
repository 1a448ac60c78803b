"""Reactions below messages, and the picker of emoji."""

from tui.locale import Strings

STRINGS: Strings = {
    "reactions.title": ("回应：{line}", "React to: {line}"),
    "reactions.field": ("名字、拼音或编号", "name, pinyin or number"),
    "reactions.hint": (
        "↑↓ 选择 · Enter 确定 · Esc 返回",
        "↑↓ choose · Enter takes it · Esc back",
    ),
    "reactions.insert_title": ("插入表情", "Insert a face or emoji"),
    "reactions.insert_hint": ("↑↓ 选择 · Enter 插入 · Esc 返回", "↑↓ choose · Enter inserts · Esc back"),
    "reactions.nothing": ("没有这样的表情", "There is no such emoji"),
    "reactions.count": ("{n} 人", "{n}"),
    "reactions.yours": ("你已回应", "yours"),
    "reactions.act": ("回应 {emoji}", "Reacting with {emoji}"),
    "reactions.act_back": ("取消回应 {emoji}", "Taking {emoji} back"),
    "reactions.who": ("谁回应了：{line}", "Who reacted to: {line}"),
    "reactions.asked": ("查询谁回应了", "Asking who reacted"),
    "reactions.asking": ("正在获取…", "Fetching…"),
    "reactions.more": ("还有 {n} 人", "and {n} more"),
    "reactions.gone": ("没有人回应", "Nobody has reacted"),
    "reactions.box_hint": ("↑↓ 滚动 · Esc 返回", "↑↓ scroll · Esc back"),
}
