"""Faces have the names that QQ shows, and unknown ones none."""

from __future__ import annotations

from tui.platforms.faces import NAMES, face_name


def test_names() -> None:
    assert (face_name("0"), face_name("14"), face_name("264"), face_name("356")) == ("惊讶", "微笑", "捂脸", "666")
    assert face_name("99999") == face_name("") == ""


def test_the_table_has_a_name_for_each_of_its_ids() -> None:
    assert all(face.isdecimal() and name for face, name in NAMES.items())
