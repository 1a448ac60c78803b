"""Commands on the account itself: its profile, signature, picture and online state, who liked it, its faces, recent contacts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.chat.actions import ActionKind, Outcome
from tui.chat.ids import AccountId
from tui.chat.people_actions import (
    MAX_AVATAR,
    OnlineState,
    SetAvatar,
    SetOnlineState,
    SetOwnProfile,
    SetSex,
    SetSignature,
    StateNumbers,
)
from tui.chat.segments import Image
from tui.connection.status import LinkState
from tui.locale import t
from tui.ui.commands import contacts, people
from tui.ui.commands.sending import send_beside
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.chat.people import Profile
    from tui.platforms.base import Recent
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

MAX_NICKNAME = 36
MAX_SIGNATURE = 80
RECENTS = 50
_NUMBERS = "numbers"

Then = Callable[[], None]


def concerned(main: Main) -> tuple[int, AccountId] | None:
    """Return the account of the conversation that is open, or highlighted while the hand is in the sidebar; else the first."""
    row = main.sidebar.highlighted if main.sidebar.has_focus_within else main.current
    if row is not None:
        return row.account, row.conversation.account
    accounts = main.services.reader.accounts()
    return (accounts[0].id, accounts[0].account) if accounts else None


def show_profile(main: Main, account: int, account_id: AccountId) -> None:
    """Show our own card."""
    from tui.ui.screens.profile import show_profile

    show_profile(main, account, account_id, account_id.own_id)


def change_nickname(main: Main, account: int, account_id: AccountId, then: Then | None = None) -> None:
    """Take another name; QQ takes name, signature and sex together, so the others are asked for first.

    A signature that was not told may be there all the same: not every implementation tells it. It is left alone.
    """

    def told(profile: Profile) -> None:
        def take(text: str) -> None:
            action = SetOwnProfile(text, profile.signature or None, profile.sex)
            main.perform(account, action, t("people.act.nickname"), _after(then))

        check = contacts.between(1, MAX_NICKNAME)
        main.ask_text(t("people.nickname_title"), take, text=profile.nickname, check=check)

    _with_profile(main, account, account_id, ActionKind.OWN_PROFILE, told)


def change_signature(main: Main, account: int, account_id: AccountId, then: Then | None = None) -> None:
    """Write another signature; where only the whole profile can be set, that way."""
    kind = ActionKind.SIGNATURE
    by_profile = bool(why_not(main.services.judge.of_account(kind, account)))

    def told(profile: Profile) -> None:
        def take(text: str) -> None:
            action = SetOwnProfile(profile.nickname, text, profile.sex) if by_profile else SetSignature(text)
            main.perform(account, action, t("people.act.signature"), _after(then))

        check = contacts.no_longer_than(MAX_SIGNATURE)
        main.ask_text(t("people.signature_title"), take, text=profile.signature, check=check)

    _with_profile(main, account, account_id, ActionKind.OWN_PROFILE if by_profile else kind, told)


def change_sex(main: Main, account: int, account_id: AccountId, then: Then | None = None) -> None:
    """Say of which sex we are."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    def told(profile: Profile) -> None:
        def chosen(sex: str | None) -> None:
            if sex:
                action = SetSex(profile.nickname, profile.signature or None, sex)
                main.perform(account, action, t("people.act.sex"), _after(then))

        entries = [MenuEntry(sex, t(f"people.sex.{sex}")) for sex in ("male", "female")]
        main.app.push_screen(ActionMenu(t("people.sex_title"), entries), chosen)

    _with_profile(main, account, account_id, ActionKind.SEX, told)


def change_avatar(main: Main, account: int) -> None:
    """Show another picture, from a file of this computer."""
    from tui.ui.commands.pictures import ask_picture

    if _is_refused(main, account, ActionKind.AVATAR):
        return
    what = t("people.act.avatar")

    def take(picture: bytes) -> None:
        main.perform(account, SetAvatar(picture), what)

    ask_picture(main, t("people.avatar_title"), (t("people.avatar_note"),), what, take, most=MAX_AVATAR)


def change_state(main: Main, account: int, then: Then | None = None) -> None:
    """Show ourselves in another online state: one with a name, or by QQ's three numbers."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    if _is_refused(main, account, ActionKind.ONLINE_STATUS):
        return

    def perform(state: OnlineState | StateNumbers, words: str) -> None:
        main.perform(account, SetOnlineState(state), t("people.act.set_state", state=words), _after(then))

    def take(text: str) -> None:
        numbers = _numbers(text)
        if numbers is not None:
            perform(numbers, " ".join(map(str, numbers)))

    def chosen(name: str | None) -> None:
        if name == _NUMBERS:
            title, note = t("people.state_numbers_title"), t("people.state_numbers_note")
            main.ask_text(title, take, note, text="10 0 0", check=_wrong_numbers)
        elif name:
            perform(OnlineState(name), t(f"people.state.{name}"))

    entries = [MenuEntry(state.value, t(f"people.state.{state.value}")) for state in OnlineState]
    entries.append(MenuEntry(_NUMBERS, t("people.state_by_numbers")))
    main.app.push_screen(ActionMenu(t("people.state_title"), entries), chosen)


def show_likes(main: Main, account: int, account_id: AccountId) -> None:
    """Show who liked us."""
    contacts.likes(main, contacts.Person.of(main, account, account_id, account_id.own_id, None))


def show_recents(main: Main, account: int, account_id: AccountId) -> None:
    """Ask the platform anew who was spoken with last, and go to one."""
    from tui.platforms.base import AskRecents
    from tui.ui.late import ask_to_open

    if not _is_refused(main, account, ActionKind.RECENTS):
        what = t("people.act.recents")
        ask_to_open(main, account, AskRecents(RECENTS), what, lambda found: _pick_recent(main, account, found))


def _pick_recent(main: Main, account: int, recents: Sequence[Recent]) -> None:
    from tui.ui.describe import preview
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    def chosen(name: str | None) -> None:
        if not name:
            return
        recent = recents[int(name)]
        via = recent.message.via if recent.message is not None else ""
        people.start_chat(main, account, recent.conversation, recent.name, via)

    def label(recent: Recent) -> str:
        name = recent.name or recent.conversation.peer
        return f"{name}  {preview(recent.message.segments)}" if recent.message is not None else name

    entries = [MenuEntry(str(place), label(recent)) for place, recent in enumerate(recents)]
    if entries:
        main.app.push_screen(ActionMenu(t("people.recents_title"), entries), chosen)
    else:
        main.say(t("people.recents_none"))


def show_faces(main: Main, account: int, account_id: AccountId) -> None:
    """Send one of the faces that the account keeps into the open conversation."""
    from tui.platforms.people_queries import AskCustomFaces
    from tui.ui.late import ask_to_open

    where = main.current
    if where is None:
        main.say(t("main.no_conversation"), is_good=False)
    elif not _is_refused(main, account, ActionKind.CUSTOM_FACES):
        what = t("people.act.faces")
        ask_to_open(main, account, AskCustomFaces(), what, lambda links: _pick_face(main, where.id, tuple(links)))


def _pick_face(main: Main, conversation: int, links: tuple[str, ...]) -> None:
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    where = main.sidebar.rows.get(conversation)
    if not links or where is None:
        main.say(t("people.faces_none"))
        return

    def chosen(name: str | None) -> None:
        if not name:
            return
        link = links[int(name)]
        send_beside(main, where, Image(link, link, is_sticker=True), t("main.act.send"), t("people.face_sent"))

    entries = [MenuEntry(str(n), t("people.face", number=n + 1, name=_file_name(link))) for n, link in enumerate(links)]
    main.app.push_screen(ActionMenu(t("people.faces_title", where=where.title), entries), chosen)


def _with_profile(main: Main, account: int, account_id: AccountId, kind: ActionKind, then: Callable[[Profile], None]) -> None:
    """Ask for our own profile and go on with it, if *kind* may be done."""
    from tui.platforms.people_queries import AskProfile
    from tui.ui.late import ask_to_open

    if not _is_refused(main, account, kind):
        ask_to_open(main, account, AskProfile(account_id.own_id), t("people.act.profile"), then)


def _after(then: Then | None) -> Callable[[Outcome], None] | None:
    return None if then is None else lambda outcome: then()


def _numbers(text: str) -> StateNumbers | None:
    parts = text.replace(",", " ").replace("，", " ").split()
    if not 0 < len(parts) <= 3 or not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        return None
    return StateNumbers(*map(int, parts))


def _wrong_numbers(text: str) -> str:
    return "" if _numbers(text) else t("people.state_numbers_wrong")


def _file_name(link: str) -> str:
    parts = [part for part in link.partition("?")[0].split("/") if part not in ("", "0")]
    return parts[-1][-40:] if parts else link[:40]


def _is_refused(main: Main, account: int, kind: ActionKind) -> bool:
    return main.is_refused(main.services.judge.of_account(kind, account))


def _on_account(act: Callable[[Main, int, AccountId], None]) -> Handler:
    def handler(main: Main, number: int) -> None:
        found = concerned(main)
        if found is None:
            main.say(t("people.no_account"), is_good=False)
        else:
            act(main, *found)

    return handler


def connect_again(main: Main, number: int) -> None:
    """Connect at once what waits for its next try, or was refused and waits for a person."""
    connection = main.services.connection
    away = [status.label for status in connection.statuses if status.state not in (LinkState.ONLINE, LinkState.QQ_OFFLINE)]
    if away:
        connection.reconnect()
        main.say(t("main.reconnecting", names="、".join(away)))
    else:
        main.say(t("main.all_connected"))


HANDLERS: dict[str, Handler] = {"account.reconnect": connect_again} | {
    name: _on_account(act)
    for name, act in (
        ("account.profile", show_profile),
        ("account.status", lambda main, account, account_id: change_state(main, account)),
        ("account.nickname", change_nickname),
        ("account.signature", change_signature),
        ("account.sex", change_sex),
        ("account.avatar", lambda main, account, account_id: change_avatar(main, account)),
        ("account.likes", show_likes),
        ("account.recents", show_recents),
        ("account.faces", show_faces),
    )
}
