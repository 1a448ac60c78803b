"""What the members panel says."""

from tui.locale import Strings

STRINGS: Strings = {
    "members.title": ("群成员 {count}", "Members {count}"),
    "members.filter": ("名片、昵称、拼音、号码", "Card, name, pinyin, number"),
    "members.none": ("还没有成员列表", "No members yet"),
    "members.no_match": ("没有匹配的成员", "Nobody matches"),
    "members.loading": ("正在获取…", "Loading…"),
    "members.owner": ("群主", "owner"),
    "members.admin": ("管理", "admin"),
    "members.me": ("我", "me"),
    "members.muted": ("禁言 {until}", "muted {until}"),
}
