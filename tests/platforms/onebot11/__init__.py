"""Tests of QQ over OneBot 11."""
