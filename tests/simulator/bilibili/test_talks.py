"""Lists of conversations and pages of messages, as a client asks for them."""

from __future__ import annotations

import itertools
import json

import pytest

from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.model import GROUP, USER, Kind
from tui.simulator.bilibili.population import demo_world
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld

from .client import FETCH, SESSIONS, SETTINGS, BiliClient

PEOPLE = {who.FRIEND, who.FOLLOWED, who.LONG_UID, who.GALLERY}
SYSTEMS = {who.ASSISTANT, who.PAYMENTS, who.SERVICE}
GROUPS = {who.FANS, who.DISSOLVED, who.LEFT}


@pytest.fixture
def stranger(world: BiliWorld) -> None:
    world.post(world.talk(USER, who.STRANGER), who.STRANGER, Kind.TEXT, make.text("你好"))


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (1, PEOPLE | SYSTEMS | {who.STRANGER}),
        (2, {who.STRANGER}),
        (3, GROUPS),
        (4, PEOPLE | SYSTEMS | GROUPS | {who.STRANGER}),
        (5, {who.INTERCEPTED}),
        (7, SYSTEMS),
        (8, {who.STRANGER}),
        (9, PEOPLE | SYSTEMS),
    ],
)
async def test_lists_by_their_kind(client: BiliClient, wanted: int, found: set[int]) -> None:
    data = await client.data(f"{SESSIONS}/get_sessions", session_type=wanted)
    assert {it["talker_id"] for it in data["session_list"]} == found
    assert data["system_msg"] == {"7": who.ASSISTANT, "9": who.PAYMENTS, "8": who.SERVICE}


async def test_a_list_of_nothing_is_null(client: BiliClient) -> None:
    data = await client.data(f"{SESSIONS}/get_sessions", session_type=6)
    assert (data["session_list"], data["has_more"]) == (None, 0)


@pytest.mark.usefixtures("stranger")
async def test_strangers_may_be_folded_away(client: BiliClient) -> None:
    data = await client.data(f"{SESSIONS}/get_sessions", session_type=1, unfollow_fold=1)
    assert who.STRANGER not in {it["talker_id"] for it in data["session_list"]}


async def test_lists_come_in_pages_newest_first() -> None:
    async with BilibiliServer(demo_world()) as server, (client := BiliClient(server.url, server.logins.first)).http:
        seen: list[int] = []
        times: list[int] = []
        more, end = 1, 0
        while more:
            data = await client.data(f"{SESSIONS}/get_sessions", session_type=4, end_ts=end)
            assert len(data["session_list"]) == 20 or not data["has_more"]
            seen += [it["talker_id"] for it in data["session_list"]]
            times += [it["session_ts"] for it in data["session_list"]]
            more, end = data["has_more"], times[-1]
        assert len(seen) == len(set(seen)) == sum(not it.is_intercepted for it in server.world.talks.values())
        assert times == sorted(times, reverse=True)
        begin = times[3]
        newer = await client.data(f"{SESSIONS}/new_sessions", begin_ts=begin)
        assert [it["session_ts"] for it in newer["session_list"]] == times[:3]
        assert len((await client.data(f"{SESSIONS}/get_sessions", session_type=4, size=100))["session_list"]) == len(seen)
        assert await client.code(f"{SESSIONS}/get_sessions", session_type=4, size=101) == 2


async def test_what_happens_makes_a_session_new_once(client: BiliClient, world: BiliWorld) -> None:
    begin = max(talk.changed for talk in world.talks.values())
    assert (await client.data(f"{SESSIONS}/new_sessions", begin_ts=begin))["session_list"] is None
    letter = world.post(world.talk(USER, who.FRIEND), who.FRIEND, Kind.TEXT, make.text("来了"))
    (session,) = (await client.data(f"{SESSIONS}/new_sessions", begin_ts=begin))["session_list"]
    assert (session["talker_id"], session["max_seqno"], session["unread_count"]) == (who.FRIEND, letter.seqno, 2)
    assert session["last_msg"]["content"] == '{"content":"来了"}'
    assert (await client.data(f"{SESSIONS}/new_sessions", begin_ts=session["session_ts"]))["session_list"] is None


async def test_details_name_systems_and_groups_but_no_people(client: BiliClient) -> None:
    friend = await client.data(f"{SESSIONS}/session_detail", talker_id=who.FRIEND, session_type=1)
    assert (friend["group_name"], friend["is_follow"], "account_info" in friend) == ("", 1, False)
    system = await client.data(f"{SESSIONS}/session_detail", talker_id=who.ASSISTANT, session_type=1)
    assert (system["account_info"]["name"], system["system_msg_type"]) == ("UP主小助手", 7)
    group = await client.data(f"{SESSIONS}/session_detail", talker_id=who.FANS, session_type=2)
    assert (group["group_name"], group["at_seqno"]) == ("示例UP主的应援团", 6)
    assert await client.code(f"{SESSIONS}/session_detail", talker_id=99, session_type=1) == 1000004
    assert await client.code(f"{SESSIONS}/session_detail", talker_id="", session_type=1) == 2
    assert await client.code(f"{SESSIONS}/session_detail", talker_id=1, session_type=3) == 2


async def test_a_history_is_paged_backwards_without_gaps() -> None:
    world = demo_world()
    talk = world.talk(USER, who.FIRST_OF_CROWD)
    async with BilibiliServer(world) as server, (client := BiliClient(server.url, server.logins.first)).http:
        keys: list[int] = []
        end, more = 0, 1
        while more:
            page = await client.data(FETCH, talker_id=talk.id, session_type=1, size=30, end_seqno=end)
            seqnos = [it["msg_seqno"] for it in page["messages"]]
            assert seqnos == sorted(seqnos, reverse=True)
            assert (page["min_seqno"], page["max_seqno"]) == (seqnos[-1], seqnos[0])
            keys += [it["msg_key"] for it in page["messages"]]
            end, more = page["min_seqno"], page["has_more"]
        assert keys == [letter.key for letter in reversed(talk.letters)]
        assert all(key > 2**53 for key in keys)


async def test_numbers_of_messages_grow_with_gaps_and_those_of_groups_without(world: BiliWorld) -> None:
    talk = world.talk(USER, who.FRIEND)
    made = [world.post(talk, who.FRIEND, Kind.TEXT, make.text(str(number))).seqno for number in range(20)]
    assert made == sorted(set(made))
    assert any(after - before > 1 for before, after in itertools.pairwise(made))
    assert made[0] > 2_152_000_000_000_000
    assert [it.seqno for it in world.talk(GROUP, who.FANS).letters] == list(range(1, 9))


@pytest.mark.parametrize("fills_from_oldest", [False, True])
async def test_what_was_missed_is_found_from_either_end(
    client: BiliClient, server: BilibiliServer, world: BiliWorld, fills_from_oldest: bool
) -> None:
    server.troubles.fills_from_oldest = fills_from_oldest
    talk = world.talk(USER, who.FRIEND)
    last = talk.max_seqno
    made = [world.post(talk, who.FRIEND, Kind.TEXT, make.text(str(number))).seqno for number in range(5)]
    page = await client.data(FETCH, talker_id=who.FRIEND, session_type=1, size=2, begin_seqno=last)
    expected = made[1::-1] if fills_from_oldest else made[:2:-1]
    assert ([it["msg_seqno"] for it in page["messages"]], page["has_more"]) == (expected, 1)
    between = await client.data(FETCH, talker_id=who.FRIEND, session_type=1, size=9, begin_seqno=last, end_seqno=made[3])
    assert ([it["msg_seqno"] for it in between["messages"]], between["has_more"]) == (made[2::-1], 0)


async def test_without_a_size_only_tips_come(client: BiliClient) -> None:
    page = await client.data(FETCH, talker_id=who.GALLERY, session_type=1)
    assert [it["msg_type"] for it in page["messages"]] == [18]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"talker_id": who.DISSOLVED, "session_type": 2, "size": 20}, 700013),
        ({"talker_id": who.LEFT, "session_type": 2, "size": 20}, 700014),
        ({"talker_id": who.FRIEND, "size": 2001}, 2),
        ({"talker_id": "x", "size": 20}, 2),
        ({"size": 20}, 2),
    ],
)
async def test_pages_that_are_refused(client: BiliClient, query: dict[str, object], code: int) -> None:
    assert await client.code(FETCH, **query) == code


async def test_a_page_wants_a_signature_only_when_told_to(client: BiliClient, server: BilibiliServer) -> None:
    query = {"talker_id": who.FRIEND, "session_type": 1, "size": 20}
    server.troubles.signed.add("fetch_session_msgs")
    assert await client.code(FETCH, **query) == -400
    await client.learn_keys()
    assert await client.code(FETCH, **client.signed(query)) == 0


async def test_emoji_come_with_their_pictures(client: BiliClient) -> None:
    page = await client.data(FETCH, talker_id=who.FRIEND, session_type=1, size=20)
    (emoji,) = page["e_infos"]
    assert (emoji["text"], emoji["size"]) == ("[doge]", 1)
    assert (await client.http.get(emoji["url"])).content.startswith(b"\x89PNG")
    assert "e_infos" not in await client.data(FETCH, talker_id=who.LONG_UID, session_type=1, size=20)


async def test_pictures_are_served_but_those_that_expired(client: BiliClient) -> None:
    page = await client.data(FETCH, talker_id=who.GALLERY, session_type=1, size=50)
    found = {}
    for message in page["messages"]:
        if message["msg_type"] == 2:
            url = json.loads(message["content"])["url"]
            found[message["msg_status"]] = (await client.http.get(url)).status_code
    assert found == {0: 200, 50: 404}


async def test_recalled_messages_keep_their_words_and_a_recall_names_them(client: BiliClient, world: BiliWorld) -> None:
    talk = world.talk(USER, who.FRIEND)
    letter, other = (world.post(talk, who.FRIEND, Kind.TEXT, make.text("说错了")) for _ in range(2))
    world.recall(letter)
    world.recall(other, by_system=True)
    page = await client.data(FETCH, talker_id=who.FRIEND, session_type=1, size=4)
    cancel, recall, gone, slip = page["messages"]
    assert (slip["msg_status"], slip["content"]) == (1, '{"content":"说错了"}')
    assert (recall["msg_type"], recall["content"], "sys_cancel" in recall) == (5, str(letter.key), False)
    assert (gone["msg_status"], cancel["content"], cancel["sys_cancel"]) == (2, str(other.key), True)


# -- what is done with conversations


async def unread(client: BiliClient, talker: int) -> int:
    return int((await client.data(f"{SESSIONS}/session_detail", talker_id=talker, session_type=1))["unread_count"])


async def test_reading_is_counted(client: BiliClient, world: BiliWorld) -> None:
    talk = world.talk(USER, who.FRIEND)
    first, *_ = [world.post(talk, who.FRIEND, Kind.TEXT, make.text(str(number))) for number in range(3)]
    await client.post(f"{SESSIONS}/update_ack", talker_id=who.FRIEND, session_type=1, ack_seqno=first.seqno)
    assert await unread(client, who.FRIEND) == 2
    world.recall(first)
    assert await unread(client, who.FRIEND) == 2, "a recall is nothing to read"
    assert (await client.data(f"{SESSIONS}/single_unread", unread_type=0, show_dustbin=1))["dustbin_unread"] == 1
    answer = await client.post(f"{SESSIONS}/update_ack", talker_id=who.FRIEND, session_type=1, ack_seqno="")
    assert (answer["code"], answer["data"], answer["msg"]) == (0, {}, "0")
    assert await unread(client, who.FRIEND) == 0


async def test_unread_badges_count_by_acquaintance(client: BiliClient, world: BiliWorld) -> None:
    async def follow_unread() -> int:
        return int((await client.data(f"{SESSIONS}/single_unread"))["follow_unread"])

    before = await follow_unread()
    world.post(world.talk(USER, who.FRIEND), who.FRIEND, Kind.TEXT, make.text("x"))
    world.post(world.talk(USER, who.STRANGER), who.STRANGER, Kind.TEXT, make.text("x"))
    data = await client.data(f"{SESSIONS}/single_unread", unread_type=0)
    assert (data["follow_unread"] - before, data["unfollow_unread"], data["custom_unread"]) == (1, 1, 1)
    await client.post(f"{SETTINGS}/set_msg_dnd", uid=who.OWN, setting=1, dnd_uid=who.FRIEND)
    assert await follow_unread() < before, "what is muted does not count"
    assert (await client.data(f"{SESSIONS}/my_group_unread"))["unread_count"] == 3


async def test_pinning_is_zero_and_unpinning_one(client: BiliClient, world: BiliWorld) -> None:
    talk = world.talk(USER, who.FRIEND)
    await client.post(f"{SESSIONS}/set_top", talker_id=who.FRIEND, session_type=1, op_type=0)
    assert talk.top_ts > 0
    await client.post(f"{SESSIONS}/set_top", talker_id=who.FRIEND, session_type=1, op_type=1)
    assert talk.top_ts == 0
    assert (await client.post(f"{SESSIONS}/set_top", talker_id=who.FRIEND, session_type=1, op_type=2))["code"] == 2


async def test_muting_people_and_groups(client: BiliClient, world: BiliWorld) -> None:
    await client.post(f"{SETTINGS}/set_msg_dnd", uid=who.OWN, setting=1, dnd_uid=who.FRIEND)
    await client.post(f"{SETTINGS}/set_msg_dnd", uid=who.OWN, setting=1, dnd_group_id=who.FANS)
    assert world.talk(USER, who.FRIEND).is_dnd
    data = await client.data(f"{SETTINGS}/get_msg_dnd", own_uid=who.OWN, uids=who.FRIEND, group_ids=who.FANS)
    assert data == {
        "uid_settings": [{"id": who.FRIEND, "setting": 1}],
        "group_settings": [{"id": who.FANS, "setting": 1}],
    }
    await client.post(f"{SETTINGS}/set_msg_dnd", uid=who.OWN, setting=0, dnd_uid=who.FRIEND)
    assert not world.talk(USER, who.FRIEND).is_dnd


async def test_what_was_removed_comes_back_with_a_message(client: BiliClient, world: BiliWorld) -> None:
    async def listed() -> bool:
        data = await client.data(f"{SESSIONS}/get_sessions", session_type=4)
        return who.FRIEND in {it["talker_id"] for it in data["session_list"]}

    await client.post(f"{SESSIONS}/remove_session", talker_id=who.FRIEND, session_type=1)
    assert not await listed()
    world.post(world.talk(USER, who.FRIEND), who.FRIEND, Kind.TEXT, make.text("在吗"))
    assert await listed()


async def test_intercepting_and_push_settings(client: BiliClient, world: BiliWorld) -> None:
    await client.post(f"{SESSIONS}/update_intercept", talker_id=who.INTERCEPTED, status=0)
    assert not world.talk(USER, who.INTERCEPTED).is_intercepted
    await client.post(f"{SETTINGS}/set_push_ss", talker_uid=who.FOLLOWED, setting=1)
    assert (await client.data(f"{SESSIONS}/session_detail", talker_id=who.FOLLOWED))["setting"] == 1


async def test_settings_show_two_only_when_asked(client: BiliClient) -> None:
    plain = await client.data(f"{SETTINGS}/get")
    more = await client.data(f"{SETTINGS}/get", msg_notify=1, show_unfollowed_msg=1)
    assert more.keys() - plain.keys() == {"msg_notify", "show_unfollowed_msg"}
    await client.post(f"{SETTINGS}/set", set_like=0, unknown=1)
    assert (await client.data(f"{SETTINGS}/get"))["set_like"] == 0


async def test_acts_want_csrf(client: BiliClient, world: BiliWorld) -> None:
    answer = await client.post(f"{SESSIONS}/set_top", talker_id=who.FRIEND, session_type=1, op_type=0, csrf="wrong")
    assert (answer["code"], answer["message"]) == (-111, "csrf 校验失败")
    assert world.talk(USER, who.FRIEND).top_ts == 0
