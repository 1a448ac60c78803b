"""What the sidebar says: its views, headers and the small marks of a conversation."""

from tui.locale import Strings

STRINGS: Strings = {
    "sidebar.conversations": ("会话", "Chats"),
    "sidebar.contacts": ("联系人", "People"),
    "sidebar.groups": ("群", "Groups"),
    "sidebar.waiting": ("待回", "Due"),
    "sidebar.no_waiting": ("没有人在等你回复", "Nobody awaits your answer"),
    "sidebar.waits_moments": ("刚刚", "just now"),
    "sidebar.waits_minutes": ("等了 {n} 分钟", "{n} min"),
    "sidebar.waits_hours": ("等了 {n} 小时", "{n} h"),
    "sidebar.waits_days": ("等了 {n} 天", "{n} d"),
    "sidebar.no_conversations": ("还没有会话", "No conversations yet"),
    "sidebar.no_contacts": ("还没有联系人", "No contacts yet"),
    "sidebar.no_groups": ("还没有群", "No groups yet"),
    "sidebar.no_match": ("没有匹配的结果", "Nothing matches"),
    "sidebar.filter": ("筛选：名称、拼音、号码", "Filter: name, pinyin, number"),
    "sidebar.new_above": ("↑{count} 新", "↑{count} new"),
    "sidebar.quiet": ("安静的群", "Quiet groups"),
    "sidebar.quiet_new": ("{count} 个有新消息", "{count} with news"),
    "sidebar.quiet_none": ("没有新消息", "no news"),
    "sidebar.no_category": ("未分组", "Other"),
    "sidebar.draft": ("[草稿] ", "[Draft] "),
    "sidebar.recalled": ("撤回了一条消息", "recalled a message"),
    "sidebar.me": ("我: ", "Me: "),
    "sidebar.temp": ("临时", "temporary"),
    "sidebar.stranger": ("陌生人", "stranger"),
    "sidebar.empty_chat": ("还没有消息", "No messages yet"),
    "sidebar.members": ("{count} 人", "{count}"),
    "sidebar.yesterday": ("昨天", "Yest."),
    "sidebar.weekdays": ("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun"),
}
