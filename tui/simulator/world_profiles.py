"""How people show themselves, and what an account keeps for itself: status, avatar, faces of its own, collected things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.simulator.model import Like, OnlineStatus, Reason, Refused, Sex
from tui.simulator.segments import png

if TYPE_CHECKING:
    from tui.simulator.world import World

STATUSES = frozenset({10, 30, 40, 50, 60, 70})
"""Online, away, invisible, busy, "chat with me", do not disturb."""
INVISIBLE, OFFLINE = 40, 20
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
"""How files begin that are pictures."""
OWN_FACES = ((230, 90, 70), (70, 150, 230), (90, 190, 110))
"""The colours of the faces that every account has saved."""


def check_picture(body: bytes) -> bytes:
    """These bytes, `Refused` if they are no picture."""
    if not body.startswith(PICTURES):
        raise Refused(Reason.NO_PICTURE)
    return body


@dataclass(frozen=True, slots=True)
class Collected:
    """Something that an account put into its collection."""

    brief: str
    content: str
    time: int


class Profiles:
    """The account changes its own profile freely; everybody sees the others' (but not that they are invisible)."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._faces: dict[str, list[str]] = {}
        self.collections: dict[str, list[Collected]] = {}

    def describe(self, user_id: str, *, nickname: str, signature: str | None = None, sex: Sex | None = None) -> None:
        """Change one's nickname, and one's signature and sex where they are given."""
        user = self._world.user(user_id)
        user.nickname = nickname
        user.signature = user.signature if signature is None else signature
        user.sex = sex or user.sex

    def set_status(self, user_id: str, status: OnlineStatus) -> None:
        """Show oneself as present in this way."""
        if status.kind not in STATUSES:
            raise Refused(Reason.NO_SUCH_STATUS)
        self._world.user(user_id).status = status

    def status_of(self, user_id: str, viewer: str) -> OnlineStatus:
        """How a person shows to another: who is invisible seems to be offline."""
        status = self._world.user(user_id).status
        is_hidden = status.kind == INVISIBLE and user_id != viewer
        return OnlineStatus(OFFLINE) if is_hidden else status

    def set_avatar(self, user_id: str, picture: bytes) -> None:
        """Show oneself with another picture."""
        self._world.user(user_id).avatar = self._world.keep(check_picture(picture))

    def likes_of(self, receiver: str) -> list[Like]:
        """Who liked a profile, the latest first."""
        return [like for like in reversed(self._world.likes) if like.receiver == receiver]

    def faces(self, user_id: str) -> list[str]:
        """The faces that an account has saved, as keys of `World.media`."""
        if user_id not in self._faces:
            self._faces[user_id] = [self._world.keep(png(32, 32, colour), ".png") for colour in OWN_FACES]
        return self._faces[user_id]

    def collect(self, user_id: str, brief: str, content: str) -> Collected:
        """Put something into one's collection."""
        made = Collected(brief, content, self._world.now())
        self.collections.setdefault(user_id, []).insert(0, made)
        return made
