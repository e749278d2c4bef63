"""A region's number in the view, its row in the table and its outline are one and the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app import settings as keys
from app.settings import Settings
from app.viewport.base import Coloring
from tests.app.conftest import WAIT, Opened
from tests.app.viewport.seeing import hot, pixels


def test_numbers_stand_in_the_view_and_a_click_chooses_the_row(
    qtbot: QtBot, drawn: Opened, scan_file: Path
) -> None:
    drawn.open(scan_file)
    window = drawn.window
    verdict = window.session.open_scans.current.verdict  # type: ignore[union-attr]
    assert verdict is not None and verdict.regions
    callouts = window.view_area.callouts
    qtbot.waitUntil(lambda: bool(callouts.shown), timeout=WAIT)
    badge = callouts.shown[0]
    assert badge.callout.number == 1
    assert not badge.is_selected
    qtbot.mouseClick(badge, Qt.MouseButton.LeftButton)
    table = window.result.regions
    assert table.selectedItems() == [table.topLevelItem(0)]
    qtbot.waitUntil(lambda: callouts.shown and callouts.shown[0].is_selected, timeout=WAIT)


def test_a_chosen_region_has_an_outline_and_a_picked_one_as_well(
    qtbot: QtBot, drawn: Opened, scan_file: Path
) -> None:
    drawn.open(scan_file)
    window, view = drawn.window, drawn.window.view_area.viewport
    accent = np.array([int(view.style_shown.theme.accent[i : i + 2], 16) for i in (1, 3, 5)])

    def outline() -> int:
        near = np.abs(pixels(view.image()) - accent).max(axis=-1) < 12
        return int(near.sum())

    assert outline() < 20
    window.result.regions.choose(1)
    assert outline() > 100
    regions = window.session.open_scans.current.verdict.regions  # type: ignore[union-attr]
    window.result.regions.clearSelection()
    view.set_selected(None)
    view.picked.emit(int(regions[0].point_indices[0]))
    assert window.result.regions.selectedItems()
    assert outline() > 100


def test_a_region_that_is_hidden_is_pointed_at_faintly(
    qtbot: QtBot, drawn: Opened, scan_file: Path
) -> None:
    drawn.open(scan_file)
    view, callouts = drawn.window.view_area.viewport, drawn.window.view_area.callouts
    qtbot.waitUntil(lambda: bool(callouts.shown), timeout=WAIT)
    top = np.array([[100.0, 0.0, 10.0]])
    view.look_from(np.array([0.0, -0.4, 1.0]))
    view.image()
    assert view.locate(top)[1].all()
    view._view_camera.touched = False
    view.look_from(np.array([0.0, -0.4, -1.0]))
    view.image()
    assert not view.locate(top)[1].any()


def test_leaving_the_types_shows_defects_at_once(
    qtbot: QtBot, drawn: Opened, scan_file: Path
) -> None:
    drawn.open(scan_file)
    view = drawn.window.view_area.viewport
    assert hot(view.image()).sum() > 200
    drawn.window.view.choose_coloring(Coloring.TYPES, True)
    view.image()
    drawn.window.view.choose_coloring(Coloring.TYPES, False)
    # Not after a while: the very next frame.
    view._interactor.grabFramebuffer()
    assert hot(view._interactor.grabFramebuffer()).sum() > 200


def test_two_picks_are_measured_in_the_units_that_were_chosen(
    opened: Opened, scan_file: Path, settings: Settings
) -> None:
    opened.open(scan_file)
    points = np.load(scan_file)
    for number in (3, 40):
        opened.view.picked.emit(number)
    panel = opened.window.picks
    distance = np.linalg.norm(points[40] - points[3])
    assert f"{distance:.4g}"[:4] in panel.distance.text()
    assert "dx" in panel.distance.text()
    opened.window.actions_by_name["units_mm"].trigger()
    assert "mm" in panel.distance.text()
    assert panel.table.headerItem().text(5) == "X, mm"
    assert settings.get(keys.UNITS) == "mm"
    assert opened.window.result.units == "mm"
    panel.table.topLevelItem(0).setSelected(True)  # type: ignore[union-attr]
    assert "1 " in panel.distance.text()


def test_the_plates_are_no_obstacle_to_the_mouse(opened: Opened) -> None:
    area = opened.window.view_area
    for widget in (area.axes, area.scale_bar, area.callouts):
        assert widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        assert area.childAt(widget.geometry().center() + QPoint(1, 1)) is not widget
