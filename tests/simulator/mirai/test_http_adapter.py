"""The HTTP adapter: sessions, the queue, strict queries, forms, and the socket beside it on the same port."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from tui.simulator import segments as make
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.mirai.sessions import MOST_UNREAD, UNBOUND_SECONDS
from tui.simulator.world import World

from .conftest import KEY

OK = {"code": 0, "msg": "success"}
PICTURE = make.png(4, 4, (9, 9, 9))


class HttpClient:
    """A client with a session of its own."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.key = ""

    async def verify(self) -> str:
        """A session that is not bound."""
        answer = await self.post("/verify", verifyKey=KEY)
        assert set(answer) == {"code", "session"}
        self.key = answer["session"]
        return self.key

    async def get(self, path: str, **query: Any) -> Any:
        """The answer to a GET with the session's key in its query."""
        answer = await self.http.get(path, params={"sessionKey": self.key} | query)
        assert answer.status_code == 200
        return answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        """The answer to a POST with the session's key inside."""
        answer = await self.http.post(path, json={"sessionKey": self.key} | body)
        assert answer.status_code == 200
        return answer.json()

    async def form(self, path: str, files: dict[str, Any], /, **fields: str) -> Any:
        """The answer to a form."""
        return (await self.http.post(path, data={"sessionKey": self.key} | fields, files=files)).json()


@pytest.fixture
async def stranger(server: MiraiServer) -> AsyncIterator[HttpClient]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as http:
        yield HttpClient(http)


@pytest.fixture
async def client(stranger: HttpClient) -> HttpClient:
    await stranger.verify()
    assert await stranger.post("/bind", qq=10001) == OK
    return stranger


async def test_a_session_is_verified_bound_and_released(stranger: HttpClient) -> None:
    assert await stranger.post("/verify", verifyKey="wrong") == {"code": 1, "msg": "Auth Key错误"}
    assert await stranger.post("/verify") == {"code": 400, "msg": "参数错误，缺少字段: verifyKey"}
    assert (await stranger.get("/friendList"))["code"] == 3
    await stranger.verify()
    assert (await stranger.get("/friendList"))["code"] == 4
    assert (await stranger.post("/bind", qq=5))["code"] == 2
    assert await stranger.post("/bind", qq=10001) == OK
    info = (await stranger.get("/sessionInfo"))["data"]
    assert (info["sessionKey"], info["qq"]["id"]) == (stranger.key, 10001)
    assert await stranger.post("/bind", qq=5) == OK, "who is bound is bound"
    assert (await stranger.post("/release", qq=20001))["code"] == 5
    assert (await stranger.post("/release", qq=5))["code"] == 2
    assert await stranger.post("/release", qq=10001) == OK
    assert (await stranger.get("/countMessage"))["code"] == 3


async def test_who_binds_too_late_has_no_session(stranger: HttpClient, world: World) -> None:
    await stranger.verify()
    now = world.clock()
    world.clock = lambda: now + UNBOUND_SECONDS + 1
    assert (await stranger.post("/bind", qq=10001))["code"] == 3


@pytest.mark.parametrize("header", [{"sessionKey": ""}, {"Authorization": "session "}, {"Authorization": "sessionKey "}])
async def test_the_key_may_stand_in_a_header(client: HttpClient, header: dict[str, str]) -> None:
    answer = await client.http.get("/friendList", headers={name: value + client.key for name, value in header.items()})
    assert answer.json()["code"] == 0


async def test_events_are_polled(server: MiraiServer, client: HttpClient) -> None:
    for number in range(3):
        await server.say_group("30001", "20001", str(number))

    def words(answer: Any) -> list[str]:
        return [row["messageChain"][1]["text"] for row in answer["data"]]

    assert await client.get("/countMessage") == {"code": 0, "msg": "", "data": 3}
    assert words(await client.get("/peekMessage", count=2)) == words(await client.get("/peakMessage", count=2)) == ["0", "1"]
    assert words(await client.get("/peekLatestMessage")) == ["2", "1", "0"]
    assert words(await client.get("/fetchLatestMessage", count=1)) == ["2"]
    assert words(await client.get("/fetchMessage")) == ["0", "1"]
    assert words(await client.get("/fetchMessage")) == []


async def test_a_full_queue_drops_what_is_new(server: MiraiServer, client: HttpClient) -> None:
    for number in range(MOST_UNREAD + 5):
        await server.say_group("30001", "20001", str(number))
    rows = (await client.get("/fetchMessage", count=1_000))["data"]
    assert [row["messageChain"][1]["text"] for row in rows] == [str(number) for number in range(MOST_UNREAD + 1)]


async def test_a_query_is_read_strictly_and_a_body_is_not(client: HttpClient, world: World) -> None:
    assert await client.get("/friendList", extra=1) == {"code": 500, "msg": "An unknown field for index -3"}
    assert await client.get("/memberList") == {"code": 400, "msg": "参数错误，缺少字段: target"}
    rows = (await client.get("/latestMemberList", target=30001, memberIds=[20001, 20002]))["data"]
    assert {row["id"] for row in rows} == {20001, 20002}
    of_nobody = [
        (await client.http.get(f"/latestMemberList?target=30001&memberIds{mark}", headers={"sessionKey": client.key})).json()
        for mark in ("", "=")
    ]
    assert 10001 in {row["id"] for row in of_nobody[0]["data"]}, "a key without a value lists nobody: then it is everybody"
    assert of_nobody[1]["code"] == 400, "an empty value is no number"
    assert await client.post("/mute", target=30001, memberId=20002, time=60, extra=1) == OK
    assert world.member("30001", "20002").muted_until > world.now()
    assert await client.post("/kick", target=30001) == {"code": 400, "msg": "参数错误，缺少字段: memberId"}
    assert (await client.get("/about", extra=1))["code"] == 0


async def test_paths_are_commands_with_slashes(client: HttpClient) -> None:
    assert (await client.get("/about"))["data"] == {"version": "2.10.0"}
    assert (await client.get("/anno/list", id=30001))["data"] == []
    assert (await client.get("/file/list", id="", target=30001))["data"] == []
    assert (await client.get("/groupConfig", target=30001))["name"] == "爱情公寓"
    assert await client.post("/groupConfig", target=30001, config={"name": "新"}) == OK
    assert (await client.http.get("/nonesuch")).status_code == 404
    assert (await client.http.get("/mute")).status_code == (await client.http.post("/friendList")).status_code == 405


async def test_what_is_uploaded_is_answered_barely(server: MiraiServer, client: HttpClient, world: World) -> None:
    picture = await client.form("/uploadImage", {"img": ("a.png", PICTURE)}, type="group")
    assert set(picture) == {"imageId", "url"}
    assert (await client.http.get(picture["url"])).content == PICTURE
    chain = [{"type": "Image", "imageId": picture["imageId"]}]
    assert (await client.post("/sendGroupMessage", target=30001, messageChain=chain))["messageId"] == 1
    (sent,) = world.messages.values()
    assert world.media[sent.segments[0]["data"]["content"]] == PICTURE
    assert set(await client.form("/uploadVoice", {"voice": ("v.amr", b"#!AMR")}, type="group")) == {"voiceId"}
    parts = {"thumbnail": ("t.png", PICTURE), "video": ("v.mp4", b"mp4")}
    assert set(await client.form("/uploadShortVideo", parts, type="group")) == {"videoId"}
    assert (await client.form("/uploadShortVideo", parts))["code"] == 400
    assert (await client.form("/uploadImage", {"img": ("a.png", PICTURE)}))["code"] == 400
    assert (await client.form("/uploadImage", {}, type="group"))["code"] == 400
    assert await client.form("/uploadImage", {"img": ("a.png", PICTURE)}, type="x") == {"code": 500, "msg": "图片上传错误"}


async def test_a_file_is_put_where_there_is_a_folder(server: MiraiServer, client: HttpClient, world: World) -> None:
    body, place = {"file": ("报告.txt", b"abc")}, {"type": "group", "target": "30001", "path": "夹"}
    assert (await client.form("/file/upload", body, **place))["code"] == 5
    assert (await client.post("/file/mkdir", target=30001, directoryName="夹"))["code"] == 0
    file = await client.form("/file/upload", body, **place)
    assert (file["code"], file["data"]["name"], file["data"]["path"]) == (0, "报告.txt", "/夹/报告.txt")
    assert [row.name for row in world.files.all_of("30001")] == ["报告.txt"]
    assert (await client.form("/file/upload", body, **place | {"path": ""}))["data"]["path"] == "/报告.txt"
    assert (await client.form("/file/upload", body, **place | {"type": "friend"}))["code"] == 6
    assert (await client.form("/file/upload", body, **place | {"target": "99"}))["code"] == 500
    assert (await client.form("/file/upload", {}, **place))["code"] == 400
    assert (await client.form("/file/upload", body, type="group", target="30001"))["code"] == 400


async def test_a_socket_joins_the_session_and_keeps_it(server: MiraiServer, client: HttpClient) -> None:
    async with connect(f"{server.ws_url}/all?verifyKey=%E7%A7%98%E5%AF%86key&sessionKey={client.key}") as socket:
        assert json.loads(await socket.recv())["data"]["session"] == client.key
        await server.say_group("30001", "20001", "你好")
        assert json.loads(await socket.recv())["data"]["type"] == "GroupMessage"
    await server.wait_connections(0)
    assert (await client.get("/countMessage"))["data"] == 1


async def test_a_session_of_a_socket_can_not_be_polled(server: MiraiServer, stranger: HttpClient) -> None:
    async with connect(f"{server.ws_url}/all?verifyKey=%E7%A7%98%E5%AF%86key&qq=10001") as socket:
        stranger.key = json.loads(await socket.recv())["data"]["session"]
        for path in ("/fetchMessage", "/countMessage"):
            assert await stranger.get(path) == {"code": 500, "msg": "Not a http session"}
        assert await stranger.post("/bind", qq=10001) == OK
        assert (await stranger.get("/fetchMessage"))["code"] == 500, "it gets no queue any more"
        assert (await stranger.get("/friendList"))["code"] == 0


async def test_a_restart_ends_sessions(server: MiraiServer, client: HttpClient) -> None:
    await server.restart()
    assert (await client.get("/friendList"))["code"] == 3
