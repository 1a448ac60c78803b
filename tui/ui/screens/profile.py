"""The card of one person: what is known of them from the store at once, from the platform as it answers; and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.widget import Widget

from tui.chat.actions import ActionKind
from tui.chat.ids import AccountId
from tui.chat.people import Likes, Member, PersonState, Profile, Role
from tui.locale import t
from tui.platforms.base import AskError, AskMember, Query
from tui.platforms.people_queries import AskLikes, AskPersonState, AskProfile
from tui.store.changes import Changes
from tui.store.rows import ConversationRow, MemberRow
from tui.ui.command_table import Place
from tui.ui.commands import contacts
from tui.ui.describe import moment
from tui.ui.screens.sheet import Sheet
from tui.ui.subjects import why_not
from tui.ui.widgets.text_lines import Paragraph, TextLines

if TYPE_CHECKING:
    from tui.ui.screens.main import Main


T = TypeVar("T")


class ProfileSheet(Sheet):
    """Shows *user* as *account* (the store's id) sees them; *where* is the group in which they were found."""

    PLACE: ClassVar[Place] = Place.PROFILE
    TITLE: ClassVar[str] = "people.title"
    DEFAULT_CSS = """
    ProfileSheet TextLines { height: 1fr; padding: 1 2; }
    """

    def __init__(self, main: Main, account: int, account_id: AccountId, user: str, where: ConversationRow | None = None) -> None:
        super().__init__(main, t(self.TITLE, who=user))
        self.account = account
        self.account_id = account_id
        self.user = user
        self.where = where if where is not None and where.conversation.is_group else None
        self.profile: Profile | None = None
        self._failure = ""
        self._unknown: dict[str, str] = {}
        self._state: PersonState | None = None
        self._likes: Likes | None = None
        self._fresh: Member | None = None
        self._lines = TextLines()

    def body(self) -> list[Widget]:
        """Return the facts."""
        return [self._lines]

    def on_mount(self) -> None:
        """Show what the store has, and ask for the rest."""
        self._lines.focus()
        self.show()
        self.ask()

    def apply(self, changes: Changes) -> None:
        """A remark, a card or a friendship changed."""
        if changes.lists or any(change.members for change in changes.by_conversation.values()):
            self.show()

    def ask(self) -> None:
        """Ask the platform for all that it tells; what it does not offer is not asked."""
        main, account = self.main, self.account
        self._failure = ""
        if self._may(ActionKind.PROFILE):
            main.ask(account, AskProfile(self.user), t("people.act.profile"), self._take_profile, self._fail)
        if self._may(ActionKind.PERSON_STATUS):
            self._ask_beside("state", AskPersonState(self.user), self._take_state)
        if self._may(ActionKind.LIKES):
            own = self.user == self.account_id.own_id
            self._ask_beside("likes", AskLikes("" if own else self.user, 1), self._take_likes)
        if self.where is not None and self._may(ActionKind.MEMBERS):
            main.ask(account, AskMember(self.where.conversation, self.user), t("people.act.profile"), self._take_member)

    def is_shown(self, name: str) -> bool:
        """Leave out what this person, found here, can not be the target of at all."""
        person = self.person
        match name.partition(".")[2]:
            case "mention":
                return self.where is not None
            case "chat" | "poke":
                return person.is_friend or self.where is not None
            case "remark" | "delete":
                return person.is_friend
            case "likes":
                return self._may(ActionKind.LIKES)
            case _:
                return True

    # Commands

    def command_chat(self) -> None:
        """Open the direct chat."""
        self.dismiss(None)
        contacts.chat(self.main, self.person)

    def command_mention(self) -> None:
        """Mention them in the group where they were found."""
        if self.where is None:
            self.main.say(t("reason.only_groups"), is_good=False)
            return
        self.dismiss(None)
        contacts.mention(self.main, self.person)

    def command_poke(self) -> None:
        """Poke them."""
        contacts.poke(self.main, self.person)

    def command_like(self) -> None:
        """Like their profile."""
        contacts.like(self.main, self.person)

    def command_likes(self) -> None:
        """Show who liked them."""
        contacts.likes(self.main, self.person)

    def command_remark(self) -> None:
        """Call them something else."""
        contacts.remark(self.main, self.person)

    def command_share(self) -> None:
        """Recommend them in the open conversation."""
        contacts.share(self.main, self.person)

    def command_delete(self) -> None:
        """End the friendship."""
        contacts.delete(self.main, self.person)

    def command_copy(self) -> None:
        """Copy their name and number."""
        self.main.copy(t("requests.number", name=self.person.name, number=self.user))

    def command_reload(self) -> None:
        """Ask for everything anew."""
        self.ask()

    # Showing

    @property
    def person(self) -> contacts.Person:
        """Whom it is about, as the store knows them now."""
        return contacts.Person.of(
            self.main, self.account, self.account_id, self.user, self.where, self.profile.nickname if self.profile else ""
        )  # fmt: skip

    def show(self) -> None:
        """Write down what is known."""
        person = self.person
        self.set_title(t(self.TITLE, who=t("requests.number", name=person.name, number=self.user)))
        self._lines.set_paragraphs(self.paragraphs(person))
        self.show_keys()

    def paragraphs(self, person: contacts.Person) -> list[Paragraph]:
        """Return the facts, those that nobody told left out."""
        profile = self.profile or Profile(self.user)
        friend = self.services.reader.friend(self.account, self.user)
        nickname = profile.nickname or (friend[0] if friend else "") or person.name
        facts = [("nickname", nickname), ("number", self.user), ("remark", friend[1] if friend else "")]
        facts += self._facts_of_member(self.where) if self.where is not None else []
        facts += [
            ("signature", profile.signature),
            ("state", self._unknown.get("state", _state(self._state))),
            ("sex", t(f"people.sex.{profile.sex}") if profile.sex else ""),
            ("age", str(profile.age or "")),
            ("level", str(profile.level or "")),
            ("qid", profile.qid),
            ("registered", moment(profile.registered_at, self.services.zone)),
            ("login_days", str(profile.login_days or "")),
            ("vip", t("people.yes") if profile.is_vip else ""),
            ("likes", self._unknown.get("likes", _liked(self._likes))),
            ("friend", t("people.yes" if person.is_friend else "people.no")),
        ]
        found = [Paragraph(value, label=t(f"people.fact.{name}")) for name, value in facts if value]
        if self._failure:
            found.append(Paragraph(self._failure, "warning"))
        elif self.profile is None:
            reason = why_not(self.services.judge.of_account(ActionKind.PROFILE, self.account))
            found.append(Paragraph(reason or t("people.asking"), "dim"))
        return found

    def _facts_of_member(self, where: ConversationRow) -> list[tuple[str, str]]:
        fresh, known = self._fresh, self.services.reader.member(where.id, self.user)
        member: Member | MemberRow | None = fresh or known
        if member is None:
            return []
        role = t(f"members.{member.role.value}") if member.role in (Role.OWNER, Role.ADMIN) else t("people.member")
        return [
            ("group", t("requests.number", name=where.title, number=where.conversation.peer)),
            ("card", member.card),
            ("role", role),
            ("title", member.title),
            ("joined", moment(member.joined_at, self.services.zone)),
            ("last_spoke", moment(member.last_spoke_at, self.services.zone)),
        ]

    def _may(self, kind: ActionKind) -> bool:
        return not self.services.judge.of_account(kind, self.account).is_no

    def _ask_beside(self, fact: str, query: Query[T], take: Callable[[T], None]) -> None:
        """Ask for one *fact*; where it can not be had, its line says why, and the rest of the card stands."""

        async def work() -> None:
            try:
                answer = await asyncio.wrap_future(self.services.connection.ask(self.account, query))
            except AskError as error:
                if error.reason != "not_offered":
                    self._unknown[fact] = t("people.not_told", why=t(f"reason.{error.reason}"))
            else:
                self._unknown.pop(fact, None)
                take(answer)
            self._show_if_open()

        self.main.start(work(), t("people.act.profile"))

    def _take_profile(self, profile: Profile) -> None:
        self.profile = profile
        self._show_if_open()

    def _take_state(self, state: PersonState) -> None:
        self._state = state

    def _take_likes(self, likes: Likes) -> None:
        self._likes = likes

    def _take_member(self, member: Member) -> None:
        self._fresh = member
        self._show_if_open()

    def _fail(self, words: str) -> None:
        self._failure = words
        self._show_if_open()

    def _show_if_open(self) -> None:
        if self.is_mounted:
            self.show()


class OwnProfileSheet(ProfileSheet):
    """Our own card, with what we may change of it."""

    PLACE: ClassVar[Place] = Place.OWN_PROFILE
    TITLE: ClassVar[str] = "people.title_own"

    def __init__(self, main: Main, account: int, account_id: AccountId) -> None:
        super().__init__(main, account, account_id, account_id.own_id)

    def paragraphs(self, person: contacts.Person) -> list[Paragraph]:
        """Return the facts; we are no friend of ourselves."""
        return [one for one in super().paragraphs(person) if one.label != t("people.fact.friend")]

    def command_nickname(self) -> None:
        """Take another name."""
        from tui.ui.commands import account

        account.change_nickname(self.main, self.account, self.account_id, self.ask)

    def command_signature(self) -> None:
        """Write another signature."""
        from tui.ui.commands import account

        account.change_signature(self.main, self.account, self.account_id, self.ask)

    def command_sex(self) -> None:
        """Say of which sex we are."""
        from tui.ui.commands import account

        account.change_sex(self.main, self.account, self.account_id, self.ask)

    def command_avatar(self) -> None:
        """Show another picture."""
        from tui.ui.commands import account

        account.change_avatar(self.main, self.account)

    def command_status(self) -> None:
        """Show ourselves in another state."""
        from tui.ui.commands import account

        account.change_state(self.main, self.account, self.ask)


def show_profile(main: Main, account: int, account_id: AccountId, user: str, where: ConversationRow | None = None) -> None:
    """Show the card of *user*, our own where that is us."""
    if user == account_id.own_id:
        main.app.push_screen(OwnProfileSheet(main, account, account_id))
    else:
        main.app.push_screen(ProfileSheet(main, account, account_id, user, where))


def _liked(likes: Likes | None) -> str:
    return "" if likes is None else t("people.liked", total=likes.total, today=likes.today)


def _state(state: PersonState | None) -> str:
    if state is None:
        return ""
    if state.name:
        return t(f"people.state.{state.name}")
    return t("people.state_numbers", status=state.status, ext=state.ext_status)
