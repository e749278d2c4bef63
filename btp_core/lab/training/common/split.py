"""Which scans show the same shape, and which shapes are held out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol, TypeVar


class OfShape(Protocol):
    """Anything that was scanned or made from a shape."""

    @property
    def shape(self) -> str:
        """Its name: scans of one shape have it in common."""


_Entry = TypeVar("_Entry", bound=OfShape)


def split(entries: Sequence[_Entry], share: float) -> tuple[list[_Entry], list[_Entry]]:
    """What trains and what is held out; a shape is wholly in one of them.

    Which shapes are held out follows from a hash of their names alone, so that it is the same in
    every run, and growing the data never moves a shape from one side to the other. Of two shapes
    or more, one at least is held out.
    """
    values = {entry.shape: _in_unit_interval(entry.shape) for entry in entries}
    chosen = {shape for shape, value in values.items() if value < share}
    if not chosen and len(values) > 1:
        chosen = {min(values, key=values.__getitem__)}
    training = [entry for entry in entries if entry.shape not in chosen]
    return training, [entry for entry in entries if entry.shape in chosen]


def _in_unit_interval(name: str) -> float:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
