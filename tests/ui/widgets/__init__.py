"""Tests of tui.ui.widgets."""
