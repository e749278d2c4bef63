"""What a designed feature is: material to add and material to cut.

Each is modelled at the origin of a face that looks up: what it adds stands on z = 0, what it cuts
goes down to ``-depth``. Added material reaches a little below the face so that it fuses with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from manifold3d import Manifold

from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.solids import cylinder

SINK = 0.4
"""How far added material reaches below the face, mm."""


@dataclass(frozen=True, eq=False)
class Feature:
    """Material to add to a part and to cut from it (after all additions); either may be None."""

    add: Manifold | None = None
    cut: Manifold | None = None


Maker = Callable[[Dice, float, float], Feature]
"""Dice, the radius of the free room (mm), and the thickness under the face (mm)."""


def drill(dice: Dice, radius: float, depth: float) -> Manifold:
    """Make a through hole's cutter, a little longer than the wall is thick."""
    return cylinder(dice, radius, depth + 2.0, (0.0, 0.0, -depth - 1.0))
