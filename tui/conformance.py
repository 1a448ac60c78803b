"""Says per platform and implementation what is offered, as a page made from the code: ``python -m tui.conformance``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from tui.chat.actions import ActionKind
from tui.chat.capabilities import Offers
from tui.chat.ids import ConversationKind

YES, NO = "✓", "–"

WORDS = {
    ActionKind.SEND: ("Send a message", "发消息", "composer.send"),
    ActionKind.RECALL: ("Recall", "撤回", "message.recall"),
    ActionKind.QUOTE: ("Quote", "引用", "message.quote"),
    ActionKind.MENTION: ("Mention somebody", "@ 某人", "message.mention"),
    ActionKind.MENTION_ALL: ("Mention everybody", "@ 全体成员", "composer.complete"),
    ActionKind.POKE: ("Poke", "戳一戳", "message.poke"),
    ActionKind.MARK_READ: ("Tell what was read", "上报已读", ""),
    ActionKind.HISTORY: ("What was said before", "历史消息", ""),
    ActionKind.FORWARD: ("Forward a message as it is", "逐条转发", "message.forward"),
    ActionKind.MERGE_FORWARD: ("Forward several as one", "合并转发", "message.forward"),
    ActionKind.OPEN_FORWARD: ("Open a forwarded history", "打开聊天记录", "message.open"),
    ActionKind.REACT: ("React with an emoji", "表情回应", "message.react"),
    ActionKind.REACTORS: ("Who reacted", "谁回应了", "message.reactors"),
    ActionKind.READ_PICTURE: ("Read the words on a picture", "识别图片文字", "message.read_picture"),
    ActionKind.TRANSLATE: ("Translate from English", "英译中", "message.translate"),
    ActionKind.COLLECT: ("Keep in the collection", "收藏", "message.collect"),
    ActionKind.PIN: ("Pin a conversation there, too", "在平台上也置顶", "sidebar.pin"),
    ActionKind.SILENCE: ("Silence a conversation there, too", "在平台上也免打扰", "sidebar.mute"),
    ActionKind.MEMBERS: ("Members", "群成员", "members.toggle"),
    ActionKind.MUTE: ("Mute", "禁言", "message.mute"),
    ActionKind.KICK: ("Kick", "移出群", "message.kick"),
    ActionKind.ADMIN: ("Make an admin", "设管理员", "members.admin"),
    ActionKind.CARD: ("Set a card", "改群名片", "members.card"),
    ActionKind.TITLE: ("Set a special title", "专属头衔", "members.title"),
    ActionKind.MUTED_LIST: ("Who is muted", "禁言列表", "group.muted"),
    ActionKind.MUTE_ALL: ("Mute everybody", "全员禁言", "group.mute_all"),
    ActionKind.RENAME: ("Rename the group", "改群名", "group.rename"),
    ActionKind.PORTRAIT: ("The group's picture", "换群头像", "group.portrait"),
    ActionKind.SIGN_IN: ("Sign in", "群签到", "group.sign_in"),
    ActionKind.LEAVE: ("Leave", "退群", "group.leave"),
    ActionKind.MENTION_ALL_LEFT: ("@everybody left today", "@全体剩余次数", "group.mention_all_left"),
    ActionKind.SHARE_GROUP: ("Share the group's card", "分享群名片", "group.share"),
    ActionKind.IGNORED_REQUESTS: ("Ignored requests", "被过滤的请求", "group.ignored"),
    ActionKind.HONOURS: ("Honours", "群荣誉", "group.honours"),
    ActionKind.NOTICES: ("Announcements", "群公告", "group.notices"),
    ActionKind.PUBLISH_NOTICE: ("Publish an announcement", "发布公告", "notices.publish"),
    ActionKind.DELETE_NOTICE: ("Delete an announcement", "删除公告", "notices.delete"),
    ActionKind.ESSENCE: ("Make essence", "设为精华", "message.essence"),
    ActionKind.ESSENCES: ("Essence messages", "精华消息", "group.essence"),
    ActionKind.FILES: ("Files", "群文件", "group.files"),
    ActionKind.FILE_SPACE: ("Space for files", "群文件空间", "group.space"),
    ActionKind.FILE_LINK: ("Download a file", "下载群文件", "files.download"),
    ActionKind.UPLOAD_FILE: ("Upload a file", "上传文件", "files.upload"),
    ActionKind.DELETE_FILE: ("Delete a file", "删除文件", "files.delete"),
    ActionKind.CREATE_FOLDER: ("Make a folder", "新建文件夹", "files.new_folder"),
    ActionKind.DELETE_FOLDER: ("Delete a folder", "删除文件夹", "files.delete"),
    ActionKind.ANSWER_FRIEND_REQUEST: ("Answer who wants to be a friend", "处理好友申请", "requests.accept"),
    ActionKind.ANSWER_GROUP_REQUEST: ("Answer who wants in, or invites", "处理加群请求和邀请", "requests.accept"),
    ActionKind.REQUESTS: ("Requests that came while away", "离线时的请求", "requests.open"),
    ActionKind.PROFILE: ("Profile of somebody", "资料", "people.profile"),
    ActionKind.PERSON_STATUS: ("Whether they are online", "对方在线状态", "people.profile"),
    ActionKind.REMARK: ("Remark of a friend", "改备注", "people.remark"),
    ActionKind.DELETE_FRIEND: ("Delete a friend", "删除好友", "people.delete"),
    ActionKind.SHARE_PERSON: ("Share a person's card", "推荐名片", "people.share"),
    ActionKind.LIKE: ("Like a profile", "点赞", "people.like"),
    ActionKind.LIKES: ("Who liked", "谁点了赞", "people.likes"),
    ActionKind.TYPING: ("Let a friend see that you type", "正在输入", ""),
    ActionKind.RECENTS: ("Who was spoken with lately", "最近联系", "account.recents"),
    ActionKind.ONLINE_STATUS: ("Your online status", "在线状态", "account.status"),
    ActionKind.OWN_PROFILE: ("Your name", "改昵称", "account.nickname"),
    ActionKind.SEX: ("Your sex", "改性别", "account.sex"),
    ActionKind.SIGNATURE: ("Your signature", "改签名", "account.signature"),
    ActionKind.AVATAR: ("Your avatar", "换头像", "account.avatar"),
    ActionKind.CUSTOM_FACES: ("Faces that you keep", "收藏的表情", "account.faces"),
    ActionKind.VOICES: ("AI voices", "AI 声音", "voices.open"),
    ActionKind.SPEAK: ("Speak with an AI voice", "用 AI 声音说", "voices.say"),
}
"""Each action in words, and the command by which a person reaches it; "" where it is done by itself."""

SECTIONS = (
    ("Messages", "消息", ActionKind.SEND),
    ("Members of a group", "群成员", ActionKind.MEMBERS),
    ("A group as a whole", "群", ActionKind.MUTE_ALL),
    ("People", "联系人", ActionKind.ANSWER_FRIEND_REQUEST),
    ("Yourself", "自己", ActionKind.ONLINE_STATUS),
)
"""The parts of the page, each with the first action of it."""

SENDABLE = (
    ("image", "Pictures", "图片", "composer.attach"),
    ("dice", "Dice", "骰子", "send.dice"),
    ("rps", "Rock-paper-scissors", "猜拳", "send.rps"),
    ("contact", "Cards of people and groups", "名片", "send.contact"),
    ("music", "Songs", "音乐", "send.music"),
    ("location", "Places", "位置", "send.location"),
    ("share", "Links with a card", "链接卡片", "send.share"),
)
"""What can be sent beside words: the kind of segment, in words, and the command."""


class Column(Struct, frozen=True):
    """An implementation: what it *offers* by each of the ways it is reached on, and what history it *keeps* of which kind."""

    name: str
    offers: dict[str, Offers]
    keeps: Callable[[ConversationKind], str]

    def cell(self, has: Callable[[Offers], bool]) -> str:
        """Return the mark for what *has* says of the offers: on all ways, on none, or over which."""
        ways = [way for way, offers in self.offers.items() if has(offers)]
        if len(ways) == len(self.offers):
            return YES
        return f"only over {', '.join(ways)}" if ways else NO

    def told(self, tell: Callable[[Offers], str]) -> str:
        """Return what *tell* says of the offers, once where it is the same on all ways."""
        words = {way: tell(offers) for way, offers in self.offers.items()}
        if len(set(words.values())) == 1:
            return next(iter(words.values()))
        return ", ".join(f"{told} ({way})" for way, told in words.items())


def columns() -> tuple[Column, ...]:
    """Return all implementations that we know by name."""
    return (*_onebot11(), _mirai(), _bilibili())


def _onebot11() -> Iterable[Column]:
    from tui.platforms.onebot11.dialects import DIALECT_NAMES, Anchor, Dialect, named
    from tui.platforms.onebot11.means import offers_of

    titles = {"napcat": "NapCat", "llbot": "LLBot", "lagrange": "Lagrange.OneBot", "gocqhttp": "go-cqhttp"}
    words = {Anchor.NONE: NO, Anchor.NEWEST_ONLY: "newest page"}

    def keeps(dialect: Dialect) -> Callable[[ConversationKind], str]:
        return lambda kind: words.get(dialect.anchor(is_group=kind is ConversationKind.GROUP), YES)

    ways = ("ws", "reverse ws", "http + webhook")
    for dialect in map(named, DIALECT_NAMES):
        yield Column(titles[dialect.name], dict.fromkeys(ways, offers_of(dialect)), keeps(dialect))


def _mirai() -> Column:
    from tui.platforms.mirai.fields import TRANSPORTS
    from tui.platforms.mirai.history import KEPT
    from tui.platforms.mirai.means import offers

    # Only who is dialled need not know an address over HTTP, where files go up.
    ways = {way: offers(has_uploads=way != "reverse-ws") for way in TRANSPORTS}
    return Column("mirai-api-http", ways, lambda kind: YES if kind in KEPT else NO)


def _bilibili() -> Column:
    from tui.platforms.bilibili.history import KINDS
    from tui.platforms.bilibili.means import offers

    return Column("Bilibili", {"polling": offers()}, lambda kind: YES if kind in KINDS else NO)


def format_page(shown: Sequence[Column]) -> str:
    """Return ``docs/conformance.md`` for these implementations."""
    lines = [
        "# What each platform offers · 各平台提供什么",
        "",
        "Made of the code by `python -m tui.conformance > docs/conformance.md`; a test checks that it is current.",
        "",
        f"`{YES}` is offered. `{NO}` is not: the menus and keys say so, and why. What an implementation answers with",
        "*unknown action* is no longer offered from then on, whatever stands here. Implementations of OneBot 11 that nobody",
        "described are asked as NapCat is, and no history is paged by guess.",
        "",
        f"`{YES}` 提供；`{NO}` 不提供，菜单和按键会说明原因。",
    ]
    starts = {first: (english, chinese) for english, chinese, first in SECTIONS}
    for kind, (english, chinese, command) in WORDS.items():
        if kind in starts:
            lines += _table(*starts[kind], shown)
        lines.append(_row(english, chinese, command, [column.cell(lambda offers: kind in offers.actions) for column in shown]))  # noqa: B023
    lines += _table("What can be sent beside words", "文字以外能发什么", shown)
    for segment, english, chinese, command in SENDABLE:
        marks = [column.cell(lambda offers: segment not in offers.missing_segments) for column in shown]  # noqa: B023
        lines.append(_row(english, chinese, command, marks))
    return "\n".join([*lines, *_notes(shown)]) + "\n"


def _notes(shown: Sequence[Column]) -> list[str]:
    names = " | ".join(column.name for column in shown)
    lines = ["", "## Notes · 说明", "", f"| | | {names} |", "|---|---" + "|:-:" * len(shown) + "|"]
    group, friend = ConversationKind.GROUP, ConversationKind.FRIEND
    notes: tuple[tuple[str, str, Callable[[Column], str]], ...] = (
        ("Events come over", "事件经由", lambda column: ", ".join(column.offers)),
        ("History of groups", "群历史", lambda column: column.keeps(group)),
        ("History of friends", "好友历史", lambda column: column.keeps(friend)),
        ("An own message can be recalled for", "自己的消息可撤回", lambda column: column.told(_recall)),
        (
            "A message without an answer is looked for in the history",
            "没有回应的消息会去历史里找",
            lambda column: column.cell(lambda offers: offers.can_confirm),
        ),
        (
            "A remark goes with accepting a friend",
            "同意好友时可写备注",
            lambda column: column.cell(lambda offers: offers.remarks_on_accepting),
        ),
    )
    return lines + [f"| {english} | {chinese} | {' | '.join(map(tell, shown))} |" for english, chinese, tell in notes]


def _recall(offers: Offers) -> str:
    return NO if offers.recall_seconds is None else f"{offers.recall_seconds} s"


def _table(english: str, chinese: str, shown: Sequence[Column]) -> list[str]:
    names = " | ".join(column.name for column in shown)
    return ["", f"## {english} · {chinese}", "", f"| | | Command · 命令 | {names} |", "|---|---|---" + "|:-:" * len(shown) + "|"]


def _row(english: str, chinese: str, command: str, marks: Sequence[str]) -> str:
    return f"| {english} | {chinese} | {f'`{command}`' if command else ''} | {' | '.join(marks)} |"


if __name__ == "__main__":
    sys.stdout.write(format_page(columns()))
