"""Who people are: the account itself, and cards of others in batches."""

from __future__ import annotations

from tui.simulator.bilibili.codes import LOGGED_OUT, TOO_MANY_UIDS, Failed, Frame
from tui.simulator.bilibili.desk import Ask, Desk, Reply, Route, get
from tui.simulator.bilibili.model import Person

MOST = 50


def _people(desk: Desk, ask: Ask) -> list[Person]:
    found = [desk.world.people[uid] for uid in dict.fromkeys(ask.numbers("uids")) if uid in desk.world.people]
    desk.world.chance.shuffle(found)
    return found


def _card(desk: Desk, person: Person) -> Frame:
    return {
        "mid": person.uid,
        "name": person.name,
        "face": desk.face(person.face),
        "sign": person.sign,
        "rank": 10000,
        "level": person.level,
        "silence": 0,
    }


def user_cards(desk: Desk, ask: Ask) -> list[Frame]:
    """⚠ In no order, and nobody at all when asked for too many."""
    return [] if len(ask.numbers("uids")) > MOST else [_card(desk, it) for it in _people(desk, ask)]


def user_infos(desk: Desk, ask: Ask) -> list[Frame]:
    """The same with more about each."""
    more = {"sex": "保密", "vip": {"type": 0, "status": 0}, "official": {"role": 0, "title": "", "desc": "", "type": -1}}
    return [card | more for card in user_cards(desk, ask)]


def electron_cards(desk: Desk, ask: Ask) -> Frame:
    """By number; ⚠ here the numbers are texts."""
    if len(ask.numbers("uids")) > MOST:
        raise Failed(TOO_MANY_UIDS)
    return {str(it.uid): _card(desk, it) | {"mid": str(it.uid)} for it in _people(desk, ask)}


def myinfo(desk: Desk, ask: Ask) -> Frame:
    """The account."""
    own = desk.world.own
    return _card(desk, own) | {"sex": "保密", "birthday": 0, "moral": 70, "coins": 12.5, "following": 42, "follower": 7}


def nav(desk: Desk, ask: Ask) -> Reply:
    """Whether one is logged in, as whom, and the keys of signatures, which everybody is told."""
    own = desk.world.own
    keys = {
        "img_url": f"https://i0.hdslb.com/bfs/wbi/{desk.keys.img_key}.png",
        "sub_url": f"https://i0.hdslb.com/bfs/wbi/{desk.keys.sub_key}.png",
    }
    try:
        desk.logins.of(ask.cookies)
    except Failed:
        return Reply({"isLogin": False, "wbi_img": keys}, LOGGED_OUT)
    more = {"level_info": {"current_level": own.level}, "money": 12.5, "moral": 70, "vipType": 0, "vipStatus": 0}
    known = {"isLogin": True, "mid": own.uid, "uname": own.name, "face": desk.face(own.face), "email_verified": 1}
    return Reply(known | more | {"wbi_img": keys})


ROUTES: dict[str, Route] = {
    "/account/v1/user/cards": get("user_cards", user_cards, is_im=True),
    "/x/im/user_infos": get("user_infos", user_infos, is_im=True),
    "/x/polymer/pc-electron/v1/user/cards": get("electron_cards", electron_cards),
    "/x/space/myinfo": get("myinfo", myinfo),
    "/x/web-interface/nav": get("nav", nav, needs_login=False),
}
