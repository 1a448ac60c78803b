"""Commands on one person, wherever they were found: their card, chat, likes, remark, and the end of a friendship."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.chat.actions import ActionKind, Poke
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.people_actions import LIKES_A_DAY, MOST_LIKES_A_DAY, DeleteFriend, Like, SetRemark
from tui.chat.segments import Contact
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.commands import people
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.chat.people import Likes
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

MAX_REMARK = 60
LIKE_DIGITS = 4
"""Digits of a number of likes that are looked at: Python refuses to read thousands of them."""


class Person(Struct, frozen=True):
    """Somebody as an account (store id and identity) knows them; *where* is the group in which they were found."""

    account: int
    account_id: AccountId
    user: str
    name: str
    remark: str
    is_friend: bool
    where: ConversationRow | None

    @classmethod
    def of(
        cls, main: Main, account: int, account_id: AccountId, user: str, where: ConversationRow | None, nickname: str = ""
    ) -> Person:
        """Return what the store knows of *user*; *nickname* is what the platform has just told."""
        reader = main.services.reader
        friend = reader.friend(account, user)
        chat = reader.find_conversation(ConversationId(account_id, ConversationKind.FRIEND, user))
        member = reader.member(where.id, user) if where is not None else None
        names = (friend[1] if friend else "", nickname, friend[0] if friend else "", member.name if member else "")
        name = next((name for name in names if name), chat.title if chat else user)
        remark = friend[1] if friend else ""
        return cls(account, account_id, user, name, remark, friend is not None, where)

    @property
    def chat(self) -> ConversationId:
        """The conversation with them as a friend."""
        return ConversationId(self.account_id, ConversationKind.FRIEND, self.user)


def chat(main: Main, person: Person) -> None:
    """Open the direct chat: as a friend, else through the group where they were found."""
    known = main.services.reader.find_conversation(person.chat)
    if known is not None and (person.is_friend or person.where is None):
        main.open(known.id)
        return
    if person.where is None:
        main.say(t("people.no_way"), is_good=False)
        return
    temp = ConversationId(person.account_id, ConversationKind.TEMP, person.user)
    people.start_chat(main, person.account, temp, person.name, person.where.conversation.peer)


def mention(main: Main, person: Person) -> None:
    """Mention them in the composer of the group where they were found."""
    if person.where is not None:
        main.open(person.where.id)
        people.mention(main, person.user, person.name)


def poke(main: Main, person: Person) -> None:
    """Poke them, in the group or as a friend."""
    where = person.where.conversation if person.where is not None else person.chat
    reason = _refusal(main, person, ActionKind.POKE)
    if not reason and person.where is None and not person.is_friend:
        reason = t("reason.not_friend")
    if reason:
        main.say(reason, is_good=False)
    else:
        main.perform(person.account, Poke(where, person.user), t("main.act.poke", who=person.name))


def like(main: Main, person: Person) -> None:
    """Like their profile, as often as is said."""
    if _is_refused(main, person, ActionKind.LIKE):
        return

    def check(text: str) -> str:
        is_good = text.isascii() and text.isdecimal() and len(text) <= LIKE_DIGITS and 0 < int(text) <= MOST_LIKES_A_DAY
        return "" if is_good else t("people.like_range", most=MOST_LIKES_A_DAY)

    def take(text: str) -> None:
        what = t("people.act.like", who=person.name, times=text)
        main.perform(person.account, Like(person.user, int(text)), what)

    title = t("people.like_title", who=person.name, number=person.user)
    note = t("people.like_note", usual=LIKES_A_DAY, most=MOST_LIKES_A_DAY)
    main.ask_text(title, take, note, text=str(LIKES_A_DAY), check=check)


def likes(main: Main, person: Person) -> None:
    """Show who liked their profile."""
    from tui.platforms.people_queries import AskLikes
    from tui.ui.late import ask_to_open

    if _is_refused(main, person, ActionKind.LIKES):
        return
    own = person.user == person.account_id.own_id
    query = AskLikes("" if own else person.user)
    title = t("people.likes_title_own") if own else t("people.likes_title", who=person.name)
    ask_to_open(main, person.account, query, t("people.act.likes"), lambda found: _show_likes(main, title, found))


def _show_likes(main: Main, title: str, found: Likes) -> None:
    from datetime import datetime

    from tui.ui.screens.full_text import FullText
    from tui.ui.widgets.text_lines import Paragraph

    zone = main.services.zone
    rows = [
        (f"{datetime.fromtimestamp(one.time / 1000, zone):%m-%d %H:%M}" if one.time else "",
         t("people.liked_by", who=one.nickname or one.id, number=one.id, times=one.times))
        for one in found.people
    ]  # fmt: skip
    paragraphs = [Paragraph(t("people.liked", total=found.total, today=found.today), "title", is_wide=True)]
    paragraphs += [Paragraph(words, label=when) for when, words in rows]
    text = "\n".join(f"{when} {words}".strip() for when, words in rows)
    main.app.push_screen(FullText(title, paragraphs, text, main.copy))


def remark(main: Main, person: Person) -> None:
    """Call a friend something else; where the implementation can not, say when it can be done."""
    if not person.is_friend:
        main.say(t("reason.not_friend"), is_good=False)
        return
    offers = main.services.connection.offers(person.account)
    only_then = "people.remark_only_on_accepting" if offers is not None and offers.remarks_on_accepting else ""
    if _is_refused(main, person, ActionKind.REMARK, only_then):
        return

    def take(text: str) -> None:
        if text != person.remark:
            main.perform(person.account, SetRemark(person.user, text), t("people.act.remark", who=person.name))

    title = t("people.remark_title", who=person.name, number=person.user)
    main.ask_text(title, take, t("people.remark_note"), text=person.remark, check=no_longer_than(MAX_REMARK))


def share(main: Main, person: Person) -> None:
    """Recommend them: by their card where the implementation makes one, else by their number in the open conversation."""
    from tui.ui.commands import sharing
    from tui.ui.commands.sending import can_send, send_beside
    from tui.ui.screens import question

    where = main.current
    if where is None:
        main.say(t("main.no_conversation"), is_good=False)
        return
    if not _refusal(main, person, ActionKind.SHARE_PERSON) and where.account == person.account:
        sharing.share_person(main, where, person.user, person.name)
        return
    contact = Contact("friend", person.user)
    if not can_send(main, where, contact.kind):
        return
    wording = question.Wording(
        t("people.share_title", who=person.name, number=person.user),
        (question.place_of(where),), t("people.share_yes"), destroys=False,
    )  # fmt: skip
    told = t("people.shared", who=person.name)
    main.confirm(wording, lambda: send_beside(main, where, contact, t("main.act.send"), told))


def delete(main: Main, person: Person) -> None:
    """End the friendship, after asking."""
    from tui.ui.screens.question import Wording

    if not person.is_friend:
        main.say(t("reason.not_friend"), is_good=False)
        return
    if _is_refused(main, person, ActionKind.DELETE_FRIEND):
        return

    title = t("people.delete_title", who=person.name, number=person.user)
    wording = Wording(title, (t("people.delete_note"),), t("people.delete_yes"))
    what = t("people.act.delete", who=person.name)
    main.confirm(wording, lambda: main.perform(person.account, DeleteFriend(person.user), what))


def show(main: Main, person: Person) -> None:
    """Show their card."""
    from tui.ui.screens.profile import show_profile

    show_profile(main, person.account, person.account_id, person.user, person.where)


def here(main: Main) -> Person | None:
    """Return whom the hand is on: a member, a friend in the sidebar, who sent the selected message, or else whom we talk to."""
    where = main.current
    if main.sidebar.has_focus_within:
        where = main.sidebar.highlighted
        user = _peer(where)
    elif main.members.has_focus_within and main.members.highlighted is not None:
        user = main.members.highlighted.user
    elif main.pane.has_focus and main.pane.cursor_row is not None:
        user = main.pane.cursor_row.sender
    else:
        user = _peer(where)
    if where is None or not user:
        return None
    group = where if where.conversation.is_group else None
    return Person.of(main, where.account, where.conversation.account, user, group)


def _peer(where: ConversationRow | None) -> str:
    private = (ConversationKind.FRIEND, ConversationKind.TEMP, ConversationKind.STRANGER)
    return where.conversation.peer if where is not None and where.kind in private else ""


def _refusal(main: Main, person: Person, kind: ActionKind) -> str:
    return why_not(main.services.judge.of_person(kind, person.account, is_own=person.user == person.account_id.own_id))


def _is_refused(main: Main, person: Person, kind: ActionKind, words: str = "") -> bool:
    """Say why *kind* can not be done to *person*, as *words* (a key) where they say it better; return whether it can not."""
    reason = _refusal(main, person, kind)
    if reason:
        main.say(t(words) if words else reason, is_good=False)
    return bool(reason)


def no_longer_than(most: int) -> Callable[[str], str]:
    """Return what says in words that a text is too long."""
    return lambda text: "" if len(text) <= most else t("people.too_long", most=most)


def between(least: int, most: int) -> Callable[[str], str]:
    """Return what says in words that a text is too short or too long."""
    return lambda text: "" if least <= len(text) <= most else t("people.range", most=most)


def _on_person(act: Callable[[Main, Person], None]) -> Handler:
    def handler(main: Main, number: int) -> None:
        person = here(main)
        if person is None:
            main.say(t("people.nobody"), is_good=False)
        else:
            act(main, person)

    return handler


HANDLERS: dict[str, Handler] = {
    name: _on_person(act)
    for name, act in (
        ("people.profile", show), ("members.profile", show), ("sidebar.profile", show), ("people.chat", chat),
        ("people.like", like), ("people.likes", likes), ("people.remark", remark), ("people.share", share),
        ("people.delete", delete),
    )
}  # fmt: skip
