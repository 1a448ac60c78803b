"""QQ over OneBot 11: everything that knows this wire, and nothing else does."""
