"""Which scans show the same part, and which parts are held out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol, TypeVar


class OfPart(Protocol):
    """Anything that was made from a part."""

    @property
    def part(self) -> str:
        """Its name."""


_Entry = TypeVar("_Entry", bound=OfPart)


def part_of(name: str) -> str:
    """What scans of one part have in common: the name up to its last underscore."""
    return name.rsplit("_", 1)[0]


def split(entries: Sequence[_Entry], share: float) -> tuple[list[_Entry], list[_Entry]]:
    """Clouds to train with and to hold out; a part is wholly in one of them, by its name's hash.

    Of two parts or more, one at least is held out.
    """
    values = {entry.part: _in_unit_interval(entry.part) for entry in entries}
    chosen = {part for part, value in values.items() if value < share}
    if not chosen and len(values) > 1:
        chosen = {min(values, key=values.__getitem__)}
    training = [entry for entry in entries if entry.part not in chosen]
    return training, [entry for entry in entries if entry.part in chosen]


def _in_unit_interval(name: str) -> float:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
