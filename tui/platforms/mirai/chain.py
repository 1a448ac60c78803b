"""Reads message chains into the product's segments; never raises, never drops, and leaves no unsafe character in any text.

Source: ``dto/message.kt`` and its converters in mirai-api-http 2.10, and the older keys that its documentation still shows.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tui.chat.segments import (
    Card,
    Dice,
    Face,
    File,
    Forward,
    ForwardedMessage,
    Image,
    Mention,
    MentionAll,
    Music,
    Poke,
    Quote,
    RockPaperScissors,
    Segment,
    Sticker,
    Text,
    Unknown,
    Video,
    Voice,
    plain_text,
)
from tui.chat.text import clean_text, one_line
from tui.platforms.cards import decode_json_card, decode_xml_card
from tui.platforms.faces import face_name
from tui.platforms.nesting import MAX_DEPTH, Nesting
from tui.platforms.values import (
    Row,
    as_bool,
    as_handle,
    as_int,
    as_name,
    as_row,
    as_text,
    as_time,
    as_user,
    compact,
)

ROCK_PAPER_SCISSORS = "11415"
"""The shop face that is no shop face: a game, and its name says how it ended."""

POKE_NAMES = {
    "ChuoYiChuo": "", "BiXin": "比心", "DianZan": "点赞", "XinSui": "心碎", "LiuLiuLiu": "666", "FangDaZhao": "放大招",
    "BaoBeiQiu": "宝贝球", "Rose": "玫瑰花", "ZhaoHuanShu": "召唤术", "RangNiPi": "让你皮", "JieYin": "结印",
    "ShouLei": "手雷", "GouYin": "勾引", "ZhuaYiXia": "抓一下", "SuiPing": "碎屏", "QiaoMen": "敲门",
}  # fmt: skip
"""The pokes by the names that mirai itself has, and what QQ calls them; the plain one needs no name."""

OLD_POKES = {
    "Poke": "ChuoYiChuo", "ShowLove": "BiXin", "Like": "DianZan", "Heartbroken": "XinSui", "SixSixSix": "LiuLiuLiu",
}  # fmt: skip
"""The names that the documentation has, for those that the code has."""

_THROWS = {"布": 1, "剪刀": 2, "石头": 3}


class Origin(Struct, frozen=True):
    """What the head of a chain says of its message; *time* in ms, both empty where it has no head."""

    native: str = ""
    time: int = 0


def origin_of(chain: object) -> Origin:
    """Return what the Source in *chain* says."""
    for row in chain if isinstance(chain, list) else ():
        if isinstance(row, dict) and row.get("type") == "Source":
            return Origin(message_id(row.get("id")), as_time(row.get("time")))
    return Origin()


def message_id(value: object) -> str:
    """Return the id of a message, which counts within its conversation and may be negative; -1 stands for none."""
    number = as_int(value, -1)
    return "" if number == -1 or isinstance(value, bool) else str(number)


def decode(chain: object, nesting: Nesting | None = None) -> tuple[Segment, ...]:
    """Return the segments of *chain*, without its Source. *nesting* says how deep inside forwards it stands."""
    if chain is None:
        return ()
    if not isinstance(chain, list):
        return (Unknown(type(chain).__name__, compact(chain)),)
    nesting = nesting or Nesting()
    found = (_decode_one(row, nesting) for row in chain)
    return tuple(part for part in found if part is not None and not (isinstance(part, Text) and not part.text))


def _decode_one(row: object, nesting: Nesting) -> Segment | None:
    if not isinstance(row, dict):
        return Unknown(type(row).__name__, compact(row))
    kind = row.get("type")
    if kind == "Source":
        return None
    if kind == "Forward":
        return _forward(row, nesting)
    if kind == "Quote":
        return _quote(row, nesting)
    rule = _RULES.get(kind) if isinstance(kind, str) else None
    segment = rule(row) if rule else None
    return segment if segment is not None else Unknown(as_name(kind) or "?", compact(row))


def _quote(row: Row, nesting: Nesting) -> Segment:
    if nesting.depth >= MAX_DEPTH:
        return Quote(message_id(row.get("id")), as_user(row.get("senderId")))
    nesting.depth += 1
    origin = decode(row.get("origin"), nesting)
    nesting.depth -= 1
    return Quote(message_id(row.get("id")), as_user(row.get("senderId")), one_line(plain_text(origin)))


def _forward(row: Row, nesting: Nesting) -> Segment:
    nodes = row.get("nodeList")
    rows = nodes if isinstance(nodes, list) and nesting.depth < MAX_DEPTH else []
    kept = nesting.take(len(rows))
    messages = []
    for node in rows[:kept]:
        nesting.depth += 1
        messages.append(_node(as_row(node), nesting))
        nesting.depth -= 1
    display = as_row(row.get("display"))
    preview = display.get("preview")
    lines = tuple(line for text in (preview if isinstance(preview, list) else [])[:4] if (line := one_line(as_text(text))))
    return Forward("", tuple(messages), as_name(display.get("title")), lines, len(rows) - kept)


def _node(row: Row, nesting: Nesting) -> ForwardedMessage:
    reference = as_row(row.get("messageRef"))
    native = message_id(row.get("messageId", -1)) or message_id(reference.get("messageId", -1))
    chain = row.get("messageChain")
    sender, name = as_user(row.get("senderId")), as_name(row.get("senderName"))
    return ForwardedMessage(sender, name, as_time(row.get("time")), decode(chain, nesting), native)


def _text(row: Row) -> Segment | None:
    value = row.get("text")
    return Text(clean_text(as_text(value))) if value is None or isinstance(value, (str, int, float)) else None


def _at(row: Row) -> Segment | None:
    user = as_user(row.get("target"))
    return Mention(user, as_name(row.get("display")).removeprefix("@")) if user else None


def _face(row: Row) -> Segment | None:
    told = as_name(row.get("name")).removeprefix("[").removesuffix("]")
    number = as_int(row.get("faceId"), -1)
    is_super = as_bool(row.get("isSuperFace")) or as_bool(row.get("superFace"))
    if number < 0:
        return Face("", told, is_super) if told else None
    return Face(str(number), face_name(str(number)) or told, is_super)


def _image(row: Row) -> Segment:
    return Image(
        as_handle(row.get("imageId")),
        as_handle(row.get("url")),
        max(0, as_int(row.get("size"))),
        is_sticker=as_bool(row.get("isEmoji")),
        is_flash=row.get("type") == "FlashImage",
    )


def _voice(row: Row) -> Segment:
    return Voice(as_handle(row.get("voiceId")), as_handle(row.get("url")), seconds=max(0, as_int(row.get("length"))))


def _xml(row: Row) -> Segment:
    # All of QQ's service messages come as Xml, those with JSON in them, too.
    text = as_text(row.get("xml"))
    return decode_json_card(text) if text.lstrip().startswith("{") else decode_xml_card(text)


def _poke(row: Row) -> Segment:
    name = as_name(row.get("name"))
    name = OLD_POKES.get(name, name)
    return Poke(name, POKE_NAMES.get(name, name))


def _market_face(row: Row) -> Segment:
    name = as_name(row.get("name")).removeprefix("[").removesuffix("]")
    if as_user(row.get("id")) == ROCK_PAPER_SCISSORS and name in _THROWS:
        return RockPaperScissors(_THROWS[name])
    return Sticker(name, raw=compact(row))


def _music(row: Row) -> Segment:
    title = as_name(row.get("title")) or as_name(row.get("brief"))
    return Music(as_name(row.get("kind")), "", title, as_handle(row.get("jumpUrl") or row.get("musicUrl")), compact(row))


def _file(row: Row) -> Segment:
    return File(as_name(row.get("name")), as_handle(row.get("id")), max(0, as_int(row.get("size"))))


def _video(row: Row) -> Segment:
    size = max(0, as_int(row.get("fileSize")))
    return Video(as_handle(row.get("videoId")), as_handle(row.get("videoUrl")), size, compact(row))


_RULES: dict[str, Callable[[Row], Segment | None]] = {
    "Plain": _text,
    "At": _at,
    "AtAll": lambda row: MentionAll(),
    "Face": _face,
    "Image": _image,
    "FlashImage": _image,
    "Voice": _voice,
    "Xml": _xml,
    "Json": lambda row: decode_json_card(row.get("json")),
    "App": lambda row: decode_json_card(row.get("content")),
    "Poke": _poke,
    "Dice": lambda row: Dice(as_int(row.get("value"))),
    "MarketFace": _market_face,
    "MusicShare": _music,
    "File": _file,
    "ShortVideo": _video,
    "MiraiCode": lambda row: Card("mirai", one_line(as_text(row.get("code"))), raw=clean_text(as_text(row.get("code")))),
}
