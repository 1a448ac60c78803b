"""Who is in the simulated Bilibili: a handful for tests, a crowd for people, and a conversation with a message of every type."""

from __future__ import annotations

import random
from typing import Any

from tui.simulator import demo_lines as lines
from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili.model import EXPIRED, GROUP, RECALLED, REMOVED, USER, FanGroup, Kind, Person, Source, Talk
from tui.simulator.bilibili.world import SECOND, BiliWorld
from tui.simulator.segments import png

OWN, FRIEND, FOLLOWED, STRANGER, PRIVATE, BLOCKED, INTERCEPTED, GALLERY = (
    1000001, 2000001, 2000002, 2000003, 2000004, 2000005, 2000006, 2000009,
)  # fmt: skip
LONG_UID = 3546000000000001
ASSISTANT, PAYMENTS, SERVICE = 844424930131966, 844424930131965, 844424930131964
FANS, DISSOLVED, LEFT = 3000001, 3000002, 3000003
CROWD = [
    "阿澄的摄影日记",
    "夜航船",
    "今天也在修bug",
    "一只橘猫",
    "草莓味的云",
    "老周讲历史",
    "像素工坊",
    "鱼丸粗面",
    "山间小屋",
    "Mika_弹吉他",
    "早八不迟到",
    "终端爱好者",
    "海盐芝士",
    "深海电台",
    "不会画画的阿宁",
    "小城面馆",
    "风筝误",
    "二进制诗人",
    "松鼠症候群",
    "晚安计划",
    "北极星观测站",
    "豆浆少糖",
    "七月流火",
    "键盘侠本侠",
    "云朵收集者",
    "慢慢来",
    "白噪音",
]
FIRST_OF_CROWD = 2000101
HOUR = 3600


def _own(world: BiliWorld) -> None:
    world.add(Person(FRIEND, "曾小贤", "好男人就是我", is_followed=True, follows=True))
    world.add(Person(FOLLOWED, "示例UP主", "每周日更新", level=6, is_followed=True))
    world.add(Person(STRANGER, "路人甲"))
    world.add(Person(PRIVATE, "闭关中", is_private=True, is_followed=True))
    world.add(Person(BLOCKED, "被拉黑的人", is_blocked=True))
    world.add(Person(INTERCEPTED, "兼职日结"))
    world.add(Person(LONG_UID, "十六位的新人", is_followed=True, follows=True))
    world.add(Person(ASSISTANT, "UP主小助手", system_type=7))
    world.add(Person(PAYMENTS, "支付小助手", system_type=9))
    world.add(Person(SERVICE, "客服消息", system_type=8))
    world.add(Person(GALLERY, "消息类型大全", "每一种消息都有一条", is_followed=True, follows=True))


def _words(world: BiliWorld, uid: int, words: list[tuple[bool, str]], ago: int, *, every: int = 90) -> Talk:
    """A conversation of texts (ours or theirs) whose last is so many seconds ago."""
    talk = world.talk(USER, uid)
    now = world.now()
    for place, (is_ours, text) in enumerate(words):
        stamp = now - (ago + (len(words) - 1 - place) * every) * SECOND
        world.post(talk, OWN if is_ours else uid, Kind.TEXT, make.text(text), stamp=stamp)
    return talk


def gallery(world: BiliWorld) -> Talk:
    """A conversation with a message of every type, oldest first in the order of their numbers."""
    uid, ago = GALLERY, 5 * HOUR
    talk = world.talk(USER, uid)
    now = world.now()
    date = now // SECOND - 7200
    picture = world.keep("im/gallery.png", png(120, 80, (251, 114, 153)))
    emote = world.keep("emote/custom.gif", png(64, 64, (0, 174, 236)))
    rows: list[tuple[int, str, dict[str, int | str]]] = [
        (
            Kind.TIP,
            make.tip("请勿轻信陌生人的转账要求", "https://www.bilibili.com/blackboard/example.html"),
            {"source": Source.TIP},
        ),
        (Kind.TEXT, make.text("我们已互相关注，开始聊天吧~"), {"source": Source.MUTUAL}),
        (Kind.TEXT, make.text("在吗[doge]"), {}),
        (Kind.PICTURE, make.picture(picture, 120, 80), {}),
        (Kind.PICTURE, make.picture("im_new/gone.jpg", 10, 10), {"status": EXPIRED}),
        (Kind.EMOTE, make.picture(emote, 64, 64), {}),
        (Kind.SHARE, make.share(2, 201, "相簿：秋天的树", words="相簿"), {}),
        (Kind.SHARE, make.share(4, 1, "直播间：一起写代码", words="直播", url="https://live.bilibili.com/1"), {}),
        (Kind.SHARE, make.share(5, 170001, "从零开始的终端聊天", bvid="BV1xx411c7mE", author="示例UP主"), {}),
        (Kind.SHARE, make.share(6, 500, "专栏：如何读懂一份协议", author="示例UP主", words="专栏"), {}),
        (Kind.SHARE, make.share(11, 1075638099321552896, "动态：今天吃什么", words="动态"), {}),
        (Kind.SHARE, make.share(16, 300, "示例番剧 第1话", words="番剧"), {}),
        (Kind.MINI_APP, make.mini_app(), {}),
        (
            Kind.NOTICE,
            make.notice("直播开始提醒", "预约的直播已开始", [("UP主", "示例UP主")], "https://live.bilibili.com/1", "进入直播间"),
            {"source": Source.PUSHED, "notify_code": "1_2"},
        ),
        (Kind.VIDEO, make.video(400, "BV1xx411c7mE", "新视频：终端里的一天", date, "谢谢关注"), {"source": Source.PUSHED}),
        (Kind.VIDEO, make.short_video(401), {"source": Source.PUSHED}),
        (Kind.ARTICLE, make.article(500, "新专栏", "读完需要三分钟", "示例UP主", date), {"source": Source.PUSHED}),
        (Kind.PICTURE_CARD, make.picture_card("周年活动"), {}),
        (Kind.SHARE_OTHER, make.share_other("今晚的直播间", "示例UP主"), {}),
        (Kind.PUSH, make.push("感谢关注，这里有更多内容"), {"source": Source.AUTO_REPLY}),
        (Kind.AI, make.ai("你好，我是搜索助手。", "有什么想问的？"), {"source": Source.AI}),
        (Kind.NAMELESS, make.dump({}), {"source": Source.SYSTEM}),
        (999, make.dump({"foo": 1}), {}),
        (Kind.TEXT, "not json", {}),
        (Kind.TEXT, make.text("被系统移除的一句"), {"status": REMOVED}),
    ]
    for place, (kind, content, more) in enumerate(rows):
        stamp = now - (ago + (len(rows) - place) * 60) * SECOND
        world.post(talk, uid, kind, content, stamp=stamp, **more)  # type: ignore[arg-type]
    slip = world.post(talk, uid, Kind.TEXT, make.text("说错了"), stamp=now - (ago - 1) * SECOND, status=RECALLED)
    world.post(talk, uid, Kind.RECALL, str(slip.key), stamp=now - (ago - 5) * SECOND)
    removed = talk.letters[-3]
    cancel = world.post(talk, uid, Kind.RECALL, str(removed.key), stamp=now - (ago - 9) * SECOND)
    cancel.is_system_recall = True
    return talk


def _groups(world: BiliWorld) -> None:
    world.add_group(FanGroup(FANS, "示例UP主的应援团", members=[OWN, FOLLOWED, FRIEND, STRANGER]))
    world.add_group(FanGroup(DISSOLVED, "散了的应援团", is_dissolved=True))
    world.add_group(FanGroup(LEFT, "退出了的应援团", has_left=True))
    now = world.now()
    picture = world.keep("im/fans.png", png(96, 64, (120, 200, 80)))
    rows: list[tuple[int, int, str]] = [
        (0, Kind.OPENED, make.group_tip(FANS, "示例UP主的应援团开通啦")),
        (0, Kind.JOINED, make.group_tip(FANS, "曾小贤加入了应援团")),
        (FRIEND, Kind.TEXT, make.text("大家好[微笑]")),
        (FOLLOWED, Kind.PICTURE, make.picture(picture, 96, 64)),
        (0, Kind.LEFT, make.group_tip(FANS, "某人退出了应援团")),
        (FOLLOWED, Kind.TEXT, make.text("@敲敲 周日的直播记得来")),
        (0, Kind.FROZEN, make.group_tip(FANS, "应援团已被冻结，请联系团长")),
        (0, Kind.WELCOME, make.group_tip(FANS, "欢迎路人甲入群")),
    ]
    for place, (sender, kind, content) in enumerate(rows):
        source = Source.WEB if sender else Source.GROUP_TIP
        at = [OWN] if "@敲敲" in content else [0] if sender else None
        stamp = now - (40 - place) * HOUR * SECOND
        world.post(world.talk(GROUP, FANS), sender, kind, content, stamp=stamp, source=source, at_uids=at)
    ending = make.group_tip(DISSOLVED, "应援团已解散")
    world.post(world.talk(GROUP, DISSOLVED), 0, Kind.DISSOLVED, ending, stamp=now - 400 * HOUR * SECOND, source=Source.GROUP_TIP)
    world.talk(GROUP, LEFT).changed = now - 500 * HOUR * SECOND


def _systems(world: BiliWorld) -> None:
    now = world.now()
    for uid, ago, title, words in (
        (ASSISTANT, 30 * HOUR, "流量奖励到账通知", "恭喜获得 2000 流量曝光奖励，快来投稿使用吧。"),
        (PAYMENTS, 60 * HOUR, "支付成功", "你已成功充值 6 个 B 币。"),
        (SERVICE, 90 * HOUR, "客服回复", "你反馈的问题已经处理。"),
    ):
        content = make.notice(title, words, [("时间", "今天")], "https://member.bilibili.com/example", "查看详情")
        talk = world.talk(USER, uid)
        world.post(talk, uid, Kind.NOTICE, content, stamp=now - ago * SECOND, source=Source.PUSHED, notify_code="2091_253")


def _works(world: BiliWorld) -> list[dict[str, Any]]:
    return [
        world.work(400 + place, title) for place, title in enumerate(("从零开始的终端聊天", "一周写一个小工具", "键盘声音测评"))
    ]


def _likes(world: BiliWorld, count: int) -> None:
    works = [
        world.work(400 + place, title) for place, title in enumerate(("从零开始的终端聊天", "一周写一个小工具", "键盘声音测评"))
    ]
    crowd = [FRIEND, FOLLOWED, STRANGER, *(uid for uid in world.people if uid >= FIRST_OF_CROWD and uid < LONG_UID)]
    for place in range(count):
        users = [crowd[(place + step) % len(crowd)] for step in range(1 + place % 3)]
        world.happens("like", users, works[place % 3], answered="", seconds_ago=1800 + place * 7000)


def _news(world: BiliWorld) -> None:
    works = _works(world)
    world.happens("reply", [FRIEND], works[0], words="讲得真清楚", answered="下期想看什么？", seconds_ago=2600)
    world.happens("reply", [STRANGER], works[1], words="回复 @敲敲 : 谢谢解答[doge]", answered="试试加 RGB", seconds_ago=9000)
    world.happens("at", [FOLLOWED], works[2], words="@敲敲 来看这个", seconds_ago=5200)
    world.notify("投稿通过审核", "你的稿件【从零开始的终端聊天】已通过审核，快去看看吧。", seconds_ago=3600)
    world.notify(
        "隐私权政策更新",
        '我们更新了隐私权政策 #{点击查看}{"https://www.bilibili.com/blackboard/privacy-pc.html"}',
        seconds_ago=90000,
    )


def small_world(*, seed: int = 7) -> BiliWorld:
    """A dozen people, three groups, the gallery: what tests count on."""
    world = BiliWorld(Person(OWN, "敲敲", "在终端里聊天"), seed=seed)
    _own(world)
    _words(world, FRIEND, [(True, "晚上有空吗"), (False, "有，什么事"), (False, "在吗[doge]")], 600)
    _words(world, FOLLOWED, [(False, "感谢关注！")], 3 * HOUR)
    _words(world, LONG_UID, [(False, "新人报到"), (True, "欢迎")], 20 * HOUR)
    _words(world, INTERCEPTED, [(False, "兼职了解一下？日结 300")], 8 * HOUR).is_intercepted = True
    gallery(world)
    _groups(world)
    _systems(world)
    _likes(world, 3)
    _news(world)
    friend = world.talk(USER, FRIEND)
    world.read(friend, friend.letters[-2].seqno)
    return world


def demo_world(*, seed: int = 7) -> BiliWorld:
    """The small world and a crowd: more conversations than a page has, and one with a long history."""
    world = small_world(seed=seed)
    chance = random.Random(f"bilibili crowd {seed}")
    history = [words for exchange in lines.HIKING + lines.TERMINAL + lines.CAMPUS for words in exchange]
    for place, name in enumerate(CROWD):
        uid = FIRST_OF_CROWD + place
        world.add(Person(uid, name, level=chance.randint(2, 6), is_followed=place % 3 != 2, follows=place % 4 != 3))
        count = 260 if place == 0 else chance.randint(1, 9)
        start = chance.randrange(len(history))
        words = [(chance.random() < 0.4, history[(start + step) % len(history)]) for step in range(count)]
        # The last one is theirs: those await an answer.
        words[-1] = (place % 3 == 1, words[-1][1])
        talk = _words(world, uid, words, (place + 1) * 2 * HOUR + chance.randrange(HOUR), every=chance.randint(40, 400))
        if place > 3:
            world.read(talk, talk.max_seqno)
    world.talk(USER, FIRST_OF_CROWD).top_ts = world.now()
    world.talk(USER, FIRST_OF_CROWD + 5).is_dnd = True
    _likes(world, 45)
    return world
