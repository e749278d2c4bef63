"""All families by name, with how often each is drawn."""

from __future__ import annotations

from collections.abc import Callable

from manifold3d import Manifold

from btp_core.synth.shapes.dice import Dice
from btp_core.synth.shapes.families import (
    compound,
    gears,
    housings,
    plates,
    turned_parts,
)

Builder = Callable[[Dice], Manifold]

CATALOGUE: dict[str, tuple[Builder, float]] = {
    "compound": (compound.compound, 8.0),
    "plate": (plates.plate, 1.5),
    "cover": (plates.cover, 1.5),
    "flange": (plates.flange, 1.0),
    "housing": (housings.housing, 2.0),
    "bracket": (housings.bracket, 2.0),
    "shaft": (turned_parts.shaft, 1.0),
    "ring": (turned_parts.ring, 0.6),
    "vessel": (turned_parts.vessel, 1.0),
    "spool": (turned_parts.spool, 1.0),
    "gear": (gears.gear, 1.0),
}
