"""The emoji that QQ offers: its own faces by their number, and characters by their code point."""

from __future__ import annotations

from functools import lru_cache

from tui.chat.emoji import Emoji
from tui.platforms.faces import NAMES

_CHARACTERS = """
☀晴天 ☕咖啡 ☺可爱 ✨闪光 ❌错误 ❔问号 🌹玫瑰 🍉西瓜 🍎苹果 🍓草莓 🍜拉面 🍞面包 🍧刨冰 🍺啤酒 🍻干杯 🎉庆祝 🐛虫 🐮牛 🐳鲸鱼
🐵猴 👊拳头 👌好的 👍厉害 👏鼓掌 👙内衣 👦男孩 👨爸爸 💓爱心 💝礼物 💤睡觉 💦水 💨吹气 💪肌肉 📫邮箱 🔥火 😁呲牙 😂激动 😄高兴
😊嘿嘿 😌羞涩 😏哼哼 😒不屑 😓汗 😔失落 😘飞吻 😚亲亲 😜淘气 😝吐舌 😭大哭 😰紧张 😳瞪眼
"""

_USUAL = ("128077", "76", "66", "128514", "277", "264", "178", "179", "128079", "127881", "128293", "128557", "10068", "123")
"""What people react with most; stands first."""

_FIRST_CHARACTER = 5000
"""From here on an id is a code point; QQ's faces have lower numbers."""


@lru_cache(1)
def all_emoji() -> tuple[Emoji, ...]:
    """Return what can be sent and reacted with, the usual ones first."""
    characters = [Emoji(str(ord(entry[0])), entry[1:], entry[0]) for entry in _CHARACTERS.split()]
    faces = [Emoji(face, name) for face, name in NAMES.items()]
    known = {emoji.id: emoji for emoji in (*characters, *faces)}
    usual = [known.pop(id) for id in _USUAL]
    return (*usual, *known.values())


def emoji_of(id: str) -> Emoji:
    """Return the emoji that *id* stands for; without name and character where nobody knows it."""
    if id in NAMES:
        return Emoji(id, NAMES[id])
    if id.isascii() and id.isdecimal() and _FIRST_CHARACTER <= int(id[:9]) < 0x110000 and chr(int(id[:9])).isprintable():
        return Emoji(id, sign=chr(int(id[:9])))
    return Emoji(id)
