"""Designed features of a part: holes, bosses, ribs, pockets, lettering."""

from __future__ import annotations

from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features.feature import Feature, Maker
from btp_core.lab.synth.shapes.features.holes import (
    blind_hole,
    counterbored_hole,
    countersunk_hole,
    hole,
    large_bore,
    nut_trap,
    side_nut_slot,
    slot,
)
from btp_core.lab.synth.shapes.features.marks import engraved_text, raised_text
from btp_core.lab.synth.shapes.features.raised import (
    boss,
    dome,
    gusset,
    hook,
    lug,
    pad,
    ribs,
    wall_frame,
)
from btp_core.lab.synth.shapes.features.recesses import (
    pocket,
    ring_groove,
    tube_seat,
    vents,
    window,
)

__all__ = [
    "LARGE",
    "SMALL",
    "Feature",
    "Maker",
    "blind_hole",
    "boss",
    "counterbored_hole",
    "countersunk_hole",
    "dome",
    "draw",
    "engraved_text",
    "gusset",
    "hole",
    "hook",
    "large_bore",
    "lug",
    "nut_trap",
    "pad",
    "pocket",
    "raised_text",
    "ribs",
    "ring_groove",
    "side_nut_slot",
    "slot",
    "tube_seat",
    "vents",
    "wall_frame",
    "window",
]

SMALL: tuple[tuple[Maker, float], ...] = (
    (hole, 3.0), (countersunk_hole, 1.5), (counterbored_hole, 1.5), (nut_trap, 1.5),
    (blind_hole, 1.2), (boss, 2.0), (slot, 1.2), (dome, 0.5), (side_nut_slot, 0.6),
    (hook, 0.5), (ring_groove, 0.5),
)  # fmt: skip

"""Features that come in patterns."""

LARGE: tuple[tuple[Maker, float], ...] = (
    (window, 1.0), (pocket, 1.5), (pad, 1.2), (ribs, 1.0), (raised_text, 0.8),
    (engraved_text, 0.8), (vents, 0.9), (ring_groove, 0.5), (tube_seat, 0.8), (large_bore, 1.2),
    (wall_frame, 0.7), (lug, 0.8), (boss, 0.8), (slot, 0.6), (gusset, 0.6), (dome, 0.3),
)  # fmt: skip

"""Features that come once or twice."""


def draw(dice: Dice, table: tuple[tuple[Maker, float], ...]) -> Maker:
    """Draw a feature by its weight."""
    return dice.pick([maker for maker, _ in table], [weight for _, weight in table])
