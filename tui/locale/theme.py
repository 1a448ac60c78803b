"""What is said of themes and of what is wrong with them."""

from tui.locale import Strings

STRINGS: Strings = {
    "theme.picker_title": ("选择主题", "Choose a theme"),
    "theme.picker_hint": ("↑↓ 预览 · Enter 使用 · Esc 返回", "↑↓ preview · Enter use · Esc back"),
    "theme.own": ("自定义", "yours"),
    "theme.current": ("使用中", "in use"),
    "theme.passed_over": ("主题 {id} 未能使用：{why}", "Theme {id} was not used: {why}"),
    "theme.not_found": ("没有名为 {id} 的主题", "there is no theme named {id}"),
    "theme.unreadable": ("{file} 无法读取：{why}", "{file} can not be read: {why}"),
    "theme.too_large": ("{file} 太大（最多 {limit} kB）", "{file} is too large (at most {limit} kB)"),
    "theme.not_toml": ("{file} 不是有效的 TOML：{why}", "{file} is not valid TOML: {why}"),
    "theme.not_a_table": ("{file}：[{section}] 应是一个表", "{file}: [{section}] must be a table"),
    "theme.not_text": ("{file}：{key} 应是文本", "{file}: {key} must be text"),
    "theme.not_a_switch": ("{file}：{key} 应是 true 或 false", "{file}: {key} must be true or false"),
    "theme.no_primary": (
        "{file}：缺少 [colors] primary（或 [meta] extends）",
        "{file}: [colors] primary is missing (or [meta] extends)",
    ),
    "theme.bad_colour": (
        "{file}：{key} = {value!r} 不是颜色；可用 #rrggbb、rgb(r,g,b)、颜色名、ansi_red 等",
        "{file}: {key} = {value!r} is no colour; allowed are #rrggbb, rgb(r,g,b), names, ansi_red and so on",
    ),
    "theme.bad_style": (
        "{file}：{key} = {value!r} 中的 {part!r} 无法识别；可用 bold dim italic underline reverse strike、颜色、$primary 等变量、"
        "百分比和 on 背景色",
        "{file}: {key} = {value!r}: {part!r} is not understood; allowed are bold dim italic underline reverse strike, a colour, "
        "a variable like $primary, a percentage, and on with a background",
    ),
    "theme.bad_senders": (
        "{file}：chat.senders 应是非空的颜色列表",
        "{file}: chat.senders must be a list of colours, not empty",
    ),
    "theme.bad_icon": (
        "{file}：{key} = {value!r} 应占一或两格",
        "{file}: {key} = {value!r} must be one or two cells wide",
    ),
    "theme.bad_variable": (
        "{file}：{key} = {value!r} 不是颜色或文字样式",
        "{file}: {key} = {value!r} is neither a colour nor a text style",
    ),
    "theme.unknown_base": (
        "{file}：[meta] extends = {value!r} 没有这样的主题",
        "{file}: [meta] extends = {value!r}: there is no such theme",
    ),
    "theme.circle": (
        "{file}：[meta] extends 互相引用：{value}",
        "{file}: [meta] extends goes round in a circle: {value}",
    ),
    "theme.unknown_key": (
        "{file}：未知的 {key}，已忽略；可用：{allowed}",
        "{file}: {key} is unknown and passed over; there are: {allowed}",
    ),
}
