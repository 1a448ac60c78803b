"""The simulated mirai-api-http 2.10: its WebSocket and its HTTP adapter on one port; quirks are marked ⚠."""
