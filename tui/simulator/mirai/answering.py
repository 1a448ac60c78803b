"""Answering requests, and mirai's console."""

from __future__ import annotations

from typing import Literal

from tui.simulator.mirai.codes import BAD, Failed, Frame, state
from tui.simulator.mirai.params import Params
from tui.simulator.mirai.room import Command, Room, Run, post
from tui.simulator.model import Reason, Refused


def _answer(kind: Literal["friend", "group"]) -> Run:
    def run(room: Room, params: Params) -> Frame:
        operate = params["operate"]
        try:
            request = room.view.request(params["eventId"])
        except Failed:
            return state(0)  # ⚠ of what QQ makes of it nobody is told
        if request.kind == "add" and operate and operate % 2 == 0:
            return state(0)  # left unanswered
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
        raise Failed(BAD, "Execute command error")
    args = [{"type": "Plain", "text": word} for word in arguments]
    room.tell({"type": "CommandExecutedEvent", "name": name, "friend": None, "member": None, "args": args})  # ⚠ no eventId
    return state(0)


def register(room: Room, params: Params) -> Frame:
    """cmd_register."""
    if params["name"] in room.console:
        raise Failed(BAD, "Register command error")
    room.console.update([params["name"], *map(str, params["alias"] or ())])
    return state(0)


ANSWER = "eventId:long fromId:long groupId:long operate:long message:text"
ANSWERING: dict[str, Command] = {
    "resp_newFriendRequestEvent": post(_answer("friend"), ANSWER),
    "resp_memberJoinRequestEvent": post(_answer("group"), ANSWER),
    "resp_botInvitedJoinGroupRequestEvent": post(_answer("group"), ANSWER),
    "cmd_execute": post(execute, "command:list"),
    "cmd_register": post(register, "name:text alias:list? usage:text? description:text?"),
}
