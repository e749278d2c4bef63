"""Rounding what a design keeps to what matters, so that its file is small and reads the same."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array

SHARE = 1e-5
"""Of the part's size: a quarter of the smallest tolerance, see ``FLOOR_IN_SIZES``."""
NORMAL_STEP = 2.0**-12


def length_step(size: float) -> float:
    """Step that lengths of a part of this size are rounded to: a power of two.

    Rounded so, their last bytes are zeros, which the file does not spend anything on.
    """
    return float(2.0 ** np.floor(np.log2(max(SHARE * size, 1e-300))))


def rounded(values: Float64Array, step: float) -> Float64Array:
    """The values as whole multiples of a step."""
    return np.asarray(np.round(values / step) * step)
