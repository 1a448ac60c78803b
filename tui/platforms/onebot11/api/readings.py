"""Reads the answers whose shape differs from implementation to implementation."""

from __future__ import annotations

from typing import Any

from tui.platforms.onebot11 import wire
from tui.platforms.values import as_int, as_row, as_text


def texts(data: object) -> list[str]:
    """Return the strings of *data*; a number is one in digits, and what is nothing is left out."""
    return [text for row in data if (text := as_text(row))] if isinstance(data, list) else []


def words(data: object) -> list[str]:
    """Return the words of translate_en2zh: a list, or an object that has it under ``words``."""
    return texts(data if isinstance(data, list) else as_row(data).get("words"))


def group_requests(data: object) -> wire.GroupRequests:
    """Return requests: an object with two lists, or (Lagrange, LLBot) one list of rows that say themselves what they are."""
    if not isinstance(data, list):
        return wire.read(wire.GroupRequests, data)
    good = [row for row in data if isinstance(row, dict)]
    is_invited = [as_text(row.get("sub_type") or row.get("type")).lower() == "invite" for row in good]
    invited = [row for row, is_one in zip(good, is_invited, strict=True) if is_one]
    joining = [row for row, is_one in zip(good, is_invited, strict=True) if not is_one]
    return wire.read(wire.GroupRequests, {"invited_requests": invited, "join_requests": joining})


def rkeys(data: object) -> list[wire.Rkey]:
    """Return the keys: a list, or an object that has it under ``rkeys``."""
    return wire.read_rows(wire.Rkey, data if isinstance(data, list) else as_row(data).get("rkeys"))


def models(data: object) -> list[wire.ModelShow]:
    """Return the devices: rows of ``variants``, or (go-cqhttp) one object with a list of them."""
    found = data if isinstance(data, list) else as_row(data).get("variants")
    rows = found if isinstance(found, list) else []
    return wire.read_rows(wire.ModelShow, [as_row(row).get("variants", row) for row in rows])


def ocr(data: object) -> wire.Ocr:
    """Return the lines: an object with ``texts``, or (NapCat) a bare list of them."""
    return wire.read(wire.Ocr, {"texts": data} if isinstance(data, list) else data)


def categories_of_friends(data: object) -> list[wire.Category]:
    """Return Lagrange's friends by the category that each one's row names."""
    by_id: dict[str, dict[str, Any]] = {}
    for row in data if isinstance(data, list) else []:
        if not isinstance(row, dict):
            continue
        group = as_row(row.get("group"))
        number = as_int(group.get("group_id"))
        empty: dict[str, Any] = {
            "categoryName": group.get("group_name"),
            "categorySortId": number,
            "categoryId": number,
            "buddyList": [],
        }
        by_id.setdefault(str(number), empty)["buddyList"].append(row)
    return wire.read_rows(wire.Category, list(by_id.values()))
