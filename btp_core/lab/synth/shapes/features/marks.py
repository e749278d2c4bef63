"""Raised and engraved lettering."""

from __future__ import annotations

from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features.feature import SINK, Feature
from btp_core.lab.synth.shapes.lettering import text_outline


def raised_text(dice: Dice, room: float, depth: float) -> Feature:  # noqa: ARG001
    """Lettering that stands proud of the face."""
    outline = text_outline(dice, 1.9 * room, room * dice.uniform(0.3, 0.9))
    height = room * dice.uniform(0.05, 0.16)
    return Feature(outline.extrude(height + SINK).translate((0.0, 0.0, -SINK)))


def engraved_text(dice: Dice, room: float, depth: float) -> Feature:
    """Lettering cut into the face."""
    outline = text_outline(dice, 1.9 * room, room * dice.uniform(0.3, 0.9))
    deep = min(room * dice.uniform(0.05, 0.16), 0.5 * depth)
    return Feature(cut=outline.extrude(deep + 0.5).translate((0.0, 0.0, -deep)))
