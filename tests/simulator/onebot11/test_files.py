"""Files: what is uploaded can be listed, downloaded byte by byte, and is gone when it is deleted or its message recalled."""

import base64
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import World

from .client import RawClient, get

BODY = bytes(range(256)) * 40
SOURCE = f"base64://{base64.b64encode(BODY).decode()}"


async def upload(client: RawClient, name: str = "报告.bin", **params: Any) -> str:
    """Upload into group 30001; the id of the file."""
    data = await client.data("upload_group_file", **{"group_id": 30001, "file": SOURCE, "name": name} | params)
    return str(data["file_id"])


async def test_an_upload_is_a_message_a_notice_and_a_row(client: RawClient) -> None:
    file_id = await upload(client)
    message, notice = await client.event(), await client.event()
    assert message["message"][0]["type"] == "file"
    assert message["message"][0]["data"]["file_id"] == file_id
    assert (notice["notice_type"], notice["user_id"]) == ("group_upload", 10001)
    assert notice["file"] == {"id": file_id, "name": "报告.bin", "size": len(BODY), "busid": 102}
    (row,) = (await client.data("get_group_root_files", group_id=30001))["files"]
    assert list(row) == [
        "group_id", "file_id", "file_name", "busid", "size", "file_size", "upload_time", "dead_time", "modify_time",
        "download_times", "uploader", "uploader_name",
    ]  # fmt: skip
    assert (row["file_id"], row["file_name"], row["file_size"], row["uploader"]) == (file_id, "报告.bin", len(BODY), 10001)


async def test_the_link_gives_the_same_bytes_and_counts(client: RawClient) -> None:
    file_id = await upload(client)
    url = (await client.data("get_group_file_url", group_id="30001", file_id=file_id))["url"]
    assert await get(url + "%E6%8A%A5%E5%91%8A.bin") == (200, BODY)
    assert base64.b64decode((await client.data("get_file", file_id=file_id))["base64"]) == BODY
    (row,) = (await client.data("get_group_root_files", group_id=30001))["files"]
    assert row["download_times"] == 2


async def test_a_file_comes_from_a_path_and_from_the_web(client: RawClient, tmp_path: Path) -> None:
    path = tmp_path / "本地.bin"
    path.write_bytes(BODY)
    for source in (str(path), path.as_uri()):
        file_id = await upload(client, file=source)
        url = (await client.data("get_group_file_url", group_id=30001, file_id=file_id))["url"]
        assert (await get(url))[1] == BODY
    again = await upload(client, file=url)
    assert base64.b64decode((await client.data("get_file", file_id=again))["base64"]) == BODY


@pytest.mark.parametrize("source", ["/nowhere/at/all.bin", "base64://???", "ftp://x/y", "http://127.0.0.1:1/x"])
async def test_what_can_not_be_read_is_not_uploaded(client: RawClient, source: str) -> None:
    assert await client.wording("upload_group_file", group_id=30001, file=source, name="x")
    assert await client.has_no_event()


async def test_the_muted_upload_nothing(server: OneBotServer, client: RawClient) -> None:
    await server.mute("30003", "10001", 600)
    await client.event()
    assert '"result": 120' in await client.wording("upload_group_file", group_id=30003, file=SOURCE, name="x")
    assert (await client.data("get_group_root_files", group_id=30003))["files"] == []


async def test_a_name_is_required(client: RawClient) -> None:
    wording = await client.refused_parameter("upload_group_file", group_id=30001, file=SOURCE)
    assert wording.startswith("Key: name, Message: Expected required property")


async def test_a_deleted_file_leads_nowhere(client: RawClient) -> None:
    file_id = await upload(client)
    url = (await client.data("get_group_file_url", group_id=30001, file_id=file_id))["url"]
    await client.data("delete_group_file", group_id=30001, file_id=file_id)
    assert (await get(url))[0] == 404
    assert await client.wording("get_group_file_url", group_id=30001, file_id=file_id) == "real fileUUID not found!"
    assert await client.wording("get_file", file_id=file_id) == "file not found"
    assert await client.wording("get_file", file="报告.bin") == "file not found"
    assert (await client.data("get_group_root_files", group_id=30001))["files"] == []


async def test_a_recalled_file_is_gone(client: RawClient) -> None:
    file_id = await upload(client)
    await client.data("delete_msg", message_id=(await client.event())["message_id"])
    assert (await client.data("get_group_file_system_info", group_id=30001))["file_count"] == 0
    assert await client.wording("get_file", file_id=file_id) == "file not found"


async def test_a_member_deletes_only_their_own(server: OneBotServer, client: RawClient) -> None:
    others = await server.upload("30003", "20001", "别人的.txt", b"x")
    own = await upload(client, group_id=30003)
    assert "ERR_NOT_GROUP_ADMIN" in await client.wording("delete_group_file", group_id=30003, file_id=others.id)
    await client.data("delete_group_file", group_id=30003, file_id=own)
    rows = (await client.data("get_group_root_files", group_id=30003))["files"]
    assert [row["file_id"] for row in rows] == [others.id]


async def test_folders_hold_files_and_take_them_along(client: RawClient) -> None:
    made = await client.data("create_group_file_folder", group_id=30001, folder_name="资料")
    folder = made["groupItem"]["folderInfo"]["folderId"]
    file_id = await upload(client, folder_id=folder)
    root = await client.data("get_group_root_files", group_id=30001)
    assert root["files"] == []
    (row,) = root["folders"]
    assert (row["folder_id"], row["folder_name"], row["total_file_count"], row["creator"]) == (folder, "资料", 1, 10001)
    inside = await client.data("get_group_files_by_folder", group_id=30001, folder_id=folder)
    assert [found["file_id"] for found in inside["files"]] == [file_id]
    assert await client.wording("create_group_file_folder", group_id=30001, name="资料") == "文件夹名称已存在"
    await client.data("delete_group_folder", group_id=30001, folder=folder)
    assert await client.data("get_group_root_files", group_id=30001) == {"files": [], "folders": []}
    assert await client.wording("get_group_files_by_folder", group_id=30001, folder_id=folder) == "文件夹不存在"
    assert await client.wording("get_group_file_url", group_id=30001, file_id=file_id) == "real fileUUID not found!"
    assert await client.wording("upload_group_file", group_id=30001, file=SOURCE, name="x", folder=folder) == "文件夹不存在"


async def test_a_member_makes_no_folders(client: RawClient) -> None:
    assert "ERR_NOT_GROUP_ADMIN" in await client.wording("create_group_file_folder", group_id=30003, folder_name="x")
    assert (await client.data("get_group_root_files", group_id=30003))["folders"] == []


async def test_space_is_counted(client: RawClient) -> None:
    await upload(client)
    await upload(client, name="二.bin")
    info = await client.data("get_group_file_system_info", group_id=30001)
    assert info == {"file_count": 2, "limit_count": 10_000, "used_space": 2 * len(BODY), "total_space": 10 * 2**30}
    assert await client.wording("get_group_file_system_info", group_id=39999) == "Group not found"


async def test_a_file_sent_as_a_segment_is_a_groups_file_too(server: OneBotServer, client: RawClient) -> None:
    await client.data("send_group_msg", group_id=30001, message=[{"type": "file", "data": {"file": SOURCE, "name": "a.bin"}}])
    data = (await client.event())["message"][0]["data"]
    assert (await client.event())["notice_type"] == "group_upload"
    assert await get(data["url"]) == (200, BODY)


async def test_a_private_file_reaches_the_friend(client: RawClient) -> None:
    file_id = (await client.data("upload_private_file", user_id=20001, file=SOURCE, name="a.bin"))["file_id"]
    message = await client.event()
    assert (message["message_type"], message["target_id"]) == ("private", 20001)
    assert await client.has_no_event()
    url = (await client.data("get_private_file_url", file_id=file_id))["url"]
    assert await get(url) == (200, BODY)
    assert "sendMsg" in await client.wording("upload_private_file", user_id=20004, file=SOURCE, name="a.bin")


async def test_what_a_stranger_to_a_group_asks_of_its_files_is_refused(server: OneBotServer, client: RawClient) -> None:
    file = await server.upload("30003", "20001", "a.txt", b"x")
    await client.data("set_group_leave", group_id=30003)
    assert await client.wording("get_group_file_url", group_id=30003, file_id=file.id) == "real fileUUID not found!"
    assert await client.wording("get_group_root_files", group_id=30003) == "Group not found"


async def test_a_file_is_known_in_its_own_group_only(client: RawClient) -> None:
    file_id = await upload(client)
    assert await client.wording("get_group_file_url", group_id=30002, file_id=file_id) == "real fileUUID not found!"
    assert await client.wording("delete_group_file", group_id=30002, file_id=file_id) == "Invalid file_id"
    assert (await client.data("get_group_file_url", group_id=30001, file_id=file_id))["url"]


async def test_an_unknown_link_is_not_found_and_the_socket_still_is(server: OneBotServer, client: RawClient) -> None:
    base = server.url.replace("ws://", "http://")
    assert (await get(f"{base}ftn_handler/none/"))[0] == 404
    assert (await get(f"{base}media/none"))[0] == 404
    assert (await client.call("get_version_info"))["status"] == "ok"


async def test_a_file_comes_in_chunks_each_answered_by_one_frame_of_a_stream(client: RawClient) -> None:
    params = {"stream_id": "s", "total_chunks": 2, "filename": "a.bin"}
    halves = [base64.b64encode(half).decode() for half in (BODY[:5000], BODY[5000:])]
    for index in (1, 0):
        answer = await client.call("upload_file_stream", **params, chunk_index=index, chunk_data=halves[index])
        assert (answer["stream"], answer["data"]["type"], answer["data"]["status"]) == (
            "stream-action",
            "stream",
            "chunk_received",
        )
    done = await client.data("upload_file_stream", **params, is_complete=True)
    assert (done["type"], done["file_size"]) == ("response", len(BODY))
    await upload(client, file=done["file_path"])
    ((row,),) = [(await client.data("get_group_root_files", group_id=30001))["files"]]
    assert row["size"] == len(BODY)


async def test_a_stream_that_lacks_a_chunk_or_its_count_fails_as_a_stream(client: RawClient) -> None:
    answer = await client.call("upload_file_stream", stream_id="s")
    assert (answer["status"], answer["data"]["type"], answer["stream"]) == ("failed", "error", "stream-action")
    await client.call("upload_file_stream", stream_id="s", total_chunks=2, chunk_index=0, chunk_data="YQ==")
    assert "Missing memory chunk 1" in (await client.call("upload_file_stream", stream_id="s", is_complete=True))["wording"]


@pytest.mark.parametrize("dialect", ["lagrange", "gocqhttp"])
async def test_some_take_a_file_by_its_path_only(world: World, tmp_path: Path, dialect: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(BODY)
    async with OneBotServer(world, heartbeat=0, dialect=dialect) as server, connect(server.url, max_size=None) as socket:
        client = RawClient(socket)
        assert (await client.event())["meta_event_type"] == "lifecycle"
        refused = await client.call("upload_group_file", group_id=30001, file=SOURCE, name="a.bin")
        assert refused["status"] == "failed"
        assert not world.files.all_of("30001")
        assert await client.data("upload_group_file", group_id=30001, file=str(path), name="a.bin") is None
        assert [file.name for file in world.files.all_of("30001")] == ["a.bin"]
