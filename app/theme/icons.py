"""Icons: line drawings in `assets/icons`, drawn in the theme's text colour."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from btp_core.base.assets import asset_path

SIZES = (16, 20, 24, 32, 48)


@cache
def _source(name: str) -> str:
    return asset_path("icons", f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, color: str, disabled: str | None = None) -> QIcon:
    """The icon ``assets/icons/<name>.svg`` with ``currentColor`` replaced by ``color``."""
    result = QIcon()
    for mode, tint in [(QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled or color)]:
        for size in SIZES:
            result.addPixmap(pixmap(name, tint, size), mode)
    return result


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of ``size`` logical pixels."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    side = round(size * ratio)
    result = QPixmap(side, side)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result
