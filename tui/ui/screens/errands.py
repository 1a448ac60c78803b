"""What a screen sets going beside its drawing: questions, writes, actions on a platform, copies; and says how each ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from tui.locale import t
from tui.store import conversations
from tui.store.writer import Job
from tui.ui.services import Services
from tui.ui.widgets.status_line import Level, StatusLine

# What is only needed once somebody does something is imported then: the first frame does not wait for it.
if TYPE_CHECKING:
    from pathlib import Path

    from tui.chat.actions import Action, Outcome
    from tui.chat.capabilities import Verdict
    from tui.connection.downloads import Progress
    from tui.platforms.base import Query
    from tui.ui.screens.question import Wording

T = TypeVar("T")
log = logging.getLogger(__name__)


def recording(services: Services) -> str:
    """Return in words that the wire is being written to a file, "" when it is not."""
    log = services.connection.wire_log
    if log is None:
        return ""
    return t("status.wire_log_fails" if log.trouble else "status.wire_log")


class ErrandScreen(Screen[None]):
    """A screen with a status line, where nothing fails in silence."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.status = StatusLine()

    def say(self, text: str, is_good: bool = True) -> None:
        """Say *text* in the status line for a while."""
        self.tell(text, Level.INFO if is_good else Level.WARNING)

    def tell(self, text: str, level: Level) -> None:
        """Say *text* here and on the sheets above, of which one may be all that is in sight."""
        from tui.ui.screens.sheet import Sheet

        self.status.say(text, level)
        for screen in self.app.screen_stack:
            if isinstance(screen, Sheet):
                screen.status.say(text, level)

    def is_refused(self, verdict: Verdict) -> bool:
        """Return whether *verdict* is a no, and if so say why."""
        from tui.ui.subjects import why_not

        if verdict.is_no:
            self.say(why_not(verdict), is_good=False)
        return verdict.is_no

    def confirm(self, wording: Wording, act: Callable[[], object]) -> None:
        """Ask *wording*, above whatever is in sight, and *act* after a yes."""
        self.confirm_with_tick(wording, lambda _: act())

    def confirm_with_tick(self, wording: Wording, act: Callable[[bool], object]) -> None:
        """Ask *wording*; after a yes, *act* is given whether its tick was set."""
        from tui.ui.screens.question import Question

        question = Question(wording, self.services.keys)

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                act(question.is_ticked)

        self.app.push_screen(question, answered)

    def ask_text(
        self,
        title: str,
        take: Callable[[str], object],
        *lines: str,
        text: str = "",
        check: Callable[[str], str] = lambda text: "",
    ) -> None:
        """Ask for a line of text below *title* and *lines*, and give it to *take* unless it was left; see :class:`AskText`."""
        from tui.ui.screens.ask_text import AskText

        def answered(answer: str | None) -> None:
            if answer is not None:
                take(answer)

        self.app.push_screen(AskText(title, lines, text=text, check=check), answered)

    def write(self, job: Job[Any], then: str = "") -> None:
        """Have *job* done by the store, and say *then* once it is on disk, or why it is not."""
        self.see_written(self.services.store.submit(job), then)

    def remember(self, key: str, value: str) -> None:
        """Keep *value* under *key* for the next start."""
        self.write(lambda tx: conversations.set_setting(tx, key, value))

    def see_written(self, written: Future[Any], then: str = "") -> None:
        """Say *then* once *written* is on disk, or why it is not."""
        written.add_done_callback(partial(self._written, then))

    def _written(self, then: str, done: Future[Any]) -> None:
        """Called on the store's thread."""
        error = done.exception()
        if error is not None:
            self.not_written(error)
        elif then and self.is_running:
            self.call_later(self.say, then)

    def not_written(self, error: BaseException) -> None:
        """Say why something is not on disk. May be called on any thread, and when there is no screen any more."""
        log.error("a write failed", exc_info=error)
        if self.is_running:
            from tui.ui.outcomes import why_failed

            self.call_later(self.say, t("main.not_saved", why=why_failed(error)), is_good=False)

    def start(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Do *work* (*what* in words) beside everything else; a mistake in it is said and logged, and ends nothing else."""

        async def guarded() -> None:
            try:
                await work
            except Exception as error:
                from tui.ui import outcomes

                log.exception("a task of the interface failed")
                self.say(outcomes.describe_error(error, what), is_good=False)

        self.run_worker(guarded(), exit_on_error=False)

    def perform(self, account: int, action: Action, what: str, then: Callable[[Outcome], None] | None = None) -> None:
        """Do *action* (*what* in words) on the account of this store id, and say how it ended."""

        async def work() -> None:
            from tui.ui import outcomes

            outcome = await asyncio.wrap_future(self.services.connection.perform(account, action))
            words, is_good = outcomes.describe(outcome, what)
            self.tell(words, Level.GOOD if is_good else Level.ERROR)
            if then is not None:
                then(outcome)

        self.start(work(), what)

    def ask(
        self, account: int, query: Query[T], what: str, then: Callable[[T], None], failed: Callable[[str], None] | None = None
    ) -> None:
        """Ask the platform (*what* in words) and hand the answer to *then*; a failure is said, and given to *failed* in words."""

        async def work() -> None:
            from tui.platforms.base import AskError
            from tui.ui import outcomes

            try:
                answer = await asyncio.wrap_future(self.services.connection.ask(account, query))
            except AskError as error:
                words = outcomes.describe_error(error, what)
                self.tell(words, Level.ERROR)
                if failed is not None:
                    failed(words)
                return
            then(answer)

        self.start(work(), what)

    def download(
        self, url: str, name: str, then: Callable[[Path], None] | None = None, failed: Callable[[str], bool] | None = None
    ) -> None:
        """Save what lies behind *url* in the user's downloads as *name*, saying how far it is, where it lies, or why it does not.

        *then* is given where it lies; *failed* the reason (``download.<reason>``), and may return True to say it itself.
        """
        self.see_saved(partial(self.services.connection.download, url, name), name, then, failed)

    def keep_file(self, content: bytes, name: str) -> None:
        """Save *content* in the user's downloads as *name*, and say where it lies or why it does not."""
        self.see_saved(lambda progress: self.services.connection.keep_file(content, name), name)

    def see_saved(
        self,
        saving: Callable[[Progress], Future[Path]],
        name: str,
        then: Callable[[Path], None] | None = None,
        failed: Callable[[str], bool] | None = None,
    ) -> None:
        """Say how far the *saving* of a file is, and how it ends."""
        from tui.ui import saving as words

        shown = words.short(name)

        def came(count: int, size: int) -> None:
            if self.is_running:
                self.call_later(self.tell, words.progress(shown, count, size), Level.INFO)

        async def work() -> None:
            from tui.connection.downloads import DownloadError

            try:
                path = await asyncio.wrap_future(saving(came))
            except DownloadError as error:
                if failed is None or not failed(error.reason):
                    self.tell(words.failed(shown, error.reason, error.words), Level.ERROR)
                return
            self.tell(words.saved(path), Level.GOOD)
            if then is not None:
                then(path)

        self.tell(words.progress(shown, 0, 0), Level.INFO)
        self.start(work(), t("download.saving", name=shown))

    def copy(self, text: str) -> None:
        """Copy *text*, and say by which way and how sure that is."""
        from tui.ui import clipboard

        async def work() -> None:
            key = self.services.keys.label_for("view.bare_text")
            done = await clipboard.copy(text, self.app.copy_to_clipboard, key)
            self.tell(done.words, Level.GOOD if done.is_confirmed else Level.INFO)

        self.start(work(), t("main.act.copy"))
