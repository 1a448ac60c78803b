"""Groups and their members over the wire: what goes out for each act, and what is read from each answer."""

from __future__ import annotations

import base64

import pytest

from tests.platforms.fakes import Heard
from tui.chat.actions import Action, Done, Refused
from tui.chat.events import ConversationEnded, GroupUpdated, MemberUpdated
from tui.chat.group_actions import LeaveGroup, RenameGroup, SetPortrait, SignIn
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people import Role
from tui.platforms.base import AskError, AskMember
from tui.platforms.group_queries import (
    AskGroup,
    AskGroupCard,
    AskIgnoredRequests,
    AskMentionAllLeft,
    AskMuted,
    AskPersonCard,
)
from tui.platforms.onebot11.platform import OneBot11
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import png

from .fakes import FRIEND, GROUP, ME

PLAIN = ConversationId(ME, ConversationKind.GROUP, "30003")


@pytest.mark.parametrize(
    ("action", "method", "sent"),
    [
        (SetAdmin(GROUP, "20001", True), "set_group_admin", {"group_id": 30001, "user_id": 20001, "enable": True}),
        (SetCard(GROUP, "20001", ""), "set_group_card", {"group_id": 30001, "user_id": 20001, "card": ""}),
        (
            SetTitle(GROUP, "20001", "干粮担当"),
            "set_group_special_title",
            {"group_id": 30001, "user_id": 20001, "special_title": "干粮担当"},
        ),
        (RenameGroup(GROUP, "夜读"), "set_group_name", {"group_id": 30001, "group_name": "夜读"}),
        (SetPortrait(GROUP, url="http://127.0.0.1:1/x.png"), "set_group_portrait", None),
        (SignIn(GROUP), "set_group_sign", {"group_id": 30001}),
        (LeaveGroup(PLAIN), "set_group_leave", {"group_id": 30003, "is_dismiss": False}),
        (LeaveGroup(GROUP, True), "set_group_leave", {"group_id": 30001, "is_dismiss": True}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Action) else "",
)
async def test_what_goes_out(
    server: OneBotServer, platform: OneBot11, action: Action, method: str, sent: dict[str, object] | None
) -> None:
    outcome = await platform.perform(action)
    call = await server.wait_call(method)
    if sent is None:
        assert isinstance(outcome, Refused)
        assert call.params["file"] == "http://127.0.0.1:1/x.png"
    else:
        assert outcome == Done()
        assert call.params == sent


async def test_a_picture_goes_out_by_its_bytes_whatever_disk_the_other_side_has(server: OneBotServer, platform: OneBot11) -> None:
    picture = png(4, 4, (1, 2, 3))
    assert await platform.perform(SetPortrait(GROUP, picture)) == Done()
    assert (await server.wait_call("set_group_portrait")).params["file"] == "base64://" + base64.b64encode(picture).decode()
    assert server.world.media[server.world.group("30001").portrait] == picture
    server.faults.fail("set_group_portrait", "图片太大", times=1)
    assert await platform.perform(SetPortrait(GROUP, picture)) == Refused("图片太大")


async def test_what_events_tell_of_it(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    await platform.perform(SetAdmin(GROUP, "20001", True))
    await heard.wait(MemberUpdated, lambda event: (event.user, event.role) == ("20001", Role.ADMIN))
    await platform.perform(SetTitle(GROUP, "20001", "神"))
    await heard.wait(MemberUpdated, lambda event: event.title == "神")
    await platform.perform(RenameGroup(GROUP, "夜读"))
    await heard.wait(GroupUpdated, lambda event: event.name == "夜读")
    await platform.perform(LeaveGroup(PLAIN))
    await heard.wait(ConversationEnded, lambda event: event.conversation == PLAIN)


async def test_a_card_is_known_by_asking(platform: OneBot11) -> None:
    await platform.perform(SetCard(GROUP, "20001", "新"))
    assert (await platform.ask(AskMember(GROUP, "20001"))).card == "新"


async def test_asking_about_a_group(server: OneBotServer, platform: OneBot11) -> None:
    await server.mute("30001", "20001", 600)
    assert (await platform.ask(AskGroup(GROUP))).name == "爱情公寓"
    (muted,) = await platform.ask(AskMuted(GROUP))
    assert (muted.id, muted.card) == ("20001", "贤哥")
    assert muted.muted_until == server.world.member("30001", "20001").muted_until * 1000
    left = await platform.ask(AskMentionAllLeft(GROUP))
    assert (left.is_allowed, left.group, left.own) == (True, 20, 10)
    server.world.ask("add", "20002", "让我\n进", group_id="30001", is_filtered=True)
    (request,) = await platform.ask(AskIgnoredRequests())
    assert (request.user, request.group, request.comment, request.is_answered) == ("20002", "30001", "让我 进", False)
    for query in (AskGroup, AskMuted, AskMentionAllLeft, AskGroupCard):
        with pytest.raises(AskError):
            await platform.ask(query(FRIEND))


async def test_cards_to_share(server: OneBotServer, platform: OneBot11) -> None:
    group, person = await platform.ask(AskGroupCard(GROUP)), await platform.ask(AskPersonCard("20002"))
    assert (group.form, group.line) == ("json", "推荐群聊: 爱情公寓")
    assert "胡一菲" in person.raw
    with pytest.raises(AskError) as caught:
        await platform.ask(AskPersonCard("999"))
    assert "999" in caught.value.words
