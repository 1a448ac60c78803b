"""The background worker: a thread with its own loop that keeps every account's link alive and the store true."""
