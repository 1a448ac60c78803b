"""The folders and files that qiao uses, by the platform's customs or as told on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

APP = "qiao"


class Paths(NamedTuple):
    """Where things lie: *config_dir* also holds a user's themes, *data_dir* the store, *state_dir* the log and the lock."""

    config_file: Path
    config_dir: Path
    data_dir: Path
    state_dir: Path
    log_file: Path

    def make_folders(self) -> None:
        """Make the folders for data and state where they are missing, readable by the user alone. Raises OSError."""
        for folder in (self.data_dir, self.state_dir):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def find_paths(config_file: Path | None = None, data_dir: Path | None = None) -> Paths:
    """Return the paths of this user; *data_dir* replaces the folders of both data and state. Makes nothing."""
    import platformdirs

    config = (config_file or platformdirs.user_config_path(APP, appauthor=False) / "config.toml").expanduser().absolute()
    if data_dir is not None:
        data = state = data_dir.expanduser().absolute()
    else:
        data = platformdirs.user_data_path(APP, appauthor=False)
        state = platformdirs.user_state_path(APP, appauthor=False)
    return Paths(config, config.parent, data, state, state / f"{APP}.log")


def find_downloads() -> Path:
    """Return the folder where this user's downloads lie, by the system's customs. Makes nothing."""
    import platformdirs

    return platformdirs.user_downloads_path()
