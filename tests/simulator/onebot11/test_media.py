"""Pictures, voices and downloads: what came can be fetched, what was recalled can not."""

import base64

from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import png, record, segment

from .client import RawClient, get


def coded(body: bytes) -> str:
    return f"base64://{base64.b64encode(body).decode()}"


async def test_a_voice_is_fetched_in_a_known_format(server: OneBotServer, client: RawClient) -> None:
    await server.say_group("30001", "20001", [record("abc.amr", 1234)])
    assert (await client.event())["message"][0]["data"]["file"] == "abc.amr"
    found = await client.data("get_record", file="abc.amr", out_format="mp3")
    assert found["file"].endswith("abc.amr.mp3")
    assert len(base64.b64decode(found["base64"])) == int(found["file_size"]) == 1234
    assert "out_format" in await client.wording("get_record", file="abc.amr", out_format="exe")
    assert await client.wording("get_record", file="def.amr", out_format="mp3") == "file not found"


async def test_a_recalled_picture_is_gone(client: RawClient) -> None:
    part = {"type": "image", "data": {"file": coded(png(4, 4, (1, 2, 3)))}}
    await client.data("send_group_msg", group_id=30001, message=[part])
    event = await client.event()
    name = event["message"][0]["data"]["file"]
    assert (await client.data("get_image", file=name))["file_name"] == name
    await client.data("delete_msg", message_id=event["message_id"])
    assert await client.wording("get_image", file=name) == "file not found"
    assert await client.wording("get_file", file=name) == "file not found"


async def test_a_download_lies_on_the_disk_and_can_be_sent(client: RawClient) -> None:
    path = (await client.data("download_file", base64=base64.b64encode(b"inhalt").decode(), name="a.txt"))["file"]
    assert path.endswith("/a.txt")
    file_id = (await client.data("upload_group_file", group_id=30001, file=path, name="b.txt"))["file_id"]
    found = await client.data("get_file", file_id=file_id)
    assert base64.b64decode(found["base64"]) == b"inhalt"
    assert base64.b64decode((await client.data("get_file", file=path))["base64"]) == b"inhalt"
    await client.call("clean_cache")
    assert (await client.call("upload_group_file", group_id=30001, file=path, name="b.txt"))["status"] == "failed"
    assert (await client.data("get_file", file_id=file_id))["file_name"] == "b.txt"


async def test_a_download_comes_from_the_web(client: RawClient) -> None:
    face = (await client.data("fetch_custom_face", count=1))[0]
    path = (await client.data("download_file", url=face, headers=["User-Agent=x"]))["file"]
    assert base64.b64decode((await client.data("get_file", file=path))["base64"]) == (await get(face))[1]
    assert await client.wording("download_file") == "不存在任何文件, 无法下载"


async def test_words_on_a_picture_are_read(server: OneBotServer, client: RawClient) -> None:
    source = coded(png(60, 20, (9, 9, 9), "第一行\nsecond line"))
    rows = await client.data("ocr_image", image=source)
    assert [row["text"] for row in rows] == ["第一行", "second line"]
    assert await client.data(".ocr_image", image=coded(png(4, 4, (9, 9, 9)))) == []
    assert await client.wording("ocr_image", image="nonsense") == "OCR nonsense失败, image字段可能格式不正确"
    await client.data("send_group_msg", group_id=30001, message=[segment("image", {"file": source})])
    name = (await client.event())["message"][0]["data"]["file"]
    assert (await client.data("ocr_image", image=name))[0]["text"] == "第一行"


async def test_artificial_voices_speak(server: OneBotServer, client: RawClient) -> None:
    kinds = await client.data("get_ai_characters", group_id=30001)
    character = kinds[0]["characters"][0]["character_id"]
    said = {"group_id": 30001, "character": character, "text": "你好"}
    status, voice = await get(await client.data("get_ai_record", **said))
    assert (status, voice.startswith(b"#!AMR\n")) == (200, True)
    assert await client.has_no_event()
    assert await client.data("send_group_ai_record", **said) == {"message_id": 0}
    (part,) = (await client.event())["message"]
    assert part["type"] == "record"
    assert await get(part["data"]["url"]) == (200, voice)
    assert await client.wording("send_group_ai_record", **said | {"character": "nobody"}) == "No voice data"
    await server.mute("30003", "10001", 60)
    assert '"result": 120' in await client.wording("send_group_ai_record", **said | {"group_id": 30003})
