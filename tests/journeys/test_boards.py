"""What a group keeps, from the keyboard: announcements, essence messages, files and honours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, NARROW, OWNED, PLAIN, Journey, journey
from tui.simulator.model import EssenceMark, group_chat
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.segments import png, text
from tui.simulator.world import small_world
from tui.ui.screens.ask_file import AskFile
from tui.ui.screens.ask_files import AskFiles
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.essence import Essences
from tui.ui.screens.files import Files
from tui.ui.screens.full_text import FullText
from tui.ui.screens.honours import Honours
from tui.ui.screens.main import Main
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.notice_form import NoticeForm
from tui.ui.screens.notices import Notices, draft_key
from tui.ui.screens.question import Question

BODY = bytes(range(256)) * 6000


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where downloads go; the home folder is empty."""
    folder = tmp_path / "downloads"
    monkeypatch.setattr("tui.config.find_downloads", lambda: folder)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return folder


async def from_menu(j: Journey, key: str) -> None:
    """Choose an entry of the menu of the open group, once it is known what we are in it."""
    await j.until(lambda: (row := j.main.current) and j.reader.member(row.id, "10001"), "our role")
    await j.press("ctrl+g")
    await j.asked(ActionMenu)
    await j.press(key)


async def test_an_announcement_with_a_picture_is_published_read_and_deleted(tmp_path: Path) -> None:
    picture = tmp_path / "home" / "海报.png"
    picture.write_bytes(png(4, 3, (9, 9, 9)))
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await from_menu(j, "n")
        await j.asked(Notices)
        await j.shows("还没有群公告")
        await j.press("n")
        await j.asked(NoticeForm)
        await j.type("周六集合")
        await j.press("enter", *"[b]带伞")
        await j.press("ctrl+t")
        path = await j.asked(AskFile)
        await j.until(lambda: path._list.rows, "the home folder")
        await j.press("tab", "enter")
        await j.asked(NoticeForm)
        await j.shows("图片：海报.png")
        await j.press("ctrl+s")
        await j.asked(Question)
        await j.shows("读书会（30002）", "海报.png")
        await j.press("y")
        await j.asked(Notices)
        await j.says("发布群公告：完成")
        await j.shows("周六集合 [b]带伞", "1 张图")
        (notice,) = j.server.world.group("30002").notices
        assert notice.text == "周六集合\n[b]带伞"
        assert j.server.world.media[notice.picture] == picture.read_bytes()
        await j.press("enter")
        await j.asked(FullText)
        await j.shows("[b]带伞")
        await j.press("y")
        await j.until(lambda: j.copied == ["周六集合\n[b]带伞"], "the copy")
        await j.press("escape", "d")
        await j.asked(Question)
        await j.shows("周六集合", "读书会（30002）")
        await j.press("enter")
        await j.asked(Notices)
        assert not j.calls("_del_group_notice"), "no is marked"
        await j.press("d", "y")
        await j.shows("还没有群公告")
        assert j.server.world.group("30002").notices == []


async def test_what_was_written_of_an_announcement_is_kept_until_it_is_published(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await from_menu(j, "n")
        await j.asked(Notices)
        await j.press("n")
        await j.asked(NoticeForm)
        await j.type("半句")
        await j.press("escape", "n")
        form = await j.asked(NoticeForm)
        assert form._box.text == "半句"
        j.server.faults.fail("_send_group_notice", "设置群公告失败,错误信息:满了", times=1)
        await j.press("ctrl+s", "y")
        await j.says("满了")
        await j.caught_up()
        await j.press("n")
        await j.asked(NoticeForm)
        await j.press("ctrl+s", "y")
        await j.shows("半句")
        await j.says("发布群公告：完成")
        await j.caught_up()
        await j.press("n")
        assert (await j.asked(NoticeForm))._box.text == ""


async def test_a_plain_member_reads_announcements_and_is_told_why_not_to_publish(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(PLAIN)
        await from_menu(j, "n")
        await j.asked(Notices)
        await j.shows("还没有群公告")
        await j.press("n")
        await j.shows("需要群主或管理员权限")
        await j.hides("n 发布公告")


async def test_a_failed_list_says_why_and_comes_when_it_is_asked_again(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        j.server.faults.fail("_get_group_notice", "获取公告失败 [red]", times=1)
        await from_menu(j, "n")
        await j.asked(Notices)
        await j.shows("获取公告失败 [red]", "按 r 再试一次")
        await j.press("r")
        await j.shows("还没有群公告")


async def test_a_list_that_is_opened_offline_comes_with_the_connection(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: j.reader.members(j.row(GROUP).id), "the members")
        await j.lose_the_network()
        await j.press("ctrl+g", "h")
        await j.asked(Honours)
        await j.shows("没有连接")
        await j.find_the_network()
        await j.until(lambda: "没有连接，连上" not in j.screen, "the honours")


async def test_a_message_becomes_essence_is_found_from_the_list_and_taken_off(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: j.reader.members(j.row(GROUP).id), "the members")
        await j.server.say_group("30002", "20001", "要记住的")
        await j.shows("要记住的")
        await j.select("要记住的")
        await j.press("E")
        await j.says("设为精华：完成")
        assert len(j.server.world.group("30002").essence) == 1
        await j.press("ctrl+g", "e")
        await j.asked(Essences)
        await j.shows("要记住的", "设置")
        await j.press("enter")
        await j.is_back()
        row = await j.until(lambda: j.main.pane.cursor_row)
        assert "要记住的" in row.segments_json
        await j.press("E")
        await j.asked(Question)
        await j.shows("移出精华", "要记住的")
        await j.press("y")
        await j.says("移出精华：完成")
        assert j.server.world.group("30002").essence == []


async def test_an_announcement_is_on_disk_while_it_is_written(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(OWNED)
        await j.press("ctrl+g", "n")
        await j.asked(Notices)
        await j.press("n")
        await j.asked(NoticeForm)
        await j.type("notice")
        key = draft_key(j.row(OWNED))
        await j.until(lambda: j.reader.setting(key) == "notice", "kept, for nobody knows how the program ends")
        await j.type("s")
    async with journey(tmp_path) as j:
        assert j.reader.setting(key) == "notices", "kept when the program ended"


async def test_a_question_that_comes_late_takes_no_key_for_a_yes(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.until(lambda: j.reader.members(j.row(GROUP).id), "the members")
        await j.server.set_essence(await j.server.say_group("30002", "20001", "要记住的"))
        await j.shows("要记住的")
        await j.select("要记住的")
        j.server.faults.delays["get_essence_msg_list"] = 0.7
        await j.press("E")
        await j.called("get_essence_msg_list")
        await j.press("escape", *"ye")
        await j.says("移出精华：回答来了，但你已经在做别的")
        await j.press("y")
        await j.is_back()
        assert j.main.composer.text == "yey"
        assert len(j.server.world.group("30002").essence) == 1


async def test_the_list_of_essence_messages_follows_what_others_do(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await from_menu(j, "e")
        await j.asked(Essences)
        await j.shows("还没有精华消息")
        message = await j.server.say_group("30002", "20001", "别人设的")
        await j.server.set_essence(message)
        await j.until(lambda: "别人设的" in j.screen and "还没有精华消息" not in j.screen, "the new one")
        await j.press("d")
        await j.asked(Question)
        await j.press("y")
        await j.shows("还没有精华消息")


async def test_an_essence_message_that_is_not_stored_is_fetched(tmp_path: Path) -> None:
    world = small_world()
    old = [world.remember(group_chat("30002"), "20001", [text(f"旧话{n}。")], 1_700_000_000 + n) for n in range(120)]
    world.set_essence(old[3], "20009", True)
    async with journey(tmp_path, world) as j:
        await j.open(GROUP)
        await from_menu(j, "e")
        await j.asked(Essences)
        await j.shows("旧话3。", "关谷")
        assert "旧话3。" not in j.texts(GROUP)
        await j.press("enter")
        await j.is_back()
        await j.until(lambda: (row := j.main.pane.cursor_row) and "旧话3。" in row.segments_json, "the message")


async def test_a_sequence_that_is_no_number_of_ours_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        row = {"msg_seq": "9" * 30, "message_id": 77, "sender_id": 20001, "sender_nick": "[/b]", "content": []}

        async def absurd(shapes: object, params: object) -> list[dict[str, object]]:
            return [row]

        monkeypatch.setattr(type(j.server.dialect), "actions", {**j.server.dialect.actions, "get_essence_msg_list": absurd})
        await from_menu(j, "e")
        await j.asked(Essences)
        await j.shows("贤哥", "1 条")


async def test_an_essence_message_that_is_gone_is_shown_as_the_list_tells_it(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        message = await j.server.say_group("30003", "20001", "别处的话")
        j.server.world.group("30002").essence.append(EssenceMark(message, "20009", j.server.world.now()))
        j.server.faults.fail("get_msg", "消息不存在")
        await from_menu(j, "e")
        await j.asked(Essences)
        await j.shows("别处的话")
        await j.press("enter")
        await j.asked(FullText)
        await j.shows("别处的话", "设置者")


async def test_a_file_goes_up_and_comes_down_with_the_same_bytes(tmp_path: Path, downloads: Path) -> None:
    (tmp_path / "home" / "docs").mkdir()
    source = tmp_path / "home" / "docs" / "报告 [b].tar"
    source.write_bytes(BODY)
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await from_menu(j, "f")
        await j.asked(Files)
        await j.shows("还没有群文件")
        await j.press("u")
        path = await j.asked(AskFiles)
        await j.until(lambda: path._list.rows, "the home folder")
        await j.press("tab")
        await j.until(lambda: [found.name for found in path._list.rows] == [source.name], "the folder")
        await j.press("tab", "enter")
        await j.asked(Files)
        await j.says("完成")
        await j.shows("报告 [b].tar", "1.5 MB")
        (file,) = j.server.world.files.all_of("30002")
        assert j.server.world.files.bytes_of(file) == BODY
        await j.press("s")
        saved = downloads / "报告 [b].tar"
        await j.until(saved.exists, "the file")
        assert saved.read_bytes() == BODY
        await j.says("已保存到")
        await j.press("enter")
        again = downloads / "报告 [b] (2).tar"
        await j.until(again.exists, "the second file")
        assert again.read_bytes() == BODY
        await j.press("y")
        await j.until(lambda: j.copied, "the link")
        assert j.copied[0].startswith("http://127.0.0.1")
        await j.press("d")
        await j.asked(Question)
        await j.shows("报告 [b].tar", "1.5 MB", "读书会（30002）")
        await j.press("y")
        await j.shows("还没有群文件")
        assert j.server.world.files.all_of("30002") == []


async def test_several_files_go_into_a_folder_which_says_what_goes_with_it(tmp_path: Path) -> None:
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / "home" / name).write_text(name)
    async with journey(tmp_path) as j:
        await j.open(OWNED)
        await from_menu(j, "f")
        await j.asked(Files)
        await j.shows("还没有群文件")
        await j.press("n")
        await j.asked(AskText)
        await j.type("资料")
        await j.press("enter")
        await j.shows("资料", "0 个文件")
        await j.press("enter")
        await j.shows("（空）")
        await j.press("u")
        path = await j.asked(AskFiles)
        await j.until(lambda: len(path._list.rows) == 2, "the home folder")
        await j.press("down", "ctrl+t")
        await j.shows("已选 1 个")
        await j.press("up", "enter")
        await j.asked(Files)
        await j.shows("甲.txt", "乙.txt", "2 个文件")
        assert {call["folder"] for call in j.calls("upload_group_file")} == {j.server.world.files.folders("30001")[0].id}
        await j.press("home", "d")
        await j.asked(Question)
        await j.shows("里面有 2 个文件", "甲.txt")
        await j.press("y")
        await j.shows("还没有群文件")


async def test_what_others_upload_appears_and_a_folder_opens_when_it_is_asked_for(tmp_path: Path) -> None:
    async with journey(tmp_path, size=NARROW) as j:
        world = j.server.world
        folder = world.files.create_folder("30002", "课件\u202e", "20009")
        await j.open(GROUP)
        await from_menu(j, "f")
        await j.asked(Files)
        await j.shows("课件", "0 个文件")
        await j.press("right")
        await j.shows("（空）")
        await j.server.upload("30002", "20001", "新的.pdf", b"x" * 3000, folder=folder.id)
        await j.shows("新的.pdf", "3.0 kB")
        await j.press("down", "left", "left")
        await j.hides("新的.pdf")
        assert "\u202e" not in j.screen


async def test_a_member_deletes_their_own_files_only(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.server.upload("30003", "20001", "别人的.bin", b"x")
        await j.open(PLAIN)
        await from_menu(j, "f")
        await j.asked(Files)
        await j.shows("别人的.bin")
        await j.press("d")
        await j.shows("需要群主或管理员权限")
        await j.press("i")
        await j.asked(FullText)
        await j.shows("下载次数")


async def test_honours_have_their_names_and_space_is_said(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20001", "一句")
        await from_menu(j, "h")
        await j.asked(Honours)
        await j.shows("龙王", "当前")
        await j.press("escape")
        await j.asked(Main)
        await j.press("ctrl+g", "d")
        await j.says("个文件 · 已用")


async def test_a_friend_has_no_boards(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        j.main.action_command("group.files")
        await j.says("只能在群里使用")


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_each_implementation_tells_what_it_can(tmp_path: Path, downloads: Path, dialect: str) -> None:
    source = tmp_path / "home" / "a.bin"
    source.write_bytes(BODY)
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await j.server.upload("30002", "20001", "在.bin", b"inside")
        await j.server.publish("30002", "大家好")
        await j.open(GROUP)
        await from_menu(j, "n")
        await j.asked(Notices)
        await j.shows("大家好")
        await j.press("d", "y")
        await j.shows("还没有群公告")
        await j.press("escape", "ctrl+g", "f")
        await j.asked(Files)
        await j.shows("在.bin")
        await j.press("s")
        await j.until((downloads / "在.bin").exists, "the file")
        assert (downloads / "在.bin").read_bytes() == b"inside"
        await j.press("u")
        await j.asked(AskFiles)
        await j.type("a.bin")
        await j.press("enter")
        if dialect in ("lagrange", "gocqhttp"):
            await j.says("same_disk")
            assert not j.calls("upload_group_file")
        else:
            await j.says("上传 a.bin：完成")
            await j.shows("a.bin")
            assert {j.server.world.files.bytes_of(file) for file in j.server.world.files.all_of("30002")} == {BODY, b"inside"}
        await j.press("home", "d", "y")
        await j.says("删除文件：完成")
