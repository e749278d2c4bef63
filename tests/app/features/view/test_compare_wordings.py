"""Before, after and difference of a change of wording."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.features.view.area import Comparison
from app.notify import Level
from app.viewport.base import Coloring
from tests.app.conftest import Opened

CALM = "x" * 80


def test_the_key_goes_round_before_difference_and_after(opened: Opened, scan_file: Path) -> None:
    window = opened.window
    opened.open(scan_file)
    before = opened.view.scores.copy()
    window.prompts.defective.setPlainText(CALM)
    opened.wait_idle()
    after = opened.view.scores.copy()
    key = window.actions_by_name["compare"]
    key.trigger()
    np.testing.assert_array_equal(opened.view.scores, before)
    assert "Before" in window.view_area.caption.text()
    key.trigger()
    assert opened.view.style_shown.coloring is Coloring.DIFFERENCE
    assert opened.view.scores == pytest.approx(np.clip(0.5 + after - before, 0, 1), abs=1e-5)
    key.trigger()
    np.testing.assert_array_equal(opened.view.scores, after)
    assert opened.view.style_shown.coloring is Coloring.HEATMAP
    assert window.view_area.caption.isHidden()


def test_without_a_change_there_is_nothing_to_compare(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    opened.window.actions_by_name["compare"].trigger()
    assert opened.window.view_area.comparison is Comparison.AFTER
    assert [notice.level for notice in opened.notices] == [Level.INFO]


def test_another_scan_comes_into_view_as_it_is(
    opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.npy"
    np.save(other, np.load(scan_file)[:500])
    opened.open(scan_file, other)
    window = opened.window
    window.prompts.defective.setPlainText(CALM)
    opened.wait_idle()
    window.actions_by_name["compare"].trigger()
    window.actions_by_name["compare"].trigger()
    window.session.show(list(window.session.open_scans)[1])
    opened.wait_idle()
    assert window.view_area.comparison is Comparison.AFTER
    assert opened.view.style_shown.coloring is Coloring.HEATMAP
