"""Opening files and folders, and the last ones opened."""
