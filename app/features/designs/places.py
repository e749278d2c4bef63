"""Where on a scan a region is, as a place that a design can leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from btp_core.inspection.results import Region, ScoreField

if TYPE_CHECKING:
    from btp_core.designs.masks import Place

MOST_CENTRES = 400
MARGIN_OF_LENGTH = 0.15
"""Of a region's length: the next part's weld or number is not at the same spot to the point."""
MARGIN_IN_SPACINGS = 3.0


def place_of(region: Region, field: ScoreField) -> Place:
    """The region and a margin around it, in the scan's frame.

    Parameters
    ----------
    region
        Of the verdict on ``field``.
    field
        Scores of a scan that lies on its design.
    """
    # Imports scipy: not on the window's thread.
    from btp_core.designs.masks import Place

    shown = field.shown
    assert shown.alignment is not None
    points = shown.encoded.scan.points[region.point_indices]
    points = points[np.linspace(0, len(points) - 1, min(len(points), MOST_CENTRES)).astype(int)]
    if region.missing:
        # What is left out is found by its middle.
        points = np.vstack([points, region.centroid])
    margin = max(
        MARGIN_IN_SPACINGS * shown.alignment.scan_spacing, MARGIN_OF_LENGTH * region.extent[0]
    )
    return Place(tuple((float(x), float(y), float(z)) for x, y, z in points), float(margin))
