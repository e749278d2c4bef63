from __future__ import annotations

import numpy as np

from btp_core.rendering.camera import overview
from btp_core.rendering.surface import drawable_surface
from btp_core.report.pictures import _close
from btp_core.scans.scan import Scan
from tests.core.shapes_for_tests import dented_plate


def test_a_closer_view_is_never_from_farther_away() -> None:
    points = dented_plate(3000)[0]
    surface = drawable_surface(Scan(points), np.zeros(len(points), np.float32), mesh_samples=3000)
    framed = surface.positions[surface.framed]
    for share in (0.01, 0.3, 1.0):
        close = _close(surface, framed[: max(1, int(share * len(framed)))])
        assert max(close.half_size) <= max(overview(close.axes, framed).half_size)
