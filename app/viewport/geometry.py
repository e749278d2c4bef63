"""What the viewport draws, as plain arrays made off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from app.viewport.pick_grid import PickGrid, make_pick_grid
from app.viewport.reduction import cluster_faces
from app.viewport.spacing import local_spacing
from btp_core.base.arrays import Float32Array, Float64Array, IntArray, UInt8Array
from btp_core.base.errors import ScanGeometryError
from btp_core.scans.scan import Scan

NO_TYPE = 255
"""Number of a point that belongs to no region with a defect type."""

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class DisplayGeometry:
    """A scan in the viewport's own coordinates.

    Coordinates as large as a map grid's lose their millimetres in the float32 of a
    graphics card, and picking becomes erratic; so points are shown minus ``offset``.

    Attributes
    ----------
    points
        ``(M, 3)`` float32, centred; only points with finite coordinates.
    offset
        ``(3,)`` float64, to be added to come back to the file's coordinates.
    file_index
        ``(M,)`` indices into the file's points, or ``None`` when all N are shown in order.
    faces
        ``(F, 3)`` indices into ``points``, or ``None`` for a cloud.
    spacing
        ``(M,)`` float32 distance between neighbouring points of a cloud; ``None`` for a mesh.
    colors
        ``(M, 3)`` uint8, or ``None``.
    coarse_index
        ``(K,)`` indices into the ``points`` of a large mesh: what is drawn while the view moves.
        ``None`` for one that is small enough to be drawn whole at any time, and for a cloud.
    coarse_faces
        ``(G, 3)`` indices into the coarse points, or ``None``.
    radius
        Of a sphere around the origin that holds the bulk of the points.
    half_extents
        ``(3,)``: the points' box reaches from minus to plus these.
    n_file_points
        Number N of points in the file, shown or not.
    pick_grid
        Finds the points under the cursor, and those that a picture needs, in a large scan;
        ``None`` where looking at each is quick.
    pickable
        Whether its points are those of a scan's file, so that a click can name one.
    """

    points: Float32Array
    offset: Float64Array
    file_index: IntArray | None
    faces: IntArray | None
    spacing: Float32Array | None
    colors: UInt8Array | None
    coarse_index: IntArray | None
    coarse_faces: IntArray | None
    radius: float
    half_extents: Float64Array
    n_file_points: int
    pick_grid: PickGrid | None = None
    pickable: bool = True

    @property
    def n_shown(self) -> int:
        """Number of points drawn at rest."""
        return len(self.points)

    def select(self, values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        """From one value per point of the file ``(N,)`` to one per drawn point ``(M,)``."""
        return values if self.file_index is None else values[self.file_index]


def prepare_geometry(scan: Scan, like: DisplayGeometry | None = None) -> DisplayGeometry:
    """Turn a scan into what is drawn; a second or so for a million points.

    Parameters
    ----------
    scan
        A cloud or a mesh.
    like
        What it is to take the place of in the view, as it is and where it is: not to be picked.

    Raises
    ------
    ScanGeometryError
        No point has finite coordinates.
    """
    finite = scan.finite_mask()
    if not finite.any():
        raise ScanGeometryError(
            "No point has finite coordinates.",
            path=scan.path,
            next_step="Export the scan again from the program that made it.",
        )
    whole = bool(finite.all())
    file_index = None if whole else np.flatnonzero(finite)
    exact = scan.points if whole else scan.points[finite]
    # The middle of the box and not the mean: the camera turns around it.
    offset = (exact.min(axis=0) + exact.max(axis=0)) / 2 if like is None else like.offset
    points = np.ascontiguousarray(exact - offset, dtype=np.float32)
    faces = _drawn_faces(scan, finite) if scan.is_mesh else None
    if faces is not None and not len(faces):
        faces = None
    coarse_index, coarse_faces = (None, None) if faces is None else cluster_faces(points, faces)
    return DisplayGeometry(
        points=points,
        offset=np.asarray(offset, dtype=np.float64),
        file_index=file_index,
        faces=faces,
        spacing=local_spacing(points) if faces is None else None,
        colors=None if scan.colors is None else _select(scan.colors, file_index),
        coarse_index=coarse_index,
        coarse_faces=coarse_faces,
        radius=max(float(np.linalg.norm(points, axis=1).max()), 1e-6),
        half_extents=np.asarray(np.abs(points).max(axis=0), dtype=np.float64),
        n_file_points=scan.n_points,
        pick_grid=make_pick_grid(points),
        pickable=like is None,
    )


def _select(values: Any, index: IntArray | None) -> Any:
    return np.ascontiguousarray(values if index is None else values[index])


def _drawn_faces(scan: Scan, finite: np.ndarray) -> IntArray:
    assert scan.faces is not None
    if finite.all():
        return scan.faces
    kept = scan.faces[finite[scan.faces].all(axis=1)]
    new_index = np.cumsum(finite) - 1
    return np.asarray(new_index[kept], dtype=np.int64)
