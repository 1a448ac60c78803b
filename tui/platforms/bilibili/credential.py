"""Who we are at Bilibili: the cookies of a login and what renews them, kept in a file that only their owner can read."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from tui.chat.filenames import safe_name
from tui.platforms.values import as_int, as_row, as_text

FOLDER = "credentials"
DEVICE_FILE = "bilibili-device"


class CredentialError(ValueError):
    """A value can be no cookie; *name* says which one. The value itself is not told."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: not the value of a cookie")
        self.name = name


@dataclass(frozen=True, slots=True)
class Credential:
    """A login: only the number of the account shows in a ``repr``. Raises CredentialError for what can be no cookie.

    *sessdata* stays as it is where it holds a ``%``, else it is quoted as the page has it. *bili_jct* is also the csrf. The
    *refresh_token* (``ac_time_value`` in the storage of a browser) is no cookie, and never becomes one.
    """

    sessdata: str = field(default="", repr=False)
    bili_jct: str = field(default="", repr=False)
    dedeuserid: str = ""
    buvid3: str = field(default="", repr=False)
    buvid4: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = str(getattr(self, name)).strip()
            if name == "sessdata" and "%" not in value:
                value = quote(value, safe="")
            if not all("!" <= char <= "~" and char not in ';,"\\' for char in value):
                raise CredentialError(name)
            object.__setattr__(self, name, value)

    @property
    def is_complete(self) -> bool:
        """Whether it suffices to read and to write."""
        return bool(self.sessdata and self.bili_jct and self.dedeuserid)

    @property
    def expires_at(self) -> int:
        """When the login ends by itself (ms), as SESSDATA says; 0 where it does not."""
        parts = unquote(self.sessdata).split(",")
        return as_int(parts[1]) * 1000 if len(parts) > 1 else 0

    def cookies(self) -> dict[str, str]:
        """Return the cookies that are known, as the page sends them."""
        named = {
            "SESSDATA": self.sessdata,
            "bili_jct": self.bili_jct,
            "DedeUserID": self.dedeuserid,
            "buvid3": self.buvid3,
            "buvid4": self.buvid4,
        }
        return {name: value for name, value in named.items() if value}


def credential_path(data_dir: Path, account: str) -> Path:
    """Return where the login of the configured *account* (its name) is kept."""
    return data_dir / FOLDER / safe_name(f"bilibili-{account}.json")


def save_credential(path: Path, credential: Credential) -> None:
    """Write *credential* whole or not at all, readable by its owner alone. Raises OSError."""
    _write(path, json.dumps(asdict(credential), indent=1))


def load_credential(path: Path) -> Credential | None:
    """Return the login that is kept at *path*; None where there is none that can be read."""
    try:
        row = as_row(json.loads(path.read_text(encoding="utf-8")))
        return credential_of(row)
    except (OSError, ValueError, RecursionError):
        return None


def forget_credential(path: Path) -> None:
    """Remove the login that is kept at *path*, if there is one. Raises OSError."""
    path.unlink(missing_ok=True)


def credential_of(values: Mapping[str, object]) -> Credential:
    """Return a login out of *values* by the names of its fields. Raises CredentialError."""
    return Credential(**{name: as_text(values.get(name)) for name in Credential.__slots__})


def device_id(data_dir: Path) -> str:
    """Return the id of this installation, one for all accounts and for good; it is made when it is first asked for.

    Raises OSError. Reads and writes files.
    """
    path = data_dir / DEVICE_FILE
    try:
        return str(uuid.UUID(path.read_text(encoding="ascii").strip())).upper()
    except (OSError, ValueError):
        made = str(uuid.uuid4()).upper()
        _write(path, made)
        return made


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
