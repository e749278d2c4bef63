"""Scans: what one is, reading files into it (one module a format), and its limits."""
