"""A simulated chat platform: a little world of people and groups, and servers that show it over a real wire on loopback.

It imports nothing from the rest of the package, so that a misunderstanding of a protocol cannot be shared by both ends.
"""
