"""Tests of tui.ui."""
