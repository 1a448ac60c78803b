"""Sending what is not words: faces in a text, dice, cards of people, songs; and what the implementation can not send."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.journey import FRIEND, GROUP, NARROW, USUAL, Journey, journey, session
from tui.chat.segments import Dice, Face
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.emoji_picker import EmojiPicker


async def choose(j: Journey, name: str) -> None:
    """Open the picker in the composer, and take what *name* finds."""
    await j.press("alt+e")
    await j.asked(EmojiPicker)
    await j.type(name)
    await j.press("enter")
    await j.is_back()


async def test_faces_and_emoji_stand_in_the_text_and_go_out_as_what_they_are(tmp_path: Path) -> None:
    async with journey(tmp_path, size=NARROW) as j:
        await j.open(GROUP)
        await j.type("好")
        await choose(j, "wulian")
        await choose(j, "kafei")
        await j.type("!")
        assert j.main.composer.text in ("好[捂脸]☕!", "好[捂脸][咖啡]!")
        await j.press("enter")
        call = await j.called("send_group_msg")
        assert [part["type"] for part in call["message"]][:2] == ["text", "face"]
        assert call["message"][1]["data"] == {"id": "264"}
        await j.until(lambda: any(isinstance(part, Face) for part in j.messages(GROUP)[-1].segments))
        await j.shows("[捂脸]")


async def test_a_face_survives_a_restart_in_the_draft_and_is_text_when_touched(tmp_path: Path) -> None:
    async with OneBotServer(small_world(), heartbeat=5.0) as server:
        async with session(tmp_path, server) as j:
            await j.open(FRIEND)
            await choose(j, "264")
        async with session(tmp_path, server) as j:
            await j.open(FRIEND)
            assert j.main.composer.text == "[捂脸]"
            assert j.main.composer.compose_segments() == (Face("264", "捂脸"),)
            await j.press("backspace")
            assert not any(isinstance(part, Face) for part in j.main.composer.compose_segments())


async def test_dice_songs_and_cards_leave_the_draft_alone(tmp_path: Path) -> None:
    async with journey(tmp_path, size=USUAL) as j:
        await j.open(FRIEND)
        await j.type("草稿")
        await j.press("ctrl+p")
        await j.type(">touzi")
        await j.press("enter")
        await j.is_back()
        call = await j.called("send_private_msg")
        assert call["message"] == [{"type": "dice", "data": {}}]
        await j.until(lambda: j.messages(FRIEND)[-1].segments[:1] and isinstance(j.messages(FRIEND)[-1].segments[0], Dice))
        await j.shows("点]")
        assert j.main.composer.text == "草稿"

        j.main.action_command("send.contact")
        await j.asked(AskText)
        await j.type("abc")
        await j.press("enter")
        await j.shows("这不是 QQ 号")
        await j.press("ctrl+u")
        await j.type("20002")
        await j.press("enter")
        await j.is_back()
        call = await j.called("send_private_msg", 2)
        assert call["message"] == [{"type": "contact", "data": {"type": "qq", "id": "20002"}}]
        await j.shows("推荐联系人")
        assert len([row for row in j.messages(FRIEND) if row.is_own]) == 2, "the card that came back is the one we sent"

        await j.press("ctrl+p")
        await j.type(">位置")
        await j.shows("这里不支持这个操作")
        await j.press("escape")
        await j.is_back()
        j.main.action_command("send.location")
        await j.says("这里不支持这个操作")
        assert j.main.composer.text == "草稿"
