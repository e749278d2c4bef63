"""Checking a folder of scans from the window."""
