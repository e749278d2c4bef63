"""Designed features with no peer on the part: a single boss, slot, pocket or line of letters.

Put on other people's meshes they are part of the good part. What is alone is not yet a defect; a
network that has seen letters only on procedural parts lights them up on every real one.
"""

from __future__ import annotations

import manifold3d
import numpy as np
import trimesh

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.vectors import tangent_frame
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features import LARGE, SMALL, draw
from btp_core.lab.synth.shapes.placing import is_flat_around, place, surface_under

_ROOMS_MM = (14.0, 9.0, 6.0, 4.0, 2.5)
_TRIES = 25
_MOST_FACES = 60_000


def add_one_offs(mesh: trimesh.Trimesh, rng: np.random.Generator) -> trimesh.Trimesh:
    """Put one to three features on flat places of ``mesh`` (mm); itself where there are none.

    Returns
    -------
    trimesh.Trimesh
        A closed mesh, or ``mesh`` where it is no solid, too fine, or nowhere flat.
    """
    if len(mesh.faces) > _MOST_FACES:
        return mesh
    solid = manifold3d.Manifold(
        manifold3d.Mesh(
            np.ascontiguousarray(mesh.vertices, dtype=np.float32),
            np.ascontiguousarray(mesh.faces, dtype=np.uint32),
        )
    )
    if solid.status() != manifold3d.Error.NoError or solid.is_empty():
        return mesh
    points, face = trimesh.sample.sample_surface(mesh, _TRIES, seed=rng)
    normals = np.asarray(mesh.face_normals[face], dtype=np.float64)
    wanted, dice, result = int(rng.integers(1, 4)), Dice(rng), solid
    for point, normal in zip(np.asarray(points, dtype=np.float64), normals, strict=True):
        with_one = _with_feature(dice, result, point, normal, rng)
        if with_one is not None:
            result, wanted = with_one, wanted - 1
        if wanted == 0:
            break
    if result is solid:
        return mesh
    data = result.to_mesh64()
    vertices = np.array(data.vert_properties[:, :3], dtype=np.float64)
    return trimesh.Trimesh(vertices, np.array(data.tri_verts, dtype=np.int64), process=False)


def _with_feature(
    dice: Dice,
    solid: manifold3d.Manifold,
    point: Float64Array,
    normal: Float64Array,
    rng: np.random.Generator,
) -> manifold3d.Manifold | None:
    """The solid with a feature where ``normal`` leaves it at ``point``; None if none fits."""
    along, across = tangent_frame(normal, rng)
    turn = np.stack([along, across, normal])
    # Features are modelled on faces that look up, so the face is turned up and back again.
    upright = solid.transform(np.hstack([turn, np.zeros((3, 1))]))
    x, y, z = turn @ point
    wall = surface_under(upright, (x, y))
    if wall is None or abs(wall[0] - z) > 0.05:
        return None
    room = next((r for r in _ROOMS_MM if is_flat_around(upright, (x, y), z, r)), None)
    if room is None:
        return None
    try:
        changed = place(dice, upright, draw(dice, LARGE + SMALL), [(x, y)], room)
    except (ValueError, ArithmeticError, IndexError, RuntimeError):
        # A feature that does not fit its room; another place, another feature.
        return None
    if changed is upright or changed.status() != manifold3d.Error.NoError or changed.is_empty():
        return None
    if abs(changed.volume() - upright.volume()) > 0.3 * upright.volume():
        return None
    return changed.transform(np.hstack([turn.T, np.zeros((3, 1))]))
