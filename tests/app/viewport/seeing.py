"""What tests do with the real view: look at its pixels, and move the mouse over it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.viewport.cloud_scene import CloudScene
from app.viewport.pyvista_view import PyVistaViewport


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    raw = np.frombuffer(image.constBits(), dtype=np.uint8)
    rows = raw.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    return rows.reshape(image.height(), image.width(), 3).astype(int)


def hot(image: QImage) -> np.ndarray:
    """Where a picture has the warm colours of the upper half of the map, axes left out."""
    colors = pixels(image)
    warm = (colors[..., 0] > colors[..., 2] + 50) & (colors[..., 0] > colors[..., 1] + 40)
    height, width = warm.shape
    warm[-height // 4 :, : width // 5] = False
    return warm


def centre_of(mask: np.ndarray) -> tuple[float, float]:
    rows, columns = np.nonzero(mask)
    return float(rows.mean() / mask.shape[0]), float(columns.mean() / mask.shape[1])


def box_centre_of(mask: np.ndarray) -> tuple[float, float]:
    """Of the box around what is set, down and across, from 0 to 1."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return (
        (rows[0] + rows[-1] + 1) / 2 / mask.shape[0],
        (columns[0] + columns[-1] + 1) / 2 / mask.shape[1],
    )


def send_move(target: object, place: QPoint) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)  # type: ignore[arg-type]


def is_sharp(view: PyVistaViewport) -> bool:
    """Whether the picture at rest is in view: that of a mesh always is."""
    scene = view._scene
    return not isinstance(scene, CloudScene) or scene.sharp
