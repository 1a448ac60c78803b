"""What each road brings at once, and what it lacks: that is said in words, whichever key one presses."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.every_road import on_every_road
from tests.journeys.journey import Journey, journey
from tests.journeys.roads import KEPT_HERE, Road, on_each_road, with_each_protocol
from tui.chat.actions import ActionKind
from tui.chat.ids import ConversationKind
from tui.chat.requests import RequestState
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question
from tui.ui.screens.requests import Inbox

REFUSED_BY = {
    ActionKind.REACT: "message.react",
    ActionKind.REACTORS: "message.reactors",
    ActionKind.TRANSLATE: "message.translate",
    ActionKind.READ_PICTURE: "message.read_picture",
    ActionKind.COLLECT: "message.collect",
    ActionKind.HONOURS: "group.honours",
    ActionKind.ESSENCES: "group.essence",
    ActionKind.FILE_SPACE: "group.space",
    ActionKind.PORTRAIT: "group.portrait",
    ActionKind.SIGN_IN: "group.sign_in",
    ActionKind.SHARE_GROUP: "group.share",
    ActionKind.IGNORED_REQUESTS: "group.ignored",
    ActionKind.MENTION_ALL_LEFT: "group.mention_all_left",
    ActionKind.SHARE_PERSON: "people.share",
    ActionKind.LIKE: "people.like",
    ActionKind.LIKES: "account.likes",
    ActionKind.REMARK: "people.remark",
    ActionKind.ONLINE_STATUS: "account.status",
    ActionKind.OWN_PROFILE: "account.nickname",
    ActionKind.SIGNATURE: "account.signature",
    ActionKind.SEX: "account.sex",
    ActionKind.AVATAR: "account.avatar",
    ActionKind.RECENTS: "account.recents",
    ActionKind.CUSTOM_FACES: "account.faces",
    ActionKind.VOICES: "voices.open",
    ActionKind.SPEAK: "voices.open",
}
"""By which command one hears that something is not to be had."""

UNASKED = KEPT_HERE | {ActionKind.MARK_READ, ActionKind.TYPING, ActionKind.PERSON_STATUS, ActionKind.REQUESTS}
"""What is done or asked by itself, and left out without a word where it can not be."""


@on_each_road
async def test_who_one_knows_is_there_at_once(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        rows = {where: j.row(where) for where in (road.owned, road.group, road.plain, road.friend, road.other_friend)}
        assert [row.title for row in rows.values()] == ["爱情公寓", "读书会", "羽毛球", "小贤", "胡一菲"]
        assert all(row.is_listed and not row.unread for row in rows.values())
        await j.press("alt+v")
        await j.shows("小贤", "胡一菲")
        await j.press("alt+v")
        await j.shows("爱情公寓", "读书会", "羽毛球")
        await j.open(road.group)
        await j.members(road.group)
        members = {member.user: member.role.value for member in j.reader.members(j.row(road.group).id)}
        assert (members["10001"], members["20009"], members["20001"]) == ("admin", "owner", "member")


@on_each_road
async def test_what_the_road_lacks_is_said_in_words(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.group)
        await j.members(road.group)
        await j.server.say_group("30002", "20001", "一句话")
        await j.shows("一句话")
        offers = j.connection.offers(j.row(road.group).account)
        assert offers is not None
        assert set(ActionKind) - offers.actions == road.lacks
        assert road.lacks <= REFUSED_BY.keys() | UNASKED | {ActionKind.DELETE_FOLDER}
        await j.select("一句话")
        for kind in sorted(road.lacks & REFUSED_BY.keys()):
            await refuses(j, REFUSED_BY[kind])
        if ActionKind.REACT in road.lacks:
            await j.press("plus")
            await j.says("这里不支持这个操作")
            await j.press("enter")
            await j.asked(ActionMenu)
            await j.shows("— 这里不支持这个操作")
            await j.press("escape")
            await j.is_back()


@on_every_road
async def test_quote_poke_and_mute_are_there_or_say_why_not(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.friend)
        said = await j.server.say_private("20001", "在吗")
        assert said
        await j.shows("在吗")
        await j.select("在吗")
        for kind, key in ((ActionKind.POKE, "P"), (ActionKind.MUTE, "m")):
            j.main.status.hush()
            await j.press(key)
            if kind in road.lacks:
                await j.says("哔哩哔哩私信没有这个功能")
            else:
                await j.until(lambda: (notice := j.main.status.notice) and "没有这个功能" not in notice.text, key)
        await j.press("r")
        if road.protocol != "bilibili":
            await j.until(lambda: j.main.composer.quote is not None)
            return
        await j.says("哔哩哔哩私信没有这个功能")
        await j.press("enter")
        await j.asked(ActionMenu)
        await j.shows("— 哔哩哔哩私信没有这个功能")
        await j.press("escape")
        await j.is_back()
        assert j.main.composer.quote is None and not j.wired("send")


@with_each_protocol
async def test_who_wants_to_be_a_friend_is_asked_for_a_remark_only_where_it_goes_along(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.server.request("friend", "20777", "我是新来的")
        await j.until(lambda: j.reader.count_requests() == 1, "a request")
        await j.press("alt+i")
        await j.asked(Inbox)
        await j.shows("路人777（20777） 想加你为好友", "我是新来的")
        await j.press("a")
        if road.protocol == "mirai":
            await j.asked(Question)
            await j.press("y")
        else:
            await j.asked(AskText)
            await j.type("Xin")
            await j.press("enter")
        await j.shows("已同意")
        await j.until(lambda: j.reader.requests()[0].state is RequestState.ACCEPTED, "accepted")
        assert j.server.world.is_friend("10001", "20777")
        newcomer = road.place(ConversationKind.FRIEND, "20777")
        title = "路人777" if road.protocol == "mirai" else "Xin"
        await j.until(lambda: (row := j.reader.find_conversation(newcomer)) and row.is_listed and row.title == title, "a friend")


async def refuses(j: Journey, command: str) -> None:
    """See that *command* only says that it is not to be had."""
    j.main.status.hush()
    j.main.action_command(command)
    await j.until(lambda: (notice := j.main.status.notice) and ("不支持" in notice.text or "没有列出" in notice.text), command)
    assert j.app.screen is j.main, command
