"""People, requests and the account's own things over the wire, against the simulated NapCat."""

from __future__ import annotations

import pytest

from tests.platforms.fakes import Heard
from tui.chat.actions import ActionKind, Done, NotOffered, Refused
from tui.chat.events import FriendAdded, RequestCame
from tui.chat.people_actions import (
    Collect,
    DeleteFriend,
    Like,
    OnlineState,
    SetAvatar,
    SetOnlineState,
    SetOwnProfile,
    SetRemark,
    SetSex,
    SetSignature,
    ShowTyping,
    Speak,
    StateNumbers,
)
from tui.chat.requests import AnswerFriendRequest, AnswerGroupRequest, RequestKind
from tui.platforms.base import AskError
from tui.platforms.onebot11.means import kinds_on
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.platforms.people_queries import (
    AskCustomFaces,
    AskLikes,
    AskPersonState,
    AskProfile,
    AskRequests,
    AskSpoken,
    AskTranslation,
    AskVoices,
)
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import png
from tui.simulator.world import small_world

from .fakes import FRIEND, GROUP


async def test_a_friend_request_from_the_event_to_the_friendship(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    await server.request("friend", "20777", "你好")
    request = (await heard.wait(RequestCame)).request
    assert (request.kind, request.user, request.comment) == (RequestKind.FRIEND, "20777", "你好")
    assert await platform.perform(AnswerFriendRequest(request.flag, request.user, True, "新人")) == Done()
    assert (await heard.wait(FriendAdded)).user == "20777"
    assert server.world.friends["10001"]["20777"].remark == "新人"
    again = await platform.perform(AnswerFriendRequest(request.flag, request.user, True))
    assert isinstance(again, Refused) and again.reason == "request_gone"


async def test_group_requests_are_listed_and_answered(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    await server.request("add", "20777", "让我进", group_id="30001")
    await server.request("invite", "20001", group_id="30003")
    live = (await heard.wait(RequestCame)).request
    joining, invited = await platform.ask(AskRequests())
    assert (joining.request.key, joining.is_handled) == (live.key, False)
    assert (invited.request.kind, invited.request.user) == (RequestKind.INVITE, "20001")
    assert await platform.perform(AnswerGroupRequest(live.flag, False, False, "不行")) == Done()
    call = await server.wait_call("set_group_add_request")
    assert (call.params["approve"], call.params["reason"], call.params["sub_type"]) == (False, "不行", "add")
    joining, _ = await platform.ask(AskRequests())
    assert (joining.is_handled, joining.handled_by) == (True, "10001")


async def test_profiles_and_states(server: OneBotServer, platform: OneBot11) -> None:
    user = server.world.users["20001"]
    user.signature, user.sex, user.age = "天行健\x1b[2J", "male", 30
    profile = await platform.ask(AskProfile("20001"))
    assert (profile.nickname, profile.remark, profile.signature) == ("曾小贤", "小贤", "天行健[2J")
    assert (profile.sex, profile.age, profile.level) == ("male", 30, 20)
    assert (await platform.ask(AskPersonState("20001"))).name == "online"
    server.world.profiles.set_status("20001", server.world.users["10001"].status.__class__(40))
    assert (await platform.ask(AskPersonState("20001"))).name == "offline"
    with pytest.raises(AskError):
        await platform.ask(AskProfile("99"))


async def test_what_is_done_to_people(server: OneBotServer, platform: OneBot11) -> None:
    world = server.world
    assert await platform.perform(Like("20001", 10)) == Done()
    refused = await platform.perform(Like("20001", 1))
    assert isinstance(refused, Refused) and refused.reason == "daily_limit"
    assert await platform.perform(SetRemark("20001", "贤")) == Done()
    assert world.friends["10001"]["20001"].remark == "贤"
    assert await platform.perform(ShowTyping(FRIEND, True)) == Done()
    assert await platform.perform(ShowTyping(GROUP, True)) == NotOffered("not_offered")
    assert await platform.perform(DeleteFriend("20001")) == Done()
    assert "20001" not in world.friends["10001"]
    assert isinstance(await platform.perform(DeleteFriend("20001")), Refused), "ok on the wire, and yet a no"


async def test_what_is_done_to_ourselves(server: OneBotServer, platform: OneBot11) -> None:
    me = server.world.users["10001"]
    assert await platform.perform(SetSignature("稳")) == Done()
    assert await platform.perform(SetOwnProfile("Bu", "稳重", "female")) == Done()
    assert (me.nickname, me.signature, me.sex) == ("Bu", "稳重", "female")
    for state, number in (("away", 30), ("invisible", 40), ("busy", 50), ("q_me", 60), ("do_not_disturb", 70), ("online", 10)):
        assert await platform.perform(SetOnlineState(OnlineState(state))) == Done()
        assert me.status.kind == number
    assert await platform.perform(SetOnlineState(StateNumbers(10, 1028, 80))) == Done()
    assert (me.status.detail, me.status.battery) == (1028, 80)
    assert isinstance(await platform.perform(SetOnlineState(StateNumbers(1))), Refused)
    picture = png(2, 2, (0, 0, 0))
    assert await platform.perform(SetAvatar(picture)) == Done()
    assert server.world.media[me.avatar] == picture
    assert isinstance(await platform.perform(SetAvatar(b"text")), Refused)
    assert await platform.perform(Collect("全文", "摘要")) == Done()
    assert server.world.profiles.collections["10001"][0].content == "全文"


async def test_what_the_account_keeps_and_gets(server: OneBotServer, platform: OneBot11) -> None:
    await server.like("20002", 3)
    likes = await platform.ask(AskLikes())
    assert (likes.total, [(one.id, one.nickname, one.times) for one in likes.people]) == (3, [("20002", "胡一菲", 3)])
    faces = await platform.ask(AskCustomFaces())
    assert len(faces) == 3 and all(face.startswith("http") for face in faces)
    assert len(await platform.ask(AskTranslation(("hello", "world")))) == 2


async def test_voices(server: OneBotServer, platform: OneBot11) -> None:
    voices = await platform.ask(AskVoices(GROUP))
    assert ("lucy-voice-houge", "猴哥", "推荐") in [(voice.id, voice.name, voice.kind) for voice in voices]
    link = await platform.ask(AskSpoken(GROUP, "lucy-voice-houge", "俺老孙来也"))
    assert link.startswith("http")
    assert await platform.perform(Speak(GROUP, "lucy-voice-houge", "俺老孙来也")) == Done()
    assert await platform.perform(Speak(FRIEND, "lucy-voice-houge", "x")) == NotOffered("only_groups")
    with pytest.raises(AskError):
        await platform.ask(AskVoices(FRIEND))


def test_what_each_implementation_offers() -> None:
    assert ActionKind.REMARK in kinds_on("llbot") and ActionKind.REMARK not in kinds_on("gocqhttp")
    assert ActionKind.REQUESTS in kinds_on("lagrange")
    assert ActionKind.SIGNATURE not in kinds_on("llbot") and ActionKind.OWN_PROFILE in kinds_on("llbot")


@pytest.mark.parametrize(("dialect", "takes"), [("napcat", True), ("llbot", False), ("lagrange", False), ("gocqhttp", False)])
async def test_a_sex_is_offered_only_where_it_is_taken(dialect: str, takes: bool) -> None:
    async with OneBotServer(small_world(), heartbeat=0, dialect=dialect) as server:
        platform = OneBot11(Settings(url=server.url))
        await platform.connect(lambda event: None)
        assert (ActionKind.SEX in platform.offers.actions) is takes
        outcome = await platform.perform(SetSex("Bu", None, "female"))
        assert outcome == (Done() if takes else NotOffered("not_offered"))
        await platform.close()
