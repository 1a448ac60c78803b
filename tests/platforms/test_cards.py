"""Cards show their one line, lead to their link, and forwards among them are known for what they are."""

from __future__ import annotations

import json

from tui.chat.segments import Card, Forward
from tui.platforms.cards import decode_json_card, decode_xml_card


def test_a_card_shows_its_prompt_and_link() -> None:
    card = {"app": "com.tencent.structmsg", "prompt": "[分享]题\u202e", "meta": {"news": {"jumpUrl": "https://a.invalid/1"}}}
    decoded = decode_json_card(json.dumps(card))
    assert isinstance(decoded, Card)
    assert (decoded.form, decoded.line, decoded.url) == ("json", "[分享]题", "https://a.invalid/1")
    assert json.loads(decoded.raw) == card


def test_a_mini_program_is_one() -> None:
    card = {"app": "com.tencent.miniapp_01", "prompt": "[QQ小程序]看", "meta": {"detail_1": {"qqdocurl": "b23.invalid/x"}}}
    decoded = decode_json_card(card)
    assert isinstance(decoded, Card) and (decoded.form, decoded.url) == ("miniapp", "https://b23.invalid/x")


def test_a_forward_in_a_cards_clothes_is_a_forward() -> None:
    card = {
        "app": "com.tencent.multimsg",
        "prompt": "[聊天记录]",
        "meta": {"detail": {"resid": "r==", "source": "群聊的聊天记录"}},
    }
    assert decode_json_card(json.dumps(card)) == Forward("r==", title="群聊的聊天记录")
    card["meta"]["detail"]["news"] = [{"text": f"曾小贤:  {number}"} for number in range(9)] + [None]  # type: ignore[index]
    decoded = decode_json_card(card)
    assert isinstance(decoded, Forward) and decoded.lines == ("曾小贤: 0", "曾小贤: 1", "曾小贤: 2", "曾小贤: 3")
    assert decode_xml_card('<msg m_resid="r" brief="[聊天记录]">') == Forward("r", title="[聊天记录]")


def test_what_is_no_json_is_kept() -> None:
    assert decode_json_card("{oops") == Card("json", "", raw="{oops")
    assert decode_json_card("[" * 100_000).raw  # type: ignore[union-attr]


def test_xml_is_searched_not_parsed() -> None:
    text = '<?xml?><msg url="https://a.invalid/?a&amp;b"><title>题 &amp; 目</title></msg>'
    assert decode_xml_card(text) == Card("xml", "题 & 目", "https://a.invalid/?a&b", text)
