"""The log in the window."""
