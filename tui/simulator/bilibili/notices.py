"""Likes, answers, mentions and the notices of the service."""

from __future__ import annotations

import time
from typing import Any

from tui.simulator.bilibili.codes import Frame
from tui.simulator.bilibili.desk import Ask, Desk, Route, get, post
from tui.simulator.bilibili.model import News, NewsKind, SystemNotice
from tui.simulator.bilibili.world import SECOND

PAGE = 20


def _user(desk: Desk, uid: int) -> Frame:
    person = desk.world.people[uid]
    return {
        "mid": uid,
        "fans": 0,
        "nickname": person.name,
        "avatar": desk.face(person.face),
        "mid_link": "",
        "follow": person.is_followed,
    }


def _work(desk: Desk, news: News) -> Frame:
    work = news.work
    shown = {name: work[name] for name in ("type", "business", "business_id", "title", "uri", "native_uri")}
    return shown | {"image": desk.link(work["image"]), "desc": news.answered}


def _liked(desk: Desk, news: News) -> Frame:
    more = {
        "item_id": news.work["number"],
        "pid": 0,
        "reply_business_id": 0,
        "like_business_id": 0,
        "detail_name": "",
        "ctime": news.time - 86_400,
    }
    return {
        "id": news.id,
        "users": [_user(desk, uid) for uid in news.users],
        "item": _work(desk, news) | more,
        "counts": len(news.users),
        "like_time": news.time,
        "notice_state": 0,
    }


def _answered(desk: Desk, news: News) -> Frame:
    own = desk.world.own.uid
    more = {
        "subject_id": news.work["number"],
        "root_id": news.id >> 8,
        "source_id": news.id >> 4,
        "target_id": news.id >> 6,
        "detail_title": "",
        "root_reply_content": news.answered,
        "source_content": news.words,
        "target_reply_content": news.answered,
        "at_details": [_user(desk, own)] if news.kind == "at" else [],
        "topic_details": [],
        "hide_reply_button": False,
        "hide_like_button": False,
        "like_state": 0,
        "danmu": None,
        "message": "",
    }
    shown = {"id": news.id, "user": _user(desk, news.users[0]), "item": _work(desk, news) | more, "counts": 1, "is_multi": 0}
    return shown | {f"{news.kind}_time": news.time}


def _page(desk: Desk, ask: Ask, kind: NewsKind) -> tuple[list[News], Frame]:
    """Those after the one that a cursor names, and the next cursor; the first page is looked at, and so not new any more."""
    number, moment = ask.number("id", 0), ask.number(f"{kind}_time", 0)
    found = [it for it in desk.world.news if it.kind == kind and (not number or (it.time, it.id) < (moment, number))]
    page = found[:PAGE]
    if not number:
        desk.world.seen[kind] = desk.world.now() // SECOND
    end = {"id": page[-1].id, "time": page[-1].time} if page else {"id": 0, "time": 0}
    return page, {"is_end": len(found) <= PAGE} | end


def get_likes(desk: Desk, ask: Ask) -> Frame:
    """Who liked what; the newest are in a list of their own, too."""
    before = desk.world.seen["like"]
    page, cursor = _page(desk, ask, "like")
    newest = [] if ask.text("id") else [it for it in page if it.time > before]
    return {
        "latest": {"items": [_liked(desk, it) for it in newest], "last_view_at": before},
        "total": {"cursor": cursor, "items": [_liked(desk, it) for it in page]},
    }


def get_replies(desk: Desk, ask: Ask) -> Frame:
    """Who answered."""
    before = desk.world.seen["reply"]
    page, cursor = _page(desk, ask, "reply")
    return {"cursor": cursor, "items": [_answered(desk, it) for it in page], "last_view_at": before}


def get_at(desk: Desk, ask: Ask) -> Frame:
    """Who mentioned the account."""
    page, cursor = _page(desk, ask, "at")
    return {"cursor": cursor, "items": [_answered(desk, it) for it in page]}


def _new_notices(desk: Desk) -> int:
    return sum(it.cursor > desk.world.seen["system"] for it in desk.world.notices)


def get_unread(desk: Desk, ask: Ask) -> Frame:
    """How many are new; messages are not among them."""
    like, reply = desk.world.unseen("like"), desk.world.unseen("reply")
    return {
        "at": desk.world.unseen("at"),
        "chat": 0,
        "coin": 0,
        "danmu": 0,
        "favorite": 0,
        "like": like,
        "recv_like": like,
        "recv_reply": reply,
        "reply": reply,
        "sys_msg": _new_notices(desk),
        "up": 0,
    }


# -- of the service


def _notice(desk: Desk, notice: SystemNotice) -> Frame:
    return {
        "id": notice.id,
        "cursor": notice.cursor,
        "publisher": {"name": "哔哩哔哩", "mid": 0, "face": ""},
        "type": 4,
        "title": notice.title,
        "content": notice.text,
        "source": {"name": "", "logo": ""},
        "time_at": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(notice.time + 8 * 3600)),
        "card_type": 0,
        "card_brief": "",
        "card_msg_brief": "",
        "card_cover": "",
        "card_story_title": "",
        "card_link": "",
        "mc": "1_1",
        "is_station": 1,
        "is_send": 1,
        "notify_cursor": notice.cursor,
    }


def query_user_notify(desk: Desk, ask: Ask) -> Frame:
    """The newest notices; ⚠ null where there are none."""
    page = desk.world.notices[: ask.number("page_size", PAGE)]
    return {"system_notify_list": [_notice(desk, it) for it in page] or None}


def query_unified_notify(desk: Desk, ask: Ask) -> Frame:
    """The second source of the first page; all notices of this world are in the other."""
    return {"system_notify_list": None}


def query_notify_list(desk: Desk, ask: Ask) -> list[Any]:
    """Older notices; ⚠ bare."""
    cursor, size = ask.number("cursor", 0), ask.number("page_size", PAGE)
    return [_notice(desk, it) for it in [it for it in desk.world.notices if not cursor or it.cursor < cursor][:size]]


def update_cursor(desk: Desk, ask: Ask) -> Frame:
    """They were read up to here."""
    desk.world.seen["system"] = max(desk.world.seen["system"], ask.number("cursor"))
    return {}


ROUTES: dict[str, Route] = {
    "/x/msgfeed/like": get("get_likes", get_likes),
    "/x/msgfeed/reply": get("get_replies", get_replies),
    "/x/msgfeed/at": get("get_at", get_at),
    "/x/msgfeed/unread": get("get_unread_messages", get_unread),
    "/x/im/web/msgfeed/unread": get("get_unread_messages", get_unread, is_im=True),
    "/x/sys-msg/query_user_notify": get("get_system_messages", query_user_notify),
    "/x/sys-msg/query_unified_notify": get("query_unified_notify", query_unified_notify),
    "/x/sys-msg/query_notify_list": get("query_notify_list", query_notify_list),
    "/x/sys-msg/update_cursor": post("update_cursor", update_cursor, methods=("GET", "POST")),
}
