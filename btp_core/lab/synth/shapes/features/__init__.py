"""Designed features of a part: holes, bosses, ribs, pockets, lettering; and how often each."""

from __future__ import annotations

from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features import holes, marks, raised, recesses
from btp_core.lab.synth.shapes.features.feature import Maker

SMALL: tuple[tuple[Maker, float], ...] = (
    (holes.hole, 3.0), (holes.countersunk_hole, 1.5), (holes.counterbored_hole, 1.5),
    (holes.nut_trap, 1.5), (holes.blind_hole, 1.2), (raised.boss, 2.0), (holes.slot, 1.2),
    (raised.dome, 0.5), (holes.side_nut_slot, 0.6), (raised.hook, 0.5),
    (recesses.ring_groove, 0.5),
)  # fmt: skip
"""Features that come in patterns."""

LARGE: tuple[tuple[Maker, float], ...] = (
    (recesses.window, 1.0), (recesses.pocket, 1.5), (raised.pad, 1.2), (raised.ribs, 1.0),
    (marks.raised_text, 0.8), (marks.engraved_text, 0.8), (recesses.vents, 0.9),
    (recesses.ring_groove, 0.5), (recesses.tube_seat, 0.8), (holes.large_bore, 1.2),
    (raised.wall_frame, 0.7), (raised.lug, 0.8), (raised.boss, 0.8), (holes.slot, 0.6),
    (raised.gusset, 0.6), (raised.dome, 0.3),
)  # fmt: skip
"""Features that come once or twice."""


def draw(dice: Dice, table: tuple[tuple[Maker, float], ...]) -> Maker:
    """Draw a feature by its weight."""
    return dice.pick([maker for maker, _ in table], [weight for _, weight in table])
