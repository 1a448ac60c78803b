"""Answering requests, and mirai's console."""

from __future__ import annotations

from typing import Literal

from tui.simulator.mirai.codes import BAD, Failed, Frame, state
from tui.simulator.mirai.params import Params
from tui.simulator.mirai.room import Command, Room, Run, post
from tui.simulator.model import Reason, Refused

IGNORED = frozenset({2, 4})
"""Operations of a request to join that leave it unanswered."""


def _answer(kind: Literal["friend", "group"], most: int) -> Run:
    def run(room: Room, params: Params) -> Frame:
        operate = params["operate"]
        if not 0 <= operate <= most:
            raise Failed(BAD)
        request = room.view.request(params["eventId"])
        if request.kind == "add" and operate in IGNORED:
            return state(0)
        try:
            room.view.world.answer(request.flag, kind, operate == 0, room.view.viewer, reason=params["message"])
        except Refused as refused:
            if refused.reason is not Reason.NO_SUCH_REQUEST:
                raise
        return state(0)  # what was answered before stays as it is, and nobody is told so

    return run


def execute(room: Room, params: Params) -> Frame:
    """cmd_execute: a chain whose first word is the command."""
    chain = params["command"]
    words = "".join(str(part.get("text", "")) for part in chain if isinstance(part, dict) and part.get("type") == "Plain")
    name, *arguments = words.split() or [""]
    name = name.removeprefix("/")
    if name not in room.console:
        raise Failed(BAD, "未知指令")
    args = [{"type": "Plain", "text": word} for word in arguments]
    room.tell({"type": "CommandExecutedEvent", "name": name, "friend": None, "member": None, "args": args})  # ⚠ no eventId
    return state(0)


def register(room: Room, params: Params) -> Frame:
    """cmd_register."""
    if params["name"] in room.console:
        raise Failed(BAD, "指令已存在")
    room.console.update([params["name"], *map(str, params["alias"] or ())])
    return state(0)


ANSWER = "eventId:long fromId:long groupId:long operate:long message:text"
ANSWERING: dict[str, Command] = {
    "resp_newFriendRequestEvent": post(_answer("friend", 2), ANSWER),
    "resp_memberJoinRequestEvent": post(_answer("group", 4), ANSWER),
    "resp_botInvitedJoinGroupRequestEvent": post(_answer("group", 1), ANSWER),
    "cmd_execute": post(execute, "command:list"),
    "cmd_register": post(register, "name:text alias:list? usage:text? description:text?"),
}
