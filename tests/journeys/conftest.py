"""Nothing of the machine on which the journeys run takes part in them."""

import pytest

from tests.journeys.roads import Road


@pytest.fixture(autouse=True)
def _no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")  # over ssh nothing is opened, and no tool of this desktop copies
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def road(request: pytest.FixtureRequest) -> Road:
    """The road that the journey is gone on, see ``on_each_road``."""
    made: Road = request.param()
    return made
