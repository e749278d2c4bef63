"""What is counted on every scan, in large ones as well."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import ScanGeometryError
from btp_core.scans import equal_rows
from btp_core.scans.checks import checked
from btp_core.scans.equal_rows import count_repeated
from btp_core.scans.scan import Scan


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(0).random((20_000, 3)) * 100


def test_repeated_points_of_a_large_cloud_are_counted(
    points: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(equal_rows, "MOST_COUNTED_AT_ONCE", 1000)
    monkeypatch.setattr(equal_rows, "CHOSEN", 1250)
    assert count_repeated(points) == 0
    points[10_000:] = points[:10_000]
    assert count_repeated(points) == 10_000
    # A share of them: enough that the sixteenth that is looked at first holds some.
    points[10_000:] = np.random.default_rng(1).random((10_000, 3))
    points[19_000:] = points[:1000]
    assert count_repeated(points) == 1000


@pytest.mark.parametrize("column", [0, 1])
def test_a_regular_grid_is_looked_at_as_well(
    column: int, points: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(equal_rows, "MOST_COUNTED_AT_ONCE", 1000)
    monkeypatch.setattr(equal_rows, "CHOSEN", 1250)
    points[:, column] = 7.0
    points[:, 1 - column] = np.arange(len(points)) % 5
    points[:, 2] = np.arange(len(points)) // 2
    assert count_repeated(points) == 0
    points[:, 2] = 1.0
    assert count_repeated(points) == len(points) - 5


@pytest.mark.parametrize("count", [1, 2, 63, 64, 65, 200])
def test_extent_and_odd_points_are_found_wherever_they_are(count: int) -> None:
    for row in range(0, count, 7):
        far = np.random.default_rng(0).random((count, 3))
        far[row, 2] = -1e13
        with pytest.raises(ScanGeometryError, match="no measurement"):
            checked(Scan(far))
        odd = np.random.default_rng(0).random((count + 1, 3))
        odd[row, 1] = np.nan
        scan = Scan(odd)
        assert scan.finite_mask().tolist() == [i != row for i in range(count + 1)]
        assert "have no finite coordinates" in checked(scan).warnings[0]
