"""Tests of the simulated platform itself."""
