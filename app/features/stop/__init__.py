"""Stopping work, and leaving what is open."""
