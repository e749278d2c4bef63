"""Saving a picture of the view at a chosen size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.features.pictures.dialog import PictureDialog
from app.features.pictures.maker import PictureOptions, make_picture
from app.notify import Level
from tests.app.conftest import WAIT, Opened


def test_the_dialog_follows_the_view_or_takes_a_size(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    opened.window.actions_by_name["save_image"].trigger()
    (dialog,) = opened.window.findChildren(PictureDialog)
    area = opened.window.view_area
    assert dialog.options == PictureOptions((area.width(), area.height()))
    dialog.scale.setCurrentIndex(dialog.scale.findData(2))
    assert dialog.options.size == (2 * area.width(), 2 * area.height())
    assert not dialog.width_box.isEnabled()
    dialog.scale.setCurrentIndex(dialog.scale.findData(0))
    dialog.width_box.setValue(640)
    dialog.height_box.setValue(360)
    dialog.background.setCurrentIndex(1)
    dialog.legend.setChecked(False)
    assert dialog.options == PictureOptions((640, 360), legend=False, transparent=True)
    dialog.reject()


def test_a_picture_is_written_beside_the_work_of_the_window(
    qtbot: QtBot, opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    opened.open(scan_file)
    path = tmp_path / "out" / "view.png"
    opened.window.files.save_picture(PictureOptions((300, 200)), path)
    qtbot.waitUntil(lambda: bool(opened.notices), timeout=WAIT)
    assert (QImage(str(path)).width(), QImage(str(path)).height()) == (300, 200)
    assert opened.notices[-1].level is Level.INFO


@pytest.mark.parametrize("factor", [1, 2])
def test_real_pictures_show_the_scan_as_the_view_does(
    drawn: Opened, scan_file: Path, factor: int
) -> None:
    from tests.app.viewport.seeing import hot

    drawn.open(scan_file)
    area = drawn.window.view_area
    size = area.width() * factor, area.height() * factor
    view = area.viewport.image()
    image = make_picture(area, PictureOptions(size, legend=False))
    seen, alone = hot(view).mean(), hot(image).mean()
    assert alone == pytest.approx(seen, rel=0.1)
    picture = make_picture(area, PictureOptions(size))
    legend = area.legend.geometry()
    bar = hot(picture)[:, legend.left() * factor :]
    assert bar.sum() > 300 * factor**2
    clear = make_picture(area, PictureOptions(size, legend=False, transparent=True))
    opacity = np.frombuffer(clear.constBits(), dtype=np.uint8).reshape(*size[::-1], 4)[..., 3]
    assert opacity[0, 0] == 0
    assert (opacity == 255).mean() > seen
