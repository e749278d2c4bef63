"""A scan as read from a file: points in the file's order, and what came with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray, UInt8Array


@dataclass(frozen=True, eq=False)
class Scan:
    """A point cloud or a mesh, in the units and the order of its file.

    Attributes
    ----------
    points
        ``(N, 3)`` float64, as in the file; rows may be NaN or infinite ("no measurement").
    faces
        ``(F, 3)`` int64 indices into ``points``, or None for a point cloud.
    colors
        ``(N, 3)`` uint8, or None.
    normals
        ``(N, 3)`` float32, or None.
    path
        Where it came from, or None when made in memory.
    warnings
        What a user should know about the reading, one sentence each.
    """

    points: Float64Array
    faces: IntArray | None = None
    colors: UInt8Array | None = None
    normals: Float32Array | None = None
    path: Path | None = None
    warnings: tuple[str, ...] = field(default=())

    @property
    def n_points(self) -> int:
        """Number of points (mesh vertices) in the file, valid or not."""
        return len(self.points)

    @property
    def is_mesh(self) -> bool:
        """Whether the scan has faces."""
        return self.faces is not None and len(self.faces) > 0

    @property
    def name(self) -> str:
        """The file's stem, or ``"scan"`` when made in memory."""
        return self.path.stem if self.path is not None else "scan"

    def finite_mask(self) -> BoolArray:
        """``(N,)`` bool: which points have three finite coordinates."""
        finite = np.isfinite(self.points)
        # Looking for a single odd one takes a tenth of the time of going through all rows.
        if finite.all():
            return np.ones(self.n_points, dtype=np.bool_)
        return np.asarray(finite.all(axis=1), dtype=np.bool_)
