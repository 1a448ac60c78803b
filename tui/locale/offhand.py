"""What is asked before a card, a song, a place or a link is sent."""

from tui.locale import Strings

STRINGS: Strings = {
    "offhand.contact.how": ("对方的 QQ 号", "Their QQ number"),
    "offhand.contact.wrong": ("这不是 QQ 号（5 到 12 位数字）", "This is no QQ number (5 to 12 digits)"),
    "offhand.group_contact.how": ("群号", "The group's number"),
    "offhand.group_contact.wrong": ("这不是群号（5 到 12 位数字）", "This is no group's number (5 to 12 digits)"),
    "offhand.music.how": (
        "网易云或 QQ 音乐的歌曲链接，或者「163 186016」「qq 歌曲编号」",
        "A song's link at NetEase or QQ Music, or `163 186016`, `qq <id>`",
    ),
    "offhand.music.wrong": ("认不出这首歌", "This is no song that can be shared"),
    "offhand.location.how": (
        "纬度,经度 地名，例如 39.9087,116.3975 天安门",
        "latitude,longitude name: 39.9087,116.3975 Tiananmen",
    ),
    "offhand.location.wrong": ("要先写纬度和经度，例如 39.9087,116.3975", "Latitude and longitude come first: 39.9087,116.3975"),
    "offhand.share.how": ("链接，空格后面可以写标题", "A link, and behind a blank its title"),
    "offhand.share.wrong": ("要以 http:// 或 https:// 开头", "It has to begin with http:// or https://"),
}
