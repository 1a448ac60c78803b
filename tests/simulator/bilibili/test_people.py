"""Cards of people in batches, and the account itself."""

from __future__ import annotations

from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.server import BilibiliServer

from .client import BiliClient

TOO_MANY = ",".join(map(str, range(51)))


async def test_cards_come_in_no_order_and_only_of_those_who_are(client: BiliClient) -> None:
    uids = [who.FRIEND, who.LONG_UID, 99, who.STRANGER]
    for path in ("/account/v1/user/cards", "/x/im/user_infos"):
        found = await client.data(path, uids=",".join(map(str, uids)))
        assert {it["mid"]: it["name"] for it in found} == {
            who.FRIEND: "曾小贤",
            who.LONG_UID: "十六位的新人",
            who.STRANGER: "路人甲",
        }
        assert await client.data(path, uids=TOO_MANY) == []
    assert (await client.http.get(found[0]["face"])).headers["content-type"] == "image/png"


async def test_the_other_cards_are_keyed_by_texts(client: BiliClient) -> None:
    path = "/x/polymer/pc-electron/v1/user/cards"
    found = await client.data(path, uids=f"{who.FRIEND},99")
    assert {key: it["mid"] for key, it in found.items()} == {str(who.FRIEND): str(who.FRIEND)}
    assert await client.code(path, uids=TOO_MANY) == 40143


async def test_keys_of_signatures_are_told_to_everybody(client: BiliClient, server: BilibiliServer) -> None:
    own = await client.data("/x/web-interface/nav")
    assert (own["isLogin"], own["mid"], own["uname"]) == (True, who.OWN, "敲敲")
    assert (await client.data("/x/space/myinfo"))["mid"] == who.OWN
    nobody = BiliClient(server.url)
    async with nobody.http:
        answer = await nobody.get("/x/web-interface/nav")
        assert (answer["code"], answer["message"], answer["data"]["isLogin"]) == (-101, "账号未登录", False)
        assert answer["data"]["wbi_img"] == own["wbi_img"]
        assert await nobody.code("/x/space/myinfo") == -101
