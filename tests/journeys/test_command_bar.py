"""The command bar: words become actions, what will be done is shown before it is done, and nothing is done without Enter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key

from tests.journeys.journey import FRIEND, GROUP, NARROW, OWNED, PLAIN, USUAL, Journey, journey
from tui.chat.ids import ConversationId, ConversationKind
from tui.simulator.model import Member, Role, User
from tui.simulator.world import World, small_world
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.command_bar import CommandBar
from tui.ui.screens.main import Main
from tui.ui.screens.profile import ProfileSheet
from tui.ui.screens.question import Question
from tui.ui.screens.search import SearchSheet

CROWD = ConversationId(GROUP.account, ConversationKind.GROUP, "30005")
ACTIONS = (
    "set_group_ban", "set_group_kick", "set_group_whole_ban", "set_group_leave", "delete_msg", "delete_friend", "set_group_admin",
    "set_group_card", "set_group_name", "group_poke", "send_poke", "send_group_msg", "send_private_msg", "set_essence_msg",
)  # fmt: skip


def crowd() -> World:
    """A group that we own, with two who are called alike, and one whose name would be markup."""
    world = small_world()
    for number, name in (("20011", "张三"), ("20012", "章三"), ("20013", "[/b] 老王"), ("20014", "李四")):
        world.add_user(User(number, name))
    members = [Member("10001", Role.OWNER), Member("20011", card="摸鱼王"), Member("20012"), Member("20013"), Member("20014")]
    world.add_group("30005", "产品讨论组", members)
    return world


@asynccontextmanager
async def bar(folder: Path, where: ConversationId = CROWD, **options: Any) -> AsyncIterator[Journey]:
    """The app with *where* open and its members known."""
    async with journey(folder, options.pop("world", None) or crowd(), **options) as j:
        await j.open(where)
        if where.kind is ConversationKind.GROUP:
            await j.until(lambda: len(j.reader.members(j.row(where).id)) > 4, "the members")
        yield j


async def say(j: Journey, words: str) -> None:
    """Open the bar, and type *words* into it."""
    await j.press("f2")
    screen = await j.asked(CommandBar)
    await j.until(lambda: screen._here is not None and not screen._is_learning, "names")
    await j.type(words)


def nothing_was_done(j: Journey) -> bool:
    return not any(j.calls(action) for action in ACTIONS)


@pytest.mark.parametrize("size", [NARROW, USUAL])
async def test_somebody_is_muted_by_words_and_it_is_taken_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with bar(tmp_path, size=size) as j:
        j.main.composer.insert_text("半句话")
        await say(j, "把李四禁言十分钟")
        await j.shows("禁言 · 李四（20014） · 10 分钟 · 到", "在 产品讨论组（30005）", "mute group=30005 user=20014 seconds=600")
        assert nothing_was_done(j)
        await j.press("enter")
        call = await j.called("set_group_ban")
        assert (str(call["group_id"]), str(call["user_id"]), int(call["duration"])) == ("30005", "20014", 600)
        await j.is_back()
        await j.says("Alt+- 撤销（解除禁言 · 李四（20014）")
        assert j.main.composer.text == "半句话"
        await j.press("alt+minus")
        call = await j.called("set_group_ban", 2)
        assert int(call["duration"]) == 0
        await j.press("alt+minus")
        await j.says("没有可以撤销的操作")
        assert len(j.calls("set_group_ban")) == 2


async def test_who_is_called_alike_is_picked_from_a_list_that_says_why(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "mute zhangsan 10m")
        await j.shows("摸鱼王（20011）", "章三（20012）", "“张三”的拼音", "“章三”的拼音", "谁？")
        await j.press("enter")
        assert nothing_was_done(j)
        await j.press("down", "up", "2")
        assert str((await j.called("set_group_ban"))["user_id"]) in ("20011", "20012")
        await j.is_back()


@pytest.mark.parametrize("answer", ["n", "escape", "enter"])
async def test_a_kick_asks_again_and_no_is_marked(tmp_path: Path, answer: str) -> None:
    async with bar(tmp_path) as j:
        await say(j, "踢了李四")
        await j.shows("移出本群 · 李四（20014）", "做之前再问一次")
        await j.press("enter")
        await j.asked(Question)
        await j.shows("李四（20014）移出群", "产品讨论组（30005）", "[ 取消 ]")
        await j.press(answer)
        await j.is_back()
        assert nothing_was_done(j)


async def test_blocking_along_with_a_kick_is_ticked_in_the_question(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "kick 20014 and block")
        await j.press("enter")
        await j.asked(Question)
        await j.shows("[x]")
        await j.press("y")
        assert (await j.called("set_group_kick"))["reject_add_request"] is True


@pytest.mark.parametrize(
    ("words", "screen", "keys"),
    [
        ("全员禁言", Question, ("escape",)),
        ("全员禁言", Question, ("enter",)),
        ("退出这个群", AskText, ("escape",)),
        ("删除好友 胡一菲", Question, ("n",)),
    ],
)
async def test_what_is_grave_asks_again(tmp_path: Path, words: str, screen: type[Any], keys: tuple[str, ...]) -> None:
    async with bar(tmp_path) as j:
        await say(j, words)
        await j.press("enter")
        await j.asked(screen)
        await j.press(*keys)
        await j.is_back()
        assert nothing_was_done(j)


async def test_everybody_is_muted_and_may_speak_again(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "全员禁言")
        await j.press("enter")
        await j.asked(Question)
        await j.press("y")
        assert (await j.called("set_group_whole_ban"))["enable"] is True
        await j.says("撤销（解除全员禁言")
        await j.press("alt+minus")
        assert (await j.called("set_group_whole_ban", 2))["enable"] is False


async def test_what_is_missing_is_asked_for_in_the_line(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "禁言李四")
        await j.press("enter")
        await j.shows("多久？")
        await j.type("算了")
        await j.press("enter")
        await j.shows("› 禁言李四")
        await j.press("enter")
        await j.type("好久好久")
        await j.shows("看不懂")
        await j.press("enter", "ctrl+u")
        assert nothing_was_done(j)
        await j.type("一个半小时")
        await j.shows("1 小时 30 分钟")
        await j.press("enter")
        assert int((await j.called("set_group_ban"))["duration"]) == 5400


async def test_who_is_asked_for_and_picked(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "戳一下")
        await j.press("enter")
        await j.type("zhangsan")
        await j.shows("摸鱼王（20011）", "章三（20012）")
        await j.press("down", "1")
        await j.until(lambda: j.calls("group_poke") or j.calls("send_poke"), "a poke")
        await j.is_back()


async def test_suggestions_are_chosen_and_still_do_nothing_by_themselves(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "那个禁言不禁言的呢")
        await j.shows("也许是", "1 ")
        await j.press("enter", "1")
        assert isinstance(j.app.screen, CommandBar)
        await j.shows("禁言")
        assert nothing_was_done(j)
        await j.press("escape")
        await j.is_back()


async def test_that_the_members_are_not_known_yet_is_said_of_whom_nobody_knows(tmp_path: Path) -> None:
    async with journey(tmp_path, crowd()) as j:
        j.server.faults.silence("get_group_member_list", times=9)
        await j.open(CROWD)
        await say(j, "踢了王麻子")
        await j.shows("这里没有叫“王麻子”的群成员。（成员列表还没取到）")


async def test_whom_nobody_knows_is_named(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "踢了王麻子")
        await j.shows("这里没有叫“王麻子”的群成员。换个名字", "移出本群")
        await j.press("enter", "1", "enter")
        await j.shows("谁？ ")
        await j.type("张麻子")
        await j.shows("✗ 这里没有叫“张麻子”的群成员")
        await j.press("enter")
        assert isinstance(j.app.screen, CommandBar)
        await j.press("ctrl+u")
        await j.type("李四")
        await j.press("enter")
        await j.asked(Question)
        await j.shows("李四（20014）移出群")
        await j.press("n")
        await j.is_back()
        assert nothing_was_done(j)


async def test_whom_nobody_knows_is_named_in_english(tmp_path: Path) -> None:
    async with bar(tmp_path, language="en") as j:
        await say(j, "open [/b] Zed")
        await j.shows("Nobody, and no group, is called “[/b] Zed”.")
        await j.press("escape")
        await j.is_back()


@pytest.mark.parametrize("words", ["今天天气真好", "asdf qwer", "他被禁言了", "不要踢李四", "   ", "李四"])
async def test_nonsense_does_nothing(tmp_path: Path, words: str) -> None:
    async with bar(tmp_path) as j:
        await say(j, words)
        await j.press("enter")
        assert isinstance(j.app.screen, CommandBar)
        await j.press("escape", "escape")
        await j.is_back()
        assert nothing_was_done(j)


async def test_nothing_is_done_without_enter_and_what_was_typed_comes_back(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "把李四禁言十分钟")
        await j.press("f2")
        await j.is_back()
        await say(j, "")
        await j.press("up")
        await j.shows("› 把李四禁言十分钟")
        await j.press("down")
        await j.hides("› 把李四禁言十分钟")
        await j.press("escape")
        await j.is_back()
        assert nothing_was_done(j)


async def test_a_line_end_in_what_is_pasted_is_no_enter(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "")
        j.app.screen.post_message(events.Paste("禁言李四\n十分钟\n"))
        await j.shows("10 分钟 · 到")
        assert isinstance(j.app.screen, CommandBar)
        assert nothing_was_done(j)


@pytest.mark.parametrize("colon", [":", "："])
async def test_keys_that_come_all_at_once_are_understood_as_a_whole(tmp_path: Path, colon: str) -> None:
    async with bar(tmp_path) as j:
        j.main.pane.focus()
        await j.settle()
        driver = j.app._driver
        assert driver is not None
        for char in f"{colon}把李四禁言三十分钟\r":
            key = "enter" if char == "\r" else _character_to_key(char)
            event = events.Key(key, char)
            event.set_sender(j.app)
            driver.send_message(event)
        call = await j.called("set_group_ban")
        assert (str(call["user_id"]), int(call["duration"])) == ("20014", 1800)
        await j.is_back()
        assert j.main.composer.text == ""


async def test_a_read_only_account_does_nothing(tmp_path: Path) -> None:
    async with bar(tmp_path, read_only=True) as j:
        for words in ("把李四禁言十分钟", "回复李四 收到", "戳一下李四"):
            await say(j, words)
            await j.shows("✗ 现在不行：这个账号是只读的")
            await j.press("enter")
            assert isinstance(j.app.screen, CommandBar)
            await j.press("escape")
            await j.is_back()
        assert nothing_was_done(j)


async def test_what_the_role_forbids_is_said_before(tmp_path: Path) -> None:
    async with bar(tmp_path, PLAIN) as j:
        await say(j, "把陈美嘉禁言十分钟")
        await j.shows("✗ 现在不行：需要群主或管理员")
        await j.press("enter", "enter")
        assert nothing_was_done(j)


async def test_the_line_stays_where_there_is_hardly_any_room(tmp_path: Path) -> None:
    async with bar(tmp_path, PLAIN, size=(30, 8)) as j:
        await say(j, "把陈美嘉禁言十分钟")
        await j.shows("禁言 · ", "✗ 现在不行", "› 把陈美嘉禁言十分钟")


async def test_hostile_names_stand_as_they_were_written(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "禁言老王十分钟")
        await j.shows("[/b] 老王（20013）")
        await j.press("enter")
        assert str((await j.called("set_group_ban"))["user_id"]) == "20013"
        await j.is_back()
        await j.server.set_card("30005", "20014", "[/b] 老王")
        await j.server.say_group("30005", "20014", "改名了")
        await j.until(lambda: any(m.card for m in j.reader.members(j.row(CROWD).id) if m.user == "20014"), "the card")
        await say(j, "踢了老王")
        await j.shows("[/b] 老王（20013）", "[/b] 老王（20014）")
        await j.press("enter", "1")
        await j.asked(Question)
        await j.shows("[/b] 老王（2001")


async def test_the_last_message_and_my_own_are_recalled(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await j.server.say_group("30005", "20014", "广告广告")
        await j.until(lambda: "广告广告" in j.texts(CROWD))
        await say(j, "撤回上一条")
        await j.shows("李四：“广告广告”", "做之前再问一次")
        await j.press("enter")
        await j.asked(Question)
        await j.shows("李四（20014）的消息", "广告广告")
        await j.press("escape")
        await j.is_back()
        await j.type("说错了")
        await j.press("enter")
        await j.called("send_group_msg")
        await j.until(lambda: any(m.native for m in j.messages(CROWD) if m.is_own), "sent")
        await say(j, "撤回我刚才那句")
        await j.shows("“说错了”")
        await j.press("enter")
        await j.called("delete_msg")
        await j.until(lambda: any(m.is_recalled and m.is_own for m in j.messages(CROWD)), "recalled")
        await say(j, "撤回李四的上一条")
        await j.shows("李四：“广告广告”")
        await j.press("enter")
        await j.asked(Question)
        await j.press("y")
        await j.called("delete_msg", 2)


async def test_a_message_is_asked_for_where_none_is_selected(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await j.server.say_group("30005", "20014", "第一句")
        await j.server.say_group("30005", "20012", "第二句")
        await j.until(lambda: "第二句" in j.texts(CROWD))
        await say(j, "设为精华")
        await j.press("enter")
        await j.shows("第一句", "第二句", "1 ")
        await j.press("2")
        call = await j.called("set_essence_msg")
        wanted = next(message for message in j.messages(CROWD) if message.sender == "20014")
        assert str(call["message_id"]) == wanted.native
        await j.says("撤销（移出精华")


async def test_a_reply_quotes_what_they_said_last(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await j.server.say_group("30005", "20014", "几点开会")
        await j.until(lambda: "几点开会" in j.texts(CROWD))
        await say(j, "回复李四 三点")
        await j.shows("回复 · 李四（20014） · “三点”", "发到 产品讨论组（30005）", "李四：“几点开会”")
        await j.press("enter")
        sent = await j.called("send_group_msg")
        kinds = [part["type"] for part in sent["message"]]
        assert kinds[0] == "reply"
        assert sent["message"][-1]["data"]["text"] == "三点"


async def test_a_reply_without_words_asks_for_them_and_never_mind_is_an_answer(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "回复李四")
        await j.press("enter")
        await j.shows("说什么？")
        await j.type("算了")
        await j.press("enter")
        sent = await j.called("send_group_msg")
        assert sent["message"][-1]["data"]["text"].strip() == "算了"
        assert sent["message"][0]["type"] == "at"


async def test_a_message_is_passed_on_by_words(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await j.server.say_group("30005", "20014", "会议纪要")
        await j.until(lambda: "会议纪要" in j.texts(CROWD))
        await j.select("会议纪要")
        await say(j, "把这条转发给胡一菲")
        await j.shows("转发消息 · 胡一菲（20002）", "发到 胡一菲（20002）", "李四：“会议纪要”")
        await j.press("enter")
        other = ConversationId(GROUP.account, ConversationKind.FRIEND, "20002")
        await j.until(lambda: (row := j.reader.find_conversation(other)) and row.last_message, "passed on")


async def test_where_it_goes_is_not_said_before_it_is_known(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "把这条转发给胡一菲")
        await j.shows("转发消息 · 胡一菲（20002）", "哪条消息")
        assert "发到" not in j.screen


async def test_names_of_others_and_of_the_group_are_set_and_set_back(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "改名片 李四 打工人")
        await j.press("enter")
        assert (await j.called("set_group_card"))["card"] == "打工人"
        await j.says("撤销（改群名片")
        await j.press("alt+minus")
        assert (await j.called("set_group_card", 2))["card"] == ""
        await say(j, "群名改成 摸鱼小分队")
        await j.press("enter")
        assert (await j.called("set_group_name"))["group_name"] == "摸鱼小分队"
        await say(j, "改名片 李四 " + "长" * 40)
        await j.shows("✗ 现在不行")


async def test_conversations_are_opened_pinned_and_quieted(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "打开读书会")
        await j.press("enter")
        await j.until(lambda: j.main.pane.conversation == j.row(GROUP).id, "open")
        await say(j, "置顶这个群")
        await j.press("enter")
        await j.until(lambda: j.row(GROUP).is_pinned, "pinned")
        await j.says("撤销（取消置顶")
        await j.open(FRIEND)
        await j.press("alt+minus")
        await j.until(lambda: not j.row(GROUP).is_pinned, "unpinned, where it was")
        await say(j, "静音读书会")
        await j.press("enter")
        await j.until(lambda: j.row(GROUP).is_muted, "quiet")
        assert not j.row(FRIEND).is_muted
        await say(j, "看看胡一菲的资料")
        await j.press("enter")
        await j.asked(ProfileSheet)


async def test_commands_have_names_that_are_completed(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "sidebar.to")
        await j.press("tab")
        await j.shows("› sidebar.toggle")
        await j.press("enter")
        await j.is_back()
        await j.until(lambda: j.main.has_class("-no-sidebar"), "no sidebar")
        await say(j, "member")
        await j.press("tab", "tab")
        await j.shows("members.admin")
        await j.press("escape", "ctrl+u")
        await j.type("message.recall")
        await j.shows("✗ 现在不行：先选中一条消息")


async def test_messages_are_searched_for_the_words(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await j.server.say_group("30005", "20011", "读书笔记发群里了")
        await j.until(lambda: j.texts(CROWD))
        await say(j, "搜索 读书")
        await j.shows("搜索消息", "读书")
        await j.press("enter")
        sheet = await j.asked(SearchSheet)
        await j.shows("读书笔记发群里了")
        assert sheet.field.value == "读书"


async def test_somebody_is_mentioned_in_the_draft(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "艾特李四")
        await j.press("enter")
        await j.is_back()
        await j.until(lambda: "@李四" in j.main.composer.text, "a mention")


async def test_what_was_done_is_remembered_over_a_restart_but_no_words_of_messages(tmp_path: Path) -> None:
    world = crowd()
    async with bar(tmp_path, world=world) as j:
        for words in ("戳一下李四", "回复李四 秘密"):
            await say(j, words)
            await j.press("enter")
            await j.is_back()
        await say(j, "")
        await j.press("up")
        await j.shows("› 回复李四 秘密")
        await j.press("escape")
        await j.is_back()
        await j.caught_up()
    async with bar(tmp_path, world=world) as j:
        await say(j, "")
        await j.press("up")
        await j.shows("› 戳一下李四")
        assert "秘密" not in j.reader.setting("bar_lines")


async def test_what_was_done_is_taken_back_by_words_too(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "把李四设为管理员")
        await j.press("enter")
        assert (await j.called("set_group_admin"))["enable"] is True
        await j.says("撤销（取消管理员")
        await say(j, "反悔")
        await j.press("enter")
        assert (await j.called("set_group_admin", 2))["enable"] is False


async def test_a_misspelled_name_asks_before_it_does_harm(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "改名片 李思 打工人")
        await j.press("enter")
        await j.asked(Question)
        await j.shows("李四（20014）", "[ 取消 ]")
        await j.press("enter")
        await j.is_back()
        assert nothing_was_done(j)


async def test_what_is_wrong_is_said_in_words_where_there_are_no_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with bar(tmp_path, PLAIN, size=NARROW) as j:
        await say(j, "踢了陈美嘉")
        await j.shows("移出本群 · 陈美嘉（20003）", "在 羽毛球（30003）", "✗ 现在不行：需要群主或管理员", "› 踢了陈美嘉")


async def test_a_friend_who_is_not_here_is_poked_as_a_friend(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await say(j, "戳一下胡一菲")
        await j.shows("戳一戳 · 胡一菲（20002）", "poke friend=20002 user=20002")
        await j.press("enter")
        await j.until(lambda: j.calls("friend_poke") or j.calls("send_poke"), "a poke")
        call = [*j.calls("friend_poke"), *j.calls("send_poke")][-1]
        assert str(call["user_id"]) == "20002"
        assert not call.get("group_id")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("备注 李四 老李", "对方不是你的好友"),
        ("艾特胡一菲", "对方不在这个群里"),
        ("给李四点赞100次", "1 到 20"),
        ("群名改成 " + "长" * 80, "太长了"),
    ],
)
async def test_what_can_not_be_done_to_just_them_is_said_before(tmp_path: Path, words: str, why: str) -> None:
    async with bar(tmp_path) as j:
        await say(j, words)
        await j.shows("✗ 现在不行：", why)
        await j.press("enter")
        assert isinstance(j.app.screen, CommandBar)
        assert nothing_was_done(j)


async def test_everything_that_can_be_understood_can_be_done() -> None:
    from tui.intents.understanding import BY_NAME
    from tui.ui.bar_plan import NEEDS_A_CALL
    from tui.ui.commands.bar import _HERE

    assert NEEDS_A_CALL | _HERE.keys() == BY_NAME.keys()


async def test_the_caret_is_where_one_types(tmp_path: Path) -> None:
    async with bar(tmp_path, OWNED) as j:
        await say(j, "戳一下")
        screen = j.app.screen
        assert isinstance(screen, CommandBar)
        assert j.app.cursor_position == screen._field.cursor_screen_offset
        row = j.screen.splitlines()[j.app.cursor_position.y]
        assert "› 戳一下" in row


async def test_in_the_composer_a_colon_is_a_colon(tmp_path: Path) -> None:
    async with bar(tmp_path) as j:
        await j.type("12:30")
        assert isinstance(j.app.screen, Main)
        assert j.main.composer.text == "12:30"
