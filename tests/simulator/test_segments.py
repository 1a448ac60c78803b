"""Constructed segments hold what they should; pictures are real."""

import json
import struct
import zlib

from tui.simulator import segments as make


def test_a_png_has_its_size_and_rows() -> None:
    body = make.png(5, 3, (10, 20, 30))
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", body[16:24]) == (5, 3)
    start = body.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", body[start - 8 : start - 4])
    assert len(zlib.decompress(body[start : start + length])) == 3 * (1 + 5 * 3)


def test_a_card_is_json_with_its_prompt() -> None:
    card = json.loads(make.card("com.tencent.miniapp_01", "[QQ小程序]x", {"a": 1})["data"]["data"])
    assert (card["app"], card["prompt"], card["meta"]) == ("com.tencent.miniapp_01", "[QQ小程序]x", {"a": 1})
