"""Files of this machine: as forms over HTTP whatever the way, and pictures inside the message where that is not to be had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import pytest

from tests.platforms.fakes import Heard
from tests.platforms.mirai.fakes import FakeTransport, Given
from tests.platforms.mirai.packets import FRIEND, ME
from tests.platforms.mirai.test_http import speaking
from tui.chat.actions import ActionKind, Done, NotOffered, Outcome, Refused, SendMessage
from tui.chat.board_actions import CreateFolder, UploadFile
from tui.chat.events import MessageReceived
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import File, Image, Text
from tui.platforms import multipart
from tui.platforms.base import AskError
from tui.platforms.board_queries import AskFiles
from tui.platforms.call_errors import CallError
from tui.platforms.console import AskActions, AskShellLine, CallAction
from tui.platforms.frames import Direction, Frame
from tui.platforms.local_files import UploadError
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.platforms.mirai.tap import Tap
from tui.platforms.mirai.uploading import Uploads
from tui.platforms.multipart import FilePart, form_of
from tui.simulator.mirai.server import MiraiServer

OWNED = ConversationId(ME, ConversationKind.GROUP, "30001")
PICTURE = b"\x89PNG\r\n\x1a\nxyz"
INSIDE = {"type": "Image", "base64": "iVBORw0KGgp4eXo="}


@pytest.fixture
def picture(tmp_path: Path) -> str:
    (tmp_path / "a.png").write_bytes(PICTURE)
    return str(tmp_path / "a.png")


@asynccontextmanager
async def over_socket(heard: Heard, url: str) -> AsyncIterator[tuple[Mirai, FakeTransport]]:
    """A platform on a socket that is the test's, with *url* for what goes over HTTP."""
    wire = FakeTransport()
    platform = Mirai(Settings(url=url, verify_key="k", qq=10001), way=Given(wire))
    connecting = asyncio.create_task(platform.connect(heard))
    await wire.agree(data={"version": "2.10.0"})
    await wire.answer({"nickname": "我"})
    await connecting
    yield platform, wire
    await platform.close()


async def sent(platform: Mirai, wire: FakeTransport, path: str) -> dict[str, Any]:
    """Send a picture, and return the element that went out for it."""
    sending = asyncio.create_task(platform.perform(SendMessage(FRIEND, (Image("", path=path),))))
    call = await wire.agree(messageId=-1)
    assert isinstance(await sending, Done)
    element = call["content"]["messageChain"][0]
    assert isinstance(element, dict)
    return element


@pytest.mark.parametrize("answer", [(404, ""), (200, {"code": 6, "msg": "指定操作不支持"})])
async def test_where_pictures_can_not_be_uploaded_they_go_inside_and_it_is_not_tried_again(
    heard: Heard, picture: str, answer: tuple[int, object]
) -> None:
    asked: list[tuple[str, str | None]] = []

    async def respond(method: str, target: str, headers: dict[str, str]) -> tuple[int, object]:
        asked.append((target, headers.get("sessionkey")))
        return answer

    async with speaking(respond) as url, over_socket(heard, url) as (platform, wire):
        assert [await sent(platform, wire, picture) for _ in range(2)] == [INSIDE, INSIDE]
    assert asked == [("/uploadImage", "abcdefgh")]


async def test_a_picture_that_is_refused_as_a_form_is_tried_inside(heard: Heard, picture: str) -> None:
    async def respond(method: str, target: str, headers: dict[str, str]) -> tuple[int, object]:
        return 200, {"code": 500, "msg": "upload failed"}

    async with speaking(respond) as url, over_socket(heard, url) as (platform, wire):
        assert await sent(platform, wire, picture) == INSIDE


async def test_where_nobody_listens_and_where_no_address_is_known_pictures_go_inside(heard: Heard, picture: str) -> None:
    async def respond(method: str, target: str, headers: dict[str, str]) -> tuple[int, object]:
        return 200, {}

    async with speaking(respond) as url:
        pass
    for address in (url, ""):
        async with over_socket(heard, address) as (platform, wire):
            assert await sent(platform, wire, picture) == INSIDE
            assert (ActionKind.UPLOAD_FILE in platform.offers.actions) == bool(address)


async def test_an_upload_that_broke_off_says_so_before_anything_is_said(heard: Heard, picture: str) -> None:
    async def respond(method: str, target: str, headers: dict[str, str]) -> tuple[int, object]:
        return 502, "Bad Gateway"

    async with speaking(respond) as url, over_socket(heard, url) as (platform, wire):
        outcome = await platform.perform(SendMessage(FRIEND, (Image("", path=picture), Text("看"))))
        assert isinstance(outcome, Refused) and outcome.reason == "upload_cut"
        assert wire.sent.empty()


async def test_a_file_goes_to_a_group_and_stands_in_the_conversation(
    platform: Mirai, server: MiraiServer, heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipart, "_PIECE", 4)
    path = tmp_path / "x"
    path.write_bytes(b"0123456789")
    steps: list[tuple[int, int]] = []
    outcome = await platform.perform(UploadFile(OWNED, str(path), '报告 "终".txt', progress=lambda *step: steps.append(step)))
    assert isinstance(outcome, Done), outcome
    assert steps == [(0, 10), (4, 10), (8, 10), (10, 10)]
    (file,) = (await platform.ask(AskFiles(OWNED, "/", 50))).files
    assert (file.name, file.size) == ('报告 "终".txt', 10)
    assert (file.size, server.world.files.bytes_of(server.world.files.all_of("30001")[0])) == (10, b"0123456789")
    told = (await heard.wait(MessageReceived)).message
    assert (told.conversation, told.is_own, told.segments) == (OWNED, True, (File(file.name, file.id, 10),))


async def test_a_file_goes_into_a_folder_that_is_known_by_its_id(platform: Mirai, server: MiraiServer, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    await platform.perform(CreateFolder(OWNED, "夹子"))
    (folder,) = (await platform.ask(AskFiles(OWNED, "/", 50))).folders
    assert isinstance(await platform.perform(UploadFile(OWNED, str(tmp_path / "x"), "a.txt", folder.id)), Done)
    (again,) = (await platform.ask(AskFiles(OWNED, "/", 50))).folders
    assert again.count is None, "how many files a folder holds nobody says"
    assert [file.name for file in (await platform.ask(AskFiles(OWNED, folder.id, 50))).files] == ["a.txt"]


async def outcome_of(respond: Callable[..., Any], heard: Heard, path: str) -> tuple[Outcome, bool]:
    """How uploading a file ends, and whether it is offered afterwards."""
    async with speaking(respond) as url, over_socket(heard, url) as (platform, _):
        outcome = await platform.perform(UploadFile(OWNED, path, "a"))
        return outcome, ActionKind.UPLOAD_FILE in platform.offers.actions


async def test_where_files_can_not_be_uploaded_it_is_offered_no_longer(heard: Heard, picture: str) -> None:
    async def respond(method: str, target: str, headers: dict[str, str]) -> tuple[int, object]:
        assert target == "/file/upload"
        return 404, ""

    assert await outcome_of(respond, heard, picture) == (NotOffered("unknown_action"), False)


async def test_files_only_go_to_groups_and_only_if_they_are_there(platform: Mirai, picture: str) -> None:
    assert await platform.perform(UploadFile(FRIEND, picture, "a")) == NotOffered("only_groups")
    assert await platform.perform(UploadFile(OWNED, picture + "x", "a")) == Refused("", "no_file")


async def test_whatever_is_a_form_can_be_called_at_the_console(
    server: MiraiServer, platform: Mirai, heard: Heard, picture: str
) -> None:
    frames: list[Frame] = []
    platform.on_frame = frames.append
    await platform.close()
    await platform.connect(heard)
    voice = CallAction("upload_voice", {"kind": "friend", "path": picture})
    video = CallAction("upload_short_video", {"kind": "group", "path": picture, "thumbnail": picture})
    file = CallAction("file_upload", {"group": 30001, "path": picture, "name": "a.png"})
    for call, told in ((voice, '"voiceId"'), (video, '"videoId"'), (file, '"a.png"')):
        answer = await platform.ask(call)
        assert not answer.is_failed
        assert told in next(frame.text for frame in frames if frame.call == answer.calls[0] and frame.direction is Direction.IN)
    described = {action.name: action for action in await platform.ask(AskActions())}
    assert [one.name for one in described["file_upload"].parameters] == ["group", "path", "name", "folder"]
    with pytest.raises(AskError, match="no_file"):
        await platform.ask(CallAction("upload_image", {"kind": "group", "path": picture + "x"}))
    asked = next(frame.text for frame in frames if frame.label == "uploadVoice")
    line = await platform.ask(AskShellLine(asked))
    assert "'type=friend' -F 'voice=@FILE'; curl" in line and f"-X POST -H \"sessionKey: $S\" '{server.url}/uploadVoice'" in line


async def test_a_server_that_is_not_there_was_not_reached(picture: str) -> None:
    uploads = Uploads(Settings(url="http://127.0.0.1:1"), "s", Tap(None, lambda: 0))
    with pytest.raises(CallError):
        await uploads.file_upload("1", picture, "a")
    await uploads.close()


async def test_a_form_is_as_long_as_it_says_and_keeps_odd_names(picture: str) -> None:
    files = {"img": FilePart(picture, '报"告\r\n.png'), "sound": FilePart(b"amr", "s", "audio/amr")}
    form = await form_of({"type": "群\r\n"}, files)
    body = b"".join([piece async for piece in form.pieces])
    assert len(body) == form.size and form.files == len(PICTURE) + 3
    read = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {form.media_type}\r\n\r\n".encode() + body)
    text, file, sound = read.iter_parts()
    assert text.get_param("name", header="content-disposition") == "type"
    assert file.get_payload(decode=True) == PICTURE
    assert (sound.get_content_type(), sound.get_payload(decode=True)) == ("audio/amr", b"amr")
    assert 'filename="报\\"告  .png"'.encode() in body


async def test_a_file_that_became_shorter_on_its_way_is_no_upload(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    form = await form_of({}, {"file": FilePart(str(path), "x")})
    path.write_bytes(b"")
    with pytest.raises(UploadError, match="file_changed"):
        async for _ in form.pieces:
            pass
