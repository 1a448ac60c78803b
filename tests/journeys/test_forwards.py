"""Forwards of forwards are read, messages are passed on, and what messages hold is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, OTHER_FRIEND, Journey, journey
from tui.chat.messages import SendState
from tui.chat.segments import Forward, first
from tui.simulator import segments as make
from tui.simulator.model import Node
from tui.ui.screens.forward_viewer import ForwardViewer
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question
from tui.ui.screens.switcher import Switcher

AT = 1_785_204_000


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of downloads."""
    folder = tmp_path / "downloads"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(folder))
    return folder


def saved(folder: Path) -> list[Path]:
    """What lies in *folder*."""
    return list(folder.glob("*"))


def nested() -> Node:
    """A message of a forward that is a forward itself, of one more."""
    deepest = [Node("20003", "关谷", AT, [make.text("最里面的话")])]
    inner = [
        Node("20002", "胡一菲", AT + 60, [make.text("里层第一句")]),
        Node("20003", "关谷", AT + 90, [make.forward(deepest)]),
    ]
    return Node("20001", "曾小贤", AT + 120, [make.forward(inner)])


async def say_forward(run: Journey) -> None:
    """A friend sends a forward of forwards, which arrives without its content, as NapCat's do."""
    nodes = [Node("20002", "胡一菲", AT, [make.text("外层的话 https://example.com/a")]), nested()]
    await run.server.say_private("20001", [make.forward(nodes)])


async def open_forward(run: Journey) -> ForwardViewer:
    """Open the conversation with the friend, and there the forward that was sent last."""
    await run.open(FRIEND)
    await run.until(lambda: run.messages(FRIEND))
    await run.press("up", "o")
    return await run.asked(ForwardViewer)


async def send_to(run: Journey, whom: str, *asked: str) -> None:
    """Choose *whom* in the picker, and say yes to a question in which *asked* stands."""
    await run.asked(Switcher)
    await run.type(whom)
    await run.press("enter")
    await run.asked(Question)
    await run.shows(*asked)
    await run.press("y")


async def test_a_forward_of_forwards_is_opened_and_closed_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        await say_forward(run)
        viewer = await open_forward(run)
        await run.shows("外层的话", "胡一菲", "曾小贤", "（2 条）")
        assert len(run.calls("get_forward_msg")) == 1
        await run.press("j", "enter")
        await run.shows("里层第一句", "›")
        await run.press("j", "o")
        await run.shows("最里面的话")
        assert len(run.calls("get_forward_msg")) == 1, "inner ones came with the outer one"
        await run.press("escape")
        await run.shows("里层第一句")
        await run.press("escape")
        await run.shows("外层的话")
        assert viewer.pane.cursor_row is not None and first(viewer.pane.cursor_row.segments, Forward), "back where it was opened"
        await run.press("escape")
        await run.is_back()
        await run.shows("胡一菲: 外层的话")
        await run.press("enter")
        menu = await run.asked(ActionMenu)
        assert menu


async def test_what_was_opened_once_stays(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        await say_forward(run)
        await open_forward(run)
        await run.shows("外层的话")
        await run.press("escape")
        await run.is_back()
        await run.until(lambda: "里层第一句" in run.messages(FRIEND)[0].segments_json)
        await run.lose_the_network()
        await run.press("o")
        await run.asked(ForwardViewer)
        await run.shows("外层的话")


async def test_one_that_has_expired_says_so_and_can_be_tried_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        run.server.faults.fail("get_forward_msg", "消息已过期或者为内层消息，无法获取转发消息")
        run.server.faults.fail("get_msg", "消息不存在")
        await say_forward(run)
        await open_forward(run)
        await run.shows("已过期", "再试一次")
        run.server.faults.heal("get_forward_msg")
        await run.press("o")
        await run.shows("外层的话")


async def test_a_forward_is_copied_and_saved(tmp_path: Path, downloads: Path) -> None:
    async with journey(tmp_path) as run:
        await say_forward(run)
        await open_forward(run)
        await run.shows("外层的话")
        await run.press("y")
        await run.until(lambda: run.copied)
        assert run.copied == ["外层的话 https://example.com/a"]
        await run.press("s")
        await run.says("已保存到")
        (path,) = saved(downloads)
        assert path.suffix == ".txt" and "的聊天记录" in path.name
        words = path.read_text()
        assert words.index("外层的话") < words.index("    ") < words.index("里层第一句") < words.index("最里面的话")


async def test_marked_ones_and_all_are_copied(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        nodes = [Node("20002", "胡一菲", AT + place, [make.text(f"第 {place} 句")]) for place in range(3)]
        await run.server.say_private("20001", [make.forward(nodes)])
        await open_forward(run)
        await run.shows("第 2 句")
        await run.press("space", "j", "j", "space", "y")
        await run.until(lambda: run.copied)
        assert run.copied.pop() == "10:00 胡一菲: 第 0 句\n10:00 胡一菲: 第 2 句"
        await run.press("escape")
        viewer = await run.asked(ForwardViewer)
        assert viewer.pane.marked == (), "escape took the marks first"
        await run.press("Y")
        await run.until(lambda: run.copied)
        assert "第 1 句" in run.copied[0] and run.copied[0].startswith("小贤 的聊天记录\n")


async def test_what_a_forward_holds_is_passed_on_one_or_several(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        await say_forward(run)
        await open_forward(run)
        await run.shows("外层的话")
        await run.press("f")
        await send_to(run, "huyifei", "外层的话")
        await run.asked(ForwardViewer)
        call = await run.called("send_private_msg")
        assert (call["user_id"], call["message"][0]["data"]["text"]) == (20002, "外层的话 https://example.com/a")
        await run.press("space", "down", "space", "f")
        await run.asked(ActionMenu)
        await run.press("m")
        await send_to(run, "huyifei")
        call = await run.called("send_private_forward_msg")
        assert [node["data"]["nickname"] for node in call["messages"]] == ["胡一菲", "曾小贤"]
        await run.asked(ForwardViewer)
        await run.until(lambda: not run.app.screen.pane.marked, "no marks")  # type: ignore[attr-defined]


async def test_the_mouse_opens_what_is_nested(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        await say_forward(run)
        await open_forward(run)
        await run.shows("里层第一句")
        lines = run.screen.splitlines()
        y = next(number for number, line in enumerate(lines) if "[聊天记录" in line)
        await run.pilot.click(offset=(6, y))
        await run.shows("›")
        viewer = await run.asked(ForwardViewer)
        assert len(viewer._levels) == 2


async def test_a_slow_answer_stops_nobody(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        run.server.faults.silence("get_forward_msg")
        await say_forward(run)
        await open_forward(run)
        await run.shows("正在获取聊天记录")
        await run.press("j", "y", "Y", "s", "S", "space", "o", "escape")
        await run.is_back()


async def test_what_was_taken_back_is_not_passed_on(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        message = await run.server.say_group("30002", "20001", "说错了")
        await run.server.say_group("30002", "20001", "没说错")
        await run.open(GROUP)
        await run.until(lambda: "没说错" in run.texts(GROUP))
        await run.server.recall(message)
        await run.until(lambda: run.messages(GROUP)[0].is_recalled)
        await run.select("说错了")
        await run.press("f")
        await run.says("已经撤回")
        await run.press("space", "j", "space", "f")
        await run.asked(Switcher)
        assert "转发这条消息" in run.screen, "the other one is left out"


async def test_marked_messages_are_merged_and_seen_in_the_other_conversation(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        for words in ("第一句", "第二句", "第三句"):
            await run.server.say_group("30002", "20001", words)
        await run.open(GROUP)
        await run.until(lambda: len(run.texts(GROUP)) >= 3)
        await run.select("第一句")
        await run.press("space", "j", "space", "f")
        await run.asked(ActionMenu)
        await run.press("m")
        await send_to(run, "20002", "贤哥: 第一句")  # as they call themselves, not as we call them
        await run.is_back()
        params = await run.called("send_private_forward_msg")
        assert params["user_id"] == 20002
        assert [list(node["data"]) for node in params["messages"]] == [["id"], ["id"]]
        assert run.main.pane.marked == ()
        await run.open(OTHER_FRIEND)
        await run.until(lambda: run.messages(OTHER_FRIEND)[-1].state is SendState.SENT)
        await run.shows("[聊天记录 群聊的聊天记录 2 条]", "贤哥: 第二句")
        await run.press("up", "o")
        viewer = await run.asked(ForwardViewer)
        assert [row.sender for row in viewer._source.rows(0)] == ["20001", "20001"]
        await run.shows("第一句", "第二句")


async def test_one_message_is_passed_on(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        await run.server.say_group("30002", "20001", "传下去")
        await run.open(OTHER_FRIEND)
        await run.type("草稿")
        await run.open(GROUP)
        await run.until(lambda: "传下去" in run.texts(GROUP))
        await run.select("传下去")
        await run.press("f")
        await send_to(run, "20002", "由 QQ 原样转发")
        await run.is_back()
        await run.called("forward_friend_single_msg")
        # The call tells no id: it is the history that proves the message.
        await run.until(lambda: [row.state for row in run.messages(OTHER_FRIEND)[-1:]] == [SendState.SENT])
        assert run.texts(OTHER_FRIEND)[-1] == "传下去"
        assert run.texts(OTHER_FRIEND).count("传下去") == 1
        await run.open(OTHER_FRIEND)
        assert run.main.composer.text == "草稿"


async def test_messages_go_one_by_one_in_their_order(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        run.server.faults.fail("forward_group_single_msg", "无法找到消息", times=1)
        for words in ("甲", "乙"):
            await run.server.say_private("20001", words)
        await run.open(FRIEND)
        await run.until(lambda: run.texts(FRIEND) == ["甲", "乙"])
        await run.select("甲")
        await run.press("space", "j", "space", "f", "e")
        await send_to(run, "30002")
        await run.is_back()
        await run.until(lambda: run.texts(GROUP)[-2:] == ["甲", "乙"])
        await run.until(lambda: {row.state for row in run.messages(GROUP)[-2:]} == {SendState.SENT})
        assert len(run.calls("send_group_msg")) == 1 and len(run.calls("forward_group_single_msg")) == 2


async def say_picture(run: Journey) -> tuple[str, bytes]:
    """A friend sends a picture, which lies behind a link of the simulator's; its name and bytes."""
    run.server.shapes.parts.links.has_pictures = True
    picture = make.png(8, 8, (1, 2, 3))
    name = run.server.world.keep(picture, ".png")
    part = make.image(name, len(picture))
    part["data"]["content"] = name
    await run.server.say_private("20001", [part])
    await run.open(FRIEND)
    await run.until(lambda: run.messages(FRIEND))
    return name, picture


async def test_a_picture_is_saved(tmp_path: Path, downloads: Path) -> None:
    async with journey(tmp_path) as run:
        name, picture = await say_picture(run)
        await run.press("up", "s")
        await run.says("已保存到")
        (path,) = saved(downloads)
        assert (path.name, path.read_bytes()) == (name, picture)
        assert not run.calls("get_image"), "its link was good"


async def test_a_picture_whose_link_has_expired_is_asked_for_anew(tmp_path: Path, downloads: Path) -> None:
    async with journey(tmp_path) as run:
        run.server.faults.are_links_expired = True
        name, picture = await say_picture(run)
        await run.press("up", "s")
        await run.says("已保存到")
        (path,) = saved(downloads)
        assert (path.name, path.read_bytes()) == (name, picture)
        assert run.calls("get_msg") and run.calls("get_image")


async def test_a_picture_that_is_gone_says_so(tmp_path: Path, downloads: Path) -> None:
    async with journey(tmp_path) as run:
        run.server.faults.are_links_expired = True
        run.server.faults.fail("get_image", "file not found")
        await say_picture(run)
        await run.press("up", "s")
        await run.says("下载地址已过期")
        assert saved(downloads) == []


async def test_what_holds_nothing_is_not_saved(tmp_path: Path) -> None:
    async with journey(tmp_path) as run:
        await run.server.say_private("20001", "只有字")
        await run.open(FRIEND)
        await run.until(lambda: run.messages(FRIEND))
        await run.press("up", "s")
        await run.says("没有可以保存的")
        await run.press("o")
        await run.says("没有可以打开的")
