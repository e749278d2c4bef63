"""A simulated 3D scanner: cameras round a part, hidden surface, noise, uneven density."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trimesh

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray, UInt8Array
from btp_core.lab.synth.defects import DEFECT_KINDS, DefectiveMesh, Seeds
from btp_core.lab.synth.nearest import nearest
from btp_core.lab.synth.scan_faults import (
    cut_rims,
    density_weights,
    drop_spots,
    range_steps,
    slow_error,
    smooth_heights,
)
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.texture import Texture, correlated
from btp_core.lab.synth.thinning import thin_evenly
from btp_core.lab.synth.visibility import MeshScene, first_seeing_camera

_PILOT = 3000
_CUT_TYPES = tuple(DEFECT_KINDS.index(k) + 1 for k in ("chip", "missing piece", "hole"))


@dataclass(frozen=True, eq=False)
class SimulatedScan:
    """Points of a simulated scan.

    Attributes
    ----------
    points
        Shape (N, 3), mm, in the frame of the mesh.
    types
        Shape (N,), 0 for sound surface, otherwise the defect type's id.
    """

    points: Float32Array
    types: UInt8Array


def place_cameras(settings: ScannerSettings, mesh: trimesh.Trimesh) -> Float64Array:
    """Camera positions in mm, shape (C, 3), for a mesh; fixed by ``settings.view_seed``."""
    rng = np.random.default_rng(settings.view_seed)
    low, high = np.asarray(mesh.bounds, dtype=np.float64)
    centre, size = (low + high) / 2, float(np.linalg.norm(high - low))
    count = settings.cameras
    if settings.one_sided:
        main = rng.normal(size=3)
        directions = main / np.linalg.norm(main) + rng.normal(0.0, 0.3, size=(count, 3))
    else:
        # Fibonacci sphere: even directions for any count.
        z = 1.0 - (2.0 * np.arange(count) + 1.0) / count
        turn = np.pi * (3.0 - np.sqrt(5.0)) * np.arange(count)
        r = np.sqrt(1.0 - z * z)
        directions = np.stack([r * np.cos(turn), r * np.sin(turn), z], axis=1)
        directions = directions @ np.linalg.qr(rng.normal(size=(3, 3)))[0]
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return np.asarray(centre + directions * size * rng.uniform(2.0, 6.0), dtype=np.float64)


def visible_seeds(
    mesh: trimesh.Trimesh,
    scene: MeshScene,
    settings: ScannerSettings,
    rng: np.random.Generator,
    count: int = 1500,
) -> Seeds:
    """Draw places on ``mesh`` that this scanner sees well: where a defect shows."""
    points, normals, _, _ = _sample(mesh, _face_areas(mesh), count, rng)
    camera, _ = first_seeing_camera(scene, points, normals, place_cameras(settings, mesh), 68.0)
    seen = np.isfinite(camera)
    return Seeds(points[seen], normals[seen])


def simulate_scan(
    defective: DefectiveMesh,
    settings: ScannerSettings,
    rng: np.random.Generator,
    texture: Texture | None = None,
) -> SimulatedScan:
    """Scan a mesh.

    Surface points are drawn, those that no camera sees are dropped, the rest get the part's
    texture, range noise along the view ray and the scanner's faults.

    Returns
    -------
    SimulatedScan
        At most ``settings.n_points`` points; fewer where the surface is hardly visible.
    """
    mesh = defective.mesh
    scene = MeshScene(mesh)
    cameras = place_cameras(settings, mesh)
    weights = _facing(mesh, cameras) * _face_areas(mesh)
    pilot, normals, _, _ = _sample(mesh, weights, _PILOT, rng)
    limit = settings.max_incidence_degrees
    seen = np.isfinite(first_seeing_camera(scene, pilot, normals, cameras, limit)[0])
    needed = settings.n_points / max(float(seen.mean()), 0.15)
    # Uneven density throws points away: on average this share stays.
    needed *= 1.0 + 1.2 * settings.density_contrast
    drawn = int(min(needed * (3.0 if settings.even else 1.15), 900_000))
    points, normals, face, corner = _sample(mesh, weights, drawn, rng)
    keep = np.arange(len(points))
    if settings.even:
        keep = thin_evenly(points, int(needed * 1.05), rng)
    if settings.density_contrast > 0:
        chance = density_weights(points[keep], settings.density_contrast, rng)
        keep = keep[rng.random(len(keep)) < chance]
    points, normals, face, corner = points[keep], normals[keep], face[keep], corner[keep]
    camera, _ = first_seeing_camera(scene, points, normals, cameras, limit)
    seen = np.isfinite(camera)
    points, normals, face, corner = points[seen], normals[seen], face[seen], corner[seen]
    source = camera[seen].astype(np.int64)
    types = defective.vertex_types[mesh.faces[face, corner]]
    types = _with_rims(defective, points, types, settings.rim_mm)
    ray = points - cameras[source]
    ray /= np.linalg.norm(ray, axis=1, keepdims=True)
    kept: BoolArray = np.ones(len(points), dtype=np.bool_)
    if settings.cut_rims:
        kept &= cut_rims(points, cameras, source, rng)
    if settings.dropouts:
        kept &= drop_spots(points, settings.dropouts, rng)
    error = rng.normal(0.0, settings.noise_mm, size=len(points))
    error += slow_error(points, settings.slow_error_mm, rng)
    if settings.correlated_mm > 0:
        error += correlated(points, settings.correlated_wave_mm, settings.correlated_mm, rng)
    if texture is not None:
        points = points + texture.heights(points, normals)[:, None] * normals
    if settings.range_step_mm > 0:
        error += range_steps(points, cameras, source, settings.range_step_mm)
    points = points + ray * error[:, None]
    if settings.smoothed:
        shift = smooth_heights(points, normals, settings.smoothed, rng.uniform(0.5, 1.0))
        points = points + shift[:, None] * normals
    points, types = points[kept], types[kept]
    if len(points) > settings.n_points:
        chosen = rng.permutation(len(points))[: settings.n_points]
    else:
        chosen = rng.permutation(len(points))
    return SimulatedScan(points[chosen].astype(np.float32), types[chosen])


def _face_areas(mesh: trimesh.Trimesh) -> Float64Array:
    corners = np.asarray(mesh.vertices)[mesh.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(0.5 * np.linalg.norm(cross, axis=1), dtype=np.float64)


def _facing(mesh: trimesh.Trimesh, cameras: Float64Array) -> Float64Array:
    """1 for faces that some camera could see, 0 for those turned away; shape (F,)."""
    if len(cameras) > 4:
        return np.ones(len(mesh.faces))
    corners = np.asarray(mesh.vertices)[mesh.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing = np.zeros(len(corners), dtype=np.bool_)
    for camera in cameras:
        # A plane is seen from its front: the same for all points of a face.
        facing |= np.einsum("ij,ij->i", camera - corners[:, 0], cross) > 0
    return facing.astype(np.float64)


def _sample(
    mesh: trimesh.Trimesh, weights: Float64Array, count: int, rng: np.random.Generator
) -> tuple[Float64Array, Float64Array, IntArray, IntArray]:
    """Draw points on faces by weight.

    Returns points (K, 3), normals (K, 3), faces (K,) and, for each point, the face's corner
    0..2 that lies nearest in barycentric coordinates.
    """
    total = np.cumsum(weights)
    # Independent draws: anything more even would show where the mesh was refined. Sorted,
    # because neighbouring look-ups are quick.
    at = np.sort(rng.random(count)) * total[-1]
    face = np.minimum(np.searchsorted(total, at, side="right"), len(weights) - 1)
    r1, r2 = np.sqrt(rng.random(count)), rng.random(count)
    share = np.stack([1.0 - r1, r1 * (1.0 - r2), r1 * r2], axis=1)
    corners = np.asarray(mesh.vertices)[mesh.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    cross /= np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-12)
    points = np.einsum("ki,kij->kj", share, corners[face])
    return points, cross[face], face, share.argmax(axis=1)


def _with_rims(
    defective: DefectiveMesh, points: Float64Array, types: UInt8Array, rim: float
) -> UInt8Array:
    """Give points within ``rim`` mm of broken surface the type of the break."""
    broken = np.isin(defective.vertex_types, _CUT_TYPES)
    if rim <= 0 or not broken.any():
        return types
    at = np.asarray(defective.mesh.vertices)[broken]
    low, high = at.min(axis=0) - rim, at.max(axis=0) + rim
    near = np.flatnonzero(((points > low) & (points < high)).all(axis=1) & (types == 0))
    distance, index = nearest(at, points[near], rim)
    found = np.isfinite(distance)
    types = types.copy()
    types[near[found]] = defective.vertex_types[broken][index[found]]
    return types
