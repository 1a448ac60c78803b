"""Commands that send something other than words: dice, cards of people and groups, songs, places, links; and emoji into words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.chat.emoji import Emoji
from tui.chat.segments import Contact, Dice, Location, Music, RockPaperScissors, Segment, Share
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.commands.sending import can_send, send_beside, why_unsendable

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

_SONGS = (
    ("163", re.compile(r"(?:163\.com/\S*?song\S*?[?&/]id=|163\.com/song/|^163[ :：])\s*(\d{1,20})")),
    ("qq", re.compile(r"(?:y\.qq\.com/\S*?songDetail/|y\.qq\.com/\S*?songid=|^qq[ :：])\s*(\w{1,40})", re.IGNORECASE)),
)
"""How links to a song, or ``163 186016``, tell whose song it is."""

_PLACE = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,12})?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*(.*)")
_NUMBER = re.compile(r"[1-9]\d{4,11}")
_LINK = re.compile(r"\s*(https?://\S+)\s*(.*)")

Read = Callable[[str], Segment | None]


def pick_emoji(main: Main) -> None:
    """Choose an emoji for the composer."""
    from tui.ui.screens.emoji_picker import EmojiPicker

    where = main.current
    offers = main.services.connection.offers(where.account) if where is not None else None
    if where is None or offers is None or not offers.emoji:
        main.say(t("reason.not_connected" if where is not None else "main.no_conversation"), is_good=False)
        return

    def chosen(emoji: Emoji | None) -> None:
        if emoji is not None and main.composer.conversation == where.id:
            main.composer.insert_emoji(emoji)

    main.app.push_screen(EmojiPicker(t("reactions.insert_title"), offers.emoji, hint=t("reactions.insert_hint")), chosen)


def _able(main: Main, kind: str) -> ConversationRow | None:
    """Return the open conversation where a segment of this kind can be sent to it; else say why not."""
    where = main.current
    return where if where is not None and can_send(main, where, kind) else None


def why_not(main: Main, name: str) -> str:
    """Return in words why the command *name* can send nothing where we are, "" when it can."""
    kind = _KINDS.get(name)
    return why_unsendable(main, main.current, kind) if kind and main.current is not None else ""


def _at_once(segment: Segment) -> Handler:
    """Return the handler that sends *segment*."""

    def handler(main: Main, number: int) -> None:
        where = _able(main, segment.kind)
        if where is not None:
            send_beside(main, where, segment, t("main.act.send"))

    return handler


def _asked(what: str, read: Read) -> Handler:
    """Return the handler that asks for a line, which *read* turns into what is sent; None is no such thing."""

    def handler(main: Main, number: int) -> None:
        where = _able(main, _KINDS[f"send.{what}"])
        if where is None:
            return

        def take(text: str) -> None:
            segment = read(text)
            if segment is not None:
                send_beside(main, where, segment, t("main.act.send"))

        def check(text: str) -> str:
            return "" if read(text) is not None else t(f"offhand.{what}.wrong")

        main.ask_text(t(f"keys.send.{what}"), take, t(f"offhand.{what}.how"), check=check)

    return handler


def read_song(text: str) -> Music | None:
    """Return the song that *text* is a link to, or names as ``163 186016``."""
    for source, pattern in _SONGS:
        if found := pattern.search(text.strip()):
            return Music(source, found[1])
    return None


def read_place(text: str) -> Location | None:
    """Return the place in *text*: latitude, longitude, and what it is called."""
    found = _PLACE.fullmatch(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    return Location(found[1], found[2], found[3].strip() or f"{found[1]}, {found[2]}")


def read_link(text: str) -> Share | None:
    """Return the link in *text*, and what follows as its title."""
    found = _LINK.fullmatch(text)
    return Share(found[1], found[2].strip() or found[1]) if found else None


def _contact(form: str) -> Read:
    return lambda text: Contact(form, text.strip()) if _NUMBER.fullmatch(text.strip()) else None


_KINDS = {
    "send.dice": "dice",
    "send.rps": "rps",
    "send.contact": "contact",
    "send.group_contact": "contact",
    "send.music": "music",
    "send.location": "location",
    "send.share": "share",
}
"""The kind of segment that each of the commands sends."""

HANDLERS: dict[str, Handler] = {
    "send.dice": _at_once(Dice()),
    "send.rps": _at_once(RockPaperScissors()),
    "send.contact": _asked("contact", _contact("friend")),
    "send.group_contact": _asked("group_contact", _contact("group")),
    "send.music": _asked("music", read_song),
    "send.location": _asked("location", read_place),
    "send.share": _asked("share", read_link),
}
