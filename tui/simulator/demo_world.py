"""The demo's population: friends in categories, three busy groups, many quiet ones, and days of history; the same for a seed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tui.simulator import demo_lines as lines
from tui.simulator import segments as make
from tui.simulator.model import Chat, EssenceMark, Member, Message, Node, Notice, Role, Segment, User, group_chat, private_chat
from tui.simulator.world import World

SELF_ID = "10001"
SECOND_ID = "10002"
"""A second account of the same owner, with friends and groups of its own, and one group where both are."""
OWN_GROUP, ADMIN_GROUP, BIG_GROUP = "700100", "700200", "700300"
BIG_SIZE = 2_000
DAYS = 9
DAY = 86_400
QUIET_MESSAGES = 18
FRIEND_MESSAGES = 60

Talk = Sequence[Sequence[str]]


class Busy(NamedTuple):
    """A group with much to read: what is talked about, and how often."""

    id: str
    topics: Talk
    messages: int


BUSY_GROUPS = (
    Busy(OWN_GROUP, lines.HIKING, 420),
    Busy(ADMIN_GROUP, lines.TERMINAL, 700),
    Busy(BIG_GROUP, lines.CAMPUS, 1_200),
)
FRIENDS = (
    ("20001", "林小满", "小满", 0), ("20002", "顾北", "", 0), ("20003", "沈清禾", "清禾姐", 1), ("20004", "程一诺", "", 1),
    ("20005", "Mia Chen", "Mia（上海）", 1), ("20006", "老周", "周师傅 装修", 3), ("20007", "苏念", "", 2),
    ("20008", "阿澈", "", 2), ("20009", "唐糖🍬", "妹妹", 4), ("20010", "平安是福", "妈妈", 4), ("20011", "江辞", "", 2),
    ("20012", "Kevin·W", "", 1), ("20013", "白鹿", "", 0), ("20014", "夏栀", "", 3),
)  # fmt: skip
SECOND_FRIENDS = (
    ("20021", "许愿", "愿愿 合租", lines.SMALL_TALK), ("20022", "陆老师", "", lines.TERMINAL),
    ("20005", "Mia Chen", "", lines.TERMINAL), ("20023", "Nora", "", ()), ("20024", "修车老何", "老何", ()),
)  # fmt: skip
SECOND_GROUPS = (
    ("700500", "机器人试验田🤖", Role.OWNER, 90), ("700501", "阳台种菜", Role.ADMIN, 60),
    ("700502", "合租水电煤", Role.MEMBER, 24),
)  # fmt: skip
CATEGORIES = {0: "我的好友", 1: "同事", 2: "大学同学", 3: "邻居和师傅", 4: "家人"}
QUIET_GROUPS = (
    "3号楼业主群", "二手书交换", "小区团购", "夜跑打卡", "猫咪互助会", "读书会·每月一本", "公司食堂反馈", "羽毛球周三场",
    "旧手机拆机", "本地美食地图", "Rust 学习小组", "摄影器材闲置", "考研互助 2024", "健身房教练通知", "幼儿园大班家长",
    "驾校 C1 约车", "物业通知（请勿闲聊）", "桌游开黑", "民谣与吉他", "露营装备", "英语角 English Corner",
    "项目二组（已结束）", "搬家拼车", "<$\u00ff\u0100\x11\x10>温馨小屋<$\u01ffĀD\x0e>", "植物养护",
)  # fmt: skip
"""One holds QQ's emotes as raw control sequences, as names of real groups do."""
ANNOUNCEMENTS = (
    (ADMIN_GROUP, "20005", 2, "本周六晚八点线上分享：终端里的中文排版。\n先看群文件里的讲义，问题写在共享文档里。"),
    (ADMIN_GROUP, "20005", 40, "新人先看精华消息。贴代码请用代码片段，别截图 [手机拍屏]。"),
    (OWN_GROUP, SELF_ID, 5, "周日七点半 地铁口 B 集合，带够水和帽子。下雨改到下周。"),
)
FOLDERS = ("讲义", "dotfiles")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    "子涵", "雨桐", "一鸣", "思远", "静", "浩然", "梓萱", "明哲", "欣怡", "宇轩", "佳宁", "若溪", "博文", "晓彤", "天佑",
    "语嫣", "志强", "海燕", "建国", "小雨", "Leo", "安琪",
)  # fmt: skip


def demo_world(*, seed: int = 7, clock: Callable[[], float] = time.time) -> World:
    """The whole population with some thousand messages of the past days, up to `clock`'s now."""
    return _Builder(seed, clock).build()


class _Builder:
    """Makes the population step by step, all chance from one seed."""

    def __init__(self, seed: int, clock: Callable[[], float]) -> None:
        self.world = World(SELF_ID, "敲敲", clock=clock, seed=seed)
        self.chance = random.Random(seed)
        self.start = self.world.now() - DAYS * DAY

    def build(self) -> World:
        self._people()
        self._busy_groups()
        self._quiet_groups()
        for busy in BUSY_GROUPS:
            self._history(group_chat(busy.id), busy.topics, busy.messages, self._speakers(busy.id))
        for group_id in list(self.world.groups)[len(BUSY_GROUPS) :]:
            self._history(group_chat(group_id), lines.NOTICES, QUIET_MESSAGES, self._speakers(group_id))
        for user_id, _, _, _ in FRIENDS:
            count = self.chance.randint(FRIEND_MESSAGES // 3, FRIEND_MESSAGES * 2)
            self._history(private_chat(SELF_ID, user_id), lines.SMALL_TALK, count, (user_id, SELF_ID))
        self._essence()
        self._boards()
        self._second_account()
        for own_id in (SELF_ID, SECOND_ID):
            for talk in self.world.recent(own_id):
                self.world.mark_read(own_id, talk.chat)
        return self.world

    def _people(self) -> None:
        self.world.categories[SELF_ID] = dict(CATEGORIES)
        for user_id, nickname, remark, category in FRIENDS:
            self.world.add_user(User(user_id, nickname, age=self.chance.randint(19, 40), level=self.chance.randint(8, 90)))
            self.world.add_friend(SELF_ID, user_id, remark=remark, category=category)
        for number in range(BIG_SIZE):
            name = self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)
            self.world.add_user(User(str(50_001 + number), name, level=self.chance.randint(1, 100)))

    def _member(self, user_id: str, role: Role = Role.MEMBER, card: str = "", title: str = "") -> Member:
        joined = self.start - self.chance.randint(30, 900) * DAY
        return Member(user_id, role, card, title, self.chance.randint(1, 80), joined, joined)

    def _busy_groups(self) -> None:
        hikers = [self._member(SELF_ID, Role.OWNER, "队长"), self._member("20002", Role.ADMIN, "副队·顾北")]
        hikers += [self._member("20001", title="干粮担当"), self._member("20003"), self._member("20007", card="念念不忘")]
        hikers += [self._member(str(50_001 + number)) for number in range(14)]
        self.world.add_group(OWN_GROUP, "周末爬山小队⛰️", hikers, max_members=200)
        coders = [self._member("20005", Role.OWNER, "Mia"), self._member(SELF_ID, Role.ADMIN, "敲敲（值班）")]
        coders += [self._member("20012", Role.ADMIN), self._member("20008", card="阿澈|tmux 信徒", title="水群冠军")]
        coders += [self._member("20004"), self._member("20011", card="ζั͡江辞ั͡\u202e反过来")]
        coders += [self._member(str(50_101 + number)) for number in range(80)]
        self.world.add_group(ADMIN_GROUP, "Python 终端爱好者", coders)
        alumni = [self._member("50001", Role.OWNER, "会长-赵老师"), self._member(SELF_ID, card="18级-敲敲")]
        alumni += [self._member(friend[0]) for friend in FRIENDS[:4]]
        admins = range(2, 7)
        alumni += [self._member(str(50_000 + number), Role.ADMIN, f"{10 + number}级管理") for number in admins]
        rest = BIG_SIZE - len(alumni)
        alumni += [self._member(str(50_007 + number), card=self._alumni_card(number)) for number in range(rest)]
        self.world.add_group(BIG_GROUP, "大学校友会（2000人群）", alumni, max_members=BIG_SIZE)

    def _alumni_card(self, number: int) -> str:
        return f"{8 + number % 16:02d}级-{self.world.users[str(50_007 + number)].nickname}" if number % 3 else ""

    def _quiet_groups(self) -> None:
        for number, name in enumerate(QUIET_GROUPS):
            first = 50_001 + 40 * number
            members = [self._member(str(first), Role.OWNER), self._member(SELF_ID)]
            members += [self._member(str(first + step)) for step in range(1, 12 + number)]
            self.world.add_group(str(700_400 + number), name, members)

    def _speakers(self, group_id: str) -> tuple[str, ...]:
        """Who talks: a few much, the account itself a little."""
        members = self.world.groups[group_id].members
        own = [user_id for user_id in (SELF_ID, SECOND_ID) if user_id in members]
        others = [user_id for user_id in members if user_id not in own][:24]
        return tuple(others[:6] * 3 + others + own)

    def _history(self, chat: Chat, topics: Talk, count: int, speakers: Sequence[str]) -> None:
        """Exchanges spread over the days, none twice in a row."""
        moments = sorted(self.chance.random() for _ in range(max(1, count // 3)))
        span = self.world.now() - 600 - self.start
        at, last, said, talk = self.start, None, 0, topics[0]
        for moment in moments:
            at = max(at + 20, self.start + int(moment * span))
            talk = self.chance.choice([other for other in topics if other is not talk])
            for words in talk:
                sender = self.chance.choice([user for user in speakers if last is None or user != last.sender])
                last = self.world.remember(chat, sender, self._say(chat, words, last, at), at)
                if self.chance.random() < 0.008:
                    last.recalled_by = sender
                at = min(at + self.chance.randint(4, 70), self.start + span)
                said += 1
                if said == count:
                    return

    def _say(self, chat: Chat, words: str, last: Message | None, at: int) -> list[Segment]:
        """These words, or now and then one of the other things that people send."""
        luck = self.chance.random()
        if luck < 0.72 or last is None:
            return [make.text(words)]
        if luck < 0.80:
            return [make.reply(last), make.text(words)]
        if luck < 0.84 and chat.kind == "group":
            return [make.at(last.sender), make.text(f" {words}")]
        if luck < 0.88:
            return [make.text(words), make.face(self.chance.choice((14, 13, 76, 178, 179, 182, 264)))]
        number = self.chance.getrandbits(64)
        if luck < 0.93:
            return [make.image(f"{number:032X}.jpg", 20_000 + number % 900_000)]
        if luck < 0.95:
            return [make.image(f"{number:032X}.gif", 9_000 + number % 300_000, summary="[动画表情]", is_sticker=True)]
        return [self._rarity(number, words, at)]

    def _rarity(self, number: int, words: str, at: int) -> Segment:
        """One of the rare kinds."""
        names = ("行程单.pdf", "报销模板.xlsx", "会议纪要 2 月.docx", "demo-build.tar.gz")
        meta = {"detail_1": {"title": "哔哩哔哩", "desc": words, "qqdocurl": "https://example.invalid/v"}}
        kinds: tuple[Callable[[], Segment], ...] = (
            lambda: make.file(names[number % len(names)], 40_000 + number % 9_000_000),
            lambda: make.record(f"{number:032x}.amr", 3_000 + number % 60_000),
            lambda: make.video(f"{number:032x}.mp4", 500_000 + number % 8_000_000),
            lambda: make.card("com.tencent.miniapp_01", f"[QQ小程序]{words}", meta),
            lambda: make.store_sticker("汪汪", f"{number:016x}", 243_166),
            lambda: make.forward(self._forwarded(at)),
            lambda: make.text(f"{words} https://example.com/a/{number % 10_000}"),
        )
        return kinds[number % len(kinds)]()

    def _forwarded(self, at: int) -> list[Node]:
        talk = self.chance.choice(lines.SMALL_TALK)
        people = self.chance.sample(FRIENDS, 2)
        nodes = [
            Node(people[place % 2][0], people[place % 2][1], at - 3_600 + place * 30, [make.text(words)])
            for place, words in enumerate(talk)
        ]
        # Half of them pass on what somebody else had passed on.
        return (
            [nodes[0], Node(people[1][0], people[1][1], at - 3_500, [make.forward(nodes[1:])])]
            if len(nodes) > 1 and at % 2
            else nodes
        )

    def _essence(self) -> None:
        group = self.world.groups[ADMIN_GROUP]
        texts = [m for m in self.world.conversation(group_chat(ADMIN_GROUP)).messages if m.text and not m.recalled_by]
        group.essence = [EssenceMark(message, "20005", message.time + 60) for message in texts[10:400:130]]

    def _second_account(self) -> None:
        self.world.add_user(User(SECOND_ID, "敲敲的小号", age=24, level=12))
        self.world.categories[SECOND_ID] = {0: CATEGORIES[0]}
        self.world.groups[ADMIN_GROUP].members[SECOND_ID] = self._member(SECOND_ID, card="敲敲（小号）")
        for user_id, nickname, remark, topics in SECOND_FRIENDS:
            if user_id not in self.world.users:
                self.world.add_user(User(user_id, nickname, age=self.chance.randint(19, 60), level=self.chance.randint(8, 90)))
            self.world.add_friend(SECOND_ID, user_id, remark=remark)
            if topics:
                self._history(private_chat(SECOND_ID, user_id), topics, FRIEND_MESSAGES // 2, (user_id, SECOND_ID))
        for group_id, name, role, count in SECOND_GROUPS:
            owner = [] if role is Role.OWNER else [self._member("20022", Role.OWNER)]
            others = [self._member(user_id) for user_id in ("20021", "20023", "20024", *(str(50_201 + n) for n in range(9)))]
            self.world.add_group(group_id, name, [self._member(SECOND_ID, role), *owner, *others])
            self._history(group_chat(group_id), lines.SMALL_TALK, count, self._speakers(group_id))

    def _boards(self) -> None:
        """Announcements, and a folder among the files."""
        for group_id, author, days, words in ANNOUNCEMENTS:
            at = self.world.now() - days * 86_400
            number = f"{int(group_id):08x}{at:08x}00000001"
            self.world.groups[group_id].notices.append(Notice(number, author, words, at))
        for name in FOLDERS:
            self.world.files.create_folder(ADMIN_GROUP, name, "20005")
