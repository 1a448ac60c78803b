"""People: what they are called, in batches, and who we are ourselves."""

from __future__ import annotations

from collections.abc import Sequence

from tui.platforms.bilibili.api.area import Area
from tui.platforms.bilibili.client import IM, MYINFO, NAV, WEB, Call
from tui.platforms.bilibili.wire import MyInfo, Nav, Person, data_of, read_rows

BATCH = 50
"""People asked for at once: for more the service tells of none."""


class People(Area):
    """People."""

    async def user_cards(self, uids: Sequence[int]) -> list[Person]:
        """Return the cards of *uids*, in no order, without those that the service does not tell; 50 go into a request."""
        wanted = list(dict.fromkeys(uid for uid in uids if uid))
        found: list[Person] = []
        for start in range(0, len(wanted), BATCH):
            query = {"uids": ",".join(map(str, wanted[start : start + BATCH])), **WEB}
            answer = await self.client.call(Call("user_cards", "GET", IM, "/account/v1/user/cards", query))
            found += read_rows(Person, data_of(answer))
        return found

    async def myinfo(self) -> MyInfo:
        """Return who we are. Refused with -101 where nobody is logged in."""
        return await self._ask(MYINFO, MyInfo)

    async def nav(self) -> Nav:
        """Return whether the login is valid, and whose it is."""
        return await self._ask(NAV, Nav)
