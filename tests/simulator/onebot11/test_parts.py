"""Segments that a client sends: what NapCat makes of them, and how they are shown afterwards."""

import json
from typing import Any

import pytest

from tui.simulator import segments as make
from tui.simulator.model import Node, group_chat
from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.onebot11.ids import IdTable
from tui.simulator.onebot11.parts import DEEPEST, Parts
from tui.simulator.world import World

CHAT = group_chat("30001")


def again(world: World, *parts: dict[str, Any]) -> list[dict[str, Any]]:
    """What is shown of a message that was sent with these segments."""
    turned = Parts(world, IdTable("10001"))
    return turned.shown(world.remember(CHAT, "10001", turned.taken(list(parts), CHAT), 1_700_000_000))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text", {"text": "x"}),
        ("at", {"qq": "all"}),
        ("json", {"data": '{"app":"a"}'}),
        ("markdown", {"content": "# x"}),
    ],
)
def test_plain_kinds_come_back_as_they_went(world: World, kind: str, data: dict[str, str]) -> None:
    assert again(world, {"type": kind, "data": data}) == [{"type": kind, "data": data}]


def test_a_face_gets_its_raw_description(world: World) -> None:
    (small,), (large,) = again(world, {"type": "face", "data": {"id": 14}}), again(world, {"type": "face", "data": {"id": "264"}})
    assert (small["data"]["id"], small["data"]["raw"]["faceText"], small["data"]["raw"]["faceType"]) == ("14", "/微笑", 1)
    assert (large["data"]["raw"]["faceText"], large["data"]["raw"]["faceType"]) == ("/捂脸", 2)


def test_dice_and_fingers_fall_by_chance(world: World) -> None:
    thrown = {again(world, {"type": "dice"})[0]["data"]["result"] for _ in range(100)}
    shown = {again(world, {"type": "rps"})[0]["data"]["result"] for _ in range(100)}
    assert (thrown, shown) == (set("123456"), set("123"))


def test_a_store_sticker_comes_back_as_a_picture(world: World) -> None:
    sticker = {"type": "mface", "data": {"summary": "[汪汪]", "key": "k", "emoji_id": "ab12", "emoji_package_id": 7}}
    (shown,) = again(world, sticker)
    assert shown["type"] == "image"
    assert list(shown["data"]) == ["summary", "file", "url", "key", "emoji_id", "emoji_package_id"]
    assert again(world, {"type": "mface", "data": {}})[0]["data"]["summary"] == ""


def test_a_contact_comes_back_as_a_card(world: World) -> None:
    (shown,) = again(world, {"type": "contact", "data": {"type": "qq", "id": "20001"}})
    assert json.loads(shown["data"]["data"])["app"] == "com.tencent.contact.lua"


@pytest.mark.parametrize("kind", ["record", "video", "file"])
def test_media_have_sizes_as_strings(world: World, kind: str) -> None:
    (shown,) = again(world, {"type": kind, "data": {"file": "base64://AAAA", "name": "名字.bin"}})
    assert (shown["data"]["file"], shown["data"]["file_size"]) == ("名字.bin", "3")


def test_broken_base64_is_refused_in_words(world: World) -> None:
    with pytest.raises(ActionFailed, match="base64"):
        again(world, {"type": "image", "data": {"file": "base64://***"}})


def test_a_node_of_nobody_is_the_accounts_own(world: World) -> None:
    (shown,) = again(world, {"type": "node", "data": {"user_id": "x", "time": "y", "content": "z"}})
    assert shown["type"] == "forward"
    (message,) = world.conversation(CHAT).messages
    (node,) = message.segments[0]["data"]["nodes"]
    assert (node.user_id, node.nickname) == ("10001", "QQ用户")


def test_nodes_of_nothing_are_no_forward(world: World) -> None:
    with pytest.raises(ActionFailed, match="节点为空"):
        again(world, {"type": "node", "data": {"id": "404"}})


def test_forwards_far_inside_one_another_are_not_shown_to_the_last(world: World) -> None:
    nodes = [Node("20001", "曾小贤", 1, [make.text("最里面")])]
    for _ in range(100):
        nodes = [Node("20001", "曾小贤", 1, [make.forward(nodes)])]
    shown = Parts(world, IdTable("10001")).nodes(nodes)
    for _ in range(DEEPEST - 1):
        ((part,),) = [node["message"] for node in shown]
        shown = part["data"]["content"]
    assert list(shown[0]["message"][0]["data"]) == ["id"]
