"""What NapCat tells of itself and of its login. Every secret here is made up and says so."""

from __future__ import annotations

from tui.simulator.onebot11.errors import ABSENT, BAD_PARAMS, Absent, ActionFailed
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes

SKEY = "@simulated"
ROBOTS = (("2854196301", "2854216399"), ("66600000", "66600000"), ("3328144510", "3328144510"), ("3889000000", "3889999999"))
WORDS = {
    "about": "关于", "account": "账户", "and": "和", "answer": "回答", "apple": "苹果", "book": "书", "cat": "猫",
    "computer": "电脑", "day": "天", "dog": "狗", "file": "文件", "friend": "朋友", "good": "好的", "group": "群",
    "hello": "你好", "home": "家", "love": "爱", "message": "消息", "morning": "早晨", "music": "音乐", "name": "名字",
    "night": "夜晚", "people": "人们", "photo": "照片", "river": "河", "school": "学校", "simulator": "模拟器",
    "terminal": "终端", "thanks": "谢谢", "time": "时间", "today": "今天", "tomorrow": "明天", "water": "水",
    "weather": "天气", "word": "单词", "world": "世界",
}  # fmt: skip
"""The words that QQ can translate in this world; others come back as they are."""
APPS = {"bili": ("1109937557", "哔哩哔哩"), "weibo": ("1109224783", "微博")}


def _bkn(key: str) -> int:
    """The number that QQ's pages derive from a key."""
    number = 5381
    for letter in key:
        number += (number << 5) + ord(letter)
    return number & 0x7FFFFFFF


def _cookies(shapes: Shapes, domain: str) -> str:
    uin = f"o{shapes.viewer.zfill(10)}"
    parts = {"uin": uin, "p_uin": uin, "skey": SKEY, "p_skey": f"simulated-{domain}"}
    return "; ".join(f"{name}={value}" for name, value in parts.items())


async def cookies(shapes: Shapes, params: Params) -> Frame:
    """get_cookies: made up for a domain."""
    domain = params.text("domain")
    key = f"simulated-{domain}" if "qzone.qq.com" in domain else SKEY
    return {"cookies": _cookies(shapes, domain), "bkn": str(_bkn(key))}


async def csrf_token(shapes: Shapes, params: Params) -> Frame:
    """get_csrf_token."""
    return {"token": _bkn(SKEY)}


async def credentials(shapes: Shapes, params: Params) -> Frame:
    """get_credentials."""
    return {"cookies": _cookies(shapes, params.text("domain")), "token": _bkn(SKEY)}


async def client_key(shapes: Shapes, params: Params) -> Frame:
    """get_clientkey."""
    return {"clientkey": "simulated-client-key"}


async def rkeys(shapes: Shapes, params: Params) -> list[Frame]:
    """nc_get_rkey: type 10 for private pictures, 20 for those of groups."""
    at = shapes.world.now()
    return [{"rkey": f"&rkey=simulated-{kind}", "ttl": "3600", "time": at, "type": kind} for kind in (10, 20)]


async def robot_range(shapes: Shapes, params: Params) -> list[Frame]:
    """get_robot_uin_range."""
    return [{"minUin": first, "maxUin": last} for first, last in ROBOTS]


async def model_show(shapes: Shapes, params: Params) -> list[Frame]:
    """_get_model_show: always NapCat's own, whatever is asked."""
    params.text("model", "")
    return [{"variants": {"model_show": "napcat", "need_pay": False}}]


async def nothing(shapes: Shapes, params: Params) -> Absent:
    """nc_get_packet_status (it is there) and _set_model_show (NapCat ignores it)."""
    return ABSENT


async def online_clients(shapes: Shapes, params: Params) -> list[Frame]:
    """get_online_clients: NapCat never names any."""
    return []


async def translate(shapes: Shapes, params: Params) -> Frame:
    """translate_en2zh, word by word."""
    return {"words": [WORDS.get(word.strip().lower(), word) for word in params.texts("words")]}


async def mini_app_ark(shapes: Shapes, params: Params) -> Frame:
    """get_mini_app_ark: a card to send, for one of two known apps or one described in full."""
    title, desc, picture, link = (params.text(name) for name in ("title", "desc", "picUrl", "jumpUrl"))
    if "type" in params:
        kind = params.text("type")
        if kind not in APPS:
            raise ActionFailed("Key: , Message: Expected union value", BAD_PARAMS)
        app_id, name = APPS[kind]
    else:
        described = ("iconUrl", "scene", "templateType", "businessType", "verType", "shareType", "versionId", "withShareTicket")
        for needed in described:
            params.text(needed)
        app_id, name = params.text("appId"), title
    detail = {
        "appid": app_id, "appType": 0, "title": name, "desc": desc, "preview": picture, "url": link, "scene": 1036,
        "host": {"uin": int(shapes.viewer), "nick": shapes.world.users[shapes.viewer].nickname},
        "qqdocurl": params.text("webUrl", ""),
    }  # fmt: skip
    config = {"type": "normal", "width": 0, "height": 0, "forward": 1, "autoSize": 0}
    return {"data": {
        "ver": "1.0.0.19", "prompt": f"[QQ小程序]{title}", "config": config, "app": "com.tencent.miniapp_01",
        "view": "view_8C8E89B49BE609866298ADDFF2DBABA4", "meta": {"detail_1": detail},
    }}  # fmt: skip
