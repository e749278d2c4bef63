"""All families by name, with how often each is drawn."""

from __future__ import annotations

from collections.abc import Callable

from manifold3d import Manifold

from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families import (
    clips,
    compound,
    fasteners,
    gears,
    grilles,
    housings,
    knobs,
    organic,
    pipes,
    plates,
    profiles,
    turned_parts,
    wheels,
)

Builder = Callable[[Dice], Manifold]

CATALOGUE: dict[str, tuple[Builder, float]] = {
    "compound": (compound.compound, 12.0),
    "plate": (plates.plate, 1.5),
    "cover": (plates.cover, 1.5),
    "flange": (plates.flange, 1.0),
    "housing": (housings.housing, 2.0),
    "bracket": (housings.bracket, 2.0),
    "shaft": (turned_parts.shaft, 0.8),
    "ring": (turned_parts.ring, 0.6),
    "vessel": (turned_parts.vessel, 1.0),
    "spool": (wheels.spool, 1.0),
    "gear": (gears.gear, 1.0),
    "bolt": (fasteners.bolt, 0.8),
    "nut": (fasteners.nut, 0.5),
    "jar_cap": (knobs.jar_cap, 0.5),
    "knob": (knobs.knob, 1.0),
    "wing_nut": (fasteners.wing_nut, 0.5),
    "pipe": (pipes.pipe, 0.8),
    "bent_pipe": (pipes.bent_pipe, 0.5),
    "swept_tube": (pipes.swept_tube, 0.5),
    "spring": (pipes.spring, 0.3),
    "profile": (profiles.profile, 0.8),
    "heat_sink": (profiles.heat_sink, 0.6),
    "grille": (grilles.grille, 0.8),
    "lattice": (grilles.lattice, 0.4),
    "clip": (clips.clip, 1.2),
    "tool": (clips.tool, 0.8),
    "creature": (organic.creature, 2.5),
    "blob": (organic.blob, 1.0),
    "statue": (organic.statue, 0.8),
    "hand": (organic.hand, 0.5),
}
