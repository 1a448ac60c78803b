"""qiao 敲: a terminal messenger for QQ that stays open all day."""

__version__ = "0.1.0"
