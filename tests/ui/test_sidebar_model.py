"""What the sidebar lists, in which order, and what it does not move under a person's hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.ui.rows import FRIEND, GROUP, NOW, conversation
from tui.locale import set_language
from tui.store.rows import ConversationRow
from tui.ui.sidebar_model import Header, HeaderKind, Item, SidebarModel, View, by_pinyin, is_shown, next_unread, next_waiting


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def model(*rows: ConversationRow) -> SidebarModel:
    made = SidebarModel()
    made.replace(rows)
    return made


def names(found: SidebarModel, view: View = View.CONVERSATIONS) -> list[str]:
    return [entry.row.title if isinstance(entry, Item) else f"<{entry.title} {entry.count}>" for entry in found.entries(view)]


def later(row: ConversationRow, **more: object) -> ConversationRow:
    return replace(row, last_time=int((NOW + 60) * 1000), **more)  # type: ignore[arg-type]


def test_conversations_by_their_latest_message_pinned_ones_first() -> None:
    rows = [conversation(1, name="old", ago=900), conversation(2, name="new", ago=5), conversation(3, name="pin", ago=9000)]
    assert names(model(*rows[:2], replace(rows[2], is_pinned=True))) == ["pin", "new", "old"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, False),
        ({"last_time": 5}, True),
        ({"draft": "x"}, True),
        ({"is_pinned": True}, True),
        ({"is_marked": True}, True),
        ({"last_time": 5, "is_hidden": True}, False),
    ],
)
def test_a_conversation_is_listed_once_somebody_spoke_or_the_user_wants_it(more: dict[str, object], expected: bool) -> None:
    assert is_shown(conversation(1, **{"last_time": 0, **more})) is expected


def test_quiet_groups_fold_into_one_line_and_open_again() -> None:
    found = model(
        conversation(1, name="loud"),
        conversation(2, name="quiet", is_quiet=True, unread=7),
        conversation(3, name="quiet too", is_quiet=True, ago=99),
    )
    assert names(found) == ["loud", "<Quiet groups 2>"]
    header = found.entries(View.CONVERSATIONS)[1]
    assert isinstance(header, Header)
    assert header.news == 1
    found.toggle(header.key)
    assert names(found) == ["loud", "<Quiet groups 2>", "quiet", "quiet too"]


def test_a_mention_brings_a_quiet_group_out() -> None:
    assert names(model(conversation(1, name="quiet", is_quiet=True, unread=1, mentions=1))) == ["quiet"]


def test_several_accounts_are_shown_apart() -> None:
    found = model(conversation(1, name="a"), conversation(2, name="b", account=2, unread=1))
    found.set_accounts({1: "main", 2: "other"})
    assert names(found) == ["<main 1>", "a", "<other 1>", "b"]
    assert [entry.news for entry in found.entries(View.CONVERSATIONS) if isinstance(entry, Header)] == [0, 1]


def test_quiet_groups_of_two_accounts_fold_apart() -> None:
    found = model(conversation(1, is_quiet=True), conversation(2, is_quiet=True, account=2))
    found.set_accounts({1: "main", 2: "other"})
    found.toggle((HeaderKind.QUIET, 2))
    assert names(found) == ["<main 1>", "<Quiet groups 1>", "<other 1>", "<Quiet groups 1>", "group 2"]


def test_contacts_stand_by_category_and_name_and_fold() -> None:
    found = model(
        conversation(1, FRIEND, "曾小贤", category="friends", category_order=1),
        conversation(2, FRIEND, "bob", category="friends", category_order=1),
        conversation(3, FRIEND, "胡一菲", category="family", category_order=0),
        conversation(4, FRIEND, "left", is_listed=False),
        conversation(5, FRIEND, "nowhere", category_order=9),
        conversation(6, GROUP, "a group"),
    )
    assert names(found, View.CONTACTS) == ["<family 1>", "胡一菲", "<friends 2>", "bob", "曾小贤", "<Other 1>", "nowhere"]
    found.toggle((HeaderKind.CATEGORY, 1, "friends"))
    assert "bob" not in names(found, View.CONTACTS)
    assert any(isinstance(entry, Item) and entry.row.title == "bob" for entry in found.entries(View.CONTACTS, keep={2}))


def test_groups_stand_by_name() -> None:
    found = model(
        conversation(1, name="饭"), conversation(2, name="Apple"), conversation(3, name="爱情公寓"), conversation(4, FRIEND)
    )
    assert names(found, View.GROUPS) == ["爱情公寓", "Apple", "饭"]


def test_chinese_sorts_among_latin_letters() -> None:
    assert sorted(["曾小贤", "bob", "阿"], key=by_pinyin) == ["阿", "bob", "曾小贤"]


def test_a_filter_finds_what_the_list_does_not_show() -> None:
    found = model(conversation(1, last_time=0), conversation(2, is_quiet=True), conversation(3))
    assert [entry.row.id for entry in found.entries(View.CONVERSATIONS, keep={1, 2}) if isinstance(entry, Item)] == [2, 1]


def test_a_held_order_does_not_move_and_says_what_would() -> None:
    rows = [conversation(id, name=str(id), ago=id * 60) for id in range(1, 5)]
    found = model(*rows)
    names(found)
    found.hold()
    found.update([later(rows[2]), later(rows[0]), conversation(9, name="new", ago=1)])
    assert names(found) == ["new", "1", "2", "3", "4"]
    moved = [entry.row.title for entry in found.entries(View.CONVERSATIONS) if isinstance(entry, Item) and entry.is_moved]
    assert moved == ["new", "3"]
    found.release()
    assert names(found) == ["1", "3", "new", "2", "4"]


def test_an_entry_that_looks_the_same_is_the_same_object() -> None:
    rows = [conversation(1), conversation(2), conversation(3, is_quiet=True)]
    found = model(*rows)
    before = found.entries(View.CONVERSATIONS)
    found.update([replace(rows[1], unread=1)])
    after = found.entries(View.CONVERSATIONS)
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, False, True]
    found.current = 1
    assert found.entries(View.CONVERSATIONS)[0] is not after[0]


def test_neighbours_follow_the_list() -> None:
    found = model(*(conversation(id, ago=id) for id in range(1, 4)))
    assert (found.neighbour(1), found.neighbour(-1)) == (1, 3)
    found.current = 2
    assert (found.neighbour(1), found.neighbour(-1), found.neighbour(2)) == (3, 1, None)
    assert model().neighbour(1) is None


def test_the_next_unread_is_a_mention_then_a_person_then_a_group_then_a_quiet_one() -> None:
    quiet = conversation(1, unread=1, is_quiet=True, ago=9000)
    group = conversation(2, unread=1, ago=900)
    person = conversation(3, FRIEND, unread=1)
    mention = conversation(4, unread=1, mentions=1, is_quiet=True)
    rows = [quiet, group, person, mention, conversation(5)]
    order = []
    while (id := next_unread(rows)) is not None:
        order.append(id)
        rows = [row for row in rows if row.id != id]
    assert order == [4, 3, 2, 1]
    assert next_unread([group], current=2) is None


def test_among_equals_the_one_that_waits_longest_is_next() -> None:
    assert next_unread([conversation(1, unread=1, ago=5), conversation(2, unread=1, ago=50)]) == 2


def test_who_waits_longest_is_next_and_who_is_passed_over_comes_round() -> None:
    rows = [conversation(id, FRIEND, waits_since=since) for id, since in ((1, 30), (2, 10), (3, 20), (4, 0))]
    assert next_waiting(rows) == next_waiting(rows, 4) == 2
    assert [next_waiting(rows, here) for here in (2, 3, 1)] == [3, 1, 2]
    assert next_waiting(rows[:1], 1) == 1
    assert next_waiting(rows[3:]) is None
