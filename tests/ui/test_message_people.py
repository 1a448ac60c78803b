from __future__ import annotations

from pathlib import Path

from tests.ui.store_fixture import OWN, StoreFixture
from tui.chat.people import Role
from tui.ui.message_people import MessagePeople


def make(store: StoreFixture, id: int) -> MessagePeople:
    row = store.reader().conversation(id)
    assert row is not None
    return MessagePeople(store.reader(), row)


def test_names_and_roles_of_a_group(tmp_path: Path) -> None:
    store = StoreFixture(tmp_path)
    people = make(store, store.conversation())
    assert people.name_of("20002", "") == "20002"
    store.member("20002", "owner", "贤贤", "曾小贤")
    assert people.name_of("20002", "") == "20002"
    people.forget()
    assert people.name_of("20002", "") == "贤贤"
    assert people.name_of("20002", "小贤") == "小贤"
    assert people.name_of(OWN, "胡一菲") == "你"
    assert people.name_of("", "") == "某人"
    assert people.role_of("20002") is Role.OWNER
    assert people.role_of("20009") is Role.UNKNOWN


def test_a_friend_is_called_as_the_conversation_is(tmp_path: Path) -> None:
    store = StoreFixture(tmp_path)
    people = make(store, store.conversation(2, "friend", "20003", "吕子乔"))
    assert people.name_of("20003", "") == "吕子乔"
    assert people.role_of("20003") is Role.UNKNOWN
