"""Small pictures."""

import numpy as np
import pytest

from btp_core.output.thumbnail import BACKGROUND, thumbnail
from btp_core.scan import Scan
from tests.core.shapes_for_tests import dented_plate


@pytest.mark.parametrize("count", [300, 90_000])
def test_the_part_is_there_and_its_hot_half_is_coloured(count):
    points, _ = dented_plate(count)
    scores = np.where(points[:, 0] > np.median(points[:, 0]), 0.9, 0.1).astype(np.float32)
    picture = thumbnail(Scan(points), scores, 0.5).astype(int)
    assert picture.shape == (84, 112, 3)
    part = np.abs(picture - BACKGROUND).sum(axis=2) > 30
    colored = picture.max(axis=2) - picture.min(axis=2) > 60
    assert part.mean() > 0.1
    assert 0.2 < colored[part].mean() < 0.8
    assert not colored[~part].any()


def test_points_without_measurement_do_no_harm():
    points, _ = dented_plate(60_000)
    points[::2] = np.nan
    picture = thumbnail(Scan(points), np.zeros(60_000, dtype=np.float32), 0.5)
    assert picture.std() > 0
