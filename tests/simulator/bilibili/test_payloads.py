"""Our answers have the keys of recorded shapes, where those are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.places import shared
from tui.simulator.bilibili import codes
from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld

from .client import FETCH, PASSPORT, SESSIONS, BiliClient

PAYLOADS = shared("payloads", "bilibili")
pytestmark = pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the payloads are not here")


def payload(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))["payload"]


def keys(frame: dict[str, Any]) -> set[str]:
    return set(frame)


async def test_answers_have_the_keys_of_the_payloads(client: BiliClient, server: BilibiliServer) -> None:
    listed, theirs = await client.get(f"{SESSIONS}/get_sessions", session_type=4), payload("syn_get_sessions")
    assert keys(listed) == keys(theirs)
    assert keys(listed["data"]) == keys(theirs["data"])
    for talker in (who.FRIEND, who.ASSISTANT):
        (ours,) = (it for it in listed["data"]["session_list"] if it["talker_id"] == talker)
        system = bool(ours["system_msg_type"])
        other = next(it for it in theirs["data"]["session_list"] if bool(it["system_msg_type"]) == system)
        assert keys(ours) == keys(other)
        assert keys(ours["last_msg"]) == keys(other["last_msg"])
    empty = await client.get(FETCH, talker_id=99, size=20)
    assert empty == payload("syn_fetch_empty")
    server.troubles.befall("fetch_session_msgs", "voucher")
    assert await client.get(FETCH, talker_id=99, size=20) == payload("syn_fetch_v_voucher")
    sent = await client.text(who.FRIEND, "微信")
    recalled = await client.send(who.FRIEND, 5, str(sent["data"]["msg_key"]))
    for ours, name in ((sent, "keyword_toast"), (recalled, "recall_or_picture")):
        other = payload(f"syn_send_ok_{name}")
        assert (keys(ours), keys(ours["data"])) == (keys(other), keys(other["data"]))


def test_codes_have_the_words_of_the_payloads() -> None:
    theirs = payload("syn_errors")
    assert {code: frame["message"] for code, frame in theirs.items()} == {code: codes.WORDS[int(code)] for code in theirs}


async def test_a_code_has_the_shapes_of_the_payloads(server: BilibiliServer, world: BiliWorld) -> None:
    nobody = BiliClient(server.url)
    async with nobody.http:
        key = (await nobody.data(f"{PASSPORT}/qrcode/generate"))["qrcode_key"]
        for name, age in (("86101", 0), ("86090", 3), ("0", 2)):
            world.pass_time(age)
            ours, theirs = await nobody.get(f"{PASSPORT}/qrcode/poll", qrcode_key=key), payload(f"syn_qr_poll_{name}")
            assert keys(ours["data"]) == keys(theirs["data"])
            assert (ours["data"]["code"], ours["data"]["message"]) == (theirs["data"]["code"], theirs["data"]["message"])


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("syn_msg_*.json")), ids=lambda path: path.stem)
async def test_the_world_has_a_message_like_each_payload(client: BiliClient, path: Path) -> None:
    theirs = payload(path.stem)
    pages = [await client.data(FETCH, talker_id=who.GALLERY, session_type=1, size=50)]
    pages.append(await client.data(FETCH, talker_id=who.FANS, session_type=2, size=50))
    found = [it for page in pages for it in page["messages"] if it["msg_type"] == theirs["msg_type"]]
    assert found
    found = [it for it in found if keys(it) == keys(theirs)]
    assert found
    try:
        content = json.loads(theirs["content"])
    except ValueError:
        assert any(it["content"] == theirs["content"] for it in found)
        return
    if not isinstance(content, dict):
        assert any(it["content"].isdigit() for it in found)
        return
    ours = [set(json.loads(it["content"])) for it in found if it["content"].startswith("{")]
    assert any(set(content) <= names for names in ours), (set(content), ours)
