"""How fast qiao is, measured from outside: the real app in a real pty, beside a bare Textual app. ``python -m tests.bench``."""
