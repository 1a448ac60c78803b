"""Pictures and files attached in the composer: to groups and friends, dropped, kept, refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.journey import FRIEND, GROUP, Journey, journey
from tui.chat.ids import ConversationId
from tui.chat.messages import SendState
from tui.chat.segments import Image
from tui.simulator.segments import png
from tui.ui.screens.ask_files import AskFiles
from tui.ui.screens.main import Main

PICTURE = png(5, 4, (1, 2, 3))
BODY = bytes(range(256)) * 4000


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "图.png").write_bytes(PICTURE)
    (folder / "包 [b].zip").write_bytes(BODY)
    monkeypatch.setenv("HOME", str(folder))
    return folder


async def attach(j: Journey, name: str) -> None:
    """Attach the file of this name."""
    await j.press("ctrl+t")
    asked = await j.asked(AskFiles)
    await j.type(name[0])
    await j.until(lambda: [row.name for row in asked._list.rows] == [name], "the file")
    await j.press("tab", "enter")
    await j.asked(Main)
    await j.shows("附件", name)


async def test_a_picture_goes_with_the_words_and_its_bytes_arrive(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await attach(j, "图.png")
        await j.type("看这个")
        await j.press("enter")
        call = await j.called("send_group_msg")
        assert [part["type"] for part in call["message"]] == ["text", "image"]
        await j.hides("附件")
        (message,) = [m for m in j.server.world.messages.values() if m.sender == "10001"]
        assert j.server.world.media[message.segments[1]["data"]["content"]] == PICTURE
        await j.until(lambda: [row.state for row in j.messages(GROUP)] == [SendState.SENT], "the answer")
        await j.shows("看这个", "图片")


async def test_a_file_alone_goes_up_to_a_friend(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(FRIEND)
        await attach(j, "包 [b].zip")
        await j.press("enter")
        await j.says("上传 包 [b].zip：完成")
        call = await j.called("upload_private_file")
        assert (call["user_id"], call["name"]) == (20001, "包 [b].zip")
        assert not j.calls("send_private_msg")
        (message,) = [m for m in j.server.world.messages.values() if m.sender == "10001"]
        assert j.server.world.files.bytes_of(j.server.world.files.of(message)[0]) == BODY


@pytest.mark.parametrize("dialect", ["napcat", "llbot"])
@pytest.mark.parametrize("where", [FRIEND, GROUP])
async def test_a_file_is_seen_where_it_was_sent_though_nobody_tells_of_it(
    tmp_path: Path, where: ConversationId, dialect: str
) -> None:
    async with journey(tmp_path, server={"dialect": dialect}) as j:
        await j.open(where)
        await attach(j, "包 [b].zip")
        await j.press("enter")
        await j.until(lambda: [row.is_own for row in j.messages(where)] == [True], "the message")
        await j.shows("文件 包 [b].zip")


@pytest.mark.parametrize("report_self", [False, True])
@pytest.mark.parametrize("dialect", ["napcat", "llbot", "gocqhttp"])
async def test_a_picture_of_ours_has_its_link_and_can_be_saved_when_the_file_is_gone(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, dialect: str, report_self: bool
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path / "downloads"))
    async with journey(tmp_path, server={"dialect": dialect, "report_self": report_self}) as j:
        await j.open(GROUP)
        await attach(j, "图.png")
        await j.press("enter")
        await j.until(lambda: [bool(p.url) for row in j.messages(GROUP) for p in row.segments if isinstance(p, Image)] == [True])
        (home / "图.png").unlink()
        await j.press("up", "s")
        await j.says("已保存到")
        (path,) = (tmp_path / "downloads").iterdir()
        assert path.read_bytes() == PICTURE


async def test_escape_drops_what_is_attached_and_never_the_words(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await j.type("文字")
        await attach(j, "图.png")
        await j.press("escape")
        await j.hides("附件")
        assert j.main.composer.text == "文字"
        await j.press("enter")
        call = await j.called("send_group_msg")
        assert [part["type"] for part in call["message"]] == ["text"]


async def test_what_is_attached_waits_in_its_own_conversation(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await attach(j, "图.png")
        await j.open(FRIEND)
        await j.hides("附件")
        await j.open(GROUP)
        await j.shows("附件", "图.png")


async def test_a_picture_that_is_gone_when_it_is_sent_fails_in_words(tmp_path: Path, home: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await attach(j, "图.png")
        (home / "图.png").unlink()
        await j.press("enter")
        await j.until(lambda: [row.state for row in j.messages(GROUP)] == [SendState.FAILED], "the failure")
        assert j.messages(GROUP)[0].error == "reason.no_file"
        await j.shows("发送失败：没有这个文件")
        assert not j.calls("send_group_msg")


async def test_files_do_not_go_without_a_connection_and_are_kept(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        await attach(j, "包 [b].zip")
        await j.lose_the_network()
        await j.press("enter")
        await j.says("没有连接")
        await j.shows("附件", "包 [b].zip")
        await j.find_the_network()
        await j.press("enter")
        await j.called("upload_group_file")
        await j.hides("附件")


async def test_no_path_of_ours_is_read_for_a_picture_that_somebody_else_names(tmp_path: Path, home: Path) -> None:
    secret = home / "包 [b].zip"
    async with journey(tmp_path) as j:
        await j.open(GROUP)
        hostile = {"type": "image", "data": {"file": str(secret), "path": str(secret), "url": f"file://{secret}"}}
        frame = await j.server.say_group("30002", "20001", "引子")
        event = j.server.shapes.message(frame)
        j.server.send_event({**event, "message_id": 77, "message": [hostile], "raw_message": ""})
        image = await j.until(
            lambda: next((s for row in j.messages(GROUP) for s in row.segments if s.kind == "image"), None), "the picture"
        )
        assert image.path == ""
