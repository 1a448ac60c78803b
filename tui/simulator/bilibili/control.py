"""Control lines of the simulated Bilibili: what a parent process, a script or a test does in its world. See `COMMANDS`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili.model import GROUP, USER, Kind, Letter, News, NewsKind, Person, Talk
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.lines import NETWORK, carry_out
from tui.simulator.segments import png

Line = dict[str, Any]
Command = Callable[[BilibiliServer, Line], Awaitable[Line | None]]


def _talk(server: BilibiliServer, line: Line) -> Talk:
    world = server.world
    if "group" in line:
        return world.talk(GROUP, world.groups[int(line["group"])].id)
    return world.talk(USER, world.people[int(line["user"])].uid)


def _said(letter: Letter) -> Line:
    return {"message_id": str(letter.key), "seqno": str(letter.seqno)}


async def _say(server: BilibiliServer, line: Line) -> Line:
    """`user`, `text` or `type` and `content` (as on the wire), `group`, `by` (the account: from its phone)."""
    if "type" in line:
        kind, content = int(line["type"]), line["content"]
        content = content if isinstance(content, str) else make.dump(content)
    else:
        kind, content = Kind.TEXT, make.text(str(line["text"]))
    sender = server.world.people[int(line["by"] if "by" in line else line["user"])].uid
    at = [int(uid) for uid in line["at"]] if "at" in line else None
    return _said(server.world.post(_talk(server, line), sender, kind, content, at_uids=at))


async def _picture(server: BilibiliServer, line: Line) -> Line:
    """`user`, `group`: a picture."""
    key = server.world.keep("im/sent.png", png(64, 48, (90, 140, 200)))
    letter = server.world.post(_talk(server, line), int(line["user"]), Kind.PICTURE, make.picture(key))
    return _said(letter)


async def _recall(server: BilibiliServer, line: Line) -> Line:
    """`message_id`, `system` (false): the author, or the service, takes it back."""
    letter = server.world.find(int(line["message_id"]))
    if letter is None:
        raise KeyError("message_id")
    return _said(server.world.recall(letter, by_system=bool(line.get("system", False))))


async def _read(server: BilibiliServer, line: Line) -> None:
    """`user` or `group`: the account reads it on another device."""
    talk = _talk(server, line)
    server.world.read(talk, talk.max_seqno)


def _happens(server: BilibiliServer, line: Line, kind: NewsKind) -> News:
    users = [server.world.people[int(uid)].uid for uid in line.get("users") or [line["user"]]]
    work = server.world.work(int(line.get("work", 400)), str(line.get("title", "从零开始的终端聊天")))
    return server.world.happens(kind, users, work, words=str(line.get("text", "")), answered=str(line.get("answered", "")))


async def _like(server: BilibiliServer, line: Line) -> None:
    """`user` or `users`, `work` (number), `title`: a work of the account is liked."""
    _happens(server, line, "like")


async def _reply(server: BilibiliServer, line: Line) -> None:
    """`user`, `text`, `answered`, `work`, `title`: a comment is answered."""
    _happens(server, line, "reply")


async def _at(server: BilibiliServer, line: Line) -> None:
    """`user`, `text`, `work`, `title`: the account is mentioned."""
    _happens(server, line, "at")


async def _notice(server: BilibiliServer, line: Line) -> None:
    """`title`, `text`: the service announces something."""
    server.world.notify(str(line["title"]), str(line["text"]))


async def _person(server: BilibiliServer, line: Line) -> None:
    """`user`, `name`, `set` (`is_followed`, `follows`, `is_blocked`, `is_private`): somebody new, or somebody changed."""
    uid = int(line["user"])
    person = server.world.people.get(uid) or server.world.add(Person(uid, str(line.get("name", uid))))
    person.name = str(line.get("name", person.name))
    for name, value in line.get("set", {}).items():
        if name not in ("is_followed", "follows", "is_blocked", "is_private"):
            raise ValueError(name)
        setattr(person, name, bool(value))


async def _fault(server: BilibiliServer, line: Line) -> None:
    """`kind` (a code, silent, executed, hang_up, 412, voucher; heal), `action` (`*`: any), `times`; or `set` {switch: value}."""
    for name, value in line.get("set", {}).items():
        server.troubles.switch(name, value)
    kind, times = line.get("kind"), line.get("times")
    if kind == "heal":
        server.troubles.heal(line.get("action"))
    elif kind is not None:
        server.troubles.befall(str(line["action"]), kind, None if times is None else int(times))


async def _limit(server: BilibiliServer, line: Line) -> None:
    """`burst` in `span` seconds, `daily`, `has_phone`: how much one may send."""
    limits = server.world.limits
    limits.burst, limits.span = int(line.get("burst", limits.burst)), float(line.get("span", limits.span))
    limits.daily, limits.has_phone = int(line.get("daily", limits.daily)), bool(line.get("has_phone", limits.has_phone))


async def _logout(server: BilibiliServer, line: Line) -> None:
    """No cookie is good any more."""
    server.logins.end_all()


async def _rotate(server: BilibiliServer, line: Line) -> None:
    """The keys of signatures change."""
    server.desk.keys.rotate()


async def _clock(server: BilibiliServer, line: Line) -> None:
    """`seconds`: so much time passes for the service at once."""
    server.world.pass_time(float(line["seconds"]))


async def _calls(server: BilibiliServer, line: Line) -> Line:
    """`action`: how often clients called it, and with which parameters and cookies last."""
    asks = [ask for name, ask in server.asks if name == line["action"]]
    last = {"params": asks[-1].given, "cookies": sorted(asks[-1].cookies)} if asks else {"params": None, "cookies": None}
    return {"count": len(asks), **last}


COMMANDS: dict[str, Command] = {
    **NETWORK,
    "say": _say,
    "picture": _picture,
    "recall": _recall,
    "read": _read,
    "like": _like,
    "reply": _reply,
    "at": _at,
    "notice": _notice,
    "person": _person,
    "fault": _fault,
    "limit": _limit,
    "logout": _logout,
    "rotate": _rotate,
    "clock": _clock,
    "calls": _calls,
}


async def obey(server: BilibiliServer, text: str) -> Line:
    """Carry out one control line; the answer is the object to print."""
    return await carry_out(server, text, COMMANDS)
