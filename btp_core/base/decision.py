"""What counts as defective unless somebody says otherwise."""

DEFAULT_THRESHOLD = 0.5
"""Scores are calibrated probabilities: from here on a defect is likelier than none."""
