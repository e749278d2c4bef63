"""Saving pictures of the view."""
