"""The API of OneBot 11."""
