"""The plugin's logger: what it says stands in the plugin log."""

from __future__ import annotations

import logging

logger = logging.getLogger("nonebot")

__all__ = ["logger"]
