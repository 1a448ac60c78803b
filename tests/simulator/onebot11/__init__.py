"""Tests of the simulated NapCat over a real WebSocket."""
