"""The real view on a display, judged by its pixels."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import pyvista as pv
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.theme.tokens import LIGHT
from app.viewport.base import CameraPreset, Coloring, ViewStyle
from app.viewport.geometry import NO_TYPE, prepare_geometry
from btp_core.scans.scan import Scan
from tests.app.conftest import HAS_DISPLAY, Opened, sphere
from tests.app.viewport.seeing import box_centre_of, centre_of, hot, pixels, send_move

pytestmark = pytest.mark.skipif(not HAS_DISPLAY, reason="needs a display, e.g. xvfb-run")


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[object]:
    from app.viewport.pyvista_view import PyVistaViewport

    widget = PyVistaViewport()
    qtbot.addWidget(widget)
    widget.resize(400, 400)
    widget.show()
    qtbot.waitExposed(widget)
    yield widget
    widget.shutdown()


@pytest.fixture
def shoot(view: object) -> Callable[[], QImage]:
    def take() -> QImage:
        QApplication.processEvents()
        return view.image()  # type: ignore[attr-defined]

    return take


def half_scored(count: int) -> tuple[Scan, np.ndarray]:
    points = sphere(count)
    scores = np.where(points[:, 2] > 3, 0.9, 0.1).astype(np.float32)
    return Scan(points), scores


def test_the_heatmap_is_there_on_top_and_grey_below(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    assert not hot(shoot()).any()
    view.set_scores(scores)
    view.set_camera(CameraPreset.FRONT)
    warm = hot(shoot())
    assert 0.02 < warm.mean() < 0.5
    assert centre_of(warm)[0] < 0.45


def test_raising_the_threshold_greys_the_points(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    view.set_scores(scores)
    assert hot(shoot()).any()
    view.set_style(ViewStyle(threshold=0.95))
    assert not hot(shoot()).any()
    view.set_style(ViewStyle(threshold=0.5))
    assert hot(shoot()).any()


def test_scores_keep_their_colour_whatever_the_others_are(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    view.set_scores(np.full_like(scores, 0.2))
    # A good part looks calm: no range is stretched to what its scores happen to be.
    assert not hot(shoot()).any()


def test_points_that_were_not_checked_have_a_grey_of_their_own(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    view.set_camera(CameraPreset.FRONT)
    view.set_scores(np.zeros_like(scores))
    middle = pixels(shoot())[190:210, 190:210].mean(axis=(0, 1))
    view.set_scores(np.where(scores > 0, np.nan, scores).astype(np.float32))
    unchecked = pixels(shoot())[190:210, 190:210].mean(axis=(0, 1))
    assert middle.mean() - unchecked.mean() > 40
    wanted = np.array([int(LIGHT.no_measurement[i : i + 2], 16) for i in (1, 3, 5)])
    assert np.abs(unchecked - wanted).max() < 40


def test_recolouring_adds_nothing_to_the_scene(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(3000)
    view.show_geometry(prepare_geometry(scan))
    view.set_scores(scores)
    shoot()
    before = view._interactor.renderer.GetActors().GetNumberOfItems()
    for value in (0.1, 0.6, 0.9):
        view.set_scores(np.full_like(scores, value))
        shoot()
    assert view._interactor.renderer.GetActors().GetNumberOfItems() == before
    for _ in range(3):
        view.show_geometry(prepare_geometry(scan))
        shoot()
    assert view._interactor.renderer.GetActors().GetNumberOfItems() == before


def test_meshes_are_surfaces_with_the_heatmap_on_them(view, shoot) -> None:  # type: ignore[no-untyped-def]
    points = np.array([[0.0, 0, 0], [10, 0, 0], [10, 0, 10], [0, 0, 10]])
    view.show_geometry(prepare_geometry(Scan(points, np.array([[0, 1, 2], [0, 2, 3]]))))
    view.set_camera(CameraPreset.FRONT)
    view.set_scores(np.array([0.0, 0.0, 1.0, 1.0], dtype=np.float32))
    warm = hot(shoot())
    # Interpolated over the triangles: the upper half is over 0.5, and filled.
    rows, columns = np.nonzero(warm)
    filled = warm[rows.min() : rows.max(), columns.min() : columns.max()]
    assert filled.mean() > 0.9
    assert centre_of(warm)[0] < 0.45
    assert 0.1 < warm.mean() < 0.45


def test_defective_points_take_the_colour_of_their_type(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    view.set_camera(CameraPreset.FRONT)
    types = np.where(scan.points[:, 0] > 100, 0, 1).astype(np.uint8)
    view.set_scores(scores, types)
    green = ("burr", "#10c010"), ("dent", None)
    view.set_style(ViewStyle(coloring=Coloring.TYPES, types=green))

    def greens() -> np.ndarray:
        colors = pixels(shoot())
        found = (colors[..., 1] > colors[..., 0] + 60) & (colors[..., 1] > colors[..., 2] + 60)
        found[-100:, :80] = False
        return found

    # On top and on the right; the type without a colour and low scores look like good surface.
    first = greens()
    assert 0.01 < first.mean() < 0.3
    row, column = centre_of(first)
    assert row < 0.45
    assert column > 0.5
    assert not hot(shoot()).any()
    view.set_style(ViewStyle(coloring=Coloring.TYPES, types=green, threshold=0.95))
    assert not greens().any()
    # A point of no region looks like good surface, whatever its score and the threshold.
    view.set_scores(scores, np.full_like(types, NO_TYPE))
    for threshold in (0.0, 0.5):
        view.set_style(ViewStyle(coloring=Coloring.TYPES, types=green, threshold=threshold))
        assert not greens().any()


def test_a_change_of_score_is_red_where_it_rose_and_blue_where_it_fell(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    view.set_camera(CameraPreset.FRONT)
    view.set_scores(scores)
    view.set_style(ViewStyle(coloring=Coloring.DIFFERENCE))
    colors = pixels(shoot())
    blue = colors[..., 2] > colors[..., 0] + 50
    blue[-100:, :80] = False
    warm = hot(shoot())
    assert centre_of(warm)[0] < 0.45 < centre_of(blue)[0]


def test_original_colours_are_shown_on_request(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    blue = np.tile(np.array([[20, 40, 230]], dtype=np.uint8), (6000, 1))
    view.show_geometry(prepare_geometry(Scan(scan.points, colors=blue)))
    view.set_scores(scores)
    view.set_style(ViewStyle(coloring=Coloring.ORIGINAL))
    colors = pixels(shoot())
    assert (colors[..., 2] > colors[..., 0] + 80).mean() > 0.1
    assert not hot(shoot()).any()


@pytest.mark.parametrize("colored", [False, True])
@pytest.mark.parametrize("meshed", [False, True])
def test_the_opacity_mixes_the_heatmap_with_what_is_under_it(  # type: ignore[no-untyped-def]
    view, shoot, colored: bool, meshed: bool
) -> None:
    points = np.array([[0.0, 0, 0], [10, 0, 0], [10, 0, 10], [0, 0, 10]])
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    if not meshed:
        points = np.random.default_rng(1).uniform(0, 10, size=(9000, 3)) * [1, 0, 1]
    blue = np.tile(np.array([[20, 40, 230]], dtype=np.uint8), (len(points), 1))
    scan = Scan(points, faces if meshed else None, blue if colored else None)
    view.show_geometry(prepare_geometry(scan))
    view.set_camera(CameraPreset.FRONT)
    middle = np.s_[180:220, 180:220]

    def seen(score: float, opacity: float) -> np.ndarray:
        view.set_scores(np.full(len(points), score, dtype=np.float32))
        view.set_style(ViewStyle(opacity=opacity))
        return pixels(shoot())[middle].reshape(-1, 3).mean(axis=0)

    whole, none, half = seen(0.9, 1.0), seen(0.9, 0.0), seen(0.9, 0.5)
    under = none[2] > none[0] + 80 if colored else np.ptp(none) < 30
    assert under
    assert np.abs(half - (whole + none) / 2).max() < 6
    # Grey below the threshold stays as it is, and nothing is ever seen through.
    assert np.abs(seen(0.1, 1.0) - seen(0.1, 0.3)).max() < 2


def test_large_coordinates_are_drawn_like_small_ones(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    view.set_scores(scores)
    near = hot(shoot())
    view.show_geometry(prepare_geometry(Scan(scan.points + np.array([3e7, 5e7, 0]))))
    view.set_scores(scores)
    assert (near != hot(shoot())).mean() < 0.01


def test_flying_to_a_place_brings_it_to_the_middle_and_closer(view, shoot) -> None:  # type: ignore[no-untyped-def]
    points = sphere(20000)
    place = np.array([100.0, -9.0, 4.3])
    distance = np.linalg.norm(points - place, axis=1)
    scores = np.where(distance < 1.5, 0.95, 0.0).astype(np.float32)
    view.show_geometry(prepare_geometry(Scan(points)))
    view.set_scores(scores)
    before = hot(shoot())
    view.fly_to(tuple(place), 1.5)
    after = hot(shoot())
    assert after.sum() > 3 * before.sum()
    row, column = centre_of(after)
    assert abs(row - 0.5) < 0.08
    assert abs(column - 0.5) < 0.08


def test_a_place_is_seen_after_the_window_was_painted_again(view, shoot) -> None:  # type: ignore[no-untyped-def]
    """To VTK nothing of a finished picture is visible, and the near plane must still come along."""
    ball = pv.Sphere(radius=10.0, center=(100.0, 0.0, 0.0), theta_resolution=80, phi_resolution=80)
    points, faces = np.asarray(ball.points, dtype=float), ball.regular_faces.astype(np.int64)
    place = np.array([100.0, -9.0, 4.3])
    near = np.linalg.norm(points - place, axis=1) < 1.5
    view.show_geometry(prepare_geometry(Scan(points, faces)))
    view.set_scores(np.where(near, 0.95, 0.0).astype(np.float32))
    view.fly_to(tuple(place), 1.5)
    expected = hot(shoot())
    view.fit()
    shoot()
    for piece in view._scene.actors:
        piece.actor.visibility = False
    view.fly_to(tuple(place), 1.5)
    assert hot(shoot()).sum() > 0.9 * expected.sum()


def test_a_click_picks_the_point_under_the_cursor_and_a_drag_does_not(  # type: ignore[no-untyped-def]
    qtbot: QtBot, view, shoot
) -> None:
    scan, _ = half_scored(6000)
    view.show_geometry(prepare_geometry(scan))
    view.set_camera(CameraPreset.FRONT)
    shoot()
    picked: list[int] = []
    view.picked.connect(picked.append)
    middle = QPoint(200, 200)
    qtbot.mouseClick(view._interactor, Qt.MouseButton.LeftButton, pos=middle)
    # Front looks along +y: the nearest point of the sphere has the smallest y.
    assert scan.points[picked[0]] == pytest.approx([100, -10, 0], abs=1.0)
    asked: list[int] = []
    view.menu_requested.connect(asked.append)
    qtbot.mouseClick(view._interactor, Qt.MouseButton.RightButton, pos=middle)
    assert asked == picked
    qtbot.mousePress(view._interactor, Qt.MouseButton.LeftButton, pos=middle)
    send_move(view._interactor, QPoint(240, 220))
    qtbot.mouseRelease(view._interactor, Qt.MouseButton.LeftButton, pos=QPoint(240, 220))
    qtbot.mouseClick(view._interactor, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert len(picked) == 1
    view.set_marks(scan.points[picked])
    shoot()
    view.set_marks(np.empty((0, 3)))


def test_the_scale_is_true_in_both_projections(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(6000)
    scales: list[float] = []
    view.scale_changed.connect(scales.append)
    for parallel in (False, True):
        view.set_style(ViewStyle(parallel=parallel))
        view.show_geometry(prepare_geometry(scan))
        view.set_scores(np.full_like(scores, 0.6))
        view.set_camera(CameraPreset.FRONT)
        width = int(np.ptp(np.nonzero(hot(shoot()))[1]))
        # A ball of 20 units across; in perspective its outline is a little wider.
        assert width == pytest.approx(20 * scales[-1], rel=0.12)
    view.clear()
    shoot()
    assert scales[-1] == 0.0


def test_dragging_turns_the_scan_and_draws_a_coarser_surface_meanwhile(  # type: ignore[no-untyped-def]
    qtbot: QtBot, view, shoot
) -> None:
    scan, scores = half_scored(120_000)
    view.show_geometry(prepare_geometry(scan))
    view.set_scores(scores)
    shoot()
    qtbot.waitUntil(lambda: not view._motion.moving)
    drawn: list[int] = []
    view.drawn_changed.connect(drawn.append)
    position = view._interactor.camera.position
    target = view._interactor
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(150, 200))
    for step in range(1, 6):
        send_move(target, QPoint(150 + 20 * step, 200))
    QApplication.processEvents()
    moving = pixels(view._interactor.grabFramebuffer())
    assert 0 < drawn[-1] < 60_000
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    qtbot.waitUntil(lambda: not view._motion.moving and view._scene._quick is None)
    assert drawn[-1] == 120_000
    assert view._interactor.camera.position != position
    # Coarser, but as closed, and of the same colours.
    assert np.abs(moving - pixels(view._interactor.grabFramebuffer())).mean() < 12.0


def test_single_keys_of_vtk_do_nothing(qtbot: QtBot, view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(3000)
    view.show_geometry(prepare_geometry(scan))
    view.set_scores(scores)
    before = pixels(shoot())
    for key in "qewsr3pfjt":
        qtbot.keyClicks(view._interactor, key)
    assert view.isVisible()
    assert (pixels(shoot()) == before).all()


def test_nothing_is_drawn_while_nothing_happens(qtbot: QtBot, view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, scores = half_scored(3000)
    view.show_geometry(prepare_geometry(scan))
    view.set_scores(scores)
    shoot()
    qtbot.wait(100)
    frames: list[str] = []
    view._interactor.renderer.AddObserver("EndEvent", lambda *_: frames.append("drawn"))
    qtbot.wait(400)
    assert frames == []
    assert not view._interactor.render_timer.isActive()


def test_clouds_of_a_few_points_can_be_shown(view, shoot) -> None:  # type: ignore[no-untyped-def]
    for points in (np.zeros((1, 3)), np.zeros((9, 3)), np.arange(9.0).reshape(3, 3)):
        view.show_geometry(prepare_geometry(Scan(points)))
        view.set_scores(np.ones(len(points), dtype=np.float32))
        assert hot(shoot()).any()


def test_the_whole_window_shows_heatmap_and_legend(
    qtbot: QtBot, drawn: Opened, scan_file: Path
) -> None:
    drawn.open(scan_file)
    window = drawn.window
    qtbot.waitExposed(window)
    QApplication.processEvents()
    image = window.view_area.grab().toImage()
    warm = hot(image)
    legend = window.view_area.legend.geometry()
    assert warm[legend.top() : legend.bottom(), legend.left() : legend.right()].sum() > 300
    warm[:, legend.left() :] = False
    assert warm.mean() > 0.02


def test_closing_while_encoding_with_the_real_view(
    qtbot: QtBot,
    drawn: Opened,
    fake,
    scan_file: Path,  # type: ignore[no-untyped-def]
) -> None:
    fake.gates["encode"].hold()
    drawn.window.open([scan_file])
    qtbot.waitUntil(fake.gates["encode"].entered.is_set)
    qtbot.waitUntil(lambda: drawn.window.view_area.viewport._scene is not None)
    drawn.window.close()
    assert not drawn.window.background.running


def test_opening_and_closing_windows_over_and_over(
    qtbot: QtBot, drawn: Opened, scan_file: Path
) -> None:
    drawn.open(scan_file)
    session = drawn.window.session
    for _ in range(5):
        open_scan = session.open_scans.current
        assert open_scan is not None
        session.close(open_scan)
        drawn.open(scan_file)
    viewport = drawn.window.view_area.viewport
    # That of the marks; none of the closed scans is left, nor the thread of one.
    assert viewport._interactor.renderer.GetActors().GetNumberOfItems() == 1
    assert sum(thread.name.startswith("still") for thread in threading.enumerate()) <= 1


@pytest.mark.parametrize("preset", [CameraPreset.ISOMETRIC, CameraPreset.FRONT])
def test_a_part_stands_in_the_middle_and_a_region_flown_to_as_well(view, shoot, preset) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(0)
    angle, height = rng.uniform(0, 2 * np.pi, 12_000), rng.uniform(-60, 60, 12_000)
    # A bottle: in perspective its ends are drawn in different sizes.
    radius = np.where(height > 0, 20, 4)
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle), height])
    view.show_geometry(prepare_geometry(Scan(points)))
    view.set_style(ViewStyle(point_size=8))
    view.set_scores(np.full(len(points), 0.9, dtype=np.float32))
    view.set_camera(preset)
    assert box_centre_of(hot(shoot())) == pytest.approx((0.5, 0.5), abs=0.02)
    view.set_margins(right=80, bottom=40)
    view.fit()
    warm = hot(shoot())
    assert box_centre_of(warm) == pytest.approx((0.45, 0.4), abs=0.02)
    assert not warm[-40:].any()
    place = np.array([0.0, -20.0, 30.0])
    view.set_scores(np.where(np.linalg.norm(points - place, axis=1) < 6, 0.9, 0.1).astype("f4"))
    view.fly_to(tuple(place), 6.0)
    assert box_centre_of(hot(shoot())) == pytest.approx((0.45, 0.4), abs=0.05)


@pytest.mark.parametrize("parallel", [False, True])
def test_flying_to_a_region_after_the_view_was_fitted_often_shows_all_of_it(  # type: ignore[no-untyped-def]
    view, shoot, parallel: bool
) -> None:
    # A tray: its floor is seen from above only.
    rng = np.random.default_rng(2)
    floor = np.column_stack([rng.uniform(-30, 30, (20_000, 2)), np.zeros(20_000)])
    angle, height = rng.uniform(0, 2 * np.pi, 20_000), rng.uniform(0, 25, 20_000)
    wall = np.column_stack([42 * np.cos(angle), 42 * np.sin(angle), height])
    points = np.vstack([floor, wall])
    view.show_geometry(prepare_geometry(Scan(points)))
    view.set_style(ViewStyle(parallel=parallel))
    for place, radius in (((10.0, 5.0, 0.0), 6.0), ((-20.0, 15.0, 0.0), 2.0), ((42.0, 0, 12), 5.0)):
        near = np.linalg.norm(points - np.array(place), axis=1) < radius
        view.set_scores(np.where(near, 0.6, 0.0).astype(np.float32))
        for preset in (CameraPreset.FRONT, CameraPreset.BOTTOM, CameraPreset.ISOMETRIC):
            view.set_camera(preset)
            view.fit()
        view.fly_to(place, radius)
        warm = hot(shoot())
        rows, columns = np.nonzero(warm)
        assert len(rows) > 200, "the region is not in view"
        assert np.abs(np.array(box_centre_of(warm)) - 0.5).max() < 0.12
        assert 0.08 < (rows.max() - rows.min()) / warm.shape[0] < 0.85
        assert (columns.max() - columns.min()) / warm.shape[1] < 0.85


def test_the_first_view_is_from_where_it_is_told_until_the_user_turns_it(view, shoot) -> None:  # type: ignore[no-untyped-def]
    scan, _ = half_scored(3000)
    view.show_geometry(prepare_geometry(scan))
    view.look_from(np.array([0.0, 1.0, 0.0]))
    behind = np.asarray(view._interactor.camera.position)
    assert behind[1] > 0.99 * np.linalg.norm(behind)
    view.set_camera(CameraPreset.TOP)
    view.look_from(np.array([1.0, 0.0, 0.0]))
    above = np.asarray(view._interactor.camera.position)
    assert above[2] > 0.99 * np.linalg.norm(above)
