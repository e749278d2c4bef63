"""The inspection record: deciding, looking up, what happened over time."""
