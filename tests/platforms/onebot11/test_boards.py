"""What groups keep, asked for and changed against the simulated NapCat: announcements, essence, files, honours."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import pytest

from tests.platforms.fakes import Heard
from tui.chat.actions import Done, NotOffered, Outcome, Refused, SendMessage
from tui.chat.board_actions import (
    CreateFolder,
    DeleteAnnouncement,
    DeleteFile,
    DeleteFolder,
    PublishAnnouncement,
    SetEssence,
    UploadFile,
)
from tui.chat.boards import Listing
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import Image, Text
from tui.platforms.base import AskError
from tui.platforms.board_queries import AskAnnouncements, AskEssences, AskFileLink, AskFiles, AskFileSpace, AskHonours
from tui.platforms.onebot11 import boards_acting, uploading
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import png

from .fakes import FRIEND, GROUP, ME

PLAIN = ConversationId(ME, ConversationKind.GROUP, "30003")
BODY = bytes(range(256)) * 5000


def calls(server: OneBotServer, action: str) -> list[dict[str, Any]]:
    """The parameters of each call of *action*."""
    return [call.params for call in server.calls if call.action == action]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of more than two chunks."""
    path = tmp_path / "报告 [b].tar"
    path.write_bytes(BODY)
    return path


async def root(platform: OneBot11) -> Listing:
    """What lies in the group's root."""
    return await platform.ask(AskFiles(GROUP, "", 100))


async def test_an_announcement_with_a_picture_is_published_listed_and_deleted(
    server: OneBotServer, platform: OneBot11, tmp_path: Path
) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(png(3, 2, (1, 2, 3)))
    assert await platform.perform(PublishAnnouncement(GROUP, "周六 & 周日\n集合", str(picture))) == Done()
    (row,) = await platform.ask(AskAnnouncements(GROUP))
    assert (row.sender, row.text, row.pictures) == ("10001", "周六 & 周日\n集合", 1)
    assert server.world.media[server.world.group("30001").notices[0].picture] == picture.read_bytes()
    assert await platform.perform(DeleteAnnouncement(GROUP, row.id)) == Done()
    assert await platform.ask(AskAnnouncements(GROUP)) == ()


async def test_an_announcement_of_a_plain_member_is_refused(platform: OneBot11) -> None:
    assert isinstance(await platform.perform(PublishAnnouncement(PLAIN, "x")), Refused)


async def test_a_picture_that_is_gone_publishes_nothing(server: OneBotServer, platform: OneBot11, tmp_path: Path) -> None:
    outcome = await platform.perform(PublishAnnouncement(GROUP, "x", str(tmp_path / "none.png")))
    assert outcome == Refused(reason="no_file")
    assert not calls(server, "_send_group_notice")


async def test_essence_on_listed_and_off_even_by_an_id_that_was_forgotten(server: OneBotServer, platform: OneBot11) -> None:
    message = await server.say_group("30001", "20001", "记住这句")
    native = str(server.shapes.ids.register(message))
    assert await platform.perform(SetEssence(GROUP, native, True)) == Done()
    (row,) = await platform.ask(AskEssences(GROUP))
    assert (row.native, row.sender, row.operator, row.segments) == (native, "20001", "10001", (Text("记住这句"),))
    server.shapes.ids.forget()
    assert await platform.perform(SetEssence(GROUP, row.native, False, row.sequence, row.random)) == Done()
    assert await platform.ask(AskEssences(GROUP)) == ()


async def test_an_essence_that_qq_refuses_behind_an_ok_is_refused(server: OneBotServer, platform: OneBot11) -> None:
    message = await server.say_group("30003", "20001", "不行")
    native = str(server.shapes.ids.register(message))
    assert await platform.perform(SetEssence(PLAIN, native, True)) == Refused("没有权限")


async def test_a_big_file_goes_up_in_chunks_and_its_bytes_are_there(server: OneBotServer, platform: OneBot11, file: Path) -> None:
    told: list[tuple[int, int]] = []
    outcome = await platform.perform(UploadFile(GROUP, str(file), file.name, progress=lambda *count: told.append(count)))
    assert isinstance(outcome, Done)
    (row,) = (await root(platform)).files
    assert (row.id, row.name, row.size, row.uploader) == (outcome.value, file.name, len(BODY), "10001")
    assert server.world.files.bytes_of(server.world.files.find(row.id)) == BODY
    assert [count for count, _ in told] == [0, 524288, 1048576, len(BODY)] and {total for _, total in told} == {len(BODY)}
    # Its name there is ours: nobody's name for a file becomes a path on that machine.
    assert all("报告" not in call["filename"] for call in calls(server, "upload_file_stream"))
    assert (await platform.ask(AskFileLink(GROUP, row.id, row.key))).startswith("http://127.0.0.1")


async def test_a_connection_that_ends_in_the_middle_of_a_file_leaves_no_doubt(
    server: OneBotServer, platform: OneBot11, file: Path
) -> None:
    server.faults.silence("upload_file_stream")
    upload = asyncio.create_task(platform.perform(UploadFile(GROUP, str(file), file.name)))
    await server.wait_call("upload_file_stream")
    await server.drop()
    assert await upload == Refused(reason="upload_cut"), "nobody sees a part"


async def test_a_small_file_goes_up_whole_also_to_a_friend(server: OneBotServer, platform: OneBot11, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"small")
    assert isinstance(await platform.perform(UploadFile(FRIEND, str(path), "b.txt")), Done)
    (call,) = calls(server, "upload_private_file")
    assert call == {"user_id": 20001, "file": f"base64://{base64.b64encode(b'small').decode()}", "name": "b.txt"}
    assert not calls(server, "upload_file_stream")


async def test_an_older_napcat_without_chunks_gets_it_whole_unless_it_is_too_large(
    server: OneBotServer, platform: OneBot11, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.faults.fail("upload_file_stream", "不支持的API upload_file_stream", retcode=1404, times=2)
    assert isinstance(await platform.perform(UploadFile(GROUP, str(file), "a.tar")), Done)
    assert calls(server, "upload_group_file")[-1]["file"].startswith("base64://")
    monkeypatch.setattr(uploading, "MAX_WHOLE", 1000)
    assert await platform.perform(UploadFile(GROUP, str(file), "a.tar")) == Refused(reason="upload_too_large")


async def test_where_the_disk_is_shared_a_file_goes_by_its_path(server: OneBotServer, heard: Heard, file: Path) -> None:
    platform = OneBot11(Settings(server.url, "t", same_disk=True))
    await platform.connect(heard)
    assert isinstance(await platform.perform(UploadFile(GROUP, str(file), "a.tar")), Done)
    assert calls(server, "upload_group_file")[0]["file"] == str(file)
    (row,) = (await root(platform)).files
    assert server.world.files.bytes_of(server.world.files.find(row.id)) == BODY
    await platform.close()


async def test_a_file_that_can_not_be_read_is_refused_before_anything_is_sent(
    server: OneBotServer, platform: OneBot11, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for path, reason in ((tmp_path / "none", "no_file"), (tmp_path, "no_file"), (empty, "file_empty")):
        assert await platform.perform(UploadFile(GROUP, str(path), "x")) == Refused(reason=reason)
    assert not calls(server, "upload_group_file")


async def test_folders_are_made_listed_filled_and_deleted(platform: OneBot11, file: Path) -> None:
    assert await platform.perform(CreateFolder(GROUP, "资料")) == Done()
    (folder,) = (await root(platform)).folders
    assert (folder.name, folder.creator, folder.count) == ("资料", "10001", 0)
    assert isinstance(await platform.perform(UploadFile(GROUP, str(file), "a.tar", folder.id)), Done)
    inside = await platform.ask(AskFiles(GROUP, folder.id, 100))
    assert [row.name for row in inside.files] == ["a.tar"] and not inside.is_cut
    assert (await platform.ask(AskFiles(GROUP, folder.id, 1))).is_cut
    space = await platform.ask(AskFileSpace(GROUP))
    assert (space.count, space.used) == (1, len(BODY))
    assert await platform.perform(DeleteFile(GROUP, inside.files[0].id, inside.files[0].key)) == Done()
    assert await platform.perform(DeleteFolder(GROUP, folder.id)) == Done()
    assert await root(platform) == Listing((), ())


async def test_what_is_not_there_is_refused_or_not_found(platform: OneBot11) -> None:
    assert isinstance(await platform.perform(DeleteFile(GROUP, "/none")), Refused)
    with pytest.raises(AskError):
        await platform.ask(AskFileLink(GROUP, "/none"))
    with pytest.raises(AskError) as caught:
        await platform.ask(AskFiles(FRIEND, "", 10))
    assert caught.value.reason == "only_groups"


async def test_honours_name_who_holds_the_first_one_now(server: OneBotServer, platform: OneBot11) -> None:
    for words in ("一", "二"):
        await server.say_group("30001", "20001", words)
    await server.say_group("30001", "20002", "三")
    first, second = await platform.ask(AskHonours(GROUP))
    assert (first.what, first.user, first.is_current, first.words) == ("talkative", "20001", True, "2条消息")
    assert (second.user, second.is_current) == ("20002", False)


@pytest.mark.parametrize("dialect", ["lagrange", "gocqhttp"])
async def test_who_takes_paths_only_is_not_sent_bytes(dialect: str, file: Path) -> None:
    with pytest.raises(uploading.UploadError) as caught:
        await uploading.Uploading(None, dialect, shares_disk=False).file(str(file), None)  # type: ignore[arg-type]
    assert caught.value.reason == "upload_by_path"


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (None, Done()),
        ({"result": 0, "errMsg": ""}, Done()),
        ({"retCode": 7, "clientWording": "没有\u202e权限"}, Refused("没有权限")),
        ({"result": {"retCode": "-1", "retMsg": "no"}}, Refused("no")),
        ({"result": {"errorCode": 11001, "wording": "x"}, "errCode": 0}, Refused("x")),
        ({"transGroupFileResult": {"result": {"retCode": 5}}}, Refused("")),
        ({"failFileIdList": ["/a"]}, Refused()),
        ("nonsense", Done()),
    ],
)
def test_a_refusal_inside_an_ok_is_one(data: object, outcome: Outcome) -> None:
    assert boards_acting._outcome(data) == outcome


async def test_nothing_of_it_is_offered_to_a_stranger(platform: OneBot11, file: Path) -> None:
    stranger = FRIEND._replace(kind=ConversationKind.STRANGER)
    assert await platform.perform(UploadFile(stranger, str(file), "x")) == NotOffered("only_groups_and_friends")


async def test_a_picture_of_this_machine_goes_with_the_words_as_bytes(
    server: OneBotServer, platform: OneBot11, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(3, 2, (1, 2, 3)))
    said = SendMessage(GROUP, (Text("看"), Image("a.png", path=str(path))))
    assert isinstance(await platform.perform(said), Done)
    _, picture = calls(server, "send_group_msg")[0]["message"]
    assert picture["data"]["file"] == f"base64://{base64.b64encode(path.read_bytes()).decode()}"
    monkeypatch.setattr(uploading, "MAX_WHOLE", 10)
    assert await platform.perform(said) == Refused(reason="upload_too_large")
    path.unlink()
    assert await platform.perform(said) == Refused(reason="no_file")
    assert len(calls(server, "send_group_msg")) == 1
