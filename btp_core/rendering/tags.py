"""Numbered tags that point at regions of a drawn scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ImageDraw

from btp_core.base.arrays import Float64Array
from btp_core.rendering.camera import View
from btp_core.rendering.lettering import INK, font

RADIUS = 13
FARTHER = 1.8
"""So many times as far away a number goes where there is no room beside its region."""
TEXT_ROOM = 130.0
"""Between numbers on about the same height, for the words beside them."""
_CORNERS = 24


@dataclass(frozen=True, eq=False)
class Tag:
    """A region's number, its middle, ``(3,)`` in the drawn surface's coordinates, and length.

    ``text`` stands beside the number, if there is any.
    """

    number: int
    centre: NDArray[np.floating]
    length: float
    text: str = ""


def draw_tags(
    pen: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    view: View,
    pixels_per_unit: float,
    tags: Sequence[Tag],
) -> None:
    """Draw the numbers beside the regions, each with a line to its middle.

    Parameters
    ----------
    pen
        Draws into the picture.
    box
        Left, upper, width and height of the part of the picture that shows the view.
    view, pixels_per_unit
        How the scan was drawn there.
    tags
        The most important one first: later ones make room.
    """
    left, top, width, height = box
    middle = np.array([left + width / 2, top + height / 2])
    taken: list[Float64Array] = []
    for tag in tags:
        right, up, _ = view.project(tag.centre.astype(np.float32)[None])[0] * pixels_per_unit
        target = middle + np.array([right, -up], dtype=np.float64)
        reach = max(42.0, 0.55 * tag.length * pixels_per_unit + 24)
        # Numbers keep apart as circles do, and those with words beside them as lines do.
        apart = (2.0 * RADIUS + 2.0, TEXT_ROOM if tag.text else 0.0)
        place = place_tag(target, target - middle, reach, box, taken, apart)
        taken.append(place)
        x, y = map(float, place)
        pen.line((x, y, *map(float, target)), fill=INK, width=1)
        circle = (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
        pen.ellipse(circle, fill="white", outline=INK, width=2)
        if tag.text:
            _draw_text(pen, tag.text, place, target, (left, left + width))
        pen.text((x, y), str(tag.number), font=font(16, bold=True), fill=INK, anchor="mm")


def _draw_text(
    pen: ImageDraw.ImageDraw,
    text: str,
    place: Float64Array,
    target: Float64Array,
    ends: tuple[float, float],
) -> None:
    """A few words beside a number, away from the region where there is room."""
    letters = font(15, bold=True)
    length = pen.textlength(text, font=letters)
    beside = RADIUS + 5
    x, y = float(place[0]), float(place[1])
    has_left, has_right = x - beside - length > ends[0] + 6, x + beside + length < ends[1] - 6
    to_the_left = has_left and (x < target[0] or not has_right)
    x = x - beside - length if to_the_left else x + beside
    pen.rounded_rectangle((x - 4, y - 11, x + length + 4, y + 11), radius=5, fill="white")
    pen.text((x, y), text, font=letters, fill=INK, anchor="lm")


def place_tag(
    target: Float64Array,
    outward: Float64Array,
    reach: float,
    box: tuple[int, int, int, int],
    taken: Sequence[Float64Array],
    apart: tuple[float, float],
    blocked: Sequence[tuple[float, float, float, float]] = (),
) -> Float64Array:
    """Where a number goes: outwards from its region, or the nearest way round that is free.

    ``blocked`` are boxes where no number's middle is to lie: left, upper, right and lower end.
    """
    left, top, width, height = box
    start = float(np.arctan2(outward[1], outward[0]))
    low, high = (left + 20, top + 20), (left + width - 20, top + height - 20)
    turns = sorted(range(-_CORNERS // 2, _CORNERS // 2), key=abs)
    places = [
        np.clip(target + step * reach * np.array([np.cos(angle), np.sin(angle)]), low, high)
        for step in (1.0, FARTHER)
        for angle in (start + turn * 2 * np.pi / _CORNERS for turn in turns)
    ]
    for place in places:
        x, y = place
        if any(left < x < right and top < y < bottom for left, top, right, bottom in blocked):
            continue
        gaps = [np.abs(place - other) for other in taken]
        if all(np.hypot(*gap) > apart[0] and (gap > (apart[1], apart[0])).any() for gap in gaps):
            return np.asarray(place, dtype=np.float64)
    return np.asarray(places[0], dtype=np.float64)
