"""A CAD mesh as reference: points sampled evenly from its faces."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.base.errors import DesignError
from btp_core.scans.scan import Scan

SAMPLES = 150_000
MIN_FACES = 4


def sample_surface(mesh: Scan, count: int = SAMPLES, seed: int = 0) -> Float64Array:
    """``(count, 3)`` points spread over the faces of a mesh by their area.

    The direction of the faces does not matter, and holes stay holes.

    Parameters
    ----------
    mesh
        With faces.
    count
        Number of points.
    seed
        Fixes the points.

    Raises
    ------
    DesignError
        There are no faces, or they have no area.
    """
    if mesh.faces is None or len(mesh.faces) < MIN_FACES:
        raise DesignError(
            "The CAD model has no faces: it is a point cloud.",
            path=mesh.path,
            next_step="Give it as a good scan, or export the model as stl, obj, ply or off.",
        )
    faces = mesh.faces[mesh.finite_mask()[mesh.faces].all(axis=1)]
    corners = mesh.points[faces]
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = np.linalg.norm(np.cross(one, two), axis=1)
    total = np.cumsum(area)
    if len(total) == 0 or not np.isfinite(total[-1]) or total[-1] <= 0.0:
        raise DesignError(
            "The faces of the CAD model have no area.",
            path=mesh.path,
            next_step="Check the export; nothing can be compared with it.",
        )
    rng = np.random.default_rng(seed)
    # One draw in each of equal shares of the area: more even than free draws.
    at = (np.arange(count) + rng.random(count)) / count * total[-1]
    face = np.minimum(np.searchsorted(total, at, side="right"), len(total) - 1)
    root, share = np.sqrt(rng.random(count)), rng.random(count)
    points = corners[face, 0] + (root * (1.0 - share))[:, None] * one[face]
    return np.asarray(points + (root * share)[:, None] * two[face])
