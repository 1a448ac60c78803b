"""Conversations and their messages: lists, pages, what is read, pinned, muted and put away."""

from __future__ import annotations

import re
from typing import Any

from tui.simulator.bilibili.codes import DISSOLVED, ILLEGAL, NO_SUCH_SESSION, NOT_A_MEMBER, Failed, Frame
from tui.simulator.bilibili.desk import Ask, Desk, Route, get, post
from tui.simulator.bilibili.model import GROUP, USER, Kind, Letter, Talk
from tui.simulator.bilibili.world import EMOJI, emoji_key

NOTHING = 2**64 - 1
"""`min_seqno` of an empty page."""
USUAL_SIZE, MOST_SESSIONS, MOST_MESSAGES = 20, 100, 2000
CODE = re.compile(r"\[[^\[\]]+\]")
CUSTOMER_SERVICE = 8


# -- shapes


def shown_letter(desk: Desk, letter: Letter) -> Frame:
    """A message."""
    talk, own = letter.talk, desk.world.own.uid
    receiver = talk.id if talk.kind == GROUP or letter.sender == own else own
    extra = {"sys_cancel": True} if letter.is_system_recall else {}
    return {
        "sender_uid": letter.sender,
        "receiver_type": talk.kind,
        "receiver_id": receiver,
        "msg_type": int(letter.kind),
        "content": desk.link(letter.content),
        "msg_seqno": letter.seqno,
        "timestamp": letter.stamp // 1_000_000,
        "at_uids": letter.at_uids,
        "msg_key": letter.key,
        "msg_status": letter.status,
        **extra,
        "notify_code": letter.notify_code,
        "new_face_version": letter.face_version,
        "msg_source": int(letter.source),
    }


def shown_talk(desk: Desk, talk: Talk) -> Frame:
    """A conversation; those with people have no name."""
    world = desk.world
    person = world.people.get(talk.id) if talk.kind == USER else None
    group = world.groups.get(talk.id) if talk.kind == GROUP else None
    system = person.system_type if person else 0
    account = {"account_info": {"name": person.name, "pic_url": desk.face(person.face)}} if person and system else {}
    return {
        "talker_id": talk.id,
        "session_type": talk.kind,
        "at_seqno": world.at_seqno(talk),
        "top_ts": talk.top_ts,
        "group_name": group.name if group else "",
        "group_cover": desk.face(f"group/{group.id}.png") if group else "",
        "is_follow": int(bool(person and (person.is_followed or system))),
        "is_dnd": int(talk.is_dnd),
        "ack_seqno": talk.ack_seqno,
        "ack_ts": talk.ack_ts,
        "session_ts": talk.changed,
        "unread_count": world.unread(talk),
        "last_msg": shown_letter(desk, talk.letters[-1]) if talk.letters else None,
        "group_type": group.kind if group else 0,
        "can_fold": int(_is_unfollowed(desk, talk)),
        "status": 0,
        "max_seqno": talk.max_seqno,
        "new_push_msg": 0,
        "setting": talk.push_setting,
        "is_guardian": 0,
        "is_intercept": int(talk.is_intercepted),
        "is_trust": 0,
        "system_msg_type": system,
        **account,
        "live_status": 0,
        "biz_msg_unread_count": 0,
        "user_label": None,
    }


# -- lists of conversations


def _is_system(desk: Desk, talk: Talk) -> bool:
    person = desk.world.people.get(talk.id)
    return talk.kind == USER and person is not None and person.system_type > 0


def _is_unfollowed(desk: Desk, talk: Talk) -> bool:
    person = desk.world.people.get(talk.id)
    return talk.kind == USER and not _is_system(desk, talk) and not (person and person.is_followed)


def _is_in(desk: Desk, talk: Talk, wanted: int) -> bool:
    """Whether a conversation is in this list; only the fifth has those that were intercepted."""
    if talk.is_intercepted or wanted == 5:
        return talk.is_intercepted and wanted == 5
    is_group, is_system = talk.kind == GROUP, _is_system(desk, talk)
    match wanted:
        case 1:
            return not is_group
        case 2:
            return _is_unfollowed(desk, talk)
        case 3:
            return is_group
        case 4:
            return True
        case 7:
            return is_system
        case 8:
            return desk.world.is_stranger(talk)
        case 9:
            return not is_group and not _is_unfollowed(desk, talk)
        case _:
            return False


def _list(desk: Desk, talks: list[Talk], ask: Ask, *, by_read: bool = False) -> Frame:
    size = ask.number("size", USUAL_SIZE)
    if not 0 <= size <= MOST_SESSIONS:
        raise Failed(ILLEGAL)
    begin, end = ask.number("begin_ts", 0), ask.number("end_ts", 0)
    found = [it for it in talks if it.is_listed and it.changed > begin and (not end or it.changed < end)]
    found.sort(key=lambda it: it.ack_ts if by_read else it.changed, reverse=True)
    systems = {
        str(person.system_type): person.uid
        for person in desk.world.people.values()
        if person.system_type and (USER, person.uid) in desk.world.talks
    }
    return {
        "session_list": [shown_talk(desk, it) for it in found[:size]] or None,
        "has_more": int(len(found) > size),
        "anti_disturb_cleaning": False,
        "is_address_list_empty": 0,
        **({"system_msg": systems} if systems else {}),
        "show_level": True,
    }


def get_sessions(desk: Desk, ask: Ask) -> Frame:
    """A list of conversations, newest first; `end_ts` leads to what comes after."""
    wanted = ask.number("session_type")
    is_folded = ask.number("unfollow_fold", 0) == 1 and wanted in (1, 4)
    talks = [it for it in desk.world.talks.values() if _is_in(desk, it, wanted)]
    if is_folded:
        talks = [it for it in talks if not _is_unfollowed(desk, it)]
    return _list(desk, talks, ask, by_read=ask.number("sort_rule", 2) == 3 and wanted not in (4, 7))


def new_sessions(desk: Desk, ask: Ask) -> Frame:
    """Conversations that something happened in since."""
    return _list(desk, [it for it in desk.world.talks.values() if not it.is_intercepted], ask)


def _talk(desk: Desk, ask: Ask) -> Talk | None:
    kind, number = ask.number("session_type", USER), ask.number("talker_id")
    if kind not in (USER, GROUP):
        raise Failed(ILLEGAL)
    return desk.world.talks.get((kind, number))


def session_detail(desk: Desk, ask: Ask) -> Frame:
    """One conversation."""
    talk = _talk(desk, ask)
    if talk is None:
        raise Failed(NO_SUCH_SESSION)
    return shown_talk(desk, talk)


# -- messages


def fetch_session_msgs(desk: Desk, ask: Ask) -> Frame:
    """A page of a conversation, newest first; without a size only the tips."""
    size, begin, end = ask.number("size", 0), ask.number("begin_seqno", 0), ask.number("end_seqno", 0)
    if not 0 <= size <= MOST_MESSAGES:
        raise Failed(ILLEGAL)
    talk = _talk(desk, ask)
    letters = talk.letters if talk else []
    if talk and (group := desk.world.groups.get(talk.id)) and talk.kind == GROUP:
        if group.is_dissolved:
            raise Failed(DISSOLVED)
        if group.has_left:
            raise Failed(NOT_A_MEMBER)
    found = [it for it in letters if it.seqno > begin and (not end or it.seqno < end)]
    if not size:
        found = page = [it for it in found if it.kind == Kind.TIP]
    else:
        page = found[:size] if begin and desk.troubles.fills_from_oldest else found[-size:]
    if not page:
        return {"messages": None, "has_more": 0, "min_seqno": NOTHING, "max_seqno": 0}
    emoji = _emoji(desk, [it.content for it in page])
    return {
        "messages": [shown_letter(desk, it) for it in reversed(page)],
        "has_more": int(len(page) < len(found)),
        "min_seqno": page[0].seqno,
        "max_seqno": page[-1].seqno,
        **({"e_infos": emoji} if emoji else {}),
    }


def _emoji(desk: Desk, texts: list[str]) -> list[Frame]:
    codes = dict.fromkeys(code for text in texts for code in CODE.findall(text) if code in EMOJI)
    return [{"text": code, "url": desk.face(emoji_key(code)), "size": 1} for code in codes]


def emoji_of(desk: Desk, text: str) -> dict[str, Any]:
    """The pictures of the emoji in a text, as an answer has them: not at all where there are none."""
    found = _emoji(desk, [text])
    return {"e_infos": found} if found else {}


# -- what is done with them


def update_ack(desk: Desk, ask: Ask) -> Frame:
    """Read up to a message; without one, all."""
    talk = _talk(desk, ask)
    if talk is not None:
        desk.world.read(talk, ask.number("ack_seqno", talk.max_seqno))
    return {}


def remove_session(desk: Desk, ask: Ask) -> Frame:
    """Put a conversation away until something is said in it."""
    talk = _talk(desk, ask)
    if talk is not None:
        talk.is_listed = False
    return {}


def set_top(desk: Desk, ask: Ask) -> Frame:
    """⚠ 0 pins, 1 unpins."""
    act, talk = ask.number("op_type"), _talk(desk, ask)
    if act not in (0, 1):
        raise Failed(ILLEGAL)
    if talk is not None:
        talk.top_ts = 0 if act else desk.world.now()
    return {}


def update_intercept(desk: Desk, ask: Ask) -> Frame:
    """Keep somebody's conversation away from the others, or let it back."""
    talk = desk.world.talks.get((USER, ask.number("talker_id")))
    if talk is not None:
        talk.is_intercepted = ask.number("status") == 1
    return {}


def set_msg_dnd(desk: Desk, ask: Ask) -> Frame:
    """Mute a conversation, or unmute it."""
    if ask.number("uid", desk.world.own.uid) != desk.world.own.uid or ask.number("setting") not in (0, 1):
        raise Failed(ILLEGAL)
    if ask.text("dnd_group_id"):
        talk = desk.world.talks.get((GROUP, ask.number("dnd_group_id")))
    else:
        talk = desk.world.talks.get((USER, ask.number("dnd_uid")))
    if talk is not None:
        talk.is_dnd = ask.number("setting") == 1
    return {}


def get_msg_dnd(desk: Desk, ask: Ask) -> Frame:
    """Which conversations are muted."""

    def of(kind: int, name: str) -> list[Frame]:
        talks = ((number, desk.world.talks.get((kind, number))) for number in ask.numbers(name))
        return [{"id": number, "setting": int(bool(talk and talk.is_dnd))} for number, talk in talks]

    return {"uid_settings": of(USER, "uids"), "group_settings": of(GROUP, "group_ids")}


def set_push_setting(desk: Desk, ask: Ask) -> Frame:
    """Whether somebody's new works are told of: 0, or 1 for not."""
    talk = desk.world.talks.get((USER, ask.number("talker_uid")))
    if talk is not None:
        talk.push_setting = ask.number("setting")
    return {}


def single_unread(desk: Desk, ask: Ask) -> Frame:
    """How much is not read, by how one stands to who wrote it; what is muted does not count."""
    world, counts = desk.world, {"follow": 0, "unfollow": 0, "dustbin": 0, "custom": 0}
    for talk in world.talks.values():
        if talk.kind == GROUP or talk.is_dnd or not talk.is_listed:
            continue
        person = world.people.get(talk.id)
        if talk.is_intercepted:
            kind = "dustbin"
        elif person is not None and person.system_type == CUSTOMER_SERVICE:
            kind = "custom"
        else:
            kind = "unfollow" if _is_unfollowed(desk, talk) else "follow"
        counts[kind] += world.unread(talk)
    wanted = ask.number("unread_type", 0)
    return {
        "unfollow_unread": counts["unfollow"] if wanted in (0, 2) else 0,
        "follow_unread": counts["follow"] if wanted in (0, 1) else 0,
        "unfollow_push_msg": 0,
        "dustbin_push_msg": 0,
        "dustbin_unread": counts["dustbin"] if ask.number("show_dustbin", 0) else 0,
        "biz_msg_unfollow_unread": 0,
        "biz_msg_follow_unread": 0,
        "custom_unread": counts["custom"],
    }


def my_group_unread(desk: Desk, ask: Ask) -> Frame:
    """How much of the fan groups is not read."""
    return {"unread_count": sum(desk.world.unread(it) for it in desk.world.talks.values() if it.kind == GROUP and not it.is_dnd)}


def link_settings(desk: Desk, ask: Ask) -> Frame:
    """How the account takes messages; two of them only when asked for."""
    optional = {"msg_notify", "show_unfollowed_msg"}
    return {name: value for name, value in desk.world.settings.items() if name not in optional or ask.number(name, 0)}


def set_link_settings(desk: Desk, ask: Ask) -> Frame:
    """Change how the account takes messages."""
    for name in desk.world.settings.keys() & ask.form.keys():
        desk.world.settings[name] = ask.number(name)
    return {}


SESSIONS, SETTINGS = "/session_svr/v1/session_svr", "/link_setting/v1/link_setting"
ROUTES: dict[str, Route] = {
    f"{SESSIONS}/get_sessions": get("get_sessions", get_sessions, is_im=True),
    f"{SESSIONS}/new_sessions": get("new_sessions", new_sessions, is_im=True),
    f"{SESSIONS}/session_detail": get("session_detail", session_detail, is_im=True),
    f"{SESSIONS}/single_unread": get("single_unread", single_unread, is_im=True),
    f"{SESSIONS}/my_group_unread": get("my_group_unread", my_group_unread, is_im=True),
    f"{SESSIONS}/update_ack": post("update_ack", update_ack, is_im=True),
    f"{SESSIONS}/remove_session": post("remove_session", remove_session, is_im=True),
    f"{SESSIONS}/set_top": post("set_top", set_top, is_im=True),
    f"{SESSIONS}/update_intercept": post("update_intercept", update_intercept, is_im=True),
    "/svr_sync/v1/svr_sync/fetch_session_msgs": get("fetch_session_msgs", fetch_session_msgs, is_im=True),
    f"{SETTINGS}/get": get("get_session_settings", link_settings, is_im=True),
    f"{SETTINGS}/set": post("set_session_settings", set_link_settings, is_im=True),
    f"{SETTINGS}/set_msg_dnd": post("set_msg_dnd", set_msg_dnd, is_im=True),
    f"{SETTINGS}/get_msg_dnd": get("get_msg_dnd", get_msg_dnd, is_im=True),
    f"{SETTINGS}/set_push_ss": post("set_push_ss", set_push_setting, is_im=True),
}
