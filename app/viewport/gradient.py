"""The background of the 3D view as pixels."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from app.theme.tokens import Theme
from btp_core.base.arrays import UInt8Array
from btp_core.rendering.colormap import rgb_of


@lru_cache(maxsize=2)
def view_gradient(theme: Theme, size: tuple[int, int]) -> UInt8Array:
    """``(height, width, 3)`` of a view of ``size``, width and height."""
    width, height = size
    top, bottom = (np.array(rgb_of(color)) for color in (theme.view_top, theme.view_bottom))
    share = ((np.arange(height) + 0.5) / height)[:, None]
    rows = np.round(top + (bottom - top) * share).astype(np.uint8)
    picture = np.repeat(rows[:, None], width, axis=1)
    picture.setflags(write=False)
    return picture
