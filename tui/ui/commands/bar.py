"""The command bar: opens it, does what was understood by the commands there are, and takes the last act back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.chat.actions import Done, Outcome
from tui.chat.segments import Mention, Quote, Segment, Text
from tui.chat.text import clean_text
from tui.locale import t
from tui.ui.commands import contacts, conversations, forwarding, group, group_acts, messages, people, searching
from tui.ui.commands.contacts import Person
from tui.ui.commands.sending import send_beside
from tui.ui.describe import preview
from tui.ui.widgets.status_line import Level

# What understands is imported with the bar itself, on a thread.
if TYPE_CHECKING:
    from tui.intents import Context, Understanding
    from tui.ui.bar_plan import Plan
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def open_bar(main: Main, number: int) -> None:
    """Open the bar; what it answers is done."""
    from tui.ui.screens.command_bar import CommandBar

    def answered(plan: Plan | None) -> None:
        if plan is not None:
            carry_out(main, plan)

    main.app.push_screen(CommandBar(main), answered)


def undo(main: Main, number: int) -> None:
    """Take the last act back, once."""
    known = main.bar.take_undo()
    if known is None:
        main.say(t("bar.nothing_to_undo"), is_good=False)
        return
    from tui.ui.bar_plan import make_plan

    plan = make_plan(main, known.understanding, known.context)
    if plan.refusal:
        main.say(plan.refusal, is_good=False)
    else:
        _do(main, plan, _no_undo)


def carry_out(main: Main, plan: Plan) -> None:
    """Do what is planned, and offer to take it back where that can be."""
    if "." in plan.name:
        # As the palette does it: after the bar is gone, with the focus back where it was.
        main.app.call_later(main.app.run_action, f"command({plan.name!r})", main.app)
        return
    main.bar.forget_undo()
    _do(main, plan, _offer)


Offering = Callable[["Main", "Plan"], str]
"""Makes the last act one that can be taken back, and returns how that is said, "" where it can not be."""


def _offer(main: Main, plan: Plan) -> str:
    from tui.intents import consider
    from tui.ui.bar_plan import make_plan

    command = plan.understanding.undo
    if command is None:
        return ""
    back = consider(command, plan.context)
    if make_plan(main, back, plan.context).refusal:
        return ""
    main.bar.offer(back, plan.context)
    return t("bar.can_undo", key=main.services.keys.label_for("bar.undo"), what=said_of(back, plan.context))


def _no_undo(main: Main, plan: Plan) -> str:
    return ""


def said_of(understanding: Understanding, context: Context) -> str:
    """Return what *understanding* does, in one line."""
    from tui.intents.telling import sentence

    return sentence(understanding.command, context) if understanding.command else ""


def _do(main: Main, plan: Plan, offering: Offering) -> None:
    from tui.ui.bar_plan import NEEDS_A_CALL

    words = _words(plan)

    def then(outcome: Outcome) -> None:
        if isinstance(outcome, Done) and (hint := offering(main, plan)):
            main.tell(t("bar.done_and", what=words, hint=hint), Level.GOOD)

    is_asked = "confirm" in plan.understanding.asks
    where, action = plan.where, plan.understanding.call
    if is_asked and plan.name in _ASKED:
        _ASKED[plan.name](main, plan, then)
    elif plan.name not in NEEDS_A_CALL:
        _confirm(main, plan, partial(_HERE[plan.name], main, plan, offering), is_asked=is_asked)
    elif where is not None and action is not None:
        # The very action that was shown.
        _confirm(main, plan, partial(main.perform, where.account, action, words, then), is_asked=is_asked)


def _confirm(main: Main, plan: Plan, act: Callable[[], object], *, is_asked: bool) -> None:
    """Do *act*; where it was only guessed who is meant (*is_asked*), after asking."""
    from tui.ui.bar_words import where
    from tui.ui.screens.question import Wording

    if is_asked:
        title = t("bar.confirm", what=said_of(plan.understanding, plan.context))
        main.confirm(Wording(title, (where(plan),), t("bar.confirm_yes")), act)
    else:
        act()


def _words(plan: Plan) -> str:
    """Return what is done, as its own command says it."""
    name, who = plan.name, plan.understanding.who
    called = who.name if who is not None else ""
    match name:
        case "mute" | "unmute" | "poke":
            return t(f"main.act.{name}", who=called)
        case "admin" | "unadmin" | "card" | "title":
            key = {"unadmin": "no_admin"}.get(name, name)
            return t("members.act.one", what=t(f"members.act.{key}"), who=called)
        case "like":
            return t("people.act.like", who=called, times=plan.args.get("times", 1))
        case "remark":
            return t("people.act.remark", who=called)
        case "mute_all" | "unmute_all" | "rename":
            return t(f"group.act.{name}")
        case "essence" | "unessence":
            return t("boards.act.essence_on" if name == "essence" else "boards.act.essence_off")
        case "recall":
            return t("main.act.recall")
    return t(f"intents.do.{name}")


# What asks by the question of its own command ---------------------------------------------------------------------------------


def _kick(main: Main, plan: Plan, then: Callable[[Outcome], None]) -> None:
    who = plan.understanding.who
    if plan.where is not None and who is not None:
        people.kick(main, plan.where, who.id, who.name, is_blocked=bool(plan.args.get("block")))


def _mute_all(main: Main, plan: Plan, then: Callable[[Outcome], None]) -> None:
    if plan.where is not None:
        group.ask_mute_all(main, plan.where, then)


def _leave(main: Main, plan: Plan, then: Callable[[Outcome], None]) -> None:
    if plan.where is not None:
        group_acts.leave(main, plan.where)


def _delete_friend(main: Main, plan: Plan, then: Callable[[Outcome], None]) -> None:
    person = _person(main, plan)
    if person is not None:
        contacts.delete(main, person)


def _recall(main: Main, plan: Plan, then: Callable[[Outcome], None]) -> None:
    if plan.where is not None and plan.message is not None:
        messages.ask_recall(main, plan.where, plan.message, then)


_ASKED: dict[str, Callable[[Main, Plan, Callable[[Outcome], None]], None]] = {
    "kick": _kick,
    "mute_all": _mute_all,
    "leave": _leave,
    "delete_friend": _delete_friend,
    "recall": _recall,
}


# What the interface does by itself --------------------------------------------------------------------------------------------


def _person(main: Main, plan: Plan) -> Person | None:
    where, user = plan.where, plan.args.get("user")
    if where is None or user is None:
        return None
    is_here = where.conversation.is_group and main.services.reader.member(where.id, user) is not None
    return Person.of(main, where.account, where.conversation.account, user, where if is_here else None)


def _open(main: Main, plan: Plan, offering: Offering) -> None:
    person = _person(main, plan)
    if plan.target is not None:
        main.open(plan.target.id)
    elif person is not None:
        contacts.chat(main, person)


def _profile(main: Main, plan: Plan, offering: Offering) -> None:
    person = _person(main, plan)
    if person is None:
        main.say(t("main.no_conversation"), is_good=False)
    else:
        contacts.show(main, person)


def _mention(main: Main, plan: Plan, offering: Offering) -> None:
    person = _person(main, plan)
    if person is not None:
        contacts.mention(main, person)


def _flag(flag: str, value: bool, words: str) -> Callable[[Main, Plan, Offering], None]:
    """Return what sets *flag* of a conversation to *value*, and says *words* (a key)."""

    def act(main: Main, plan: Plan, offering: Offering) -> None:
        if plan.target is None:
            return
        hint = offering(main, plan)
        said = t("bar.said_and", what=t(words), hint=hint) if hint else t(words)

        def told(outcome: Outcome) -> None:
            if isinstance(outcome, Done) and hint:
                main.tell(said, Level.GOOD)

        conversations.set_flag(main, plan.target, flag, value, said, told)

    return act


def _read(main: Main, plan: Plan, offering: Offering) -> None:
    if plan.target is not None:
        conversations.mark_read(main, plan.target, t("bar.marked_read", where=plan.target.title))


def _reply(main: Main, plan: Plan, offering: Offering) -> None:
    target, message = plan.target, plan.message
    if target is None:
        return
    said: list[Segment] = [Text(clean_text(str(plan.args["text"])))]
    if message is not None and message.native is not None:
        said.insert(0, Quote(message.native, message.sender, preview(message.segments)))
    elif plan.mention:
        who = plan.understanding.who
        said[:0] = [Mention(plan.mention, who.name if who is not None else ""), Text(" ")]
    send_beside(main, target, said, t("main.act.send"), t("bar.replied", where=target.title))


def _forward(main: Main, plan: Plan, offering: Offering) -> None:
    where, target, message = plan.where, plan.target, plan.message
    if where is None or target is None or message is None:
        return
    names = main.services.reader.public_names((message.id,))
    forwarding.send_on(main, forwarding.Passed(where, (message,), names, lambda: None), target)


def _search(main: Main, plan: Plan, offering: Offering) -> None:
    if plan.target is not None and plan.target.id != main.pane.conversation:
        main.open(plan.target.id)
    searching.open_search(main, words=str(plan.args["text"]), is_only_here=plan.target is not None)


_HERE: dict[str, Callable[[Main, Plan, Offering], None]] = {
    "open": _open,
    "profile": _profile,
    "mention": _mention,
    "quiet": _flag("is_muted", True, "main.muted"),
    "unquiet": _flag("is_muted", False, "main.unmuted"),
    "pin": _flag("is_pinned", True, "main.pinned"),
    "unpin": _flag("is_pinned", False, "main.unpinned"),
    "read": _read,
    "reply": _reply,
    "search": _search,
    "forward": _forward,
}

HANDLERS: dict[str, Handler] = {"bar.open": open_bar, "bar.undo": undo}
