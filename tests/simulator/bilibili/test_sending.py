"""Sending, and every reason for which it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.model import RECALLED, USER, Kind, Person
from tui.simulator.bilibili.sending import size_of
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld
from tui.simulator.segments import png

from .client import FETCH, BiliClient


async def test_a_text_arrives_marks_read_and_comes_back_by_its_key(client: BiliClient, world: BiliWorld) -> None:
    talk = world.talk(USER, who.FRIEND)
    assert world.unread(talk) == 1
    answer = await client.text(who.FRIEND, "收到[doge]")
    data = answer["data"]
    assert data.keys() == {"msg_key", "e_infos", "msg_content", "key_hit_infos"}
    assert (data["msg_content"], data["key_hit_infos"]) == ('{"content":"收到[doge]"}', {})
    assert data["e_infos"][0]["text"] == "[doge]"
    page = await client.data(FETCH, talker_id=who.FRIEND, session_type=1, size=1)
    assert [(it["msg_key"], it["sender_uid"], it["receiver_id"]) for it in page["messages"]] == [
        (data["msg_key"], who.OWN, who.FRIEND)
    ]
    assert world.unread(talk) == 0


async def test_who_asks_for_the_old_faces_gets_them_rewritten(client: BiliClient) -> None:
    answer = await client.text(who.FRIEND, "[doge][没有这个]", new_face_version=0)
    assert answer["data"]["msg_content"] == '{"content":"[tv_doge][没有这个]"}'


async def test_words_of_fraud_are_warned_of_and_still_sent(client: BiliClient, world: BiliWorld) -> None:
    data = (await client.text(who.FRIEND, "加我微信"))["data"]
    assert data["key_hit_infos"].keys() == {"toast", "rule_id", "high_text"}
    assert world.talk(USER, who.FRIEND).letters[-1].key == data["msg_key"]


LONG = "敲" * 661
"""With its JSON around it 1,998 bytes."""


@pytest.mark.parametrize(
    ("receiver", "words", "code"),
    [
        (who.FRIEND, LONG, 0),
        (who.FRIEND, LONG + "..", 0),
        (who.FRIEND, LONG + "...", 21007),
        (who.FRIEND, "", -400),
        (who.FRIEND, "  ", -400),
        (who.OWN, "x", 21026),
        (who.PRIVATE, "x", 25003),
        (who.ASSISTANT, "x", 25003),
        (who.BLOCKED, "x", 25005),
        (99, "x", -400),
    ],
)
async def test_texts_that_are_refused(client: BiliClient, world: BiliWorld, receiver: int, words: str, code: int) -> None:
    before = sum(len(talk.letters) for talk in world.talks.values())
    answer = await client.text(receiver, words)
    assert answer["code"] == code
    assert (answer["data"] is None) == (code != 0)
    assert sum(len(talk.letters) for talk in world.talks.values()) - before == (code == 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": 7}, 21035),
        ({"kind": "x"}, -400),
        ({"content": "no json"}, -400),
        ({"content": "[]"}, -400),
        ({"receiver_type": 2}, 21028),
        ({"sender_uid": 5}, -400),
        ({"kind": 2, "content": '{"url":"https://example.com/x.png"}'}, 21037),
        ({"kind": 2, "content": '{"url":"https://nothdslb.com/x.png"}'}, 21037),
        ({"kind": 2, "content": "{}"}, 21037),
        ({"kind": 2, "content": '{"url":"https://i0.hdslb.com/bfs/new_dyn/x.png"}'}, 0),
        ({"kind": 5, "content": "17"}, 10005),
        ({"kind": 5, "content": "x"}, 10005),
    ],
)
async def test_messages_that_are_refused(client: BiliClient, change: dict[str, Any], code: int) -> None:
    fields: dict[str, Any] = {"kind": 1, "content": '{"content":"x"}'} | change
    kind, content = fields.pop("kind"), fields.pop("content")
    assert (await client.send(who.FRIEND, kind, content, **fields))["code"] == code


async def test_a_message_has_to_be_signed_with_the_keys_of_today(client: BiliClient, server: BilibiliServer) -> None:
    assert (await client.send(who.FRIEND, 1, make.text("x"), is_signed=False))["code"] == -400
    assert (await client.text(who.FRIEND, "x"))["code"] == 0
    server.desk.keys.rotate()
    assert (await client.text(who.FRIEND, "x"))["code"] == -403
    await client.learn_keys()
    assert (await client.text(who.FRIEND, "x"))["code"] == 0
    server.troubles.signed.clear()
    assert (await client.send(who.FRIEND, 1, make.text("x"), is_signed=False))["code"] == 0


async def test_a_stranger_takes_one_message_until_they_answer(client: BiliClient, world: BiliWorld) -> None:
    assert [(await client.text(who.STRANGER, str(number)))["code"] for number in range(2)] == [0, 21047]
    world.post(world.talk(USER, who.STRANGER), who.STRANGER, Kind.TEXT, make.text("你是谁"))
    assert (await client.text(who.STRANGER, "是我"))["code"] == 0
    world.add(Person(98, "新来的"))
    assert [(await client.text(98, str(number)))["code"] for number in range(2)] == [0, 21047]
    world.people[98].follows = True
    assert (await client.text(98, "谢谢关注"))["code"] == 0


def _burst(world: BiliWorld) -> None:
    world.limits.burst = 2


def _daily(world: BiliWorld) -> None:
    world.limits.daily = len(own_letters(world)) + 2


def own_letters(world: BiliWorld) -> list[object]:
    return [it for talk in world.talks.values() for it in talk.letters if it.sender == who.OWN]


@pytest.mark.parametrize(("limit", "code", "patience"), [(_burst, 21020, 11), (_daily, 21046, 86401)])
async def test_who_sends_too_much_has_to_wait(
    client: BiliClient, world: BiliWorld, limit: Callable[[BiliWorld], None], code: int, patience: int
) -> None:
    limit(world)
    assert [(await client.text(who.FRIEND, str(number)))["code"] for number in range(3)] == [0, 0, code]
    world.pass_time(patience)
    assert (await client.text(who.FRIEND, "x"))["code"] == 0


async def test_without_a_phone_nobody_sends(client: BiliClient, world: BiliWorld) -> None:
    world.limits.has_phone = False
    assert (await client.text(who.FRIEND, "x"))["code"] == 21015


# -- recalls


async def sent(client: BiliClient) -> str:
    return str((await client.text(who.FRIEND, "说错了"))["data"]["msg_key"])


async def test_a_message_is_recalled_once(client: BiliClient, world: BiliWorld) -> None:
    key = await sent(client)
    answer = await client.send(who.FRIEND, 5, key)
    assert answer["data"].keys() == {"msg_key"}
    talk = world.talk(USER, who.FRIEND)
    assert [it.status for it in talk.letters if str(it.key) == key] == [RECALLED]
    assert (talk.letters[-1].kind, talk.letters[-1].content) == (Kind.RECALL, key)
    assert (await client.send(who.FRIEND, 5, key))["code"] == 21042


async def test_a_recall_can_be_too_late(client: BiliClient, world: BiliWorld) -> None:
    early, late = await sent(client), await sent(client)
    world.pass_time(119)
    assert (await client.send(who.FRIEND, 5, early))["code"] == 0
    world.pass_time(2)
    assert (await client.send(who.FRIEND, 5, late))["code"] == 21041


async def test_only_own_messages_of_that_conversation_are_recalled(client: BiliClient, world: BiliWorld) -> None:
    theirs = world.talk(USER, who.FRIEND).letters[-1]
    assert (await client.send(who.FRIEND, 5, str(theirs.key)))["code"] == 10005
    key = await sent(client)
    assert (await client.send(who.FOLLOWED, 5, key))["code"] == 10005


# -- pictures

GIF = b"GIF89a\x04\x00\x03\x00rest"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x03\x00\x04rest"


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        (png(4, 3, (1, 2, 3)), ("png", 4, 3)),
        (GIF, ("gif", 4, 3)),
        (JPEG, ("jpg", 4, 3)),
        (b"RIFF", None),
        (b"", None),
        (b"\xff\xd8\xff", None),
    ],
)
def test_pictures_are_known_by_their_head(picture: bytes, found: object) -> None:
    assert size_of(picture) == found


async def upload(client: BiliClient, picture: bytes, **fields: str) -> dict[str, Any]:
    form = {"biz": "new_dyn", "category": "daily", "csrf": client.cookies["bili_jct"]} | fields
    files = {"file_up": ("test.png", picture, "image/png")}
    answer = await client.http.post("/x/dynamic/feed/draw/upload_bfs", data=form, files=files)
    frame: dict[str, Any] = answer.json()
    return frame


async def test_an_uploaded_picture_is_served_and_can_be_sent(client: BiliClient, world: BiliWorld) -> None:
    picture = png(40, 30, (9, 9, 9))
    data = (await upload(client, picture))["data"]
    assert (data["image_width"], data["image_height"]) == (40, 30)
    assert (await client.http.get(data["image_url"])).content == picture
    content = {"url": data["image_url"], "height": 30, "width": 40, "imageType": "png", "original": 1, "size": data["img_size"]}
    answer = await client.send(who.FRIEND, 2, json.dumps(content))
    assert answer["data"].keys() == {"msg_key"}
    assert json.loads(world.talk(USER, who.FRIEND).letters[-1].content) == content


async def test_uploads_that_are_refused(client: BiliClient) -> None:
    assert (await upload(client, b"RIFF"))["code"] == 21037
    assert (await upload(client, GIF, biz=""))["code"] == -400
    assert (await upload(client, GIF, csrf="wrong"))["code"] == -111
