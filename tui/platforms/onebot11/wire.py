"""The answers of the API as models that take whatever comes: missing, null and extra fields, numbers as strings both ways."""

from __future__ import annotations

import logging
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tui.chat.people import Role
from tui.platforms.onebot11.values import as_bool, as_id, as_int, as_name, as_role, as_time, as_user

log = logging.getLogger(__name__)

Id = Annotated[str, BeforeValidator(as_id)]
User = Annotated[str, BeforeValidator(as_user)]
Name = Annotated[str, BeforeValidator(as_name)]
Number = Annotated[int, BeforeValidator(as_int)]
Time = Annotated[int, BeforeValidator(as_time)]
"""Milliseconds; the wire has seconds."""
Flag = Annotated[bool, BeforeValidator(as_bool)]
RoleName = Annotated[Role, BeforeValidator(as_role)]
Rows = Annotated[list[Any], BeforeValidator(lambda value: value if isinstance(value, list) else [])]
Object = Annotated[dict[str, Any], BeforeValidator(lambda value: value if isinstance(value, dict) else {})]


class Wire(BaseModel):
    """The base: unknown fields are passed over, and every field has a value for when it is missing."""

    model_config = ConfigDict(extra="ignore", frozen=True)


M = TypeVar("M", bound=Wire)


class LoginInfo(Wire):
    """get_login_info: who the implementation is logged in as; ``user_id`` empty when nobody is."""

    user_id: User = ""
    nickname: Name = ""


class VersionInfo(Wire):
    """get_version_info."""

    app_name: Name = ""
    app_version: Name = ""
    protocol_version: Name = ""


class Status(Wire):
    """get_status: *online* is QQ's own connection, *good* the implementation's."""

    online: Flag = True
    good: Flag = True


class FriendRow(Wire):
    """A row of get_friend_list, and of a category's buddyList."""

    user_id: User = ""
    nickname: Name = ""
    remark: Name = ""
    category: Name = Field(default="", alias="categoryName")


class Category(Wire):
    """A row of get_friends_with_category."""

    name: Name = Field(default="", alias="categoryName")
    order: Number = Field(default=0, alias="categorySortId")
    friends: Rows = Field(default_factory=list, alias="buddyList")


class GroupRow(Wire):
    """A row of get_group_list; ``group_all_shut`` is -1 or 1 while all are muted, 0 when not, missing where not told."""

    group_id: User = ""
    group_name: Name = ""
    group_remark: Name = ""
    member_count: Number = 0
    group_all_shut: Annotated[int | None, BeforeValidator(lambda value: None if value is None else as_int(value))] = None


class MemberRow(Wire):
    """A row of get_group_member_list, and get_group_member_info."""

    user_id: User = ""
    nickname: Name = ""
    card: Name = ""
    role: RoleName = Role.UNKNOWN
    title: Name = ""
    shut_up_timestamp: Time = 0
    join_time: Time = 0
    last_sent_time: Time = 0


class RecentRow(Wire):
    """A row of NapCat's get_recent_contact; *chat_type* 1 private, 2 group, 100 temporary. The wire spells "lastestMsg"."""

    peer: User = Field(default="", alias="peerUin")
    remark: Name = ""
    name: Name = Field(default="", alias="peerName")
    chat_type: Number = Field(default=0, alias="chatType")
    latest: Object = Field(default_factory=dict, alias="lastestMsg")


class Sent(Wire):
    """send_group_msg and its kin."""

    message_id: Id = ""


class History(Wire):
    """get_group_msg_history and get_friend_msg_history."""

    messages: Rows = Field(default_factory=list)


def read(model: type[M], data: object) -> M:
    """Return *data* as *model*; what is no object at all reads as an empty one."""
    return model.model_validate(data if isinstance(data, dict) else {})


def read_rows(model: type[M], data: object) -> list[M]:
    """Return the rows of *data*; what is no row is left out and counted in the log."""
    rows = data if isinstance(data, list) else []
    good = [row for row in rows if isinstance(row, dict)]
    if len(good) != len(rows) or not isinstance(data, (list, type(None))):
        log.warning("%s: %d parts of the answer were no rows", model.__name__, max(1, len(rows) - len(good)))
    return [model.model_validate(row) for row in good]
