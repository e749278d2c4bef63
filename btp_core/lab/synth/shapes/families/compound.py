"""Machined and printed parts: a random grammar of blocks, features, patterns and symmetry.

This is the family nearest to real printer parts, brackets, mounts and housings: a body of a few
aligned blocks, then from three to nine features on any of its six sides, most of them mirrored or
repeated.
"""

from __future__ import annotations

from manifold3d import Manifold

from btp_core.lab.synth.shapes import features
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families.bodies import draw_body
from btp_core.lab.synth.shapes.part import ShapeError
from btp_core.lab.synth.shapes.placing import is_flat_around, pattern, place, spacing, surface_under
from btp_core.lab.synth.shapes.solids import centred, extent


def compound(dice: Dice) -> Manifold:
    """Draw a compound part.

    Raises
    ------
    ShapeError
        If nothing is left of it.
    """
    body = centred(draw_body(dice))
    for step in range(dice.integer(3, 9)):
        body = decorated(dice, body, large=0.6 if step < 2 else 0.4)
        if dice.chance(0.55):
            body = centred(
                body.rotate(dice.pick([(90, 0, 0), (180, 0, 0), (0, 90, 0), (0, 270, 0)]))
            )
    if dice.chance(0.2):
        body = _halved(dice, body)
    if body.is_empty():
        raise ShapeError("nothing is left of the compound")
    return body


def decorated(dice: Dice, body: Manifold, large: float = 0.45) -> Manifold:
    """Put one feature, or a pattern of them, on the side that looks up.

    Parameters
    ----------
    body
        Centred on the origin.
    large
        Chance of one big feature rather than a pattern of small ones.
    """
    width, depth, _ = extent(body)
    if min(width, depth) < 1.0:
        return body
    if dice.chance(large):
        return _one_large(dice, body, width, depth)
    # Real screw holes are of a few millimetres: dots of a fraction of one would pass for pits.
    least = 0.022 * max(extent(body))
    for _ in range(4):
        spots = pattern(dice, width, depth)
        room = min(spacing(spots, width, depth), 0.2 * max(width, depth)) * dice.uniform(0.4, 0.95)
        if room >= least:
            break
    else:
        return body
    return place(dice, body, features.draw(dice, features.SMALL), spots, room)


def _one_large(dice: Dice, body: Manifold, width: float, depth: float) -> Manifold:
    """Find a flat field and fill it with one large feature, perhaps with its mirror image."""
    room = min(width, depth) / 2 * dice.uniform(0.35, 0.95)
    for _ in range(6):
        spot = (
            dice.pick([0.0, dice.uniform(-1, 1) * (width / 2 - 0.7 * room)]),
            dice.pick([0.0, dice.uniform(-1, 1) * (depth / 2 - 0.7 * room)]),
        )
        face = surface_under(body, spot)
        if face is not None and is_flat_around(body, spot, face[0], 0.8 * room):
            spots = [spot]
            if abs(spot[0]) > room and dice.chance(0.7):
                spots.append((-spot[0], spot[1]))
            if abs(spot[1]) > room and dice.chance(0.3):
                spots += [(x, -y) for x, y in spots]
            return place(dice, body, features.draw(dice, features.LARGE), spots, room)
        room *= 0.8
    return body


def _halved(dice: Dice, body: Manifold) -> Manifold:
    """Cut away one side, slantwise or square: clearances, split housings."""
    normal = dice.pick(
        [(0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0)]
    )
    b = body.bounding_box()
    size = max(b[3], b[4], b[5])
    cut = body.trim_by_plane(normal, -size * dice.uniform(0.1, 0.6))
    return body if cut.is_empty() or cut.volume() < 0.3 * body.volume() else cut
