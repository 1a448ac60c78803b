"""What an implementation can be asked to do follows from the methods that it has."""

from tui.chat.actions import ActionKind
from tui.platforms.onebot11.dialects import GOCQHTTP, LAGRANGE, LLBOT, NAPCAT_NAME, UNKNOWN
from tui.platforms.onebot11.means import ABSENT, MEANS, kinds_on


def test_every_action_says_what_it_needs() -> None:
    assert set(MEANS) | ABSENT == set(ActionKind)
    assert not ABSENT.intersection(MEANS)


def test_napcat_has_them_all_and_an_unknown_one_is_given_the_chance() -> None:
    assert kinds_on(NAPCAT_NAME) == kinds_on(UNKNOWN.name) == set(ActionKind) - ABSENT


def test_what_has_no_method_there_is_not_offered() -> None:
    assert ActionKind.TRANSLATE not in kinds_on(LLBOT)
    assert ActionKind.REACTORS not in kinds_on(LAGRANGE)
    assert ActionKind.REACT not in kinds_on(GOCQHTTP)
    assert ActionKind.MUTE in kinds_on(GOCQHTTP)
