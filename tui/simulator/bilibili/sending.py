"""Sending: texts, pictures and recalls, and everything for which they are refused."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from typing import Any
from urllib.parse import urlsplit

from tui.simulator.bilibili import codes
from tui.simulator.bilibili.codes import Failed, Frame
from tui.simulator.bilibili.contents import dump
from tui.simulator.bilibili.desk import Ask, Desk, Route, post
from tui.simulator.bilibili.model import GROUP, RECALLED, USER, Kind, Letter, Talk
from tui.simulator.bilibili.talks import emoji_of
from tui.simulator.bilibili.world import EMOJI, SECOND, BiliWorld

LONGEST = 2000
"""Bytes of `msg[content]`."""
RECALL_SECONDS = 120
DAY = 24 * 3600
PICTURE_HOSTS = (".hdslb.com", ".biliimg.com")
OLD_CODE = re.compile(r"\[(?!tv_)([^\[\]]+)\]")
LARGEST_PICTURE = 20 * 2**20


def send_msg(desk: Desk, ask: Ask) -> Frame:
    """Say something to somebody."""
    world = desk.world
    field = {name[4:-1]: value for name, value in ask.form.items() if name.startswith("msg[") and name.endswith("]")}
    numbers = {name: _number(field, name) for name in ("sender_uid", "receiver_id", "receiver_type", "msg_type")}
    if numbers["sender_uid"] != world.own.uid:
        raise Failed(codes.BAD_REQUEST)
    kind, receiver = numbers["msg_type"], numbers["receiver_id"]
    if kind not in (Kind.TEXT, Kind.PICTURE, Kind.RECALL):
        raise Failed(codes.NOT_THIS_TYPE)
    _check_receiver(world, numbers["receiver_type"], receiver)
    content = field.get("content", "")
    if kind == Kind.RECALL:
        return {"msg_key": world.recall(_own_letter(world, receiver, content)).key}
    shown = _text(content, field.get("new_face_version", "0")) if kind == Kind.TEXT else _picture(desk, content)
    _check_rate(world)
    _check_acquaintance(world, receiver)
    letter = world.post(world.talk(USER, receiver), world.own.uid, kind, shown)
    if kind == Kind.PICTURE:
        return {"msg_key": letter.key}
    return {
        "msg_key": letter.key,
        **emoji_of(desk, shown),
        "msg_content": shown,
        "key_hit_infos": _warning(world, shown),
    }


def _number(field: dict[str, str], name: str) -> int:
    if not field.get(name, "").isdigit():
        raise Failed(codes.BAD_REQUEST)
    return int(field[name])


def _check_receiver(world: BiliWorld, kind: int, receiver: int) -> None:
    if kind == GROUP:
        raise Failed(codes.GROUPS_CLOSED)
    person = world.people.get(receiver)
    if kind != USER or person is None:
        raise Failed(codes.BAD_REQUEST)
    refusals = {
        codes.ONESELF: receiver == world.own.uid,
        codes.NO_PHONE: not world.limits.has_phone,
        codes.BLOCKED: person.is_blocked,
        codes.PRIVACY: person.is_private or bool(person.system_type),
    }
    for code, applies in refusals.items():
        if applies:
            raise Failed(code)


def _own_letters(world: BiliWorld) -> list[Letter]:
    own = world.own.uid
    return [it for talk in world.talks.values() for it in talk.letters if it.sender == own and it.kind != Kind.RECALL]


def _check_rate(world: BiliWorld) -> None:
    now, sent = world.now(), _own_letters(world)
    if sum(now - it.stamp < DAY * SECOND for it in sent) >= world.limits.daily:
        raise Failed(codes.TOO_MANY)
    if sum(now - it.stamp < world.limits.span * SECOND for it in sent) >= world.limits.burst:
        raise Failed(codes.TOO_FAST)


def _check_acquaintance(world: BiliWorld, receiver: int) -> None:
    """To who neither follows the account nor has ever written, only one message."""
    talk, person = world.talks.get((USER, receiver)), world.people[receiver]
    letters = talk.letters if talk else []
    has_written = any(it.sender == receiver for it in letters)
    if not person.follows and not has_written and any(it.sender == world.own.uid for it in letters):
        raise Failed(codes.ONLY_ONE)


def _object(content: str, code: int) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        raise Failed(code) from None
    if not isinstance(found, dict):
        raise Failed(code)
    return found


def _text(content: str, face_version: str) -> str:
    if len(content.encode()) > LONGEST:
        raise Failed(codes.TOO_LONG)
    words = _object(content, codes.BAD_REQUEST).get("content")
    if not isinstance(words, str) or not words.strip():
        raise Failed(codes.BAD_REQUEST)
    if face_version != "1":
        words = OLD_CODE.sub(lambda found: it if (it := f"[tv_{found[1]}]") in EMOJI else found[0], words)
    return dump({"content": words})


def _picture(desk: Desk, content: str) -> str:
    found = _object(content, codes.BAD_PICTURE)
    url = found.get("url")
    if not isinstance(url, str):
        raise Failed(codes.BAD_PICTURE)
    parts = urlsplit(url)
    is_ours = parts.netloc == urlsplit(desk.base).netloc
    if not is_ours and not (parts.hostname or "").endswith(PICTURE_HOSTS):
        raise Failed(codes.BAD_PICTURE)
    return dump(found)


def _own_letter(world: BiliWorld, receiver: int, content: str) -> Letter:
    """What is to be recalled, if it still can be."""
    talk: Talk | None = world.talks.get((USER, receiver))
    letter = talk.find(int(content)) if talk and content.isdigit() else None
    if letter is None or letter.sender != world.own.uid or letter.kind == Kind.RECALL:
        raise Failed(codes.NO_SUCH_MESSAGE)
    if letter.status == RECALLED:
        raise Failed(codes.ALREADY_RECALLED)
    if world.now() - letter.stamp > RECALL_SECONDS * SECOND:
        raise Failed(codes.TOO_LATE)
    return letter


def _warning(world: BiliWorld, shown: str) -> Frame:
    if not any(words in shown for words in world.warned_of):
        return {}
    words = "温馨提示：请勿脱离平台交易，谨防诈骗"
    return {"toast": words, "rule_id": 2, "high_text": [{}]}


# -- pictures


def size_of(picture: bytes) -> tuple[str, int, int] | None:
    """The ending, width and height of a PNG, GIF or JPEG; None for everything else."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and len(picture) >= 24:
        width, height = struct.unpack(">II", picture[16:24])
        return "png", width, height
    if picture.startswith((b"GIF87a", b"GIF89a")) and len(picture) >= 10:
        width, height = struct.unpack("<HH", picture[6:10])
        return "gif", width, height
    if picture.startswith(b"\xff\xd8"):
        return _jpeg(picture)
    return None


def _jpeg(picture: bytes) -> tuple[str, int, int] | None:
    place = 2
    while place + 9 <= len(picture) and picture[place] == 0xFF:
        marker, length = picture[place + 1], int.from_bytes(picture[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", picture[place + 5 : place + 9])
            return "jpg", width, height
        place += 2 + length
    return None


def upload_bfs(desk: Desk, ask: Ask) -> Frame:
    """Keep a picture that is to be sent."""
    file = ask.files.get("file_up")
    if file is None or not ask.text("biz") or len(file.content) > LARGEST_PICTURE:
        raise Failed(codes.BAD_REQUEST)
    found = size_of(file.content)
    if found is None:
        raise Failed(codes.BAD_PICTURE)
    ending, width, height = found
    key = desk.world.keep(f"{ask.text('biz')}/{hashlib.sha1(file.content).hexdigest()}.{ending}", file.content)
    kilobytes = round(len(file.content) / 1024, 2)
    return {"image_url": desk.face(key), "image_width": width, "image_height": height, "img_size": kilobytes}


ROUTES: dict[str, Route] = {
    "/web_im/v1/web_im/send_msg": post("send_msg", send_msg),
    "/x/dynamic/feed/draw/upload_bfs": post("upload_bfs", upload_bfs),
}
