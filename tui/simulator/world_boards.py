"""What groups keep beside their talk: announcements, portrait, who signed in, how often all were called, honours."""

from __future__ import annotations

import base64
from collections import Counter
from typing import TYPE_CHECKING, Literal

from tui.simulator.model import Message, Notice, Reason, Refused, Role, group_chat
from tui.simulator.segments import card
from tui.simulator.world_profiles import check_picture

if TYPE_CHECKING:
    from tui.simulator.world import World

DAY = 86_400
CALLS_OF_GROUP, CALLS_OF_MEMBER = 20, 10
"""How often a day all may be called in a group, and by one administrator."""
MANY_DAYS, MORE_DAYS = 3, 7
MANY_PICTURES = 10
LISTED = 10

Honour = Literal["talkative", "performer", "legend", "emotion"]


def _coded(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


class Boards:
    """Acts on these need a rank, as in QQ: announcements and the portrait are for the owner and administrators."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._calls: Counter[tuple[str, str, int]] = Counter()
        self._published = 0

    def _check_admin(self, group_id: str, operator: str) -> None:
        if self._world.member(group_id, operator).role is Role.MEMBER:
            raise Refused(Reason.RANK_TOO_LOW)

    # -- announcements and portrait

    def publish(
        self,
        group_id: str,
        operator: str,
        words: str,
        *,
        picture: bytes = b"",
        is_pinned: bool = False,
        is_confirmed: bool = True,
    ) -> Notice:
        """Announce something; the group sees it as a card too."""
        self._check_admin(group_id, operator)
        kept = self._world.keep(check_picture(picture)) if picture else ""
        self._published += 1
        number = f"{int(group_id):08x}{self._world.now():08x}{self._published:08x}"
        notice = Notice(number, operator, words, self._world.now(), kept, is_pinned, is_confirmed)
        # The talk shows it even where everybody is muted: administrators may speak then.
        detail = {"cr": 1, "encode": 1, "fid": number, "gc": group_id, "text": _coded(words), "title": _coded("群公告")}
        shown = card("com.tencent.mannounce", f"[群公告]{words}", {"mannounce": detail})
        self._world.post(group_chat(group_id), operator, [shown])
        self._world.group(group_id).notices.insert(0, notice)
        return notice

    def notices(self, group_id: str) -> list[Notice]:
        """A group's announcements: those that are pinned, then the others, the latest first."""
        return sorted(self._world.group(group_id).notices, key=lambda notice: not notice.is_pinned)

    def remove_notice(self, group_id: str, notice_id: str, operator: str) -> None:
        """Take an announcement down."""
        self._check_admin(group_id, operator)
        notices = self._world.group(group_id).notices
        for notice in notices:
            if notice.id == notice_id:
                notices.remove(notice)
                return
        raise Refused(Reason.NO_SUCH_NOTICE)

    def set_portrait(self, group_id: str, operator: str, picture: bytes) -> None:
        """Give a group another picture."""
        self._check_admin(group_id, operator)
        self._world.group(group_id).portrait = self._world.keep(check_picture(picture))

    # -- counted by the day

    def _today(self) -> int:
        return self._world.now() // DAY

    def sign(self, group_id: str, user_id: str) -> bool:
        """Sign in for today; False if that was done already."""
        self._world.member(group_id, user_id)
        signed, key = self._world.group(group_id).signed, (user_id, self._today())
        if key in signed:
            return False
        signed.add(key)
        return True

    def count_at_all(self, message: Message) -> None:
        """Note that a message called all."""
        if any(part["type"] == "at" and part["data"].get("qq") == "all" for part in message.segments):
            self._calls[message.chat.first, message.sender, self._today()] += 1

    def calls_left(self, group_id: str, user_id: str) -> tuple[int, int]:
        """How often all may still be called today: in this group, and by this member (none by a plain one)."""
        today = self._today()
        used = sum(count for (group, _, day), count in self._calls.items() if (group, day) == (group_id, today))
        own = CALLS_OF_MEMBER - self._calls[group_id, user_id, today]
        is_plain = self._world.member(group_id, user_id).role is Role.MEMBER
        return max(0, CALLS_OF_GROUP - used), 0 if is_plain else max(0, own)

    # -- honours

    def honoured(self, group_id: str, honour: Honour) -> list[tuple[str, int]]:
        """Members with the number they are honoured for, the greatest first.

        Talkative: messages of the last day. Performer and legend: on how many days they spoke, of three and of seven or
        more. Emotion: pictures, of ten or more.
        """
        members = self._world.group(group_id).members
        said = [m for m in self._world.conversation(group_chat(group_id)).messages if m.sender in members and not m.recalled_by]
        if honour == "talkative":
            counts = Counter(m.sender for m in said if m.time > self._world.now() - DAY)
            least = 1
        elif honour == "emotion":
            counts = Counter(m.sender for m in said for part in m.segments if part["type"] in ("image", "mface"))
            least = MANY_PICTURES
        else:
            counts = Counter(sender for sender, _ in {(m.sender, m.time // DAY) for m in said})
            least = MORE_DAYS if honour == "legend" else MANY_DAYS
        ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        return [row for row in ranked if row[1] >= least][:LISTED]
