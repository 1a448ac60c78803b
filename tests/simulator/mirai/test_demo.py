"""The population of the demo on mirai's wire: everything that was ever said there can be shown."""

from tui.simulator.demo_world import demo_world
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.serving import dump


def test_every_message_of_the_demo_has_a_chain() -> None:
    world = demo_world(seed=7)
    server = MiraiServer(world)
    kinds: set[str] = set()
    for message in world.messages.values():
        if world.sees(world.self_id, message.chat):
            packet = server.chains.packet(message)
            assert dump(packet)
            assert len(packet["messageChain"]) == len(message.segments) + 1, message.segments
            kinds |= {element["type"] for element in packet["messageChain"]}
    assert kinds >= {
        "Source",
        "Plain",
        "Quote",
        "At",
        "Face",
        "Image",
        "Voice",
        "ShortVideo",
        "File",
        "App",
        "MarketFace",
        "Forward",
    }
