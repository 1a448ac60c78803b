"""Every command of mirai-api-http 2.10 that a WebSocket takes, with the keys it wants: those it requires go out though null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.platforms.mirai.calls import Calls, rows_of, value_of
from tui.platforms.values import Row, as_row, as_text, wire_number

Chain = Sequence[Mapping[str, Any]]

FRIEND, GROUP, STRANGER = "Friend", "Group", "Stranger"
"""What a nudge is given in."""


class Commands:
    """The commands over one connection. Numbers of people, groups and messages come as the house has them, as strings.

    *slow* is how long (s) one may take that carries pictures, or asks QQ's web pages. All raise CallError.
    """

    def __init__(self, calls: Calls, slow: float) -> None:
        self._calls = calls
        self._slow = slow

    # The account ----------------------------------------------------------------------------------------------------------

    async def about(self, timeout: float | None = None) -> str:
        """Return the version of mirai-api-http."""
        return as_text(as_row(value_of(await self._calls.call("about", timeout=timeout))).get("version"))

    async def bot_list(self) -> list[Any]:
        """Return the numbers of all accounts that are logged in there."""
        found = value_of(await self._calls.call("botList"))
        return found if isinstance(found, list) else []

    async def bot_profile(self, timeout: float | None = None) -> Row:
        """Return our own profile."""
        return as_row(value_of(await self._calls.call("botProfile", timeout=timeout)))

    async def friend_profile(self, user: str) -> Row:
        """Return a friend's profile."""
        return as_row(value_of(await self._calls.call("friendProfile", {"target": wire_number(user)})))

    async def user_profile(self, user: str) -> Row:
        """Return anybody's profile."""
        return as_row(value_of(await self._calls.call("userProfile", {"target": wire_number(user)})))

    async def member_profile(self, group: str, user: str) -> Row:
        """Return a member's profile."""
        return as_row(value_of(await self._calls.call("memberProfile", _member(group, user))))

    # Lists ----------------------------------------------------------------------------------------------------------------

    async def friend_list(self) -> list[Row]:
        """Return all friends."""
        return rows_of(await self._calls.call("friendList"))

    async def group_list(self) -> list[Row]:
        """Return all groups; the permission in each is our own."""
        return rows_of(await self._calls.call("groupList"))

    async def member_list(self, group: str) -> list[Row]:
        """Return the members of a group, without ourselves."""
        return rows_of(await self._calls.call("memberList", {"target": wire_number(group)}))

    async def latest_member_list(self, group: str, users: Sequence[str] = ()) -> list[Row]:
        """Return the members of a group as QQ's servers have them, of none but *users* where some are named."""
        content = {"target": wire_number(group), "memberIds": [wire_number(user) for user in users]}
        return rows_of(await self._calls.call("latestMemberList", content, timeout=self._slow))

    # Messages -------------------------------------------------------------------------------------------------------------

    async def message_from_id(self, native: str, target: str) -> Row:
        """Return a message that is still among the last 1,024; *target* is its friend or group."""
        return as_row(value_of(await self._calls.call("messageFromId", _message(native, target))))

    async def send_friend_message(self, user: str, chain: Chain, quote: str = "") -> Row:
        """Say *chain* to a friend, or a stranger."""
        return await self._send("sendFriendMessage", {"target": wire_number(user)}, chain, quote)

    async def send_group_message(self, group: str, chain: Chain, quote: str = "") -> Row:
        """Say *chain* in a group."""
        return await self._send("sendGroupMessage", {"target": wire_number(group)}, chain, quote)

    async def send_temp_message(self, user: str, group: str, chain: Chain, quote: str = "") -> Row:
        """Say *chain* to a member of a group who is no friend."""
        return await self._send("sendTempMessage", {"qq": wire_number(user), "group": wire_number(group)}, chain, quote)

    async def send_other_client_message(self, client: str, chain: Chain, quote: str = "") -> Row:
        """Say *chain* to another device of ours."""
        return await self._send("sendOtherClientMessage", {"target": wire_number(client)}, chain, quote)

    async def _send(self, command: str, where: Mapping[str, Any], chain: Chain, quote: str) -> Row:
        content = {**where, "messageChain": list(chain)}
        if quote:
            content["quote"] = wire_number(quote)
        return await self._calls.call(command, content, timeout=self._slow)

    async def send_image_message(self, urls: Sequence[str], user: str = "", group: str = "") -> list[Any]:
        """Send pictures by their links to a friend, in a group, or with both to a member; return their ids."""
        where = {"qq": wire_number(user) if user else None, "group": wire_number(group) if group else None}
        content = {key: number for key, number in where.items() if number is not None}
        found = value_of(await self._calls.call("sendImageMessage", {**content, "urls": list(urls)}, timeout=self._slow))
        return found if isinstance(found, list) else []

    async def send_nudge(self, user: str, subject: str, kind: str) -> None:
        """Poke *user*; *kind* (Friend, Group, Stranger) says what *subject* is the number of."""
        await self._calls.call("sendNudge", {"target": wire_number(user), "subject": wire_number(subject), "kind": kind})

    async def recall(self, native: str, target: str) -> None:
        """Take a message back; *target* is its friend or group."""
        await self._calls.call("recall", _message(native, target))

    async def roaming_messages(self, start: int, end: int, user: str) -> list[Row]:
        """Return what was said with a friend between two times (s). Every packet names the friend, whoever said it."""
        content = {"timeStart": start, "timeEnd": end, "target": wire_number(user), "qq": None, "group": None}
        return rows_of(await self._calls.call("roamingMessages", content, timeout=self._slow))

    async def set_essence(self, native: str, group: str) -> None:
        """Put a message among the essence messages."""
        await self._calls.call("setEssence", _message(native, group))

    # Files of groups ------------------------------------------------------------------------------------------------------

    async def file_list(self, group: str, folder: str = "", *, offset: int = 0, size: int = 100) -> list[Row]:
        """Return what lies in *folder* ("" the root)."""
        content = {"id": folder, "target": wire_number(group), "offset": offset, "size": size, "withDownloadInfo": False}
        return rows_of(await self._calls.call("file_list", content, timeout=self._slow))

    async def file_info(self, group: str, id: str) -> Row:
        """Return a file, and where it can be fetched."""
        content = {"id": id, "target": wire_number(group), "withDownloadInfo": True}
        return as_row(value_of(await self._calls.call("file_info", content, timeout=self._slow)))

    async def file_mkdir(self, group: str, name: str) -> Row:
        """Make a folder in the root."""
        content = {"id": "", "target": wire_number(group), "directoryName": name}
        return as_row(value_of(await self._calls.call("file_mkdir", content)))

    async def file_delete(self, group: str, id: str) -> None:
        """Delete a file, or a folder with all that is in it."""
        await self._calls.call("file_delete", {"id": id, "target": wire_number(group)})

    async def file_move(self, group: str, id: str, folder: str) -> None:
        """Move a file into the folder with the id *folder*."""
        await self._calls.call("file_move", {"id": id, "target": wire_number(group), "moveTo": folder})

    async def file_rename(self, group: str, id: str, name: str) -> None:
        """Give a file another name."""
        await self._calls.call("file_rename", {"id": id, "target": wire_number(group), "renameTo": name})

    # Members and groups ---------------------------------------------------------------------------------------------------

    async def delete_friend(self, user: str) -> None:
        """End a friendship."""
        await self._calls.call("deleteFriend", {"target": wire_number(user)})

    async def mute(self, group: str, user: str, seconds: int) -> None:
        """Forbid a member to speak; *seconds* are 1 to thirty days."""
        await self._calls.call("mute", {**_member(group, user), "time": seconds})

    async def unmute(self, group: str, user: str) -> None:
        """Let a member speak again."""
        await self._calls.call("unmute", _member(group, user))

    async def kick(self, group: str, user: str, *, block: bool = False, words: str = "") -> None:
        """Remove a member; *block* also refuses their next request."""
        await self._calls.call("kick", {**_member(group, user), "block": block, "msg": words})

    async def quit(self, group: str) -> None:
        """Leave a group; its owner can not."""
        await self._calls.call("quit", {"target": wire_number(group)})

    async def mute_all(self, group: str) -> None:
        """Forbid everybody but the managers to speak."""
        await self._calls.call("muteAll", {"target": wire_number(group)})

    async def unmute_all(self, group: str) -> None:
        """Let everybody speak again."""
        await self._calls.call("unmuteAll", {"target": wire_number(group)})

    async def group_config(self, group: str) -> Row:
        """Return a group's name and settings."""
        return as_row(value_of(await self._calls.call("groupConfig", {"target": wire_number(group)}, sub="get")))

    async def update_group_config(self, group: str, config: Mapping[str, Any]) -> None:
        """Set a group's ``name`` or ``allowMemberInvite``; other keys are passed over without a word."""
        await self._calls.call("groupConfig", {"target": wire_number(group), "config": dict(config)}, sub="update")

    async def member_info(self, group: str, user: str) -> Row:
        """Return a member."""
        return as_row(value_of(await self._calls.call("memberInfo", _member(group, user), sub="get")))

    async def update_member_info(self, group: str, user: str, info: Mapping[str, Any]) -> None:
        """Set a member's ``name`` or ``specialTitle``."""
        await self._calls.call("memberInfo", {**_member(group, user), "info": dict(info)}, sub="update")

    async def member_admin(self, group: str, user: str, *, assign: bool) -> None:
        """Make a member an admin, or a plain member again."""
        await self._calls.call("memberAdmin", {**_member(group, user), "assign": assign})

    # Announcements --------------------------------------------------------------------------------------------------------

    async def anno_list(self, group: str) -> list[Row]:
        """Return the announcements of a group, whose number goes under another name than elsewhere."""
        return rows_of(await self._calls.call("anno_list", {"id": wire_number(group)}, timeout=self._slow))

    async def anno_publish(
        self,
        group: str,
        text: str,
        picture: str = "",
        *,
        pinned: bool = False,
        for_newcomers: bool = False,
        popup: bool = False,
        edit_card: bool = False,
        confirm: bool = False,
    ) -> Row:
        """Put an announcement up, with a *picture* in base64 where there is one."""
        content: dict[str, Any] = {"target": wire_number(group), "content": text}
        options = {
            "imageBase64": picture,
            "pinned": pinned,
            "sendToNewMember": for_newcomers,
            "showPopup": popup,
            "showEditCard": edit_card,
            "requireConfirmation": confirm,
        }
        content |= {key: value for key, value in options.items() if value}
        return as_row(value_of(await self._calls.call("anno_publish", content, timeout=self._slow)))

    async def anno_delete(self, group: str, id: str) -> None:
        """Take an announcement down."""
        await self._calls.call("anno_delete", {"id": wire_number(group), "fid": id})

    # Requests and the console ---------------------------------------------------------------------------------------------

    async def answer_friend_request(self, event: int, user: int, group: int, operate: int, words: str = "") -> None:
        """Answer who wants to be our friend: 0 yes, 1 no, 2 no and never again."""
        await self._answer("resp_newFriendRequestEvent", event, user, group, operate, words)

    async def answer_join_request(self, event: int, user: int, group: int, operate: int, words: str = "") -> None:
        """Answer who wants into a group: 0 yes, 1 no, 2 ignore, 3 no and never again, 4 ignore for ever."""
        await self._answer("resp_memberJoinRequestEvent", event, user, group, operate, words)

    async def answer_invitation(self, event: int, user: int, group: int, operate: int, words: str = "") -> None:
        """Answer who invites us into a group: 0 yes, 1 no."""
        await self._answer("resp_botInvitedJoinGroupRequestEvent", event, user, group, operate, words)

    async def _answer(self, command: str, event: int, user: int, group: int, operate: int, words: str) -> None:
        content = {"eventId": event, "fromId": user, "groupId": group, "operate": operate, "message": words}
        await self._calls.call(command, content)

    async def cmd_execute(self, command: Chain) -> None:
        """Run a command of mirai's console."""
        await self._calls.call("cmd_execute", {"command": list(command)})

    async def cmd_register(self, name: str, alias: Sequence[str] = (), usage: str = "", description: str = "") -> None:
        """Make a command of the console, of whose runs events tell."""
        content = {"name": name, "alias": list(alias), "usage": usage, "description": description}
        await self._calls.call("cmd_register", content)


def _member(group: str, user: str) -> dict[str, Any]:
    return {"target": wire_number(group), "memberId": wire_number(user)}


def _message(native: str, target: str) -> dict[str, Any]:
    return {"messageId": wire_number(native), "target": wire_number(target)}
