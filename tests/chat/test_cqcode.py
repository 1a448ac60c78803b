"""CQ codes: what was written is read again, and nothing that a user types becomes a code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat import cqcode

KEYS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=8)
CODES = st.tuples(KEYS.filter(lambda kind: kind != "text"), st.dictionaries(KEYS, st.text(max_size=20), max_size=4))
TEXTS = st.tuples(st.just("text"), st.fixed_dictionaries({"text": st.text(min_size=1, max_size=40)}))


@given(st.lists(st.one_of(CODES, TEXTS), max_size=6))
def test_what_is_rendered_is_parsed_again(parts: list[cqcode.Part]) -> None:
    apart = [part for i, part in enumerate(parts) if part[0] != "text" or i == 0 or parts[i - 1][0] != "text"]
    assert cqcode.parse(cqcode.render(apart)) == apart


@given(st.text())
def test_escaped_text_is_only_text(text: str) -> None:
    assert cqcode.parse(cqcode.escape(text)) == ([("text", {"text": text})] if text else [])


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("", []),
        ("[CQ:at,qq=all] 看", [("at", {"qq": "all"}), ("text", {"text": " 看"})]),
        ("[CQ:dice]", [("dice", {})]),
        ("[CQ:share,url=http://a/?b=c&amp;d=e]", [("share", {"url": "http://a/?b=c&d=e"})]),
        ("a&#91;b&#93;&amp;#91;", [("text", {"text": "a[b]&#91;"})]),
        ("[CQ:at,qq", [("text", {"text": "[CQ:at,qq"})]),
        ("[CQ:]", [("text", {"text": "[CQ:]"})]),
    ],
)
def test_the_known_forms(message: str, parts: list[cqcode.Part]) -> None:
    assert cqcode.parse(message) == parts
