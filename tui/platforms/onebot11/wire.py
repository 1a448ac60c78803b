"""The answers of the API as models that take whatever comes: missing, null and extra fields, numbers as strings both ways."""

from __future__ import annotations

import logging
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from tui.chat.people import Role
from tui.platforms.values import as_bool, as_handle, as_id, as_int, as_name, as_role, as_text, as_time, as_user

log = logging.getLogger(__name__)

Id = Annotated[str, BeforeValidator(as_id)]
User = Annotated[str, BeforeValidator(as_user)]
Name = Annotated[str, BeforeValidator(as_name)]
Number = Annotated[int, BeforeValidator(as_int)]
Time = Annotated[int, BeforeValidator(as_time)]
"""Milliseconds; the wire has seconds."""
Flag = Annotated[bool, BeforeValidator(as_bool)]
MaybeFlag = Annotated[bool | None, BeforeValidator(lambda value: None if value is None else as_bool(value))]
RoleName = Annotated[Role, BeforeValidator(as_role)]
Rows = Annotated[list[Any], BeforeValidator(lambda value: value if isinstance(value, list) else [])]
Text = Annotated[str, BeforeValidator(as_text)]
"""As written; not yet cleaned for the screen."""
Link = Annotated[str, BeforeValidator(as_handle)]
Object = Annotated[dict[str, Any], BeforeValidator(lambda value: value if isinstance(value, dict) else {})]


class Wire(BaseModel):
    """The base: unknown fields are passed over, and every field has a value for when it is missing."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)  # most are never read


M = TypeVar("M", bound=Wire)


def _object(value: object) -> Any:
    return value if isinstance(value, (dict, Wire)) else {}


def _rows_or_models(value: object) -> list[Any]:
    return [row for row in value if isinstance(row, (dict, Wire))] if isinstance(value, list) else []


Listed = BeforeValidator(_rows_or_models)
Nested = BeforeValidator(_object)


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
    friends: Annotated[list[FriendRow], Listed] = Field(default_factory=list, alias="buddyList")


class GroupRow(Wire):
    """A row of get_group_list; ``group_all_shut`` is -1 or 1 while all are muted, 0 when not, missing where not told."""

    group_id: User = ""
    group_name: Name = ""
    group_remark: Name = ""
    member_count: Number = 0
    max_member_count: Number = 0
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
    level: Name = ""
    title_expire_time: Time = 0
    is_robot: Flag = False


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
    forward_id: Id = ""
    res_id: Id = ""


class History(Wire):
    """get_group_msg_history and get_friend_msg_history."""

    messages: Rows = Field(default_factory=list)


class Forwarded(Wire):
    """get_forward_msg; Lagrange says ``message`` and lists nodes."""

    messages: Rows = Field(default_factory=list, validation_alias=AliasChoices("messages", "message"))


class FileInfo(Wire):
    """get_image, get_record, get_file, download_file; *file* is a path on the implementation's host."""

    file: Link = ""
    url: Link = ""
    file_size: Number = 0
    file_name: Name = ""
    base64: Text = ""


class Reactor(Wire):
    """Somebody who reacted to a message."""

    user_id: User = Field(default="", alias="tinyId")
    nickname: Name = Field(default="", alias="nickName")
    avatar: Link = Field(default="", alias="headUrl")


class EmojiLikes(Wire):
    """fetch_emoji_like."""

    people: Annotated[list[Reactor], Listed] = Field(default_factory=list, alias="emojiLikesList")
    cookie: Text = ""
    is_last: Flag = Field(default=True, alias="isLastPage")


class Result(Wire):
    """What QQ's kernel said: 0 is good."""

    result: Number = 0
    words: Name = Field(default="", alias="errMsg")


class Honored(Wire):
    """Somebody who is honoured in a group."""

    user_id: User = ""
    nickname: Name = ""
    avatar: Link = ""
    description: Name = Field(default="", validation_alias=AliasChoices("description", "desc"))
    day_count: Number = 0


class Honors(Wire):
    """get_group_honor_info."""

    group_id: User = ""
    current_talkative: Annotated[Honored, Nested] = Field(default_factory=Honored)
    talkative_list: Annotated[list[Honored], Listed] = Field(default_factory=list)
    performer_list: Annotated[list[Honored], Listed] = Field(default_factory=list)
    legend_list: Annotated[list[Honored], Listed] = Field(default_factory=list)
    strong_newbie_list: Annotated[list[Honored], Listed] = Field(default_factory=list)
    emotion_list: Annotated[list[Honored], Listed] = Field(default_factory=list)


class AtAllRemain(Wire):
    """get_group_at_all_remain."""

    can_at_all: Flag = False
    group: Number = Field(default=0, alias="remain_at_all_count_for_group")
    own: Number = Field(default=0, alias="remain_at_all_count_for_uin")


class MutedRow(Wire):
    """A row of get_group_shut_list: QQ's own object on NapCat."""

    user_id: User = Field(default="", validation_alias=AliasChoices("user_id", "uin"))
    nickname: Name = Field(default="", validation_alias=AliasChoices("nickname", "nick"))
    card: Name = Field(default="", validation_alias=AliasChoices("card", "cardName"))
    until: Time = Field(default=0, validation_alias=AliasChoices("shut_up_timestamp", "shutUpTime"))


class GroupRequest(Wire):
    """Somebody who wants in, or who invited us; *flag* answers it where it is told apart from the number *request_id*.

    *checked* None: not told whether it was answered.
    """

    request_id: Id = Field(default="", validation_alias=AliasChoices("request_id", "flag"))
    flag: Text = ""
    user_id: User = Field(default="", validation_alias=AliasChoices("requester_uin", "user_id", "invitor_uin", "invitor_id"))
    nickname: Name = Field(default="", validation_alias=AliasChoices("requester_nick", "nickname", "invitor_nick"))
    group_id: User = ""
    group_name: Name = ""
    message: Text = Field(default="", validation_alias=AliasChoices("message", "comment"))
    checked: MaybeFlag = None
    actor: User = ""
    invitor_id: User = ""
    time: Time = 0


class GroupRequests(Wire):
    """get_group_system_msg and get_group_ignored_notifies."""

    invited: Annotated[list[GroupRequest], Listed] = Field(
        default_factory=list, validation_alias=AliasChoices("invited_requests", "InvitedRequest")
    )
    joining: Annotated[list[GroupRequest], Listed] = Field(default_factory=list, validation_alias="join_requests")


class Uploaded(Wire):
    """upload_group_file and upload_private_file; only NapCat tells the id."""

    file_id: Id = ""


class Streamed(Wire):
    """upload_file_stream; *file_path* is on the implementation's host, and told at the end."""

    status: Name = ""
    received_chunks: Number = 0
    file_path: Link = ""
    file_size: Number = 0


class FileSystem(Wire):
    """get_group_file_system_info, in bytes."""

    file_count: Number = 0
    limit_count: Number = 0
    used_space: Number = 0
    total_space: Number = 0


class GroupFile(Wire):
    """A file of a group."""

    file_id: Id = ""
    file_name: Name = ""
    busid: Number = 0
    size: Number = Field(default=0, validation_alias=AliasChoices("file_size", "size"))
    upload_time: Time = 0
    dead_time: Time = 0
    modify_time: Time = 0
    download_times: Number = 0
    uploader: User = ""
    uploader_name: Name = ""


class GroupFolder(Wire):
    """A folder of a group; Lagrange writes ``create_name``."""

    folder_id: Id = ""
    folder_name: Name = ""
    create_time: Time = 0
    creator: User = ""
    creator_name: Name = Field(default="", validation_alias=AliasChoices("creator_name", "create_name"))
    total_file_count: Number = 0


class Files(Wire):
    """get_group_root_files and get_group_files_by_folder."""

    files: Annotated[list[GroupFile], Listed] = Field(default_factory=list)
    folders: Annotated[list[GroupFolder], Listed] = Field(default_factory=list)


class FileUrl(Wire):
    """get_group_file_url."""

    url: Link = ""


class NoticePicture(Wire):
    """A picture of a notice."""

    id: Id = ""
    width: Number = 0
    height: Number = 0


class NoticeBody(Wire):
    """What a notice says; its pictures stand under either name."""

    text: Text = ""
    images: Annotated[list[NoticePicture], Listed] = Field(default_factory=list, validation_alias=AliasChoices("images", "image"))


class Notice(Wire):
    """A row of get_group_notice."""

    notice_id: Id = ""
    sender_id: User = ""
    publish_time: Time = 0
    message: Annotated[NoticeBody, Nested] = Field(default_factory=NoticeBody)
    read_num: Number = 0


class EssenceRow(Wire):
    """A row of get_essence_msg_list."""

    message_id: Id = ""
    sender_id: User = ""
    sender_nick: Name = ""
    sender_time: Time = 0
    operator_id: User = ""
    operator_nick: Name = ""
    operator_time: Time = 0
    msg_seq: Id = ""
    msg_random: Id = ""
    content: Rows = Field(default_factory=list)


class Profile(Wire):
    """get_stranger_info."""

    user_id: User = ""
    nickname: Name = ""
    remark: Name = ""
    sex: Text = ""
    age: Number = 0
    qid: Name = Field(default="", validation_alias=AliasChoices("qid", "q_id"))
    level: Number = Field(default=0, validation_alias=AliasChoices("qqLevel", "level"))
    signature: Text = Field(default="", validation_alias=AliasChoices("long_nick", "longNick", "sign"))
    registered: Time = Field(default=0, validation_alias=AliasChoices("reg_time", "RegisterTime"))
    login_days: Number = 0
    is_vip: Flag = False


class UserStatus(Wire):
    """nc_get_user_status, in QQ's numbers."""

    status: Number = 0
    ext_status: Number = 0


class Likes(Wire):
    """One side of get_profile_like."""

    total_count: Number = 0
    new_count: Number = 0
    today_count: Number = 0
    people: Rows = Field(default_factory=list, alias="userInfos")


class ProfileLikes(Wire):
    """get_profile_like."""

    favorites: Annotated[Likes, Nested] = Field(default_factory=Likes, alias="favoriteInfo")
    votes: Annotated[Likes, Nested] = Field(default_factory=Likes, alias="voteInfo")


class ModelShow(Wire):
    """A name of a device."""

    name: Name = Field(default="", alias="model_show")
    need_pay: Flag = False


class ClientKey(Wire):
    """get_client_key."""

    key: Text = Field(default="", alias="clientkey")


class Cookies(Wire):
    """get_cookies."""

    cookies: Text = ""
    bkn: Text = ""


class CsrfToken(Wire):
    """get_csrf_token."""

    token: Number = 0


class Credentials(Wire):
    """get_credentials."""

    cookies: Text = ""
    token: Number = Field(default=0, validation_alias=AliasChoices("token", "csrf_token"))


class Rkey(Wire):
    """A key for links to pictures; *kind* 10 or ``private``, 20 or ``group``; *ttl* in seconds."""

    rkey: Text = ""
    ttl: Number = 0
    time: Time = Field(default=0, validation_alias=AliasChoices("time", "created_at"))
    kind: Text = Field(default="", alias="type")


class Yes(Wire):
    """can_send_image and can_send_record."""

    yes: Flag = False


class UinRange(Wire):
    """Numbers of robots, both ends included."""

    first: User = Field(default="", alias="minUin")
    last: User = Field(default="", alias="maxUin")


class AiCharacter(Wire):
    """A voice."""

    character_id: Id = ""
    character_name: Name = ""
    preview_url: Link = ""


class AiCharacters(Wire):
    """Voices of one kind."""

    kind: Name = Field(default="", alias="type")
    characters: Annotated[list[AiCharacter], Listed] = Field(default_factory=list)


class OcrLine(Wire):
    """A line on a picture; *confidence* of 100 where it is told."""

    text: Text = ""
    confidence: Number = 0
    coordinates: Any = None


class Ocr(Wire):
    """ocr_image."""

    lines: Annotated[list[OcrLine], Listed] = Field(default_factory=list, validation_alias="texts")
    language: Text = ""


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
