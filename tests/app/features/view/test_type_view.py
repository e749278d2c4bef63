"""Colouring by the likeliest defect type."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.viewport.base import Coloring
from app.viewport.geometry import NO_TYPE
from tests.app.conftest import Opened


def test_each_region_has_the_colour_of_its_likeliest_type(opened: Opened, scan_file: Path) -> None:
    window = opened.window
    opened.open(scan_file)
    assert opened.view.types is None
    window.prompt_commands.take_stock("typed")
    opened.wait_idle()
    window.actions_by_name["types"].trigger()
    assert opened.view.style_shown.coloring is Coloring.TYPES
    assert not window.view_area.type_legend.isHidden()
    assert window.view_area.legend.isHidden()
    names = [name for name, _ in opened.view.style_shown.types]
    assert names[:2] == ["bulge", "dent"]
    assert window.view_area.type_legend.rows[1] == ("dent", "#0072b2")
    # The fake engine takes the right half for the first type and the left for the second; its
    # one region reaches over both, and is of one type all the same.
    open_scan = window.session.open_scans.current
    assert open_scan is not None
    assert open_scan.verdict is not None
    (region,) = open_scan.verdict.regions
    expected = np.full(open_scan.n_points, NO_TYPE)
    expected[region.point_indices] = names.index(region.likely_type)
    assert np.array_equal(opened.view.types, expected)
    assert window.result.regions.topLevelItem(0).text(0) == f"1 {region.likely_type}"
    window.heatmap.slider.set_value(1.0)
    opened.wait_idle()
    assert (opened.view.types == NO_TYPE).all()


def test_original_colours_and_types_exclude_each_other(opened: Opened, scan_file: Path) -> None:
    window = opened.window
    opened.open(scan_file)
    actions = window.actions_by_name
    actions["types"].trigger()
    actions["original"].trigger()
    assert not actions["types"].isChecked()
    assert opened.view.style_shown.coloring is Coloring.ORIGINAL
    actions["original"].trigger()
    assert opened.view.style_shown.coloring is Coloring.HEATMAP
