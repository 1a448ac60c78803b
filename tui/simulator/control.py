"""Control lines: one JSON object a line, by which a parent process drives the simulated server and its world.

`{"do": NAME, ...arguments}` is answered with `{"done": NAME}`, with `"message_id"` where a message came of it, or with
`{"failed": NAME, "why": TEXT}`. Names and arguments: see `COMMANDS`.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from tui.simulator import segments as make
from tui.simulator.lines import NETWORK, carry_out
from tui.simulator.model import Message, Node
from tui.simulator.serving import Serving

Command = Callable[[Serving, dict[str, Any]], Awaitable[dict[str, Any] | None]]


async def _restart(server: Serving, line: dict[str, Any]) -> None:
    """A new process: connections break, message ids are forgotten."""
    await server.restart()


def _said(server: Serving, message: Message) -> dict[str, Any]:
    return server.said(message)


async def _say(server: Serving, line: dict[str, Any]) -> dict[str, Any]:
    """`user`, `text` or `message` (segments), and `group` for a group."""
    words = line.get("message") or str(line.get("text", ""))
    if "group" in line:
        return _said(server, await server.say_group(str(line["group"]), str(line["user"]), words))
    return _said(server, await server.say_private(str(line["user"]), words, by=str(line.get("by", ""))))


async def _forward(server: Serving, line: dict[str, Any]) -> dict[str, Any]:
    """`user`, `nodes` ({`user`, `name`, `text` or `message`, or `nodes` again}), and `group` for a group: forward together."""
    words = [make.forward(_nodes(server, line["nodes"]))]
    if "group" in line:
        return _said(server, await server.say_group(str(line["group"]), str(line["user"]), words))
    return _said(server, await server.say_private(str(line["user"]), words))


def _nodes(server: Serving, rows: list[dict[str, Any]]) -> list[Node]:
    made = []
    for row in rows:
        user = str(row["user"])
        known = server.world.users.get(user)
        if "nodes" in row:
            parts = [make.forward(_nodes(server, row["nodes"]))]
        else:
            parts = row.get("message") or [make.text(str(row.get("text", "")))]
        name = str(row.get("name") or (known.nickname if known else user))
        made.append(Node(user, name, int(row.get("time") or server.world.now()), parts))
    return made


async def _recall(server: Serving, line: dict[str, Any]) -> None:
    """`message_id`, `by` (the author)."""
    message = server.ids.find(line["message_id"])
    if message is None:
        raise KeyError("message_id")
    await server.recall(message, by=str(line.get("by", "")))


async def _react(server: Serving, line: dict[str, Any]) -> None:
    """`message_id`, `user`, `emoji` (its id), `on` (true): a member puts an emoji under a group message, or takes it off."""
    message = server.ids.find(line["message_id"])
    if message is None:
        raise KeyError("message_id")
    await server.react(message, str(line["user"]), str(line["emoji"]), is_added=bool(line.get("on", True)))


async def _poke(server: Serving, line: dict[str, Any]) -> None:
    """`user`, `target` (the account), `group`."""
    await server.poke(str(line["user"]), str(line.get("target", "")), group_id=str(line.get("group", "")))


async def _upload(server: Serving, line: dict[str, Any]) -> dict[str, Any]:
    """`group`, `user`, `name`, `base64` or `text` (what is in the file), `folder` (its id)."""
    body = base64.b64decode(line["base64"]) if "base64" in line else str(line.get("text", "")).encode()
    folder = str(line.get("folder", ""))
    file = await server.upload(str(line["group"]), str(line["user"]), str(line["name"]), body, folder=folder)
    return {"file_id": file.id}


async def _notice(server: Serving, line: dict[str, Any]) -> None:
    """`group`, `text`, `by` (the owner): announce something."""
    await server.publish(str(line["group"]), str(line["text"]), by=str(line.get("by", "")))


async def _like(server: Serving, line: dict[str, Any]) -> None:
    """`user`, `times` (1): the account's profile is liked."""
    await server.like(str(line["user"]), int(line.get("times", 1)))


async def _mute(server: Serving, line: dict[str, Any]) -> None:
    """`group`, `user`, `seconds`, `by` (the owner)."""
    await server.mute(str(line["group"]), str(line["user"]), int(line["seconds"]), by=str(line.get("by", "")))


async def _mute_all(server: Serving, line: dict[str, Any]) -> None:
    """`group`, `on` (true)."""
    await server.mute_all(str(line["group"]), bool(line.get("on", True)))


async def _join(server: Serving, line: dict[str, Any]) -> None:
    """`group`, `user`, `nickname`."""
    await server.join(str(line["group"]), str(line["user"]), nickname=str(line.get("nickname", "")))


async def _leave(server: Serving, line: dict[str, Any]) -> None:
    """`group`, `user`."""
    await server.leave(str(line["group"]), str(line["user"]))


async def _kick(server: Serving, line: dict[str, Any]) -> None:
    """`group`, `user`, `by` (the owner)."""
    await server.kick(str(line["group"]), str(line["user"]), by=str(line.get("by", "")))


async def _request(server: Serving, line: dict[str, Any]) -> dict[str, Any]:
    """`kind` (friend, add, invite), `user`, `comment`, `group`."""
    comment, group_id = str(line.get("comment", "")), str(line.get("group", ""))
    request = await server.request(line["kind"], str(line["user"]), comment, group_id=group_id)
    return {"flag": request.flag}


async def _answer(server: Serving, line: dict[str, Any]) -> None:
    """`flag`, `approve` (true), `by`: somebody else, or the account on another device, answers a request."""
    await server.answer(str(line["flag"]), bool(line.get("approve", True)), by=str(line.get("by", "")))


async def _typing(server: Serving, line: dict[str, Any]) -> None:
    """`user`, `on` (true): somebody is typing to the account."""
    await server.typing(str(line["user"]), bool(line.get("on", True)))


async def _raw(server: Serving, line: dict[str, Any]) -> None:
    """`text`: send it as a frame, whatever it is."""
    await server.send_raw(str(line["text"]))


async def _flood(server: Serving, line: dict[str, Any]) -> None:
    """`conversations`, `rate` (a second; 0: as fast as it goes), `count`."""
    await server.flood(conversations=int(line["conversations"]), rate=float(line["rate"]), count=int(line["count"]))


async def _online(server: Serving, line: dict[str, Any]) -> None:
    """`on`: whether QQ is online though the socket lives; a heartbeat says so at once."""
    server.faults.is_qq_online = bool(line["on"])
    server.beat()


async def _fault(server: Serving, line: dict[str, Any]) -> None:
    """`kind` (silence, execute_only, fail, heal), `action`, `times`, `wording`, `retcode`; or `set` {switch: value}."""
    faults, action, times = server.faults, line.get("action"), line.get("times")
    kind = line.get("kind")
    for name, value in line.get("set", {}).items():
        setattr(faults, name, value)
    if kind == "heal":
        faults.heal(action)
    elif kind == "silence":
        faults.silence(str(action), times)
    elif kind == "execute_only":
        faults.execute_only(str(action), times)
    elif kind == "fail":
        faults.fail(str(action), str(line["wording"]), retcode=int(line.get("retcode", 1200)), times=times)


async def _calls(server: Serving, line: dict[str, Any]) -> dict[str, Any]:
    """`action`: how often clients called it, and with which parameters last."""
    calls = [call for call in server.calls if call.action == line["action"]]
    return {"count": len(calls), "params": calls[-1].params if calls else None}


COMMANDS: dict[str, Command] = {
    **NETWORK,
    "restart": _restart,
    "say": _say,
    "forward": _forward,
    "recall": _recall,
    "poke": _poke,
    "react": _react,
    "upload": _upload,
    "notice": _notice,
    "like": _like,
    "mute": _mute,
    "mute_all": _mute_all,
    "join": _join,
    "leave": _leave,
    "kick": _kick,
    "request": _request,
    "answer": _answer,
    "typing": _typing,
    "raw": _raw,
    "flood": _flood,
    "online": _online,
    "fault": _fault,
    "calls": _calls,
}


def runs_long(text: str) -> bool:
    """Whether the next line should not wait for this one."""
    return '"flood"' in text


async def obey(server: Serving, text: str) -> dict[str, Any]:
    """Carry out one control line; the answer is the object to print."""
    return await carry_out(server, text, COMMANDS)
