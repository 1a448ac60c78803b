"""The tree of a group's files: what is in sight, and what is said in the place of what is not known."""

from __future__ import annotations

from tui.chat.boards import Listing, SharedFile, SharedFolder
from tui.ui.file_tree import FIRST_LIMIT, ROOT, FileTree, Said

FOLDER = SharedFolder("d", "资料", "1", "甲", 0, 2)
FILE = SharedFile("f", "a.txt", 1, "1", "甲", 0)


def test_folders_stand_first_and_show_what_they_hold_when_they_are_open() -> None:
    tree = FileTree()
    assert tree.rows() == [] and tree.shown == [ROOT]
    tree.put(ROOT, Listing((FOLDER,), (FILE,)))
    assert [row.key for row in tree.rows()] == [("folder", "d"), ("file", "f")]
    tree.open("d")
    assert tree.shown == [ROOT, "d"]
    assert [row.said for row in tree.rows()] == [None, Said.LOADING, None]
    tree.put("d", Listing((), (FILE,)))
    inside = tree.rows()[1]
    assert (inside.file, inside.inside, inside.place) == (FILE, "d", "d")
    tree.close("d")
    assert len(tree.rows()) == 2


def test_an_empty_a_failed_and_a_cut_folder_say_so() -> None:
    tree = FileTree()
    tree.put(ROOT, Listing((FOLDER,), (FILE,), is_cut=True))
    tree.open("d")
    tree.fail("d", "没有权限")
    failed = tree.rows()[1]
    assert (failed.said, failed.words) == (Said.FAILED, "没有权限")
    tree.put("d", Listing((), ()))
    assert tree.rows()[1].said is Said.EMPTY
    assert tree.rows()[-1].said is Said.MORE and tree.rows()[-1].inside == ROOT
    tree.want_more(ROOT)
    assert tree.limit(ROOT) > FIRST_LIMIT == tree.limit("d")


def test_a_folder_that_went_is_no_longer_in_sight() -> None:
    tree = FileTree()
    tree.put(ROOT, Listing((FOLDER,), ()))
    tree.open("d")
    tree.put(ROOT, Listing((), ()))
    assert tree.shown == [ROOT] and tree.rows() == []
