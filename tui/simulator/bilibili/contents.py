"""What messages hold, by their type: the JSON texts of `content`. All invented."""

from __future__ import annotations

import json
from typing import Any

PICTURES = "bfs://"
"""Stands for the address of pictures until somebody asks from where they are served."""


def dump(content: Any) -> str:
    """As the service writes it: no spaces, no escapes."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def text(words: str) -> str:
    """Type 1."""
    return dump({"content": words})


def picture(key: str, width: int = 64, height: int = 48) -> str:
    """Types 2 and 6."""
    kind = key.rpartition(".")[2]
    return dump({"url": PICTURES + key, "height": height, "width": width, "imageType": kind, "original": 1, "size": 1})


def share(source: int, number: int, title: str, *, bvid: str = "", author: str = "", words: str = "视频", url: str = "") -> str:
    """Type 7: `source` says of what."""
    content = {
        "author": author,
        "headline": "",
        "id": number,
        "source": source,
        "source_desc": words,
        "thumb": f"{PICTURES}archive/{number}.png",
        "title": title,
        "url": url,
    }
    return dump(content | ({"bvid": bvid} if bvid else {}))


def mini_app() -> str:
    """Type 9."""
    content = {
        "avatar": "",
        "cover": "",
        "id": "bili0",
        "jump_uri": "https://mall.bilibili.com/miniapp/example",
        "label_cover": "",
        "label_name": "小程序",
        "name": "示例小程序",
        "title": "每日签到领硬币",
    }
    return dump(content)


def notice(title: str, words: str, modules: list[tuple[str, str]] | None = None, link: str = "", label: str = "") -> str:
    """Type 10."""
    config = {"all_uri": link, "web_uri": link, "text": label} if link else {"text": ""}
    content = {
        "title": title,
        "text": words,
        "jump_text": label,
        "jump_uri": link,
        "modules": [{"title": name, "detail": detail} for name, detail in modules] if modules else None,
        "jump_text_2": "",
        "jump_uri_2": "",
        "jump_text_3": "",
        "jump_uri_3": "",
        "notifier": None,
        "jump_uri_config": config,
        "jump_uri_2_config": {"text": ""},
        "jump_uri_3_config": {"text": ""},
        "biz_content": None,
    }
    return dump(content)


def video(number: int, bvid: str, title: str, pub_date: int, greeting: str = "") -> str:
    """Type 11, as it comes when somebody followed publishes."""
    content = {
        "title": title,
        "times": 215,
        "cover": f"{PICTURES}archive/{number}.png",
        "rid": number,
        "type_": 8,
        "desc": title,
        "bvid": bvid,
        "view": 452,
        "danmaku": 3,
        "pub_date": pub_date,
        "attach_msg": {"id": number, "content": f"UP主赠言：{greeting}"} if greeting else None,
    }
    return dump(content)


def short_video(number: int) -> str:
    """Type 11 in its short form."""
    return dump({"rid": number, "type": 8, "attach_msg": None})


def article(number: int, title: str, summary: str, author: str, pub_date: int) -> str:
    """Type 12."""
    content = {
        "rid": number,
        "title": title,
        "summary": summary,
        "author": author,
        "view": 88,
        "like": 6,
        "reply": 2,
        "template_id": 4,
        "image_urls": [f"{PICTURES}article/{number}.png"],
        "attach_msg": None,
        "pub_date": pub_date,
    }
    return dump(content)


def picture_card(title: str) -> str:
    """Type 13."""
    return dump(
        {"pic_url": f"{PICTURES}im/card.png", "jump_url": "https://www.bilibili.com/blackboard/example.html", "title": title}
    )


def share_other(title: str, author: str) -> str:
    """Type 14: a live room."""
    content = {
        "author": author,
        "cover": f"{PICTURES}live/1.png",
        "desc": "今晚八点，一起写代码",
        "source": "直播",
        "title": title,
        "url": "https://live.bilibili.com/1",
    }
    return dump(content)


def push(words: str) -> str:
    """Type 16: what somebody says by itself to who follows them."""
    card = {
        "card_id": 1,
        "card_type": 1,
        "jump_url": "https://www.bilibili.com/video/BV1xx411c7mE",
        "cover_url": f"{PICTURES}archive/1.png",
        "field1": "从零开始的终端聊天",
        "field2": "2026-10-01",
        "field3": "1.2万",
        "icon3": 1,
        "field4": "36",
        "icon4": 3,
    }
    return dump({"main_title": "更多宝藏内容", "reply_content": words, "sub_cards": [card]})


def tip(words: str, link: str = "") -> str:
    """Type 18: JSON within JSON."""
    part = {"text": words, "color_day": "#9499A0", "color_nig": "#9499A0"} | ({"jump_url": link} if link else {})
    return dump({"content": dump([part])})


def ai(*paragraphs: str) -> str:
    """Type 19."""
    nodes = [
        {"para_type": 1, "text": {"nodes": [{"node_type": 1, "word": {"words": words, "font_size": 17}}]}} for words in paragraphs
    ]
    content = {
        "content": {"paragraphs": nodes},
        "show_like": True,
        "show_change": False,
        "gpt_session_id": 1,
        "gpt_bind_query": "",
        "session_closed_line": "",
        "voice_url": "",
        "sub_type": 0,
        "voice_time": 0,
    }
    return dump(content)


def group_tip(group_id: int, words: str) -> str:
    """Types 301 to 306."""
    return dump({"group_id": group_id, "content": words})
