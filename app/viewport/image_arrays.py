"""Pixels as arrays, and as Qt's images."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from btp_core.base.arrays import UInt8Array


def image_of(pixels: UInt8Array) -> QImage:
    """An image that owns its pixels ``(height, width, 3)`` or, with opacity, ``(..., 4)``."""
    height, width, channels = pixels.shape
    data = np.ascontiguousarray(pixels).tobytes()
    kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    return QImage(data, width, height, channels * width, kind).copy()
