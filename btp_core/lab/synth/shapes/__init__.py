"""Procedural parts: the base shapes of auxiliary training scans.

>>> import numpy as np
>>> part = make_part(np.random.default_rng(0), "flange")
>>> part.family
'flange'
"""

from __future__ import annotations

import numpy as np
from manifold3d import Manifold

from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families.catalogue import CATALOGUE
from btp_core.lab.synth.shapes.part import Part, ShapeError, finished, warped

__all__ = ["FAMILIES", "Part", "make_part"]

FAMILIES: tuple[str, ...] = tuple(CATALOGUE)

_ATTEMPTS = 8
_WARPED_SHARE = 0.06


def make_part(rng: np.random.Generator, family: str | None = None) -> Part:
    """Draw a part.

    Parameters
    ----------
    rng
        All choices come from it, so that a seed gives the same part again.
    family
        One of :data:`FAMILIES`; drawn by weight if None.

    Returns
    -------
    Part
        Closed mesh of at most 80,000 faces, box diagonal 100 mm.

    Raises
    ------
    KeyError
        If the family is unknown. An unlucky draw is drawn again, never raised.
    """
    name = family
    if name is None:
        weights = np.array([weight for _, weight in CATALOGUE.values()])
        name = FAMILIES[int(rng.choice(len(FAMILIES), p=weights / weights.sum()))]
    build, _ = CATALOGUE[name]
    for _ in range(_ATTEMPTS):
        dice = Dice(rng)
        try:
            solid = build(dice)
            if dice.chance(_WARPED_SHARE) and not solid.is_empty():
                solid = warped(dice, solid)
            return Part(finished(solid), name)
        except (ShapeError, ValueError, ArithmeticError, IndexError, RuntimeError, MemoryError):
            # Random sizes now and then leave nothing, or more than memory holds: draw again.
            continue
    return Part(finished(Manifold.cube((3.0, 2.0, 1.0))), name)
