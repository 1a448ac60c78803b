"""Messages on mirai's wire: what is pushed, what may be sent, and how long an id is good for."""

import base64

import pytest

from tests.simulator.bare_client import Frame
from tui.simulator import segments as make
from tui.simulator.mirai.chain import MUSIC_KEYS
from tui.simulator.mirai.ids import CAPACITY
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.model import Node, group_chat, private_chat, segment
from tui.simulator.world import RECALL_WINDOW, World

from .client import MiraiClient

PLAIN: list[Frame] = [{"type": "Plain", "text": "好"}]
GROUP = {"id": 30001, "name": "爱情公寓", "permission": "OWNER"}
PICTURE = make.png(3, 2, (1, 2, 3))


async def test_a_group_message_has_every_key(server: MiraiServer, client: MiraiClient, world: World) -> None:
    said = await server.say_group("30001", "20001", "你好")
    assert await client.event() == {
        "type": "GroupMessage",
        "messageChain": [{"type": "Source", "id": 1, "time": said.time}, {"type": "Plain", "text": "你好"}],
        "sender": {
            "id": 20001,
            "memberName": "贤哥",
            "specialTitle": "",
            "permission": "MEMBER",
            "joinTimestamp": 0,
            "lastSpeakTimestamp": said.time,
            "muteTimeRemaining": 0,
            "group": GROUP,
            "active": None,
        },
    }


async def test_the_nine_kinds_of_messages(server: MiraiServer, client: MiraiClient, world: World) -> None:
    await server.say_private("20001", "1")
    await server.say_stranger("20004", "2")
    await server.say_group("30001", "20001", "3")
    await server.say_temp("20004", "30001", "4")
    await server.say_other_client(2, "5")
    await server.say_private("20001", "6", by="10001")
    world.post(private_chat("10001", "20004"), "10001", [make.text("7")], temp_group="30001")
    await server.say_group("30001", "10001", "8")
    kinds = [await client.event() for _ in range(8)]
    assert [frame["type"] for frame in kinds] == [
        "FriendMessage", "StrangerMessage", "GroupMessage", "TempMessage", "OtherClientMessage",
        "FriendSyncMessage", "TempSyncMessage", "GroupSyncMessage",
    ]  # fmt: skip
    assert kinds[0]["sender"] == {"id": 20001, "nickname": "曾小贤", "remark": "小贤"}
    assert kinds[3]["sender"]["group"] == GROUP
    assert kinds[4]["sender"] == {"id": 2, "platform": "WINDOWS"}
    assert (kinds[5]["subject"]["id"], kinds[6]["subject"]["id"], kinds[7]["subject"]) == (20001, 20004, GROUP)
    stranger = world.remember(private_chat("10001", "20009"), "10001", [make.text("9")], world.now())
    assert server.chains.sync(stranger)["type"] == "StrangerSyncMessage"


async def test_what_is_sent_over_the_wire_is_not_echoed(client: MiraiClient, world: World) -> None:
    assert await client.call("sendGroupMessage", target=30001, messageChain=PLAIN) == {
        "code": 0,
        "msg": "success",
        "messageId": 1,
    }
    assert await client.call("sendFriendMessage", qq=20001, messageChain=PLAIN) == {"code": 0, "msg": "success", "messageId": 1}
    assert (await client.call("sendTempMessage", qq=20004, group=30001, messageChain=PLAIN))["messageId"] == 1
    assert await client.has_no_event()
    assert [message.text for message in world.messages.values()] == ["好"] * 3
    packet = await client.data("messageFromId", messageId=1, target=30001)
    assert (packet["type"], packet["sender"]["id"]) == ("GroupMessage", 10001)


async def test_elements_on_the_wire(server: MiraiServer, client: MiraiClient, world: World) -> None:
    quoted = await server.say_group("30001", "20002", "原话")
    await client.event()
    node = Node("20002", "一菲", 5, [make.text("里")])
    parts = [
        make.reply(quoted), make.at("10001"), make.at("all"), make.face(14), make.image("A" * 32 + ".jpg", 7, is_sticker=True),
        make.record("b" * 32 + ".amr", 3_200), make.video("c.mp4", 9), segment("xml", {"data": "<x/>"}), make.card("a", "p", {}),
        segment("poke", {"name": "BiXin"}), segment("dice", {"result": "6"}), segment("rps", {"result": "3"}),
        make.store_sticker("汪", "k", 12), make.forward([node]), segment("image", {"file": "d.png", "size": 1, "is_flash": True}),
        segment("markdown", {"content": "#"}),
    ]  # fmt: skip
    await server.say_group("30001", "20001", parts)
    chain = (await client.event())["messageChain"]
    kinds = ["Source", "Quote", "At", "AtAll", "Face", "Image", "Voice", "ShortVideo", "Xml", "App", "Poke", "Dice", "MarketFace"]
    assert [element["type"] for element in chain] == [*kinds, "MarketFace", "Forward", "FlashImage"]
    by_kind = {element["type"]: element for element in chain}
    origin = [{"type": "Plain", "text": "原话"}]
    assert chain[1] == {"type": "Quote", "id": 1, "senderId": 20002, "targetId": 30001, "groupId": 30001, "origin": origin}
    assert chain[2] == {"type": "At", "target": 10001, "display": ""}
    assert chain[3] == {"type": "AtAll", "target": 0}
    assert chain[4] == {"type": "Face", "faceId": 14, "name": "微笑", "isSuperFace": False}
    picture = {key: value for key, value in by_kind["Image"].items() if key != "url"}
    assert picture == {
        "type": "Image", "imageId": "{AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA}.jpg", "path": None, "base64": None, "width": 0,
        "height": 0, "size": 7, "imageType": "JPG", "isEmoji": True,
    }  # fmt: skip
    assert by_kind["Voice"]["length"] == 2
    assert chain[12] == {"type": "MarketFace", "id": 11415, "name": "[石头]"}
    inner = {"senderId": 20002, "time": 5, "senderName": "一菲", "messageChain": [{"type": "Plain", "text": "里"}]}
    assert by_kind["Forward"] == {
        "type": "Forward", "display": None, "nodeList": [inner | {"messageId": None, "messageRef": None}],
    }  # fmt: skip


async def sent(client: MiraiClient, world: World, *elements: Frame) -> list[Frame]:
    """What stands in the world of a chain that is sent to a group."""
    answer = await client.call("sendGroupMessage", target=30001, messageChain=list(elements))
    assert answer["code"] == 0, answer
    return world.conversation(group_chat("30001")).messages[-1].segments


async def test_elements_that_are_sent(client: MiraiClient, world: World) -> None:
    parts = await sent(
        client, world, {"type": "At", "target": 20001}, {"type": "AtAll"}, {"type": "Face", "name": "微笑"}, {"type": "Face"},
        {"type": "Poke", "name": "ShowLove"}, {"type": "Dice", "value": 3}, {"type": "Image"},
        {"type": "Quote", "id": 1, "senderId": 1, "targetId": 1, "groupId": 1, "origin": []},
        {"type": "App", "content": "{}"},
        {"type": "MiraiCode", "code": "a\\[[mirai:at:20002][mirai:face:13]"},
    )  # fmt: skip
    assert [(part["type"], part["data"].get("qq") or part["data"].get("id") or part["data"].get("text")) for part in parts] == [
        ("at", "20001"), ("at", "all"), ("face", "14"), ("face", "255"), ("poke", "-1"), ("dice", None), ("json", None),
        ("text", "a["), ("at", "20002"), ("face", "13"),
    ]  # fmt: skip


async def test_a_picture_is_kept_and_can_be_sent_again(client: MiraiClient, world: World) -> None:
    coded = base64.b64encode(PICTURE).decode()
    (part,) = await sent(client, world, {"type": "FlashImage", "base64": coded})
    assert world.media[part["data"]["content"]] == PICTURE
    shown = (await client.data("messageFromId", messageId=1, target=30001))["messageChain"][1]
    assert (shown["type"], shown["width"], shown["height"], shown["imageType"]) == ("Image", 3, 2, "PNG")
    (again,) = await sent(client, world, {"type": "Image", "imageId": shown["imageId"]})
    assert again["data"]["content"] == part["data"]["content"]
    (by_link,) = await sent(client, world, {"type": "Image", "url": shown["url"]})
    assert by_link["data"]["content"] == part["data"]["content"]


async def test_nodes_are_made_in_three_ways_and_unknown_ones_are_dropped(
    server: MiraiServer, client: MiraiClient, world: World
) -> None:
    first = await server.say_group("30001", "20001", [make.store_sticker("汪", "k", 1)])
    other = await server.say_private("20002", "在别处")
    made = {"senderId": 1, "senderName": "谁", "messageChain": PLAIN, "time": 7}
    refs = [{"messageRef": {"target": 20002, "messageId": other.seq}}, {"messageRef": {"target": 30002, "messageId": 9}}]
    (part,) = await sent(
        client, world, {"type": "Forward", "nodeList": [{"messageId": first.seq}, *refs, made, {"messageId": 999}]}
    )
    nodes = part["data"]["nodes"]
    assert [(node.user_id, node.segments[0]["type"]) for node in nodes] == [("20001", "mface"), ("20002", "text"), ("1", "text")]
    assert [node.nickname for node in nodes] == ["20001", "20002", "谁"], "who is referred to has a number for a name"


@pytest.mark.parametrize(
    ("command", "content", "code"),
    [
        ("sendGroupMessage", {"target": 30001, "messageChain": []}, 500),
        ("sendGroupMessage", {"target": 99, "messageChain": PLAIN}, 5),
        ("sendGroupMessage", {"messageChain": PLAIN}, 5),
        ("sendFriendMessage", {"messageChain": PLAIN}, 5),
        ("sendGroupMessage", {"target": 30001}, 400),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "Quote", "id": 1}]}, 400),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "ShortVideo", "videoId": "/a"}]}, 400),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "MarketFace", "id": 1, "name": "a"}]}, 500),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "MusicShare", "kind": "x"}]}, 400),
        ("sendGroupMessage", {"target": 30001, "messageChain": [dict.fromkeys(MUSIC_KEYS, "x") | {"type": "MusicShare"}]}, 500),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "Image", "path": "/no/such.png"}]}, 6),
        ("sendImageMessage", {"urls": []}, 400),
        ("roamingMessages", {"timeStart": 0, "timeEnd": 1, "target": None, "qq": 20001, "group": 30001}, 500),
        ("roamingMessages", {"timeStart": 0, "timeEnd": 1, "target": None, "qq": None, "group": None}, 400),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "Nonesuch"}]}, 400),
        ("sendGroupMessage", {"target": 30001, "messageChain": PLAIN, "quote": 77}, 5),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "Dice", "value": 7}]}, 500),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "Plain", "text": "长" * 6_000}]}, 30),
        ("sendGroupMessage", {"target": 30001, "messageChain": [{"type": "At", "target": 5}]}, 5),
        ("sendFriendMessage", {"target": 20001, "messageChain": [{"type": "At", "target": 20001}]}, 500),
        ("sendFriendMessage", {"target": 20004, "messageChain": PLAIN}, 5),
        ("sendTempMessage", {"qq": 20004, "messageChain": PLAIN}, 5),
        ("recall", {"messageId": 1, "target": 30001}, 5),
        ("messageFromId", {"messageId": 1, "target": 20004}, 5),
    ],
)
async def test_what_can_not_be_done_has_its_code(client: MiraiClient, command: str, content: Frame, code: int) -> None:
    assert await client.code(command, **content) == code


async def test_who_is_muted_is_told_so(server: MiraiServer, client: MiraiClient) -> None:
    await server.mute("30003", "10001", 60)
    event = await client.event()
    assert (event["type"], event["durationSeconds"], event["operator"]["id"]) == ("BotMuteEvent", 60, 20009)
    assert await client.code("sendGroupMessage", target=30003, messageChain=PLAIN) == 20


async def test_recall_asks_for_rank_and_knows_the_chat(server: MiraiServer, client: MiraiClient, world: World) -> None:
    foreign = await server.say_group("30003", "20001", "a")
    await client.event()
    assert await client.code("recall", messageId=foreign.seq, target=30003) == 10
    lower = await server.say_group("30001", "20001", "b")
    await client.event()
    assert await client.code("recall", messageId=lower.seq, target=30001) == 0
    assert await client.event() == {
        "type": "GroupRecallEvent", "authorId": 20001, "messageId": 1, "time": lower.time, "group": GROUP, "operator": None,
    }  # fmt: skip
    assert await client.code("recall", messageId=lower.seq, target=30001) == 5
    number = (await client.call("sendFriendMessage", target=20001, messageChain=PLAIN))["messageId"]
    assert await client.code("recall", messageId=number, target=20001) == 0
    assert await client.has_no_event()
    number = (await client.call("sendFriendMessage", target=20001, messageChain=PLAIN))["messageId"]
    now = world.clock()
    world.clock = lambda: now + RECALL_WINDOW + 1
    assert await client.code("recall", messageId=number, target=20001) == 500


async def test_an_id_is_forgotten_after_1024_others_and_by_a_restart(
    server: MiraiServer, client: MiraiClient, world: World
) -> None:
    first = await server.say_private("20001", "第一句")
    assert await client.code("messageFromId", messageId=first.seq, target=20001) == 0
    for number in range(CAPACITY - 1):
        server.ids.register(world.remember(group_chat("30001"), "20001", [make.text(str(number))], world.now()))
    assert await client.code("messageFromId", messageId=first.seq, target=20001) == 0
    server.ids.register(world.remember(group_chat("30001"), "20001", [make.text("x")], world.now()))
    assert await client.code("messageFromId", messageId=first.seq, target=20001) == 5
    assert await client.code("sendFriendMessage", target=20001, messageChain=PLAIN, quote=first.seq) == 5
    assert await client.code("messageFromId", messageId=5, target=30001) == 0
    server.ids.forget()
    assert await client.code("messageFromId", messageId=5, target=30001) == 5


async def test_who_wrote_without_being_a_friend_may_be_answered(server: MiraiServer, client: MiraiClient, world: World) -> None:
    await server.say_stranger("20004", "在吗")
    assert (await client.event())["type"] == "StrangerMessage"
    answer = await client.call("sendFriendMessage", target=20004, messageChain=PLAIN, quote=1)
    assert answer == {"code": 0, "msg": "success", "messageId": 2}
    assert await client.has_no_event()
    assert world.conversation(private_chat("10001", "20004")).messages[-1].text == "好"
    assert await client.code("messageFromId", messageId=2, target=20004) == 5, "only friends and groups are looked among"
    voice = {"type": "Voice", "base64": base64.b64encode(b"#!AMR").decode()}
    assert await client.code("sendFriendMessage", target=20004, messageChain=[voice]) == 500, "nothing was left of it"


async def test_what_is_only_shown_by_roaming_is_not_known_by_its_id(
    server: MiraiServer, client: MiraiClient, world: World
) -> None:
    said = world.remember(private_chat("10001", "20001"), "20001", [make.text("昨天")], world.now() - 9)
    (row,) = await client.data("roamingMessages", timeStart=0, timeEnd=2**33, target=20001, qq=None, group=None)
    assert row["messageChain"][0]["id"] == said.seq
    assert await client.code("messageFromId", messageId=said.seq, target=20001) == 5


async def test_roaming_names_the_friend_for_own_messages_too(server: MiraiServer, client: MiraiClient) -> None:
    await server.say_private("20001", "a")
    await client.call("sendFriendMessage", target=20001, messageChain=PLAIN)
    rows = await client.data("roamingMessages", timeStart=0, timeEnd=2**33, target=20001, qq=None, group=None)
    assert [(row["sender"]["id"], row["messageChain"][1]["text"]) for row in rows] == [(20001, "a"), (20001, "好")]
