"""Files, announcements, profiles and friendships in the world itself: who may, and what is left afterwards."""

from tui.simulator import happenings as told
from tui.simulator.demo_world import ADMIN_GROUP, demo_world
from tui.simulator.model import OnlineStatus, Reason, group_chat, private_chat
from tui.simulator.segments import file, png, text, words_of
from tui.simulator.world import World
from tui.simulator.world_boards import DAY

from .rules import Clock, reason_of


def test_a_file_is_told_after_its_message(world: World) -> None:
    seen: list[told.Happening] = []
    world.observe(seen.append)
    shared = world.files.upload(group_chat("30001"), "20001", "a.txt", b"abc")
    assert seen == [told.Posted(shared.message), told.FileShared(shared)]
    world.files.upload(private_chat("10001", "20001"), "20001", "a.txt", b"abc")
    assert type(seen[-1]) is told.Posted


def test_files_of_one_name_are_two(world: World) -> None:
    chat = group_chat("30001")
    first, second = (world.files.upload(chat, "20001", "a.txt", body) for body in (b"one", b"two"))
    assert [world.files.bytes_of(shared) for shared in (first, second)] == [b"one", b"two"]
    world.files.delete(first, "10001")
    assert world.files.all_of("30001") == [second]
    assert reason_of(lambda: world.files.find(first.id)) is Reason.NO_SUCH_FILE


def test_the_same_segment_said_twice_is_two_files(world: World) -> None:
    parts = [file("a.txt", 3)]
    messages = [world.post(group_chat(group_id), "20001", parts) for group_id in ("30001", "30002")]
    world.recall(messages[0], "20001")
    assert world.files.all_of("30001") == []
    assert [shared.message for shared in world.files.all_of("30002")] == [messages[1]]


def test_the_past_has_files_of_the_size_it_claims() -> None:
    world = demo_world()
    files = world.files.all_of(ADMIN_GROUP)
    assert files
    assert all(len(world.files.bytes_of(shared)) == shared.size for shared in files[:3])
    assert world.files.used(ADMIN_GROUP) == sum(shared.size for shared in files)


def test_a_folder_is_its_groups_own(world: World) -> None:
    folder = world.files.create_folder("30001", "资料", "10001")
    assert reason_of(lambda: world.files.folder("30002", folder.id)) is Reason.NO_SUCH_FOLDER
    chat = group_chat("30002")
    assert reason_of(lambda: world.files.upload(chat, "10001", "a", b"", folder=folder.id)) is Reason.NO_SUCH_FOLDER
    assert world.files.folders("30002") == []


def test_a_deleted_friend_is_struck_off_one_list_or_both(world: World) -> None:
    chat = private_chat("10001", "20001")
    world.unfriend("10001", "20001")
    assert not world.is_friend("10001", "20001")
    assert world.is_friend("20001", "10001")
    assert reason_of(lambda: world.post(chat, "20001", [text("x")])) is Reason.NOT_A_FRIEND
    assert reason_of(lambda: world.unfriend("10001", "20001")) is Reason.NOT_A_FRIEND
    world.unfriend("10001", "20002", is_mutual=True)
    assert not world.is_friend("20002", "10001")


def test_days_are_counted_anew(world: World, clock: Clock) -> None:
    assert world.boards.sign("30001", "10001")
    assert not world.boards.sign("30001", "10001")
    world.post(group_chat("30001"), "10001", [{"type": "at", "data": {"qq": "all"}}])
    assert world.boards.calls_left("30001", "10001") == (19, 9)
    clock.time += DAY
    assert world.boards.sign("30001", "10001")
    assert world.boards.calls_left("30001", "10001") == (20, 10)


def test_the_invisible_seem_offline_to_others_only(world: World) -> None:
    world.profiles.set_status("20001", OnlineStatus(40))
    assert world.profiles.status_of("20001", "10001").kind == 20
    assert world.profiles.status_of("20001", "20001").kind == 40
    assert reason_of(lambda: world.profiles.set_status("20001", OnlineStatus(1))) is Reason.NO_SUCH_STATUS


def test_what_is_recalled_takes_no_reaction_and_no_honour(world: World) -> None:
    message = world.post(group_chat("30001"), "20001", [text("x")])
    world.set_essence(message, "10001", True)
    world.recall(message, "20001")
    assert world.group("30001").essence == []
    assert reason_of(lambda: world.react(message, "20002", "76")) is Reason.GONE
    assert reason_of(lambda: world.set_essence(message, "10001", True)) is Reason.GONE
    assert world.boards.honoured("30001", "talkative") == []


def test_a_picture_tells_what_is_written_on_it() -> None:
    assert words_of(png(4, 4, (1, 2, 3), "字\nline")) == "字\nline"
    assert words_of(png(4, 4, (1, 2, 3))) == ""
    assert words_of(b"GIF89a") == ""
