"""What the switcher and the command palette say."""

from tui.locale import Strings

STRINGS: Strings = {
    "switcher.field": ("名称、拼音、首字母、号码；> 命令", "Name, pinyin, initials, number; > commands"),
    "switcher.nothing": ("没有找到", "Nothing found"),
    "switcher.hint": ("↑↓ 选择 · Enter 打开 · > 命令 · Esc 返回", "↑↓ choose · Enter opens · > commands · Esc back"),
    "switcher.picker_field": ("名称、拼音、首字母、号码", "Name, pinyin, initials, number"),
    "switcher.picker_hint": ("↑↓ 选择 · Enter 确定 · Esc 返回", "↑↓ choose · Enter takes it · Esc back"),
    "switcher.palette_hint": ("↑↓ 选择 · Enter 执行 · Esc 返回", "↑↓ choose · Enter does it · Esc back"),
    "switcher.friend": ("好友", "friend"),
    "switcher.group": ("群", "group"),
    "switcher.temp": ("临时", "temp."),
    "switcher.stranger": ("陌生人", "stranger"),
    "switcher.fan_group": ("粉丝群", "fan group"),
    "switcher.system": ("系统", "system"),
    "switcher.other_client": ("我的设备", "device"),
}
