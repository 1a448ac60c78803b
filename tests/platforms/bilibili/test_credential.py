"""A login is kept to its owner: in a repr, in cookies, in its file."""

from __future__ import annotations

import os
import stat
import uuid
from pathlib import Path

import pytest

from tui.platforms.bilibili import credential as module
from tui.platforms.bilibili.credential import (
    Credential,
    CredentialError,
    credential_path,
    device_id,
    forget_credential,
    load_credential,
    save_credential,
)

from .fakes import CREDENTIAL


def test_it_does_not_show_itself() -> None:
    for shown in (repr(CREDENTIAL), str(CREDENTIAL), f"{CREDENTIAL}"):
        assert shown == "Credential(dedeuserid='1000001')"


def test_the_refresh_token_is_no_cookie() -> None:
    assert CREDENTIAL.cookies() == {
        "SESSDATA": "aa%2C1765555555%2Cbb%2A11",
        "bili_jct": "c5rf",
        "DedeUserID": "1000001",
        "buvid3": "BUV-3",
        "buvid4": "BUV-4",
    }
    assert Credential(refresh_token="x").cookies() == {}


def test_sessdata_stays_quoted_and_is_quoted_where_it_is_not() -> None:
    assert Credential("a%2Cb").sessdata == "a%2Cb"
    assert Credential(" aa,1765555555,bb*11 \n").sessdata == "aa%2C1765555555%2Cbb%2A11"
    assert Credential("aa,1765555555,bb*11").expires_at == CREDENTIAL.expires_at == 1765555555000
    assert Credential("a").expires_at == 0


@pytest.mark.parametrize("value", ["a;b", "a b", "a\r\nX: y", "密", 'a"b'])
def test_what_can_be_no_cookie_is_named_but_not_told(value: str) -> None:
    with pytest.raises(CredentialError) as caught:
        Credential(bili_jct=value)
    assert caught.value.name == "bili_jct" and value not in str(caught.value)


def test_it_is_kept_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = credential_path(tmp_path, "b站/../x")
    assert path.parent == tmp_path / "credentials" and ".." not in path.name.replace("._", "")
    assert load_credential(path) is None
    old = os.umask(0)
    try:
        save_credential(path, CREDENTIAL)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert load_credential(path) == CREDENTIAL
    path.chmod(0o644)
    save_credential(path, Credential("new%2C"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    forget_credential(path)
    forget_credential(path)
    assert load_credential(path) is None


def test_a_write_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = credential_path(tmp_path, "b")
    save_credential(path, CREDENTIAL)

    def fail(handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(module.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        save_credential(path, Credential("new%2C"))
    assert load_credential(path) == CREDENTIAL and len(list(path.parent.iterdir())) == 1


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sessdata": ["x"]}', '{"bili_jct": "a;b"}'])
def test_a_broken_file_is_no_login(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(text)
    found = load_credential(path)
    assert found is None or not found.is_complete


def test_an_installation_has_one_id_for_good(tmp_path: Path) -> None:
    made = device_id(tmp_path)
    assert made == made.upper() and uuid.UUID(made).version == 4
    assert device_id(tmp_path) == made != device_id(tmp_path / "other")
    (tmp_path / "bilibili-device").write_text("junk")
    assert uuid.UUID(device_id(tmp_path)).version == 4
