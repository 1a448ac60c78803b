"""QQ's artificial voices: who can speak, and what they say as a voice message."""

from __future__ import annotations

from tui.simulator.model import Refused, group_chat, segment
from tui.simulator.onebot11.errors import ActionFailed, send_failure
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes

VOICES = {
    "推荐": (("lucy-voice-laibixiaoxin", "小新"), ("lucy-voice-houge", "猴哥"), ("lucy-voice-silang", "四郎")),
    "现代": (("lucy-voice-guangdong-f1", "东北老妹儿"), ("lucy-voice-female1", "邻家小妹")),
}
AMR = b"#!AMR\n"


def _spoken(shapes: Shapes, params: Params) -> tuple[str, str, bytes]:
    """The group, a name for the voice message, and its bytes: the words after an AMR's head, since nobody can hear them."""
    character, group_id, words = params.text("character"), params.text("group_id"), params.text("text")
    known = {number for voices in VOICES.values() for number, _ in voices}
    if character not in known or not words or not shapes.world.sees(shapes.viewer, group_chat(group_id)):
        raise ActionFailed("No voice data")
    body = AMR + f"{character}: {words}".encode()
    return group_id, shapes.world.keep(body, ".amr"), body


async def characters(shapes: Shapes, params: Params) -> list[Frame]:
    """get_ai_characters, by kind."""
    params.text("group_id")
    params.integer("chat_type", 1)
    return [
        {
            "type": kind,
            "characters": [
                {"character_id": number, "character_name": name, "preview_url": f"https://res.qpt.qq.com/qpilot/{number}.wav"}
                for number, name in voices
            ],
        }
        for kind, voices in VOICES.items()
    ]


async def send(shapes: Shapes, params: Params) -> Frame:
    """send_group_ai_record: the message comes as an event only; the answer's id is always 0."""
    group_id, name, body = _spoken(shapes, params)
    part = segment("record", {"file": name, "size": len(body), "content": name})
    try:
        shapes.world.post(group_chat(group_id), shapes.viewer, [part])
    except Refused as refusal:
        raise ActionFailed(send_failure(refusal.reason)) from refusal
    return {"message_id": 0}


async def link(shapes: Shapes, params: Params) -> str:
    """get_ai_record: a link to the voice, which is sent to nobody."""
    return shapes.parts.links.to_media(_spoken(shapes, params)[1])
