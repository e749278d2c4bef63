"""A report of the scan in view."""
