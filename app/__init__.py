"""The window of BTP Inspect."""
