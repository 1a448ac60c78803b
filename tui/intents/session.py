"""What a processor is given: the words, where they were typed, and the ways in which they can be taken apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from tui.chat.actions import MAX_MUTE_SECONDS
from tui.chat.durations import durations_in
from tui.chat.moments import moments_in
from tui.intents.folding import plain
from tui.intents.values import Context, Target

MAX_WORDS = 400
"""Characters that are looked at."""

_OPENERS = re.compile(
    r"(?:请问?能?您?|您|麻烦你?|劳烦|劳驾|拜托你?|帮我|帮忙|帮个忙|帮一下忙|帮一?下|给我|替我|我想要|我想|我要|我需要|快点|快|赶紧|赶快|立刻|立即|马上|现在|先|就|那就|那|来|嗯+|好的|好|喂|嘿"
    r"|你帮我|你去|你来|你先"
    r"|直接|再|顺便|把|将(?=把))[\s,.!~，。！]*"
    r"|(?:please|pls|plz|kindly|hey|hi|ok|okay|now|then|just|quickly|let's|lets|i want to|i wanna|i'd like to"
    r"|i would like to|i need to|i want you to|go ahead and|quick)(?![a-z])[\s,.!]*"
)
_REQUESTS = re.compile(
    r"(?:你)?(?:能不能|可不可以|可否|能否|可以|能)(?:请你?|麻烦你?|帮我|帮忙|帮个忙|帮一?下忙?|替我)(?:帮我|帮忙|帮一?下)?[\s,]*"
    r"|(?:你)?(?:能不能|可不可以|可否|能否|可以|能)(?=把|将|给)"
    r"|(?:你)?(?:能不能|可不可以|可否|能否)(?=.*[0-9一二两三四五六七八九十百半]个?半?(?:分|小时|钟头|刻钟|天|秒|周|星期))"
    r"|(?:can|could|would|will) (?:you|u)(?: please| pls| kindly| just)*(?![a-z])\s*|would you mind\s*"
)
_REQUEST_ENDS = re.compile(r"\s*(?:吗|么|嘛|吧|呢|谢谢|好吗|thanks|please|pls)?\s*[?？]\s*$|\s*[吗么]$")
_CLOSERS = re.compile(
    r"[\s,.!~，。！、;；…]+$|(?:一下|吧|啊|呀|哦|噢|哈|嘛|啦|咯|喽|了|呗|哟|哇|谢谢你?啦?|多谢|谢了|拜托了?|辛苦了?|感谢|求求了?|好了|算了|得了|先|立刻|马上|一会儿?|片刻)$"
    r"|(?:就行了?|即可|就好了?|就可以了?|看看|看一下)$|(?<![a-z])(?:ok|okay|alright|will you|would you) ?\?$"
    r"|(?:[,，\s]\s*(?:理由|原因|由于)|[,，\s]*因为)[^,，]*$|[,，]\s*(?:他|她|ta)?(?:太|实在太|真)[^,，]{1,6}$| because .*$"
    r"|(?<![a-z])(?:please|pls|plz|thanks|thank you|thx|ty|now|right now|immediately|asap|for me|will you|ok|okay"
    r"|already|again|for a (?:while|bit|moment))$"
)
_MOST_POLITE = 6
"""So many polite words are taken off either end."""

_SPACES = " \t\n,.!~，。！、;；…"

_BEFORE_TIME = (
    r"(?:为期|(?:时间|时长)[为是:]?|就|只|先|个|大概|大约|差不多|约|满|足足|整整"
    r"|for|for about|for around|about|around|of|the next|for the next)?"
)
_TIME_LEAD = re.compile(_BEFORE_TIME.join((r"(?:(?<![a-z])|(?<=^))", r"\s*$")))
_FOREVER = re.compile(r"(?:永久|永远|最长时间|最久|(?<![a-z])(?:forever|permanently|indefinitely|as long as possible)(?![a-z]))")
_BARE_MINUTES = re.compile(r"(?<=[^0-9a-z.\-:])(?P<number>[0-9]{1,4})$")
_BLOCK = re.compile(
    r"^(?:拉黑|屏蔽)(?:他|她|ta)?(?:并且|并|然后|且|再)|^(?:block|ban|blacklist) and (?=kick|boot|remove)"
    r"|[\s,，]*(?:并且|并|且|然后|同时|再|顺便|还要|和|以及)?(?:把|将)?(?:他|她|它|ta|其)?(?:一起|永久|直接)?(?<![不别])"
    r"(?:拉进黑名单|拉入黑名单|加入黑名单|加进黑名单|加黑名单|拉黑|屏蔽|封禁|(?:以后|今后|永远)?(?:都)?(?:不让|别让|不要让|不许|不准|禁止|拒绝|不再接受|不再接收|不要再让)(?:他|她|ta|其"
    r"|它)?的?(?:再次|再|以后再?)?(?:加群|加入"
    r"|申请加入|申请|进群|进来|入群|加进来|加回来)(?:申请|请求)?)(?:了|掉)?"
    r"|(?:[\s,]*(?:and|&|then|\+|,)(?: also| then)?|\s+with)\s*"
    r"(?:(?:don't|do not|never) let (?:him|her|them|it) (?:re-?join|join again|come back|back(?: in)?)"
    r"|block|ban|blacklist|a block)(?:ing)?(?: (?:him|her"
    r"|them|it))?(?: too| as well| forever| permanently)?(?![a-z])"
)
_NO_BLOCK = re.compile(
    r"[\s,，]*(?:但是?|但)?(?:不要|不|别|不用)(?:拉黑|屏蔽|加黑名单)"
    r"|[\s,]*(?:but |and )?(?:don't|do not|without) block(?:ing)?(?: (?:him|her|them))?"
)

_PRONOUNS = "他|她|它|ta|这个人|这人|那个人|那人|这家伙|那家伙|这货|对方|发送者|发言者|发的人|him|her|them|sender|the sender"
_PERSONS = "this guy|that guy|the guy|this person|that person|this user|that user|this member|that member"
PRONOUNS = frozenset(f"{_PRONOUNS}|{_PERSONS}".split("|"))
ONESELF = frozenset(("我", "我自己", "自己", "本人", "me", "myself"))


class Words(NamedTuple):
    """One way to take what was typed: from where to where, less politeness; *is_done* when a 了 was dropped at its end."""

    start: int
    end: int
    is_done: bool = False
    is_request: bool = False


class Timed(NamedTuple):
    """Words without the time that was in them: the rest, the seconds, where it was.

    *is_bare* for a number without a unit, *is_done* for what is told rather than asked for.
    """

    rest: str
    seconds: int | None = None
    span: tuple[int, int] = (0, 0)
    is_bare: bool = False
    is_done: bool = False


class IntentSession:
    """The words and their context; what several processors need of them is found once."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text[:MAX_WORDS]
        self.context = context
        self.msg_text = plain(self.text)
        """The words as they are compared; each character stands for the one at its place in *text*."""

    @property
    def self_id(self) -> str:
        """The own number."""
        return self.context.own_id

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """The ways to take the words, from all of them to those without any politeness."""
        return ways_of(self.msg_text)

    @cached_property
    def openings(self) -> tuple[Words, ...]:
        """The ways to take the words that leave their end alone: it is free text."""
        return tuple(words for words in self.words if words.end == self.words[0].end)

    def piece(self, words: Words) -> str:
        """Return *words* as they are compared."""
        return self.msg_text[words.start : words.end]

    def timed(self, piece: str) -> Iterator[Timed]:
        """Yield *piece* as it is, and without each time that can be read in it."""
        yield Timed(piece)
        now = self.context.now
        spans: list[tuple[int, int, int, bool]] = [
            (span.start, span.end, round(span.seconds), False) for span in durations_in(piece)
        ]
        spans += [
            (found.start, found.end, math.ceil(found.moment.timestamp() - now.timestamp()), False)
            for found in moments_in(piece, now)
        ]
        spans += [(match.start(), match.end(), MAX_MUTE_SECONDS, False) for match in _FOREVER.finditer(piece)]
        if bare := _BARE_MINUTES.search(piece):
            spans.append((bare.start(), bare.end(), int(bare["number"]) * 60, True))
        for start, end, seconds, is_bare in spans:
            before = piece[:start]
            if before.endswith(("-", "负")):
                continue  # less than nothing is no time
            if lead := _TIME_LEAD.search(before):
                before = before[: lead.start()]
            after = piece[end:].lstrip()
            # 禁言了十分钟 tells what was done.
            is_done = before.rstrip().endswith("了")
            for word in ("的", "钟", "之内", "以内", "内"):
                after = after.removeprefix(word)
            joint = " " if before[-1:].isascii() and after[:1].isascii() else ""
            yield Timed(f"{before.rstrip()}{joint}{after}".strip(), seconds, (start, end), is_bare, is_done)

    def without_block(self, piece: str) -> tuple[str, bool | None]:
        """Return *piece* without what says that somebody kicked is to be blocked, and whether it says so."""
        for pattern, is_block in ((_NO_BLOCK, False), (_BLOCK, True)):
            if match := pattern.search(piece):
                return f"{piece[: match.start()]} {piece[match.end() :]}".strip(), is_block
        return piece, None

    def pointed(self, who: str) -> Target | None:
        """Return whom a pronoun means: the sender of the selected message, or oneself."""
        number = self.self_id if who in ONESELF else self.context.selected.sender if self.context.selected else ""
        return self.context.names.by_id(number) if number else None


@lru_cache(maxsize=256)
def ways_of(text: str) -> tuple[Words, ...]:
    """Return the ways to take *text*: what opens goes first, then what closes, one after the other (小吧 may be a name)."""
    start, end = _strip(text, 0, len(text))
    openings = [Words(start, end)]
    is_request = False
    for _ in range(_MOST_POLITE):
        now = openings[-1]
        opener = _OPENERS.match(text, now.start, now.end)
        if (opener is None or opener.end() == now.start) and (request := _REQUESTS.match(text, now.start, now.end)):
            opener, is_request = request, True
        if opener is None or not now.start < opener.end() < now.end:
            break
        openings.append(Words(*_strip(text, opener.end(), now.end), is_request=is_request))
    found = list(openings)
    for opening in reversed(openings):
        found += _closings(text, opening)
    return tuple(dict.fromkeys(found))


def _closings(text: str, words: Words) -> Iterator[Words]:
    start, end, is_done = words.start, words.end, words.is_done
    for _ in range(_MOST_POLITE):
        piece = text[start:end]
        closer = _CLOSERS.search(piece) or (_REQUEST_ENDS.search(piece) if words.is_request else None)
        if closer is None or not closer.start():
            return
        is_done = is_done or closer[0] == "了"
        start, end = _strip(text, start, start + closer.start())
        yield Words(start, end, is_done, words.is_request)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _SPACES:
        start += 1
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    return start, end
