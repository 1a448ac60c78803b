"""CQ codes: written and read as NapCat does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.simulator.model import segment
from tui.simulator.onebot11 import cq


def test_text_and_values_are_escaped() -> None:
    parts = [segment("text", {"text": "[a]&,"}), segment("image", {"file": "a,b", "summary": "[x]", "url": "?a&b"})]
    assert cq.encode(parts) == "&#91;a&#93;&amp;,[CQ:image,file=a&#44;b,summary=&#91;x&#93;,url=?a&amp;b]"


def test_empty_values_are_left_out_and_objects_are_json() -> None:
    part = segment("face", {"id": "14", "raw": {"a": None}, "resultId": None, "summary": "", "on": True, "n": 0})
    assert cq.encode([part]) == '[CQ:face,id=14,raw={"a":null},on=true,n=0]'


@pytest.mark.parametrize("words", ["[CQ:at,qq=1", "[CQ:]", "[cq:at,qq=1]", "]["])
def test_what_is_no_code_is_text(words: str) -> None:
    assert cq.decode(words) == [segment("text", {"text": words})]


def test_codes_stand_between_texts() -> None:
    parts = cq.decode("一[CQ:at,qq=1]二[CQ:dice]")
    assert [part["type"] for part in parts] == ["text", "at", "text", "dice"]
    assert parts[1]["data"] == {"qq": "1"}


values = st.dictionaries(st.sampled_from(["qq", "id", "file"]), st.text(min_size=1), min_size=1)


@given(st.lists(st.tuples(st.text(min_size=1), values)))
def test_what_is_written_is_read_again(pairs: list[tuple[str, dict[str, str]]]) -> None:
    parts = [part for words, data in pairs for part in (segment("text", {"text": words}), segment("x", data))]
    assert cq.decode(cq.encode(parts)) == parts
