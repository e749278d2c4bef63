"""Words as outlines, for raised and engraved lettering."""

from __future__ import annotations

import string
from functools import lru_cache

import numpy as np
from manifold3d import CrossSection, FillRule

from btp_core.lab.synth.shapes.dice import Dice

_FAMILIES = ("DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif", "STIXGeneral")
_LETTERS = string.ascii_uppercase + string.digits
_WORDS = (
    "TOP", "BOTTOM", "LEFT", "RIGHT", "REV", "MADE IN", "ON", "OFF", "PLA", "ABS", "PETG", "V0.2",
    "M3", "24V", "5V", "IN", "OUT", "MAX", "MIN", "USB", "RESET", "No.", "R4", "OPEN", "LOCK",
)  # fmt: skip


def random_text(dice: Dice) -> str:
    """Draw a marking such as a part number, a size, or a short word."""
    letters = list(_LETTERS)
    length = dice.integer(1, 7)
    code = "".join(dice.pick(letters) for _ in range(length))
    kind = dice.pick(["code", "word", "mixed", "lower"], [2.0, 1.0, 1.0, 0.5])
    if kind == "word":
        return dice.pick(_WORDS)
    if kind == "mixed":
        return f"{dice.pick(_WORDS)}-{code[:3]}"
    return code.lower() if kind == "lower" else code


def text_outline(dice: Dice, width: float, height: float) -> CrossSection:
    """Random lettering that fits into ``width`` x ``height`` mm, centred on the origin."""
    outline = _outline(random_text(dice), dice.pick(_FAMILIES), dice.pick(["normal", "bold"]))
    low_x, low_y, high_x, high_y = outline.bounds()
    if outline.is_empty():
        return outline
    scale = min(width / (high_x - low_x), height / (high_y - low_y))
    centre = (-(low_x + high_x) / 2, -(low_y + high_y) / 2)
    return outline.translate(centre).scale((scale, scale)).simplify(0.01)


@lru_cache(maxsize=256)
def _outline(text: str, family: str, weight: str) -> CrossSection:
    """Lettering of size 10; fonts are those that matplotlib brings, the same on every machine."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(family=[family, "DejaVu Sans"], weight=weight)
    path = TextPath((0.0, 0.0), text, size=10, prop=font)
    rings = [np.asarray(p, dtype=np.float64) for p in path.to_polygons(closed_only=True)]
    return CrossSection([r[:-1] for r in rings if len(r) > 3], FillRule.EvenOdd)
