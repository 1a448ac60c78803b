"""Bilibili's simulated world as one account sees it: who there is, what was said, and what the service allows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili.model import (
    GROUP,
    NORMAL,
    RECALLED,
    REMOVED,
    USER,
    FanGroup,
    Kind,
    Letter,
    Limits,
    News,
    NewsKind,
    Person,
    Source,
    SystemNotice,
    Talk,
)
from tui.simulator.segments import png

FIRST_SEQNO = 2_152_135_000_000_000
EPOCH = 1_767_225_600
"""Seconds; the beginning of 2026. Sequence numbers of conversations with people grow with the time since."""
SECOND = 1_000_000
COUNTED = frozenset({Kind.TEXT, Kind.PICTURE, Kind.EMOTE, Kind.SHARE, Kind.MINI_APP, Kind.NOTICE, Kind.VIDEO, Kind.ARTICLE,
                     Kind.PICTURE_CARD, Kind.SHARE_OTHER, Kind.PUSH, Kind.AI})  # fmt: skip
"""Types of messages that make a conversation unread; tips and recalls do not."""

COVERS = ("archive/", "article/", "live/", "im/card")

SETTINGS = {
    "show_unfollowed_msg": 1,
    "msg_notify": 1,
    "set_like": 1,
    "set_comment": 1,
    "set_at": 1,
    "is_group_fold": 1,
    "should_receive_group": 1,
    "receive_unfollow_msg": 1,
    "followed_reply": 0,
    "keys_reply": 0,
    "recv_reply": 0,
    "voyage_reply": 0,
}
EMOJI = ("[doge]", "[微笑]", "[大哭]", "[点赞]", "[口罩]", "[tv_doge]", "[tv_微笑]", "[tv_大哭]", "[tv_点赞]")
"""The codes that have a picture; those with `tv_` are the newer ones."""


class BiliWorld:
    """Everything that `own` can see. Change it by its methods only: who observes it is told of every new message."""

    def __init__(self, own: Person, *, seed: int = 7) -> None:
        self.own = own
        self.people: dict[int, Person] = {own.uid: own}
        self.groups: dict[int, FanGroup] = {}
        self.talks: dict[tuple[int, int], Talk] = {}
        self.news: list[News] = []
        self.notices: list[SystemNotice] = []
        self.seen: dict[str, int] = {"like": 0, "reply": 0, "at": 0, "system": 0}
        """Until when (seconds; of system notices the cursor) each kind of notices was looked at."""
        self.settings: dict[str, Any] = dict(SETTINGS)
        self.media: dict[str, bytes] = {}
        self.limits = Limits()
        self.warned_of = ("微信", "QQ号", "转账")
        """Words that the sender of a message is warned of."""
        self.chance = random.Random(seed)
        self._ahead = 0.0
        self._observers: list[Callable[[Letter], None]] = []
        self._paint(own.face)
        for code in EMOJI:
            self._paint(emoji_key(code))

    # -- time

    def now(self) -> int:
        """Microseconds."""
        return int((time.time() + self._ahead) * SECOND)

    def pass_time(self, seconds: float) -> None:
        """Let the clock of the service be ahead, by so much more."""
        self._ahead += seconds

    # -- who there is

    def observe(self, told: Callable[[Letter], None]) -> Callable[[], None]:
        """Be told of every message that is new from now on; call what is returned to end it."""
        self._observers.append(told)
        return lambda: self._observers.remove(told)

    def add(self, person: Person) -> Person:
        """Somebody more."""
        self.people[person.uid] = person
        self._paint(person.face)
        return person

    def add_group(self, group: FanGroup) -> FanGroup:
        """A fan group more, with its conversation."""
        self.groups[group.id] = group
        self._paint(f"group/{group.id}.png")
        self.talk(GROUP, group.id)
        return group

    def talk(self, kind: int, number: int) -> Talk:
        """The conversation with a person or of a group, which is begun if there is none."""
        found = self.talks.get((kind, number))
        if found is None:
            found = self.talks[kind, number] = Talk(kind, number, changed=self.now())
        return found

    def _paint(self, key: str) -> None:
        shade = random.Random(key).randbytes(3)
        self.media[key] = png(32, 32, (shade[0], shade[1], shade[2]))

    def picture(self, key: str) -> bytes | None:
        """What is served under this key; covers are painted when somebody looks."""
        if key not in self.media and key.startswith(COVERS):
            self._paint(key)
        return self.media.get(key)

    def keep(self, key: str, picture: bytes) -> str:
        """Serve a picture under this key."""
        self.media[key] = picture
        return key

    # -- messages

    def post(
        self,
        talk: Talk,
        sender: int,
        kind: int,
        content: str,
        *,
        stamp: int = 0,
        source: int = Source.WEB,
        at_uids: list[int] | None = None,
        status: int = NORMAL,
        notify_code: str = "",
        face_version: int = 1,
    ) -> Letter:
        """Somebody (0: the service) says something; with a `stamp` it was said then, and nobody is told."""
        moment = stamp or self.now()
        letter = Letter(
            talk,
            sender,
            kind,
            content,
            self._seqno(talk, moment),
            (moment // SECOND << 32) | self.chance.getrandbits(32),
            moment,
            at_uids,
            status,
            source,
            notify_code,
            face_version,
        )
        talk.letters.append(letter)
        talk.changed = max(moment, talk.changed + 1) if not stamp else moment
        talk.is_listed = True
        if sender == self.own.uid:
            self.read(talk, letter.seqno)
        if not stamp:
            for told in tuple(self._observers):
                told(letter)
        return letter

    def _seqno(self, talk: Talk, moment: int) -> int:
        if talk.kind == GROUP:
            return talk.max_seqno + 1
        by_time = FIRST_SEQNO + (moment - EPOCH * SECOND) // 1000
        return max(by_time, talk.max_seqno + self.chance.randint(2, 40))

    def recall(self, letter: Letter, *, by_system: bool = False) -> Letter:
        """Take a message back: it stays, marked, and another says so. What the service takes away is gone without a word."""
        letter.status = REMOVED if by_system else RECALLED
        recall = self.post(letter.talk, letter.sender, Kind.RECALL, str(letter.key))
        recall.is_system_recall = by_system
        return recall

    def read(self, talk: Talk, seqno: int) -> None:
        """The account has read so far."""
        talk.ack_seqno = max(talk.ack_seqno, min(seqno, talk.max_seqno))
        talk.ack_ts = self.now()

    def unread(self, talk: Talk) -> int:
        """How many messages the account has not read."""
        return sum(letter.seqno > talk.ack_seqno and self._counts(letter) for letter in reversed(talk.letters))

    def _counts(self, letter: Letter) -> bool:
        return letter.sender not in (self.own.uid, 0) and letter.kind in COUNTED and letter.status != REMOVED

    def at_seqno(self, talk: Talk) -> int:
        """The newest unread message of a group that mentions the account."""
        return next(
            (it.seqno for it in reversed(talk.letters) if it.seqno > talk.ack_seqno and self.own.uid in (it.at_uids or ())), 0
        )

    def find(self, key: int) -> Letter | None:
        """A message by its key."""
        return next((letter for talk in self.talks.values() if (letter := talk.find(key)) is not None), None)

    # -- notices

    def happens(self, kind: NewsKind, users: list[int], work: dict[str, Any], *, words: str = "", answered: str = "",
                seconds_ago: int = 0) -> News:  # fmt: skip
        """Somebody likes, answers or mentions the account."""
        moment = self.now() // SECOND - seconds_ago
        number = (moment << 19 | self.chance.getrandbits(19)) & (1 << 50) - 1
        news = News(number, kind, users, work, moment, words, answered)
        self.news.append(news)
        self.news.sort(key=lambda it: (it.time, it.id), reverse=True)
        return news

    def notify(self, title: str, words: str, *, seconds_ago: int = 0) -> SystemNotice:
        """The service announces something to the account."""
        moment = self.now() - seconds_ago * SECOND
        cursor = moment * 1000 + self.chance.randrange(1000)
        notice = SystemNotice(10_000_000 + len(self.notices), cursor, title, words, moment // SECOND)
        self.notices.append(notice)
        self.notices.sort(key=lambda it: it.cursor, reverse=True)
        return notice

    def unseen(self, kind: NewsKind) -> int:
        """How many of a kind of notices are new."""
        return sum(it.kind == kind and it.time > self.seen[kind] for it in self.news)

    def work(self, number: int, title: str) -> dict[str, Any]:
        """A video of the account's, as notices name it."""
        bvid = f"BV1xx41{number:05d}"
        return {
            "number": number,
            "type": "video",
            "business": "视频",
            "business_id": 1,
            "title": title,
            "uri": f"https://www.bilibili.com/video/{bvid}",
            "native_uri": f"bilibili://video/{number}",
            "image": f"{make.PICTURES}archive/{number}.png",
        }

    def is_stranger(self, talk: Talk) -> bool:
        """Whether neither follows the other."""
        person = self.people.get(talk.id)
        return talk.kind == USER and person is not None and not (person.is_followed or person.follows or person.system_type)


def emoji_key(code: str) -> str:
    """Where the picture of an emoji is kept."""
    return f"emote/{code.strip('[]').encode().hex()}.png"
