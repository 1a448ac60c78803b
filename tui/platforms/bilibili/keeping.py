"""Which login an account has: the one in the config, the one that was kept, or the one that was renewed since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tui.config.paths import find_paths
from tui.platforms.bilibili.credential import Credential, credential_path, load_credential, save_credential
from tui.platforms.bilibili.settings import Settings


def kept_login(settings: Settings) -> Credential | None:
    """Return the login of an account, None where there is none. Reads a file. Raises CredentialError for what can be none.

    Of the config's and a kept one of the same account the one that ends later counts, the kept one where both end together: the
    other was renewed, and is void.
    """
    kept = load_credential(_path(settings))
    given = Credential(settings.sessdata, settings.bili_jct, settings.dedeuserid, settings.buvid3, "", settings.refresh_token)
    if not given.sessdata:
        return replace(kept, buvid3=given.buvid3 or kept.buvid3) if kept is not None and kept.sessdata else None
    if kept is not None and kept.dedeuserid == given.dedeuserid and kept.expires_at >= given.expires_at > 0:
        return kept
    return given


def keep_login(settings: Settings, credential: Credential) -> None:
    """Keep *credential*, readable by its owner alone. Writes a file. Raises OSError."""
    save_credential(_path(settings), credential)


def _path(settings: Settings) -> Path:
    return credential_path(settings.data_dir or find_paths().data_dir, settings.label)
