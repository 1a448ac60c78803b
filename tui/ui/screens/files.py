"""The files of a group: a tree of folders, and what can be done with each file; up and down with their progress in words."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on
from textual.strip import Strip

from tui.chat.actions import Action, ActionKind, Done, Outcome
from tui.chat.board_actions import CreateFolder, DeleteFile, DeleteFolder
from tui.chat.boards import FileSpace, Listing, SharedFile, SharedFolder
from tui.locale import t
from tui.platforms.board_queries import AskFileLink, AskFiles, AskFileSpace
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.describe import human_size
from tui.ui.file_tree import ROOT, Entry, FileTree, Said
from tui.ui.screens.board import Board
from tui.ui.strips import Piece, line
from tui.ui.subjects import why_not
from tui.ui.widgets.row_list import RowList
from tui.ui.wrap import fit

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

WIDE = 76
"""Cells from which on there is room for who uploaded a file."""

SIZE_CELLS, WHO_CELLS, WHEN_CELLS = 7, 10, 16

NAMED = 3
"""Files named in the question whether a folder is to be deleted."""

_ON_FILES = ("files.download", "files.link")


class Files(Board[Entry]):
    """The tree. What lies in a folder is asked for when it is opened."""

    PLACE = Place.FILES
    AREA = "files"
    NOTICES = ("upload",)
    KINDS = {  # noqa: RUF012  # declared in Board
        "files.upload": ActionKind.UPLOAD_FILE,
        "files.new_folder": ActionKind.CREATE_FOLDER,
        "files.download": ActionKind.FILE_LINK,
        "files.link": ActionKind.FILE_LINK,
    }

    def __init__(self, main: Main, where: ConversationRow) -> None:
        super().__init__(main, where)
        self.shelf = FileTree()
        self._asking: set[str] = set()
        self._stale: set[str] = set()
        self._space = ""

    # What is there

    def fetch(self) -> None:
        """Ask for what is in sight, and for the space."""
        if not self.services.connection.is_online(self.where.account):
            self.show_state(t("boards.offline", what=t("boards.files")))
            return
        for folder in self.shelf.shown:
            self._fetch_folder(folder)
        where = self.where
        if not why_not(self.services.judge.of_group(ActionKind.FILE_SPACE, where)):
            self.main.ask(where.account, AskFileSpace(where.conversation), t("boards.act.space"), self._space_came)

    def _fetch_folder(self, folder: str) -> None:
        if folder in self._asking:
            self._stale.add(folder)
            return
        self._asking.add(folder)
        if folder == ROOT and not self.shelf.is_known(ROOT):
            self.show_state(t("boards.loading"))
        where = self.where
        query = AskFiles(where.conversation, folder, self.shelf.limit(folder))
        self.main.ask(
            where.account, query, t("boards.files"), partial(self._folder_came, folder), partial(self._folder_failed, folder)
        )

    def _folder_came(self, folder: str, listing: Listing) -> None:
        self._asking.discard(folder)
        self._was_told = True
        self.shelf.put(folder, listing)
        self._show_tree()
        self._ask_stale(folder)

    def _folder_failed(self, folder: str, words: str) -> None:
        self._asking.discard(folder)
        self.shelf.fail(folder, words)
        self._show_tree()
        if folder == ROOT and self.is_attached:
            again = t("boards.try_again", key=self.services.keys.label_for("files.reload"))
            self.show_state(f"{words} {again}", is_failure=True)
        self._ask_stale(folder)

    def _ask_stale(self, folder: str) -> None:
        if folder in self._stale:
            self._stale.discard(folder)
            self._fetch_folder(folder)

    def _space_came(self, space: FileSpace) -> None:
        self._space = space_words(space, is_short=True)
        if self.is_attached:
            self.show_title(self._space)

    def _show_tree(self) -> None:
        if not self.is_attached:
            return
        rows = self.shelf.rows()
        if self.shelf.is_known(ROOT):
            self.show_state("" if rows else t("boards.no_files"))
        self.list.set_rows(rows)
        self.show_title(self._space)

    # How it looks

    def key_of(self, row: Entry) -> Hashable:
        """Return what tells a row from others."""
        return row.key

    def draw(self, row: Entry, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return the line of a folder, a file, or of what is said in the place of files."""
        chat = self.list.chat
        indent = "   " if row.inside else " "
        if row.folder is not None:
            icon = chat.icon("unfolded" if row.is_open else "folded")
            count = row.folder.count
            right = [] if count is None else [Piece(f"{t('boards.file_count', count=count)} ", chat.dim)]
            return [line([Piece(f"{indent}{icon} ", chat.dim), Piece(row.folder.name or "-", chat.key)], width, right)]
        if row.file is not None:
            right = [Piece(f"{self._about(row.file, width)} ", chat.dim)]
            return [line([Piece(f"{indent}{chat.icon('file')} ", chat.dim), Piece(row.file.name or "-")], width, right, gap=2)]
        assert row.said is not None
        words = row.words if row.said is Said.FAILED else t(f"boards.folder.{row.said.value}")
        return [line([Piece(f"{indent}  {words}", chat.failed if row.said is Said.FAILED else chat.dim)], width)]

    def _about(self, file: SharedFile, width: int) -> str:
        """Return its size, who uploaded it, and when it was or until when it is there, in columns."""
        size = f"{human_size(file.size):>{SIZE_CELLS}}"
        when = t("boards.until", when=self.moment(file.expires)[:10]) if file.expires else ""
        if width < WIDE:
            return f"{size}  {when or self.moment(file.time)[:10]}"
        who = fit(self.name_of(file.uploader, file.uploader_name), WHO_CELLS)
        when = when or self.moment(file.time)
        return f"{size}  {who}{' ' * (WHO_CELLS - cell_len(who))}  {when}{' ' * (WHEN_CELLS - cell_len(when))}"

    # What is done

    def refusal(self, name: str) -> str:
        """Return why it can not be done; deleting depends on what the cursor is on."""
        row = self.list.cursor_row
        judge, where = self.services.judge, self.where
        if name == "files.delete" and row is not None and row.file is not None:
            return why_not(judge.of_member(ActionKind.DELETE_FILE, where, row.file.uploader))
        if name == "files.delete" and row is not None and row.folder is not None:
            return why_not(judge.of_group(ActionKind.DELETE_FOLDER, where))
        if name in _ON_FILES and row is not None and row.file is None:
            return t("boards.no_file_here")
        return super().refusal(name)

    @on(RowList.Highlighted)
    def _on_highlighted(self) -> None:
        self.show_keys()

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        """A click opens and closes a folder; a file it only selects."""
        if isinstance(event.row, Entry) and event.row.folder is not None:
            self._toggle(event.row.folder.id)

    def command_open(self) -> None:
        """Open or close a folder, download a file, ask for more."""
        row = self.list.cursor_row
        if row is None:
            return
        if row.folder is not None:
            self._toggle(row.folder.id)
        elif row.said is Said.MORE:
            self.shelf.want_more(row.inside)
            self._fetch_folder(row.inside)
        elif row.said is Said.FAILED:
            self._fetch_folder(row.inside)
        elif row.file is not None:
            self.action_command("files.download")

    def command_expand(self) -> None:
        """Show what lies in the folder."""
        row = self.list.cursor_row
        if row is not None and row.folder is not None and not row.is_open:
            self._toggle(row.folder.id)

    def command_collapse(self) -> None:
        """Close the folder, or go from what lies in it to the folder."""
        row = self.list.cursor_row
        if row is None:
            return
        if row.folder is not None and row.is_open:
            self._toggle(row.folder.id)
        elif row.inside:
            self.list.move_to(("folder", row.inside))

    def _toggle(self, folder: str) -> None:
        if self.shelf.is_open(folder):
            self.shelf.close(folder)
        else:
            self.shelf.open(folder)
            self._fetch_folder(folder)
        self._show_tree()

    def command_download(self) -> None:
        """Bring the file into the downloads folder."""
        row = self.list.cursor_row
        if row is not None and row.file is not None:
            name = row.file.name
            self._with_link(row.file, lambda link: self.main.download(link, name, lambda path: self._fetch_folder(row.inside)))

    def command_link(self) -> None:
        """Copy a link to the file."""
        row = self.list.cursor_row
        if row is not None and row.file is not None:
            self._with_link(row.file, self.main.copy)

    def _with_link(self, file: SharedFile, then: Callable[[str], None]) -> None:
        where = self.where
        self.main.ask(where.account, AskFileLink(where.conversation, file.id, file.key), t("boards.act.link"), then)

    def command_upload(self) -> None:
        """Choose files, and put them into the folder where the cursor is."""
        from tui.ui.commands.boards import upload
        from tui.ui.screens.ask_files import AskFiles

        row, where = self.list.cursor_row, self.where
        folder = row.place if row is not None else ROOT
        place = f"{where.title} / {self.shelf.name_of(folder)}" if folder else where.title

        def answered(paths: tuple[Path, ...] | None) -> None:
            if paths:
                if folder:
                    self.shelf.open(folder)
                upload(self.main, where, paths, folder, self.fetch)

        self.app.push_screen(AskFiles(t("boards.choose_files", where=place)), answered)

    def command_new_folder(self) -> None:
        """Make a folder."""
        where = self.where

        def wrong_with(name: str) -> str:
            return "" if name and len(name) <= 60 else t("boards.folder_name")

        def make(name: str) -> None:
            self._perform(CreateFolder(where.conversation, name), t("boards.act.new_folder", name=name))

        self.main.ask_text(t("boards.new_folder", where=where.title), make, check=wrong_with)

    def command_delete(self) -> None:
        """Delete the file or folder, after asking."""
        row, where = self.list.cursor_row, self.where
        if row is not None and row.file is not None:
            file = row.file
            who = self.name_of(file.uploader, file.uploader_name)
            facts = [
                f"{file.name} · {human_size(file.size)}",
                t("boards.by", who=who, number=file.uploader, when=self.moment(file.time)),
            ]
            self._ask(t("boards.delete_file"), facts, DeleteFile(where.conversation, file.id, file.key), "boards.act.delete_file")
        elif row is not None and row.folder is not None:
            action = DeleteFolder(where.conversation, row.folder.id)
            self._ask(t("boards.delete_folder"), self._contents(row.folder), action, "boards.act.delete_folder")

    def _contents(self, folder: SharedFolder) -> list[str]:
        """Say what goes with *folder*."""
        files = self.shelf.files_in(folder.id)
        count = max(folder.count or 0, len(files))
        facts = [folder.name, t("boards.folder_holds", count=count) if count else t("boards.folder_empty")]
        if files:
            names = " · ".join(file.name for file in files[:NAMED])
            facts.append(names if count <= NAMED else t("boards.and_more", names=names, count=count - NAMED))
        return facts

    def command_details(self) -> None:
        """Show all that is known of the file or folder."""
        from tui.ui.screens.full_text import FullText

        row = self.list.cursor_row
        if row is not None and row.file is not None:
            file = row.file
            facts = [
                (t("boards.fact.name"), file.name),
                (t("boards.fact.size"), f"{human_size(file.size)} ({file.size})"),
                (
                    t("boards.fact.uploader"),
                    t("members.who", who=self.name_of(file.uploader, file.uploader_name), number=file.uploader),
                ),
                (t("boards.fact.when"), self.moment(file.time)),
                (t("boards.fact.expires"), self.moment(file.expires) or t("boards.never")),
                (t("boards.fact.downloads"), str(file.downloads)),
                (t("boards.fact.folder"), self.shelf.name_of(row.inside)),
                (t("boards.fact.id"), file.id),
            ]
            self.app.push_screen(FullText.of_facts(t("boards.file"), facts, "", self.main.copy))
        elif row is not None and row.folder is not None:
            folder = row.folder
            facts = [
                (t("boards.fact.name"), folder.name),
                (t("boards.fact.count"), "-" if folder.count is None else str(folder.count)),
                (
                    t("boards.fact.creator"),
                    t("members.who", who=self.name_of(folder.creator, folder.creator_name), number=folder.creator),
                ),
                (t("boards.fact.when"), self.moment(folder.time)),
            ]
            self.app.push_screen(FullText.of_facts(t("boards.folder"), facts, "", self.main.copy))

    def _ask(self, title: str, facts: list[str], action: Action, what: str) -> None:
        from tui.ui.screens import question

        where = self.where
        facts.append(question.place_of(where))
        wording = question.Wording(title, tuple(facts), t("boards.delete_yes"))
        self.main.confirm(wording, lambda: self._perform(action, t(what)))

    def _perform(self, action: Action, what: str) -> None:
        self.main.perform(self.where.account, action, what, self._changed)

    def _changed(self, outcome: Outcome) -> None:
        if isinstance(outcome, Done) and self.is_attached:
            self.fetch()


def space_words(space: FileSpace, *, is_short: bool = False) -> str:
    """Return how many files there are, and what space of how much they take; *is_short* is for a title."""
    if is_short and space.total:
        used, total = (human_size(size).replace(" ", "\u00a0") for size in (space.used, space.total))
        return t("boards.space_short", count=space.count, used=used, total=total)
    count = t("boards.space_count_of", count=space.count, most=space.most) if space.most else str(space.count)
    if space.total:
        return t("boards.space", count=count, used=human_size(space.used), total=human_size(space.total))
    return t("boards.space_used", count=count, used=human_size(space.used))
