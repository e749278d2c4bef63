"""Nearest neighbours with plain array types."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array, IntArray


def nearest(
    references: Float64Array, queries: Float64Array, within: float = np.inf
) -> tuple[Float64Array, IntArray]:
    """Find the nearest reference (R, 3) of each query (Q, 3).

    Returns
    -------
    distance, index
        Shape (Q,); infinite distance where nothing lies within ``within``.
    """
    distance, index = cKDTree(references).query(queries, distance_upper_bound=within)
    return np.asarray(distance, dtype=np.float64), np.asarray(index, dtype=np.int64)
