"""Tests of the Bilibili platform."""
