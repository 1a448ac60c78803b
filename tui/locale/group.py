"""Managing a group."""

from tui.locale import Strings

STRINGS: Strings = {
    "group.menu": ("{where}（{number}）", "{where} ({number})"),
    "group.mute_all": ("让全体成员都不能发言？", "Mute everybody?"),
    "group.mute_all_yes": ("全员禁言", "Mute all"),
    "group.act.mute_all": ("全员禁言", "Mute everybody"),
    "group.act.unmute_all": ("解除全员禁言", "Let everybody speak"),
}
