from __future__ import annotations

import numpy as np
import pytest

from btp_core.rendering.tags import RADIUS, TEXT_ROOM, place_tag

BOX = (0, 44, 396, 272)


@pytest.mark.parametrize("height", [60.0, 180.0, 300.0])
def test_numbers_with_words_keep_clear_of_each_other(height: float) -> None:
    """Also of regions beside each other at the edge of the view, where there is little room."""
    taken: list[np.ndarray] = []
    for right in (200.0, 206.0, 212.0):
        target = np.array([right, height])
        place = place_tag(
            target, target - [198.0, 180.0], 42.0, BOX, taken, (2.0 * RADIUS + 2.0, TEXT_ROOM)
        )
        for other in taken:
            across, along = np.abs(place - other)
            assert across > TEXT_ROOM or along > 2 * RADIUS
        taken.append(place)
