"""Recordings: events are played in order as ours and of now; what is no event is passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tui.simulator.mirai import recorded
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.replay import Recorded, ReplayError, read_frames, replay
from tui.simulator.world import small_world

EVENT = {"post_type": "message", "self_id": 77, "time": 1_000, "user_id": 20001, "raw_message": "第一"}
OWN = {"post_type": "message_sent", "self_id": 77, "time": 1_001, "user_id": 77, "raw_message": "第二"}


def recording(folder: Path, *lines: object) -> Path:
    """A file of these lines."""
    path = folder / "wire.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_events_are_found_in_a_wire_log_and_on_their_own(tmp_path: Path) -> None:
    logged = {"time": 5.5, "direction": "in", "text": json.dumps(EVENT)}
    call = {"time": 5.6, "direction": "out", "text": json.dumps({"action": "get_status"})}
    beat = {"post_type": "meta_event", "self_id": 77}
    broken = {"time": 5.7, "direction": "in", "text": "{"}
    frames = read_frames(recording(tmp_path, logged, call, beat, broken, OWN))
    assert [(frame.at, frame.event["raw_message"]) for frame in frames] == [(5.5, "第一"), (1_001.0, "第二")]


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text(json.dumps(EVENT) + "\nnot json\n", encoding="utf-8")
    with pytest.raises(ReplayError, match="line 2"):
        read_frames(path)


def test_characters_that_part_lines_elsewhere_part_none_of_a_log(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    said = "a\u2028b\x85c"
    logged = {"time": "2026-01-02T03:04:05.250+00:00", "text": json.dumps({**EVENT, "raw_message": said}, ensure_ascii=False)}
    path.write_text(json.dumps(logged, ensure_ascii=False) + "\n", encoding="utf-8")
    (frame,) = read_frames(path)
    assert (frame.at, frame.event["raw_message"]) == (1767323045.25, said)


def test_a_line_that_a_wire_log_could_not_finish_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    whole = json.dumps({"time": 5.5, "text": json.dumps(EVENT)})
    path.write_text(f"{whole[:60]}\n{whole}\n{whole[:-9]}", encoding="utf-8")
    assert len(read_frames(path)) == 1


def test_a_time_that_is_none_pauses_nobody(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text('{"time": NaN, "text": "{\\"post_type\\": \\"notice\\", \\"time\\": 1e999}"}\n', encoding="utf-8")
    assert [frame.at for frame in read_frames(path)] == [0.0]


def test_a_file_without_an_event_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(ReplayError):
        read_frames(recording(tmp_path, {"action": "get_status"}))


async def test_the_account_is_ours_and_the_time_is_now() -> None:
    frames = [Recorded(1_000.0, EVENT), Recorded(1_001.0, OWN)]
    async with OneBotServer(small_world(), heartbeat=0) as server, connect(server.url) as client:
        assert json.loads(await client.recv())["meta_event_type"] == "lifecycle"
        played = [line async for line in replay(server, frames, speed=1_000, now=lambda: 5_000.0)]
        first, second = json.loads(await client.recv()), json.loads(await client.recv())
    assert played == ["message", "message_sent"]
    assert (first["self_id"], first["user_id"], first["time"], first["raw_message"]) == (10001, 20001, 5_000, "第一")
    assert (second["self_id"], second["user_id"], second["time"]) == (10001, 10001, 5_001)


@pytest.mark.parametrize(
    ("key", "theirs", "ours"),
    [
        ("raw_message", "[CQ:at,qq=77] [CQ:at,qq=771]", "[CQ:at,qq=10001] [CQ:at,qq=771]"),
        ("message", "[CQ:at,name=a,qq=77,x=1]77", "[CQ:at,name=a,qq=10001,x=1]77"),
        ("message", [{"type": "at", "data": {"qq": "77"}}, 5], [{"type": "at", "data": {"qq": "10001"}}, 5]),
        ("message", [{"type": "at", "data": {"qq": 77}}], [{"type": "at", "data": {"qq": 10001}}]),
        ("message", [{"type": "at", "data": {"qq": "all"}}], [{"type": "at", "data": {"qq": "all"}}]),
    ],
)
async def test_who_mentioned_the_recorded_account_mentions_ours(key: str, theirs: object, ours: object) -> None:
    async with OneBotServer(small_world(), heartbeat=0) as server, connect(server.url) as client:
        await client.recv()
        assert [line async for line in replay(server, [Recorded(1.0, {**EVENT, key: theirs})])] == ["message"]
        assert json.loads(await client.recv())[key] == ours


MIRAI = {
    "type": "GroupMessage", "sender": {"id": 20001},
    "messageChain": [{"type": "Source", "id": 3, "time": 1_000}, {"type": "At", "target": 77, "display": ""}],
}  # fmt: skip
ONLINE = {"type": "BotOnlineEvent", "qq": 77}


async def test_a_recording_of_mirai_is_played_as_ours_and_of_now(tmp_path: Path) -> None:
    pushed = [
        {"time": 5.5 + at, "direction": "in", "text": json.dumps({"syncId": "-1", "data": it})}
        for at, it in enumerate((MIRAI, ONLINE))
    ]
    answer = {"time": 6.0, "direction": "in", "text": json.dumps({"syncId": "a-1", "data": {"code": 0, "type": "x"}})}
    call = {"time": 6.0, "direction": "out", "text": json.dumps({"syncId": "a-1", "command": "about", "content": {}})}
    of_onebot = {"time": 6.0, "direction": "in", "text": json.dumps(EVENT)}
    frames = read_frames(recording(tmp_path, *pushed, answer, call, of_onebot, {**MIRAI, "messageChain": []}), recorded)
    assert [frame.at for frame in frames] == [5.5, 6.5, 6.5]
    async with MiraiServer(small_world()) as server, connect(f"{server.ws_url}/all?qq=10001") as client:
        await client.recv()
        played = [line async for line in replay(server, frames, speed=1_000, now=lambda: 5_000.0, wire=recorded)]
        first, second, third = [json.loads(await client.recv())["data"] for _ in range(3)]
    assert played == ["GroupMessage", "BotOnlineEvent", "GroupMessage"]
    assert first["messageChain"] == [{"type": "Source", "id": 3, "time": 5_000}, {"type": "At", "target": 10001, "display": ""}]
    assert (second["qq"], third["messageChain"]) == (10001, [])


def test_a_recording_of_the_other_protocol_is_none(tmp_path: Path) -> None:
    with pytest.raises(ReplayError):
        read_frames(recording(tmp_path, EVENT), recorded)
    with pytest.raises(ReplayError):
        read_frames(recording(tmp_path, MIRAI, {"syncId": "-1", "data": ONLINE}))
