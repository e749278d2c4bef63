from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from btp_core.base.arrays import Float32Array
from btp_core.inspection.results import Region
from btp_core.rendering.picture import (
    COLOR_BAR,
    MAIN_PANEL,
    PAGE_SIZE,
    render_picture,
    write_picture,
)
from btp_core.scans.scan import Scan
from tests.core.rendering.results import cap_scores, cube, field_of, sphere, verdict_of


@pytest.fixture(autouse=True)
def fewer_pixels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of the work; the test that writes a file draws as the program does."""
    if "tmp_path" not in request.fixturenames:
        monkeypatch.setattr("btp_core.rendering.splat.OVERSAMPLING", 1)


def main_panel(scan: Scan, scores: Float32Array, threshold: float = 0.5) -> np.ndarray:
    field = field_of(scan, scores)
    picture = render_picture(scan, field, verdict_of(field, threshold))
    assert picture.size == PAGE_SIZE
    left, top, width, height = MAIN_PANEL
    return np.asarray(picture.crop((left, top, left + width, top + height))).astype(int)


def colorful(pixels: np.ndarray) -> np.ndarray:
    return (pixels.max(axis=2) - pixels.min(axis=2)) > 60


def test_only_what_reaches_the_threshold_is_coloured() -> None:
    scan = sphere(20_000)
    share = colorful(main_panel(scan, cap_scores(scan))).mean()
    calm = colorful(main_panel(scan, np.full(20_000, 0.4, np.float32))).mean()
    assert calm == 0
    assert 0.005 < share < 0.2


@pytest.mark.parametrize("n_points", [2000, 20_000])
def test_the_whole_sphere_is_shown_without_gaps(n_points: int) -> None:
    pixels = main_panel(sphere(n_points), np.zeros(n_points, np.float32))
    surface = (pixels < 225).all(axis=2)
    # The plate under the scale bar is white, the bar itself is dark: look above it.
    rows = surface[:760]
    middle = rows[380]
    assert middle.sum() > 500
    inside = rows[300:500, 350:550]
    assert inside.mean() > 0.998


def test_a_cube_of_eight_vertices_is_drawn_as_a_surface() -> None:
    pixels = main_panel(cube(), np.zeros(8, np.float32))
    assert (pixels[300:500, 350:550] < 225).all(axis=2).mean() > 0.998


@pytest.mark.parametrize(
    "points",
    [
        np.tile(np.arange(5.0)[:, None], (1, 3)),
        np.zeros((40, 3)),
        np.eye(3),
        np.random.default_rng(0).normal(size=(50, 3)) * 1e-12,
        np.random.default_rng(0).normal(size=(50, 3)) * 1e12,
    ],
    ids=["line", "all equal", "three points", "tiny", "huge"],
)
def test_degenerate_points_still_give_a_picture(points: Float32Array) -> None:
    scan = Scan(points)
    field = field_of(scan, np.linspace(0, 1, len(points), dtype=np.float32))
    assert render_picture(scan, field, verdict_of(field)).size == PAGE_SIZE


def test_large_coordinates_look_like_small_ones() -> None:
    near, far = sphere(5000), sphere(5000, offset=1e7)
    first = main_panel(near, cap_scores(near))
    second = main_panel(far, cap_scores(near))
    assert (np.abs(first - second).max(axis=2) > 40).mean() < 0.01


def test_a_stray_point_far_off_does_not_shrink_the_part() -> None:
    scan = sphere(5000)
    scan.points[0] = 1e5
    scan.points[1] = np.nan
    pixels = main_panel(scan, np.zeros(5000, np.float32))
    assert (pixels < 225).all(axis=2).mean() > 0.2


def test_not_checked_points_are_explained_beside_the_scale() -> None:
    scan = sphere(3000)
    plain = cap_scores(scan)
    missing = plain.copy()
    missing[:10] = np.nan
    pictures = []
    for scores in (plain, missing):
        field = field_of(scan, scores)
        picture = render_picture(scan, field, verdict_of(field))
        below = (COLOR_BAR[0] - 30, COLOR_BAR[3] + 45, PAGE_SIZE[0], COLOR_BAR[3] + 70)
        pictures.append(np.asarray(picture.crop(below)))
    assert (pictures[0] == 255).all()
    assert (pictures[1] < 120).any()


def test_it_is_written_without_any_display(tmp_path: Path) -> None:
    scan = sphere(2000)
    field = field_of(scan, cap_scores(scan))
    write_picture(tmp_path / "p.png", scan, field, verdict_of(field))
    with Image.open(tmp_path / "p.png") as picture:
        assert picture.format == "PNG"
        assert picture.size == PAGE_SIZE
    code = "import sys, btp_core.rendering.picture as p; print('vtkmodules' in sys.modules, p.PAGE)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert loaded.stdout.startswith("False")


def test_the_same_result_gives_the_same_picture() -> None:
    scan = sphere(3000)
    assert np.array_equal(main_panel(scan, cap_scores(scan)), main_panel(scan, cap_scores(scan)))


def test_missing_material_without_points_around_it_is_pointed_at() -> None:
    """Its rim may have no scan points at all; the middle is known."""
    scan = sphere()
    field = field_of(scan, cap_scores(scan))
    gap = Region(
        point_indices=np.empty(0, dtype=np.int64),
        centroid=(0.0, 0.0, 10.0),
        extent=(3.0, 3.0, 0.1),
        area=9.0,
        depth=float("nan"),
        max_score=float("nan"),
        mean_score=float("nan"),
        likely_type=None,
        deviation=float("nan"),
        missing=True,
    )
    picture = render_picture(scan, field, replace(verdict_of(field), regions=(gap,)))
    assert picture.size == (1600, 1000)
