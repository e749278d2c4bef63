"""A folder check, or one scan, as pages that can be handed to somebody: HTML and PDF."""
