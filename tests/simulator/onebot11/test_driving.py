"""What tests do in the world reaches a client before they go on."""

from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import at, reply

from .client import RawClient


async def test_others_speak_quote_and_mention(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30001", "20001", "一")
    await server.say_group("30001", "20002", [reply(message), at("10001")])
    wire = [{"type": "reply", "data": {"id": str(server.message_id(message))}}, {"type": "text", "data": {"text": "x"}}]
    await server.say_group("30001", "20002", wire)
    events = [await client.event() for _ in range(3)]
    quote = {"type": "reply", "data": {"id": str(events[0]["message_id"])}}
    assert events[1]["message"] == [quote, {"type": "at", "data": {"qq": "10001"}}]
    assert events[2]["message"][0] == quote


async def test_people_come_and_go(server: OneBotServer, client: RawClient) -> None:
    await server.join("30001", "20777", nickname="新人")
    await server.join("30001", "20778", by="20001")
    await server.leave("30001", "20777")
    await server.kick("30001", "20778")
    await server.kick("30002", "10001")
    events = [await client.event() for _ in range(5)]
    assert [(event["notice_type"], event["sub_type"], event["operator_id"]) for event in events] == [
        ("group_increase", "approve", 10001),
        ("group_increase", "invite", 20001),
        ("group_decrease", "leave", 0),
        ("group_decrease", "kick", 10001),
        ("group_decrease", "kick_me", 20009),
    ]
    assert server.world.users["20777"].nickname == "新人"


async def test_the_account_is_muted_poked_and_made_administrator(server: OneBotServer, client: RawClient) -> None:
    await server.mute("30003", "10001", 600)
    await server.mute_all("30003")
    await server.poke("20001", group_id="30001")
    await server.poke("20001")
    await server.set_admin("30003", "10001", True)
    await server.typing("20001")
    kinds = [event.get("sub_type") for event in [await client.event() for _ in range(6)]]
    assert kinds == ["ban", "ban", "poke", "poke", "set", "input_status"]


async def test_recalls_and_cards(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30002", "20001", "x")
    await server.recall(message, by="20009")
    await server.set_card("30002", "20001", "新")
    await server.say_group("30002", "20001", "y")
    _, recall, card, _ = [await client.event() for _ in range(4)]
    assert (recall["user_id"], recall["operator_id"]) == (20001, 20009)
    assert card["card_new"] == "新"


async def test_what_owners_do(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30002", "20001", "x")
    await server.set_title("30002", "20001", "头衔")
    await server.rename_group("30002", "新群名", by="10001")
    await server.set_essence(message)
    await server.disband("30002")
    events = [await client.event() for _ in range(5)]
    assert [event.get("sub_type") for event in events] == ["normal", "title", "group_name", "add", "disband"]
    assert [group["group_id"] for group in await client.data("get_group_list")] == [30001, 30003]


async def test_a_flood_makes_the_groups_it_needs_and_keeps_its_rate(server: OneBotServer, client: RawClient) -> None:
    await server.flood(conversations=6, rate=10_000, count=12)
    events = [await client.event() for _ in range(12)]
    assert len({event["group_id"] for event in events}) == 6
