"""The exact action of ``tui.chat`` that an understood command is, where everything for it is known."""

from __future__ import annotations

from tui.chat.actions import MAX_MUTE_SECONDS, Action, Kick, Mute, Poke, Recall
from tui.chat.board_actions import SetEssence
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import ConversationId
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people_actions import DeleteFriend, Like, SetRemark
from tui.intents.values import Context, IntentCommand, MessageAt


def call_of(command: IntentCommand, context: Context) -> Action | None:
    """Return the action; None where something is missing, or the interface does it by itself (open, search, reply, pin ...)."""
    here = context.conversation
    args = command.args or {}
    user = args.get("user", "")
    if command.name in ("delete_friend", "remark", "like"):
        return _about(command.name, user, args)
    if here is None:
        return None
    if command.name in ("recall", "essence", "unessence"):
        return _about_message(command, here, context)
    match command.name:
        case "mute" if user and 0 < args.get("seconds", 0) <= MAX_MUTE_SECONDS:
            return Mute(here, user, args["seconds"])
        case "unmute" if user:
            return Mute(here, user, 0)
        case "kick" if user:
            return Kick(here, user, block=args.get("block", False))
        case "poke" if user:
            return Poke(here, user)
        case "admin" | "unadmin" if user:
            return SetAdmin(here, user, is_admin=command.name == "admin")
        case "card" if user and "card" in args:
            return SetCard(here, user, args["card"])
        case "title" if user and "title" in args:
            return SetTitle(here, user, args["title"])
    return _about_group(command, here)


def _about_group(command: IntentCommand, here: ConversationId) -> Action | None:
    args = command.args or {}
    match command.name:
        case "mute_all" | "unmute_all":
            return MuteAll(here, is_on=command.name == "mute_all")
        case "rename" if "name" in args:
            return RenameGroup(here, args["name"])
        case "leave":
            return LeaveGroup(here, is_disbanding=args.get("disband", False))
    return None


def _about(name: str, user: str, args: dict[str, object]) -> Action | None:
    if not user:
        return None
    match name:
        case "delete_friend":
            return DeleteFriend(user)
        case "remark" if isinstance(remark := args.get("remark"), str):
            return SetRemark(user, remark)
        case "like":
            times = args.get("times", 1)
            return Like(user, times if isinstance(times, int) else 1)
    return None


def _about_message(command: IntentCommand, here: ConversationId, context: Context) -> Action | None:
    number = (command.args or {}).get("message")
    known = (context.selected, context.last, context.own_last)
    message: MessageAt | None = next((message for message in known if message and message.id == number), None)
    if message is None or message.reference is None:
        return None
    if command.name == "recall":
        return Recall(here, message.reference)
    return SetEssence(here, message.reference.native, is_on=command.name == "essence")
