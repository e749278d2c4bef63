"""Smooth solids from a field of values: melted limbs, rough stone, minimal surfaces."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manifold3d import Error, Manifold, Mesh64

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.lab.synth.shapes.part import ShapeError

_BLOCK = 5
"""Samples along the side of a block that is looked at, or skipped, as a whole."""

Field = Callable[[Float64Array], Float64Array]
"""Signed distance or the like, negative inside, of points (n, 3); (n,)."""


def solid_from_field(field: Field, low: Float64Array, high: Float64Array, cells: int) -> Manifold:
    """Close the surface where a field is zero.

    Parameters
    ----------
    field
        Negative inside.
    low, high
        Corners (3,) of the box to look in; what reaches it is cut off there.
    cells
        Grid cells along the longest side.

    Raises
    ------
    ShapeError
        If the surface is empty or does not close.
    """
    from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
    from vtkmodules.vtkCommonDataModel import vtkImageData
    from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

    step = float((high - low).max()) / cells
    blocks = np.maximum(np.ceil((high - low) / (step * _BLOCK)).astype(int), 1)
    counts = blocks * _BLOCK
    values = _sampled(field, low, step, blocks)
    # A shell of outside values closes what the box cuts; nudged zeros leave no empty triangles.
    values = np.pad(values, 1, constant_values=step)
    values[np.abs(values) < 1e-4 * step] = 1e-4 * step
    image = vtkImageData()
    image.SetDimensions(*(int(n) + 2 for n in counts))
    image.SetOrigin(*(float(v) - step for v in low))
    image.SetSpacing(step, step, step)
    image.GetPointData().SetScalars(numpy_to_vtk(values.ravel(), deep=1))  # type: ignore[no-untyped-call]
    edges = vtkFlyingEdges3D()
    edges.SetInputData(image)
    edges.ComputeNormalsOff()
    edges.ComputeGradientsOff()
    edges.ComputeScalarsOff()
    edges.SetValue(0, 0.0)
    edges.Update()
    surface = edges.GetOutput()
    if surface.GetNumberOfPolys() == 0:
        raise ShapeError("the field has no surface")
    points = vtk_to_numpy(surface.GetPoints().GetData()).astype(np.float64)  # type: ignore[no-untyped-call]
    points = _settled(field, points, step)
    faces = vtk_to_numpy(surface.GetPolys().GetConnectivityArray()).reshape(-1, 3)  # type: ignore[no-untyped-call]
    # Flying edges face the side of larger values, which is outside here.
    solid = Manifold(Mesh64(np.ascontiguousarray(points), faces.astype(np.uint64)))
    if solid.status() != Error.NoError or solid.is_empty():
        raise ShapeError("the field's surface does not close")
    if solid.volume() < 0:
        solid = Manifold(Mesh64(np.ascontiguousarray(points), faces[:, ::-1].astype(np.uint64)))
    return solid


def _settled(field: Field, points: Float64Array, step: float) -> Float64Array:
    """Move vertices (n, 3) onto the surface by one Newton step, against the grid's ripples."""
    small = 0.05 * step
    value = field(points)
    slope = np.stack(
        [field(points + small * axis) - value for axis in np.eye(3)], axis=1
    ) / small  # fmt: skip
    square = np.maximum(np.sum(slope**2, axis=1), 1e-3)
    move = -(value / square)[:, None] * slope
    length = np.linalg.norm(move, axis=1, keepdims=True)
    limit = 0.3 * step
    settled: Float64Array = points + move * np.minimum(1.0, limit / np.maximum(length, 1e-12))
    return settled


def _sampled(field: Field, low: Float64Array, step: float, blocks: IntArray) -> Float64Array:
    """Values of the field (z, y, x), exact only in blocks that the surface may pass through.

    Far from the surface the value at the middle of the block stands for the whole block, which
    saves most of the work; fields may rise up to twice as fast as a distance does.
    """
    nx, ny, nz = (int(n) for n in blocks)
    index = np.stack(np.meshgrid(np.arange(nx), np.arange(ny), np.arange(nz), indexing="ij"), -1)
    index = index.reshape(-1, 3)
    middle = field(low + step * (index * _BLOCK + (_BLOCK - 1) / 2))
    near = np.flatnonzero(np.abs(middle) < 2.0 * step * _BLOCK * 0.5 * 3**0.5)
    inner = np.arange(_BLOCK)
    offsets = np.stack(np.meshgrid(inner, inner, inner, indexing="ij"), -1).reshape(-1, 3)
    values = np.repeat(middle[:, None], _BLOCK**3, axis=1)
    points = low + step * (index[near, None, :] * _BLOCK + offsets[None, :, :])
    values[near] = field(points.reshape(-1, 3)).reshape(len(near), -1)
    grid = values.reshape(nx, ny, nz, _BLOCK, _BLOCK, _BLOCK).transpose(2, 5, 1, 4, 0, 3)
    return np.asarray(grid.reshape(nz * _BLOCK, ny * _BLOCK, nx * _BLOCK))


def smooth_union(fields: list[Float64Array], blend: float) -> Float64Array:
    """Melt signed distances (n,) together over the width ``blend`` (polynomial smooth minimum)."""
    result = fields[0]
    for other in fields[1:]:
        h = np.clip(0.5 + 0.5 * (other - result) / blend, 0.0, 1.0)
        result = other * (1 - h) + result * h - blend * h * (1 - h)
    return result


def capsule(
    points: Float64Array, start: Float64Array, end: Float64Array, r_start: float, r_end: float
) -> Float64Array:
    """Distance (n,) to a limb whose radius runs linearly from start to end."""
    along = end - start
    share = np.clip((points - start) @ along / max(float(along @ along), 1e-12), 0.0, 1.0)
    centre = start + share[:, None] * along
    distance: Float64Array = np.linalg.norm(points - centre, axis=1) - (
        r_start + share * (r_end - r_start)
    )
    return distance


def ellipsoid(points: Float64Array, centre: Float64Array, radii: Float64Array) -> Float64Array:
    """Approximate distance (n,) to an ellipsoid."""
    q = (points - centre) / radii
    k0 = np.linalg.norm(q, axis=1)
    k1 = np.linalg.norm(q / radii, axis=1)
    return np.asarray(k0 * (k0 - 1.0) / np.maximum(k1, 1e-9))


def waves(
    rng: np.random.Generator, points: Float64Array, scale: float, octaves: int
) -> Float64Array:
    """Smooth noise (n,) of about unit size: sums of plane waves, finer and weaker by octave."""
    total = np.zeros(len(points))
    for octave in range(octaves):
        for _ in range(6):
            direction = rng.normal(size=3)
            direction *= 2 * np.pi * 2.0**octave / (scale * np.linalg.norm(direction))
            total += np.sin(points @ direction + rng.uniform(0, 2 * np.pi)) * 0.4 * 0.5**octave
    return total
