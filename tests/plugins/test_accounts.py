"""With several accounts the one that heard the message acts, or the one that ``self_id`` names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.locale import set_language
from tui.plugins import pipe
from tui.plugins.facade import Caller, Facade, Suggestion
from tui.plugins.rights import Pace, Rights
from tui.plugins.sending import Sending
from tui.store import conversations
from tui.store.store import Store

FIRST, SECOND, TWIN = AccountId("onebot11", "10001"), AccountId("onebot11", "10002"), AccountId("mirai", "10001")


class Wire:
    """A connection whose accounts are all online, or those of *online*."""

    def __init__(self) -> None:
        self.online: set[int] | None = None

    def is_online(self, account: int) -> bool:
        return self.online is None or account in self.online

    def is_read_only(self, account: int) -> bool:
        return False


class Rig:
    """A façade over a store with three accounts, each in the group 30001 and with the friend 20001."""

    def __init__(self, store: Store) -> None:
        self.rows: dict[tuple[AccountId, str], int] = {}
        for id in (FIRST, SECOND, TWIN):
            account, _ = store.submit(lambda tx, id=id: conversations.begin_connection(tx, id, str(id), "我")).result()
            for kind, peer in ((ConversationKind.GROUP, "30001"), (ConversationKind.FRIEND, "20001")):
                where = ConversationId(id, kind, peer)
                job = lambda tx, account=account, where=where: conversations.ensure(tx, account, where)  # noqa: E731
                self.rows[id, peer] = store.submit(job).result()
        self.reader = store.reader()
        self.accounts = {row.account: row.id for row in self.reader.accounts()}
        self.suggestions: list[Suggestion] = []
        self.wire: Any = Wire()
        self.facade = Facade(self.wire, self.reader, Sending(self.wire, self.reader), self.suggestions.append)
        self.caller = Caller("p", lambda: Rights(is_enabled=True), lambda text: None, Pace(), Pace(), Pace())

    async def call(self, action: str, origin: int = 0, self_id: str = "", **params: Any) -> Any:
        answer = await self.facade.answer(self.caller, pipe.Call(1, action, params, self_id, origin))
        return answer.failure["wording"] if answer.failure else answer.data


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    set_language("en")
    store = Store(tmp_path)
    made = Rig(store)
    yield made
    made.reader.close()
    store.close()


@pytest.mark.parametrize("heard", [FIRST, SECOND, TWIN])
async def test_the_account_that_heard_it(rig: Rig, heard: AccountId) -> None:
    origin = rig.rows[heard, "30001"]
    for self_id in ("", heard.own_id):
        await rig.call("send_private_msg", origin, self_id, user_id=20001, message="x")
    assert [(s.account, s.conversation) for s in rig.suggestions] == [(rig.accounts[heard], rig.rows[heard, "20001"])] * 2


async def test_the_account_that_is_named(rig: Rig) -> None:
    origin = rig.rows[FIRST, "30001"]
    await rig.call("send_group_msg", origin, "10002", group_id="30001", message="x")
    await rig.call("send_msg", 0, "10002", user_id=20001, message="x")
    assert [s.conversation for s in rig.suggestions] == [rig.rows[SECOND, "30001"], rig.rows[SECOND, "20001"]]
    assert await rig.call("get_login_info", origin, "10002") == {"user_id": 10002, "nickname": "我"}


async def test_of_two_with_one_number_the_one_that_is_connected(rig: Rig) -> None:
    rig.wire.online = {rig.accounts[TWIN]}
    await rig.call("send_msg", 0, "10001", user_id=20001, message="x")
    assert [s.account for s in rig.suggestions] == [rig.accounts[TWIN]]


async def test_outside_of_a_handler_it_is_to_be_named(rig: Rig) -> None:
    assert "say which by self_id" in await rig.call("send_msg", user_id=20001, message="x")
    assert "there is no account 7" in await rig.call("send_msg", 0, "7", user_id=20001, message="x")
    assert "has no conversation with 9" in await rig.call("send_msg", 0, "10002", user_id=9, message="x")
    assert not rig.suggestions
