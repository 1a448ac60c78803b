"""What to do about an account that does not connect is said once, and no more when it does."""

from __future__ import annotations

from tui.connection.status import AccountStatus, LinkState
from tui.locale import set_language
from tui.ui.advice import Adviser
from tui.ui.widgets.status_line import Level, Notice, StatusLine


class Line(StatusLine):
    """A status line that only notes what it was told to say."""

    def say(self, text: str, level: Level = Level.INFO) -> None:
        self._notice = Notice(text, level)

    def skip(self) -> None:
        self._notice = None


def status(state: LinkState, reason: str = "") -> AccountStatus:
    return AccountStatus("main", state, reason=reason)


def said(line: Line) -> str:
    return line.notice.text if line.notice else ""


def test_what_to_do_is_said_once_and_no_more_when_it_works() -> None:
    set_language("en")
    line = Line()
    adviser = Adviser(line)
    adviser.hear(status(LinkState.CONNECTING))
    assert said(line) == ""
    adviser.hear(status(LinkState.WAITING, "refused"))
    assert said(line).startswith("main: connection refused. Nothing listens on that port.")
    line.skip()
    adviser.hear(status(LinkState.WAITING, "refused"))
    assert said(line) == ""
    adviser.hear(status(LinkState.WAITING, "dns"))
    assert "could not be resolved" in said(line)
    adviser.hear(status(LinkState.ONLINE))
    assert said(line) == ""


def test_what_comes_back_by_itself_is_not_lectured_about_but_what_does_not_is() -> None:
    set_language("en")
    line = Line()
    adviser = Adviser(line)
    adviser.hear(status(LinkState.ONLINE))
    adviser.hear(status(LinkState.WAITING, "reset"))
    assert said(line) == ""
    adviser.hear(status(LinkState.REFUSED, "token_refused"))
    assert "It will not be tried again" in said(line)
    adviser.hear(status(LinkState.CONNECTING, "dialled_with_wrong_token"))
    assert "must be the same as here" in said(line)
