"""Names that look like numbers, times or verbs are still names, wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.intents.people import HERE
from tui.chat.durations import durations_in
from tui.intents import Names, Person, understand

TIMES = {"十分钟": 600, "半小时": 1800, "两个半小时": 9000, "一刻钟": 900, "1h30m": 5400, "三天": 259_200, "10分钟": 600}
FORMS = (
    "禁言{name}{time}",
    "把{name}禁言{time}",
    "请帮我把{name}禁言一下{time}吧",
    "禁言 @{name} {time}",
    "{time} 禁言 {name}",
    "mute {name} {time}",
)
NUMERALS = "一二三四五六七八九十百两半张李王吧下了把"


def muted(words: str, *names: str) -> tuple[object, object]:
    """Whom and how long *words* mute, where people have *names* (ids from 20000)."""
    people = Names([Person(str(20000 + number), name) for number, name in enumerate(names)])
    command = understand(words, replace(HERE, names=people)).command
    assert command is not None, words
    assert command.name == "mute"
    assert command.args is not None
    return command.args.get("user"), command.args.get("seconds")


@pytest.mark.parametrize(
    "name", ["张三", "三三", "李四", "王五", "小吧", "了了", "一分钟", "半天", "三天打鱼", "禁言大师", "把把", "下一下", "十三"]
)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("time", TIMES)
def test_names_survive(name: str, form: str, time: str) -> None:
    assert muted(form.format(name=name, time=time), name, "赵六") == ("20000", TIMES[time])


@given(st.text(NUMERALS, min_size=2, max_size=4), st.sampled_from(sorted(TIMES)), st.sampled_from(FORMS))
def test_any_name_survives(name: str, time: str, form: str) -> None:
    if not list(durations_in(name)):
        assert muted(form.format(name=name, time=time), name) == ("20000", TIMES[time])


@given(st.text(max_size=60))
def test_any_text_is_understood_or_not(text: str) -> None:
    understanding = understand(text, HERE)
    assert understanding.command is None or understanding.command.confidence >= 60
