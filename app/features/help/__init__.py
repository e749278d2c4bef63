"""Guide, shortcuts, about, error dialog."""
