"""Tests of the simulated Bilibili."""
