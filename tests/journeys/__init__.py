"""The whole app, judged as a person would: by what stands on the screen, and by what the other side was asked."""
