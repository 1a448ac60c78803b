"""Reads the cards of QQ's apps: the one line to show, the link behind it, and forwards that come dressed as cards."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from tui.chat.segments import Card, Forward, Segment
from tui.chat.text import clean_text, one_line
from tui.platforms.values import MAX_HANDLE, Row, as_handle, as_id, as_name, as_row, as_text, compact

MAX_LINES = 4
"""Lines that QQ shows of a forward's messages."""

_FORWARD_APP = "com.tencent.multimsg"
_MINI_APPS = ("com.tencent.miniapp", "com.tencent.miniapp_01")
_TITLE_KEYS = ("title", "desc")
_KIND_OF_CARD = re.compile(r"^\[[^\]]{1,12}\]\s*")
"""What QQ puts before a prompt to say what sort of card it is."""

_LINK_KEYS = ("qqdocurl", "jumpUrl", "jump_url", "musicUrl", "url", "targetUrl")
_XML_BRIEF = re.compile(r'\bbrief="([^"]{0,400})"')
_XML_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,400})</title>")
_XML_LINK = re.compile(r'\burl="([^"]{0,2000})"')
_XML_RESID = re.compile(r'\bm_resid="([^"]{0,200})"')


def decode_json_card(data: object, resid: str = "") -> Segment:
    """Return the card in *data* (JSON text, or the object itself); a merged forward in a card's clothes is a Forward."""
    card, raw = _load(data)
    meta = as_row(card.get("meta"))
    if card.get("app") == _FORWARD_APP or resid:
        detail = as_row(meta.get("detail"))
        title = as_name(detail.get("source")) or as_name(card.get("prompt"))
        return Forward(resid or as_id(detail.get("resid")), title=title, lines=_lines(detail.get("news")))
    is_mini_app = card.get("app") in _MINI_APPS
    form = "miniapp" if is_mini_app else "json"
    return Card(form, _line_of(card, meta, is_mini_app) or as_name(card.get("app")), _find_link(meta), raw)


def decode_xml_card(text: str, resid: str = "") -> Segment:
    """Return the XML card *text*; one with a forward's resid is a Forward. The XML is only searched, never parsed."""
    head = text[:65536]
    line = one_line(html.unescape(_first(_XML_BRIEF, head) or _first(_XML_TITLE, head)))
    resid = resid or as_id(html.unescape(_first(_XML_RESID, head)))
    if resid:
        return Forward(resid, title=line)
    return Card("xml", line, one_line(html.unescape(_first(_XML_LINK, head)), MAX_HANDLE), clean_text(text))


def _load(data: object) -> tuple[Row, str]:
    if isinstance(data, dict):
        return data, compact(data)
    text = as_text(data)
    try:
        card: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {}, clean_text(text)
    return as_row(card), compact(card)


def _line_of(card: Row, meta: Row, is_mini_app: bool) -> str:
    """Return the prompt, and behind it what the card's one view is called where the prompt does not say it.

    The prompt of a mini app names the app alone, that of a structmsg may be nothing but ``[分享]``.
    """
    line = one_line(as_text(card.get("prompt"))) or one_line(as_text(card.get("desc")))
    if is_mini_app:
        line = _KIND_OF_CARD.sub("", line) or line
    view = next((part for part in map(as_row, meta.values()) if part), {})
    if view.get("encode"):
        return line  # a group's notice, in base64; its prompt says it in words
    for key in _TITLE_KEYS:
        title = one_line(as_text(view.get(key)), 200)
        if title and title not in line:
            is_bare = not line or _KIND_OF_CARD.sub("", line) == ""
            line = f"{line}{title}" if is_bare else f"{line} · {title}"
    return line


def _lines(news: object) -> tuple[str, ...]:
    """Return what a forward's card shows of its messages."""
    found = (one_line(as_text(as_row(row).get("text"))) for row in (news if isinstance(news, list) else [])[:MAX_LINES])
    return tuple(line for line in found if line)


def _find_link(meta: Row) -> str:
    # The one object in meta is called after the card's view (news, detail_1, music ...), so it is found by what it holds.
    for part in meta.values():
        for key in _LINK_KEYS:
            link = as_handle(as_row(part).get(key))
            if link:
                return link if "://" in link else f"https://{link}"
    return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""
