"""Large scans and clipping in the real view, judged by pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.viewport.base import CameraPreset, ViewStyle
from app.viewport.geometry import prepare_geometry
from btp_core.scans.scan import Scan
from tests.app.conftest import HAS_DISPLAY, WAIT, sphere
from tests.app.viewport.seeing import hot, is_sharp, pixels, send_move

if TYPE_CHECKING:
    from app.viewport.pyvista_view import PyVistaViewport

pytestmark = pytest.mark.skipif(not HAS_DISPLAY, reason="needs a display, e.g. xvfb-run")

COUNT = 30_000


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PyVistaViewport]:
    from app.viewport.pyvista_view import PyVistaViewport

    widget = PyVistaViewport()
    qtbot.addWidget(widget)
    widget.resize(400, 400)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.waitUntil(lambda: not widget._motion.moving, timeout=WAIT)
    yield widget
    widget.shutdown()


@pytest.fixture
def settled(qtbot: QtBot, view: PyVistaViewport) -> Callable[[], QImage]:
    """Takes the picture once it is sharp."""

    def take() -> QImage:
        QApplication.processEvents()
        at_rest = lambda: not (view._motion.moving or view._interactor._stale)  # noqa: E731
        qtbot.waitUntil(lambda: at_rest() and is_sharp(view), timeout=WAIT)
        return view._interactor.grabFramebuffer()

    return take


def scored_ball(view: PyVistaViewport) -> np.ndarray:
    points = sphere(COUNT)
    view.show_geometry(prepare_geometry(Scan(points)))
    view.set_style(ViewStyle(point_size=4))
    view.set_scores(np.where(points[:, 2] > 3, 0.9, 0.1).astype(np.float32))
    view.set_camera(CameraPreset.FRONT)
    return points


def test_at_rest_the_surface_is_closed_from_near_and_far(
    view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    points = scored_ball(view)
    view.set_style(ViewStyle())
    for closer in (1.0, 5.0, 20.0):
        view.set_camera(CameraPreset.FRONT)
        camera = view._interactor.camera
        front = points[np.argmin(points[:, 1])] - view._scene.geometry.offset
        away = np.array(camera.position) - np.array(camera.focal_point)
        camera.position, camera.focal_point = tuple(front + away / closer), tuple(front)
        view._draw()
        inside = pixels(settled())[140:240, 140:240]
        assert inside[..., 2].max() < 225, "the background shows through"
        assert np.abs(np.diff(inside[..., 1], axis=1)).mean() < 3.0, "squares, not a surface"


def test_the_sharp_picture_comes_by_itself_and_is_that_of_a_screenshot(
    view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    drawn: list[int] = []
    view.drawn_changed.connect(drawn.append)
    scored_ball(view)
    at_rest = pixels(settled())
    assert drawn[-1] == COUNT
    beside_axes = np.s_[:, 60:]  # the letters at the axes are drawn over themselves
    at_once = pixels(view.image())
    assert (at_rest[beside_axes] == at_once[beside_axes]).all()


def test_the_surface_stays_closed_while_the_view_moves(
    view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    scored_ball(view)
    view.set_style(ViewStyle())
    settled()
    view._motion.begin_drag()
    for _ in range(4):
        view._interactor.camera.Azimuth(20)
        view._draw()
        QApplication.processEvents()
        inside = pixels(view._interactor.grabFramebuffer())[140:260, 140:260]
        assert inside[..., 2].max() < 225, "the background shows through"
    view._motion.end_drag()


def test_new_colours_and_scores_reach_all_parts(
    view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    points = scored_ball(view)
    warm = hot(settled())
    view.set_scores(np.where(points[:, 2] < -3, 0.9, 0.1).astype(np.float32))
    other = hot(settled())
    assert other.mean() > 0.5 * warm.mean()  # the light comes from above
    assert not (warm & other).any()
    view.set_style(ViewStyle(point_size=4, threshold=0.95))
    assert not hot(settled()).any()


def test_the_clipping_box_cuts_and_what_it_cut_is_not_picked(
    qtbot: QtBot, view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    points = scored_ball(view)
    picked: list[int] = []
    view.picked.connect(picked.append)
    on: list[bool] = []
    view.clipping_changed.connect(on.append)
    settled()
    view.set_clipping(True)
    assert hot(settled()).any()
    handle, inwards = top_handle(view), QPoint(0, 150)
    QTest.mousePress(view._interactor, Qt.MouseButton.LeftButton, pos=handle)
    for step in (0.3, 0.6, 1.0):
        send_move(view._interactor, handle + inwards * step)
    QTest.mouseRelease(view._interactor, Qt.MouseButton.LeftButton, pos=handle + inwards)
    low, high = view._clipping.bounds
    assert high[2] < 6
    assert low[2] < -9
    qtbot.waitUntil(lambda: not view._motion.moving, timeout=WAIT)
    assert not hot(settled())[:130].any()
    assert picked == []
    qtbot.mouseClick(view._interactor, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    assert all(points[index][2] <= high[2] + 1e-3 for index in picked)
    view.reset_clipping()
    assert hot(settled())[:130].any()
    view.set_clipping(False)
    assert on == [True, False]
    assert view._clipping.bounds is None


def test_beside_the_handles_the_scan_still_turns(
    view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    scored_ball(view)
    view.set_clipping(True)
    settled()
    bounds, position = view._clipping.bounds, view._interactor.camera.position
    QTest.mousePress(view._interactor, Qt.MouseButton.LeftButton, pos=QPoint(160, 160))
    for place in (QPoint(190, 160), QPoint(230, 170)):
        send_move(view._interactor, place)
    QTest.mouseRelease(view._interactor, Qt.MouseButton.LeftButton, pos=QPoint(230, 170))
    assert view._interactor.camera.position != position
    assert np.array_equal(view._clipping.bounds, bounds)


def test_all_of_the_box_is_in_view_when_it_comes_but_a_close_up_stays(
    view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    def inside() -> list[bool]:
        renderer = view._interactor.renderer
        found = []
        for corner in view._clipping.corners:
            renderer.SetWorldPoint(*corner, 1.0)
            renderer.WorldToDisplay()
            x, y, _ = renderer.GetDisplayPoint()
            found.append(0 < x < view.width() and 0 < y < view.height())
        return found

    scored_ball(view)
    view.set_camera(CameraPreset.ISOMETRIC)
    settled()
    assert not all(inside())
    view.set_clipping(True)
    settled()
    assert all(inside())
    view.set_clipping(False)
    view.fly_to((0.0, 0.0, 10.0), 1.0)
    settled()
    close = view._interactor.camera.view_angle
    view.set_clipping(True)
    settled()
    assert view._interactor.camera.view_angle == close


def test_meshes_are_cut_in_the_middle_of_a_triangle(
    view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    points = np.array([[0.0, 0, 0], [10, 0, 0], [10, 0, 10], [0, 0, 10]])
    view.show_geometry(prepare_geometry(Scan(points, np.array([[0, 1, 2], [0, 2, 3]]))))
    view.set_camera(CameraPreset.FRONT)
    view.set_scores(np.ones(4, dtype=np.float32))
    view.set_clipping(True)
    whole = hot(settled())
    view._clipping._shape.PlaceWidget([-6, 6, -1, 1, -6, 0])
    view._clipping._move_planes()
    view._draw()
    cut = hot(settled())
    assert cut.sum() == pytest.approx(whole.sum() / 2, rel=0.1)


def test_the_box_goes_with_the_scan_and_keys_do_not_bring_it_back(
    qtbot: QtBot, view: PyVistaViewport, settled: Callable[[], QImage]
) -> None:
    view.set_clipping(True)
    assert view._clipping.bounds is None  # there is nothing to clip
    scored_ball(view)
    qtbot.keyClicks(view._interactor, "i")
    assert view._clipping.bounds is None
    view.set_clipping(True)
    view.clear()
    assert view._clipping.bounds is None


def top_handle(view: PyVistaViewport) -> QPoint:
    """Where the handle of the box's upper face is seen."""
    renderer = view._interactor.renderer
    high = view._clipping.bounds[1][2]
    renderer.SetWorldPoint(0.0, 0.0, high, 1.0)
    renderer.WorldToDisplay()
    x, y, _ = renderer.GetDisplayPoint()
    return QPoint(round(x), view.height() - 1 - round(y))
