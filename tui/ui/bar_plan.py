"""What an understood command comes to here: in which conversation, on which message, towards whom, and what stands against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from tui.chat.actions import ActionKind, Poke
from tui.chat.group_actions import MAX_GROUP_NAME_BYTES
from tui.chat.ids import ConversationId, ConversationKind, LocalId
from tui.chat.member_actions import MAX_CARD_BYTES, MAX_TITLE_BYTES
from tui.chat.people_actions import MOST_LIKES_A_DAY
from tui.intents import Context, Understanding
from tui.locale import t
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.bar_context import message_at, newest, pointing_at
from tui.ui.subjects import why_not

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

TOWARDS = ("open", "quiet", "unquiet", "pin", "unpin", "read", "forward")
"""What is done to another conversation where somebody or a group is named."""

NEEDS_A_CALL = frozenset((
    "mute", "unmute", "kick", "poke", "admin", "unadmin", "mute_all", "unmute_all", "leave", "delete_friend", "like", "card",
    "title", "remark", "rename", "recall", "essence", "unessence",
))  # fmt: skip
"""What is one action of a platform, and so must be known to the last parameter before it is done."""

_ON_MESSAGE = {
    "recall": ActionKind.RECALL, "essence": ActionKind.ESSENCE, "unessence": ActionKind.ESSENCE, "reply": ActionKind.QUOTE,
}  # fmt: skip


class Plan(Struct, frozen=True):
    """An understanding in its place. *where* is the conversation it was typed in, *target* the one it is done to or sent to,
    *message* the one it is about (a reply quotes it), *mention* whom a reply names instead; *refusal* says why it can not be.
    """

    understanding: Understanding
    context: Context
    where: ConversationRow | None = None
    target: ConversationRow | None = None
    message: MessageRow | None = None
    mention: str = ""
    refusal: str = ""

    @property
    def name(self) -> str:
        """The intent or command."""
        return self.understanding.command.name if self.understanding.command else ""

    @property
    def args(self) -> dict[str, Any]:
        """Its arguments."""
        command = self.understanding.command
        return (command.args or {}) if command else {}

    @property
    def is_complete(self) -> bool:
        """Whether nothing is to be asked but whether it is meant."""
        return self.understanding.command is not None and not set(self.understanding.asks) - {"confirm"}


def make_plan(main: Main, understanding: Understanding, context: Context) -> Plan:
    """Return what *understanding* comes to in *context*."""
    where = main.services.reader.find_conversation(context.conversation) if context.conversation else None
    plan = Plan(understanding, context, where)
    if understanding.command is None or not plan.is_complete:
        return replace(plan, refusal=t(f"reason.{understanding.reason}") if understanding.reason else "")
    if plan.name == "reply":
        plan = _with_reply(main, plan)
    elif plan.name == "poke":
        plan = _with_poke(main, plan)
    elif plan.name == "search":
        plan = _with_search(main, plan)
    elif plan.name in TOWARDS and ("user" in plan.args or "group" in plan.args):
        plan = replace(plan, target=conversation_with(main, plan))
    elif plan.name in ("quiet", "unquiet", "pin", "unpin", "read"):
        plan = replace(plan, target=where)
    if plan.name in ("recall", "essence", "unessence", "forward"):
        plan = _with_message(main, plan)
    return replace(plan, refusal=plan.refusal or _refusal(main, plan))


def conversation_with(main: Main, plan: Plan) -> ConversationRow | None:
    """Return the conversation with whom or what is named: of the open account where it has one, else of another."""
    user = plan.args.get("user")
    kind, peer = (ConversationKind.FRIEND, user) if user else (ConversationKind.GROUP, plan.args.get("group"))
    own = plan.context.account
    if own is not None and (row := main.services.reader.find_conversation(ConversationId(own, kind, str(peer)))):
        return row
    return next((row for row in main.sidebar.rows.values() if row.kind is kind and row.conversation.peer == peer), None)


def _with_message(main: Main, plan: Plan) -> Plan:
    """Find the message: by its id, or as the last one of somebody."""
    user = plan.args.get("user") if plan.name == "recall" else None
    if user and plan.where is not None and "message" not in plan.args:
        theirs = newest(main, plan.where, str(user))[:1]
        if not theirs:
            return replace(plan, refusal=t("bar.says_nothing"))
        assert plan.understanding.command is not None
        understanding, context = pointing_at(
            message_at(theirs[0]), plan.understanding.command, plan.context, plan.understanding.text
        )
        return replace(plan, understanding=understanding, context=context, message=theirs[0])
    message = _message(main, plan.args.get("message"))
    return replace(plan, message=message) if message else replace(plan, refusal=t("main.no_message"))


def _with_reply(main: Main, plan: Plan) -> Plan:
    """Say where a reply goes: to the message, to the last one of whom it names here, or to the conversation with them."""
    user, where = plan.args.get("user"), plan.where
    if "message" in plan.args:
        return replace(plan, target=where, message=_message(main, plan.args["message"]))
    if user is None and "group" not in plan.args:
        return replace(plan, target=where, message=_message(main, plan.context.selected.id if plan.context.selected else None))
    if where is not None and user is not None:
        if where.kind is not ConversationKind.GROUP and where.conversation.peer == user:
            return replace(plan, target=where)
        if where.kind is ConversationKind.GROUP and is_here(main, where, user):
            theirs = newest(main, where, user)[:1]
            return replace(plan, target=where, message=theirs[0] if theirs else None, mention="" if theirs else user)
    return replace(plan, target=conversation_with(main, plan))


def _with_search(main: Main, plan: Plan) -> Plan:
    """A search is in the conversation that is named, in the open one, or in all."""
    if "here" in plan.args:
        return replace(plan, target=plan.where) if plan.where else replace(plan, refusal=t("main.no_conversation"))
    if "user" not in plan.args and "group" not in plan.args:
        return plan
    target = conversation_with(main, plan)
    return replace(plan, target=target) if target else replace(plan, refusal=t("people.no_way"))


def _with_poke(main: Main, plan: Plan) -> Plan:
    """Somebody who is not here is poked as a friend, in the conversation with them."""
    where, user, own = plan.where, str(plan.args["user"]), plan.context.account
    if where is None or own is None or is_here(main, where, user):
        return plan
    offers = main.services.connection.offers(where.account)
    if offers is not None and ActionKind.POKE not in offers.actions:
        return plan  # whoever it is, there are no pokes: that is why
    chat = ConversationId(own, ConversationKind.FRIEND, user)
    row = main.services.reader.find_conversation(chat)
    if row is None or main.services.reader.friend(where.account, user) is None:
        return replace(plan, refusal=t("reason.not_friend"))
    reason = why_not(main.services.judge.of_member(ActionKind.POKE, row, user))
    understanding = replace(plan.understanding, call=Poke(chat, user), reason="")
    return replace(plan, understanding=understanding, target=row, refusal=reason)


def is_here(main: Main, where: ConversationRow, user: str) -> bool:
    """Return whether *user* is one of those who speak in *where*."""
    if where.conversation.is_group:
        return main.services.reader.member(where.id, user) is not None
    return user in (where.conversation.peer, where.conversation.account.own_id)


def _message(main: Main, id: LocalId | None) -> MessageRow | None:
    return main.services.reader.message(id) if id is not None else None


def _refusal(main: Main, plan: Plan) -> str:
    name, understanding = plan.name, plan.understanding
    if "." in name:
        return _command_refusal(main, name)
    if understanding.reason:
        return t(f"reason.{understanding.reason}")
    judge = main.services.judge
    if name in _ON_MESSAGE and plan.message is not None and plan.where is not None:
        reason = why_not(judge.of_message(_ON_MESSAGE[name], plan.where, plan.message))
        if reason:
            return reason
    if name in NEEDS_A_CALL and understanding.call is None:
        return t("main.no_conversation" if plan.where is None else "bar.not_here")
    if name in (*TOWARDS, "reply") and plan.target is None:
        # Somebody without a chat of their own can still be spoken to, through the group.
        can_be_made = name == "open" and "user" in plan.args and plan.where is not None and plan.where.conversation.is_group
        return "" if can_be_made else t("main.no_conversation" if plan.where is None else "people.no_way")
    if name in ("reply", "forward") and plan.target is not None:
        return why_not(judge.of_account(ActionKind.SEND, plan.target.account))
    if name == "mention" and (plan.where is None or not plan.where.conversation.is_group):
        return t("reason.only_groups")
    return _wrong_person(main, plan) or _too_long(plan)


def _wrong_person(main: Main, plan: Plan) -> str:
    """Return why it can not be done to just this person: the account of the open conversation does not know them so."""
    where, user = plan.where, plan.args.get("user")
    if where is None or user is None:
        return ""
    if plan.name in ("delete_friend", "remark") and main.services.reader.friend(where.account, user) is None:
        return t("reason.not_friend")
    return t("bar.no_member") if plan.name == "mention" and not is_here(main, where, user) else ""


def _too_long(plan: Plan) -> str:
    """Return why the text or number is too long or too large."""
    from tui.ui.commands.contacts import MAX_REMARK, no_longer_than
    from tui.ui.commands.member_acts import too_long

    args = plan.args
    if not 0 < int(args.get("times", 1)) <= MOST_LIKES_A_DAY:
        return t("bar.like_range", most=MOST_LIKES_A_DAY)
    for slot, most in (("card", MAX_CARD_BYTES), ("title", MAX_TITLE_BYTES), ("name", MAX_GROUP_NAME_BYTES)):
        if slot in args:
            return too_long(str(args[slot]), most)
    return no_longer_than(MAX_REMARK)(str(args["remark"])) if "remark" in args else ""


def _command_refusal(main: Main, name: str) -> str:
    from tui.ui.commands import group, why_not_now

    reason = why_not_now(main, name)
    if reason or not name.startswith("group."):
        return reason
    where = main.current
    if where is None or not where.conversation.is_group:
        return t("reason.only_groups")
    return group.refusal(main, name, where)
