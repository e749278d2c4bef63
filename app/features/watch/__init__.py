"""Watching a folder from the window."""
