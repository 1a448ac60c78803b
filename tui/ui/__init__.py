"""The terminal interface, in Textual: reads the store, asks the connection, knows no platform."""
