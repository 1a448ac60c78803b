"""Events become rows: once each, unread where they should be, recalled whatever comes first."""

from __future__ import annotations

from msgspec.structs import replace

from tests.store.making import FRIEND, GROUP, ME, T0, Bench, message
from tui.chat import events
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import Message, Sender
from tui.chat.people import Friend, Group, Member, Role
from tui.chat.segments import Notice, Quote, Text
from tui.store import conversations, gaps, unread
from tui.store.rows import Position


def read(bench: Bench, upto: Position) -> None:
    where = bench.row().id
    bench.store.submit(lambda tx: unread.mark_read(tx, where, upto)).result()


def recalled(
    native: str, where: ConversationId | None = GROUP, operator: str = "20001", author: str = ""
) -> events.MessageRecalled:
    return events.MessageRecalled(where, native, operator, author, T0 + 50_000)


def test_a_repeated_event_is_one_message(bench: Bench) -> None:
    bench.apply(message(1), message(1))
    bench.apply(message(1))
    assert bench.natives() == ["1"]


def test_the_same_id_of_another_sender_or_day_is_another_message(bench: Bench) -> None:
    bench.apply(message(1), message(1, sender="20002"), message(1, at=90_000))
    assert len(bench.rows()) == 3


def newest(bench: Bench, *page: Message) -> None:
    where = bench.store.submit(lambda tx: conversations.ensure(tx, bench.account, GROUP)).result()
    bench.store.submit(lambda tx: gaps.add_newest(tx, where, page, is_whole=False)).result()


def test_the_first_sync_raises_no_unread_but_what_is_said_live_does(bench: Bench) -> None:
    newest(bench, message(1))
    assert bench.row().unread == 0
    bench.apply(message(2, at=2, mentions_me=True))
    assert (bench.row().unread, bench.row().mentions) == (1, 1)


def test_a_conversation_that_began_while_we_were_away_is_unread(bench: Bench) -> None:
    bench.synced()
    bench.reconnect(online_at=10)
    newest(bench, message(1, at=5), message(2, at=20))
    assert [row.unread for row in bench.rows()] == [False, True]


def test_an_own_message_from_the_phone_clears_what_is_above_it(bench: Bench) -> None:
    bench.synced()
    bench.apply(message(1), message(2, at=2))
    bench.apply(message(3, at=3, sender=ME.own_id), message(4, at=4))
    assert bench.row().unread == 1


def test_reading_clears_down_to_the_nearest_gap(bench: Bench) -> None:
    bench.synced()
    bench.apply(message(1))
    bench.reconnect()
    bench.apply(message(5, at=5), message(6, at=6))
    read(bench, bench.rows()[1].position)
    assert [row.native for row in bench.rows() if row.unread] == ["1", "6"]


def test_notices_are_lines_that_raise_nothing_and_move_nothing(bench: Bench) -> None:
    bench.synced()
    bench.apply(message(1), message("notice:a", at=9, segments=[Notice("poke", "20001", "10001")], is_notice=True))
    assert bench.row().unread == 1
    assert bench.row().last_time == T0
    assert len(bench.rows()) == 2


def test_a_recall_leaves_a_tombstone_with_the_words_behind_it(bench: Bench) -> None:
    bench.synced()
    bench.apply(message(1, text="oops", mentions_me=True), message(2, at=1, segments=[Quote("1"), Text("what?")]))
    bench.apply(recalled("1"), recalled("1", operator="20009"))
    row, reply = bench.rows()
    assert (row.is_recalled, row.recalled_by, row.segments) == (True, "20001", (Text("oops"),))
    assert reply.quoted is not None and reply.quoted.is_recalled
    assert (bench.row().unread, bench.row().mentions) == (1, 0)


def test_a_recall_that_comes_first_waits_for_its_message(bench: Bench) -> None:
    bench.synced()
    bench.apply(recalled("7"))
    bench.apply(message(7))
    assert bench.rows()[0].is_recalled
    assert bench.row().unread == 0


def test_a_recall_without_a_conversation_is_resolved_when_only_one_message_fits(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND), message(2), message(3), message(3, where=FRIEND))
    bench.apply(recalled("1", where=None), recalled("3", where=None))
    assert bench.rows(FRIEND)[0].is_recalled
    assert not any(row.is_recalled for row in bench.rows())
    assert not bench.rows(FRIEND)[1].is_recalled


def of_ours(native: str, sent: int = 0) -> events.MessageRecalled:
    return events.MessageRecalled(None, native, ME.own_id, ME.own_id, T0 + 50_000, ConversationKind.FRIEND, sent)


def test_where_ids_count_within_a_conversation_only_our_own_one_in_a_chat_of_two_is_taken_back(bench: Bench) -> None:
    other = ConversationId(ME, ConversationKind.FRIEND, "20002")
    bench.apply(message(1), message(1, sender=ME.own_id, where=GROUP, at=9_000), message(1, where=FRIEND))
    bench.apply(of_ours("1"), message(2, sender=ME.own_id, where=FRIEND), of_ours("2"))
    assert [row.is_recalled for row in bench.rows(FRIEND)] == [False, True]
    assert not any(row.is_recalled for row in bench.rows())
    bench.apply(of_ours("7"), message(7, sender=ME.own_id, where=FRIEND))
    assert not bench.rows(FRIEND)[-1].is_recalled  # no tombstone waits for another message of that number
    bench.apply(message(7, sender=ME.own_id, where=other, at=60_000), of_ours("7"))
    assert not any(row.is_recalled for row in (*bench.rows(FRIEND)[2:], *bench.rows(other)))
    bench.apply(of_ours("7", bench.rows(other)[0].time + 900))
    assert bench.rows(other)[0].is_recalled and not bench.rows(FRIEND)[-1].is_recalled


def test_lists_of_friends_and_groups_name_conversations_and_fold_the_rest(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND))
    bench.apply(
        events.FriendsListed((Friend("20001", "曾小贤", "小贤", "同事", 1),)),
        events.GroupsListed((Group("30001", "摸鱼小分队", member_count=3), Group("30002", "x"))),
    )
    friend = bench.row(FRIEND)
    assert (friend.title, friend.category, friend.is_listed) == ("小贤", "同事", True)
    assert bench.row().title == "摸鱼小分队"
    bench.apply(events.GroupsListed((Group("30002", "x"),)))
    assert not bench.row().is_listed


def test_members_are_listed_updated_and_gone(bench: Bench) -> None:
    where = GROUP
    bench.apply(events.MembersListed(where, (Member("1", "a", "卡", Role.ADMIN), Member("2", "b"))))
    bench.apply(events.MemberUpdated(where, "2", muted_until=5), events.MemberLeft(where, "1"))
    (left,) = bench.reader.members(bench.row().id)
    assert (left.user, left.nickname, left.muted_until, left.role) == ("2", "b", 5, Role.UNKNOWN)
    assert bench.row().member_count == 1


def test_a_member_whose_nickname_is_not_told_has_that_of_the_friend_they_are(bench: Bench) -> None:
    bench.apply(events.FriendsListed((Friend("20001", "曾小贤", "小贤"),)))
    bench.apply(events.MembersListed(GROUP, (Member("20001", "", "贤哥"), Member("20004", "", "路人"))))
    told = {row.user: (row.nickname, row.card, row.remark) for row in bench.reader.members(bench.row().id)}
    assert told == {"20001": ("曾小贤", "贤哥", "小贤"), "20004": ("", "路人", "")}


def test_a_list_that_does_not_speak_of_mutes_ends_none(bench: Bench) -> None:
    bench.apply(events.MemberUpdated(GROUP, "1", muted_until=5), events.MemberUpdated(GROUP, "2", muted_until=5))
    bench.apply(
        events.MembersListed(GROUP, (Member("1", "a", muted_until=None), Member("2", "b"), Member("3", "c", muted_until=None)))
    )
    assert [(row.user, row.muted_until) for row in bench.reader.members(bench.row().id)] == [("1", 5), ("2", 0), ("3", 0)]


def test_who_is_not_in_the_list_of_the_muted_may_speak(bench: Bench) -> None:
    bench.apply(events.MembersListed(GROUP, (Member("1", "a", "卡", Role.ADMIN, muted_until=5), Member("2", "b"))))
    bench.apply(events.MutedListed(GROUP, (Member("2", "b", muted_until=7), Member("3", "c", "丙", muted_until=9))))
    members = bench.reader.members(bench.row().id)
    assert [(row.user, row.name, row.muted_until) for row in members] == [("1", "卡", 0), ("2", "b", 7), ("3", "丙", 9)]


def test_what_a_message_tells_of_its_sender_is_kept_but_not_what_it_leaves_out(bench: Bench) -> None:
    bench.apply(events.MembersListed(GROUP, (Member("20001", "曾小贤", "贤哥", Role.OWNER),)))
    bench.apply(message(1))
    member = bench.reader.member(bench.row().id, "20001")
    assert member is not None
    assert (member.card, member.role, member.last_spoke_at) == ("贤哥", Role.OWNER, T0)


def test_a_stranger_through_a_group_keeps_the_way_back(bench: Bench) -> None:
    from msgspec.structs import replace

    where = ConversationId(ME, ConversationKind.TEMP, "20004")
    bench.apply(replace(message(1, where=where, sender="20004"), via="30001", peer_name="路人"))
    assert (bench.row(where).via, bench.row(where).title) == ("30001", "路人")


def test_mark_all_read_clears_everything_and_names_the_newest(bench: Bench) -> None:
    bench.synced()
    bench.apply(message(1), message(2, at=2), message(3, where=FRIEND))
    told = bench.store.submit(unread.mark_all_read).result()
    assert {bench.reader.message(id).native for id in told} == {"2", "3"}  # type: ignore[union-attr]
    assert bench.row().unread == bench.row(FRIEND).unread == 0


def test_a_change_tells_whether_what_was_just_said_mentions_us(bench: Bench) -> None:
    seen: list[bool] = []
    bench.store.subscribe(lambda changes: seen.extend(change.mentions_us for change in changes.by_conversation.values()))
    bench.apply(message(1))
    bench.apply(message(2, mentions_me=True))
    bench.apply(message(3))
    assert seen == [False, True, False]


def test_a_group_in_which_somebody_speaks_is_one_of_ours_whether_a_join_was_told_or_not(bench: Bench) -> None:
    bench.apply(message(1))
    assert bench.row().is_listed
    kicked = Message(GROUP, "notice:1", Sender(""), T0 + 3_000, (Notice("kicked_me", "20009", ME.own_id),), is_notice=True)
    bench.apply(events.ConversationEnded(GROUP), events.MessageReceived(kicked))
    assert not bench.row().is_listed
    bench.apply(message(2, at=4))
    assert bench.row().is_listed


def test_the_platforms_read_mark_clears_up_to_its_sequence(bench: Bench) -> None:
    bench.synced()
    bench.apply(*(message(n, at=n, sequence=n * 7) for n in (1, 2, 3)))
    bench.apply(events.ReadElsewhere(GROUP, 14))
    assert [row.unread for row in bench.rows()] == [False, False, True]


def test_what_the_platform_says_of_a_conversation_is_taken_and_what_it_does_not_say_is_kept(bench: Bench) -> None:
    bench.apply(message(1), events.ConversationTold(GROUP, name="爱情公寓", is_pinned=True))
    bench.apply(events.ConversationTold(GROUP, is_silent=True))
    row = bench.row()
    assert (row.name, row.is_pinned, row.is_muted) == ("爱情公寓", True, True)
    bench.apply(events.ConversationTold(GROUP, is_listed=True))
    bench.apply(events.ConversationTold(GROUP, name="", is_pinned=False, is_silent=False))
    row = bench.row()
    assert (row.name, row.is_pinned, row.is_muted, row.is_listed) == ("爱情公寓", False, False, True)


def test_what_the_platform_marks_as_read_is_not_new(bench: Bench) -> None:
    bench.synced()
    bench.apply(replace(message(1), is_read=True), message(2, at=2))
    assert [row.unread for row in bench.rows()] == [False, True]


def test_a_message_may_come_as_one_that_was_taken_back(bench: Bench) -> None:
    bench.synced()
    bench.apply(replace(message(1), recalled_by="20001"))
    [row] = bench.rows()
    assert (row.recalled_by, row.unread, bench.row().unread) == ("20001", False, 0)
