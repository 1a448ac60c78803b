"""Bilibili's answers as models that take whatever comes; each keeps the object it was read from as ``raw``."""

from __future__ import annotations

import json
import logging
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tui.platforms.values import as_bool, as_handle, as_int, as_name, as_row, as_text

log = logging.getLogger(__name__)

MAX_U64 = 2**64 - 1
_OWN_HOSTS = (".hdslb.com/", ".biliimg.com/", ".bilibili.com/")


def as_u64(value: object) -> int:
    """Return a number of up to 64 bits without a sign, exactly, also from its digits; anything else is 0."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_U64:
        return 0
    return value


def _rows(value: object) -> list[Any]:
    """Return the objects of a list; what is none is left out and counted in the log."""
    if not isinstance(value, list):
        return []
    good = [row for row in value if isinstance(row, (dict, BaseModel))]
    if len(good) != len(value):
        log.warning("%d parts of an answer were no rows", len(value) - len(good))
    return good


def _uids(value: object) -> list[int]:
    return [uid for part in value if (uid := as_u64(part))] if isinstance(value, list) else []


def _link(value: object) -> str:
    """Return an address; those that Bilibili still writes without a secure scheme have one."""
    link = as_handle(value)
    if link.startswith("//"):
        return f"https:{link}"
    return f"https://{link[7:]}" if link.startswith("http://") and any(host in link for host in _OWN_HOSTS) else link


def _content(value: object) -> str:
    """Return the content of a message as the text it is on the wire, also where it came as the object itself."""
    return as_text(value) if not isinstance(value, (dict, list)) else json.dumps(value, ensure_ascii=False)


Big = Annotated[int, BeforeValidator(as_u64)]
"""A sequence number, key or id: exact, though it may not fit 64 bits with a sign."""
Number = Annotated[int, BeforeValidator(as_int)]
Flag = Annotated[bool, BeforeValidator(as_bool)]
Name = Annotated[str, BeforeValidator(as_name)]
Text = Annotated[str, BeforeValidator(as_text)]
"""As written; not yet cleaned for the screen."""
Content = Annotated[str, BeforeValidator(_content)]
Link = Annotated[str, BeforeValidator(_link)]
Uids = Annotated[list[int], BeforeValidator(_uids)]
Listed = BeforeValidator(_rows)
Object = Annotated[dict[str, Any], BeforeValidator(lambda value: value if isinstance(value, dict) else {})]
Nested = BeforeValidator(lambda value: value if isinstance(value, (dict, BaseModel)) else {})
MaybeNested = BeforeValidator(lambda value: value if isinstance(value, (dict, BaseModel)) else None)


class Wire(BaseModel):
    """The base: unknown fields are passed over, every field has a value for when it is missing, *raw* is what came."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True, populate_by_name=True)
    raw: dict[str, Any] = Field(default_factory=dict, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _keep_raw(cls, value: Any) -> Any:
        return {**value, "raw": value} if isinstance(value, dict) else value


M = TypeVar("M", bound=Wire)


def read(model: type[M], data: object) -> M:
    """Return *data* as *model*; what is no object at all reads as an empty one."""
    return model.model_validate(data if isinstance(data, dict) else {})


def read_rows(model: type[M], data: object) -> list[M]:
    """Return the rows of *data*, or of an object keyed by their ids."""
    if isinstance(data, dict):
        data = list(data.values())
    return [model.model_validate(row) for row in _rows(data)]


class Nothing(Wire):
    """An answer that says nothing but that it was done."""


class Message(Wire):
    """One message. It does not say in which conversation it stands: see ``messages.place_of``. *timestamp* in seconds.

    *msg_status*: 0 as it should be, 1 recalled (the content is still there), 2 removed by the system, 50 a picture that expired.
    """

    sender_uid: Big = 0
    receiver_type: Number = 0
    receiver_id: Big = 0
    msg_type: Number = 0
    content: Content = ""
    msg_seqno: Big = 0
    timestamp: Number = 0
    at_uids: Uids = []
    msg_key: Big = 0
    msg_status: Number = 0
    sys_cancel: Flag = False
    notify_code: Text = ""
    new_face_version: Number = 0
    msg_source: Number = 0


class AccountInfo(Wire):
    """What a conversation with the system is called."""

    name: Name = ""
    pic_url: Link = ""


class SessionRow(Wire):
    """One conversation of the list; times in microseconds. Those with people have neither name nor picture.

    *session_type*: 1 a person or the system, 2 a fan group. *system_msg_type*: 0 no system.
    """

    talker_id: Big = 0
    session_type: Number = 0
    at_seqno: Big = 0
    top_ts: Big = 0
    group_name: Name = ""
    group_cover: Link = ""
    is_follow: Flag = False
    is_dnd: Flag = False
    ack_seqno: Big = 0
    ack_ts: Big = 0
    session_ts: Big = 0
    unread_count: Number = 0
    last_msg: Annotated[Message | None, MaybeNested] = None
    group_type: Number = 0
    max_seqno: Big = 0
    status: Number = 0
    is_intercept: Flag = False
    system_msg_type: Number = 0
    account_info: Annotated[AccountInfo, Nested] = Field(default_factory=AccountInfo)


class SessionList(Wire):
    """get_sessions, new_sessions: the conversations, newest first; *system_msg* names the talker of each kind of system."""

    session_list: Annotated[list[SessionRow], Listed] = []
    has_more: Flag = False
    anti_disturb_cleaning: Flag = Field(
        default=False, validation_alias=AliasChoices("anti_disturb_cleaning", "anti_distrub_cleaning")
    )
    system_msg: Object = {}


class Emote(Wire):
    """A small face of a page: its code in the text (``[doge]``) and its picture."""

    text: Text = ""
    url: Link = Field(default="", validation_alias=AliasChoices("url", "uri"))
    gif_url: Link = ""
    size: Number = 0


class MessagePage(Wire):
    """fetch_session_msgs: the messages, newest first. Of an empty page *min_seqno* is the largest number there is."""

    messages: Annotated[list[Message], Listed] = []
    has_more: Flag = False
    min_seqno: Big = 0
    max_seqno: Big = 0
    e_infos: Annotated[list[Emote], Listed] = []


class KeyHit(Wire):
    """What the service says of words in a message that was sent: *toast* is for people."""

    toast: Name = ""
    rule_id: Number = 0


class Sent(Wire):
    """send_msg: there is no time and no sequence number in it."""

    msg_key: Big = 0
    msg_content: Content = ""
    e_infos: Annotated[list[Emote], Listed] = []
    key_hit_infos: Annotated[KeyHit, Nested] = Field(default_factory=KeyHit)


class SessionSettings(Wire):
    """get_session_settings: what the account wants to hear of."""

    show_unfollowed_msg: Number = 0
    msg_notify: Number = 0
    set_like: Number = 0
    set_comment: Number = 0
    set_at: Number = 0
    is_group_fold: Number = 0
    should_receive_group: Number = 0
    receive_unfollow_msg: Number = 0
    followed_reply: Number = 0
    keys_reply: Number = 0
    recv_reply: Number = 0
    voyage_reply: Number = 0


class UnreadMessages(Wire):
    """get_unread_messages: how many notices of each kind nobody has seen; private messages are not among them."""

    at: Number = 0
    chat: Number = 0
    like: Number = 0
    reply: Number = 0
    sys_msg: Number = 0
    up: Number = 0


class SingleUnread(Wire):
    """single_unread: how many private messages nobody has read, of those that one follows and of the others."""

    unfollow_unread: Number = 0
    follow_unread: Number = 0
    unfollow_push_msg: Number = 0
    dustbin_push_msg: Number = 0
    dustbin_unread: Number = 0
    biz_msg_unfollow_unread: Number = 0
    biz_msg_follow_unread: Number = 0


class Person(Wire):
    """Somebody in a notice, or a card of a user."""

    mid: Big = Field(default=0, validation_alias=AliasChoices("mid", "uid", "user_id"))
    name: Name = Field(default="", validation_alias=AliasChoices("name", "nickname", "uname"))
    face: Link = Field(default="", validation_alias=AliasChoices("face", "avatar"))
    sign: Name = ""
    level: Number = 0


class NoticeItem(Wire):
    """What a notice is about: *type* in the service's words (video, reply, ...), a title, texts and a link."""

    type: Text = ""
    business: Name = ""
    title: Name = ""
    desc: Text = ""
    image: Link = ""
    uri: Link = ""
    native_uri: Link = ""
    source_content: Text = ""
    target_reply_content: Text = ""
    root_reply_content: Text = ""
    item_id: Big = 0
    subject_id: Big = 0
    source_id: Big = 0


class Like(Wire):
    """Who liked what; *counts* may be more than the *users* it names."""

    id: Big = 0
    users: Annotated[list[Person], Listed] = []
    item: Annotated[NoticeItem, Nested] = Field(default_factory=NoticeItem)
    counts: Number = 0
    like_time: Number = 0


class Reply(Wire):
    """Somebody answered a comment of ours, or mentioned us (then it has an *at_time*)."""

    id: Big = 0
    user: Annotated[Person, Nested] = Field(default_factory=Person)
    item: Annotated[NoticeItem, Nested] = Field(default_factory=NoticeItem)
    counts: Number = 0
    reply_time: Number = 0
    at_time: Number = 0


class Cursor(Wire):
    """Where the next page begins."""

    is_end: Flag = False
    id: Big = 0
    time: Number = 0


class LikeList(Wire):
    """A part of the likes."""

    cursor: Annotated[Cursor, Nested] = Field(default_factory=Cursor)
    items: Annotated[list[Like], Listed] = []


class Likes(Wire):
    """get_likes: the *latest* since it was last looked at, and all of them by pages."""

    latest: Annotated[LikeList, Nested] = Field(default_factory=LikeList)
    total: Annotated[LikeList, Nested] = Field(default_factory=LikeList)


class Replies(Wire):
    """get_replies, get_at: the newest first."""

    cursor: Annotated[Cursor, Nested] = Field(default_factory=Cursor)
    items: Annotated[list[Reply], Listed] = []
    last_view_at: Number = 0


class SystemNotice(Wire):
    """A notice of the system; *cursor* is where the next page begins. *time_at* as the service writes it."""

    id: Big = 0
    cursor: Big = 0
    type: Number = 0
    title: Name = ""
    content: Content = ""
    time_at: Text = ""


class SystemNotices(Wire):
    """get_system_messages: the newest first."""

    system_notify_list: Annotated[list[SystemNotice], Listed] = []


class MyInfo(Wire):
    """myinfo: who we are."""

    mid: Big = 0
    name: Name = ""
    face: Link = ""
    sign: Name = ""
    level: Number = 0


class Nav(Wire):
    """nav: whether somebody is logged in, and who."""

    is_login: Flag = Field(default=False, validation_alias=AliasChoices("isLogin", "is_login"))
    mid: Big = 0
    uname: Name = ""
    face: Link = ""


class UploadedPicture(Wire):
    """upload_picture: *img_size* in KB."""

    image_url: Link = ""
    image_width: Number = 0
    image_height: Number = 0
    img_size: Annotated[float, BeforeValidator(lambda value: float(value) if isinstance(value, (int, float)) else 0.0)] = 0.0


class QrCode(Wire):
    """qrcode/generate: what the code holds, and the key to ask by whether it was scanned."""

    url: Text = Field(default="", repr=False)
    qrcode_key: Text = Field(default="", repr=False)


class CookieInfo(Wire):
    """cookie/info: whether the login wants to be renewed; *timestamp* in ms."""

    refresh: Flag = False
    timestamp: Number = 0


def data_of(envelope: object) -> Any:
    """Return what an envelope holds."""
    row = as_row(envelope)
    return row.get("data") if "data" in row else row.get("result")
