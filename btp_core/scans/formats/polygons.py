"""Polygons of any size, cut into triangles."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import IntArray


def fan_triangles(corners: IntArray, sizes: IntArray) -> IntArray:
    """Cut polygons into fans of triangles around their first corners, in the polygons' order.

    Parameters
    ----------
    corners
        ``(sum(sizes),)`` vertex indices, polygon after polygon.
    sizes
        ``(F,)`` number of corners of each polygon; those with fewer than 3 are dropped.

    Returns
    -------
    IntArray
        ``(T, 3)`` vertex indices, with T the sum of ``sizes - 2``.
    """
    if len(sizes) and np.all(sizes == 3):
        return corners.reshape(-1, 3)
    starts = np.cumsum(sizes) - sizes
    n_triangles = np.maximum(sizes - 2, 0)
    polygon = np.repeat(np.arange(len(sizes)), n_triangles)
    within = np.arange(int(n_triangles.sum())) - np.repeat(
        np.cumsum(n_triangles) - n_triangles, n_triangles
    )
    first = starts[polygon]
    triangles: IntArray = corners[np.stack([first, first + within + 1, first + within + 2], axis=1)]
    return triangles
