"""The kinds of defects that auxiliary data has, and their ids in labels."""

from __future__ import annotations

DEFECT_TYPES = (
    "bulge",
    "dent",
    "scratch",
    "crack",
    "chip",
    "missing piece",
    "hole",
    "pitting",
    "burr",
)
"""A type's id in labels is its position here plus one; 0 is a normal surface."""
