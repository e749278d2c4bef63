"""Small pictures."""

import numpy as np
import pytest

from btp_core.rendering.thumbnail import thumbnail
from btp_core.scans.scan import Scan
from tests.core.shapes_for_tests import dented_plate


@pytest.mark.parametrize("count", [300, 90_000])
def test_the_part_is_there_and_its_hot_half_is_coloured(count):
    points, _ = dented_plate(count)
    scores = np.where(points[:, 0] > np.median(points[:, 0]), 0.9, 0.1).astype(np.float32)
    picture = thumbnail(Scan(points), scores, 0.5).astype(int)
    assert picture.shape == (84, 112, 4)
    part, rgb = picture[..., 3] > 200, picture[..., :3]
    colored = rgb.max(axis=2) - rgb.min(axis=2) > 60
    assert part.mean() > 0.1
    assert 0.2 < colored[part].mean() < 0.8
    assert (picture[0, :, 3] == 0).all()
    # Rims are no darker for the empty pixels in them.
    rim = (picture[..., 3] > 0) & ~part
    assert rgb[rim].mean() > 0.6 * rgb[part].mean()


def test_points_without_measurement_do_no_harm():
    points, _ = dented_plate(60_000)
    points[::2] = np.nan
    picture = thumbnail(Scan(points), np.zeros(60_000, dtype=np.float32), 0.5)
    assert picture.std() > 0
